"""How a service opens the facts: for somebody who is known and may read its module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from services.access.permissions import check_module
from services.db.session import Database
from services.errors import Unauthenticated
from services.scope import Principal


@contextmanager
def reading(db: Database, principal: Principal, module: str) -> Iterator[Session]:
    """One moment of the facts; leave it before computing.

    Unauthenticated where nobody asks, Forbidden or NotFound where the module is closed to them.
    """
    if not isinstance(principal, Principal):
        raise Unauthenticated
    check_module(principal, module)
    with db.read() as session:
        yield session
