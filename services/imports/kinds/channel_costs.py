"""Kind `channel_costs`: what a sourcing channel cost in a period."""

from collections.abc import Iterable
from itertools import pairwise

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import not_after_today, not_negative, years


def periods_have_days(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Periods that end before they start."""
    for row, start, end in zip(
        facts.rows, facts.columns["period_start"], facts.columns["period_end"], strict=True
    ):
        if end < start:
            words = f"The period ends before it starts on {start.isoformat()}."
            yield Oddity(row, "period_end", end.isoformat(), words)


def overlapping(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Periods of one channel that share days: their costs would be counted twice."""
    rows = sorted(
        zip(
            facts.columns["channel"],
            facts.columns["period_start"],
            facts.columns["period_end"],
            facts.rows,
            strict=True,
        )
    )
    for (channel, _, end, first), (other, start, _, row) in pairwise(rows):
        if channel == other and start <= end:
            words = f"This period shares days with that of row {first}."
            yield Oddity(row, "period_start", start.isoformat(), words)


KIND = Kind(
    name="channel_costs",
    meaning="costs of sourcing channels per period, both days included",
    table="channel_costs",
    columns=(
        Column("channel", Type.TEXT, "name of the channel, as in pipeline_deals", "referral", True),
        Column("period_start", Type.DATE, "first day", "2024-01-01", True),
        Column("period_end", Type.DATE, "last day", "2024-03-31", True),
        Column("cost", Type.MONEY, "what it cost", "18500", True),
        Column("currency", Type.CURRENCY, "blank: the firm's reporting currency", "EUR"),
    ),
    identity=("channel", "period_start", "period_end"),
    series="channel",
    day="period_start",
    faults=(periods_have_days,),
    oddities=(
        years,
        not_after_today("period_end"),
        not_negative("cost", "The cost is negative: read as a refund."),
        overlapping,
    ),
)
