"""Rates of return: the rate at which dated rows and the closing value are worth nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from services.calc import plain
from services.calc.dates import ACT_365F
from services.envelope import scaled
from services.explain.fund_performance.book import ZERO, Added
from services.explain.fund_performance.counting import DISTRIBUTION
from services.explain.fund_performance.ground import Facts
from services.explain.fund_performance.recipes.ratios import once
from services.explain.fund_performance.recipes.sums import Recipe
from services.explain.keys import FigureKey
from services.explain.names import words_for
from services.explain.recipe import Part, Told
from services.explain.results import Value
from services.explain.words import UNKNOWN, money, said

TOTAL_LOSS = -100.0
MOST_TERMS = 3


class Series(NamedTuple):
    """Days and what investors paid (negative) or got on them."""

    days: list[date]
    amounts: list[Decimal]


def rate(**view: Any) -> Recipe:
    """The yearly rate of the flows under another view of the books, closed with their value."""

    def told(facts: Facts, key: FigureKey) -> Told:
        value, unit = facts.metric(key)
        own = key.on(**view)
        flows = series(facts, own)
        return _told(facts, own, (value, unit), flows, _again(value, *flows))

    return told


def period_return(facts: Facts, key: FigureKey) -> Told:
    """The same rate over the days that have passed, where they are less than a year."""
    value, unit = facts.metric(key)
    flows = series(facts, key)
    days, amounts = flows
    again: float | None = None
    if isinstance(value, float) and days:
        passed = (max(days) - min(days)).days
        yearly = plain.rate_near(plain.yearly(value, passed), days, amounts)
        again = None if yearly is None else plain.over_days(yearly, passed)
    return _told(facts, key, (value, unit), flows, again)


def series(facts: Facts, key: FigureKey) -> Series:
    """What investors paid (negative) and got by day, the closing value on the last; no zeros."""
    by_day: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for added in facts.cash(key):
        by_day[added.row.fact.day] += _cash(added)
    by_day[key.day] += facts.worth(key).amount or ZERO
    days = sorted(day for day, amount in by_day.items() if amount)
    return Series(days, [by_day[day] for day in days])


def _cash(added: Added) -> Decimal:
    amount = added.amount or ZERO
    return amount if added.to == DISTRIBUTION else -amount


def _again(value: Value, days: Sequence[date], amounts: Sequence[Decimal]) -> float | None:
    """The rate found by halving, in percent; -100 where everything was lost."""
    if not isinstance(value, float) or not days:
        return None
    if value == TOTAL_LOSS:
        return TOTAL_LOSS if max(amounts) <= 0 else None
    found = plain.rate_near(value / 100, days, amounts)
    return None if found is None else scaled(found)


def _told(
    facts: Facts, key: FigureKey, given: tuple[Value, str], flows: Series, again: float | None
) -> Told:
    value, unit = given
    days, amounts = flows
    parts = [facts.part(key, name) for name in ("paid_in", "distributions", "nav")]
    parts.append(
        Part(name="days", words=words_for("days"), value=_span(days), unit="count", key=None)
    )
    worth = None
    if again is not None and again > TOTAL_LOSS and unit == "percent":
        worth = Decimal(repr(plain.present_value(again / 100, days, amounts)))
        parts.append(Part(name="npv", words=words_for("npv"), value=worth, unit="money", key=None))
    closing = facts.worth(key).rows
    uses = once([*facts.uses(facts.cash(key)), *facts.uses(closing)])
    return Told(
        numbers=_numbers(value, unit, days, amounts),
        recomputed=again,
        parts=parts,
        uses=uses,
        day_count=ACT_365F,
    )


def _span(days: Sequence[date]) -> int | None:
    return (max(days) - min(days)).days if days else None


def _numbers(value: Value, unit: str, days: Sequence[date], amounts: Sequence[Decimal]) -> str:
    """`−1,000.00 / 1.1000^(0/365) + 210.00 / 1.1000^(730/365) = 0`, the middle left out."""
    if not isinstance(value, float) or not days:
        return UNKNOWN
    if unit != "percent":
        return f"(1 + r)^({_span(days)}/365) − 1 = {said(value, unit)}"
    base = f"{1 + value / 100:.4f}"
    written = [
        f"{money(amount)} / {base}^({(day - days[0]).days}/365)"
        for day, amount in zip(days, amounts, strict=True)
    ]
    if len(written) > 2 * MOST_TERMS:
        left_out = len(written) - MOST_TERMS - 1
        written = [*written[:MOST_TERMS], f"… {left_out} more days …", written[-1]]
    return f"{' + '.join(written)} = 0, so r = {said(value, unit)}"
