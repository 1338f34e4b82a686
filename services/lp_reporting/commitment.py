"""What may still be called from an investor: from opening to closing, footing to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.lp_reporting.lines import eve
from services.lp_reporting.results.account import Column, CommitmentRoll
from services.partners import Interest, Position


def roll(interest: Interest, column: Column) -> CommitmentRoll:
    """The open commitment over a column; signed, so that all parts add up to the closing one.

    Since inception it opens with everything ever promised; else a promise made within the column
    is among `other`, with what an administrator adjusted.
    """
    now = interest.at(column.end)
    before = interest.at(eve(column))
    ever = before.day == date.min
    opening = now.commitment if ever else before.unfunded
    other = _change(now, before, "adjusted")
    if not ever:
        promised = _change(now, before, "commitment")
        other = None if other is None or promised is None else other + promised
    return CommitmentRoll(
        column=column.column,
        total=now.commitment,
        opening_unfunded=opening,
        contributions=_less(_change(now, before, "inside")),
        recallable=_change(now, before, "recallable"),
        released=_less(_change(now, before, "released")),
        other=other,
        closing_unfunded=now.unfunded,
    )


def _change(now: Position, before: Position, name: str) -> Decimal | None:
    after, earlier = getattr(now, name), getattr(before, name)
    return None if after is None or earlier is None else after - earlier


def _less(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else NOTHING - amount
