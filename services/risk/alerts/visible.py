"""Which alerts somebody may see, as they stood at a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from services.access.permissions import readable
from services.db.queries.risk import alerts as kept
from services.db.queries.risk.alerts import AlertRow
from services.db.reads.funds import FundRow
from services.risk.alerts.measures import INVESTOR
from services.scope import Principal, Scope

INVESTORS = "lp_reporting"  # the module whose readers know of single investors


def visible(
    session: Session,
    principal: Principal,
    scope: Scope,
    funds: Collection[FundRow],
    *,
    today: date,
    severity: str | None = None,
) -> list[AlertRow]:
    """Alerts of funds as they stood at `known_on`; without a moment, today. None left out for
    their severity unless one is named.

    Those about single investors are for who may read of investors.
    """
    known_on = scope.known_on
    found = kept.alerts(
        session,
        fund_ids=[row.id for row in funds],
        known_on=known_on,
        today=known_on.date() if known_on else today,
        severity=severity,
    )
    shown = [row for row in found if scope.as_of is None or row.since <= scope.as_of]
    if INVESTORS in readable(principal):
        return shown
    return [row for row in shown if row.entity_type != INVESTOR]
