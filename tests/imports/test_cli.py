"""`gpdash import`: one JSON document, exit codes, and words for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashapp.cli import main
from services.settings import Settings
from tests.imports.conftest import FUNDS

KEYS = (
    "status", "kind", "file_sha256", "rows_read", "rows_new", "rows_superseded", "rows_unchanged",
    "warnings", "errors", "import_id",
)  # fmt: skip


@pytest.fixture
def home(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment whose commands work on this test's stores."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("GPDASH_DATA_DIR", str(tmp_path))
    (tmp_path / "funds.csv").write_text(FUNDS)
    return tmp_path


def test_an_import_answers_with_one_json_document(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "funds", str(home / "funds.csv"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert tuple(answer)[: len(KEYS)] == KEYS
    assert (answer["status"], answer["rows_new"]) == ("imported", 1)
    assert main(["import", "funds", str(home / "funds.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "already_imported"


def test_a_refused_file_exits_with_2_and_names_row_column_and_remedy(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "bad.csv").write_text(FUNDS.replace("120000000", "1_000").replace("AQ1", "AQ2"))
    assert main(["import", "funds", str(home / "bad.csv"), "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["errors"] == [
        {
            "row": 2,
            "column": "total_committed",
            "value": "1_000",
            "message": "This is not a number.",
            "hint": "write it as -1234.56; leave unknown values blank",
        }
    ]
    assert main(["import", "funds", str(home / "bad.csv")]) == 2
    assert "row 2, total_committed, '1_000'" in capsys.readouterr().err


def test_usage_errors_are_json_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "fonds", str(home / "funds.csv"), "--json"]) == 2
    assert "no kind 'fonds'" in json.loads(capsys.readouterr().out)["errors"][0]["message"]
    assert main(["import", "funds"]) == 2


def test_a_dry_run_says_what_would_happen(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "funds", str(home / "funds.csv"), "--dry-run"]) == 0
    assert capsys.readouterr().out == ("Would import 1 rows: 1 new, 0 superseded, 0 unchanged.\n")


def test_the_list_needs_no_database(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert main(["import", "--list"]) == 0
    assert "fund_cash_flows" in capsys.readouterr().out
    assert main(["import", "--list", "fund_cash_flows", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["columns"][0]["name"] == "fund"
    assert main(["import", "--list", "nothing"]) == 2
