"""Who asks in a test, and what that costs the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from services.db.session import Database
from services.scope import Principal


def partner(*funds: str) -> Principal:
    """A partner who was granted some funds by id; without any, one who sees every fund."""
    return Principal(
        user_id="u1",
        name="Ada",
        roles=frozenset({"partner"}),
        funds=frozenset(funds) if funds else None,
    )


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """The statements that a block sends to the database."""
    sent: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
