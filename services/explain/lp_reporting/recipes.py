"""How figures of investors are told: cells of the register, lines of accounts, tiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from services.calc import irr
from services.calc.accounts import NOTHING
from services.db.queries.explain.investors import InvestorFact
from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.ground import quotient
from services.explain.keys import FigureKey
from services.explain.lp_reporting.facts import (
    DISTRIBUTED,
    PAID_IN,
    Counted,
    InvestorFacts,
)
from services.explain.paths import Spot
from services.explain.recipe import Part, Told
from services.explain.results import Value
from services.explain.words import added, equation, money
from services.lp_reporting.results import CapitalAccount, Waterfall

Rows = Callable[[InvestorFacts, FigureKey, Sequence[InvestorFact]], list[Counted]]
MEMBER = re.compile(r"\[([^\]]*)\]")


def whose(facts: InvestorFacts, key: FigureKey, spot: Spot) -> str:
    """The code of the investor that a number is of."""
    named = MEMBER.findall(spot.path)
    answer = facts.ground.answer(key)
    own = getattr(answer, "lp", None)
    return own if isinstance(own, str) else str(named[-1])


def cash(part: str) -> Rows:
    """Flows that count as paid-in, or as distributed."""
    return lambda facts, key, rows: [
        one for one in facts.cash(rows, key.credit_line) if one.to == part
    ]


def value(facts: InvestorFacts, key: FigureKey, rows: Sequence[InvestorFact]) -> list[Counted]:
    return facts.value(rows, key.credit_line, key.day)


def promised(facts: InvestorFacts, key: FigureKey, rows: Sequence[InvestorFact]) -> list[Counted]:
    return facts.promised(rows)


def open_part(facts: InvestorFacts, key: FigureKey, rows: Sequence[InvestorFact]) -> list[Counted]:
    return facts.open_part(rows)


def recallable(facts: InvestorFacts, key: FigureKey, rows: Sequence[InvestorFact]) -> list[Counted]:
    return facts.recallable(rows)


def summed(rows_of: Rows) -> Recipe:
    """A cell that is an investor's rows added up."""

    def told(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
        counted = rows_of(facts, key, facts.of([whose(facts, key, spot)]))
        return of_rows(facts, key, spot, counted)

    return told


def ratio(*above: Rows) -> Recipe:
    """Rows added up over what was paid in."""

    def told(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
        own = facts.of([whose(facts, key, spot)])
        paid = cash(PAID_IN)(facts, key, own)
        over = [one for rows_of in above for one in rows_of(facts, key, own)]
        sums = [facts.total(rows_of(facts, key, own), key.currency) for rows_of in above]
        whole = facts.total(paid, key.currency)
        words = f"({' + '.join(money(amount) for amount in sums)}) / {money(whole)}"
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, quotient(sums, whole)),
            parts=_beside(facts, key, spot),
            uses=facts.uses([*paid, *over]),
        )

    return told


def rate(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """The rate at which an investor's flows and what is left are worth nothing."""
    own = facts.of([whose(facts, key, spot)])
    flows, left = facts.cash(own, key.credit_line), facts.value(own, key.credit_line, key.day)
    nav = facts.total(left, key.currency)
    known = nav is not None and facts.total(flows, key.currency) is not None
    found = irr.performance(
        [one.fact.day for one in flows],
        [one.adds if one.to == DISTRIBUTED else -one.adds for one in flows],
        nav=nav,
        as_of=key.day,
    )
    again = found.irr * 100 if known and found.irr is not None else None
    return Told(
        numbers=equation(f"the rate of {len(flows)} flows and {money(nav)} left", spot.given,
                         spot.unit),
        recomputed=value_of(spot, again),
        parts=_beside(facts, key, spot),
        uses=facts.uses([*flows, *left]),
        day_count="act/365F",
    )  # fmt: skip


def account_line(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """A line of a statement: its postings, the values at both ends, or the flows of the column."""
    answer: CapitalAccount = facts.ground.answer(key)
    [code] = MEMBER.findall(spot.path)
    column = next(one for one in answer.columns if one.column == spot.field)
    own = facts.of([answer.lp])
    inside = [row for row in own if column.start <= row.day <= column.end]
    if code in ("opening_nav", "closing_nav"):
        day = column.end if code == "closing_nav" else column.start - timedelta(days=1)
        empty = code == "opening_nav" and column.column == "itd"
        return of_rows(facts, key, spot, [] if empty else facts.value(own, "with", day))
    counted = facts.posted(own, code, column.start, column.end)
    ever = facts.posted(own, code, date.min, column.end)
    if code in ("contributions", "distributions"):
        # a column that postings do not cover stands on flows
        whole = facts.total(counted, key.currency)
        counted = counted if ever and whole == spot.value else _flows_of(facts, inside, code)
    elif not ever:
        return _what_is_left(facts, key, spot, answer, code)
    return of_rows(facts, key, spot, counted)


def _flows_of(facts: InvestorFacts, rows: Sequence[InvestorFact], code: str) -> list[Counted]:
    part, sign = (PAID_IN, 1) if code == "contributions" else (DISTRIBUTED, -1)
    found = (one for one in facts.cash(rows, "with") if one.to == part)
    return [Counted(one.fact, sign * one.adds, code) for one in found]


def _what_is_left(
    facts: InvestorFacts, key: FigureKey, spot: Spot, answer: CapitalAccount, code: str
) -> Told:
    """A line without rows of its own: what the others leave of the change in value."""
    column = spot.field
    others = [
        one
        for one in answer.lines
        if one.code != code and one.kind == "line" and getattr(one, column) is not None
    ]
    ends = {one.kind: getattr(one, column) for one in answer.lines}
    amounts = [ends.get("closing"), ends.get("opening"), *(getattr(o, column) for o in others)]
    own = next(one for one in answer.lines if one.code == code)
    again: Value = None
    if own.kind == "line" and all(amount is not None for amount in amounts):
        again = amounts[0] - sum((amount or NOTHING for amount in amounts[1:]), NOTHING)
    parts = [facts.ground.part(key, f"lines[{one.code}].{column}") for one in answer.lines
             if one.code != code and one.kind != "memo"]  # fmt: skip
    return Told(
        numbers=equation("closing − opening − the other lines", spot.value, spot.unit),
        recomputed=value_of(spot, again),
        parts=parts,
    )


def rolled(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """A part of the open commitment's roll-forward, with the others."""
    answer: CapitalAccount = facts.ground.answer(key)
    [column] = MEMBER.findall(spot.path)
    own = next(one for one in answer.commitment if one.column == column)
    names = ("opening_unfunded", "contributions", "recallable", "released", "other")
    amounts = {name: getattr(own, name) for name in names}
    closing = own.closing_unfunded
    others = {"closing_unfunded": closing} | amounts
    again: Value = None
    if closing is not None and None not in others.values() and spot.field != "total":
        moved = sum((a for name, a in amounts.items() if name != spot.field), NOTHING)
        again = moved if spot.field == "closing_unfunded" else closing - moved
    rows = facts.of([answer.lp])
    return Told(
        numbers=equation(added(list(amounts.values())), closing, "money"),
        recomputed=value_of(spot, spot.value if spot.field == "total" else again),
        parts=[
            facts.ground.part(key, f"commitment[{column}].{name}")
            for name in others
            if name != spot.field
        ],
        uses=facts.uses(facts.open_part(rows)),
    )


def shared(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """What a tier gives one side: what its investors get of it, or the other parts of the sum."""
    answer: Waterfall = facts.ground.answer(key)
    codes = [row.lp for row in answer.per_lp]
    rows = facts.of(codes)
    uses = facts.uses([*facts.cash(rows, "with"), *facts.value(rows, "with", key.day)])
    parts, again = _tier_parts(facts, key, spot, answer)
    words = next((t.arithmetic for t in answer.tiers if f"[{t.tier}]" in spot.path), "")
    return Told(
        numbers=equation(words or "the tiers added up", spot.value, spot.unit),
        recomputed=value_of(spot, again),
        parts=parts,
        uses=uses,
    )


PER_LP = {
    "return_of_capital": "capital", "preferred_return": "preferred", "catch_up": "catch_up",
    "split": "split",
}  # fmt: skip


def _tier_parts(
    facts: InvestorFacts, key: FigureKey, spot: Spot, answer: Waterfall
) -> tuple[list[Part], Value]:
    ground = facts.ground
    [tier] = MEMBER.findall(spot.path) or [""]
    if tier and spot.field == "lp" and answer.per_lp:
        name = PER_LP[tier]
        parts = [ground.part(key, f"per_lp[{row.lp}].{name}") for row in answer.per_lp]
        return parts, sum((getattr(row, name) or NOTHING for row in answer.per_lp), NOTHING)
    if tier:
        other = [t for t in answer.tiers if t.tier != tier]
        side = answer.totals.lp if spot.field == "lp" else answer.totals.gp
        rest = sum((getattr(t, spot.field) or NOTHING for t in other), NOTHING)
        parts = [ground.part(key, f"tiers[{t.tier}].{spot.field}") for t in other]
        return parts, None if side is None else side - rest
    if spot.field == "proceeds":
        parts = [ground.part(key, f"totals.{side}") for side in ("lp", "gp")]
        return parts, (answer.totals.lp or NOTHING) + (answer.totals.gp or NOTHING)
    parts = [ground.part(key, f"tiers[{t.tier}].{spot.field}") for t in answer.tiers]
    return parts, sum((getattr(t, spot.field) or NOTHING for t in answer.tiers), NOTHING)


def share_of_one(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """What one investor gets: its tiers, from its own flows and value."""
    answer: Waterfall = facts.ground.answer(key)
    [code] = MEMBER.findall(spot.path)
    row = next(one for one in answer.per_lp if one.lp == code)
    names = [name for name in PER_LP.values() if name != spot.field]
    amounts: dict[str, Decimal] = {name: getattr(row, name) or NOTHING for name in names}
    rest = sum(amounts.values(), NOTHING)
    again: Value = spot.value
    if spot.field == "amount":
        again = rest
    elif spot.field in PER_LP.values():
        again = None if row.amount is None else row.amount - rest
    rows = facts.of([code])
    return Told(
        numbers=equation(added(list(amounts.values())), spot.value, spot.unit),
        recomputed=value_of(spot, again),
        parts=[facts.ground.part(key, f"per_lp[{code}].{name}") for name in names],
        uses=facts.uses([*facts.cash(rows, "with"), *facts.value(rows, "with", key.day)]),
    )


def event(facts: InvestorFacts, key: FigureKey, spot: Spot) -> Told:
    """A call or a distribution: the rows of its day."""
    answer = facts.ground.answer(key)
    members = MEMBER.findall(spot.path)
    found = next(one for one in answer.events if one.id == members[0])
    codes = [part.lp for part in found.lps if len(members) == 1 or part.lp == members[1]]
    fund = {fund for fund, (code, _) in facts.funds.items() if code == found.fund}
    counted = [
        one
        for one in facts.flowed(facts.of(codes), found.type)
        if one.fact.day == found.date and one.fact.fund_id in fund
    ]
    return of_rows(facts, key, spot, counted)


def of_rows(facts: InvestorFacts, key: FigureKey, spot: Spot, counted: Sequence[Counted]) -> Told:
    again = facts.total(counted, key.currency)
    return Told(
        numbers=equation(added([one.adds for one in counted]), spot.value, spot.unit),
        recomputed=value_of(spot, again),
        uses=facts.uses(counted),
    )


def _beside(facts: InvestorFacts, key: FigureKey, spot: Spot) -> list[Part]:
    """The sums of the same row."""
    at = f"{spot.place}." if spot.place else ""
    return [facts.ground.part(key, f"{at}{name}") for name in ("called", "distributions", "nav")]
