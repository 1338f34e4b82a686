"""An embedded page in a real browser, in an allowed host, in a refused one, and with no token."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from services.access.embed_tokens import issue_embed
from services.access.users import sign_out_everywhere
from tests.door.conftest import Site, build

SAMPLE = Path(__file__).parents[2] / "docs" / "embed-host.html"
pytestmark = pytest.mark.e2e


@dataclass
class Scene:
    """The dashboard on one origin, a host page on another."""

    site: Site
    dashboard: str
    host: str
    tokens: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def token(self) -> str:
        return issue_embed(
            self.site.db,
            self.site.settings,
            email=self.site.partner.email,
            modules=["fund-performance"],
            funds=["A1"],
        )


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is required here and was not found.")
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _served(server: object) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever)  # type: ignore[attr-defined]
    thread.start()
    try:
        yield
    finally:
        server.shutdown()  # type: ignore[attr-defined]
        thread.join()
        server.server_close()  # type: ignore[attr-defined]


def _host(answer: Callable[[], str | None]) -> ThreadingHTTPServer:
    class Intranet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(200, "text/html", SAMPLE.read_bytes())

        def do_POST(self) -> None:
            token = answer()
            body = json.dumps({"token": token}).encode()
            self._send(200 if token else 403, "application/json", body)

        def _send(self, code: int, kind: str, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    return ThreadingHTTPServer(("127.0.0.1", 0), Intranet)


@pytest.fixture
def scene(site: Site) -> Iterator[Scene]:
    """The host gives out `tokens` from the end, then none."""
    tokens: list[str] = []
    host = _host(lambda: tokens.pop() if tokens else None)
    origin = f"http://127.0.0.1:{host.server_address[1]}"
    settings = replace(site.settings, embed_ancestors=(origin,))
    app, server = build(settings, site.db)
    seen: list[str] = []

    def note(environ: dict[str, str], start: object) -> object:
        cookie, bearer = environ.get("HTTP_COOKIE"), environ.get("HTTP_AUTHORIZATION", "")
        where = environ["PATH_INFO"] + "?" + environ["QUERY_STRING"]
        seen.append(f"{environ['REQUEST_METHOD']} {where} cookie={cookie} bearer={bearer != ''}")
        return server.wsgi_app(environ, start)  # type: ignore[arg-type]

    web = make_server("localhost", 0, note, threaded=True)
    here = replace(site, app=app, server=server, settings=settings)
    with _served(web), _served(host):
        yield Scene(here, f"http://localhost:{web.server_port}", origin, tokens, seen)


def _open(page: Page, scene: Scene, *, host: str | None = None) -> None:
    page.goto(f"{host or scene.host}/?src={scene.dashboard}/embed/fund-performance")


def _data_calls(scene: Scene) -> list[str]:
    return [line for line in scene.seen if "/_dash-layout" in line or "update-comp" in line]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_an_allowed_host_shows_the_page_without_any_cookie(scene: Scene, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error.stack)))
    token = scene.token()
    scene.tokens.append(token)
    _open(page, scene)
    frame = page.frame_locator("#dashboard")
    expect(frame.locator("#out")).to_contain_text("for ")
    assert page.frames[1].url == f"{scene.dashboard}/embed/fund-performance"
    calls = _data_calls(scene)
    assert len(calls) >= 2 and all("cookie=None bearer=True" in call for call in calls)
    assert not any(token in line for line in scene.seen)
    assert complaints == []


def test_a_host_that_is_not_listed_gets_an_empty_frame(scene: Scene, page: Page) -> None:
    scene.tokens.append(scene.token())
    port = scene.host.rpartition(":")[2]
    _open(page, scene, host=f"http://localhost:{port}")
    page.wait_for_timeout(1500)
    assert _data_calls(scene) == []
    assert page.frame_locator("#dashboard").locator("#out").count() == 0


def test_without_a_token_the_frame_offers_a_new_tab(scene: Scene, page: Page) -> None:
    page.goto(scene.host)
    page.evaluate(
        "src => { document.getElementById('dashboard').src = src }",
        f"{scene.dashboard}/embed/fund-performance?fund=A1",
    )
    frame = page.frame_locator("#dashboard")
    link = frame.get_by_role("alert").get_by_role("link", name="Open in a new tab")
    expect(link).to_be_visible()
    assert link.get_attribute("href") == "/fund-performance?fund=A1"
    assert _data_calls(scene) == []


def test_a_token_sent_later_fills_the_waiting_frame(scene: Scene, page: Page) -> None:
    _open(page, scene)  # the host has no token to give yet
    page.evaluate(
        "src => { document.getElementById('dashboard').src = src }",
        f"{scene.dashboard}/embed/fund-performance",
    )
    frame = page.frame_locator("#dashboard")
    expect(frame.get_by_role("alert")).to_be_visible()
    page.evaluate(
        "([token, to]) => document.getElementById('dashboard').contentWindow.postMessage("
        "{type: 'gp-embed-token', token}, to)",
        [scene.token(), scene.dashboard],
    )
    expect(frame.locator("#out")).to_contain_text("for ")
    expect(frame.get_by_role("alert")).to_have_count(0)


def test_a_renewed_token_goes_on_where_the_old_one_ended(scene: Scene, page: Page) -> None:
    dead = scene.token()
    sign_out_everywhere(scene.site.db, scene.site.partner.email)
    page.wait_for_timeout(1100)  # a token of the second of the revocation is void with it
    scene.tokens += [scene.token(), dead]
    _open(page, scene)
    expect(page.frame_locator("#dashboard").locator("#out")).to_contain_text("for ")
    assert scene.tokens == []


def test_a_window_that_is_not_the_parent_renews_nothing(scene: Scene, page: Page) -> None:
    scene.tokens.append(scene.token())
    _open(page, scene)
    frame = page.frame_locator("#dashboard")
    expect(frame.locator("#out")).to_contain_text("for ")
    page.frames[1].evaluate(
        "() => window.postMessage({type: 'gp-embed-token', token: 'x.y.z'}, '*')"
    )
    before = len(scene.seen)
    code = page.frames[1].evaluate("async () => (await fetch('/api/v1/funds')).status")
    assert code == 200
    assert "bearer=True" in scene.seen[before]


def test_opened_by_itself_it_asks_for_the_login(scene: Scene, page: Page) -> None:
    page.goto(f"{scene.dashboard}/embed/fund-performance?fund=A1")
    page.wait_for_url("**/login?next=**")
    assert "next=%2Fembed%2Ffund-performance%3Ffund%3DA1" in page.url


def test_a_person_signs_in_on_the_form(scene: Scene, page: Page) -> None:
    page.goto(f"{scene.dashboard}/fund-performance")
    page.get_by_label("E-mail address").fill(scene.site.partner.email)
    page.get_by_label("Password").fill(scene.site.partner.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#out")).to_contain_text("/fund-performance")
