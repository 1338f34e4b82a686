"""A real worker in a process of its own, killed at the worst moments."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from sqlalchemy import func, text, update

from services.db.models import RefreshRun
from services.db.session import Database
from services.jobs import Queue, Sweeper, request_refresh
from services.live import EVERY_CHANNEL
from services.scope import SYSTEM
from tests.conftest import SECRET
from tests.tasks.conftest import Firm

ROOT = Path(__file__).resolve().parents[2]


def wait_until(condition: Callable[[], object], *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def celery(db: Database, redis_url: str, folder: Path, *words: str) -> Iterator[subprocess.Popen]:
    """A Celery command on this test's stores; whatever is left of it is killed at the end."""
    log = (folder / f"celery-{time.monotonic_ns()}.log").open("wb")
    environment = {
        **os.environ,
        "DATABASE_URL": db.url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": SECRET,
        "GPDASH_DATA_DIR": str(folder),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "tasks", *words],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


@contextmanager
def worker(db: Database, redis_url: str, folder: Path) -> Iterator[subprocess.Popen]:
    words = ("--concurrency", "1", "--without-mingle", "--without-gossip", "--loglevel", "info")
    with celery(db, redis_url, folder, "worker", *words) as process:
        yield process


@contextmanager
def nobody_may_touch(db: Database, table: str) -> Iterator[None]:
    """Whoever needs the table waits: a worker is caught in the middle of its work."""
    with db.engine.connect() as connection, connection.begin():
        connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield


def someone_waits(db: Database) -> bool:
    with db.engine.connect() as connection:
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(connection.scalar(waiting))


def end_leases(db: Database) -> None:
    """What waiting for the end of a lease would do."""
    with db.session() as session:
        session.execute(
            update(RefreshRun).values(lease_until=func.clock_timestamp() - timedelta(seconds=1))
        )


def kill_whole(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_child(process: subprocess.Popen) -> None:
    for child in psutil.Process(process.pid).children():
        child.kill()


def states(firm: Firm, fund: str) -> list[str]:
    return [run.state for run in firm.runs(fund)]


@pytest.fixture
def sweeping(firm: Firm, redis_url: str) -> Iterator[None]:
    """The loop of the web process, at a test's pace."""
    sweeper = Sweeper(firm.db, Queue(redis_url), every=0.2)
    sweeper.start()
    yield
    sweeper.stop()


@pytest.mark.slow
def test_a_worker_does_what_was_asked_and_tells_the_pages(
    firm: Firm, redis_url: str, tmp_path: Path
):
    fund = firm.fund()
    with redis.Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True) as channel:
        channel.psubscribe(EVERY_CHANNEL)
        with worker(firm.db, redis_url, tmp_path):
            request_refresh(firm.db, Queue(redis_url), SYSTEM, fund)
            wait_until(lambda: firm.runs(fund)[0].state == "done")
            heard: list[Any] = []
            wait_until(lambda: heard.append(channel.get_message(timeout=1)) or heard[-1])
    told = heard[-1]
    assert told["channel"].decode() == f"fund:{fund}"
    assert b'"type":"fund_metrics_updated"' in told["data"]
    assert len(firm.snapshots(fund)) == 6


@pytest.mark.slow
@pytest.mark.parametrize("table", ["fund_navs", "fund_metrics"])
@pytest.mark.parametrize("kill", [kill_whole, kill_child])
@pytest.mark.usefixtures("sweeping")
def test_a_worker_killed_while_it_refreshes_leaves_exactly_one_snapshot(
    firm: Firm,
    redis_url: str,
    tmp_path: Path,
    kill: Callable[[subprocess.Popen], None],
    table: str,
):
    fund = firm.fund()
    with worker(firm.db, redis_url, tmp_path) as first:
        with nobody_may_touch(firm.db, table):
            request_refresh(firm.db, Queue(redis_url), SYSTEM, fund)
            wait_until(lambda: someone_waits(firm.db))
            kill(first)
        assert firm.snapshots(fund) == []
        end_leases(firm.db)
        with worker(firm.db, redis_url, tmp_path):
            wait_until(lambda: firm.runs(fund)[0].state == "done")
    assert len(firm.snapshots(fund)) == 6  # one for each basis and view of the line
    assert [(run.state, run.attempt) for run in firm.runs(fund)] == [("done", 2)]


@pytest.mark.slow
def test_two_beats_lead_to_one_refresh_of_each_fund(firm: Firm, redis_url: str, tmp_path: Path):
    funds = [firm.fund(f"F{number}") for number in range(3)]
    queue = Queue(redis_url)
    for _ in range(2):
        queue._app.send_task("fund_performance.refresh_all")
    with worker(firm.db, redis_url, tmp_path):
        wait_until(lambda: [states(firm, fund) for fund in funds] == [["done"]] * 3)
        queue._app.send_task("fund_performance.refresh_all")
        time.sleep(1.5)
    assert [len(firm.runs(fund)) for fund in funds] == [1, 1, 1]
    assert [len(firm.snapshots(fund)) for fund in funds] == [6, 6, 6]


def told_by_a_process(code: str, folder: Path) -> str:
    """What a fresh Python prints that has the settings of a worker."""
    environment = {
        **os.environ,
        "REDIS_URL": "unix:///tmp/none.sock?db=0",
        "SECRET_KEY": SECRET,
        "GPDASH_DATA_DIR": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_worker_loads_no_web_framework(tmp_path: Path):
    code = """
import sys, tasks
tasks.app.loader.import_default_modules()
assert "tasks.tidying" in sys.modules
print({"dash", "flask", "plotly"} & set(sys.modules))
"""
    assert told_by_a_process(code, tmp_path) == "set()"


def test_every_task_of_the_schedule_exists_and_expires(tmp_path: Path):
    code = """
import tasks
from tasks.schedule import SCHEDULE
tasks.app.loader.import_default_modules()  # those that a worker loads
for entry in SCHEDULE.values():
    print(entry["task"] in tasks.app.tasks, entry["options"]["expires"] > 0)
"""
    assert set(told_by_a_process(code, tmp_path).splitlines()) == {"True True"}


def test_the_worker_takes_nothing_but_json_and_its_limits_fit_each_other(tmp_path: Path):
    code = """
from tasks import app
c = app.conf
print(c.accept_content, c.task_serializer, c.broker_url, c.task_acks_late)
print(c.broker_transport_options["visibility_timeout"] > c.task_time_limit)
"""
    broker = "redis+socket:///tmp/none.sock?virtual_host=1"
    assert told_by_a_process(code, tmp_path) == f"['json'] json {broker} True\nTrue"
