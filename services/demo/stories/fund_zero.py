"""The first fund, vintage 2014, in euros: nearly liquidated, its carried interest mostly paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.demo.stories.story import Story, millions, payouts, quarters

COMMITMENTS = """
NWTP 14.0
KVST 11.0
MRDN 10.0
BELV 9.0
CRWN 7.0
HALB 6.0
LIMM 5.0
ORIA 5.0
GRNW 3.0
SOLB 3.0
TORV 3.0
ABER 2.0
FINI 2.0
AQGP 1.6
"""

# end        call       invested fees expenses line_cost assets
QUARTERS = """
2014-06-30 2014-05-14 6.00 0.40 0.38 0.00 6.0
2014-09-30 2014-08-18 4.00 0.40 0.03 0.00 10.1
2014-12-31 2014-11-18 5.00 0.40 0.03 0.00 15.2
2015-03-31 2015-02-17 4.00 0.40 0.03 0.00 19.4
2015-06-30 2015-05-21 5.00 0.40 0.03 0.00 24.9
2015-09-30 2015-08-14 4.00 0.40 0.03 0.00 29.3
2015-12-31 2015-11-16 4.00 0.40 0.03 0.00 34.0
2016-03-31 2016-02-15 4.00 0.40 0.03 0.00 39.4
2016-06-30 2016-05-19 4.00 0.40 0.03 0.00 45.2
2016-09-30 2016-08-12 4.00 0.40 0.03 0.00 51.5
2016-12-31 2016-11-14 4.00 0.40 0.03 0.00 54.9
2017-03-31 2017-02-13 3.50 0.40 0.03 0.00 62.2
2017-06-30 2017-05-17 3.50 0.40 0.03 0.00 64.5
2017-09-30 2017-08-21 2.50 0.40 0.03 0.00 71.6
2017-12-31 2017-11-13 2.50 0.40 0.03 0.00 78.5
2018-03-31 2018-02-20 2.00 0.40 0.03 0.00 75.8
2018-06-30 2018-05-15 2.00 0.40 0.03 0.00 82.6
2018-09-30 2018-08-17 1.00 0.40 0.03 0.00 87.7
2018-12-31 2018-11-19 1.00 0.40 0.03 0.00 81.4
2019-03-31 2019-02-18 0.00 0.40 0.03 0.00 85.7
2019-06-30 2019-05-13 0.00 0.20 0.03 0.00 90.9
2019-09-30 2019-08-15 0.00 0.20 0.03 0.00 79.2
2019-12-31 2019-11-18 0.00 0.20 0.03 0.00 83.7
2020-03-31 2020-02-17 0.00 0.20 0.03 0.00 88.6
2020-06-30 2020-05-20 0.00 0.20 0.03 0.00 92.5
2020-09-30 2020-08-13 0.00 0.20 0.03 0.00 87.1
2020-12-31 2020-11-16 0.00 0.20 0.03 0.00 91.3
2021-03-31 2021-02-15 0.00 0.20 0.03 0.00 73.5
2021-06-30 2021-05-18 0.00 0.20 0.03 0.00 78.7
2021-09-30 2021-08-20 0.00 0.20 0.03 0.00 84.7
2021-12-31 2021-11-15 0.00 0.20 0.03 0.00 55.4
2022-03-31 2022-02-14 0.00 0.20 0.03 0.00 53.8
2022-06-30 2022-05-16 0.00 0.20 0.03 0.00 42.7
2022-09-30 2022-08-18 0.00 0.20 0.03 0.00 41.6
2022-12-31 2022-11-11 0.00 0.20 0.03 0.00 40.9
2023-03-31 - 0.00 0.00 0.00 0.00 41.1
2023-06-30 - 0.00 0.00 0.00 0.00 30.3
2023-09-30 - 0.00 0.00 0.00 0.00 30.8
2023-12-31 - 0.00 0.00 0.00 0.00 30.9
2024-03-31 - 0.00 0.00 0.00 0.00 31.7
2024-06-30 - 0.00 0.00 0.00 0.00 22.2
2024-09-30 - 0.00 0.00 0.00 0.00 22.9
2024-12-31 - 0.00 0.00 0.00 0.00 23.3
2025-03-31 - 0.00 0.00 0.00 0.00 15.7
2025-06-30 - 0.00 0.00 0.00 0.00 16.2
2025-09-30 - 0.00 0.00 0.00 0.00 16.5
2025-12-31 - 0.00 0.00 0.00 0.00 16.9
2026-03-31 - 0.00 0.00 0.00 0.00 11.2
2026-06-30 - 0.00 0.00 0.00 0.00 11.3
2026-09-30 - 0.00 0.00 0.00 0.00 11.4
"""

# date       type amount carry
PAYOUTS = """
2016-10-14 distribution_permanent_return_of_capital 2.40 0.00
2017-06-09 distribution_permanent_return_of_capital 5.00 0.00
2018-03-16 distribution_permanent_gain_loss 9.00 0.00
2018-11-23 distribution_permanent_gain_loss 12.00 0.00
2019-07-12 distribution_permanent_gain_loss 16.00 0.00
2020-09-18 distribution_permanent_gain_loss 10.00 0.00
2021-03-19 distribution_permanent_gain_loss 24.00 0.00
2021-11-19 distribution_permanent_gain_loss 28.00 7.00
2022-06-17 distribution_permanent_gain_loss 8.00 2.00
2023-05-12 distribution_permanent_gain_loss 9.00 2.20
2024-04-19 distribution_permanent_gain_loss 8.00 2.00
2025-03-14 distribution_permanent_gain_loss 6.20 1.90
2026-02-20 distribution_permanent_gain_loss 4.40 1.40 2026-09-02
"""

FUND_ZERO = Story(
    code="AQ0",
    name="Alder & Quay Seed, SCSp",
    vintage_year=2014,
    strategy="early_stage",
    geography="europe",
    currency="EUR",
    inception=date(2014, 4, 1),
    investment_period_end=date(2019, 3, 31),
    term_end=date(2026, 12, 31),
    commitments=millions(COMMITMENTS),
    general_partner="AQGP",
    fee_steps=(
        (date(2014, 4, 1), Decimal("0.02"), "committed"),
        (date(2019, 4, 1), Decimal("0.01"), "committed"),
    ),
    accrued_expenses=Decimal("30000.00"),
    quiet_expenses=Decimal("20000.00"),
    fee_offset=Decimal("5000.00"),
    offset_from=date(2016, 1, 1),
    quarters=quarters(QUARTERS),
    payouts=payouts(PAYOUTS),
)
