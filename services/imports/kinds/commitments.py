"""Kind `commitments`: what an investor promised to a fund on a day."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import not_after_today, not_negative, not_zero, years

KIND = Kind(
    name="commitments",
    meaning="commitments; several of one investor to one fund add up",
    table="commitments",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column(
            "investor",
            Type.INVESTOR,
            "the firm's code of the investor",
            "LP07",
            True,
            "investor_id",
        ),
        Column("date", Type.DATE, "day of the closing", "2019-03-01", True, "commitment_date"),
        Column("amount", Type.MONEY, "promised, in the fund's currency", "5000000", True),
        Column("share_class", Type.TEXT, "class of interests", "A"),
    ),
    identity=("fund_id", "investor_id", "commitment_date", "share_class"),
    series="fund_id",
    day="commitment_date",
    twins=True,
    oddities=(
        years,
        not_after_today("date"),
        not_negative("amount", "The commitment is negative: read as a reduction."),
        not_zero("amount", "The commitment is zero."),
    ),
)
