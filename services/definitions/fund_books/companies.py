"""What companies contributed, and all funds in one table."""

from __future__ import annotations

from services.definitions.fund_books.entries import LEAVE_ONE_OUT, NOT_TOLD, of
from services.definitions.sources import HOUSE, ILPA_LINES

COMPANIES = (
    of(
        "running_share",
        "Running share",
        "fraction",
        "sum of shares of the gain so far",
        "The part of the gain that the companies down to this one made.",
        HOUSE,
    ),
    of(
        "realized_share",
        "Realised share",
        "fraction",
        "realised / (realised + unrealised)",
        "How much of what came back or is left is cash.",
        HOUSE,
    ),
    of(
        "adds_to_moic",
        "Adds to MOIC",
        "x",
        "gain / cost of all companies",
        "Those of all companies add up to MOIC - 1.",
        HOUSE,
    ),
    of(
        "adds_to_tvpi",
        "Adds to TVPI",
        "x",
        "gain / paid-in of the investors",
        "Those of all companies and the costs add up to TVPI - 1.",
        HOUSE,
    ),
    of(
        "irr_without",
        "IRR without it",
        "percent",
        "IRR of all other companies",
        "The portfolio's rate with this company left out.",
        LEAVE_ONE_OUT,
        HOUSE,
    ),
    of(
        "top_5_share",
        "Share of the first five",
        "fraction",
        "gain of the first five / net gain",
        "Above 1 where others lose.",
        "None without a net gain.",
        HOUSE,
    ),
    of(
        "costs_in_tvpi",
        "Costs in TVPI",
        "x",
        "TVPI - 1 - gain / paid-in",
        "What fees, expenses, carry and idle cash take of the multiple.",
        HOUSE,
    ),
    of(
        "moic_change",
        "Change of MOIC",
        "x",
        "MOIC without - MOIC with",
        "What leaving the company out changes.",
        HOUSE,
    ),
    of(
        "irr_change",
        "Change of IRR",
        "bp",
        "IRR without - IRR with",
        "What leaving the company out changes.",
        HOUSE,
    ),
    of(
        "gain_change",
        "Change of gain",
        "money",
        "gain without - gain with",
        "What leaving the company out changes.",
        HOUSE,
    ),
)
FUNDS = (
    of("funds", "Funds", "count", "funds pooled", "How many funds a line stands for.", HOUSE),
    of(
        "carry_accrued",
        "Carry accrued",
        "money",
        "balance that belongs to the last value",
        "What would go to the general partner if the fund were sold at its value.",
        NOT_TOLD,
        ILPA_LINES,
    ),
    of(
        "carry_paid",
        "Carry paid",
        "money",
        "sum of carry distributions less clawbacks",
        "What was paid to the general partner so far.",
        NOT_TOLD,
        ILPA_LINES,
    ),
    of(
        "gp_nav",
        "Value of the general partner",
        "money",
        "value of the fund - value of the LPs",
        "The general partner's own money in the fund at its value.",
        NOT_TOLD,
        ILPA_LINES,
    ),
)
