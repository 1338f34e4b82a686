"""`gpdash bench`: promises about speed, as ratios measured in one run."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from dashapp.cli.output import emit, say

if TYPE_CHECKING:
    from dashapp.bench.measure import Ratio
    from dashapp.cli.context import Context
    from dashapp.cli.output import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add `bench [NAME …]`."""
    from dashapp.bench import ENTRIES

    parser = subparsers.add_parser("bench", help="speed as ratios measured in one run")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ENTRIES)}")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.set_defaults(run=_bench)


def _bench(arguments: argparse.Namespace, _context: Context) -> int:
    """Exit code 1 when a ratio misses its goal."""
    from dashapp.bench import ENTRIES, run
    from services.errors import InvalidInput

    if unknown := [name for name in arguments.names if name not in ENTRIES]:
        raise InvalidInput(f"No benchmark {', '.join(unknown)}: choose of {', '.join(ENTRIES)}.")
    found: list[Ratio] = []
    for ratio in run(arguments.names):
        found.append(ratio)
        if not arguments.json:
            say(_line(ratio))
    if arguments.json:
        emit([_document(ratio) for ratio in found])
    return 0 if all(ratio.kept for ratio in found) else 1


def _line(ratio: Ratio) -> str:
    verdict = "kept" if ratio.kept else "MISSED"
    sides = f"{ratio.ours:.3g} / {ratio.theirs:.3g} {ratio.unit}"
    return f"{ratio.what}: {sides} = {ratio.ratio:.2f}x (goal {ratio.goal:g}x, {verdict})"


def _document(ratio: Ratio) -> dict[str, object]:
    return {
        "entry": ratio.entry,
        "what": ratio.what,
        "ours": ratio.ours,
        "theirs": ratio.theirs,
        "unit": ratio.unit,
        "ratio": ratio.ratio,
        "goal": ratio.goal,
        "kept": ratio.kept,
    }
