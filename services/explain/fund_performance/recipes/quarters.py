"""A quarter of the J-curve: what was called and paid in it, and where investors stood after it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from services.errors import NotFound
from services.explain.fund_performance.book import ZERO, Added, total
from services.explain.fund_performance.counting import DISTRIBUTION, LESS_PAID_IN, PAID_IN
from services.explain.fund_performance.families import METRICS
from services.explain.fund_performance.ground import Facts, number
from services.explain.fund_performance.recipes.sums import by_type
from services.explain.keys import FigureKey
from services.explain.recipe import Part, Told
from services.explain.results import Value
from services.explain.words import equation, money
from services.fund_performance.j_curve import j_curve
from services.fund_performance.results import JCurve

BREAK_EVEN = "break_even"
CALLED, DISTRIBUTED = "called", "distributed"
POINT = (CALLED, DISTRIBUTED, "net_cash", "net_value", "nav")


def value_of(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    """The figure of the quarter that ends on the key's day; NotFound where none does."""
    curve = j_curve(facts.books_of(key))
    if key.metric == BREAK_EVEN:
        return curve.break_even, "date"
    place = _place(curve, key.day)
    return getattr(curve.points[place], key.metric), "money"


def told(facts: Facts, key: FigureKey) -> Told:
    """The figure taken apart into those of its first and last day."""
    if key.metric == BREAK_EVEN:
        return _break_even(facts, key)
    value, unit = value_of(facts, key)
    if key.metric in (CALLED, DISTRIBUTED):
        return _of_quarter(facts, key, value, unit)
    names = {"net_cash": ("distributions", "paid_in"), "nav": ("nav",)}
    parts = [
        facts.part(key, name, family=METRICS)
        for name in names.get(key.metric, ("distributions", "paid_in", "nav"))
    ]
    again = {part.name: facts.recount(key, part.name) for part in parts}
    amounts = {name: number(item.recomputed) for name, item in again.items()}
    signed = [-a if n == "paid_in" and a is not None else a for n, a in amounts.items()]
    known = [amount for amount in signed if amount is not None]
    words = " ".join(
        f"{'−' if part.name == 'paid_in' else '+'} {money(number(part.value))}" for part in parts
    ).removeprefix("+ ")
    return Told(
        numbers=equation(words, value, unit),
        recomputed=sum(known, ZERO) if value is not None and len(known) == len(signed) else None,
        parts=parts,
        uses=[use for item in again.values() for use in item.uses],
    )


def _of_quarter(facts: Facts, key: FigureKey, value: Value, unit: str) -> Told:
    """What was paid in or out after the quarter before, up to its end."""
    metric = "paid_in" if key.metric == CALLED else "distributions"
    kinds = (PAID_IN, LESS_PAID_IN) if key.metric == CALLED else (DISTRIBUTION,)
    points = j_curve(facts.books_of(key)).points
    place = next(at for at, point in enumerate(points) if point.date == key.day)
    after = points[place - 1].date if place else date.min
    rows = [a for a in facts.cash(key) if a.to in kinds and a.row.fact.day > after]
    parts: list[Part] = [facts.part(key, metric, family=METRICS)]
    if place:
        parts.append(facts.part(key, metric, family=METRICS, day=after))
    words = " − ".join(money(number(part.value)) for part in parts)
    return Told(
        numbers=equation(words, value, unit),
        recomputed=None if value is None else total(rows),
        parts=[*parts, *by_type(rows)],
        uses=facts.uses(rows),
    )


def _break_even(facts: Facts, key: FigureKey) -> Told:
    """The first day from which distributions never again stood below calls."""
    value, unit = value_of(facts, key)
    by_day: dict[date, Decimal] = defaultdict(lambda: ZERO)
    rows: dict[date, list[Added]] = defaultdict(list)
    for added in facts.cash(key):
        amount = added.amount or ZERO
        by_day[added.row.fact.day] += amount if added.to == DISTRIBUTION else -amount
        rows[added.row.fact.day].append(added)
    running, since = ZERO, None
    was_below = False
    for day in sorted(by_day):
        running += by_day[day]
        was_below = was_below or running < 0
        since = None if running < 0 else since or day
    found = since if was_below else None
    return Told(
        numbers=equation("first day of net cash never below 0.00 again", value, unit),
        recomputed=None if value is None else found,
        parts=[facts.part(key, n, family=METRICS) for n in ("paid_in", "distributions")],
        uses=facts.uses(rows[found] if found else []),
    )


def _place(curve: JCurve, day: date) -> int:
    for place, point in enumerate(curve.points):
        if point.date == day:
            return place
    raise NotFound
