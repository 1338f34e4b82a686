"""`gpdash conformance`: cases in, answers out, in the shape of the cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashapp.cli import main

CASES = [
    {
        "id": "one-year-ten-percent",
        "kind": "xirr",
        "inputs": {"dates": ["2023-01-01", "2024-01-01"], "amounts": [-100, 110]},
        "expected": {"status": "unique", "irr": 0.1},
    },
    {"id": "unheard-of", "kind": "tea_leaves", "inputs": {}, "expected": {"fortune": 1}},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": CASES}))
    return path


def test_every_case_is_answered_and_an_unknown_kind_is_null(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conformance", str(file), str(file), "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert [answer["id"] for answer in answers] == ["one-year-ten-percent", "unheard-of"] * 2
    assert answers[0]["actual"]["irr"] == pytest.approx(0.1, abs=1e-9)
    assert answers[0]["actual"]["status"] == "unique"
    assert answers[1] == {"id": "unheard-of", "kind": "tea_leaves", "actual": None}


def test_without_json_it_counts_and_names_what_it_does_not_know(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conformance", str(file)]) == 0
    assert capsys.readouterr().out == "cases.json: 2 cases, kinds not known here: tea_leaves\n"


@pytest.mark.parametrize("text", ["not json", '{"cases": 3}', "[1]"])
def test_a_file_without_cases_is_refused(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text)
    assert main(["conformance", str(path), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert str(path) in told.err
