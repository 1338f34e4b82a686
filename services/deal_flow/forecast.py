"""What open deals are likely to need, by what became of this firm's earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil

from services.calc.exchange import CENT
from services.calc.funnel import CLOSED, WAY
from services.calc.intervals import Proportion, wilson
from services.calc.powder import Powder
from services.calc.velocity import spread
from services.deal_flow.capacity import Means, capacity, capacity_notes
from services.deal_flow.counting import cycle_days
from services.deal_flow.frame import Frame, Prospect
from services.deal_flow.results import Forecast, ForecastRow
from services.deal_flow.thresholds import RIPE_DAYS, RIPE_N
from services.envelope import Note

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Weighted:
    """Open deals by stage with their chance of closing, and the sums; None: a part is unknown."""

    rows: tuple[ForecastRow, ...]
    ripe_days: int
    closings: float | None
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None


def ripe_days(deals: Sequence[Prospect]) -> int:
    """The age from which a cohort tells how deals end: nine of ten closings took no longer.

    A year where too few closed to say.
    """
    days = spread(cycle_days(deals))
    return RIPE_DAYS if days.p90 is None or days.n < RIPE_N else ceil(days.p90)


def chances(deals: Sequence[Prospect], ripe_by: date) -> dict[str, Proportion]:
    """By stage: of the deals sourced by a day that reached it, how many closed; open ones did
    not."""
    ripe = [deal.track for deal in deals if deal.row.sourced <= ripe_by]
    found = {}
    for stage in WAY[:-1]:
        reached = [track for track in ripe if track.has_reached(stage)]
        found[stage] = wilson(sum(track.has_reached(CLOSED) for track in reached), len(reached))
    return found


def weigh(frame: Frame) -> Weighted:
    """Every stage's open deals, weighted."""
    age = ripe_days(frame.deals)
    chance = chances(frame.deals, frame.as_of - timedelta(days=age))
    rows = tuple(
        _row(frame, stage, [deal for deal in frame.open if deal.stage == stage], chance[stage])
        for stage in WAY[:-1]
    )
    standing = [row for row in rows if row.open_deals]
    closings = [row.expected_closings for row in standing if row.expected_closings is not None]
    complete = len(closings) == len(standing)
    sized = [row for row in standing if row.check_size is not None]
    unsized = bool(standing) and not sized
    return Weighted(
        rows=rows,
        ripe_days=age,
        closings=sum(closings) if complete else None,
        amount=None if unsized else _sum([row.weighted for row in sized]),
        low=None if unsized else _sum([_weigh(row.check_size, row.low) for row in sized]),
        high=None if unsized else _sum([_weigh(row.check_size, row.high) for row in sized]),
    )


def _row(frame: Frame, stage: str, deals: list[Prospect], chance: Proportion) -> ForecastRow:
    checks = [frame.check_of(deal) for deal in deals]
    known = [check for check in checks if check is not None]
    total = sum(known, NOTHING) if known or not deals else None
    return ForecastRow(
        stage=stage,
        open_deals=len(deals),
        check_size=total,
        without_check=len(deals) - len(known),
        probability=chance.rate,
        low=chance.low,
        high=chance.high,
        n=int(chance.trials),
        expected_closings=None if chance.rate is None else len(deals) * chance.rate,
        weighted=_weigh(total, chance.rate),
    )


def _weigh(amount: Decimal | None, rate: float | None) -> Decimal | None:
    if amount is None or rate is None:
        return None
    return (amount * Decimal(repr(rate))).quantize(CENT, ROUND_HALF_EVEN)


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    """The sum; None where a part is unknown."""
    known = [part for part in parts if part is not None]
    return sum(known, NOTHING) if len(known) == len(parts) else None


def forecast(frame: Frame, means: Means) -> Forecast:
    """The weighted pipeline against what the funds have left for new deals."""
    found, powder = weigh(frame), capacity(frame, means)
    return Forecast(
        stages=found.rows,
        expected_closings=found.closings,
        weighted_pipeline=found.amount,
        weighted_low=found.low,
        weighted_high=found.high,
        without_check=sum(row.without_check for row in found.rows),
        ripe_days=found.ripe_days,
        new_deal_capacity=powder.amount,
        coverage=_coverage(found.amount, powder),
        meta=frame.meta(Forecast),
        notes=(*forecast_notes(found), *_coverage_notes(found.amount, powder), *frame.notes()),
    )


def _coverage(amount: Decimal | None, powder: Powder) -> float | None:
    if amount is None or powder.amount is None or amount <= 0:
        return None
    return float(powder.amount / amount)


def _coverage_notes(amount: Decimal | None, powder: Powder) -> Iterator[Note]:
    yield from capacity_notes(powder)
    if amount is not None and amount <= 0:
        words = "Nothing is expected to be needed, so there is no cover of it."
        yield Note("coverage", "nothing_weighted", words)
    elif amount is None or powder.amount is None:
        words = "The weighted pipeline or the capacity is not known, see their notes."
        yield Note("coverage", "not_known", words)


def forecast_notes(found: Weighted) -> Iterator[Note]:
    """What the weights stand on, and what is missing."""
    words = (
        f"Chances are those of deals sourced at least {found.ripe_days} days before as_of; of them "
        "those still open did not close."
    )
    yield Note("probability", "ripe_cohorts", words)
    for row in found.rows:
        if row.probability is None:
            words = f"No ripe deal ever reached {row.stage}, so there is no chance to weigh with."
            yield Note(f"probability.{row.stage}", "no_ripe_deals", words)
        if row.check_size is None:
            words = f"No open deal in {row.stage} has a check size, so nothing can be weighed."
            yield Note(f"weighted.{row.stage}", "check_unknown", words)
    without = sum(row.without_check for row in found.rows)
    if without:
        words = f"{without} open deals have no check size: they count in no amount."
        yield Note("weighted_pipeline", "without_check", words)
