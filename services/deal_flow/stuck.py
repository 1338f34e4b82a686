"""Open deals that stay longer in their stage than three quarters of deals did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from services.calc.funnel import WAY
from services.calc.velocity import STEPS, spread, stay
from services.deal_flow.frame import Frame, Prospect
from services.deal_flow.results import Stuck, StuckDeal
from services.deal_flow.thresholds import QUARTILE_N, STUCK_DAYS
from services.envelope import Note

STEP_OF = {before: step for step, (before, _) in STEPS.items()}


def limits(deals: list[Prospect], by: date) -> tuple[dict[str, float], dict[str, int]]:
    """Days by stage after which a deal counts as stuck, and how many deals had left the stage.

    The upper quartile of the days of all deals that left it, for a later stage or for good; the
    usual days where too few did.
    """
    found: dict[str, float] = {}
    left: dict[str, int] = {}
    for stage, step in STEP_OF.items():
        stays = (stay(deal.track, step, by=by) for deal in deals)
        days = spread([each.days for each in stays if each is not None and each.left is not None])
        known = days.p75 if days.n >= QUARTILE_N else None
        found[stage] = float(STUCK_DAYS[stage]) if known is None else known
        left[stage] = days.n
    return found, left


def stuck_in(deals: list[Prospect], by: date) -> list[tuple[Prospect, float]]:
    """Stuck deals as of a day with the limit of their stage, the longest over first."""
    found, _ = limits(deals, by)
    open_deals = [deal for deal in deals if deal.track.is_open and deal.stage in found]
    over = [
        (deal, found[deal.stage]) for deal in open_deals if days_in(deal, by) > found[deal.stage]
    ]
    return sorted(over, key=lambda each: (each[1] - days_in(each[0], by), each[0].row.code))


def days_in(deal: Prospect, by: date) -> int:
    """Days an open deal has stood in its stage."""
    return (by - deal.since).days


def stuck(frame: Frame) -> Stuck:
    """The list, with the limit of each stage and how many open deals stand there."""
    days, left = limits(list(frame.deals), frame.as_of)
    found = stuck_in(list(frame.deals), frame.as_of)
    standing = Counter(deal.stage for deal in frame.open)
    rows = tuple(_row(frame, deal, limit) for deal, limit in found)
    return Stuck(
        deals=rows,
        limits=days,
        open_by_stage={stage: standing[stage] for stage in WAY[:-1]},
        meta=frame.meta(Stuck),
        notes=(*_limit_notes(days, left), *_check_notes(rows), *frame.notes()),
    )


def _row(frame: Frame, deal: Prospect, limit: float) -> StuckDeal:
    row, days = deal.row, days_in(deal, frame.as_of)
    return StuckDeal(
        deal=row.code,
        name=row.name,
        fund=frame.codes[row.fund_id],
        stage=deal.stage,
        owner=row.owner,
        channel=row.channel,
        sector=row.sector,
        check_size=frame.check_of(deal),
        since=deal.since,
        days_in_stage=days,
        limit_days=limit,
        days_over=days - limit,
    )


def _limit_notes(days: dict[str, float], left: dict[str, int]) -> Iterator[Note]:
    for stage, limit in days.items():
        if left[stage] < QUARTILE_N:
            words = (
                f"Only {left[stage]} deals have left {stage}, fewer than {QUARTILE_N}: "
                f"{limit:g} days stand for their upper quartile."
            )
            yield Note(f"limits.{stage}", "usual_days", words)


def _check_notes(rows: tuple[StuckDeal, ...]) -> Iterator[Note]:
    without = sum(row.check_size is None for row in rows)
    if without:
        words = f"{without} of these deals have no check size in the answer's currency."
        yield Note("check_size", "check_unknown", words)
