"""The dashboard in a frame of the intranet: a token instead of a cookie, for listed hosts only."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Page, Request, expect

from services import clock
from services.access.embed_tokens import issue_embed, read_token, signed
from services.modules import MODULES
from tests.e2e.conftest import Served
from tests.e2e.steps import PANELS, drawn, figure, panel

pytestmark = pytest.mark.e2e
SAMPLE = Path(__file__).parents[2] / "docs" / "embed-host.html"
TOKENS: list[str] = []  # what the host's own server gives out next, from the front
EXPECTED = (  # what a browser and the host's page say when a token or a frame is refused
    "status of 401",
    "status of 403",
    "no token: 403",
    "frame-ancestors",
)


class Intranet(BaseHTTPRequestHandler):
    """The page of the manual, and a server behind it that gives out tokens until it has none."""

    def do_GET(self) -> None:
        self._send(200, "text/html; charset=utf-8", SAMPLE.read_bytes())

    def do_POST(self) -> None:
        token = TOKENS.pop(0) if TOKENS else None
        body = json.dumps({"token": token}).encode()
        self._send(200 if token else 403, "application/json", body)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(port: int) -> Iterator[int]:
    """The intranet on this port, or on any with 0."""
    server = ThreadingHTTPServer(("localhost", port), Intranet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def intranet(served: Served) -> Iterator[str]:
    """The origin that may embed the dashboard."""
    with serving(urlsplit(served.host_origin).port or 0):
        yield served.host_origin


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    """An origin that may not."""
    with serving(0) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def token(served: Served) -> Callable[..., str]:
    """A token of the demonstration login for Fund I."""
    TOKENS.clear()

    def made(**more: object) -> str:
        return issue_embed(
            served.database,
            served.settings,
            email=served.email,
            modules=["fund-performance"],
            funds=["AQ1"],
            **more,
        )

    return made


@pytest.fixture
def window(visit) -> Iterator[tuple[Page, list[Request]]]:
    """A browser that holds no cookie, and every request of the page and its frame."""
    watched = visit(None)
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    watched.page.on("request", note)
    yield watched.page, asked
    watched.foreign.clear()  # the host is another origin; the tests look at the requests
    watched.errors[:] = [line for line in watched.errors if not any(e in line for e in EXPECTED)]


def test_every_module_opens_in_a_frame_by_its_own_token_and_no_other(
    served: Served, intranet: str, window: tuple[Page, list[Request]]
) -> None:
    page, _ = window
    TOKENS.clear()
    for module in MODULES:
        TOKENS.append(
            issue_embed(
                served.database,
                served.settings,
                email=served.email,
                modules=[module.slug],
                funds=["AQ1"],
            )
        )
        head = f"{served.url}/embed/{module.slug}?fund=AQ1&panel={module.slug}-figures"
        frame = framed(page, intranet, head)
        expect(frame.locator(f'[data-panel="{module.slug}-figures"]')).to_be_visible()
        expect(frame.locator("[data-panel] .sk")).to_have_count(0)
        assert frame.locator("[data-panel]").count() == 1
        assert frame.locator("[data-figure]").count() >= 6, module.slug
        assert frame.locator("[data-figure] .v").first.inner_text().strip()
        expect(frame.locator("[data-panel] [role=alert], [data-panel] .alert")).to_have_count(0)


def framed(page: Page, host: str, source: str) -> FrameLocator:
    """The host's page with the dashboard in its frame."""
    page.goto(f"{host}/?src={quote(source, safe='')}")
    return page.frame_locator("#dashboard")


def of_the_dashboard(asked: list[Request], served: Served) -> list[Request]:
    return [request for request in asked if request.url.startswith(served.url)]


def data_calls(asked: list[Request], served: Served) -> list[str]:
    return [
        request.url
        for request in of_the_dashboard(asked, served)
        if any(part in request.url for part in ("/_dash-layout", "update-component", "/api/"))
    ]


def test_a_listed_host_shows_the_page_without_a_cookie_and_hears_of_changes(
    window, intranet: str, served: Served, token: Callable[..., str], tmp_path: Path
) -> None:
    page, asked = window
    given = token()
    TOKENS.append(given)
    frame = framed(page, intranet, f"{served.url}/embed/fund-performance?fund=AQ1&theme=dark")
    expect(frame.locator("[data-panel]")).to_have_count(PANELS)
    drawn(frame)
    expect(frame.locator(".rail")).to_be_hidden()
    expect(frame.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(frame.locator("[data-panel] a[download]")).to_have_count(0)
    expect(frame.locator("#shell-live-state")).to_have_text("live")

    ours = of_the_dashboard(asked, served)
    assert len(data_calls(asked, served)) > PANELS
    assert not any("cookie" in request.all_headers() for request in ours)
    assert page.context.cookies() == []
    assert not any(given in request.url for request in asked)
    assert page.frames[1].url == f"{served.url}/embed/fund-performance?fund=AQ1&theme=dark"

    file = tmp_path / "flows.csv"
    file.write_text("fund,date,type,amount,investor\nAQ1,2026-09-29,distribution,1000000,NWTP\n")
    before = figure(frame, "dpi").get_attribute("data-value") or ""
    served.gpdash("import", "fund_cash_flows", str(file))
    expect(figure(frame, "dpi")).not_to_have_attribute("data-value", before)


def test_a_single_panel_stands_alone_and_a_new_token_replaces_a_spent_one(
    window, intranet: str, served: Served, token: Callable[..., str]
) -> None:
    page, asked = window
    fresh = token()
    old = spent(served, fresh)
    TOKENS.extend([old, fresh])
    frame = framed(
        page, intranet, f"{served.url}/embed/fund-performance?fund=AQ1&panel=fund-performance-tvpi"
    )
    expect(panel(frame, "tvpi").locator(".main-svg").first).to_be_visible()
    expect(frame.locator("[data-panel]")).to_have_count(1)
    assert TOKENS == []
    assert not any(each in request.url for request in asked for each in (old, fresh))


def test_a_host_that_is_not_listed_gets_no_frame_and_no_data(
    window, stranger: str, served: Served, token: Callable[..., str]
) -> None:
    page, asked = window
    TOKENS.append(token())
    with page.expect_response(lambda found: "/embed/" in found.url) as refused:
        framed(page, stranger, f"{served.url}/embed/fund-performance?fund=AQ1")
    policy = refused.value.headers["content-security-policy"]
    assert f"frame-ancestors {served.host_origin}" in policy
    page.wait_for_load_state("networkidle")
    assert page.frame_locator("#dashboard").locator("[data-panel]").count() == 0
    assert data_calls(asked, served) == []


def test_a_spent_token_that_nobody_renews_ends_in_a_sentence(
    window, intranet: str, served: Served, token: Callable[..., str]
) -> None:
    page, _ = window
    fresh = token()
    TOKENS.append(spent(served, fresh))
    page.clock.install()
    with page.expect_response(lambda found: found.status == 403):  # the host has no other token
        frame = framed(page, intranet, f"{served.url}/embed/fund-performance?fund=AQ1")
    page.clock.fast_forward(16_000)  # the frame waits 15 s for one
    notice = frame.get_by_role("alert")
    expect(notice).to_contain_text("This view has ended.")
    link = notice.get_by_role("link", name="Open in a new tab")
    expect(link).to_have_attribute("href", "/fund-performance?fund=AQ1")
    expect(figure(frame, "nav")).to_have_count(0)

    page.evaluate(
        """token => document.getElementById("dashboard").contentWindow.postMessage(
            {type: "gp-embed-token", token}, "*")""",
        fresh,
    )
    expect(figure(frame, "nav")).to_be_visible()
    expect(notice).to_have_count(0)


def test_a_frame_without_a_token_asks_for_a_session_and_calls_nothing(
    window, intranet: str, served: Served, token: Callable[..., str]
) -> None:
    page, asked = window
    page.goto(intranet)
    page.evaluate(
        "address => { document.getElementById('dashboard').src = address }",
        f"{served.url}/embed/fund-performance?fund=AQ1",
    )
    notice = page.frame_locator("#dashboard").get_by_role("alert")
    expect(notice).to_contain_text("Session needed.")
    assert data_calls(asked, served) == []


def spent(served: Served, token: str) -> str:
    """The same token as it would be an hour after its end."""
    claims = read_token(served.settings, token)
    made = int(clock.now().timestamp()) - 3900
    return signed(
        served.settings,
        {
            "sub": claims.issuer_id,
            "mod": sorted(claims.modules),
            "fund": sorted(claims.funds),
            "theme": "auto",
            "exp_ok": False,
            "iat": made,
            "nbf": made,
            "exp": made + 300,
        },
        lifetime=timedelta(minutes=5),
    )
