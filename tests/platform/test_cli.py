"""`gpdash`: exit codes, one JSON document, and a start that is quick."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashapp.cli import COMMANDS, main
from services.db.revisions import pending
from services.db.session import Database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(
    monkeypatch: pytest.MonkeyPatch, bare_db: Database, redis_url: str, tmp_path: Path
) -> pytest.MonkeyPatch:
    """The environment of a command: a database without tables, named by the operator."""
    monkeypatch.setenv("DATABASE_URL", bare_db.url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("GPDASH_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("GPDASH_ENV", raising=False)
    return monkeypatch


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"(?m)^    {name}\b", shown)] == []


@pytest.mark.parametrize("words", [[], ["dance"], ["db"], ["db", "dance"], ["up", "--port", "x"]])
def test_a_usage_that_is_not_understood_ends_with_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: gpdash" in capsys.readouterr().err


def test_a_setting_that_cannot_be_read_is_refused(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("PORT", "eight")
    assert main(["db", "check"]) == 2
    assert capsys.readouterr().err == "PORT must be a whole number, not 'eight'\n"


def test_a_database_is_checked_upgraded_and_checked_again(
    environment: pytest.MonkeyPatch, bare_db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "check", "--json"]) == 1
    before = json.loads(capsys.readouterr().out)
    assert before == {
        "current": False,
        "pending": list(pending(bare_db)),
        "differences": [],
    }
    assert main(["db", "upgrade"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"applied {n}" for n in before["pending"]]
    assert main(["db", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["current"] is True
    assert main(["db", "upgrade"]) == 0
    assert capsys.readouterr().out == "nothing to do\n"


def test_a_server_that_is_not_there_is_a_failure_in_one_line(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("DATABASE_URL", "postgresql://gp:word@127.0.0.1:1/gp")
    assert main(["db", "check"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("The database does not answer")
    assert "Traceback" not in told
    assert "word" not in told


def test_check_shows_each_production_rule_with_its_fix(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("SECRET_KEY", raising=False)
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "fail  SECRET_KEY is not set: export SECRET_KEY=$(openssl rand -hex 32)" in lines
    assert "ok    DATABASE_URL" in lines


def test_check_is_content_with_settings_fit_for_production(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("SECRET_KEY", "e1c8b7f05a2d49368c7e0f1b2a3d4c5e6f708192")
    environment.setenv("GPDASH_COOKIE_SECURE", "1")
    environment.setenv("GPDASH_PUBLIC_ORIGIN", "https://gp.example")
    assert main(["check", "--json"]) == 0
    assert all(rule["ok"] for rule in json.loads(capsys.readouterr().out))


def test_the_command_answers_at_once() -> None:
    def seconds() -> float:
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "dashapp", "up", "--help"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        return time.monotonic() - began

    assert min(seconds() for _ in range(3)) < 0.6


def test_the_command_loads_no_web_framework_to_start() -> None:
    script = "import sys; from dashapp.cli import main; main(['check']); print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert loaded & {"dash", "flask", "plotly", "pandas", "celery", "sqlalchemy"} == set()
