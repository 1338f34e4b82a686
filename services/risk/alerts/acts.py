"""What people do about alerts: acknowledge them, or put them off until a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from services import clock
from services.access.permissions import check_action, readable
from services.db.queries.risk import alerts as kept
from services.db.queries.risk.alerts import AlertRow
from services.db.reads.versions import bump
from services.db.session import Database
from services.errors import Fault, InvalidInput, NotFound
from services.risk.alerts.measures import INVESTOR
from services.scope import Principal

ACTION = "act_on_alert"
LONGEST_SNOOZE = timedelta(days=366)
LONGEST_NOTE = 500


def acknowledge(
    db: Database, principal: Principal, alert_id: str, *, note: str | None
) -> dict[str, int]:
    """Say that somebody has seen an alert: it stays, and is not open any more while it lasts.

    The raised counters, for `tell` after the commit. NotFound for an alert that is missing,
    resolved or of a foreign fund.
    """
    return _act(
        db,
        principal,
        alert_id,
        lambda row: row._replace(state=kept.ACKNOWLEDGED, snoozed_until=None, note=checked(note)),
        "acknowledged",
    )


def snooze(
    db: Database, principal: Principal, alert_id: str, *, until: date, today: date,
    note: str | None,
) -> dict[str, int]:  # fmt: skip
    """Put an alert off until a day, on which it is open again if it still holds.

    InvalidInput for a day that is not ahead, or more than a year ahead.
    """
    if not today < until <= today + LONGEST_SNOOZE:
        text = f"until is a day after {today}, at most a year ahead."
        raise InvalidInput(text, faults=(Fault("until", text),))
    return _act(
        db,
        principal,
        alert_id,
        lambda row: row._replace(state=kept.SNOOZED, snoozed_until=until, note=checked(note)),
        "snoozed",
    )


def checked(note: str | None) -> str | None:
    """A note as it is kept; InvalidInput for one that is too long."""
    words = (note or "").strip()
    if len(words) > LONGEST_NOTE:
        text = f"note has {len(words)} letters; {LONGEST_NOTE} are the most."
        raise InvalidInput(text, faults=(Fault("note", text),))
    return words or None


def _act(
    db: Database,
    principal: Principal,
    alert_id: str,
    change: Callable[[AlertRow], AlertRow],
    what: str,
) -> dict[str, int]:
    check_action(principal, ACTION)
    with db.session() as session:
        row = kept.one(session, alert_id, fund_ids=principal.funds)
        hidden = row is not None and row.entity_type == INVESTOR
        if row is None or (hidden and "lp_reporting" not in readable(principal)):
            raise NotFound
        now = change(row)._replace(acted_by=principal.name, acted_at=clock.now())
        kept.change(session, [(now, what)])
        return bump(session, [row.fund_id])
