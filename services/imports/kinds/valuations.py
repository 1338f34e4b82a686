"""Kind `valuations`: the fair value of an investment on a day."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.holdings import fund_currency, not_before_investment
from services.imports.kinds.oddities import not_after_today, not_negative, years

KIND = Kind(
    name="valuations",
    meaning="marks, one per investment and day; a later file with another value supersedes it",
    table="valuations",
    columns=(
        Column(
            "investment", Type.INVESTMENT, "the firm's code of the tranche", "I031", True, "deal_id"
        ),
        Column("date", Type.DATE, "day of the mark", "2024-03-31", True, "mark_date"),
        Column("fair_value", Type.MONEY, "value of what is still held", "4100000", True),
        Column("method", Type.TEXT, "how it was found", "last round"),
        Column("source", Type.TEXT, "who says so", "valuation committee"),
        Column("currency", Type.CURRENCY, "blank: the fund's", "EUR"),
    ),
    identity=("deal_id", "mark_date"),
    series="deal_id",
    day="mark_date",
    oddities=(
        years,
        not_after_today("date"),
        not_before_investment("date"),
        not_negative("fair_value", "The fair value is negative."),
        fund_currency,
    ),
)
