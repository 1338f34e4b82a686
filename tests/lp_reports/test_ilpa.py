"""ILPA's templates: the sample's figures come out of its flows, in the real workbook's cells."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from services.calc.capital_account import resolve
from services.db.session import Database
from services.exports.ilpa import performance_xlsx, reporting_xlsx
from services.imports import run_import
from services.lp_reporting.ilpa import Ilpa
from services.lp_reporting.ilpa.places import PLACES
from services.scope import Scope
from tests.factories import Facts, partner

SAMPLE, STATED = (
    Scope(funds=("ILPA-SAMPLE",)),
    Scope(funds=("Best Practices Fund II, L.P.",), as_of=date(2026, 6, 30)),
)
DRAWN = "fund_level_subscription_facility_drawdown_investments"
REPAID = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"
GRANULAR = "fund_cashflows/ILPA-PT-Sample-Templates-Granular-Methodology-v1.1.xlsx"
# What the template does not say of its fund.
DESCRIBED = {"vintage_year": "2022", "strategy": "Buyout", "geography": "US"}
TEMPLATE = "messy_imports/ILPA-Reporting-Template-Version-2.0.xlsx"


@pytest.fixture(scope="module")
def books(module_db: Database, shared: Path) -> Iterator[Database]:
    for kind, profile, path, constants in (
        ("fund_cash_flows", "ilpa_granular", GRANULAR, {}),
        ("fund_ledger", "ilpa_reporting", TEMPLATE, {}),
        ("investor_terms", "ilpa_reporting_offsets", TEMPLATE, {}),
        ("funds", "ilpa_reporting_fund", TEMPLATE, DESCRIBED),
    ):
        result = run_import(
            module_db, kind=kind, profile=profile, path=shared / "data" / path, imported_by="test",
            constants=constants,
        )  # fmt: skip
        assert result.status == "imported", result
    yield module_db


@pytest.mark.shared
def test_the_sample_gives_the_four_rates_and_multiples_that_ilpa_published(books: Database):
    found = Ilpa(books).performance_template(partner(), SAMPLE)
    by_view = {measure.view: measure for measure in found.measures}
    published = {
        "gross_with": (0.4464826882, 1.4289855072, 49_300, 34_500),
        "net_with": (0.3003808558, 1.2830687831, 48_500, 37_800),
        "gross_without": (0.2244305909, 1.3288888889, 59_800, 45_000),
        "net_without": (0.1625024140, 1.2286902287, 59_100, 48_100),
    }
    for view, (irr, multiple, numerator, denominator) in published.items():
        assert by_view[view].irr == pytest.approx(irr, abs=1e-6), view
        assert by_view[view].multiple == pytest.approx(multiple, abs=5e-11), view
        assert (by_view[view].numerator, by_view[view].denominator) == (numerator, denominator)
    assert [note.code for note in found.notes if note.field == "method"] == ["one_method"]


@pytest.mark.shared
def test_the_granular_workbook_has_every_figure_in_the_cell_of_the_real_one(
    books: Database, shared: Path
):
    found = Ilpa(books).performance_template(partner(), SAMPLE)
    made = _numbers(performance_xlsx(found), None)
    real = _numbers((shared / "data" / GRANULAR).read_bytes(), "Granular Template_Sample")
    assert len(real) == 513
    assert {
        cell: (value, made.get(cell)) for cell, value in real.items() if _far(value, made.get(cell))
    } == {}
    assert set(made) - set(real) == set()
    assert performance_xlsx(found) == performance_xlsx(found)


@pytest.mark.shared
def test_the_reporting_workbook_has_every_figure_in_the_cell_of_the_real_one(
    books: Database, shared: Path
):
    found = Ilpa(books).reporting_template(partner(), STATED, lp="LP #5")
    made = _numbers(reporting_xlsx(found), None)
    real = _numbers((shared / "data" / TEMPLATE).read_bytes(), "Reporting Template")
    assert len(real) == 1002
    wrong = {c: (value, made.get(c)) for c, value in real.items() if _far(value, made.get(c))}
    assert wrong == {} and set(made) == set(real)
    assert {"E95": made["E95"], "G13": made["G13"], "G114": made["G114"]} == {
        "E95": 45_673_600, "G13": 35_000_000, "G114": 18_500_000,
    }  # fmt: skip
    assert found.sources == {"lp": "statements", "fund": "statements", "gp": "statements"}
    assert {note.code for note in found.notes} == {"as_agreed"}
    page = openpyxl.load_workbook(shared / "data" / TEMPLATE)["Reporting Template"]
    for place in PLACES:  # each line stands in the row whose label is its own
        line = resolve(page[f"{place.column}{place.row}"].value)
        assert line is not None and line.slug == place.code, place


def test_calls_that_say_no_use_are_for_the_gross_up_method(db: Database):
    """Called 100 through a line of 60 that is half repaid; one company cost 80 and is worth 120."""
    facts = Facts(db)
    fund = facts.fund("AQ1")
    facts.flow(fund, "2023-01-10", DRAWN, 60)
    facts.flow(fund, "2024-01-10", "capital_call", 100)
    facts.flow(fund, "2024-01-12", REPAID, 30)
    facts.flow(fund, "2024-03-01", "distribution", 20)
    facts.flow(fund, "2024-03-01", "recallable_distribution", 5)
    facts.nav(fund, "2024-12-31", 130)
    deal = facts.deal(fund=fund, company=facts.company("C1"), day="2023-01-15")
    facts.investment_flow(deal, day="2023-01-15", amount=80)
    facts.mark(deal, day="2024-12-31", value=120)
    found = Ilpa(db).performance_template(partner(), Scope(), method="gross_up")
    views = {measure.view: measure for measure in found.measures}
    net = views["net_with"]
    assert (net.numerator, net.denominator, net.multiple) == (155, 100, 1.55)
    # Without the line: what was drawn counts as called, what is still owed is added to the value.
    without = views["net_without"]
    assert (without.numerator, without.denominator) == (185, 130)
    gross = views["gross_without"]
    assert (gross.numerator, gross.denominator, gross.multiple) == (120, 80, 1.5)
    assert (views["gross_with"].irr, views["gross_with"].irr_status) == (None, "no_flows")
    assert [(part.part, part.moic) for part in found.portfolio] == [
        ("realized", None), ("unrealized", 1.5), ("total", 1.5),
    ]  # fmt: skip
    labels = [flow.label for flow in found.flows if flow.kind == "flow"]
    assert labels.count("Capital call") == 1 and "Fund-to-investment: invested" in labels
    assert [note.code for note in found.notes if note.field == "method"] == ["one_method"]
    granular = Ilpa(db).performance_template(partner(), Scope())
    assert [note.code for note in granular.notes if note.field == "method"] == ["other_method"]
    assert {flow.facility_balance for flow in granular.flows if flow.kind != "total"} == {60, 30}


def _numbers(book: bytes, sheet: str | None) -> dict[str, Any]:
    """The figures and dates of a sheet by cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the real workbooks have extensions that are not read
        opened = openpyxl.load_workbook(io.BytesIO(book), data_only=True)
    page = opened[sheet] if sheet else opened.worksheets[0]
    return {
        cell.coordinate: cell.value
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None and not isinstance(cell.value, str)
    }


def _far(real: Any, made: Any) -> bool:
    if isinstance(real, int | float) and isinstance(made, int | float):
        return abs(real - made) > 1e-6
    return real != made
