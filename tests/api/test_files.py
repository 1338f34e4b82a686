"""Files of the modules' answers: the numbers of the JSON, parts as columns, tranches as lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashapp.cli import main
from services.db.session import Database
from services.envelope import Meta, Note, percent, unit
from services.exports import export, sheet_of
from services.exports.views import VIEWS
from services.settings import Settings
from tests.api.sized import AS_OF, FUND, Sized
from tests.conftest import SECRET
from tests.factories import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    margin: float | None = unit("fraction")
    rate: float | None = percent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    investment: str
    cost: Decimal = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    company: str
    kpis: Measures
    bands: dict[str, str]
    places: dict[str, int] = unit("count")
    tranches: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    lines_of: tuple[Line, ...] = field(metadata={"rows": Line})
    weights: dict[str, float] = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...] = ()


META = Meta(("F",), None, date(2025, 9, 30), None, None, "gross", "with", "USD")
ANSWER = Answer(
    lines_of=(
        Line(
            company="ACME",
            kpis=Measures(margin=0.7, rate=0.07),
            bands={"margin": "good"},
            places={"US": 2, "DE": 1},
            tranches=(Lot(investment="A1", cost=Decimal("1.10")),),
        ),
    ),
    weights={"growth": 0.3},
    meta=META,
)


def test_parts_inside_a_row_are_columns_and_tranches_are_lines_below_it() -> None:
    sheet = sheet_of(ANSWER, title="figures")
    rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    assert rows == [
        {
            "line": "line", "company": "ACME", "kpis.margin (fraction)": 0.7,
            "kpis.rate (percent)": 7.0, "bands.margin": "good", "places (count)": "US 2, DE 1",
            "investment": None, "cost (money)": None,
        },
        {
            "line": "tranche", "company": "ACME", "kpis.margin (fraction)": None,
            "kpis.rate (percent)": None, "bands.margin": None, "places (count)": None,
            "investment": "A1", "cost (money)": Decimal("1.10"),
        },
    ]  # fmt: skip
    assert [(one.title, one.rows) for one in sheet.beside] == [
        ("whole", (("weights.growth", 0.3, "fraction"),))
    ]


def test_a_list_without_rows_still_has_its_heads() -> None:
    from dataclasses import replace

    sheet = sheet_of(replace(ANSWER, lines_of=()), title="figures")
    assert (sheet.columns, sheet.rows) == (("company",), ())
    book = openpyxl.load_workbook(io.BytesIO(export(ANSWER, name="figures", format="xlsx")))
    assert book.sheetnames == ["Filters", "Rows", "Notes", "Whole"]


@pytest.fixture(scope="module")
def firm(module_db: Database) -> Iterator[Database]:
    Sized(module_db, 10).write()
    facts = Facts(module_db)
    second = facts.deal("I1b", fund="id-AQ1", company="id-C1", day="2023-03-01")
    facts.investment_flow(second, day="2023-03-01", amount="250.10")
    yield module_db


@pytest.fixture
def ready(
    firm: Database, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    for name, value in {
        "DATABASE_URL": firm.url, "REDIS_URL": redis_url, "SECRET_KEY": SECRET,
        "GPDASH_DATA_DIR": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    from services.settings import from_env

    return from_env()


def exported(folder: Path, module: str, *more: str) -> list[dict[str, str]]:
    """The rows of a file that the command wrote, by their heads."""
    out = folder / "out.csv"
    asked = ["export", module, "--fund", FUND, "--as-of", AS_OF, "--out", str(out), *more]
    assert main(asked) == 0
    lines = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    rows = lines[lines.index([]) + 1 :]
    end = rows.index([]) if [] in rows else len(rows)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:end]]


def test_every_view_of_every_module_can_be_exported_from_the_shell(
    ready: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for slug, views in VIEWS.items():
        for name in views.names:
            assert exported(tmp_path, slug, "--view", name, "--period", "24m") is not None
    out = tmp_path / "out.xlsx"
    assert main(["export", "deal-flow", "--format", "xlsx", "--out", str(out)]) == 0
    assert openpyxl.load_workbook(out)["Rows"]["A2"].value == "sourced"
    capsys.readouterr()
    assert main(["export", "deal-flow", "--view", "nothing", "--out", str(out)]) != 0
    assert "choose of pipeline-funnel, velocity" in capsys.readouterr().err


def test_the_schedule_lists_a_company_once_and_its_tranches_below(
    ready: Settings, tmp_path: Path
) -> None:
    rows = exported(tmp_path, "portfolio-analytics", "--view", "schedule-of-investments")
    companies = [row for row in rows if row["line"] == "investment"]
    assert len(companies) == len({row["company"] for row in companies}) == 10
    place = next(n for n, row in enumerate(rows) if row["company"] == "C1")
    own: list[Any] = [
        (row["line"], row["investment"], row["cost (money)"]) for row in rows[place : place + 3]
    ]
    assert own == [
        ("investment", "", "1250.10"), ("tranche", "I1", "1000.00"), ("tranche", "I1b", "250.10"),
    ]  # fmt: skip
