"""What Fund I holds: fourteen companies, two sold well, one lost, and one it waits for."""

from __future__ import annotations

from datetime import date

from services.demo.portfolio.book import Receivable, portfolio
from services.demo.stories.story import money

# code|name|sector|subsector|stage|geography|founded|currency|status|lead|channel
COMPANIES = """
ARDE|Ardent Systems|Software|Developer tools|Exited|US|2018|USD|exited|IM|co_investor
CORV|Corvane|Fintech|Treasury|Series C|US|2019|USD|active|IM|founder_network
TARN|Tarn Analytics|Software|Data|Series B|US|2019|USD|active|TO|co_investor
MOSA|Mosaic Pay|Fintech|Payments|Exited|US|2020|USD|exited|TO|accelerator
HALD|Halden Robotics|Industrial|Robotics|Series C|US|2018|USD|active|HL|founder_network
STIL|Stillwell Heat|Climate|Heat pumps|Written off|US|2020|USD|failed|HL|conference
BRIG|Brightwater Foods|Consumer|Food|Series A|US|2019|USD|active|TO|inbound
SALT|Saltmarsh|Fintech|Lending|Seed|GB|2021|GBP|active|TO|accelerator
LUME|Lumenary Health|Health|Diagnostics|Series B|US|2019|USD|active|IM|co_investor
KEST|Kestrel Freight|Industrial|Logistics|Series A|CA|2018|USD|active|HL|referral
OXBO|Oxbow Energy|Climate|Storage|Series B|DE|2019|EUR|active|HL|co_investor
PELL|Pellucid|Software|Observability|Series A|US|2021|USD|active|RB|founder_network
NORT|Northlight Bio|Health|Therapeutics|Series A|US|2021|USD|active|IM|referral
QUIL|Quillon|Software|Legal|Seed|GB|2023|GBP|active|RB|outbound
"""

# company round date amount ownership (Oxbow in euros, the others in dollars)
LOTS = """
ARDE A 2021-09-14 3.80 0.124
CORV A 2021-11-04 3.90 0.081
TARN A 2021-12-07 4.70 0.129
MOSA S 2022-01-18 2.60 0.110
HALD A 2022-03-09 4.00 0.102
STIL A 2022-04-12 3.40 0.135
BRIG A 2022-06-21 3.60 0.162
SALT S 2022-08-30 2.40 0.120
LUME A 2022-10-11 4.30 0.090
KEST A 2022-11-22 3.60 0.150
OXBO A 2023-03-21 4.60 0.078
CORV B 2023-05-16 4.50 0.040
TARN B 2023-08-24 3.50 0.038
PELL A 2023-10-17 3.40 0.134
BRIG +A 2023-12-05 2.00 -
HALD B 2024-02-27 5.00 0.040
NORT A 2024-05-28 3.20 0.087
SALT N 2024-06-04 0.80 -
LUME B 2024-09-12 3.50 0.025
PELL X 2025-02-18 2.00 0.022
QUIL S 2025-02-24 2.40 0.075
KEST B 2025-06-17 2.80 0.040
NORT +A 2026-03-10 2.00 -
OXBO B 2026-06-09 3.90 0.023
HALD C 2026-08-25 2.00 0.008
PELL N 2026-09-10 1.00 -
"""

PRICES = """
ARDE 2021-09-14 1.00 2022-12-31 1.25 2023-12-31 2.10 2024-12-31 4.60 2025-05-14 5.00
CORV 2021-11-04 1.00 2023-05-16 2.30 2024-06-30 2.90 2025-06-30 3.70 2026-09-30 4.90
TARN 2021-12-07 1.00 2023-08-24 1.35 2024-12-31 1.60 2026-09-30 1.97
MOSA 2022-01-18 1.00 2022-12-31 1.15 2023-12-31 1.55 2024-06-12 1.77
HALD 2022-03-09 1.00 2023-03-31 1.10 2024-02-27 1.29 2025-03-31 1.85 2026-06-30 2.80
    2026-08-25 3.04 2026-09-30 3.65
STIL 2022-04-12 1.00 2023-03-31 0.90 2023-12-31 0.45 2024-06-30 0.15 2024-10-31 0.09
BRIG 2022-06-21 1.00 2023-12-05 1.20 2024-12-31 1.15 2026-06-30 1.10 2026-09-30 0.95
SALT 2022-08-30 1.00 2023-12-31 1.05 2024-06-04 0.90 2025-12-31 0.85 2026-06-30 0.79
    2026-09-30 0.64
LUME 2022-10-11 1.00 2023-12-31 1.40 2024-09-12 1.75 2025-09-30 2.25 2026-06-30 2.70
    2026-09-30 2.95
KEST 2022-11-22 1.00 2025-06-17 1.10 2026-03-31 1.02 2026-09-30 1.25
OXBO 2023-03-21 1.00 2025-06-30 1.25 2026-06-09 1.42 2026-09-30 1.52
PELL 2023-10-17 1.00 2025-02-18 1.35 2026-06-30 1.65 2026-09-30 1.65
NORT 2024-05-28 1.00 2026-09-30 1.00
QUIL 2025-02-24 1.00 2026-03-31 1.00 2026-06-30 1.12 2026-09-30 1.25
"""

# date company kind amount part
MOVES = """
2023-03-21 OXBO fee 0.06 -
2023-11-13 CORV dividend 0.62 -
2024-06-12 MOSA proceeds 4.60 1
2024-10-31 STIL proceeds 0.30 0.0882
2024-12-16 STIL write_off - 1
2025-05-14 ARDE proceeds 18.90 1
2025-12-05 ARDE proceeds 3.50 -
2025-12-08 CORV proceeds 1.80 0.08
2026-08-20 CORV proceeds 3.70 0.13
"""

FUND_ONE = portfolio(
    "AQ1",
    companies=COMPANIES,
    lots=LOTS,
    prices=PRICES,
    moves=MOVES,
    currencies={"OXBO": "EUR"},
    unmarked={"NORT": date(2026, 3, 31)},
    receivables=(Receivable(date(2025, 5, 14), date(2025, 12, 5), money("3.50")),),
)
