"""Kind `investor_terms`: what was agreed with one investor beside the partnership agreement."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import years

RATES = ("_rate", "_return", "_discount")


def rates_are_fractions(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Terms that are rates and whose value is no fraction."""
    both = zip(facts.rows, facts.columns["term"], facts.columns["value"], strict=True)
    for row, term, value in both:
        if term.endswith(RATES) and not _is_fraction(value):
            words = f"{term} is a rate: write it as a fraction, 0.015 for 1.5 %."
            yield Oddity(row, "value", value, words)


def _is_fraction(text: str) -> bool:
    try:
        return abs(Decimal(text)) <= 1
    except InvalidOperation:
        return False


KIND = Kind(
    name="investor_terms",
    meaning="side terms of investors, one row per fund, investor, term and day they start",
    table="investor_terms",
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
        Column("term", Type.WORD, "fee_rate, carry_rate, excused_sector, mfn, …", "fee_rate", True),
        Column("value", Type.TEXT, "as agreed; rates are fractions", "0.015", True),
        Column("effective_date", Type.DATE, "first day; blank: from the start", "2019-03-01"),
    ),
    identity=("fund_id", "investor_id", "term", "effective_date"),
    series="fund_id",
    day="effective_date",
    oddities=(years, rates_are_fractions),
)
