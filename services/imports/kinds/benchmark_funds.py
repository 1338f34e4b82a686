"""Kind `benchmark_funds`: disclosed funds of other managers, to rank against one by one."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import fraction, not_negative, years


def called_beyond_committed(facts: Facts, books: Books) -> Iterable[Oddity]:
    """More paid in than committed: recycling, or fees outside the commitment."""
    both = zip(facts.rows, facts.columns["committed"], facts.columns["paid_in"], strict=True)
    for row, committed, paid_in in both:
        if committed is not None and paid_in is not None and paid_in > committed:
            words = f"More was called than committed ({committed}): recycling or outside fees."
            yield Oddity(row, "paid_in", str(paid_in), words)


def value_without_calls(facts: Facts, books: Books) -> Iterable[Oddity]:
    """A value although nothing was called: its multiple is unknown."""
    both = zip(facts.rows, facts.columns["nav"], facts.columns["paid_in"], strict=True)
    for row, nav, paid_in in both:
        if nav and not paid_in:
            words = "There is a value although nothing was called; no multiple follows from it."
            yield Oddity(row, "nav", str(nav), words)


KIND = Kind(
    name="benchmark_funds",
    meaning="funds as an investor discloses them: one row per provider, day and fund",
    table="benchmark_funds",
    columns=(
        Column("provider", Type.TEXT, "who discloses", "CalPERS", True),
        Column("as_of", Type.DATE, "day of the figures", "2025-03-31", True),
        Column("fund", Type.TEXT, "name of the fund", "Rhône Partners V", True, "fund_name"),
        Column("vintage_year", Type.INTEGER, "vintage", "2015"),
        Column("strategy", Type.TEXT, "strategy", "Buyout"),
        Column("geography", Type.TEXT, "region", "Europe"),
        Column("committed", Type.MONEY, "committed by the discloser", "100000000"),
        Column("paid_in", Type.MONEY, "called so far", "104200000"),
        Column("distributed", Type.MONEY, "paid back so far", "61000000"),
        Column("nav", Type.MONEY, "remaining value", "88000000"),
        Column("irr", Type.RATE, "net IRR, a fraction", "0.141"),
        Column("multiple", Type.NUMBER, "TVPI as disclosed", "1.43"),
        Column("currency", Type.CURRENCY, "currency of the amounts", "USD", True),
    ),
    identity=("provider", "as_of", "fund_name"),
    series="provider",
    day="as_of",
    twins=True,
    oddities=(
        years,
        called_beyond_committed,
        value_without_calls,
        not_negative("nav", "The remaining value is negative."),
        not_negative("distributed", "The distributions are negative: some were returned."),
        fraction("irr"),
    ),
)
