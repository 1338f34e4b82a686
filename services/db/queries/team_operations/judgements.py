"""What the team thought a deal's chances were, as its stages say, and where the notes are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ARRAY, Date, Text, any_, bindparam, cast, or_, select
from sqlalchemy.orm import Session

from services.db.models import PipelineEvent
from services.db.reads.known import known


class JudgementRow(NamedTuple):
    """A deal (id) entered a stage on a day: the chance that it closes as judged then, a fraction,
    and the address of the notes; either may be missing."""

    deal_id: str
    stage: str
    day: date
    probability: Decimal | None
    link: str | None


def judgements(
    session: Session, *, deals: Collection[str], until: date, known_on: datetime | None
) -> list[JudgementRow]:
    """Every stage with a chance or with notes that these deals entered up to a day, in order."""
    event = PipelineEvent
    ids = bindparam("deals", sorted(deals), type_=ARRAY(Text))
    day = cast(event.entered_at, Date)
    query = (
        select(event.pipeline_deal_id, event.stage, day, event.probability, event.notes_link)
        .where(
            event.pipeline_deal_id == any_(ids),
            day <= until,
            or_(event.probability.is_not(None), event.notes_link.is_not(None)),
            known(event, known_on),
        )
        .order_by(event.pipeline_deal_id, event.entered_at, event.id)
    )
    return [JudgementRow._make(row) for row in session.execute(query)]
