"""How long money for new deals lasts at the pace at which it goes out."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from services.calc.multiples import ratio
from services.calc.quarters import shift

MOST_QUARTERS = 400


class Lasts(NamedTuple):
    """Quarters until it is used up, and the quarter in which that happens; None without an end."""

    quarters: float | None
    exhausts: str | None


def lasts(*, capacity: Decimal | None, pace: Decimal | None, quarter: str) -> Lasts:
    """Capacity over pace (money a quarter), counted from the end of `quarter` ("2026Q3").

    Nothing left is used up already (0 quarters, in `quarter` itself). None where a part is
    unknown, nothing goes out, or it lasts a century.
    """
    if capacity is None:
        return Lasts(None, None)
    if capacity <= 0:
        return Lasts(0.0, quarter)
    left = ratio(capacity, pace)
    if left is None or pace is None or left > MOST_QUARTERS:
        return Lasts(left, None)
    whole = int((capacity / pace).to_integral_value(ROUND_CEILING))
    return Lasts(left, shift(quarter, whole))
