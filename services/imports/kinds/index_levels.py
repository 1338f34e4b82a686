"""Kind `index_levels`: levels of public indices, with or without dividends."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import not_after_today, years

KIND = Kind(
    name="index_levels",
    meaning="levels of a public index; use the last one on or before a day",
    table="index_levels",
    columns=(
        Column("index", Type.CODE, "code of the index", "SP500_DAILY", True, "index_code"),
        Column(
            "date", Type.DATE, "day of the level", "2024-03-28", True, "level_date", earliest=1800
        ),
        Column("level", Type.NUMBER, "level, above zero", "5254.35", True, positive=True),
        Column("total_return", Type.BOOLEAN, "are dividends inside the level?", "no", True),
    ),
    identity=("index_code", "level_date"),
    series="index_code",
    day="level_date",
    oddities=(years, not_after_today("date")),
)
