"""`gpdash check`: would these settings be safe in production, rule by rule."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from dashapp.cli.context import Context
from dashapp.cli.output import emit, say
from services.errors import InvalidInput
from services.settings import as_production, production_rules

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add `check`."""
    parser = subparsers.add_parser("check", help="each production rule: ok, or fail and the fix")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace, context: Context) -> int:
    try:
        settings = as_production()
    except ValueError as unreadable:
        raise InvalidInput(str(unreadable)) from unreadable
    broken: dict[str, list[str]] = {}
    for is_broken, remedy in production_rules(settings):
        found = broken.setdefault(remedy.split()[0], [])
        if is_broken:
            found.append(remedy)
    if arguments.json:
        emit([{"rule": name, "ok": not fixes, "fixes": fixes} for name, fixes in broken.items()])
    else:
        for name, fixes in broken.items():
            say("\n".join(f"fail  {fix}" for fix in fixes) or f"ok    {name}")
    return 1 if any(broken.values()) else 0
