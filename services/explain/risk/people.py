"""Whom the value hangs on: marks and flows of the companies that somebody leads or covers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.recipes.ratios import once
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.facts import Piece, PortfolioFacts
from services.explain.portfolio_analytics.money import (
    VALUE,
    company,
    held,
    members,
    share,
    still_held,
    summed,
)
from services.explain.recipe import Told
from services.explain.risk.weights import part_of_value
from services.explain.words import equation
from services.risk.results import CoveredCompany, KeyPerson

Chosen = Callable[[CoveredCompany, str], bool]


def _covers(row: CoveredCompany, who: str) -> bool:
    return who in row.people


def _leads(row: CoveredCompany, who: str) -> bool:
    return row.lead == who


def _alone(row: CoveredCompany, who: str) -> bool:
    return row.people == (who,) and row.covered_by == 1


def _single(row: CoveredCompany, _who: str) -> bool:
    return row.covered_by == 1


def _nobody(row: CoveredCompany, _who: str) -> bool:
    return row.covered_by == 0


def _companies(facts: PortfolioFacts, key: FigureKey, spot: Spot, chosen: Chosen) -> list[str]:
    """Codes of the companies of a person's line, or of all."""
    answer: KeyPerson = facts.ground.answer(key)
    who = (members(spot) or [answer.top_person or ""])[0]
    return [row.company for row in answer.companies if chosen(row, who)]


def _pieces(chosen: Chosen) -> Callable[[PortfolioFacts, FigureKey, Spot], Sequence[Piece]]:
    def found(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Sequence[Piece]:
        codes = _companies(facts, key, spot, chosen)
        return [piece for code in codes for piece in held(facts, code).counting]

    return found


def _how_many(chosen: Chosen) -> Recipe:
    """Companies counted, with the flows and marks that make them held."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        codes = _companies(facts, key, spot, chosen)
        rows = [row for code in codes for p in held(facts, code).counting for row in p.left.rows]
        return Told(
            numbers=equation(", ".join(codes) or "none", spot.given, spot.unit),
            recomputed=value_of(spot, Decimal(len(codes))),
            uses=once(facts.rows(rows)),
        )

    return told


def _top(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """What the person leads who leads most; not taken apart for who may not see who that is."""
    if facts.ground.answer(key).top_person is None:
        return Told(numbers=equation("one person's", spot.given, spot.unit), recomputed=None)
    return part_of_value(_pieces(_leads))(facts, key, spot)


RECIPES: dict[str, Recipe] = {
    "companies[*].fair_value": summed(VALUE, company),
    "companies[*].weight": share(VALUE, company, still_held),
    "people[*].leads": _how_many(_leads),
    "people[*].lead_weight": part_of_value(_pieces(_leads)),
    "people[*].covers": _how_many(_covers),
    "people[*].fair_value": summed(VALUE, _pieces(_covers)),
    "people[*].weight": part_of_value(_pieces(_covers)),
    "people[*].alone": _how_many(_alone),
    "people[*].alone_weight": part_of_value(_pieces(_alone)),
    "top_person_weight": _top,
    "single_covered": _how_many(_single),
    "single_covered_share": part_of_value(_pieces(_single)),
    "uncovered": _how_many(_nobody),
    "uncovered_share": part_of_value(_pieces(_nobody)),
}
