"""What a fund may call and pay out from here."""

from __future__ import annotations

from services.definitions.fund_books.entries import TA, of
from services.definitions.sources import HOUSE

AHEAD = (
    of("growth", "Growth", "fraction", "as set", "Yearly growth of the value in the model.", TA),
    of("life", "Life", "count", "as set", "Years after which all is paid out.", TA),
    of(
        "yield_floor",
        "Least paid",
        "fraction",
        "as set",
        "The least part of the value that is paid out in a year.",
        TA,
    ),
    of(
        "age",
        "Age",
        "count",
        "days since the first flow / 365.25, rounded",
        "Whole years since the first flow.",
        TA,
    ),
    of(
        "committed",
        "Commitment",
        "money",
        "sum of commitments",
        "What the model may still call up to.",
        TA,
    ),
    *(
        of(
            f"said_{key}",
            f"{name} said",
            "money",
            formula,
            "What the model, restarted on a past day, said of the year after it.",
            TA,
        )
        for key, name, formula in (
            ("called", "Calls", "rate of the age x what was uncalled"),
            ("distributed", "Distributions", "max(least, (age / life)^bow) x grown value"),
            ("nav", "Value", "grown value + calls - distributions"),
        )
    ),
    *(
        of(
            f"{key}_error",
            f"Error of {name}",
            "fraction",
            "(was - said) / commitment",
            "By how much a year turned out other than said.",
            HOUSE,
        )
        for key, name in (("called", "calls"), ("distributed", "distributions"), ("nav", "value"))
    ),
    *(
        of(
            f"mean_error_{key}",
            f"Mean error of {name}",
            "fraction",
            "mean of sizes of errors",
            "How far off the model was one year on, on average.",
            HOUSE,
        )
        for key, name in (("called", "calls"), ("distributed", "distributions"), ("nav", "value"))
    ),
    of(
        "n_tests",
        "Years tested",
        "count",
        "past years the model was restarted on",
        "How many years the back-test stands on.",
        HOUSE,
    ),
)
