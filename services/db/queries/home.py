"""What the page of the firm reads of its own: who approved, sealed and acted on what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.db.models import Alert, Fund, LimitedPartner, LpReport, User

APPROVED, LOCKED, SUPERSEDED = "approved", "locked", "superseded"


class ActRow(NamedTuple):
    """A step that somebody took: on a pack (`name` its investor, `about` its period) or on an alert
    (`name` what it is about, `about` its rule). `who` is a name, None for a program."""

    at: datetime
    kind: str
    act: str
    who: str | None
    fund: str
    name: str
    about: str


def acts(
    session: Session, *, fund_ids: Collection[str], packs: bool, alerts: bool, limit: int
) -> list[ActRow]:
    """The newest steps on packs and alerts of these funds."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    chosen: list[Select[*tuple[Any, ...]]] = []
    if packs:
        chosen += [
            _of_packs(APPROVED, LpReport.approved_at, LpReport.approved_by, ids),
            _of_packs(LOCKED, LpReport.locked_at, LpReport.locked_by, ids),
        ]
    if alerts:
        chosen.append(_of_alerts(ids))
    if not chosen:
        return []
    rows = union_all(*chosen).subquery()
    query = select(rows).order_by(rows.c.at.desc(), rows.c.name).limit(limit)
    return [ActRow._make(row) for row in session.execute(query)]


def _of_packs(act: str, at: Any, by: Any, ids: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            at.label("at"),
            literal("pack").label("kind"),
            literal(act).label("act"),
            User.name.label("who"),
            Fund.code.label("fund"),
            LimitedPartner.name.label("name"),
            LpReport.period.label("about"),
        )
        .join(Fund, Fund.id == LpReport.fund_id)
        .join(LimitedPartner, LimitedPartner.id == LpReport.lp_id)
        .outerjoin(User, User.id == by)
        .where(LpReport.fund_id == any_(ids), at.is_not(None))
    )


def _of_alerts(ids: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Alert.acted_at.label("at"),
            literal("alert").label("kind"),
            Alert.state.label("act"),
            User.name.label("who"),
            Fund.code.label("fund"),
            Alert.entity_name.label("name"),
            Alert.rule.label("about"),
        )
        .join(Fund, Fund.id == Alert.fund_id)
        .outerjoin(User, User.id == Alert.acted_by)
        .where(Alert.fund_id == any_(ids), Alert.acted_at.is_not(None))
    )
