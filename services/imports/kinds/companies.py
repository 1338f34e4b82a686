"""Kind `companies`: what a portfolio company is, under the firm's own code."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import not_after_today, years

STATUSES = ("active", "exited", "failed")

KIND = Kind(
    name="companies",
    meaning="portfolio companies; a later file with another description supersedes it",
    table="company_versions",
    entity="companies",
    columns=(
        Column(
            "company", Type.COMPANY, "the firm's code of the company", "C012", True, "company_id"
        ),
        Column("name", Type.TEXT, "full name", "Tern Robotics AG", True),
        Column("sector", Type.TEXT, "sector as the firm names it", "Industrial", True),
        Column("subsector", Type.TEXT, "part of the sector", "Robotics"),
        Column("stage", Type.TEXT, "stage it is in", "Series A"),
        Column("geography", Type.TEXT, "country or region", "DE"),
        Column("founded", Type.DAY_OR_YEAR, "a year alone is its 1 January", "2016"),
        Column("currency", Type.CURRENCY, "currency of its books", "EUR"),
        Column("status", Type.CHOICE, "blank: not known", "active", choices=STATUSES),
        Column("cohort", Type.TEXT, "batch or programme it came from", "Winter 2014"),
    ),
    identity=("company_id",),
    series="company_id",
    oddities=(years, not_after_today("founded")),
)
