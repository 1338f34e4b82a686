"""What a killed PostgreSQL leaves behind, and how the next start gets rid of it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

PATIENCE = ((signal.SIGINT, 5.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0))


def clear_leftovers(cluster: Path, sockets: Path) -> None:
    """End a server that lost its starter, then remove lock files whose process is gone.

    The caller holds the lock of the data directory, so nobody is using that server any more.
    Numbers of processes are used again, which is why a lock file alone proves nothing.
    """
    lock = cluster / "postmaster.pid"
    pid = _recorded(lock)
    if pid is not None and _serves(pid, cluster):
        _end(pid)
    for stale in (lock, sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
        stale.unlink(missing_ok=True)


def _recorded(lock: Path) -> int | None:
    try:
        return int(lock.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _serves(pid: int, cluster: Path) -> bool:
    return str(cluster) in _command(pid)


def _command(pid: int) -> str:
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    shown = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout


def _end(pid: int) -> None:
    for number, seconds in PATIENCE:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _command(pid).strip():
                return
            time.sleep(0.05)
