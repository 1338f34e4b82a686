"""Why deals ended in a window: reasons by the furthest stage they had reached, and by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.calc.funnel import ENDINGS, WAY
from services.deal_flow.frame import NOT_GIVEN, Frame, Prospect
from services.deal_flow.results import PassReason, PassReasons
from services.envelope import Note


def pass_reasons(frame: Frame) -> PassReasons:
    """Deals that were passed or lost in the window, the most frequent reason first."""
    ended = frame.ended_in(ENDINGS)
    by_reason = Counter(reason_of(deal) for deal in ended)
    by_stage = Counter(deal.track.furthest for deal in ended)
    given = sum(deal.row.reason is not None for deal in ended)
    found = Counter((reason_of(d), d.track.furthest, d.row.owner or "") for d in ended)
    rows = sorted(found.items(), key=lambda each: (-by_reason[each[0][0]], -each[1], each[0]))
    return PassReasons(
        reasons=tuple(
            PassReason(
                reason=reason,
                stage=stage,
                owner=owner or None,
                deals=deals,
                share=deals / len(ended),
            )
            for (reason, stage, owner), deals in rows
        ),
        by_reason=dict(sorted(by_reason.items(), key=lambda each: (-each[1], each[0]))),
        by_stage={stage: by_stage[stage] for stage in WAY},
        ended=len(ended),
        fill_rate=given / len(ended) if ended else None,
        meta=frame.meta(PassReasons),
        notes=(*_notes(len(ended), given), *frame.notes()),
    )


def reason_of(deal: Prospect) -> str:
    return deal.row.reason or NOT_GIVEN


def _notes(ended: int, given: int) -> Iterator[Note]:
    if not ended:
        words = "No deal was passed or lost in this window."
        yield Note("fill_rate", "none_ended", words)
    elif given < ended:
        words = f"{ended - given} of {ended} deals ended without a reason being given."
        yield Note("reasons", "reason_not_given", words)
