"""`gpdash up` that sends itself SIGINT at one exact moment of its own work.

The moment is an event of Python's tracing (`call`, `line` or `return`) in a function of the main
thread: no other way meets the two instructions between which a signal does harm.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from dashapp.cli import main
from services.db.migrate import upgrade

Moment = tuple[Callable[..., Any], str, Callable[[FrameType], bool]]


def _locked(name: str) -> Callable[[FrameType], bool]:
    def applies(frame: FrameType) -> bool:
        process = frame.f_locals["self"]
        return _is(process.args, name) and process._waitpid_lock.locked()

    return applies


def _born(name: str) -> Callable[[FrameType], bool]:
    return lambda frame: _is(frame.f_locals["args"], name)


def _finished(name: str) -> Callable[[FrameType], bool]:
    return lambda frame: _is(getattr(frame.f_locals["self"], "args", ""), name)


def _is(command: object, name: str) -> bool:
    words = command if isinstance(command, list) else [command]
    return any(str(word).endswith(name) for word in words)


def _always(frame: FrameType) -> bool:
    return True


_POPEN: Any = subprocess.Popen
MOMENTS: dict[str, Moment] = {
    "initdb is forgotten": (_POPEN.__del__, "call", _finished("/initdb")),
    "postgres is asked after": (_POPEN._internal_poll, "line", _locked("/postgres")),
    "the tables are made": (upgrade, "line", _always),
    "the web process is asked after": (_POPEN._internal_poll, "line", _locked("dummy_web.py")),
    "the worker was just born": (_POPEN._execute_child, "return", _born("sleep 600")),
    "the worker is asked after": (_POPEN._internal_poll, "line", _locked("sleep 600")),
}
FIRST_START = ("initdb is forgotten", "the tables are made")


def _signal_at(moment: Moment) -> None:
    function, event, applies = moment
    code = function.__code__

    def inside(frame: FrameType, now: str, argument: object) -> Any:
        if now == event and applies(frame):
            sys.settrace(None)
            os.kill(os.getpid(), signal.SIGINT)
        return inside

    def entered(frame: FrameType, now: str, argument: object) -> Any:
        if frame.f_code is not code:
            return None
        return inside(frame, now, argument)

    sys.settrace(entered)


if __name__ == "__main__":
    _signal_at(MOMENTS[sys.argv[1]])
    sys.exit(main(["up", *sys.argv[2:]]))
