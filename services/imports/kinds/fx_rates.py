"""Kind `fx_rates`: exchange rates by day, base and source."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import not_after_today, years

KIND = Kind(
    name="fx_rates",
    meaning="units of a currency for one unit of the base",
    table="fx_rates",
    columns=(
        Column("currency", Type.CURRENCY, "currency that is priced", "EUR", True),
        Column("date", Type.DATE, "day of the rate", "2024-03-29", True, "rate_date"),
        Column(
            "per_base",
            Type.NUMBER,
            "units of it for one unit of base",
            "0.9250",
            True,
            positive=True,
        ),
        Column("base", Type.CURRENCY, "currency it is priced in", "USD", True),
        Column("source", Type.TEXT, "who published it", "US Federal Reserve", True),
    ),
    identity=("currency", "base", "source", "rate_date"),
    series="source",
    day="rate_date",
    oddities=(years, not_after_today("date")),
)
