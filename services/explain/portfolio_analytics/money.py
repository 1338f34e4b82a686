"""What companies cost, brought back and are worth: rows of their flows and marks added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from services.errors import NotFound
from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.book import Added
from services.explain.fund_performance.ground import quotient
from services.explain.fund_performance.recipes.ratios import once
from services.explain.fund_performance.recipes.sums import by_type, sum_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.facts import (
    ACTIVE,
    UNKNOWN,
    Held,
    Piece,
    PortfolioFacts,
    added_up,
)
from services.explain.recipe import Told, Use
from services.explain.words import equation, money

COST, REALIZED, VALUE = "cost", "realized", "value"
Chosen = Callable[[PortfolioFacts, FigureKey, Spot], Sequence[Piece]]


def summed(what: str, chosen: Chosen) -> Recipe:
    """Cost, proceeds or value of some investments."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        pieces = chosen(facts, key, spot)
        rows = [added for piece in pieces for added in _rows(piece, what)]
        again = added_up(getattr(piece, what) for piece in pieces)
        return Told(
            numbers=equation(sum_of(rows), spot.value, spot.unit),
            recomputed=value_of(spot, again),
            parts=by_type(rows),
            uses=facts.rows(rows),
        )

    return told


def multiple(chosen: Chosen) -> Recipe:
    """What came back and is left over what was put in."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        pieces = chosen(facts, key, spot)
        put, got, left = (_of(pieces, what) for what in (COST, REALIZED, VALUE))
        words = f"({money(got)} + {money(left)}) / {money(put)}"
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, quotient([got, left], put)),
            parts=[facts.ground.part(key, path) for path in _beside(facts, key, spot)],
            uses=_uses(facts, pieces),
        )

    return told


def gain(chosen: Chosen) -> Recipe:
    """What came back and is left less what was put in."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        pieces = chosen(facts, key, spot)
        put, got, left = (_of(pieces, what) for what in (COST, REALIZED, VALUE))
        words = f"{money(got)} + {money(left)} − {money(put)}"
        known = None if put is None or got is None or left is None else got + left - put
        return Told(
            numbers=equation(words, spot.value, spot.unit),
            recomputed=value_of(spot, known),
            parts=[facts.ground.part(key, path) for path in _beside(facts, key, spot)],
            uses=_uses(facts, pieces),
        )

    return told


def share(what: str, part: Chosen, whole: Chosen) -> Recipe:
    """Cost or value of some investments over that of others."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        own, every = part(facts, key, spot), whole(facts, key, spot)
        above, below = _of(own, what), _of(every, what)
        rows = [added for piece in own for added in _rows(piece, what)]
        return Told(
            numbers=equation(f"{money(above)} / {money(below)}", spot.given, spot.unit),
            recomputed=value_of(spot, quotient([above], below)),
            parts=by_type(rows),
            uses=once(facts.rows(added for piece in every for added in _rows(piece, what))),
        )

    return told


def of_commitments(part: Chosen) -> Recipe:
    """Cost of some investments over what investors committed."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        own = part(facts, key, spot)
        cost = _of(own, COST)
        committed = facts.base.books.committed(facts.day, basis="net_fund")
        return Told(
            numbers=equation(f"{money(cost)} / {money(committed)}", spot.given, spot.unit),
            recomputed=value_of(spot, quotient([cost], committed)),
            uses=facts.rows(added for piece in own for added in piece.put),
        )

    return told


def all_of(companies: Iterable[Held]) -> list[Piece]:
    """The investments of some companies that are known."""
    return [piece for one in companies for piece in one.counting]


def everything(facts: PortfolioFacts, _key: FigureKey, _spot: Spot) -> Sequence[Piece]:
    """Every investment ever made."""
    return all_of(facts.held.values())


def still_held(facts: PortfolioFacts, _key: FigureKey, _spot: Spot) -> Sequence[Piece]:
    """Investments in companies that are neither sold nor lost."""
    return all_of(facts.active)


def members(spot: Spot) -> list[str]:
    """`[ACME, I1]` of `investments[ACME].tranches[I1].cost`."""
    return [part.partition("]")[0] for part in spot.path.split("[")[1:]]


def company(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Sequence[Piece]:
    """The investments in the company that a line is of."""
    return held(facts, members(spot)[0]).counting


def tranche(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Sequence[Piece]:
    """The one investment that a line is of."""
    code = members(spot)[-1]
    every = (piece for one in facts.held.values() for piece in one.pieces)
    return [piece for piece in every if piece.deal.code == code and piece.recorded]


def subject(facts: PortfolioFacts, key: FigureKey, _spot: Spot) -> Sequence[Piece]:
    """The investments in the company that a tear sheet is of."""
    return held(facts, facts.ground.answer(key).company).counting


def group(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Sequence[Piece]:
    """The investments in the companies of one group of the schedule."""
    return all_of(of_group(facts, members(spot)[0]))


def of_group(facts: PortfolioFacts, name: str) -> list[Held]:
    """Companies of one group: over, or held above or below cost."""
    return [one for one in facts.held.values() if _group(one) == name]


def named(dimension: str) -> Chosen:
    """Investments in held companies that share the sector, stage, place or year of a line."""

    def chosen(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Sequence[Piece]:
        name = members(spot)[0]
        return all_of(one for one in facts.active if value_in(one, dimension) == name)

    return chosen


def value_in(one: Held, dimension: str) -> str:
    """A company's sector, stage or place, or the year in which it was first bought."""
    if dimension == "vintage":
        firsts = [piece.deal.first_flow or piece.deal.deal_date for piece in one.pieces]
        return str(min(firsts).year)
    return (getattr(one.row, dimension) if one.row else None) or UNKNOWN


def held(facts: PortfolioFacts, code: str) -> Held:
    """A company by code. Raises NotFound where none of the funds held it."""
    found = facts.held.get(code)
    if found is None:
        raise NotFound
    return found


def _group(one: Held) -> str:
    if one.status != ACTIVE:
        return one.status
    ratio = quotient([one.of(REALIZED), one.of(VALUE)], one.of(COST))
    if ratio is None or not one.counting:
        return UNKNOWN
    return "above_cost" if ratio >= 1 else "below_cost"


def _rows(piece: Piece, what: str) -> Sequence[Added]:
    return {COST: piece.put, REALIZED: piece.got, VALUE: piece.left.rows}[what]


def _of(pieces: Sequence[Piece], what: str) -> Decimal | None:
    if not pieces:
        return None
    return added_up(getattr(piece, what) for piece in pieces)


def _beside(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> list[str]:
    """The amounts that stand beside a ratio of them."""
    prefix = f"{spot.place}." if spot.place else ""
    names = ("realized_value", "fair_value", "cost")
    found = []
    for name in names:
        try:
            found.append(facts.ground.spot(key, f"{prefix}{name}").path)
        except NotFound:
            continue  # a weight lists no proceeds
    return found


def _uses(facts: PortfolioFacts, pieces: Sequence[Piece]) -> list[Use]:
    rows = [added for piece in pieces for w in (COST, REALIZED, VALUE) for added in _rows(piece, w)]
    return once(facts.rows(rows))
