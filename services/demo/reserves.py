"""What the funds keep back: for fees to the end of their terms, and for companies they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from services.demo.stories.story import money

DAYS = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))

# fund company amounts at those quarter-ends, in millions; `fees` is no company
TABLE = """
AQ0 fees 0.06 0.05 0.03 0.02
AQ1 fees 9.00 8.40 7.80 7.20
AQ1 HALD 3.00 3.00 3.00 1.00
AQ1 LUME 2.00 2.00 2.00 2.00
AQ1 OXBO 4.50 4.50 1.00 1.00
AQ1 PELL 1.50 1.50 1.50 0.50
AQ1 KEST 1.00 1.00 1.00 1.00
AQ1 NORT 2.00 0.00 0.50 0.50
AQ1 QUIL 1.20 1.20 1.20 1.20
AQ1 BRIG 0.00 0.00 0.00 0.00
AQ2 fees 24.75 24.00 23.25 22.50
AQ2 BRAC 4.00 4.00 4.00 5.00
AQ2 TIDE 4.50 2.00 2.00 2.00
AQ2 ORRE 3.00 3.00 3.00 2.00
AQ2 LARK 4.00 4.00 4.00 1.50
AQ2 MARR 3.00 3.00 3.00 3.00
AQ2 CIND 3.50 3.50 3.50 3.50
AQ2 NINE 0.00 3.00 3.00 3.00
AQ2 PLUM 0.00 0.00 3.00 3.00
AQ2 PEAT 1.50 1.50 1.50 1.00
AQ2 GANT 1.50 1.50 1.00 1.00
AQ2 HOLL 1.00 1.00 0.50 0.00
"""


def reserves(fund: str) -> Iterator[tuple[date, str, Decimal, str]]:
    """Day, item, amount and company ('' for the whole fund) of each reserve of a fund."""
    for line in TABLE.strip().splitlines():
        code, company, *amounts = line.split()
        if code != fund:
            continue
        for day, amount in zip(DAYS, amounts, strict=True):
            if company == "fees":
                yield day, "reserve_fees", money(amount), ""
            else:
                yield day, "reserve_follow_on", money(amount), company
