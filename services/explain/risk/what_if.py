"""What a deal would do, counted again: limits, weights and means with the new money among them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.calc.holdings import INVESTMENT
from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.book import ZERO, Added, total
from services.explain.fund_performance.ground import quotient
from services.explain.fund_performance.recipes.sums import by_type
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.counts import weights_of
from services.explain.portfolio_analytics.facts import Held, PortfolioFacts, added_up
from services.explain.portfolio_analytics.money import all_of, members, value_in
from services.explain.recipe import Told
from services.explain.risk import means
from services.explain.risk.weights import largest
from services.explain.words import equation, money
from services.risk import RiskService
from services.risk.liquidity import PACE_DAYS, PACE_QUARTERS, exhausted_on
from services.risk.places import lies_in, place_key
from services.risk.results import PreTrade
from services.scope import Principal, Scope

LINE, COMPANY, GEOGRAPHY = "credit_line", "single_company", "geography"
BEFORE, AFTER = "reserves_after.new_deal_capacity_before", "reserves_after.new_deal_capacity"


def asked(answer: PreTrade) -> str:
    """The deal that an answer is about, as short text."""
    told = [answer.company, None if answer.company else answer.name, answer.sector,
            answer.geography, str(answer.amount), str(answer.date)]  # fmt: skip
    return json.dumps(told, separators=(",", ":"))


def again(service: RiskService, who: Principal, scope: Scope, option: str) -> PreTrade:
    """The answer about the deal that `asked` wrote down."""
    company, name, sector, geography, amount, day = json.loads(option)
    return service.pre_trade(
        who, scope, company=company, name=name, sector=sector, geography=geography,
        amount=Decimal(amount), day=date.fromisoformat(day),
    )  # fmt: skip


def _limit(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """A limit before or after the deal, from the cost of what falls under it."""
    kind = members(spot)[0]
    answer: PreTrade = facts.ground.answer(key)
    before, rows, falls = _before(facts, key, answer, kind)
    committed = facts.base.books.committed(facts.day, basis="net_fund")
    more = answer.amount if falls else ZERO
    used = None if before is None else before + (ZERO if spot.field == "before" else more)
    words = f"{money(before)} + {money(more)}" if spot.field != "before" else money(before)
    if spot.field == "headroom_after":
        limit = Decimal(str(facts.ground.spot(key, f"results[{kind}].limit").value))
        most = None if committed is None else limit * committed
        found: Any = None if most is None or used is None else most - used
        words = f"{money(most)} − ({words})"
    else:
        found = quotient([used], committed)
        words = f"({words}) / {money(committed)}"
    return Told(
        numbers=equation(words, spot.given, spot.unit),
        recomputed=value_of(spot, found),
        parts=by_type(rows),
        uses=facts.rows(rows),
    )


def _before(
    facts: PortfolioFacts, key: FigureKey, answer: PreTrade, kind: str
) -> tuple[Decimal | None, Sequence[Added], bool]:
    """What falls under a limit now, its rows, and whether the deal does."""
    if kind == LINE:
        owed = facts.ground.spot(key, "uses.credit_line_outstanding", means.LIQUIDITY).value
        return owed if owed is not None else ZERO, (), False
    dimension = "company" if kind == COMPANY else kind
    name = answer.company if kind == COMPANY else place_key(getattr(answer, kind))
    home = facts.base.frame.funds[0].geography
    if kind != COMPANY and (not name or (kind == GEOGRAPHY and lies_in(name, home))):
        most, rows = largest(facts, dimension)
        return most, rows, False
    own = [piece for piece in all_of(facts.active) if _is(facts, piece.deal.company, kind, name)]
    rows = [added for piece in own for added in piece.put]
    return added_up(piece.cost for piece in own) if own else ZERO, rows, True


def _is(facts: PortfolioFacts, code: str, kind: str, name: str | None) -> bool:
    one: Held = facts.held[code]
    return one.code == name if kind == COMPANY else place_key(value_in(one, kind)) == name


def _weight(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """Weights by fair value, the new money at cost."""
    answer: PreTrade = facts.ground.answer(key)
    values = {one.code: one.of("value") for one in facts.active if one.counting}
    own = answer.company or ""
    now = values.get(own, ZERO)
    values[own] = None if now is None else now + answer.amount
    found = dict(zip(values, weights_of(list(values.values())) or (), strict=False))
    index = sum((weight * weight for weight in found.values()), ZERO)
    again = {
        "company_weight": found.get(own),
        "top_company_weight": max(found.values(), default=None),
        "effective_positions": 1 / index if index else None,
    }[spot.field]
    rows = [row for piece in all_of(facts.active) for row in piece.left.rows]
    words = f"values with {money(answer.amount)} more of {answer.name}"
    return Told(
        numbers=equation(words, spot.given, spot.unit),
        recomputed=value_of(spot, again),
        uses=facts.rows(rows),
    )


def _capacity(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """What is left for new deals once what is not reserved for the company is paid."""
    ground, answer = facts.ground, facts.ground.answer(key)
    left = ground.spot(key, BEFORE).value
    reserved = ground.spot(key, "reserves_after.reserved").value or ZERO
    new = max(answer.amount - reserved, ZERO)
    words = f"{money(left)} − max({money(answer.amount)} − {money(reserved)}, 0)"
    return Told(
        numbers=equation(words, spot.given, spot.unit),
        recomputed=value_of(spot, None if left is None else left - new),
        parts=[ground.part(key, BEFORE)],
    )


def quarters_of(path: str) -> Recipe:
    """How long the capacity at a path lasts at the pace of new investments of a year."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        left = facts.ground.spot(key, path).value
        rows = _bought(facts)
        pace = total(rows)
        quarterly = None if pace is None else pace / PACE_QUARTERS
        found = quotient([None if left is None else max(left, ZERO)], quarterly)
        words = f"{money(left)} / ({money(pace)} / {PACE_QUARTERS})"
        if isinstance(spot.value, date):
            answer: PreTrade = facts.ground.answer(key)
            ends = exhausted_on(answer.date, None if found is None else float(found))
            words = f"{answer.date} + {words} quarters"
            return Told(
                numbers=equation(words, spot.given, spot.unit), recomputed=ends,
                uses=facts.rows(rows),
            )  # fmt: skip
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, found),
            parts=[facts.ground.part(key, path)],
            uses=facts.rows(rows),
        )

    return told


def _bought(facts: PortfolioFacts) -> list[Added]:
    """What was put into companies in the year up to the day."""
    since = facts.day - timedelta(days=PACE_DAYS)
    put = (added for one in facts.held.values() for piece in one.counting for added in piece.put)
    return [a for a in put if a.row.fact.day > since and a.row.fact.type == INVESTMENT]


RECIPES: dict[str, Recipe] = {
    **dict.fromkeys(("results[*].before", "results[*].after", "results[*].headroom_after"), _limit),
    **dict.fromkeys(
        (
            "concentration_after.top_company_weight",
            "concentration_after.company_weight",
            "concentration_after.effective_positions",
        ),
        _weight,
    ),
    BEFORE: means.metric("dry_powder"),
    AFTER: _capacity,
    "pacing_after.quarters_left_before": quarters_of(BEFORE),
    "pacing_after.quarters_left": quarters_of(AFTER),
    "pacing_after.exhausts_on": quarters_of(AFTER),
}
