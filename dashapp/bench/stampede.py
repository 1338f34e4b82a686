"""A hundred callers at once on an answer that nobody has, over two web processes."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from dashapp.bench.firm import Firm, firm, free_port, served
from dashapp.bench.measure import Ratio
from services.cache import Versions, connect
from services.db.reads.versions import SHARED

CALLERS = 100
PATH = "/api/v1/dashboards/fund-performance/trend?period=10y"
GOAL = 2.0
FLOWS = {"XL": 200_000}  # enough that one computation takes a good part of a second
FLUSH_SECONDS = 11  # an idle connection hands in its counters within ten seconds


def ratios() -> Iterator[Ratio]:
    """Goal 9: the slowest of all callers against one alone, and how often it was computed."""
    with firm(FLOWS) as made:
        ports = (free_port(), free_port())
        with served(made, ports[0]), served(made, ports[1]):
            for port in ports:
                _ask(made, port)
            _expire(made)
            alone = _ask(made, ports[0])
            _expire(made)
            before = _trend_reads(made)
            slowest = _all_at_once(made, ports)
            computed = _trend_reads(made) - before
            one = _reads_of_one(made, ports[0])
        yield Ratio("stampede", "slowest of 100 callers / one alone", slowest, alone, "s", GOAL)
        yield Ratio("stampede", "computations of 100 callers / of one", computed, one, "reads", 1.0)


def _expire(made: Firm) -> None:
    """Raise the shared counter, as an import of rates does: every key is then a new one."""
    with made.db.session() as session:
        statement = (
            "INSERT INTO data_versions (scope, version) VALUES (:scope, 1) ON CONFLICT (scope) "
            "DO UPDATE SET version = data_versions.version + 1 RETURNING version"
        )
        version = session.execute(text(statement), {"scope": SHARED}).scalar_one()
    Versions(made.db, connect(made.settings.redis_url)).mirror({SHARED: version})
    time.sleep(0.5)  # longer than a process trusts what it knows


def _trend_reads(made: Firm) -> int:
    """How often the flows were scanned so far; each computation does so equally often."""
    statement = (
        "SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables "
        "WHERE relname = 'fund_cash_flows'"
    )
    time.sleep(FLUSH_SECONDS)
    with made.db.read() as session:
        return int(session.execute(text(statement)).scalar_one())


def _reads_of_one(made: Firm, port: int) -> int:
    _expire(made)
    before = _trend_reads(made)
    _ask(made, port)
    return _trend_reads(made) - before


def _all_at_once(made: Firm, ports: tuple[int, int]) -> float:
    gate = threading.Barrier(CALLERS)

    def call(index: int) -> float:
        gate.wait()
        return _ask(made, ports[index % 2])

    with ThreadPoolExecutor(CALLERS) as pool:
        return max(pool.map(call, range(CALLERS)))


def _ask(made: Firm, port: int) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    start = time.perf_counter()
    connection.request("GET", PATH, headers={"Authorization": f"Bearer {made.key}"})
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - start
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{PATH} answered {answer.status}")
    return seconds
