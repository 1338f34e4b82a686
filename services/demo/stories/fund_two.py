"""Fund II, vintage 2024: in its J-curve, nothing distributed, much of its cost bridged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.demo.stories.story import Story, bridges, millions, money, quarters

COMMITMENTS = """
NWTP 32.0
TASM 22.0
BELV 18.0
KVST 15.0
MRDN 11.0
CRWN 9.0
CANT 8.0
HALB 8.0
OSPR 6.0
LAKE 5.0
ORIA 5.0
VALE 4.0
ASHG 3.0
PARK 2.0
SUND 2.0
AQGP 3.0
"""

# end        call       invested fees expenses line_cost assets
QUARTERS = """
2024-06-30 2024-05-21 2.40 0.75 0.40 0.00 2.4
2024-09-30 2024-08-14 3.00 0.75 0.10 0.08 5.5
2024-12-31 2024-11-18 3.00 0.75 0.10 0.08 8.5
2025-03-31 2025-02-17 3.00 0.75 0.10 0.08 11.8
2025-06-30 2025-05-19 3.00 0.75 0.10 0.08 15.2
2025-09-30 2025-08-12 3.50 0.75 0.10 0.08 19.0
2025-12-31 2025-11-14 3.50 0.75 0.10 0.08 23.1
2026-03-31 2026-02-13 3.50 0.75 0.10 0.08 28.0
2026-06-30 2026-05-18 3.50 0.75 0.10 0.08 33.4
2026-09-30 2026-08-19 4.00 0.75 0.20 0.06 39.5
"""

# drawn      repaid     amount
BRIDGES = """
2024-04-22 2024-08-14 2.40
2024-07-22 2024-11-18 2.40
2024-10-25 2025-02-17 2.40
2025-01-20 2025-05-19 2.40
2025-04-21 2025-08-12 2.80
2025-07-18 2025-11-14 2.80
2025-10-21 2026-02-13 2.80
2026-01-19 2026-05-18 2.80
2026-04-27 2026-08-19 3.20
2026-07-21 - 4.00
2026-09-10 - 2.50
"""

FUND_TWO = Story(
    code="AQ2",
    name="Alder & Quay Fund II, L.P.",
    vintage_year=2024,
    strategy="early_stage",
    geography="north_america",
    currency="USD",
    inception=date(2024, 4, 15),
    investment_period_end=date(2029, 4, 14),
    term_end=date(2034, 4, 14),
    commitments=millions(COMMITMENTS),
    general_partner="AQGP",
    fee_steps=((date(2024, 4, 15), Decimal("0.02"), "committed"),),
    accrued_expenses=Decimal("90000.00"),
    line_rate=Decimal("0.065"),
    line_limit=money("20.0"),
    fee_offset=Decimal("4500.00"),
    offset_from=date(2025, 1, 1),
    quarters=quarters(QUARTERS),
    bridges=bridges(BRIDGES),
)
