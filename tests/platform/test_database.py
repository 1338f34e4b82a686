"""The database object: transactions, reads of one moment, limits, and life after a fork."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError

from services.db.session import Database, with_driver
from services.errors import Unavailable


@pytest.fixture
def counted(db: Database) -> Database:
    """A database with one table of one row."""
    with db.session() as session:
        session.execute(text("CREATE TABLE counted AS SELECT 1 AS n"))
    return db


def rows(db: Database) -> int:
    with db.read() as session:
        return int(session.scalar(text("SELECT count(*) FROM counted")) or 0)


def test_what_a_session_wrote_is_there_afterwards(counted: Database) -> None:
    with counted.session() as session:
        session.execute(text("INSERT INTO counted VALUES (2)"))
    assert rows(counted) == 2


def test_a_session_that_fails_leaves_nothing(counted: Database) -> None:
    with pytest.raises(RuntimeError), counted.session() as session:
        session.execute(text("INSERT INTO counted VALUES (2)"))
        raise RuntimeError
    assert rows(counted) == 1


def test_a_read_sees_one_moment_whatever_others_write(counted: Database) -> None:
    with counted.read() as reader:
        first = reader.scalar(text("SELECT count(*) FROM counted"))
        with counted.session() as writer:
            writer.execute(text("INSERT INTO counted VALUES (2)"))
        second = reader.scalar(text("SELECT count(*) FROM counted"))
    assert (first, second, rows(counted)) == (1, 1, 2)


def test_a_read_cannot_write(counted: Database) -> None:
    with counted.read() as session, pytest.raises(InternalError, match="read-only transaction"):
        session.execute(text("INSERT INTO counted VALUES (2)"))
    assert rows(counted) == 1


def test_a_statement_that_takes_too_long_is_ended(counted: Database) -> None:
    impatient = Database(counted.url, statement_timeout_ms=50)
    with impatient.read() as session, pytest.raises(OperationalError, match="statement timeout"):
        session.execute(text("SELECT pg_sleep(5)"))
    impatient.dispose()


def test_a_connection_the_server_closed_is_replaced_without_an_error(counted: Database) -> None:
    assert rows(counted) == 1
    other = Database(counted.url)
    with other.session() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.dispose()
    assert rows(counted) == 1


def test_a_forked_child_opens_connections_of_its_own(counted: Database) -> None:
    assert rows(counted) == 1
    child = os.fork()
    if child == 0:
        try:
            os._exit(rows(counted))
        except DBAPIError:
            os._exit(77)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    assert rows(counted) == 1


def test_a_server_that_does_not_answer_is_told_in_words() -> None:
    with pytest.raises(Unavailable, match="The database does not answer"):
        Database("postgresql://gp:word@127.0.0.1:1/gp").refuse_if_silent()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_form_of_the_address_means_the_same_driver(scheme: str) -> None:
    assert with_driver(f"{scheme}://gp@db.example/gp") == "postgresql+psycopg://gp@db.example/gp"
