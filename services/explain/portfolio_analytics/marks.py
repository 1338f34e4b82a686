"""What moved a company's value in a period: both values and the flows between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.book import Added
from services.explain.fund_performance.recipes.sums import by_type, sum_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.facts import Piece, PortfolioFacts, added_up
from services.explain.portfolio_analytics.money import members
from services.explain.recipe import Told
from services.explain.words import equation, money

STEPS = ("opening", "cash_in", "cash_out", "realized_gain", "remark", "fx", "closing")


def at(place: int) -> Recipe:
    """The value that opens (0) or closes (1) the period."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        pieces = _pieces(facts, spot, _days(facts, key)[place])
        rows = [added for piece in pieces for added in piece.left.rows]
        return Told(
            numbers=equation(sum_of(rows), spot.value, spot.unit),
            recomputed=value_of(spot, added_up(piece.value for piece in pieces)),
            parts=by_type(rows),
            uses=facts.rows(rows),
        )

    return told


def between(side: str) -> Recipe:
    """What was paid in or came back in the period."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        start, end = _days(facts, key)
        rows: list[Added] = []
        for piece in _pieces(facts, spot, end):
            own = piece.put if side == "cash_in" else piece.got
            rows += [added for added in own if start < added.row.fact.day <= end]
        return Told(
            numbers=equation(sum_of(rows), spot.value, spot.unit),
            recomputed=value_of(spot, added_up(added.amount for added in rows)),
            parts=by_type(rows),
            uses=facts.rows(rows),
        )

    return told


def remark(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
    """What is left of the change of value once flows, gains and currency are taken off."""
    prefix = spot.path.rpartition(".")[0]
    parts = [facts.ground.part(key, f"{prefix}.{name}") for name in STEPS if name != "remark"]
    known = {part.name: part.value for part in parts}
    amounts = {name: _number(value) for name, value in known.items()}
    again = None
    if all(amount is not None for amount in amounts.values()):
        plus = ("closing", "cash_out")
        again = sum(
            ((amount or Decimal(0)) * (1 if name in plus else -1) for name, amount in
             amounts.items()),
            Decimal(0),
        )  # fmt: skip
    words = " − ".join(
        money(amounts[name]) for name in ("closing", "opening", "cash_in", "realized_gain", "fx")
    )
    uses = [
        added
        for day in _days(facts, key)
        for piece in _pieces(facts, spot, day)
        for added in piece.left.rows
    ]
    return Told(
        numbers=equation(f"{words} + {money(amounts['cash_out'])}", spot.value, spot.unit),
        recomputed=value_of(spot, again),
        parts=parts,
        uses=facts.rows({(a.row.fact.table, a.row.fact.id): a for a in uses}.values()),
    )


def _days(facts: PortfolioFacts, key: FigureKey) -> tuple[date, date]:
    """The day whose values open the period, and the day on which they close."""
    start, end = facts.ground.answer(key).meta.period
    return start, end


def _pieces(facts: PortfolioFacts, spot: Spot, day: date) -> Sequence[Piece]:
    held = facts.on(day)
    if spot.path.startswith("marks["):
        one = held.get(members(spot)[0])
        return one.counting if one else ()
    return [piece for one in held.values() for piece in one.counting]


def _number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def first_day_after(meta_period: tuple[date, date]) -> str:
    """The period to ask for again: an answer tells the day before its first one."""
    start, end = meta_period
    return f"{start + timedelta(days=1)}..{end}"


RECIPES: dict[str, Recipe] = {
    f"{place}.{name}": recipe
    for place in ("marks[*]", "total")
    for name, recipe in (
        ("opening", at(0)),
        ("closing", at(1)),
        ("cash_in", between("cash_in")),
        ("cash_out", between("cash_out")),
        ("remark", remark),
    )
}
