"""What the cost, the value and the gain of a portfolio of companies mean."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.sources import HOUSE

INVESTMENTS = "Null while no investment of the funds is known."
UNVALUED = "Null while the value of one company is not known; the note names it."
MARKS = (
    "A company's value is its last mark on or before as_of, plus what was bought and less what was "
    "sold, received or written off since; never below nothing."
)
AT_COST = "Not yet marked, a company stands at cost for 120 days, then its value is unknown."
IPEV = "IPEV Valuation Guidelines (2022), fair value calibrated to the transaction price"

DISCLOSED = "Running totals of successive lists, by difference"

ENTRIES: tuple[Definition, ...] = (
    Definition(
        "capital_deployed",
        "Capital deployed",
        "money",
        "sum of investments, follow-ons and their fees",
        "What the funds have put into companies.",
        (INVESTMENTS, "Of several funds only those whose investments are known; a note says so."),
        HOUSE,
    ),
    Definition(
        "capital_returned",
        "Cost returned",
        "money",
        "by company the smaller of what was put in and what came back, added up",
        "How much of the capital deployed has come back; what came back beyond it is gain.",
        (INVESTMENTS,),
        HOUSE,
    ),
    Definition(
        "realized_value",
        "Realised value",
        "money",
        "sum of proceeds, dividends and interest",
        "What companies have paid back to the funds.",
        (INVESTMENTS,),
        HOUSE,
    ),
    Definition(
        "unrealized_value",
        "Unrealised value",
        "money",
        "sum of fair values at as_of",
        "What the companies that are still held are worth to the funds.",
        (
            MARKS,
            AT_COST,
            "A company that is over is worth nothing from its last sale or write-off on, unless "
            "it was marked later.",
            UNVALUED,
        ),
        IPEV,
    ),
    Definition(
        "invested",
        "Invested",
        "money",
        "sum of investments, follow-ons and their fees",
        "What the funds have put into one company, all tranches together.",
        (),
        HOUSE,
    ),
    Definition(
        "gain",
        "Gain",
        "money",
        "realised + unrealised - invested",
        "What a company, or all of them, brought beyond what was put in; negative is a loss.",
        (UNVALUED,),
        HOUSE,
    ),
    Definition(
        "gain_share",
        "Share of the gain",
        "fraction",
        "gain of the company / net gain of all",
        "The company's part of the net gain; above 1 where others lose.",
        ("Null where the companies together made no net gain.", UNVALUED),
        HOUSE,
    ),
    Definition(
        "multiple_contribution",
        "Contribution to the multiple",
        "x",
        "(realised + unrealised) of the company / invested in all",
        "What the company adds to the multiple of the portfolio; those of all companies add up to "
        "it.",
        (UNVALUED,),
        HOUSE,
    ),
    Definition(
        "top_performer_contribution",
        "Top performer's share",
        "fraction",
        "largest gain of a company / net gain of all",
        "How much of the net gain one company made.",
        ("Null where the companies together made no net gain.", UNVALUED),
        HOUSE,
    ),
    Definition(
        "sector_concentration",
        "Sector weights",
        "fraction",
        "fair value of a sector / fair value of all",
        "How the value still held is spread over sectors; companies without one are unknown.",
        ("Null where nothing is held.", UNVALUED),
        HOUSE,
    ),
    Definition(
        "start",
        "From",
        "date",
        "day of the list before",
        "The day after which the period begins.",
        ("Null for the first list, which holds everything since inception.",),
        DISCLOSED,
    ),
    Definition(
        "end",
        "To",
        "date",
        "day of the list",
        "The last day of the period.",
        (),
        DISCLOSED,
    ),
    Definition(
        "nav_change",
        "Change of value",
        "money",
        "value on the list - value on the list before",
        "By how much the disclosed value moved, flows included.",
        ("Null where either value is not disclosed.",),
        DISCLOSED,
    ),
    Definition(
        "lists",
        "Lists",
        "count",
        "number of days on which the fund is listed",
        "On how many lists of the provider the fund stands.",
        (),
        DISCLOSED,
    ),
    Definition(
        "first_list",
        "First list",
        "date",
        "earliest day on which the fund is listed",
        "The day of the first list that names the fund.",
        (),
        DISCLOSED,
    ),
    Definition(
        "last_list",
        "Last list",
        "date",
        "latest day on which the fund is listed",
        "The day of the last list that names the fund.",
        (),
        DISCLOSED,
    ),
)
