"""The fund before the funds, vintage 2008: sold to the last company and wound up in 2020."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.demo.stories.story import Story, millions, payouts, quarters

COMMITMENTS = """
NWTP 9.0
MRDN 6.0
LIMM 6.0
HALB 5.0
CRWN 5.0
VALE 5.0
GRNW 4.0
TORV 3.0
TESS 3.0
ABER 2.0
FINI 2.0
WHIT 2.0
AQGP 1.04
"""

# end        call       invested fees expenses line_cost assets
QUARTERS = """
2008-06-30 2008-05-29 2.50 0.26 0.17 0.00 2.5
2008-09-30 2008-07-10 3.00 0.26 0.05 0.00 5.2
2008-12-31 2008-11-06 2.40 0.26 0.05 0.00 7.3
2009-03-31 2009-02-26 1.50 0.26 0.05 0.00 8.5
2009-06-30 2009-05-07 2.00 0.26 0.05 0.00 11.2
2009-09-30 2009-08-13 2.50 0.26 0.05 0.00 14.4
2009-12-31 2009-11-05 3.00 0.26 0.05 0.00 18.3
2010-03-31 2010-02-11 3.40 0.26 0.05 0.00 22.6
2010-06-30 2010-05-13 2.50 0.26 0.05 0.00 26.3
2010-09-30 2010-09-02 2.50 0.26 0.05 0.00 29.9
2010-12-31 2010-11-11 3.00 0.26 0.05 0.00 34.4
2011-03-31 2011-02-10 1.50 0.26 0.05 0.00 38.0
2011-06-30 2011-05-12 1.50 0.26 0.05 0.00 41.7
2011-09-30 2011-08-11 3.00 0.26 0.05 0.00 47.0
2011-12-31 2011-11-10 2.50 0.26 0.05 0.00 51.9
2012-03-31 2012-02-09 1.50 0.26 0.05 0.00 56.6
2012-06-30 2012-05-10 1.50 0.26 0.05 0.00 59.8
2012-09-30 2012-08-17 0.00 0.26 0.05 0.00 63.3
2012-12-31 2012-11-16 0.00 0.26 0.05 0.00 66.8
2013-03-31 2013-02-07 1.00 0.26 0.05 0.00 71.2
2013-06-30 2013-05-09 1.20 0.13 0.05 0.00 66.8
2013-09-30 2013-08-15 0.00 0.13 0.05 0.00 70.3
2013-12-31 2013-11-14 0.00 0.13 0.05 0.00 67.5
2014-03-31 2014-02-19 0.00 0.13 0.05 0.00 68.9
2014-06-30 2014-05-20 0.00 0.13 0.05 0.00 72.5
2014-09-30 2014-08-18 0.00 0.13 0.05 0.00 61.5
2014-12-31 2014-11-17 0.00 0.13 0.05 0.00 60.7
2015-03-31 2015-02-16 0.00 0.13 0.05 0.00 63.5
2015-06-30 2015-05-21 0.00 0.13 0.05 0.00 61.1
2015-09-30 2015-08-14 0.00 0.13 0.05 0.00 63.5
2015-12-31 2015-11-13 0.00 0.13 0.05 0.00 52.1
2016-03-31 2016-02-19 0.00 0.13 0.05 0.00 54.2
2016-06-30 2016-05-20 0.00 0.13 0.05 0.00 36.6
2016-09-30 2016-08-18 0.00 0.13 0.05 0.00 38.3
2016-12-31 2016-11-17 0.00 0.13 0.05 0.00 39.9
2017-03-31 2017-02-16 0.00 0.13 0.05 0.00 27.9
2017-06-30 - 0.00 0.00 0.00 0.00 28.9
2017-09-30 - 0.00 0.00 0.00 0.00 29.8
2017-12-31 - 0.00 0.00 0.00 0.00 19.7
2018-03-31 - 0.00 0.00 0.00 0.00 20.2
2018-06-30 - 0.00 0.00 0.00 0.00 20.7
2018-09-30 - 0.00 0.00 0.00 0.00 21.3
2018-12-31 - 0.00 0.00 0.00 0.00 21.8
2019-03-31 - 0.00 0.00 0.00 0.00 22.3
2019-06-30 - 0.00 0.00 0.00 0.00 5.7
2019-09-30 - 0.00 0.00 0.00 0.00 5.8
2019-12-31 - 0.00 0.00 0.00 0.00 5.8
2020-03-31 - 0.00 0.00 0.00 0.00 5.8
2020-06-30 - 0.00 0.00 0.00 0.00 0.0
"""

# date       type amount carry
PAYOUTS = """
2012-06-29 distribution_permanent_return_of_capital 1.60 0.00
2013-04-05 distribution_permanent_return_of_capital 8.80 0.00
2013-11-08 distribution_permanent_return_of_capital 6.00 0.00
2014-03-07 distribution_permanent_return_of_capital 2.30 0.00
2014-07-11 distribution_permanent_return_of_capital 14.20 0.00
2014-12-05 distribution_permanent_return_of_capital 3.90 0.00
2015-04-10 distribution_permanent_return_of_capital 4.90 0.00
2015-10-09 distribution_permanent_return_of_capital 9.50 0.00
2015-10-09 distribution_permanent_gain_loss 3.70 0.00
2016-06-10 distribution_permanent_gain_loss 19.50 0.00
2017-03-10 distribution_permanent_gain_loss 9.80 3.90
2017-11-10 distribution_permanent_gain_loss 7.40 3.40
2019-05-17 distribution_permanent_gain_loss 11.20 5.30
2020-05-29 distribution_permanent_gain_loss 4.40 1.40
"""

PIONEER = Story(
    code="AQP",
    name="Alder & Quay Pioneer, L.P.",
    vintage_year=2008,
    strategy="early_stage",
    geography="north_america",
    currency="USD",
    inception=date(2008, 5, 1),
    investment_period_end=date(2013, 4, 30),
    term_end=date(2020, 6, 30),
    commitments=millions(COMMITMENTS),
    general_partner="AQGP",
    fee_steps=(
        (date(2008, 5, 1), Decimal("0.02"), "committed"),
        (date(2013, 5, 1), Decimal("0.01"), "committed"),
    ),
    accrued_expenses=Decimal("0.00"),
    quarters=quarters(QUARTERS),
    payouts=payouts(PAYOUTS),
    outside_fees=((date(2009, 11, 5), "FINI", Decimal("100000.00")),),
    quiet_expenses=Decimal("30000.00"),
)
