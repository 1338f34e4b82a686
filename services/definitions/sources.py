"""Sources and edge rules that several definitions share."""

from __future__ import annotations

GIPS = "GIPS Standards 2020 for firms, glossary and section 2.A"
GIPS_RATE = "GIPS Standards 2020, 2.A.12 and 5.A.1; act/365 fixed as in spreadsheet XIRR"
ILPA = "ILPA Performance Template v1.1 (2025), granular methodology, table of transaction types"
ILPA_LINES = "ILPA, Subscription lines of credit and alignment of interests (2017, 2020)"
KAPLAN_SCHOAR = "Kaplan & Schoar (2005), Journal of Finance 60(4)"
GREDIL = "Gredil, Griffiths & Stucke (2014/2023), Benchmarking private equity: direct alpha"
LONG_NICKELS = "Long & Nickels (1996), A private investment benchmark"
ROUVINEZ = "Rouvinez (2003), Private equity benchmarking with PME+"
CAMBRIDGE = "Cambridge Associates, modified public market equivalent (2013)"
HOUSE = "House rule, see the notes of the answer"

UNDER_A_YEAR = "Under a year it is not given: period_return stands in its place, not annualised."
SEVERAL_RATES = "Where several rates or none solve the flows it is null, and the note lists them."
TOO_HIGH = "Above 1,000 % a year it is null (not_meaningful)."
TOTAL_LOSS = "Calls, nothing back and a value of 0 are a total loss: -100 %."
NO_PAID_IN = "Null while nothing is paid in."
ROLLED = "The value is the last one on or before as_of plus calls minus distributions since."
NOT_NETTED = "Calls and distributions of one day are not netted."
RATE_EDGES = (UNDER_A_YEAR, SEVERAL_RATES, TOTAL_LOSS, TOO_HIGH)
INDEX_LIFE = "Null unless the index covers the fund's whole life; a price index flatters the fund."

RATE = "sum of amount / (1 + r)^(days / 365) = 0; calls negative, closing value positive"
