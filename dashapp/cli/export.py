"""`gpdash export`: an answer of a module as a file, the same as page and API show."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashapp.cli.output import say

if TYPE_CHECKING:
    from dashapp.cli.context import Context
    from dashapp.cli.output import Subparsers

FORMATS = ("csv", "xlsx")


def register(subparsers: Subparsers) -> None:
    """Add `export MODULE --fund CODE --out FILE`."""
    parser = subparsers.add_parser("export", help="an answer of a module as CSV or XLSX")
    parser.add_argument("module", help="slug of the module, such as fund-performance")
    parser.add_argument("--view", help="which answer, as in the API; else the main one")
    parser.add_argument("--fund", action="append", default=[], help="code of a fund; repeatable")
    parser.add_argument("--as-of", help="day of the figures, as 2026-09-30")
    parser.add_argument("--known-on", help="what was known by this day or moment")
    parser.add_argument("--period", help="span of a trend, as 24m or 2025Q3")
    parser.add_argument("--basis", help="net_lp, net_fund or gross")
    parser.add_argument("--credit-line", help="with or without")
    parser.add_argument("--currency", help="currency of the amounts")
    parser.add_argument("--format", choices=FORMATS, default="csv")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.set_defaults(run=_export)


def _export(arguments: argparse.Namespace, context: Context) -> int:
    from services.explain import figure_ids
    from services.explain.naming import identified
    from services.exports import export
    from services.exports.views import main_view, view_of
    from services.scope import SYSTEM, Scope

    names = ("as_of", "known_on", "period", "basis", "credit_line", "currency")
    given = {name: [value] for name in names if (value := getattr(arguments, name))}
    scope = Scope.from_query({**given, "fund": arguments.fund})
    view = arguments.view or main_view(arguments.module)
    result = view_of(
        context.db,
        arguments.module,
        view,
        SYSTEM,
        scope,
        reporting_currency=context.settings.reporting_currency,
        timezone=context.settings.timezone,
    )
    name = f"{arguments.module}-{view}"
    ids = figure_ids(context.settings.secret_key, context.settings.secret_key_fallbacks)
    result = identified(result, ids, every=True)
    arguments.out.write_bytes(export(result, name=name, format=arguments.format))
    say(f"Wrote {arguments.out}")
    return 0
