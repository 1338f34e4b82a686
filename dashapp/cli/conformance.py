"""`gpdash conformance`: published and derived cases, run through our measures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashapp.cli.context import Context
from dashapp.cli.output import emit, say
from services.errors import InvalidInput

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add `conformance`."""
    parser = subparsers.add_parser("conformance", help="run cases through the measures")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help='{"cases": [...]}')
    parser.add_argument("--json", action="store_true", help="every answer, one JSON document")
    parser.set_defaults(run=_conformance)


def _conformance(arguments: argparse.Namespace, context: Context) -> int:
    from services.calc import conformance

    answers = [conformance.run(_cases(path)) for path in arguments.files]
    if arguments.json:
        emit([answer for of_file in answers for answer in of_file])
        return 0
    for path, of_file in zip(arguments.files, answers, strict=True):
        unknown = sorted({str(a["kind"]) for a in of_file if a["actual"] is None})
        said = f", kinds not known here: {', '.join(unknown)}" if unknown else ""
        say(f"{path.name}: {len(of_file)} cases{said}")
    return 0


def _cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file: a list, or an object that has one under `cases`."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise InvalidInput(f"{path} cannot be read as JSON: {unreadable}") from unreadable
    cases = read.get("cases") if isinstance(read, dict) else read
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise InvalidInput(f"{path} holds no list of cases")
    return cases
