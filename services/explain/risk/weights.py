"""What hangs on what: weights, limits and shares of value counted again from flows and marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.book import Added
from services.explain.fund_performance.ground import quotient
from services.explain.fund_performance.recipes.ratios import once
from services.explain.fund_performance.recipes.sums import by_type, sum_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.counts import positions, weights_of
from services.explain.portfolio_analytics.facts import Held, Piece, PortfolioFacts, added_up
from services.explain.portfolio_analytics.money import (
    COST,
    VALUE,
    all_of,
    company,
    held,
    members,
    still_held,
    value_in,
)
from services.explain.recipe import Told
from services.explain.results import Value
from services.explain.words import equation, money
from services.risk.places import lies_in, place_key

POINTS = 10_000
TOPS = {"top_company_weight": 1, "top_1": 1, "top_3_weight": 3, "top_3": 3, "top_5": 5}
MARKS = "valuations"
SPREAD = ("top_1", "top_3", "top_5", "herfindahl_index", "hhi_points", "effective_number")
LIMIT_OF = {"single_company": "company", "sector": "sector", "geography": "geography"}


def group(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Sequence[Piece]:
    """The investments of one group of the dimension that was asked for."""
    by, name = key.extra[2], members(spot)[0]
    if by == "company":
        return company(facts, key, spot)
    if by == "currency":
        return [piece for piece in all_of(facts.active) if currency_of(facts, piece) == name]
    return all_of(one for one in facts.active if value_in(one, by) == name)


def currency_of(facts: PortfolioFacts, piece: Piece) -> str:
    """The currency of an investment's last mark, else of its last flow."""
    rows = [f for f in facts.base.rows if f.holding == piece.deal.id and f.day <= facts.day]
    last = max(rows, key=lambda fact: (fact.table == MARKS, fact.day, fact.currency))
    return last.currency


def in_currency(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Sequence[Piece]:
    """What is held in the currency of a line."""
    name = members(spot)[0]
    return [piece for piece in all_of(facts.active) if currency_of(facts, piece) == name]


def foreign(facts: PortfolioFacts, _key: FigureKey, _spot: Spot) -> Sequence[Piece]:
    """What is held in other currencies than the answer's."""
    base = facts.base.frame.currency
    return [piece for piece in all_of(facts.active) if currency_of(facts, piece) != base]


def older_than(days: Callable[[PortfolioFacts], int]) -> Callable[..., Sequence[Piece]]:
    """Investments in companies whose oldest mark in use is older than some days."""

    def chosen(facts: PortfolioFacts, _key: FigureKey, _spot: Spot) -> Sequence[Piece]:
        return all_of(one for one in facts.active if _age(facts, one) > days(facts))

    return chosen


def _age(facts: PortfolioFacts, one: Held) -> int:
    """Days since the oldest mark that the company's value stands on; 0 without any."""
    days = [
        max(row.row.fact.day for row in piece.left.rows if row.row.fact.table == MARKS)
        for piece in one.counting
        if piece.value and any(row.row.fact.table == MARKS for row in piece.left.rows)
    ]
    return (facts.day - min(days)).days if days else 0


def spread(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """Top weights, the Herfindahl index and its inverse, of companies or of groups."""
    companies = positions(facts, spot)
    by = key.extra[2] or "company"
    sums: dict[str, list[Decimal | None]] = {}
    for one in companies:
        for piece in one.counting:
            sums.setdefault(_name(facts, one, piece, by), []).append(piece.value)
    weights = sorted(weights_of([added_up(parts) for parts in sums.values()]) or (), reverse=True)
    rows = [added for piece in all_of(companies) for added in piece.left.rows]
    return Told(
        numbers=equation(_words(spot.field, weights), spot.given, spot.unit),
        recomputed=None if by == "lp" else value_of(spot, _statistic(spot.field, weights)),
        uses=() if by == "lp" else facts.rows(rows),
    )


def _name(facts: PortfolioFacts, one: Held, piece: Piece, by: str) -> str:
    if by == "company":
        return one.code
    return currency_of(facts, piece) if by == "currency" else value_in(one, by)


def _statistic(field: str, weights: Sequence[Decimal]) -> Value:
    if not weights:
        return None
    if field in TOPS:
        return float(sum(weights[: TOPS[field]], Decimal(0)))
    index = sum((weight * weight for weight in weights), Decimal(0))
    found = {"hhi_points": index * POINTS, "effective_number": 1 / index,
             "effective_positions": 1 / index}  # fmt: skip
    return float(found.get(field, index))


def _words(field: str, weights: Sequence[Decimal]) -> str:
    if field in TOPS:
        return " + ".join(f"{float(weight):.4f}" for weight in weights[: TOPS[field]])
    squares = " + ".join(f"{float(weight):.4f}²" for weight in weights[:5])
    more = f" + {len(weights) - 5} more" if len(weights) > 5 else ""
    whole = f"{squares}{more}"
    return f"1 / ({whole})" if field.startswith("effective") else whole


def summed(what: str) -> Recipe:
    """Cost or value of a group; of investors what the books of each say."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        if key.extra[2] == "lp":
            return _of_investor(spot)
        pieces = group(facts, key, spot)
        rows = [a for piece in pieces for a in (piece.put if what == COST else piece.left.rows)]
        again = added_up(piece.cost if what == COST else piece.value for piece in pieces)
        return Told(
            numbers=equation(sum_of(rows), spot.value, spot.unit),
            recomputed=value_of(spot, again),
            parts=by_type(rows),
            uses=facts.rows(rows),
        )

    return told


def share(what: str) -> Recipe:
    """A group's part of the cost or value of everything held."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        if key.extra[2] == "lp":
            return _of_investor(spot)
        own, every = group(facts, key, spot), still_held(facts, key, spot)
        above, below = (
            added_up(piece.cost if what == COST else piece.value for piece in pieces)
            for pieces in (own, every)
        )
        rows = [a for piece in every for a in (piece.put if what == COST else piece.left.rows)]
        return Told(
            numbers=equation(f"{money(above)} / {money(below)}", spot.given, spot.unit),
            recomputed=value_of(spot, quotient([above], below)),
            uses=once(facts.rows(rows)),
        )

    return told


def _of_investor(spot: Spot) -> Told:
    """A figure of an investor's account, which LP Reporting takes apart."""
    return Told(numbers=equation("as its account says", spot.given, spot.unit), recomputed=None)


def part_of_value(chosen: Callable[..., Sequence[Piece]]) -> Recipe:
    """The share of some investments in the value of everything held."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        own, every = chosen(facts, key, spot), still_held(facts, key, spot)
        above = added_up(piece.value for piece in own) if every else None
        below = added_up(piece.value for piece in every)
        rows = [added for piece in every for added in piece.left.rows]
        return Told(
            numbers=equation(f"{money(above)} / {money(below)}", spot.given, spot.unit),
            recomputed=value_of(spot, quotient([above], below)),
            uses=once(facts.rows(rows)),
        )

    return told


def limit(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """What is used of a limit of the agreement: the largest cost under it."""
    kind = members(spot)[0]
    committed = facts.base.books.committed(facts.day, basis="net_fund")
    if kind not in LIMIT_OF:
        used = facts.ground.spot(key, f"limits[{kind}].used_amount").value
        rows: list[Added] = []
    else:
        used, rows = largest(facts, LIMIT_OF[kind])
    share = Decimal(str(facts.ground.spot(key, f"limits[{kind}].limit").value))
    most = None if committed is None else share * committed
    again, words = {
        "used_amount": (used, sum_of(rows)),
        "used": (quotient([used], committed), f"{money(used)} / {money(committed)}"),
        "headroom_amount": (
            None if most is None or used is None else most - used,
            f"{money(most)} − {money(used)}",
        ),
        "denominator_amount": (committed, "commitments"),
    }[spot.field]
    return Told(
        numbers=equation(words, spot.given, spot.unit),
        recomputed=value_of(spot, again),
        parts=by_type(rows),
        uses=facts.rows(rows),
    )


def largest(facts: PortfolioFacts, dimension: str) -> tuple[Decimal | None, list[Added]]:
    """The largest cost of a company, sector or place that a limit binds, with its rows."""
    home = facts.base.frame.funds[0].geography
    found: dict[str, list[Piece]] = {}
    for one in facts.active:
        name = one.code if dimension == "company" else place_key(value_in(one, dimension))
        unbound = dimension != "company" and name in ("unknown", "")
        if unbound or (dimension == "geography" and lies_in(name, home)):
            continue
        found.setdefault(name, []).extend(one.counting)
    sums = {name: added_up(piece.cost for piece in pieces) for name, pieces in found.items()}
    if not sums:
        return Decimal(0), []
    first = max(sums, key=lambda name: sums[name] or Decimal(0))
    return sums[first], [added for piece in found[first] for added in piece.put]


def age(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Told:
    """Days from the oldest mark that a company's value stands on to the day of the figure."""
    one = held(facts, members(spot)[0])
    days = _age(facts, one)
    words = f"{facts.day} − {facts.day - timedelta(days=days)}"
    return Told(
        numbers=equation(words, spot.value, spot.unit),
        recomputed=value_of(spot, days),
        uses=facts.rows(added for piece in one.counting for added in piece.left.rows),
    )


GROUPS: dict[str, Recipe] = {
    "groups[*].cost": summed(COST),
    "groups[*].fair_value": summed(VALUE),
    "groups[*].weight": share(VALUE),
    "groups[*].cost_weight": share(COST),
    **dict.fromkeys(SPREAD, spread),
}
LIMITS: dict[str, Recipe] = {
    f"limits[*].{name}": limit
    for name in ("used_amount", "used", "headroom_amount", "denominator_amount")
}
