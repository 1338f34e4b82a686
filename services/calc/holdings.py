"""Flows between a fund and its companies: what each type moves, and what a holding is worth.

The types have the shape of those of `transactions`, so that one ledger can add up both.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from services.calc.transactions import ALWAYS, DENOMINATOR, NUMERATOR, TransactionType

NOTHING = Decimal(0)
INVESTMENT, FOLLOW_ON, FEE = "investment", "follow_on", "fee"
PROCEEDS, DIVIDEND, INTEREST = "proceeds", "dividend", "interest"
WRITE_OFF = "write_off"


def _type(slug: str, label: str, direction: int, *, cash: bool = True) -> TransactionType:
    return TransactionType(
        slug=slug,
        label=label,
        direction=direction,
        bucket=DENOMINATOR if direction < 0 else NUMERATOR,
        counts=ALWAYS if cash else frozenset(),
    )


# A write-off moves no cash: it counts nowhere and lowers only what the holding is worth.
HOLDING_TYPES: Mapping[str, TransactionType] = MappingProxyType(
    {
        kind.slug: kind
        for kind in (
            _type(INVESTMENT, "Investment", -1),
            _type(FOLLOW_ON, "Follow-on investment", -1),
            _type(FEE, "Fee of the investment", -1),
            _type(PROCEEDS, "Proceeds", 1),
            _type(DIVIDEND, "Dividend", 1),
            _type(INTEREST, "Interest", 1),
            _type(WRITE_OFF, "Write-off", -1, cash=False),
        )
    }
)
# What one unit of a type adds to the value of a holding between two marks. A fee buys nothing.
_CHANGE = {
    INVESTMENT: 1,
    FOLLOW_ON: 1,
    FEE: 0,
    PROCEEDS: -1,
    DIVIDEND: -1,
    INTEREST: -1,
    WRITE_OFF: -1,
}


def value_change(slug: str, amount: Decimal) -> Decimal:
    """What a flow after the last mark adds to a holding's value: money in adds, money back and
    write-offs subtract. `amount` is positive in the type's usual direction."""
    return _CHANGE[slug] * amount


def rolled_forward(mark: Decimal, change: Decimal) -> Decimal:
    """A mark with what was added or taken since; a holding is never worth less than nothing.

    An exit above the last mark therefore leaves 0, not a negative rest.
    """
    return max(NOTHING, mark + change)


def gain_share(gain: Decimal | None, total: Decimal | None) -> float | None:
    """One holding's part of the net gain; above 1 where others lose.

    None when a gain is unknown, or when there is no net gain: a share of a loss says nothing.
    """
    if gain is None or total is None or total <= 0:
        return None
    return float(gain / total)


def weights(values: Mapping[str, Decimal | None]) -> dict[str, float] | None:
    """Each part's share of the sum; None when a part is unknown or the sum is not above zero."""
    known = {name: value for name, value in values.items() if value is not None}
    total = sum(known.values(), NOTHING)
    if len(known) < len(values) or total <= 0:
        return None
    return {name: float(value / total) for name, value in known.items()}
