"""A firm to measure: private stores, funds of three sizes, a key, and web processes beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from services.access.keys import issue_key
from services.access.users import add_user
from services.db import migrate
from services.db.session import Database
from services.imports import run_import
from services.settings import Settings, kept_secret
from services.stores import start_private

READY_SECONDS = 60.0
SIZES = {"S": 12, "M": 150, "L": 1_550}  # flows per fund: answers of about 5, 50 and 500 KB
FIRST = date(2015, 1, 15)


@dataclass(frozen=True, slots=True)
class Firm:
    """What a measurement needs: settings of running stores, and a key that may read all."""

    settings: Settings
    db: Database
    folder: Path
    key: str


@contextmanager
def firm(sizes: Mapping[str, int] = MappingProxyType(SIZES)) -> Iterator[Firm]:
    """A firm with a fund per name and number of flows, thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="gpdash-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the private database may run as another user
        with start_private(folder, durable=False) as stores:
            settings = Settings(
                database_url=stores.database_url,
                redis_url=stores.redis_url,
                secret_key=kept_secret(folder / "secret_key"),
                data_dir=folder,
            )
            db = Database(stores.database_url)
            migrate.upgrade(db)
            add_user(db, "bench@example.com", roles=("partner",))
            _fill(db, folder, sizes)
            yield Firm(settings, db, folder, issue_key(db, "bench@example.com").token)
            db.dispose()


def _fill(db: Database, folder: Path, sizes: Mapping[str, int]) -> None:
    columns = "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    rows = [f"{code},Fund {code},2015,buyout,global,USD,9000000,2015-01-01\n" for code in sizes]
    take(db, folder, "funds", columns + "".join(rows))
    flows = [line for code, count in sizes.items() for line in _flows(code, count)]
    take(db, folder, "fund_cash_flows", "fund,date,type,amount\n" + "".join(flows))
    navs = [f"{code},2025-12-31,4000000\n" for code in sizes]
    take(db, folder, "fund_navs", "fund,date,nav\n" + "".join(navs))


def _flows(code: str, count: int) -> Iterator[str]:
    for index in range(count):
        day = FIRST + timedelta(days=index * 3_900 // count)
        kind = "distribution" if index * 2 > count and index % 3 else "capital_call"
        yield f"{code},{day},{kind},{1_000 + index}\n"


def take(db: Database, folder: Path, kind: str, text: str) -> None:
    """Import a file with this text; RuntimeError when it is not taken."""
    path = folder / f"{kind}.csv"
    path.write_text(text)
    result = run_import(db, kind=kind, path=path, imported_by="bench")
    if result.status != "imported":
        raise RuntimeError(f"the bench's own {kind} were not imported: {result.errors[:3]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(firm_: Firm, port: int) -> Iterator[int]:
    """The product's web process on a port; gives its process number."""
    settings = firm_.settings
    variables = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "GPDASH_DATA_DIR": str(settings.data_dir),
        "PORT": str(port),
        "PATH": os.defpath,
    }
    options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "error"]
    command = ["-m", "uvicorn", "dashapp.asgi:application", "--port", str(port), *options]
    with _process(command, f"http://127.0.0.1:{port}/readyz", variables) as pid:
        yield pid


@contextmanager
def bare(port: int, files: Sequence[Path]) -> Iterator[int]:
    """The bare side on a port, answering these files; gives its process number."""
    command = ["-m", "dashapp.bench.bare", str(port), *map(str, files)]
    with _process(command, f"http://127.0.0.1:{port}/0", {"PATH": os.defpath}) as pid:
        yield pid


@contextmanager
def _process(arguments: list[str], ready: str, variables: dict[str, str]) -> Iterator[int]:
    root = Path(__file__).parents[2]
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=root, env=variables)  # noqa: S603 - our own program
    try:
        _wait(process, ready)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - a fixed local address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")
