"""Warm answers of the API and of a panel against a bare Flask view that returns the same bytes."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashapp.bench.firm import Firm, bare, firm, free_port, served
from dashapp.bench.measure import Ratio, Target, in_turn

REQUESTS, ROUNDS = 400, 3
API = "/api/v1/dashboards/fund-performance/cash-flows?fund_id={}"
# Size -> the fund whose answer has it, and the most that ours may cost of the bare view.
API_GOALS = {"5 KB": ("S", 1.5), "50 KB": ("M", 1.3), "500 KB": ("L", 1.3)}
PANEL_GOAL = 2.0
NOT_MODIFIED_GOAL = 1.3


def ratios() -> Iterator[Ratio]:
    """Goals 1, 2 and 4: processor time and median wait of each, in turn with the bare side."""
    with firm() as made:
        port, other = free_port(), free_port()
        with served(made, port) as pid:
            headers = {"Authorization": f"Bearer {made.key}"}
            ours = list(_api(port, pid, headers))
            panel = _panel(port, pid, headers)
            bodies = [_answer(target)[0] for _, target, _ in ours] + [_answer(panel)[0]]
            files = [_kept(made, index, body) for index, body in enumerate(bodies)]
            with bare(other, files) as bare_pid:
                for index, (what, target, goal) in enumerate(ours):
                    yield from _compared(what, target, _bare(other, bare_pid, index), goal)
                yield from _not_modified(ours[1][1], other, bare_pid)
                theirs = _bare(other, bare_pid, len(ours), body=panel.body)
                yield from _compared("warm panel / bare", panel, theirs, PANEL_GOAL)


def _api(port: int, pid: int, headers: dict[str, str]) -> Iterator[tuple[str, Target, float]]:
    for size, (code, goal) in API_GOALS.items():
        target = Target(port, pid, API.format(code), headers)
        for _ in range(3):
            body, _tag = _answer(target)
        yield f"warm API, {size} ({len(body):,} bytes) / bare", target, goal


def _panel(port: int, pid: int, headers: dict[str, str]) -> Target:
    """The POST with which a browser asks for one panel of the page."""
    panel = "fund-performance-pme"
    own = {"panel": panel, "type": "panel"}
    body: dict[str, Any] = {
        "output": '{"panel":["MATCH"],"type":"panel"}.children',
        "outputs": {"id": own, "property": "children"},
        "inputs": [
            {"id": "url", "property": "search", "value": "?fund=S"},
            {"id": "shell-live", "property": "data", "value": None},
        ],
        "changedPropIds": ["url.search"],
        "state": [
            {"id": own, "property": "id", "value": own},
            {"id": "url", "property": "pathname", "value": "/fund-performance"},
        ],
    }
    target = Target(
        port,
        pid,
        "/_dash-update-component",
        {**headers, "Content-Type": "application/json"},
        method="POST",
        body=json.dumps(body).encode(),
    )
    for _ in range(3):
        _answer(target)
    return target


def _not_modified(target: Target, other: int, bare_pid: int) -> Iterator[Ratio]:
    tag = _answer(target)[1]
    ours = Target(target.port, target.pid, target.path,
                  {**target.headers, "If-None-Match": tag}, status=304)  # fmt: skip
    theirs = Target(other, bare_pid, "/1", {"If-None-Match": '"bare-1"'}, status=304)
    yield from _compared("304 / bare 304", ours, theirs, NOT_MODIFIED_GOAL)


def _bare(port: int, pid: int, index: int, body: bytes | None = None) -> Target:
    method = "POST" if body else "GET"
    return Target(port, pid, f"/{index}", {}, method=method, body=body)


def _compared(what: str, ours: Target, theirs: Target, goal: float) -> Iterator[Ratio]:
    mine, bare_cost = in_turn(ours, theirs, requests=REQUESTS, rounds=ROUNDS)
    yield Ratio("serving", f"{what}, CPU", mine.cpu_us, bare_cost.cpu_us, "µs", goal)
    yield Ratio("serving", f"{what}, p50", mine.p50_ms, bare_cost.p50_ms, "ms", goal)


def _answer(target: Target) -> tuple[bytes, str]:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    connection.request(target.method, target.path, target.body, dict(target.headers))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != target.status:
        raise RuntimeError(f"{target.path} answered {answer.status}: {body[:300]!r}")
    return body, answer.headers.get("ETag", "")


def _kept(made: Firm, index: int, body: bytes) -> Path:
    path = made.folder / f"answer-{index}"
    path.write_bytes(body)
    return path
