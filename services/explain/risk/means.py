"""Means, needs and the credit line: flows and balances, by the recipes of Fund Performance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.book import Added, total
from services.explain.fund_performance.families import METRICS
from services.explain.fund_performance.ground import quotient
from services.explain.fund_performance.recipes import METRIC_RECIPES
from services.explain.fund_performance.recipes.capital import last_stated
from services.explain.fund_performance.recipes.sums import by_type, sum_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.facts import PortfolioFacts
from services.explain.recipe import Part, Told
from services.explain.results import Value
from services.explain.words import equation, said

LIQUIDITY = "kq"


def metric(name: str) -> Recipe:
    """A figure that Fund Performance explains, under the same basis and clocks."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        own = key.on(family=METRICS, metric=name, extra=())
        found = METRIC_RECIPES[name](facts.base, own)
        return replace(found, recomputed=value_of(spot, found.recomputed))

    return told


def balance(*items: str) -> Recipe:
    """Balances of the funds as last stated, added up."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        rows = _rows(facts, key, items)
        return Told(
            numbers=equation(sum_of(rows), spot.value, spot.unit),
            recomputed=value_of(spot, total(rows)) if rows else None,
            parts=by_type(rows),
            uses=facts.rows(rows),
        )

    return told


def _rows(facts: PortfolioFacts, key: FigureKey, items: Sequence[str]) -> list[Added]:
    found: list[Added] = []
    for fund in facts.base.frame.funds:
        for stated in last_stated(facts.base, fund.id, key.day):
            if stated.item in items:
                found += [Added(row, stated.item, row.amount) for row in stated.rows]
    return found


def of_parts(
    paths: Sequence[str],
    again: Callable[[Sequence[Decimal | None]], Value],
    sign: str,
    *,
    code: str | None = None,
) -> Recipe:
    """A figure of other figures of the same answer, or of another answer of the same scope."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        inside = spot.path.rpartition(".")[0]
        names = [path.replace("@", inside) for path in paths]
        parts: list[Part] = [facts.ground.part(key, name, code=code) for name in names]
        values = [facts.ground.spot(key, name, code).value for name in names]
        words = f" {sign} ".join(said(part.value, part.unit) for part in parts)
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, again([_exact(value) for value in values])),
            parts=parts,
        )

    return told


def less(values: Sequence[Decimal | None]) -> Value:
    """The first less the others."""
    first, *others = values
    if first is None or any(value is None for value in others):
        return None
    return first - sum((value for value in others if value is not None), Decimal(0))


def plus(values: Sequence[Decimal | None]) -> Value:
    """The sum of those that are known."""
    return sum((value for value in values if value is not None), Decimal(0))


def over(values: Sequence[Decimal | None]) -> Value:
    """The first over the second."""
    return quotient([values[0]], values[1])


def _exact(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


SOURCES = ("sources.unfunded_excluding_recallable", "sources.recallable", "sources.cash",
           "sources.undrawn_line")  # fmt: skip
USES = ("uses.follow_on_reserves", "uses.fees_and_expenses_remaining",
        "uses.credit_line_outstanding", "uses.other_obligations")  # fmt: skip
RECIPES: dict[str, Recipe] = {
    "sources.cash": balance("cash"),
    "sources.total": of_parts(SOURCES, plus, "+"),
    "uses.follow_on_reserves": balance("reserve_follow_on"),
    "uses.fees_and_expenses_remaining": balance("reserve_fees"),
    "uses.other_obligations": balance("liabilities"),
    "uses.total": of_parts(USES, plus, "+"),
    "coverage": of_parts(("sources.total", "uses.total"), over, "/"),
    "new_deal_capacity": metric("dry_powder"),
}
COVERAGE = of_parts(("sources.total", "uses.total"), over, "/", code=LIQUIDITY)
LINE: dict[str, Recipe] = {
    name: metric(name)
    for name in ("irr_with_line", "irr_without_line", "tvpi_with_line", "tvpi_without_line")
}
STRESS: dict[str, Recipe] = {
    "base.nav": metric("nav"),
    "base.tvpi": metric("tvpi"),
    "base.dpi": metric("dpi"),
    "base.nav_gross_of_carry": of_parts(("base.nav", "base.accrued_carry"), plus, "+"),
    "scenarios[*].nav": of_parts(("@.nav_gross_of_carry", "@.accrued_carry"), less, "−"),
    "scenarios[*].nav_change": of_parts(("@.nav", "base.nav"), less, "−"),
    "scenarios[*].carry_released": of_parts(("base.accrued_carry", "@.accrued_carry"), less, "−"),
}
