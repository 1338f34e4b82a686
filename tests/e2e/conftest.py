"""The real program for a real browser: one served demonstration firm, one Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from services import demo
from services.access.users import add_user
from services.db.session import Database
from services.settings import Settings
from tests.conftest import SECRET, fresh_database, settings_for

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 60_000  # ms; only a page that is wrong waits this long, also on a busy machine
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: the driver of the browser keeps an event loop in the tests' thread."""
    items.sort(key=lambda item: item.path.parent == Path(__file__).parent)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Served:
    """A running web process with the demonstration firm in it, and the login printed once."""

    url: str
    email: str
    password: str
    settings: Settings
    database: Database
    host_origin: str
    environment: dict[str, str]

    def gpdash(self, *words: str) -> str:
        """Run a command as an operator would beside the web process; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "dashapp", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment(settings: Settings, port: int, host_origin: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": SECRET,
        "GPDASH_DATA_DIR": str(settings.data_dir),
        "GPDASH_EMBED_ANCESTORS": host_origin,
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the web process did not get ready:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def served(stores, template_url, tmp_path_factory) -> Iterator[Served]:
    """The program as `gpdash up --demo` serves it, on the stores of this test session."""
    folder = tmp_path_factory.mktemp("served")
    port, host_port = free_port(), free_port()
    host_origin = f"http://localhost:{host_port}"
    with fresh_database(stores) as database:
        settings = settings_for(
            database_url=database.url, redis_url=stores.redis_url, data_dir=folder
        )
        login = demo.ensure(database, settings)
        assert login is not None
        variables = environment(settings, port, host_origin)
        log = folder / "web.log"
        command = [sys.executable, "-m", "uvicorn", "dashapp.asgi:application"]
        command += ["--port", str(port), "--log-level", "warning"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=variables,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url, process, log)
            yield Served(
                url, login.email, login.password, settings, database, host_origin, variables
            )
        finally:
            process.terminate()
            process.wait(timeout=60)


def chromium_path() -> str | None:
    return next((path for name in CANDIDATES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; tests are skipped without one unless REQUIRE_BROWSER is set."""
    path = chromium_path()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set and no Chromium was found")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@dataclass
class Watched:
    """A page with what it must not do: console errors and requests to other hosts.

    `asked` is every request there was, `open` those without an end; `requests` may be cleared.
    """

    page: Page
    errors: list[str]
    foreign: list[str]
    requests: list[str]
    asked: int = 0
    open: set[Request] = field(default_factory=set)

    def ended(self, request: Request) -> None:
        """A request has its answer, or never gets one."""
        self.open.discard(request)

    def quiet(self) -> None:
        """Wait until the page has asked for nothing for a second, and nothing is on its way."""
        deadline = time.monotonic() + PATIENCE / 1000
        before = -1
        while before != self.asked or self.open:
            assert time.monotonic() < deadline, [request.url for request in self.open]
            before = self.asked
            self.page.wait_for_timeout(1000)


def watch(page: Page, origin: str) -> Watched:
    """Note from now on what the page asks for and complains about."""
    seen = Watched(page, [], [], [])
    own = (origin, origin.replace("http", "ws", 1), "data:", "blob:")

    def note(address: str) -> None:
        if not address.startswith(own):
            seen.foreign.append(address)

    def asked(request: Request) -> None:
        seen.requests.append(f"{request.method} {request.url}")
        seen.asked += 1
        seen.open.add(request)
        note(request.url)

    page.on("console", lambda line: seen.errors.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(error.stack or str(error)))
    page.on("request", asked)
    page.on("requestfinished", seen.ended)
    page.on("requestfailed", seen.ended)
    page.on("websocket", lambda socket: note(socket.url))
    return seen


def sign_in(page: Page, email: str, password: str) -> None:
    """Fill in the form of the login page and send it."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def kept_session(browser: Browser, url: str, email: str, password: str) -> dict:
    """The cookies a browser holds after signing in."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{url}/login?next=/definitions")
    sign_in(page, email, password)
    page.wait_for_url("**/definitions", wait_until="commit")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def signed_in(browser: Browser, served: Served) -> dict:
    """The cookies of the demonstration login, made once."""
    return kept_session(browser, served.url, served.email, served.password)


@pytest.fixture(scope="session")
def colleague(browser: Browser, served: Served) -> dict:
    """The cookies of an associate who may see Fund I and no other fund."""
    person = add_user(
        served.database,
        "colleague@gp.example",
        roles=["associate"],
        funds=["AQ1"],
        name="Colleague",
    )
    return kept_session(browser, served.url, person.email, person.password)


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Watched]]:
    """Open a window of 1440 px in a browser of its own; whoever complains in it fails the test."""
    contexts: list[BrowserContext] = []
    windows: list[Watched] = []

    def opened(state: dict | None, *, width: int = 1440, **more: Any) -> Watched:
        context = browser.new_context(
            storage_state=state,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        windows.append(watch(context.new_page(), served.url))
        return windows[-1]

    yield opened
    for context in contexts:
        context.close()
    assert [
        (window.errors, window.foreign) for window in windows if window.errors + window.foreign
    ] == []


@pytest.fixture
def watched(visit: Callable[..., Watched], signed_in: dict) -> Watched:
    """A signed-in window whose errors and requests are kept."""
    return visit(signed_in)
