"""Kind `funds`: what a fund is, under the firm's own code."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import not_negative, years

KIND = Kind(
    name="funds",
    meaning="the firm's funds; a later file with other terms supersedes them",
    table="fund_versions",
    entity="funds",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column("name", Type.TEXT, "full name", "Alder & Quay I", True),
        Column("vintage_year", Type.INTEGER, "year of the first investment", "2019", True),
        Column("strategy", Type.TEXT, "strategy as benchmarks name it", "Venture", True),
        Column("geography", Type.TEXT, "region as benchmarks name it", "Europe", True),
        Column("currency", Type.CURRENCY, "currency of the fund's books", "EUR", True),
        Column("total_committed", Type.MONEY, "commitments of all investors", "120000000", True),
        Column("inception_date", Type.DATE, "first closing", "2019-03-01", True),
        Column(
            "investment_period_end", Type.DATE, "last day of the investment period", "2024-03-01"
        ),
        Column("term_end", Type.DATE, "last day of the fund's term", "2029-03-01"),
        Column("commencement_date", Type.DATE, "commencement of operations", "2019-04-01"),
        Column("initial_closing", Type.DATE, "first admission of investors", "2019-03-01"),
        Column("final_closing", Type.DATE, "last admission of investors", "2020-03-01"),
    ),
    identity=("fund_id",),
    series="fund_id",
    oddities=(years, not_negative("total_committed", "The commitments are negative.")),
)
