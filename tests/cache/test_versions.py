"""After a change is committed, nobody is given figures from before it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
import redis
from sqlalchemy import event

from services.cache import Cache, RedisBackend, Versions, connect
from services.db.reads.versions import bump, total, versions_of
from services.db.session import Database


@pytest.fixture
def process(db: Database, redis_url: str) -> Callable[[], Versions]:
    """The version table of one process after another, all on the same stores."""
    return lambda: Versions(db, connect(redis_url))


def change(db: Database, *scopes: str) -> dict[str, int]:
    with db.session() as session:
        return bump(session, scopes)


def test_a_fund_nobody_wrote_about_has_version_0(process: Callable[[], Versions]):
    assert process().of(["f-1"]) == {"f-1": 0, "shared": 0}


def test_each_change_counts_up_the_funds_it_touches(db: Database):
    assert change(db, "f-1") == {"f-1": 1}
    assert change(db, "f-1", "f-2", "shared") == {"f-1": 2, "f-2": 1, "shared": 1}
    with db.read() as session:
        assert versions_of(session, ["f-1", "f-2", "f-3"]) == {"f-1": 2, "f-2": 1, "f-3": 0}
        assert total(session) == 4


def test_a_change_that_is_rolled_back_counts_for_nothing(db: Database):
    with pytest.raises(RuntimeError), db.session() as session:
        bump(session, ["f-1"])
        raise RuntimeError("the import was refused")
    with db.read() as session:
        assert total(session) == 0


def test_another_process_sees_a_change_within_a_quarter_of_a_second(
    db: Database, process: Callable[[], Versions]
):
    writer, reader = process(), process()
    assert reader.of(["f-1"])["f-1"] == 0
    before = reader.overall()
    writer.mirror(change(db, "f-1"))
    time.sleep(0.26)
    assert reader.of(["f-1"])["f-1"] == 1
    assert reader.overall() == before + 1


def test_a_nudge_is_believed_at_once(db: Database, process: Callable[[], Versions]):
    writer, reader = process(), process()
    assert reader.of(["f-1"])["f-1"] == 0
    assert reader.overall() == 0
    writer.mirror(change(db, "f-1"))
    reader.heard("f-1", 1)
    assert reader.of(["f-1"])["f-1"] == 1
    assert reader.overall() == 1


def test_a_late_nudge_does_not_turn_the_clock_back(process: Callable[[], Versions]):
    reader = process()
    reader.heard("f-1", 5)
    reader.heard("f-1", 3)
    assert reader.of(["f-1"])["f-1"] == 5


def test_a_mirror_is_never_lowered_by_a_slow_reader(
    db: Database, process: Callable[[], Versions], redis_client: redis.Redis
):
    writer, slow = process(), process()
    writer.mirror(change(db, "f-1"))
    slow._tell({"f-1": 0})
    assert redis_client.get("gp:version:f-1") == b"1"


def test_a_mirror_that_missed_a_change_is_wrong_for_five_seconds_at_most(
    db: Database, process: Callable[[], Versions], redis_client: redis.Redis
):
    process().of(["f-1"])
    change(db, "f-1")  # the writer died before it could tell anybody
    assert 0 < redis_client.pttl("gp:version:f-1") <= 5000
    redis_client.delete("gp:version:f-1")  # what the five seconds do
    assert process().of(["f-1"])["f-1"] == 1


def test_a_warm_version_costs_no_statement(db: Database, process: Callable[[], Versions]):
    reader = process()
    reader.of(["f-1", "f-2"])
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    time.sleep(0.3)
    reader.of(["f-1", "f-2"])
    assert statements == []


def test_nothing_old_is_read_after_a_change_is_committed(
    db: Database, process: Callable[[], Versions], redis_url: str
):
    """Readers and one writer race; an answer is never older than the version known before it."""
    versions = process()
    cache = Cache(RedisBackend(connect(redis_url)))
    fact, committed, wrong = [0], [0], []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            known = committed[0]
            version = versions.of(["f-1"])["f-1"]
            entry = cache.remember(
                f"gp:race:{version}", soft=60, compute=lambda: str(fact[0]).encode()
            )
            if int(entry.body) < known:
                wrong.append((known, version, entry.body))

    readers = [threading.Thread(target=read) for _ in range(10)]
    for reader in readers:
        reader.start()
    for number in range(1, 101):
        with db.session() as session:
            counted = bump(session, ["f-1"])
            fact[0] = number  # visible before the commit, as a fact never is: the hard case
        versions.mirror(counted)
        committed[0] = number
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
