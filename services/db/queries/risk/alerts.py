"""Alerts and their rules in the tables: read as of a moment, kept in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, case, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from services.db.models import Alert, AlertEvent, AlertRule
from services.db.reads.known import known

OPEN, ACKNOWLEDGED, SNOOZED, RESOLVED = "open", "acknowledged", "snoozed", "resolved"
STATES = (OPEN, ACKNOWLEDGED, SNOOZED, RESOLVED)


class RuleRow(NamedTuple):
    """A rule as somebody set it; `fund_id` None: of every fund."""

    code: str
    fund_id: str | None
    measure: str
    compare: str
    threshold: Decimal
    severity: str
    enabled: bool
    set_by: str
    known_from: datetime


class AlertRow(NamedTuple):
    """An alert as it stood on a moment."""

    id: str
    rule: str
    fund_id: str
    entity_type: str
    entity_id: str
    entity_name: str
    severity: str
    measure: str
    value: Decimal | None
    threshold: Decimal
    unit: str
    since: date
    as_of: date
    state: str
    opened_at: datetime
    acted_by: str | None
    acted_at: datetime | None
    snoozed_until: date | None
    note: str | None


_RULE: tuple[Any, ...] = tuple(getattr(AlertRule, name) for name in RuleRow._fields)
MOVING = ("severity", "value", "threshold", "as_of", "state", "acted_by", "acted_at",
          "snoozed_until", "note")  # fmt: skip


def rules(
    session: Session, *, fund_ids: Collection[str] | None, known_on: datetime | None
) -> list[RuleRow]:
    """Rules of every fund and of these (None: of any), as they held on a moment."""
    query = select(*_RULE).where(known(AlertRule, known_on))
    if fund_ids is not None:
        query = query.where(
            or_(AlertRule.fund_id.is_(None), AlertRule.fund_id == any_(_ids(fund_ids)))
        )
    return [RuleRow._make(row) for row in session.execute(query.order_by(AlertRule.code))]


def set_rule(session: Session, row: dict[str, Any]) -> None:
    """End the rule of this code and fund that holds and begin a new one, in one moment."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('alert rules', 0))"))
    session.execute(
        update(AlertRule)
        .where(
            AlertRule.code == row["code"],
            AlertRule.fund_id.is_not_distinct_from(row["fund_id"]),
            AlertRule.known_to.is_(None),
        )
        .values(known_to=func.now())
    )
    session.add(AlertRule(**row))
    session.flush()


def alerts(
    session: Session,
    *,
    fund_ids: Collection[str],
    known_on: datetime | None,
    today: date,
    severity: str | None = None,
) -> list[AlertRow]:
    """Alerts of funds as they stood on a moment, the gravest and then the oldest first.

    One that was snoozed until a day that has come is open again, whether or not anybody looked.
    """
    last = None if known_on is None else _last(known_on)
    table: Any = Alert if last is None else last.c
    stood = {name: getattr(table, name) for name in MOVING}
    woken = (stood["state"] == SNOOZED) & (stood["snoozed_until"] <= today)
    columns = {name: stood.get(name, getattr(Alert, name)) for name in AlertRow._fields}
    columns["state"] = case((woken, OPEN), else_=stood["state"])
    query = select(*(columns[name] for name in AlertRow._fields)).where(
        Alert.fund_id == any_(_ids(fund_ids))
    )
    if last is not None:
        query = query.join(last, last.c.alert_id == Alert.id)
    if severity is not None:
        query = query.where(columns["severity"] == severity)
    gravest = case({"critical": 0, "warning": 1}, value=columns["severity"], else_=2)
    ordered = query.order_by(gravest, Alert.since, Alert.opened_at, Alert.entity_name, Alert.rule,
                             Alert.id)  # fmt: skip
    return [AlertRow._make(row) for row in session.execute(ordered)]


def checked_at(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> datetime | None:
    """When alerts of these funds were last looked at; None where none was ever found.

    As of a moment: when one was last found, changed or resolved by then.
    """
    own = Alert.fund_id == any_(_ids(fund_ids))
    if known_on is None:
        return session.scalar(select(func.max(Alert.seen_at)).where(own))
    query = select(func.max(AlertEvent.at)).join(Alert, Alert.id == AlertEvent.alert_id)
    return session.scalar(query.where(own, AlertEvent.at <= known_on))


def standing(session: Session, *, fund_ids: Collection[str]) -> list[AlertRow]:
    """Alerts of funds that are not resolved, as the tables have them."""
    query = select(*(getattr(Alert, name) for name in AlertRow._fields)).where(
        Alert.fund_id == any_(_ids(fund_ids)), Alert.resolved_at.is_(None)
    )
    return [AlertRow._make(row) for row in session.execute(query)]


def one(session: Session, alert_id: str, *, fund_ids: Collection[str] | None) -> AlertRow | None:
    """An alert of funds (None: of any) that is not resolved, held until the transaction ends."""
    query = (
        select(*(getattr(Alert, name) for name in AlertRow._fields))
        .where(Alert.id == alert_id, Alert.resolved_at.is_(None))
        .with_for_update()
    )
    if fund_ids is not None:
        query = query.where(Alert.fund_id == any_(_ids(fund_ids)))
    found = session.execute(query).one_or_none()
    return None if found is None else AlertRow._make(found)


def hold(session: Session, fund_ids: Sequence[str]) -> None:
    """Wait until nobody else looks at these funds; held until the transaction ends."""
    asked = text(
        "SELECT pg_advisory_xact_lock(hashtextextended('alerts:' || fund_id, 0)) "
        "FROM unnest(CAST(:funds AS text[])) AS fund_id"
    )
    session.execute(asked, {"funds": sorted(fund_ids)})


def seen(session: Session, *, fund_ids: Collection[str]) -> None:
    """Note that the alerts of funds that are not resolved were looked at now."""
    own = Alert.fund_id == any_(_ids(fund_ids))
    session.execute(
        update(Alert).where(own, Alert.resolved_at.is_(None)).values(seen_at=func.now())
    )


def open_new(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add alerts, each with the first line of its history."""
    if not rows:
        return
    session.execute(insert(Alert), list(rows))
    _remember(session, [(row, "opened") for row in rows])


def change(session: Session, rows: Sequence[tuple[AlertRow, str]]) -> None:
    """Write how alerts stand now and a line of their history, which names what happened."""
    if not rows:
        return
    table: Any = Alert.__table__
    given: Any = bindparam("alert_id")
    resolved = case((bindparam("new_state") == RESOLVED, func.now()), else_=None)
    statement = (
        update(table)
        .where(table.c.id == given)
        .values(
            **{name: bindparam(f"new_{name}", type_=table.c[name].type) for name in MOVING},
            seen_at=func.now(),
            resolved_at=resolved,
        )
    )
    session.connection().execute(
        statement,
        [
            {"alert_id": row.id} | {f"new_{name}": getattr(row, name) for name in MOVING}
            for row, _ in rows
        ],
    )
    _remember(session, [(row._asdict(), what) for row, what in rows])


def _remember(session: Session, rows: Sequence[tuple[dict[str, Any], str]]) -> None:
    session.execute(
        insert(AlertEvent),
        [
            {"alert_id": row["id"], "what": what} | {name: row.get(name) for name in MOVING}
            for row, what in rows
        ],
    )


def _last(known_on: datetime) -> Any:
    """The last line of each alert's history by a moment."""
    return (
        select(AlertEvent)
        .distinct(AlertEvent.alert_id)
        .where(AlertEvent.at <= known_on)
        .order_by(AlertEvent.alert_id, AlertEvent.id.desc())
        .subquery("last")
    )


def _ids(fund_ids: Collection[str]) -> Any:
    return bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
