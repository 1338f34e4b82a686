"""Kind `expiries`: what ends on a day: options, clauses and policies of a company or a fund."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import years


def of_one(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Rows that name neither a company nor a fund, or both."""
    both = zip(facts.rows, facts.columns["company"], facts.columns["fund"], strict=True)
    for row, company, fund in both:
        if (company is None) == (fund is None):
            words = "Name either a company or a fund: what expires belongs to one of them."
            yield Oddity(row, "company", company, words)


KIND = Kind(
    name="expiries",
    meaning="days on which something of a company or of a fund ends",
    table="expiries",
    columns=(
        Column("company", Type.COMPANY, "code of the company", "C012", stored_as="company_id"),
        Column("fund", Type.FUND, "or code of the fund", "", stored_as="fund_id"),
        Column("item", Type.TEXT, "what ends", "option to invest", True),
        Column("date", Type.DATE, "day it ends", "2026-12-31", True, "expiry_date"),
    ),
    identity=("company_id", "fund_id", "item"),
    series="coalesce(company_id, fund_id)",
    day="expiry_date",
    faults=(of_one,),
    oddities=(years,),
)
