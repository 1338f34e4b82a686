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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from services import demo
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
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
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
        log = folder / "web.log"
        command = [sys.executable, "-m", "uvicorn", "dashapp.asgi:application"]
        command += ["--port", str(port), "--log-level", "warning"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(settings, port, host_origin),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url, process, log)
            yield Served(url, login.email, login.password, settings, database, host_origin)
        finally:
            process.terminate()
            process.wait(timeout=15)


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
    """A page with what it must not do: console errors and requests to other hosts."""

    page: Page
    errors: list[str]
    foreign: list[str]
    requests: list[str]


def watch(page: Page, origin: str) -> Watched:
    seen = Watched(page, [], [], [])
    page.on("console", lambda line: seen.errors.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))

    def note(request) -> None:
        seen.requests.append(f"{request.method} {request.url}")
        if not request.url.startswith((origin, "data:", "blob:")):
            seen.foreign.append(request.url)

    page.on("request", note)
    return seen


def sign_in(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(f"{served.url}/login")
    page.get_by_label("E-mail").fill(served.email)
    page.get_by_label("Password").fill(served.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, served: Served) -> Iterator[dict]:
    """The cookies of the demonstration login, made once."""
    context = browser.new_context()
    sign_in(context, served)
    yield context.storage_state()
    context.close()


@pytest.fixture
def watched(browser: Browser, served: Served, signed_in: dict) -> Iterator[Watched]:
    """A signed-in page of 1440 px whose errors and requests are kept."""
    context = browser.new_context(
        storage_state=signed_in, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    yield watch(context.new_page(), served.url)
    context.close()
