"""Kind `investments`: the tranches that a fund bought of a company."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import (
    fraction,
    not_after_today,
    not_before_inception,
    not_negative,
    years,
)


def not_before_founded(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Investments in companies that were founded later."""
    rows = zip(facts.rows, facts.columns["company"], facts.columns["date"], strict=True)
    for row, code, day in rows:
        company = books.companies.get(code)
        founded = company.founded if company else None
        if founded is not None and day < founded:
            words = f"The company was founded later, on {founded.isoformat()}."
            yield Oddity(row, "date", day.isoformat(), words)


KIND = Kind(
    name="investments",
    meaning="what a fund holds: one row per tranche of a company",
    table="deal_versions",
    entity="deals",
    columns=(
        Column(
            "investment", Type.INVESTMENT, "the firm's code of the tranche", "I031", True, "deal_id"
        ),
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column(
            "company", Type.COMPANY, "the firm's code of the company", "C012", True, "company_id"
        ),
        Column("date", Type.DATE, "day of the first closing", "2020-06-15", True, "deal_date"),
        Column("round", Type.TEXT, "round it was bought in", "Series A"),
        Column("instrument", Type.TEXT, "what was bought", "preferred shares"),
        Column("ownership", Type.RATE, "share of the company, a fraction", "0.12"),
        Column("lead_partner", Type.TEXT, "who leads it: code or name", "U03"),
        Column("source_channel", Type.TEXT, "where it came from", "referral"),
        Column("pipeline_deal", Type.CODE, "the pipeline deal it was", "P0417"),
    ),
    identity=("deal_id",),
    series="deal_id",
    oddities=(
        years,
        not_after_today("date"),
        not_before_inception("date"),
        not_before_founded,
        fraction("ownership"),
        not_negative("ownership", "The ownership is negative."),
    ),
)
