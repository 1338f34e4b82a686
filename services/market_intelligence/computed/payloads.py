"""How figures are kept in a row: money as exact decimal text, everything else as JSON has it."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from services.calc.market import Spread

CENT = Decimal("0.01")
Payload = dict[str, Any]


def money(amount: float | Decimal | None) -> str | None:
    """An amount in cents as text; a median between two amounts is rounded half-even."""
    if amount is None:
        return None
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(float(amount)))
    return format(exact.quantize(CENT, ROUND_HALF_EVEN), "f")


def money_spread(found: Spread) -> Payload:
    """Quartiles of amounts."""
    return {
        "n": found.n,
        "p25": money(found.p25),
        "median": money(found.median),
        "p75": money(found.p75),
    }


def plain_spread(found: Spread) -> Payload:
    """Quartiles of multiples, months or years."""
    return {"n": found.n, "p25": found.p25, "median": found.median, "p75": found.p75}


def amount(kept: str | None) -> Decimal | None:
    """An amount as it was kept."""
    return None if kept is None else Decimal(kept)
