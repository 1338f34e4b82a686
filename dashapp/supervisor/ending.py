"""The wish to end: a signal leaves a note, and the supervisor reads it where it can stop well."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ASK_AGAIN_SECONDS = 2


class Ending:
    """Whether somebody asked for the end; KeyboardInterrupt is how the main thread hears of it.

    An exception out of a signal handler may land between taking a lock and the promise to give
    it back, or between starting a child and noting who it is; in a finaliser it is lost. So the
    handler raises inside `at_once` only, and everything that has children asks at its pauses.
    """

    def __init__(self) -> None:
        self.asked = False
        self._at_once = False

    def listen(self) -> None:
        """Take the signals that end a command; SIGHUP stays ignored under nohup."""
        signal.signal(signal.SIGALRM, self._note)
        for number in ENDING:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._note)

    def pause(self, seconds: float) -> None:
        """Sleep for a moment; KeyboardInterrupt, before or after, once the end was asked for."""
        self._obey()
        time.sleep(seconds)
        self._obey()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Work without children, which a signal may break off anywhere."""
        self._obey()
        try:
            self._at_once = True
            yield
        finally:
            self._at_once = False
        self._obey()

    def deaf(self) -> None:
        """From here on signals change nothing: the end has begun and takes its time."""
        for number in (*ENDING, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)

    def _obey(self) -> None:
        if self.asked:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if not self._at_once:
            return
        # Once more, should the first exception have been lost; never a third time, so that
        # leaving `at_once` itself cannot be broken off without end.
        self._at_once = not again
        if not again:
            signal.alarm(ASK_AGAIN_SECONDS)
        raise KeyboardInterrupt
