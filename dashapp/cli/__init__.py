"""`gpdash`: every command, with one way to fail."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from dashapp.cli.context import Context
from dashapp.cli.output import complain
from services.errors import GpError, InvalidInput, NotFound

DONE, FAILED, REFUSED = 0, 1, 2
INTERRUPTED = 130
# Command -> module under dashapp.cli whose register(subparsers) adds it. One command loads one
# module, so that `gpdash` answers at once.
COMMANDS = {
    "up": "up",
    "db": "schema",
    "import": "imports",
    "refresh": "refresh",
    "user": "users",
    "token": "users",
    "check": "check",
    "export": "export",
    "bench": "bench",
    "conformance": "conformance",
    "configure": "configure",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 failed, 2 refused input or usage; reasons go to stderr."""
    words = sys.argv[1:] if argv is None else list(argv)
    arguments = _parser(words).parse_args(words)
    with Context() as context:
        try:
            status: int = arguments.run(arguments, context)
        except (InvalidInput, NotFound) as refusal:
            return _told(refusal, REFUSED)
        except GpError as failure:
            return _told(failure, FAILED)
        except BrokenPipeError:  # whoever read our lines has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FAILED
        except KeyboardInterrupt:
            complain("Interrupted.")
            return INTERRUPTED
    return status


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gpdash", description="The dashboard a general partner's investment team opens."
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    named = COMMANDS.get(words[0]) if words else None
    for module in dict.fromkeys([named] if named else COMMANDS.values()):
        import_module(f"dashapp.cli.{module}").register(subparsers)
    return parser


def _told(error: GpError, status: int) -> int:
    complain(error.message)
    for fault in error.faults:
        complain(f"  {fault.place}: {fault.text}")
    return status
