"""The running processes of the Procfile: their lines, their restarts, their end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from services.stores.processes import Child, spawn

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a dead process is started again
STEADY_SECONDS = 30.0  # after this long alive, the next death counts as the first
STOP_SECONDS = 7.0  # for all together; what is left then is killed, its tasks come back
NAME_WIDTH = 6


@dataclass(slots=True)
class _Post:
    """One line of the Procfile and whoever holds it at the moment."""

    command: str
    child: Child
    began: float
    pause: float = FIRST_PAUSE
    due: float | None = None


class Crew:
    """Children with prefixed lines; all of it runs in the main thread but the readers of lines."""

    def __init__(self, say: Callable[[str], None], *, folder: Path) -> None:
        self.environment: dict[str, str] = {}
        self._say = say
        self._folder = folder
        self._posts: dict[str, _Post] = {}

    def start(self, name: str, command: str) -> Child:
        """Start one process and show its lines."""
        child = self._spawn(name, command)
        self._posts[name] = _Post(command, child, time.monotonic())
        return child

    def restart_dead(self) -> None:
        """Start again whoever ended, after a pause that doubles while deaths follow one another."""
        for name, post in self._posts.items():
            if post.child.alive:
                continue
            now = time.monotonic()
            if post.due is None:
                self._plan(name, post, now)
            elif now >= post.due:
                post.child, post.began, post.due = self._spawn(name, post.command), now, None

    def stop(self) -> None:
        """Ask all, last started first; wait together; kill the whole session of whoever stays."""
        posts = list(self._posts.values())[::-1]
        for post in posts:
            post.child.ask(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for post in posts:
            post.child.ended_within(max(deadline - time.monotonic(), 0.1))
            post.child.finish()
        self._posts.clear()

    def _plan(self, name: str, post: _Post, now: float) -> None:
        if now - post.began > STEADY_SECONDS:
            post.pause = FIRST_PAUSE
        post.due = now + post.pause
        status = post.child.process.returncode
        self._say(f"gpdash | {name} ended ({_words(status)}); again in {post.pause:g} s")
        post.pause = min(post.pause * 2, LONGEST_PAUSE)

    def _spawn(self, name: str, command: str) -> Child:
        child = spawn(
            name,
            ["/bin/sh", "-c", command],
            env=self.environment,
            output=subprocess.PIPE,
            dies_by=signal.SIGTERM,
            cwd=self._folder,
        )
        if child.process.stdout is not None:
            Thread(target=self._relay, args=(name, child.process.stdout), daemon=True).start()
        return child

    def _relay(self, name: str, lines: IO[bytes]) -> None:
        with lines:
            for line in lines:
                try:
                    self._say(f"{name:<{NAME_WIDTH}} | {line.decode(errors='replace').rstrip()}")
                except OSError:
                    # Our terminal is gone; the child must still be read, or it would block.
                    continue


def _words(status: int | None) -> str:
    if status is not None and status < 0:
        return f"killed by {signal.Signals(-status).name}"
    return f"status {status}"
