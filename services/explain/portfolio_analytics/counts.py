"""How many companies stand how, and how concentrated what is held is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from services.explain.answers import Recipe, value_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.facts import Held, PortfolioFacts
from services.explain.portfolio_analytics.money import COST, VALUE, members, of_group, value_in
from services.explain.recipe import Part, Told
from services.explain.results import Value
from services.explain.words import equation

Companies = Callable[[PortfolioFacts, Spot], Sequence[Held]]
POINTS = 10_000


def counted(chosen: Companies, counts_as: str) -> Recipe:
    """A number of companies, each with the row that describes it."""

    def told(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Told:
        found = chosen(facts, spot)
        return Told(
            numbers=equation(f"{len(found):,} companies", spot.value, spot.unit),
            recomputed=value_of(spot, len(found)),
            uses=facts.described(found, counts_as),
        )

    return told


def everyone(facts: PortfolioFacts, _spot: Spot) -> Sequence[Held]:
    """Every company ever held."""
    return list(facts.held.values())


def standing(word: str) -> Companies:
    """Companies that are active, exited or failed."""

    def chosen(facts: PortfolioFacts, _spot: Spot) -> Sequence[Held]:
        return [one for one in facts.held.values() if one.status == word]

    return chosen


def sharing(dimension: str) -> Companies:
    """Every company ever held of the sector, stage or place that the number is named after."""

    def chosen(facts: PortfolioFacts, spot: Spot) -> Sequence[Held]:
        name = spot.path.removeprefix(f"{spot.place}.")
        return [one for one in facts.held.values() if value_in(one, dimension) == name]

    return chosen


def in_group(facts: PortfolioFacts, spot: Spot) -> Sequence[Held]:
    """The companies of one group of the schedule."""
    return of_group(facts, members(spot)[0])


def active(facts: PortfolioFacts, _spot: Spot) -> Sequence[Held]:
    """Companies that are neither sold nor lost."""
    return facts.active


def positions(facts: PortfolioFacts, _spot: Spot) -> Sequence[Held]:
    """Held companies of which a flow or a mark is known."""
    return [one for one in facts.active if one.counting]


def spread(what: str) -> Recipe:
    """Top weights and the Herfindahl index of what is held, by cost or by value."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        companies = positions(facts, spot)
        amounts = [one.of(what) for one in companies]
        weights = sorted(weights_of(amounts) or (), reverse=True)
        pieces = [piece for one in companies for piece in one.counting]
        rows = [a for p in pieces for a in (p.put if what == COST else p.left.rows)]
        return Told(
            numbers=equation(_words(spot.field, weights), spot.given, spot.unit),
            recomputed=value_of(spot, _statistic(spot.field, weights)),
            parts=_largest(facts, key, companies, what),
            uses=facts.rows(rows),
        )

    return told


def weights_of(amounts: Sequence[Decimal | None]) -> list[Decimal] | None:
    """Each amount over their sum, None where one is unknown or they are nothing."""
    known = [amount for amount in amounts if amount is not None]
    whole = sum(known, Decimal(0))
    if len(known) < len(amounts) or whole <= 0:
        return None
    return [amount / whole for amount in known]


def _statistic(field: str, weights: Sequence[Decimal]) -> Value:
    tops = {"top_company_weight": 1, "top_3_weight": 3, "top_5_weight": 5}
    if field in tops:
        return float(sum(weights[: tops[field]], Decimal(0)))
    index = sum((weight * weight for weight in weights), Decimal(0))
    if not index:
        return None
    return float({"hhi_points": index * POINTS, "effective_number": 1 / index}.get(field, index))


def _words(field: str, weights: Sequence[Decimal]) -> str:
    few = " + ".join(f"{float(weight):.4f}" for weight in weights[:5])
    if field.startswith("top_"):
        return few
    squares = " + ".join(f"{float(weight):.4f}²" for weight in weights[:5])
    more = f" + {len(weights) - 5} more" if len(weights) > 5 else ""
    return f"1 / ({squares}{more})" if field == "effective_number" else f"{squares}{more}"


def _largest(
    facts: PortfolioFacts, key: FigureKey, companies: Sequence[Held], what: str
) -> list[Part]:
    """The five largest positions as inputs."""
    ordered = sorted(companies, key=lambda one: -(one.of(what) or Decimal(0)))[:5]
    field = "cost" if what == COST else "fair_value"
    return [
        facts.ground.part(key, f"concentration_risk.companies[{one.code}].{field}")
        for one in ordered
    ]


COUNTS: dict[str, Recipe] = {
    "total_companies": counted(everyone, "company"),
    "active_companies": counted(active, "active"),
    "exited_companies": counted(standing("exited"), "exited"),
    "failed_companies": counted(standing("failed"), "failed"),
    "sector_distribution.*": counted(sharing("sector"), "company"),
    "stage_distribution.*": counted(sharing("stage"), "company"),
    "geography_distribution.*": counted(sharing("geography"), "company"),
}
SPREAD: dict[str, Recipe] = {
    **{
        f"concentration_risk.{field}": spread(VALUE)
        for field in ("top_company_weight", "top_3_weight", "top_5_weight", "herfindahl_index",
                      "effective_number")
    },
    **{
        f"concentration_risk.{place}.{field}": spread(what)
        for place, what in (("by_fair_value", VALUE), ("by_cost", COST))
        for field in ("top_company_weight", "top_3_weight", "top_5_weight", "herfindahl_index",
                      "hhi_points", "effective_number")
    },
    "concentration_risk.by_fair_value.positions": counted(positions, "position"),
    "concentration_risk.by_cost.positions": counted(positions, "position"),
}  # fmt: skip
