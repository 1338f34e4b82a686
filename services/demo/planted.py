"""What is wrong with the firm's books, on purpose: docs/demo-firm.md lists it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.demo.accounts import NOTHING

# The administrator's figure of this fund, day and item says less than the books do.
MISSTATED = ("AQ1", date(2026, 6, 30), "nav")
SHORT = Decimal("1250.00")
# This investor's value of a fund and day is two cents more than its share; the statement for the
# next quarter puts it right.
SLIPPED = ("AQ2", "HALB", date(2026, 6, 30), date(2026, 9, 30))
SLIP = Decimal("0.02")
# This call reached the fund late from one investor: fund, call, investor, day of payment.
PAID_LATE = ("AQ1", date(2026, 8, 19), "CRWN", date(2026, 9, 5))


def misstated(fund: str, day: date, item: str) -> Decimal:
    """What the administrator's figure lacks."""
    return SHORT if (fund, day, item) == MISSTATED else NOTHING


def slip(fund: str, investor: str, day: date) -> Decimal:
    """What an investor's value of a day is too high by."""
    return SLIP if (fund, investor, day) == SLIPPED[:3] else NOTHING


def slip_posted(fund: str, investor: str, day: date) -> Decimal:
    """What is posted with it: the slip, and a quarter later its reversal."""
    wrong, right = SLIPPED[2:]
    if (fund, investor) != SLIPPED[:2] or day not in (wrong, right):
        return NOTHING
    return SLIP if day == wrong else -SLIP
