"""`gpdash refresh`: figures recomputed here and now, with counts and seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashapp.cli import main
from services.jobs import open_runs, take_runs
from tests.conftest import SECRET
from tests.tasks.conftest import Firm

Run = Callable[..., int]


@pytest.fixture
def gpdash(firm: Firm, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on this test's stores; its exit code."""
    monkeypatch.setenv("DATABASE_URL", firm.db.url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("GPDASH_DATA_DIR", str(tmp_path))
    return lambda *words: main(["refresh", *words])


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_every_fund_is_refreshed(firm: Firm, gpdash: Run, capsys: pytest.CaptureFixture[str]):
    funds = [firm.fund("AQ1"), firm.fund("AQ2")]
    assert gpdash("--json") == 0
    answer = told(capsys)
    assert answer.pop("seconds") > 0  # type: ignore[operator]
    assert answer == {"funds": 2, "refreshed": 2, "left": [], "failed": {}, "snapshots": 12,
                      "market_quarters": 0}  # fmt: skip
    assert [len(firm.snapshots(fund)) for fund in funds] == [6, 6]


def test_one_fund_as_of_a_day(firm: Firm, gpdash: Run, capsys: pytest.CaptureFixture[str]):
    one, other = firm.fund("AQ1"), firm.fund("AQ2")
    assert gpdash("--fund", "AQ1", "--as-of", "2023-12-31") == 0
    assert "1 of 1 funds refreshed, 6 snapshots" in capsys.readouterr().out
    assert {row.metric_date for row in firm.snapshots(one)} == {date(2023, 12, 31)}
    assert firm.snapshots(other) == []


def test_a_fund_that_cannot_be_computed_is_named(
    firm: Firm, gpdash: Run, capsys: pytest.CaptureFixture[str]
):
    good = firm.fund("AQ1")
    firm.poisoned("BAD")
    assert gpdash() == 1
    said = capsys.readouterr()
    assert "1 of 2 funds refreshed" in said.out
    assert "BAD: " in said.err
    assert "no_such_type" in said.err
    assert len(firm.snapshots(good)) == 6


def test_a_fund_another_process_is_at_is_said(
    firm: Firm, gpdash: Run, capsys: pytest.CaptureFixture[str]
):
    fund = firm.fund("AQ1")
    open_runs(firm.db, [fund])
    take_runs(firm.db, [fund])
    assert gpdash("--json") == 0
    assert told(capsys)["left"] == ["AQ1"]


@pytest.mark.parametrize("words", [("--fund", "NONE"), ("--as-of", "31.12.2023")])
def test_what_cannot_be_used_is_refused(
    firm: Firm, gpdash: Run, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
):
    firm.fund("AQ1")
    assert gpdash(*words) == 2
    assert capsys.readouterr().err
