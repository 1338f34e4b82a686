"""Kind `market_rounds`: financing rounds of other companies, as a provider lists them."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import not_after_today, not_negative, not_zero, years

PRECISIONS = ("day", "month", "year")


def values_fit(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Rounds after which a company is worth less than before it plus the money."""
    for row, amount, before, after in zip(
        facts.rows,
        facts.columns["amount"],
        facts.columns["pre_money"],
        facts.columns["post_money"],
        strict=True,
    ):
        if before is not None and after is not None and after < before + (amount or 0):
            words = f"The value after the round is below that before it ({before}) plus the amount."
            yield Oddity(row, "post_money", str(after), words)


KIND = Kind(
    name="market_rounds",
    meaning="financing rounds of the market; an amount that is not disclosed is blank, never 0",
    table="market_rounds",
    columns=(
        Column("round", Type.CODE, "the source's own identifier", "R-88213", stored_as="round_id"),
        Column(
            "company", Type.TEXT, "the source's identifier of the company", "/company/tern", True
        ),
        Column(
            "date", Type.DATE, "day of the round", "2013-04-02", True, "round_date", undated=True
        ),
        Column("sector", Type.TEXT, "sector as the source names it", "software"),
        Column("subsector", Type.TEXT, "part of the sector", "security"),
        Column("stage", Type.TEXT, "round as the source names it", "series-a"),
        Column("amount", Type.MONEY, "raised; blank: not disclosed", "4500000"),
        Column("pre_money", Type.MONEY, "value before the round", "12000000"),
        Column("post_money", Type.MONEY, "value after the round", "16500000"),
        Column("geography", Type.TEXT, "country, state or region", "CA"),
        Column("currency", Type.CURRENCY, "currency of the amounts", "USD"),
        Column("source", Type.TEXT, "who lists it", "Crunchbase 2013", True),
        Column("company_name", Type.TEXT, "what the company is called", "Tern"),
        Column(
            "investor", Type.TEXT, "who invested, where a row is one investor", "Rhône Partners"
        ),
        Column(
            "counts",
            Type.BOOLEAN,
            "no: the row repeats a round for another investor; blank: yes",
            "yes",
            default=True,
        ),
        Column(
            "date_precision",
            Type.CHOICE,
            "what is known of the date; blank: day",
            "day",
            choices=PRECISIONS,
            default="day",
        ),
    ),
    identity=("source", "company", "round_date", "investor"),
    external="round_id",
    series="source",
    day="round_date",
    twins=True,
    oddities=(
        years,
        not_after_today("date"),
        not_negative("amount", "The amount is negative."),
        not_zero("amount", "An amount of 0: leave it blank where it is not disclosed."),
        values_fit,
    ),
)
