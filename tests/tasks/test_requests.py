"""A request to refresh is a row: one for all who ask, and never lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
import redis
from sqlalchemy import func, update

from services.db.models import RefreshRun
from services.errors import NotFound
from services.jobs import (
    Queue,
    Sweeper,
    forget_runs,
    funds_due,
    open_runs,
    request_refresh,
    run_status,
    sweep,
    take_runs,
)
from services.jobs.queue import KEY_PREFIX
from services.scope import SYSTEM
from services.stores import valkey
from tests.factories import partner
from tests.tasks.conftest import Firm


@pytest.fixture
def broker(redis_url: str) -> redis.Redis:
    """The broker's own database on the session's server."""
    return redis.Redis.from_url(redis_url.replace("db=0", "db=1"))


def sent(broker: redis.Redis) -> list[list[str]]:
    """The funds each waiting message names, oldest first."""
    import base64

    found = []
    for raw in reversed(broker.lrange(f"{KEY_PREFIX}celery", 0, -1)):
        body = orjson.loads(base64.b64decode(orjson.loads(raw)["body"]))
        found.append(body[0][0])
    return found


def move_lease(firm: Firm, *, seconds: float, state: str | None = None) -> None:
    """Let time pass for every run."""
    values = {"lease_until": func.clock_timestamp() + timedelta(seconds=seconds)}
    with firm.db.session() as session:
        session.execute(update(RefreshRun).values(**values, **({"state": state} if state else {})))


def test_a_request_becomes_a_row_and_a_message(firm: Firm, queue: Queue, broker: redis.Redis):
    fund = firm.fund()
    run = request_refresh(firm.db, queue, partner(fund), "AQ1")
    assert (run.state, run.fund_id, run.requested_by) == ("queued", fund, "u1")
    assert run_status(firm.db, partner(fund), run.id) == run
    assert sent(broker) == [[fund]]


def test_fifty_people_who_ask_at_once_get_one_run(firm: Firm, queue: Queue, broker: redis.Redis):
    fund = firm.fund()
    gate = threading.Barrier(50)

    def ask(_: int) -> str:
        gate.wait()
        return request_refresh(firm.db, queue, SYSTEM, fund).id

    with ThreadPoolExecutor(50) as pool:
        assert len(set(pool.map(ask, range(50)))) == 1
    assert len(firm.runs(fund)) == 1
    assert sent(broker) == [[fund]]


def test_who_asks_after_the_run_is_done_gets_a_new_one(firm: Firm, queue: Queue):
    fund = firm.fund()
    first = request_refresh(firm.db, queue, SYSTEM, fund)
    firm.refresh(fund)
    second = request_refresh(firm.db, queue, SYSTEM, fund)
    assert first.id != second.id
    assert run_status(firm.db, SYSTEM, first.id).state == "done"


def test_a_foreign_fund_and_a_missing_one_are_the_same(firm: Firm, queue: Queue):
    own, foreign = firm.fund("AQ1"), firm.fund("AQ2")
    run = request_refresh(firm.db, queue, SYSTEM, foreign)
    words = set()
    for ask in (
        lambda: request_refresh(firm.db, queue, partner(own), foreign),
        lambda: request_refresh(firm.db, queue, partner(own), "NONE"),
        lambda: run_status(firm.db, partner(own), run.id),
        lambda: run_status(firm.db, partner(own), "none"),
    ):
        with pytest.raises(NotFound) as refused:
            ask()
        words.add(refused.value.message)
    assert len(words) == 1


def test_a_request_without_a_broker_is_answered_soon_and_done_later(
    firm: Firm, broker: redis.Redis, queue: Queue, tmp_path: Path
):
    fund = firm.fund()
    away = Queue(f"unix://{tmp_path}/nobody.sock?db=0")
    away.send("warm.up", [], expires=1)  # Celery is loaded by the first request of a process
    started = time.monotonic()
    assert request_refresh(firm.db, away, SYSTEM, fund).state == "queued"
    assert time.monotonic() - started < 5  # it would wait for twenty
    assert sent(broker) == []
    move_lease(firm, seconds=-1)
    assert sweep(firm.db, queue) == 1
    assert sent(broker) == [[fund]]


def test_a_request_to_a_frozen_broker_is_answered_soon(firm: Firm, tmp_path: Path):
    fund = firm.fund()
    server = valkey.start(tmp_path, durable=False)
    try:
        frozen = Queue(server.url)
        frozen.send("warm.up", [], expires=1)
        os.kill(server.child.process.pid, signal.SIGSTOP)
        started = time.monotonic()
        assert request_refresh(firm.db, frozen, SYSTEM, fund).state == "queued"
        assert time.monotonic() - started < 5
    finally:
        os.kill(server.child.process.pid, signal.SIGCONT)
        server.stop()


def test_a_run_whose_worker_died_is_sent_again(firm: Firm, queue: Queue, broker: redis.Redis):
    fund = firm.fund()
    open_runs(firm.db, [fund])
    take_runs(firm.db, [fund])
    assert sweep(firm.db, queue) == 0
    move_lease(firm, seconds=-1)
    assert sweep(firm.db, queue) == 1
    assert sent(broker) == [[fund]]
    assert firm.runs(fund)[0].state == "queued"
    assert sweep(firm.db, queue) == 0  # it counts as sent for half a minute


def test_a_run_whose_worker_died_three_times_is_given_up(firm: Firm, queue: Queue):
    fund = firm.fund()
    open_runs(firm.db, [fund])
    for _ in range(3):
        assert take_runs(firm.db, [fund]) == [fund]
        move_lease(firm, seconds=-1)
    assert sweep(firm.db, queue) == 0
    run = firm.runs(fund)[0]
    assert run.state == "failed"
    assert "3 attempts" in (run.error or "")


def test_many_lost_runs_travel_in_few_messages(firm: Firm, queue: Queue, broker: redis.Redis):
    funds = [firm.facts.fund(f"F{number:03}") for number in range(30)]
    open_runs(firm.db, funds)
    move_lease(firm, seconds=-1)
    assert sweep(firm.db, queue) == 30
    assert len(sent(broker)) == 1


def test_two_web_processes_sweep_once(firm: Firm, queue: Queue, broker: redis.Redis):
    fund = firm.fund()
    open_runs(firm.db, [fund])
    move_lease(firm, seconds=-1)
    sweepers = [Sweeper(firm.db, queue, every=0.05) for _ in range(3)]
    for sweeper in sweepers:
        sweeper.start()
    deadline = time.monotonic() + 30
    while not sent(broker) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)  # as long as ten more rounds of each
    for sweeper in sweepers:
        sweeper.stop()
    assert sent(broker) == [[fund]]


def test_a_fund_done_lately_is_not_due(firm: Firm):
    done, due = firm.fund("AQ1"), firm.fund("AQ2")
    firm.refresh(done)
    assert funds_due(firm.db, fresh=60) == [due]
    assert funds_due(firm.db, fresh=0) == [done, due]


def test_two_beats_ask_once(firm: Firm):
    """Both tick before a worker is there: the second finds every run open already."""
    fund = firm.fund()
    assert open_runs(firm.db, funds_due(firm.db, fresh=60)) == [fund]
    assert open_runs(firm.db, funds_due(firm.db, fresh=60)) == []


def test_runs_of_last_month_are_forgotten(firm: Firm):
    fund = firm.fund()
    firm.refresh(fund)
    assert forget_runs(firm.db) == 0
    with firm.db.session() as session:
        session.execute(update(RefreshRun).values(finished_at=func.now() - timedelta(days=31)))
    assert forget_runs(firm.db) == 1
    assert firm.runs(fund) == []
