"""What the euro fund held: twenty companies, one sale of nine times its cost, five still there."""

from __future__ import annotations

from datetime import date

from services.demo.portfolio.book import portfolio

# code|name|sector|subsector|stage|geography|founded|currency|status|lead|channel
COMPANIES = """
BELM|Belmarsh Data|Software|Data|Exited|GB|2012|GBP|exited|TO|referral
FJOR|Fjordlys Energi|Climate|Grid|Growth|NO|2011|EUR|active|HL|founder_network
PAPI|Papillote Foods|Consumer|Food|Written off|FR|2013|EUR|failed|TO|inbound
RAUH|Rauhwerk|Industrial|Additive|Exited|DE|2012|EUR|exited|HL|conference
HAVS|Havsvik|Software|Maritime|Exited|SE|2011|EUR|exited|HL|founder_network
ZIRK|Zirkelwind|Climate|Wind|Written off|DE|2013|EUR|failed|HL|conference
WEXC|Wexcombe Software|Software|Public sector|Exited|GB|2010|GBP|exited|TO|referral
SONN|Sonnenkamm|Climate|Solar|Exited|DE|2012|EUR|exited|HL|co_investor
TAVO|Tavolato|Consumer|Home|Exited|IT|2013|EUR|exited|TO|inbound
QUIN|Quintalo|Fintech|Payments|Exited|ES|2013|EUR|exited|TO|accelerator
KANT|Kantstein|Software|Construction|Growth|DE|2012|EUR|active|HL|referral
GRAC|Grachtwerk|Industrial|Sensors|Exited|NL|2014|EUR|exited|IM|co_investor
NORD|Nordlinje|Fintech|Pensions|Exited|DK|2013|EUR|exited|IM|founder_network
MOSS|Mossgate Media|Consumer|Media|Written off|GB|2014|GBP|failed|TO|outbound
VEST|Vestergade Pay|Fintech|Payments|Growth|DK|2014|EUR|active|IM|founder_network
OSTR|Ostrova|Software|Security|Exited|CZ|2015|EUR|exited|TO|accelerator
LOIR|Loire Optique|Industrial|Optics|Series A|FR|2013|EUR|active|HL|conference
ALMA|Almadena|Health|Clinics|Exited|ES|2015|EUR|exited|IM|accelerator
THIS|Thistlemere Health|Health|Remote care|Series A|GB|2015|GBP|active|TO|referral
PONT|Pontavia|Software|Logistics|Exited|PT|2014|EUR|exited|IM|co_investor
"""

# company round date amount ownership (Wexcombe, Mossgate and Thistlemere in pounds)
LOTS = """
BELM A 2014-05-20 3.00 0.150
FJOR A 2014-05-27 3.00 0.120
PAPI S 2014-08-25 2.00 0.180
RAUH A 2014-09-02 2.00 0.110
HAVS A 2014-11-25 3.00 0.140
ZIRK S 2014-12-02 2.00 0.160
WEXC A 2015-02-24 2.90 0.130
SONN A 2015-05-28 3.00 0.115
BELM B 2015-05-26 2.00 0.060
TAVO S 2015-08-24 2.00 0.150
QUIN A 2015-08-31 2.10 0.100
KANT A 2015-11-24 4.00 0.145
RAUH B 2016-02-22 2.00 0.070
GRAC S 2016-02-29 2.00 0.125
NORD A 2016-05-26 4.00 0.128
HAVS B 2016-08-22 2.00 0.045
MOSS S 2016-08-24 1.55 0.140
VEST A 2016-11-21 4.00 0.135
FJOR B 2017-02-20 1.80 0.050
OSTR S 2017-02-27 1.70 0.110
LOIR A 2017-05-24 3.50 0.165
ALMA S 2017-08-28 1.20 0.080
THIS S 2017-09-05 1.10 0.090
PONT A 2017-11-20 2.50 0.105
KANT B 2018-02-27 2.00 0.040
GRAC A 2018-05-22 2.00 0.055
VEST B 2018-08-24 1.00 0.025
THIS A 2018-11-26 0.85 0.050
"""

PRICES = """
BELM 2014-05-20 1.00 2015-05-26 1.25 2016-06-30 1.41 2017-06-30 1.74 2018-03-12 2.04
FJOR 2014-05-27 1.00 2016-06-30 1.20 2017-02-20 1.25 2018-06-30 1.46 2019-06-30 1.80
    2020-12-31 2.25 2021-12-31 3.15 2022-12-31 2.70 2024-04-12 2.82 2025-06-30 2.90
    2026-09-30 3.10
PAPI 2014-08-25 1.00 2015-03-31 1.00 2015-12-31 0.60 2016-06-30 0.40 2017-01-31 0.05
RAUH 2014-09-02 1.00 2016-02-22 1.05 2016-06-30 1.15 2017-06-02 1.36
HAVS 2014-11-25 1.00 2016-08-22 1.90 2017-06-30 2.35 2018-06-30 2.84 2018-11-16 3.09
ZIRK 2014-12-02 1.00 2015-06-30 0.90 2015-12-31 0.40 2016-06-30 0.25 2016-09-15 0.05
WEXC 2015-02-24 1.00 2016-06-30 1.37 2017-06-30 2.00 2018-06-30 2.70 2019-06-30 4.20
    2020-12-31 6.00 2021-03-12 6.28
SONN 2015-05-28 1.00 2016-06-30 1.83 2017-06-30 3.00 2018-06-30 4.30 2019-07-05 5.53
TAVO 2015-08-24 1.00 2016-06-30 1.20 2016-10-07 1.30
QUIN 2015-08-31 1.00 2016-06-30 1.15 2017-06-30 1.40 2018-06-30 1.85 2019-06-30 2.30
    2020-09-11 2.80
KANT 2015-11-24 1.00 2016-06-30 1.05 2018-02-27 1.30 2018-06-30 1.35 2019-06-30 1.53
    2020-12-31 1.62 2021-12-31 2.17 2022-12-31 1.99 2024-06-30 2.08 2025-03-07 2.17
    2026-09-30 2.47
GRAC 2016-02-29 1.00 2017-06-30 1.25 2018-05-22 1.45 2019-06-30 1.92 2020-12-31 2.66
    2021-12-31 2.81 2022-06-10 3.08
NORD 2016-05-26 1.00 2017-06-30 1.50 2018-06-30 2.50 2019-06-30 3.50 2020-12-31 6.00
    2021-09-30 8.30 2021-11-12 9.00
MOSS 2016-08-24 1.00 2016-12-31 0.80 2017-06-30 0.30 2018-02-28 0.02
VEST 2016-11-21 1.00 2017-06-30 1.00 2018-08-24 1.12 2019-06-30 1.12 2020-12-31 1.02
    2021-12-31 1.43 2022-12-31 1.12 2024-06-30 1.22 2025-03-31 1.43 2026-02-13 1.53
    2026-09-30 1.78
OSTR 2017-02-27 1.00 2018-06-30 1.40 2019-06-30 1.95 2020-09-11 2.70
LOIR 2017-05-24 1.00 2019-06-30 1.00 2020-12-31 0.95 2021-12-31 0.86 2022-12-31 0.57
    2024-03-31 0.43 2026-09-30 0.43
ALMA 2017-08-28 1.00 2018-06-30 1.10 2019-06-30 1.70 2020-12-31 3.75 2021-03-12 3.92
THIS 2017-09-05 1.00 2018-11-26 1.10 2019-06-30 1.00 2020-12-31 0.95 2021-12-31 1.32
    2022-12-31 0.69 2024-06-30 0.55 2025-03-31 0.63 2026-09-30 0.77
PONT 2017-11-20 1.00 2018-06-30 1.20 2019-06-30 1.80 2020-12-31 2.80 2021-12-31 3.60
    2022-12-31 4.00 2023-05-05 4.64
"""

# date company kind amount part
MOVES = """
2016-09-15 ZIRK write_off - 1
2016-10-07 TAVO proceeds 2.60 1
2017-01-31 PAPI write_off - 1
2017-06-02 RAUH proceeds 5.30 1
2018-02-28 MOSS write_off - 1
2018-03-12 BELM proceeds 9.20 1
2018-11-16 HAVS proceeds 12.25 1
2019-07-05 SONN proceeds 16.35 1
2020-09-11 QUIN proceeds 5.70 1
2020-09-11 OSTR proceeds 4.50 1
2021-03-12 WEXC proceeds 17.60 1
2021-03-12 ALMA proceeds 4.70 1
2021-11-12 NORD proceeds 35.70 1
2022-06-10 GRAC proceeds 10.20 1
2023-05-05 PONT proceeds 11.40 1
2024-04-12 FJOR proceeds 10.15 0.82
2025-03-07 KANT proceeds 8.20 0.70
2025-06-16 VEST dividend 0.15 -
2026-02-13 VEST proceeds 5.85 0.80
"""

FUND_ZERO = portfolio(
    "AQ0",
    companies=COMPANIES,
    lots=LOTS,
    prices=PRICES,
    moves=MOVES,
    currencies={"WEXC": "GBP", "MOSS": "GBP", "THIS": "GBP"},
    unmarked={"LOIR": date(2025, 12, 31)},
)
