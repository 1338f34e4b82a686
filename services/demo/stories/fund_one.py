"""Fund I, vintage 2021: past its J-curve, one good exit, a credit line before each call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.demo.stories.story import Restated, Story, bridges, millions, money, payouts, quarters

COMMITMENTS = """
NWTP 20.0
TASM 15.0
BELV 13.0
KVST 11.0
MRDN 9.0
CRWN 8.0
HALB 7.0
CANT 6.0
ORIA 6.0
OSPR 5.0
LAKE 4.0
VALE 4.0
TESS 3.0
ABER 2.0
LACY 2.0
PARK 2.0
SOLB 2.0
KINL 1.0
AQGP 2.4
"""

# end        call       invested fees expenses line_cost assets
QUARTERS = """
2021-09-30 2021-08-20 6.40 0.60 0.15 0.00 6.5
2021-12-31 2021-11-15 6.90 0.60 0.05 0.03 13.8
2022-03-31 2022-02-14 6.80 0.60 0.05 0.03 20.7
2022-06-30 2022-05-16 6.40 0.60 0.05 0.03 27.6
2022-09-30 2022-08-18 6.00 0.60 0.05 0.03 34.0
2022-12-31 2022-11-11 5.60 0.60 0.05 0.03 40.4
2023-03-31 2023-02-20 4.80 0.60 0.05 0.03 46.6
2023-06-30 2023-05-15 4.60 0.60 0.05 0.03 53.2
2023-09-30 2023-08-16 4.20 0.60 0.05 0.03 60.0
2023-12-31 2023-11-20 4.00 0.60 0.05 0.03 65.3
2024-03-31 2024-02-19 3.40 0.60 0.05 0.03 73.9
2024-06-30 2024-05-21 3.20 0.60 0.05 0.03 78.2
2024-09-30 2024-08-14 3.20 0.60 0.05 0.03 87.9
2024-12-31 2024-11-18 2.80 0.60 0.05 0.02 97.1
2025-03-31 2025-02-17 1.90 0.60 0.05 0.02 106.2
2025-06-30 2025-05-19 1.40 0.60 0.05 0.02 98.6
2025-09-30 2025-08-12 1.20 0.60 0.05 0.02 106.2
2025-12-31 2025-11-14 1.00 0.60 0.05 0.02 109.5
2026-03-31 2026-02-13 1.40 0.60 0.05 0.02 115.8
2026-06-30 2026-05-18 2.40 0.60 0.05 0.02 124.4
2026-09-30 2026-08-19 4.00 0.60 0.10 0.10 131.6
"""

# date       type amount carry
PAYOUTS = """
2023-11-20 distribution_permanent_income_dividends 0.60 0.00
2024-06-14 distribution_permanent_gain_loss 4.20 0.00
2025-05-22 distribution_recallable_return_of_capital 3.00 0.00
2025-05-22 distribution_permanent_gain_loss 13.80 0.00
2025-12-12 distribution_permanent_gain_loss 5.20 0.00
2026-08-21 distribution_permanent_gain_loss 3.60 0.00
"""

# drawn      repaid     amount
BRIDGES = """
2021-08-20 2021-11-15 4.10
2021-11-23 2022-02-14 4.10
2022-02-17 2022-05-16 3.80
2022-05-30 2022-08-18 3.60
2022-08-16 2022-11-11 3.40
2022-11-29 2023-02-20 2.90
2023-02-16 2023-05-15 2.80
2023-05-26 2023-08-16 2.50
2023-08-25 2023-11-20 2.40
2023-11-28 2024-02-19 2.00
2024-02-23 2024-05-21 1.90
2024-05-24 2024-08-14 1.90
2024-08-23 2024-11-18 1.70
2024-11-26 2025-02-17 1.10
2025-02-20 2025-05-19 0.80
2025-05-22 2025-08-12 0.70
2025-08-19 2025-11-14 0.60
2025-11-24 2026-02-13 0.80
2026-02-19 2026-05-18 1.40
2026-05-29 2026-08-19 2.40
2026-09-08 - 2.60
"""

FUND_ONE = Story(
    code="AQ1",
    name="Alder & Quay Fund I, L.P.",
    vintage_year=2021,
    strategy="early_stage",
    geography="north_america",
    currency="USD",
    inception=date(2021, 7, 1),
    investment_period_end=date(2026, 6, 30),
    term_end=date(2031, 6, 30),
    commitments=millions(COMMITMENTS),
    general_partner="AQGP",
    fee_steps=((date(2021, 7, 1), Decimal("0.02"), "committed"),),
    accrued_expenses=Decimal("60000.00"),
    line_rate=Decimal("0.065"),
    line_limit=money("15.0"),
    fee_offset=Decimal("6000.00"),
    offset_from=date(2023, 1, 1),
    quarters=quarters(QUARTERS),
    payouts=payouts(PAYOUTS),
    bridges=bridges(BRIDGES),
    restated=Restated(end=date(2026, 3, 31), assets=money("117.3"), corrected=date(2026, 6, 22)),
)
