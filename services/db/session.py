"""The database as everything else sees it: sessions that commit, and reads of one moment."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from services.errors import Unavailable

WEB_STATEMENT_MS = 15_000
WORKER_STATEMENT_MS = 300_000
IDLE_IN_TRANSACTION_MS = 30_000
POOL_SECONDS = 5  # a request that finds no free connection is told soon
POOL_SIZE = POOL_OVERFLOW = 5
CONNECT_SECONDS = 3
RECYCLE_SECONDS = 1_800


class Database:
    """One PostgreSQL database; what every service is built from.

    `statement_timeout_ms` is the server's limit for one statement: a web request may wait 15 s,
    a task 300 s.
    """

    def __init__(self, url: str, *, statement_timeout_ms: int = WEB_STATEMENT_MS) -> None:
        self.url = url
        self.statement_timeout_ms = statement_timeout_ms
        _ALL.add(self)

    @cached_property
    def engine(self) -> Engine:
        """The pool of connections, opened at the first use and once per process."""
        return engine(self.url, statement_timeout_ms=self.statement_timeout_ms)

    @cached_property
    def _factory(self) -> sessionmaker[Session]:
        return sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back when anything is raised."""
        with self._factory.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A read-only transaction in which every statement sees the same moment."""
        with self._factory() as session:
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield session

    def refuse_if_silent(self) -> None:
        """Unavailable, with the server's words, when it cannot be reached or lets us not in."""
        try:
            self.engine.connect().close()
        except OperationalError as silent:
            raise Unavailable(
                f"The database does not answer: {silent.orig}\nIs DATABASE_URL right?"
            ) from silent

    def dispose(self) -> None:
        """Close the connections of this process."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def forget_connections(self) -> None:
        """Drop connections that belong to the parent of a fork, without closing them there."""
        if "engine" in self.__dict__:
            self.engine.dispose(close=False)


_ALL: weakref.WeakSet[Database] = weakref.WeakSet()


def _forget_all() -> None:
    for database in list(_ALL):
        database.forget_connections()


os.register_at_fork(after_in_child=_forget_all)


def engine(url: str, *, statement_timeout_ms: int = WEB_STATEMENT_MS) -> Engine:
    """A pool whose connections time out rather than wait: on connect, per statement, when idle."""
    limits = (
        f"-c statement_timeout={statement_timeout_ms} "
        f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS} -c timezone=UTC"
    )
    return create_engine(
        with_driver(url),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_SECONDS,
        pool_recycle=RECYCLE_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": limits},
    )


def with_driver(url: str) -> str:
    """The URL as SQLAlchemy wants it: `postgres://` and `postgresql://` name psycopg 3."""
    scheme, found, rest = url.partition("://")
    if found and scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    return url
