"""Kind `market_exits`: sales and listings of other companies, as a provider lists them."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import not_after_today, not_negative, not_zero, years

TYPES = ("ipo", "ma")

KIND = Kind(
    name="market_exits",
    meaning="exits of the market; a value that is not disclosed is blank, never 0",
    table="market_exits",
    columns=(
        Column("exit", Type.CODE, "the source's own identifier", "E-4471", stored_as="exit_id"),
        Column(
            "company", Type.TEXT, "the source's identifier of the company", "/company/tern", True
        ),
        Column("date", Type.DATE, "day of the sale or listing", "2013-05-20", True, "exit_date"),
        Column("type", Type.CHOICE, "listing or sale", "ma", True, choices=TYPES),
        Column("value", Type.MONEY, "price, or value at listing; blank: not disclosed", "82000000"),
        Column("invested", Type.MONEY, "raised before; blank: not known", "16500000"),
        Column("sector", Type.TEXT, "sector as the source names it", "software"),
        Column("geography", Type.TEXT, "country, state or region", "CA"),
        Column("currency", Type.CURRENCY, "currency of the amounts", "USD"),
        Column("source", Type.TEXT, "who lists it", "Crunchbase 2013", True),
        Column("company_name", Type.TEXT, "what the company is called", "Tern"),
        Column("acquirer", Type.TEXT, "who bought it", "Rhône Industries"),
    ),
    identity=("source", "company", "exit_date", "type"),
    external="exit_id",
    series="source",
    day="exit_date",
    twins=True,
    oddities=(
        years,
        not_after_today("date"),
        *(not_negative(name, f"{name} is negative.") for name in ("value", "invested")),
        not_zero("value", "A value of 0: leave it blank where it is not disclosed."),
    ),
)
