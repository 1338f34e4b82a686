"""Measuring two sides fairly: in turn, warmed up, by processor time as well as by the clock."""

from __future__ import annotations

import http.client
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Ratio:
    """One promise: ours / theirs may be at most `goal`. Both sides in `unit`."""

    entry: str
    what: str
    ours: float
    theirs: float
    unit: str
    goal: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def kept(self) -> bool:
        return self.ratio <= self.goal


def best_of(rounds: int, *sides: Callable[[], object]) -> tuple[float, ...]:
    """Least seconds of each side over `rounds`, run in turn (A B A B) after a warm-up each."""
    least = [float("inf")] * len(sides)
    for turn in range(rounds + 1):
        for index, side in enumerate(sides):
            start = time.perf_counter()
            side()
            seconds = time.perf_counter() - start
            if turn:
                least[index] = min(least[index], seconds)
    return tuple(least)


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used so far, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@dataclass(frozen=True, slots=True)
class Target:
    """One address to ask again and again, and the process that answers."""

    port: int
    pid: int
    path: str
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request costs: processor microseconds of the server, median milliseconds."""

    cpu_us: float
    p50_ms: float


def in_turn(ours: Target, theirs: Target, *, requests: int, rounds: int) -> tuple[Cost, Cost]:
    """Cost of each side over one kept connection: median processor time and least median wait."""
    taken: tuple[list[Cost], list[Cost]] = ([], [])
    for turn in range(rounds + 1):
        for side, target in zip(taken, (ours, theirs), strict=True):
            cost = _asked(target, requests if turn else max(requests // 4, 20))
            if turn:
                side.append(cost)
    return _typical(taken[0]), _typical(taken[1])


def _typical(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.cpu_us for c in costs), min(c.p50_ms for c in costs))


def _asked(target: Target, requests: int) -> Cost:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    waits: list[float] = []
    before = cpu_seconds(target.pid)
    for _ in range(requests):
        start = time.perf_counter()
        connection.request(target.method, target.path, target.body, dict(target.headers))
        answer = connection.getresponse()
        answer.read()
        waits.append(time.perf_counter() - start)
        if answer.status != target.status:
            raise RuntimeError(f"{target.path} answered {answer.status}, not {target.status}")
    cpu = cpu_seconds(target.pid) - before
    connection.close()
    return Cost(cpu / requests * 1e6, statistics.median(waits) * 1e3)
