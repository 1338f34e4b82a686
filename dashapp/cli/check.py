"""`gpdash check`: are these settings safe in production; with `--data`, are the books in order."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashapp.cli.context import Context
from dashapp.cli.output import complain, emit, say
from services.errors import InvalidInput
from services.settings import as_production, production_rules

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers
    from services.quality import Check, DataQuality

WORDS = {"red": "fail", "amber": "look", "green": "ok"}
COLUMNS = (
    "check_id",
    "fund",
    "subject",
    "status",
    "expected",
    "actual",
    "difference",
    "tolerance",
    "message",
    "file",
    "row",
)


def register(subparsers: Subparsers) -> None:
    """Add `check`."""
    parser = subparsers.add_parser("check", help="each production rule: ok, or fail and the fix")
    parser.add_argument(
        "--data", action="store_true", help="check the books instead, each check of each fund"
    )
    parser.add_argument("--fund", metavar="CODE", help="with --data: one fund; left out: all")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.data:
        return _data(arguments, context)
    if arguments.fund:
        raise InvalidInput("--fund belongs to --data: production rules are not of a fund.")
    return _rules(as_json=arguments.json)


def _rules(*, as_json: bool) -> int:
    try:
        settings = as_production()
    except ValueError as unreadable:
        raise InvalidInput(str(unreadable)) from unreadable
    broken: dict[str, list[str]] = {}
    for is_broken, remedy in production_rules(settings):
        found = broken.setdefault(remedy.split()[0], [])
        if is_broken:
            found.append(remedy)
    if as_json:
        emit([{"rule": name, "ok": not fixes, "fixes": fixes} for name, fixes in broken.items()])
    else:
        for name, fixes in broken.items():
            say("\n".join(f"fail  {fix}" for fix in fixes) or f"ok    {name}")
    return 1 if any(broken.values()) else 0


def _data(arguments: argparse.Namespace, context: Context) -> int:
    """Run every check anew, keep what changed, and say what stands."""
    from services.access.funds import resolve_funds, visible_funds
    from services.clock import today
    from services.quality import QualityService, check_funds
    from services.scope import SYSTEM, Scope

    scope = Scope(funds=(arguments.fund,) if arguments.fund else ())
    named = resolve_funds(context.db, SYSTEM, scope) if scope.funds else None
    funds = named or visible_funds(context.db, SYSTEM)
    if not funds:
        say("There is no fund yet, so nothing to check.")
        return 0
    checked = check_funds(
        context.db,
        [fund.id for fund in funds],
        today=today(context.settings.timezone),
        tell=context.tell,
    )
    quality = QualityService(context.db).data_quality(SYSTEM, scope)
    codes = {fund.id: fund.code for fund in funds}
    failed = {codes[fund]: words for fund, words in checked.failed.items()}
    if arguments.json:
        emit(_document(quality, failed))
    else:
        _print(quality)
    for code, words in failed.items():
        complain(f"{code} could not be checked: {words}")
    return 1 if quality.red or failed else 0


def _print(quality: DataQuality) -> None:
    """One line for each check of each fund that is in order, one for each result that is not."""
    by_check: dict[tuple[str, str], list[Check]] = {}
    for check in quality.checks:
        by_check.setdefault((check.fund or "", check.check_id), []).append(check)
    for (fund, check_id), results in sorted(by_check.items()):
        wrong = [result for result in results if result.status != "green"]
        head = f"{fund} {check_id}".strip()
        for result in wrong:
            say(f"{WORDS[result.status]:<5} {head}: {result.message}")
        if not wrong:
            say(f"{WORDS['green']:<5} {head}")
    say(f"{quality.red} fail, {quality.amber} to look at, {quality.green} ok")


def _document(quality: DataQuality, failed: Mapping[str, str]) -> dict[str, Any]:
    return {
        "status": quality.status,
        "red": quality.red,
        "amber": quality.amber,
        "green": quality.green,
        "checks": [{name: getattr(check, name) for name in COLUMNS} for check in quality.checks],
        "not_checked": dict(failed),
    }
