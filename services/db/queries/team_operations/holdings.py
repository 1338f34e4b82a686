"""Who leads the investments of funds, as their files say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ARRAY, Text, any_, bindparam, select
from sqlalchemy.orm import Session

from services.db.models import Deal, DealVersion
from services.db.reads.known import known


def leads(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> dict[str, str]:
    """Code or name of who leads, by investment (id); those of which nobody said are left out."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    if known_on is None:
        query = select(Deal.id, Deal.lead_partner).where(
            Deal.fund_id == any_(ids), Deal.lead_partner.is_not(None)
        )
    else:
        query = select(DealVersion.deal_id, DealVersion.lead_partner).where(
            DealVersion.fund_id == any_(ids),
            DealVersion.lead_partner.is_not(None),
            known(DealVersion, known_on),
        )
    return {deal: str(lead) for deal, lead in session.execute(query)}
