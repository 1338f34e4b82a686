"""What single investors agreed with the general partner beside the partnership agreements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from services.demo.shares import CENT, split
from services.demo.stories.story import Quarter, Story

FEE_DISCOUNT = "fee_discount"  # the part of its management fee that an investor gets back

# fund investor term value effective_date
TERMS = """
AQ0 NWTP fee_discount 0.10 2014-04-01
AQ0 NWTP mfn true 2014-04-01
AQ0 HALB excused_sector defence 2014-04-01
AQ0 LIMM reporting esg 2019-01-01
AQ1 NWTP fee_discount 0.10 2021-07-01
AQ1 NWTP mfn true 2021-07-01
AQ1 BELV fee_discount 0.05 2021-07-01
AQ1 HALB excused_sector defence 2021-07-01
AQ1 CANT mfn true 2021-07-01
AQ1 LAKE reporting ilpa 2021-07-01
AQ1 ORIA transfer_right affiliates 2021-07-01
AQ2 TASM carry_rate 0.175 2024-04-15
AQ2 TASM mfn true 2024-04-15
AQ2 NWTP co_investment_right pro_rata 2024-04-15
AQ2 HALB excused_sector defence 2024-04-15
AQ2 ASHG excused_sector alcohol 2024-04-15
AQ2 KVST reporting esg 2024-04-15
"""


def terms(fund: str) -> Iterator[tuple[str, str, str, date]]:
    """Investor, term, value and first day of each side term of a fund."""
    for line in TERMS.strip().splitlines():
        code, investor, term, value, day = line.split()
        if code == fund:
            yield investor, term, value, date.fromisoformat(day)


def discounts(story: Story, quarter: Quarter) -> dict[str, Decimal]:
    """What each investor gets back of the fee that was called for a quarter."""
    if quarter.call is None or not quarter.fees:
        return {}
    charged = split(quarter.fees, story.partners)
    return {
        investor: (charged[investor] * Decimal(value)).quantize(CENT)
        for investor, term, value, since in terms(story.code)
        if term == FEE_DISCOUNT and since <= quarter.call
    }
