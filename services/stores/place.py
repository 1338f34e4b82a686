"""Where private stores keep files and sockets, and whether their account can get there."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from pathlib import Path

from services.errors import Unavailable
from services.stores.processes import Account

LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit is 107 on Linux and 103 on macOS
NOBODY = 65534
# Homes for what `nobody` must reach when the data directory lies behind a closed door.
SHARED_PLACES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - ownership is verified


def unprivileged() -> Account | None:
    """The account PostgreSQL runs as when we are root (it refuses root); None when we are not."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY)
    return Account(entry.pw_uid, entry.pw_gid)


def owner(path: Path) -> Account:
    """The account a file or directory belongs to."""
    found = path.stat()
    return Account(found.st_uid, found.st_gid)


def reachable(path: Path, account: Account | None) -> bool:
    """Whether `account` can enter the directory `path`; asked of the kernel, not of mode bits."""
    if account is None:
        return os.access(path, os.X_OK)
    asked = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(path.absolute())],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return asked.returncode == 0


def private_directory(path: Path, account: Account | None) -> Path:
    """`path` as a directory of mode 0700 that belongs to the account (or to us), made if missing.

    Unavailable when something of another owner already has that name: nothing there is trusted.
    """
    uid = os.geteuid() if account is None else account.uid
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        _refuse_a_stranger(path, uid)
        return path
    if account is not None:
        os.chown(path, account.uid, account.gid)
    return path


def _refuse_a_stranger(path: Path, uid: int) -> None:
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise Unavailable(
            f"{path} is not a private directory of user {uid}: "
            "remove it, or run as its owner, or set GPDASH_DATA_DIR to another directory"
        )


def socket_directory(data_dir: Path, name: str, account: Account | None) -> Path:
    """A short private directory for one store's Unix socket, the same for the same data."""
    leaf = f"gpdash-{digest(data_dir)}-{name}"
    for root in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - verified below
        wanted = root.absolute() / leaf
        fits = len(os.fsencode(wanted / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH
        if fits and (account is None or reachable(root, account)):
            return private_directory(wanted, account)
    raise Unavailable("No temporary directory has a short enough path: set TMPDIR to /tmp")


def shared_directory(data_dir: Path) -> Path:
    """A directory of ours that every account may pass through, outside any closed home."""
    for root in SHARED_PLACES:
        path = root / f"gpdash-{digest(data_dir)}"
        if path.is_dir() and not path.is_symlink() and path.stat().st_uid == os.geteuid():
            return path
        if os.access(root, os.W_OK) and not os.path.lexists(path):
            path.mkdir()
            path.chmod(0o711)
            return path
    raise Unavailable(
        "PostgreSQL cannot run as root, and the account it would use cannot reach "
        f"{data_dir.absolute()}: run as an ordinary user, or set GPDASH_DATA_DIR to a directory "
        "whose parents others may enter"
    )


def digest(data_dir: Path) -> str:
    """A short name for a data directory and the user who runs it."""
    text = f"{os.geteuid()}:{data_dir.resolve()}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
