"""What a command prints: words or one JSON document on stdout, reasons on stderr."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def say(text: str) -> None:
    """A line for the person who called, shown at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """A reason for a failure or refusal."""
    print(text, file=sys.stderr, flush=True)


def emit(document: Any) -> None:
    """The one JSON document of `--json`; ValueError for nan and inf, which JSON does not have."""
    print(json.dumps(document, ensure_ascii=False, allow_nan=False, default=_plain), flush=True)


def _plain(value: object) -> object:
    """Values JSON has no word for: money as its exact text, dates as ISO."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
