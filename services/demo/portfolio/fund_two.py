"""What Fund II holds: thirteen young companies and a late round of Fund I's best one."""

from __future__ import annotations

from services.demo.portfolio.book import portfolio

# code|name|sector|subsector|stage|geography|founded|currency|status|lead|channel
COMPANIES = """
BRAC|Brackenfold|Software|Developer tools|Series A|US|2022|USD|active|IM|founder_network
TIDE|Tidewell Health|Health|Remote care|Series A|US|2022|USD|active|TO|co_investor
ORRE|Orrery Labs|Software|Scheduling|Series A|US|2023|USD|active|RB|founder_network
MARR|Marrowstone Bio|Health|Therapeutics|Series A|US|2021|USD|active|IM|referral
GANT|Gantry & Loom|Industrial|Automation|Seed|DE|2022|EUR|active|HL|conference
PEAT|Peatland Carbon|Climate|Carbon|Seed|GB|2023|GBP|active|HL|accelerator
LARK|Ledgerlark|Fintech|Reconciliation|Series A|US|2022|USD|active|TO|founder_network
CIND|Cinderpath|Climate|Geothermal|Series A|US|2021|USD|active|HL|co_investor
HOLL|Hollowbrook|Fintech|Insurance|Seed|US|2023|USD|active|TO|outbound
PLUM|Plumbline Robotics|Industrial|Robotics|Series A|US|2022|USD|active|RB|co_investor
WICK|Wicket & Rye|Consumer|Grocery|Seed|US|2023|USD|active|MC|inbound
NINE|Ninebark Security|Software|Security|Series A|CA|2022|USD|active|RB|founder_network
TALL|Tallowfield|Industrial|Sensors|Seed|US|2024|USD|active|JF|outbound
"""

# company round date amount ownership (Gantry & Loom in euros, the others in dollars)
LOTS = """
BRAC S 2024-04-29 2.20 0.110
TIDE S 2024-06-04 2.40 0.105
ORRE S 2024-07-30 1.90 0.120
WICK S 2024-09-17 1.40 0.130
LARK S 2024-11-05 2.20 0.098
PEAT S 2025-01-28 1.50 0.115
GANT S 2025-02-25 1.70 0.108
BRAC A 2025-05-06 2.20 0.045
MARR A 2025-07-22 2.40 0.092
HOLL S 2025-08-19 1.80 0.110
CIND A 2025-10-28 2.60 0.084
NINE A 2026-01-27 2.50 0.090
TIDE A 2026-02-24 2.60 0.040
PLUM A 2026-05-05 2.60 0.088
LARK A 2026-07-28 2.60 0.036
CORV C 2026-08-04 3.00 0.006
WICK N 2026-08-26 0.40 -
ORRE A 2026-09-15 1.60 0.026
TALL S 2026-09-22 1.10 0.080
"""

PRICES = """
BRAC 2024-04-29 1.00 2025-05-06 1.50 2026-03-31 1.90 2026-09-30 2.35
TIDE 2024-06-04 1.00 2026-02-24 1.35 2026-09-30 1.40
ORRE 2024-07-30 1.00 2026-06-30 1.25 2026-09-15 1.45 2026-09-30 1.45
WICK 2024-09-17 1.00 2025-12-31 0.90 2026-06-30 0.50 2026-08-26 0.35 2026-09-30 0.35
LARK 2024-11-05 1.00 2026-07-28 1.55 2026-09-30 1.60
PEAT 2025-01-28 1.00 2026-09-30 1.10
GANT 2025-02-25 1.00 2026-09-30 1.08
MARR 2025-07-22 1.00 2026-09-30 1.10
HOLL 2025-08-19 1.00 2026-06-30 0.90 2026-09-30 0.80
CIND 2025-10-28 1.00 2026-09-30 1.12
NINE 2026-01-27 1.00 2026-09-30 1.08
PLUM 2026-05-05 1.00 2026-09-30 1.00
TALL 2026-09-22 1.00 2026-09-30 1.00
CORV 2026-08-04 1.00 2026-09-30 1.00
"""

FUND_TWO = portfolio(
    "AQ2",
    companies=COMPANIES,
    lots=LOTS,
    prices=PRICES,
    currencies={"GANT": "EUR"},
)
