"""Bridges, costs and reserves of Fund Performance explained by the figures beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from services.db.queries.explain.facts import added_since
from services.explain.answers import Answer, Explained, Ground, Recipe, value_of
from services.explain.fund_performance import naming_books
from services.explain.fund_performance.ground import Facts
from services.explain.fund_performance.recipes import METRIC_RECIPES
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.marks import first_day_after
from services.explain.recipe import Keyed, Part, Told
from services.explain.words import equation, money
from services.fund_performance import FundPerformanceService
from services.fund_performance.results import (
    Contributions,
    Deployment,
    Fees,
    GrossToNet,
    NavBridge,
    Reserves,
)

NOTHING = Decimal(0)


class BookFacts:
    """What the recipes read: the answers of the ground, and whose they are."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    def fund_ids(self) -> list[str]:
        """Ids of the funds of the scope."""
        base = Facts(
            self.ground.session, self.ground.principal, self.ground.scope, self.ground.house,
            METRIC_RECIPES,
        )  # fmt: skip
        return [row.id for row in base.frame.funds]

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Flows, values and promises of the funds up to the figure's day that came later."""
        return added_since(
            self.ground.session, fund_ids=self.fund_ids, until=key.day, known_on=known_on
        )


def beside(**signs: int) -> Recipe:
    """Figures of the same line, added or taken off; one that is not told counts as nothing."""

    def told(facts: BookFacts, key: FigureKey, spot: Spot) -> Told:
        prefix = f"{spot.place}." if spot.place else ""
        parts = [facts.ground.part(key, f"{prefix}{name}") for name in signs]
        return _summed(spot, [(part, signs[part.name]) for part in parts])

    return told


def other_steps(facts: BookFacts, key: FigureKey, spot: Spot) -> Told:
    """One step: what the others leave of the change of value."""
    own = spot.path.partition("[")[2].partition("]")[0]
    parts = []
    for row in facts.ground.answer(key).rows:
        if row.step == own:
            continue
        part = facts.ground.part(key, f"rows[{row.step}].amount", words=row.name)
        plus = own == "closing" or row.step == "closing"
        parts.append((part, 1 if plus else -1))
    return _summed(spot, parts)


def between_levels(name: str, first: str, scale: int) -> Recipe:
    """One part's effect: where the series stands with it less where it stood before."""

    def told(facts: BookFacts, key: FigureKey, spot: Spot) -> Told:
        steps = [row.step for row in facts.ground.answer(key).rows]
        own = spot.path.partition("[")[2].partition("]")[0]
        place = steps.index(own)
        before = first if place == 0 else f"rows[{steps[place - 1]}].{name}"
        parts = [facts.ground.part(key, path) for path in (f"rows[{own}].{name}", before)]
        after, was = (part.value for part in parts)
        again = None
        if isinstance(after, float) and isinstance(was, float):
            again = (after - was) * scale
        words = f"{after} − {was}"
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, again),
            parts=parts,
        )

    return told


def over(part: str, whole: str) -> Recipe:
    """A figure of the line over one of all; `whole` is the path of the latter."""

    def told(facts: BookFacts, key: FigureKey, spot: Spot) -> Told:
        prefix = f"{spot.place}." if spot.place else ""
        parts = [facts.ground.part(key, path) for path in (f"{prefix}{part}", whole)]
        above, below = (_number(one) for one in parts)
        again = None if above is None or not below or below < 0 else float(above / below)
        return Told(
            numbers=equation(f"{money(above)} / {money(below)}", spot.given, spot.unit),
            recomputed=value_of(spot, again),
            parts=parts,
        )

    return told


def _summed(spot: Spot, parts: list[tuple[Part, int]]) -> Told:
    known = [(amount, sign) for part, sign in parts if (amount := _number(part)) is not None]
    again = sum((amount * sign for amount, sign in known), NOTHING)
    words = " ".join(f"{'+' if sign > 0 else '−'} {money(amount)}" for amount, sign in known)
    return Told(
        numbers=equation(words.removeprefix("+ "), spot.value, spot.unit),
        recomputed=value_of(spot, again),
        parts=[part for part, _ in parts],
    )


def _number(part: Part) -> Decimal | None:
    return part.value if isinstance(part.value, Decimal) else None


def _without(answer: Any) -> str:
    return answer.left_out.company if answer.left_out else ""


class _Books(Explained):
    """Headline figures in these answers keep their own ids; the others are told beside them."""

    def namers(self) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
        return _chained(Explained.namers(self))

    def brief(self) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
        return _chained(Explained.brief(self))


def _chained(
    own: dict[type, Callable[[Any], Iterator[Keyed]]],
) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
    def both(kind: type) -> Callable[[Any], Iterator[Keyed]]:
        def named(result: Any) -> Iterator[Keyed]:
            # a bridge that does not close has no steps that the others could tell
            closes = not isinstance(result, NavBridge) or result.residual is not None
            found = {one.name: one for one in own[kind](result)} if closes else {}
            found |= {one.name: one for one in naming_books.NAMERS[kind](result)}
            yield from found.values()

        return named

    return {kind: both(kind) for kind in own}


FUND_BOOKS = _Books(
    module="fund_performance",
    service=FundPerformanceService,
    facts=BookFacts,
    answers=(
        Answer(
            code="fn",
            result=NavBridge,
            asked=lambda service, who, scope, _option: service.nav_bridge(who, scope),
            period=first_day_after,
            recipes={"change": beside(closing=1, opening=-1), "rows[*].amount": other_steps},
        ),
        Answer(
            code="fg",
            result=GrossToNet,
            asked=lambda service, who, scope, option: service.gross_to_net(
                who, scope, order=option
            ),
            option=lambda answer: str(answer.order),
            recipes={
                "rows[*].irr_effect": between_levels("irr", "gross_irr", 100),
                "rows[*].tvpi_effect": between_levels("tvpi", "gross_tvpi", 1),
            },
        ),
        Answer(
            code="fx",
            result=Contributions,
            asked=lambda service, who, scope, option: service.contributions(
                who, scope, without=option
            ),
            option=_without,
            recipes={
                "rows[*].adds_to_moic": over("gain", "invested"),
                "rows[*].gain_share": over("gain", "gain"),
            },
        ),
        Answer(
            code="fe",
            result=Fees,
            asked=lambda service, who, scope, _option: service.fees(who, scope),
            recipes={
                "rows[*].fees_of_commitments": over("fees_net", "total_committed"),
                "fees_of_commitments": over("fees_net", "total_committed"),
            },
        ),
        Answer(
            code="fd",
            result=Deployment,
            asked=lambda service, who, scope, _option: service.pacing(who, scope),
            recipes={
                "rows[*].deployed": beside(new_money=1, follow_on=1),
                "deployed_share": over("deployed", "total_committed"),
            },
        ),
        Answer(
            code="fr",
            result=Reserves,
            asked=lambda service, who, scope, _option: service.reserves(who, scope),
            recipes={
                "funds[*].available": beside(unfunded=1, cash=1),
                "total.available": beside(unfunded=1, cash=1),
            },
        ),
    ),
)
