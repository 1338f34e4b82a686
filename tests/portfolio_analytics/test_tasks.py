"""What the worker does for a portfolio, and what `gpdash refresh` does at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from dashapp.cli import DONE, main
from services.db.models import PortfolioAggregation
from services.db.session import Database
from services.settings import Settings
from tasks import portfolio_analytics, schedule
from tasks.parts import parts
from tests.factories import Facts
from tests.portfolio_analytics.conftest import write_firm


@pytest.fixture
def surroundings(
    settings: Settings, redis_client: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> redis.client.PubSub:
    """The environment of a process, and an ear at every fund's channel."""
    for name, value in (
        ("DATABASE_URL", settings.database_url),
        ("REDIS_URL", settings.redis_url),
        ("GPDASH_DATA_DIR", str(tmp_path)),
        ("SECRET_KEY", settings.secret_key),
    ):
        monkeypatch.setenv(name, value)
    parts.cache_clear()
    ear = redis_client.pubsub(ignore_subscribe_messages=True)
    ear.psubscribe("fund:*")
    ear.get_message(timeout=10)
    return ear


def heard(ear: redis.client.PubSub) -> list[tuple[str, str]]:
    found = []
    while (message := ear.get_message(timeout=0.5)) is not None:
        told = json.loads(message["data"])
        found.append((told["type"], told["data"]["fund_id"]))
    return found


def kept(db: Database) -> int:
    with db.read() as session:
        return len(list(session.scalars(select(PortfolioAggregation.id))))


def test_the_task_writes_portfolios_and_tells_open_pages(
    surroundings: redis.client.PubSub, db: Database
) -> None:
    fund = write_firm(Facts(db))
    portfolio_analytics.refresh.run([fund])
    # told again when the stored portfolio was checked for the first time
    assert set(heard(surroundings)) == {("portfolio_updated", fund)}
    assert kept(db) == 1
    parts().db.dispose()
    parts.cache_clear()
    # it follows every refresh of funds, whoever asked for it
    assert portfolio_analytics.refresh.name in schedule.AFTERWARDS


def test_the_command_refreshes_portfolios_too(
    surroundings: redis.client.PubSub, db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    fund = write_firm(Facts(db))
    assert main(["refresh", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["failed"] == {}
    assert kept(db) == 1
    assert ("portfolio_updated", fund) in heard(surroundings)
