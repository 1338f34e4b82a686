"""Child processes that cannot outlive the process that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

# Sleeps so many seconds between two looks at a child; whoever must end may raise from it.
Pause = Callable[[float], None]

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
# Without prctl a small shell waits on a pipe whose other end only we hold: it closes when we die.
_WATCH = 'read -r _; kill -s "$1" "$2"'


@dataclass(frozen=True, slots=True)
class Account:
    """The user a child runs as, when it must not be root."""

    uid: int
    gid: int


@dataclass(slots=True)
class Child:
    """A child process that leads a session of its own."""

    name: str
    process: subprocess.Popen[bytes]
    watcher: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, number: signal.Signals) -> None:
        """Send a signal, unless the child has already ended."""
        if self.alive:
            self.process.send_signal(number)

    def ended_within(self, seconds: float) -> bool:
        """Wait for its end."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, *steps: tuple[signal.Signals, float]) -> None:
        """Send each signal in turn, waiting so many seconds for the end, then `finish`."""
        for number, seconds in steps:
            self.ask(number)
            if self.ended_within(seconds):
                break
        self.finish()

    def finish(self) -> None:
        """Kill whatever is left of its session: the child, or those it started."""
        with suppress(ProcessLookupError):  # the usual case: nobody is left
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.watcher is not None:
            self.watcher.kill()
            self.watcher.wait()


def spawn(
    name: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    output: int | IO[bytes],
    dies_by: signal.Signals,
    account: Account | None = None,
    cwd: Path | None = None,
) -> Child:
    """Start a child in a session of its own; the kernel sends it `dies_by` when we die.

    Call it from the main thread: the kernel watches the starting thread, not the process.
    """
    process = subprocess.Popen(  # noqa: S603 - commands are ours or the Procfile's
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        start_new_session=True,
        preexec_fn=partial(_die_with, os.getpid(), dies_by),  # noqa: PLW1509 - two system calls
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    return Child(name, process, None if _LIBC else _watch(process.pid, dies_by))


def _die_with(parent: int, dies_by: int) -> None:
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, dies_by)
    if os.getppid() != parent:  # it died between fork and here, so no signal will come
        os._exit(1)


def _watch(pid: int, dies_by: signal.Signals) -> subprocess.Popen[bytes]:
    name = dies_by.name.removeprefix("SIG")
    return subprocess.Popen(  # noqa: S603
        ["/bin/sh", "-c", _WATCH, "watch", name, str(pid)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
