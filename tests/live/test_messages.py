"""A nudge is small, says what it must, and never holds anybody up."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import pytest
import redis

from dashapp.live.outbox import MOST, Outbox
from services.live import announce, announce_many, message


def test_a_nudge_names_fund_and_version_and_no_figure():
    told = json.loads(message("5f0c0d3e-0000-4000-8000-000000000000", "fund_metrics_updated", 42))
    assert set(told) == {"type", "data", "timestamp"}
    assert told["data"] == {"fund_id": "5f0c0d3e-0000-4000-8000-000000000000", "version": 42}
    assert told["timestamp"].endswith("+00:00")


def test_a_nudge_is_short_even_at_its_longest():
    kind = "company_health_updated"
    assert len(message("5f0c0d3e-0000-4000-8000-000000000000", kind, 2**63)) <= 256
    with pytest.raises(ValueError, match="too long"):
        message("x" * 256, kind, 1)


def test_many_funds_are_told_in_one_round_trip(redis_client: redis.Redis):
    with redis_client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.psubscribe("fund:*")
        channel.get_message(timeout=10)
        assert announce_many(redis_client, {"f-1": 3, "f-2": 4}, "fund_metrics_updated")
        heard = [channel.get_message(timeout=10) for _ in range(2)]
    assert [item["channel"] for item in heard] == [b"fund:f-1", b"fund:f-2"]


def test_a_redis_that_is_away_costs_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    away = redis.Redis(unix_socket_path=str(tmp_path / "none.sock"), retry=None)
    with caplog.at_level(logging.WARNING):
        assert not announce(away, "f-1", "fund_metrics_updated", 1)
    assert "could not be told" in caplog.text


def test_the_newest_message_of_a_topic_wins():
    outbox = Outbox()
    for version in range(1000):
        outbox.put(("f-1", "fund_metrics_updated"), f"version {version}")
    outbox.put(("f-2", "fund_metrics_updated"), "other")
    assert len(outbox) == 2
    assert asyncio.run(outbox.take()) == "version 999"
    assert asyncio.run(outbox.take()) == "other"


def test_a_client_that_reads_nothing_holds_a_bounded_number_of_messages():
    outbox = Outbox()
    for number in range(10_000):
        outbox.put((str(number), "x"), f"message {number}")
    assert len(outbox) == MOST
    assert asyncio.run(outbox.take()) == f"message {10_000 - MOST}"
