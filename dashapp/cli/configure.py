"""`gpdash configure`: the firm's own weights, anchors and thresholds, version by version."""

from __future__ import annotations

import argparse
import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashapp.cli.context import Context
from dashapp.cli.output import emit, say
from services.errors import InvalidInput

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add `configure show` and `configure set`."""
    parser = subparsers.add_parser("configure", help="weights, anchors and thresholds of the firm")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    show = actions.add_parser("show", help="the document that holds now, ready to be changed")
    show.add_argument("name", help="health_score, thresholds, team_operations or pacing")
    show.add_argument("--json", action="store_true", help="with who set it and since when")
    show.set_defaults(run=_show)
    change = actions.add_parser("set", help="make a document hold from now on")
    change.add_argument("name", help="health_score, thresholds, team_operations or pacing")
    change.add_argument("file", type=Path, help="JSON as shown, with a version of its own")
    change.add_argument("--by", metavar="WHO", help="who decided it; left out: your login here")
    change.add_argument("--json", action="store_true", help="one JSON document")
    change.set_defaults(run=_set)


def _show(arguments: argparse.Namespace, context: Context) -> int:
    from services.portfolio_analytics.configure import shown

    standing = shown(context.db, arguments.name)
    if arguments.json:
        emit(standing)
    else:
        say(json.dumps(standing.payload, indent=2, ensure_ascii=False))
    return 0


def _set(arguments: argparse.Namespace, context: Context) -> int:
    from services.portfolio_analytics.configure import configure, shown

    who = arguments.by or f"gpdash configure ({getpass.getuser()})"
    raised = configure(context.db, arguments.name, _document(arguments.file), set_by=who)
    context.tell(raised)
    standing = shown(context.db, arguments.name)
    if arguments.json:
        emit(standing)
    else:
        version = standing.payload["version"]
        say(f"{arguments.name} {version} holds from now on, set by {who}.")
    return 0


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise InvalidInput(f"{path} cannot be read as JSON: {unreadable}") from unreadable
