"""What the team thought deals' chances were against what became of them; of nobody alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from services.access.permissions import readable
from services.calc import calibration as calc
from services.calc.calibration import Bin, Judged
from services.calc.funnel import CLOSED
from services.db.queries.team_operations import judgements
from services.db.queries.team_operations.judgements import JudgementRow
from services.db.reads import pipeline
from services.db.reads.pipeline import DealRow, track_of
from services.envelope import Note
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import Calibration, CalibrationBin, JudgedDeal

CAVEAT = "whether deals closed as thought, not whether closing them was right"
OPEN, DEALS = "open", "deal_flow"
SAFE = "https://"  # the only addresses outside that a page leads to
SCORES = ("brier_score", "reference", "skill", "predicted", "closed_share")


def calibration(session: Session, frame: Frame) -> Calibration:
    """Every deal of the reader's funds by as_of, whatever the window: three statements.

    Of each that ended the last chance given on an earlier day than it ended counts, once.
    """
    rows = pipeline.deals(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on)
    given: dict[str, list[JudgementRow]] = defaultdict(list)
    for row in judgements.judgements(
        session, deals=[r.id for r in rows], until=frame.as_of, known_on=frame.known_on
    ):
        given[row.deal_id].append(row)
    told = [_told(row, given[row.id]) for row in rows if row.id in given]
    ended = [deal for deal in told if deal.outcome != OPEN]
    judged = [
        Judged(Fraction(str(deal.chance)), deal.outcome == CLOSED)
        for deal in ended
        if deal.chance is not None
    ]
    least = frame.rules.least_judged
    shown = DEALS in readable(frame.principal)
    found = calc.calibration(judged if len(judged) >= least else [])
    return Calibration(
        bins=tuple(map(_bin, found.bins)),
        judged=len(judged),
        ended=sum(not track_of(row).is_open for row in rows),
        least=least,
        brier_score=found.score,
        reference=found.reference,
        skill=found.skill,
        predicted=found.predicted,
        closed_share=found.came.rate,
        deals=tuple(sorted(told, key=_newest_first)) if shown else (),
        caveat=CAVEAT,
        meta=frame.meta(Calibration),
        notes=answer_notes(frame, _notes(len(judged), least, found, told if shown else None)),
    )


def _told(row: DealRow, given: Sequence[JudgementRow]) -> JudgedDeal:
    track = track_of(row)
    end = track.ended_on
    before = [
        each
        for each in given
        if each.probability is not None
        and 0 <= each.probability <= 1
        and (track.is_open or (end is not None and each.day < end))
    ]
    last = before[-1] if before else None
    links = [each.link for each in given if each.link and each.link.startswith(SAFE)]
    return JudgedDeal(
        deal=row.code,
        name=row.name,
        judged_on=last.day if last else None,
        chance=float(last.probability) if last and last.probability is not None else None,
        outcome=OPEN if track.is_open else track.ended or OPEN,
        ended_on=end,
        link=links[-1] if links else None,
    )


def _newest_first(deal: JudgedDeal) -> tuple[int, str]:
    day = deal.ended_on or deal.judged_on or date.min
    return -day.toordinal(), deal.deal


def _bin(found: Bin) -> CalibrationBin:
    return CalibrationBin(
        low=found.low,
        high=found.high,
        deals=int(found.came.trials),
        predicted=found.predicted,
        came=found.came.rate,
        came_low=found.came.low,
        came_high=found.came.high,
    )


def _notes(
    judged: int, least: int, found: calc.Calibration, told: Sequence[JudgedDeal] | None
) -> Iterator[Note]:
    yield Note("brier_score", "caveat", f"It says {CAVEAT}, and it is of the team alone.")
    words = (
        "Of each deal that ended the last chance given before the day it ended counts "
        "(pipeline_events: probability); those without one are left out."
    )
    yield Note("judged", "rule", words)
    if judged < least:
        words = (
            f"{judged} deals were judged before they ended, fewer than {least}: a score of so few "
            "would say nothing."
        )
        for name in SCORES:
            yield Note(name, "few_deals", words)
    elif found.skill is None:
        words = "All of them closed or none did: there is no base rate to be better than."
        yield Note("skill", "one_outcome", words)
    if any(not each.came.trials for each in found.bins):
        words = "Where no deal was judged so, nothing is known of what came."
        for name in ("predicted", "came", "came_low", "came_high"):
            yield Note(f"bins.{name}", "no_deals", words)
    if told is None:
        yield Note("deals", "no_deal_flow", "Deals are listed for who may read Deal Flow.")
        return
    if any(deal.chance is None for deal in told):
        words = "No chance was given before it ended."
        for name in ("chance", "judged_on"):
            yield Note(f"deals.{name}", "not_judged", words)
    if any(deal.ended_on is None for deal in told):
        words = "It is open, or nobody wrote down when it ended."
        yield Note("deals.ended_on", "not_ended", words)
    if any(deal.link is None for deal in told):
        words = "No notes are kept (pipeline_events: notes_link), or not under https://."
        yield Note("deals.link", "no_notes", words)
