"""What a fund costs its investors."""

from __future__ import annotations

from services.definitions.fund_books.entries import LINES, of
from services.definitions.sources import HOUSE

COSTS = (
    of(
        "fees_gross",
        "Fee before offsets",
        "money",
        "sum of management fees",
        "Management fees charged, before offsets, waivers and rebates.",
        "Flows alone do not tell it.",
        LINES,
    ),
    of(
        "offsets",
        "Offsets",
        "money",
        "rebates + waivers + offsets",
        "What was given back or not charged.",
        "Flows alone do not tell it.",
        LINES,
    ),
    of(
        "fees_net",
        "Fee after offsets",
        "money",
        "fee before offsets - offsets",
        "What managing the fund cost; of flows what was called for it.",
        LINES,
    ),
    of(
        "expected",
        "Fee agreed",
        "money",
        "rate x basis x days / 365",
        "What the partnership agreement makes of its rate and basis, day by day.",
        "Net invested capital counts at cost, at the beginning of each quarter.",
        HOUSE,
    ),
    of(
        "difference",
        "Charged less agreed",
        "money",
        "fee before offsets - fee agreed",
        "Where the fee before offsets is not known, what was called stands for it.",
        HOUSE,
    ),
    of("rate", "Rate", "fraction", "as agreed", "The yearly rate of the management fee.", HOUSE),
    of(
        "basis_amount",
        "Basis of the fee",
        "money",
        "commitments or net invested capital",
        "What the rate was taken of at the end of the year.",
        HOUSE,
    ),
    of(
        "fees_of_commitments",
        "Fee of commitments",
        "fraction",
        "fee after offsets / commitments",
        "How much of what was promised went into fees.",
        HOUSE,
    ),
    of(
        "costs_of_contributions",
        "Costs of contributions",
        "fraction",
        "(fee after offsets + expenses) / contributions",
        "How much of what was paid in went into costs.",
        HOUSE,
    ),
    of(
        "expense_ratio",
        "Expense ratio",
        "fraction",
        "expenses / mean of both values of the year",
        "Operating expenses against what the fund is worth.",
        HOUSE,
    ),
)
