"""How fees and expenses are told: the postings of their lines, else what was called for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from services.calc.transactions import TYPES
from services.db.queries.explain.investors import InvestorFact
from services.db.queries.explain.tables import FLOWS, LEDGER
from services.explain.answers import Recipe
from services.explain.keys import FigureKey
from services.explain.lp_reporting.facts import POSTED, Counted, InvestorFacts
from services.explain.lp_reporting.recipes import of_rows
from services.explain.paths import Spot
from services.explain.recipe import Told
from services.lp_reporting.fees import (
    CALLED,
    CATEGORIES,
    EXPENSES,
    GROSS,
    NET,
    OFFSETS,
    REBATES,
    WAIVERS,
)
from services.lp_reporting.results import FeesAndCarry, Lps

REGISTER = "lr"
QUARTER = "qtd"
CATEGORY = re.compile(r"\[([^\]]*)\]")
FEE_LINES = frozenset((GROSS, OFFSETS, WAIVERS, REBATES))


class _Asked(NamedTuple):
    """Which lines in which days; `called` are the lines of flows that stand in where no line of
    `told` was ever posted."""

    lines: frozenset[str]
    called: frozenset[str]
    told: frozenset[str]
    start: date
    end: date


def fee(*lines: str, to_date: bool = False) -> Recipe:
    """A part of the management fees: the postings of some lines."""

    def told(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
        start, end = _period(facts, key, to_date=to_date)
        own = frozenset(lines)
        asked = _Asked(own, own & {GROSS}, frozenset((GROSS, NET)), start, end)
        return _counted(facts, key, spot, asked)

    return told


def expense(part: str) -> Recipe:
    """A kind of expense: what outsiders charged, what the manager did, or both to date."""

    def told(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
        [category] = CATEGORY.findall(spot.path)
        _, external, internal = CATEGORIES[category]
        start, end = _period(facts, key, to_date=part == "to_date")
        lines = {"external": external, "internal_chargeback": internal}.get(
            part, (*external, *internal)
        )
        called = {line for line, where in CALLED.items() if where == category}
        called = set() if part == "internal_chargeback" else called
        asked = _Asked(frozenset(lines), frozenset(called), EXPENSES, start, end)
        return _counted(facts, key, spot, asked)

    return told


def expenses(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """All expenses of the period."""
    start, end = _period(facts, key, to_date=False)
    asked = _Asked(EXPENSES, frozenset(CALLED), EXPENSES, start, end)
    return _counted(facts, key, spot, asked)


def _period(facts: InvestorFacts, key: FigureKey, *, to_date: bool) -> tuple[date, date]:
    answer: FeesAndCarry = facts.ground.answer(key)
    period = answer.meta.period
    return (date.min, key.day) if period is None or to_date else period


def _counted(facts: InvestorFacts, key: FigureKey, spot: Spot, asked: _Asked) -> Told:
    """Costs are positive: what lowers the account counts for them."""
    register: Lps = facts.ground.answer(key, REGISTER)
    partners = {row.lp for row in register.rows if not row.is_gp}
    others = {row.lp for row in register.rows if row.is_gp}
    counted: list[Counted] = []
    for fund in facts.funds:
        rows = [
            row
            for row in facts.rows
            if row.fund_id == fund
            and (row.investor in partners | others or (row.investor is None and facts.eyes.of_firm))
        ]
        counted += _of_fund(rows, others, asked, spot.field)
    return of_rows(facts, key, spot, counted)


def _of_fund(
    rows: Sequence[InvestorFact], others: Collection[str], asked: _Asked, name: str
) -> Iterable[Counted]:
    posted = [row for row in rows if row.table == LEDGER and row.span in (POSTED, QUARTER)]
    known = {row.type for row in posted}
    if not known.isdisjoint(asked.told):
        net_alone = GROSS not in known and asked.lines == FEE_LINES
        lines = {NET} if net_alone else asked.lines
        own = _of_one_span([row for row in posted if row.type in lines])
        signs = {-1: own}
    else:
        called = [row for row in rows if row.table == FLOWS and _line(row) in asked.called]
        signs = {sign: [r for r in called if TYPES[r.type or ""].direction == sign]
                 for sign in (1, -1)}  # fmt: skip
        signs = {-sign: own for sign, own in signs.items()}
    for sign, own in signs.items():
        for fact, part in _of_partners(own, others):
            if asked.start <= fact.day <= asked.end:
                yield Counted(fact, sign * part * fact.amount, name)


def _line(row: InvestorFact) -> str | None:
    kind = TYPES.get(row.type or "")
    return None if kind is None else kind.line


def _of_one_span(rows: Iterable[InvestorFact]) -> list[InvestorFact]:
    """Postings of a line, else what statements of quarters say of it."""
    kept = list(rows)
    booked = {row.type for row in kept if row.span == POSTED}
    return [row for row in kept if (row.span == POSTED) == (row.type in booked)]


def _of_partners(
    rows: Iterable[InvestorFact], others: Collection[str]
) -> Iterable[tuple[InvestorFact, int]]:
    """The fund's own row of a line and day less the general partner's, else the partners' rows."""
    groups: dict[tuple[str | None, date], list[InvestorFact]] = defaultdict(list)
    for row in rows:
        groups[row.type, row.day].append(row)
    for own in groups.values():
        totals = [row for row in own if row.investor is None]
        if not totals:
            yield from ((row, 1) for row in own if row.investor not in others)
            continue
        yield from ((row, 1) for row in totals)
        yield from ((row, -1) for row in own if row.investor in others)
