"""Kind `balance_assertions`: what somebody outside says a figure of a fund is on a day."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import (
    not_after_today,
    not_before_inception,
    not_negative,
    years,
)

ITEMS = ("nav", "paid_in", "distributed", "unfunded")

KIND = Kind(
    name="balance_assertions",
    meaning="figures to check the books against at every refresh",
    table="balance_assertions",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column("date", Type.DATE, "day of the figure", "2024-03-31", True, "assertion_date"),
        Column("item", Type.CHOICE, "which figure of the whole fund", "nav", True, choices=ITEMS),
        Column(
            "amount", Type.MONEY, "what it is said to be, in the fund's currency", "84500000", True
        ),
        Column("tolerance", Type.MONEY, "difference that is accepted; blank: to the cent", "1000"),
        Column("source", Type.TEXT, "who says so", "administrator", True),
    ),
    identity=("fund_id", "assertion_date", "item", "source"),
    series="fund_id",
    day="assertion_date",
    oddities=(
        years,
        not_after_today("date"),
        not_before_inception("date"),
        not_negative("amount", "The asserted amount is negative."),
        not_negative("tolerance", "A tolerance below zero can never hold."),
    ),
)
