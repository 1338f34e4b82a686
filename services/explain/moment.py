"""One moment of the database, so that a service and the rows behind its answer see the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from services.db.session import Database


class Moment(Database):
    """A database as one open session sees it: whoever reads here reads that session's moment."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The session that is open already; whoever opened it closes it."""
        yield self._session
