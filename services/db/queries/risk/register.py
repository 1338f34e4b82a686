"""The register of risks in its table: read as of a moment, changed by a new version."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, func, or_, select, text, update
from sqlalchemy.orm import Session

from services.db.models import RegisteredRisk
from services.db.reads.known import known


class RegisterRow(NamedTuple):
    """A risk as somebody wrote it down; `fund_id` None: of the whole firm."""

    code: str
    fund_id: str | None
    title: str
    category: str
    likelihood: int
    impact: int
    owner: str | None
    action: str | None
    due: date | None
    state: str
    set_by: str
    known_from: datetime


_COLUMNS: tuple[Any, ...] = tuple(getattr(RegisteredRisk, name) for name in RegisterRow._fields)


def risks(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> list[RegisterRow]:
    """Risks of these funds and of the firm as they stood on a moment, the highest score first."""
    table = RegisteredRisk
    score = table.likelihood * table.impact
    query = (
        select(*_COLUMNS)
        .where(
            or_(table.fund_id.is_(None), table.fund_id == any_(_ids(fund_ids))),
            known(table, known_on),
        )
        .order_by(score.desc(), table.code)
    )
    return [RegisterRow._make(row) for row in session.execute(query)]


def take_turn(session: Session) -> None:
    """Wait until nobody else writes the register; held until the transaction ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('risk register', 0))"))


def current(session: Session, code: str) -> RegisterRow | None:
    """The risk of a code as it stands, whosever it is."""
    query = select(*_COLUMNS).where(RegisteredRisk.code == code, RegisteredRisk.known_to.is_(None))
    found = session.execute(query).one_or_none()
    return None if found is None else RegisterRow._make(found)


def next_code(session: Session) -> str:
    """`R7` where R6 is the last of its kind."""
    query = text("SELECT max(substr(code, 2)::int) FROM risk_register WHERE code ~ '^R[0-9]{1,6}$'")
    return f"R{(session.scalar(query) or 0) + 1}"


def set_risk(session: Session, row: dict[str, Any]) -> None:
    """End the risk of this code as it stands and begin a new version, in one moment."""
    session.execute(
        update(RegisteredRisk)
        .where(RegisteredRisk.code == row["code"], RegisteredRisk.known_to.is_(None))
        .values(known_to=func.now())
    )
    session.add(RegisteredRisk(**row))
    session.flush()


def _ids(fund_ids: Collection[str]) -> Any:
    return bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
