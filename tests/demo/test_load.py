"""The demonstration firm in a real database: loaded once, traceable, known as of its own time."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.db.models import (
    BenchmarkData,
    DataVersion,
    Fund,
    FundCashFlow,
    FundNav,
    Import,
    LimitedPartner,
    User,
)
from services.db.reads.known import known
from services.db.session import Database
from services.demo import ensure, is_loaded, load
from services.demo.files import File, firm
from services.errors import InvalidInput
from services.fund_performance.service import FundPerformanceService
from services.imports.report import ImportResult
from services.imports.run import run_import
from services.scope import SYSTEM, Scope
from tests.conftest import settings_for


@pytest.fixture(scope="module")
def firm_db(module_db: Database) -> Database:
    assert load(module_db)
    return module_db


def test_the_firm_loads_within_five_seconds(db: Database) -> None:
    started = time.perf_counter()

    assert load(db)

    assert time.perf_counter() - started < 5


def test_a_second_load_changes_nothing(firm_db: Database) -> None:
    with firm_db.read() as session:
        before = session.scalar(select(func.count()).select_from(FundCashFlow))

    assert not load(firm_db)

    with firm_db.read() as session:
        assert session.scalar(select(func.count()).select_from(FundCashFlow)) == before
        versions = dict(session.execute(select(DataVersion.scope, DataVersion.version)).all())
    assert set(versions.values()) == {1}
    assert len(versions) == 4


def test_a_database_with_a_fund_of_its_own_is_left_alone(db: Database) -> None:
    with db.session() as session:
        session.add(Fund(code="OWN", name="A real fund", currency="USD"))

    assert not load(db)

    assert not is_loaded(db)


@pytest.mark.parametrize(
    "kind", ["funds", "investors", "lpa_terms", "commitments", "benchmarks", "index_levels"]
)
def test_importing_one_of_its_files_again_changes_nothing(
    firm_db: Database,
    tmp_path: Path,
    kind: str,
) -> None:
    file = next(file for file in firm() if file.kind == kind)

    result = _imported(firm_db, tmp_path, file)

    assert (result.rows_new, result.rows_superseded) == (0, 0)
    assert result.rows_unchanged == len(file.rows)


@pytest.mark.parametrize(("kind", "rows"), [("fund_navs", 13), ("fund_cash_flows", 12)])
def test_importing_its_corrections_again_changes_nothing(
    firm_db: Database, tmp_path: Path, kind: str, rows: int
) -> None:
    file = [file for file in firm() if file.kind == kind][-1]

    result = _imported(firm_db, tmp_path, file)

    assert (result.rows_new, result.rows_superseded) == (0, 0)
    assert result.rows_unchanged == rows


def test_every_fact_points_to_a_row_of_an_import(firm_db: Database) -> None:
    with firm_db.read() as session:
        for table in (FundCashFlow, FundNav):
            orphans = select(func.count()).where(
                table.import_id.is_(None) | table.source_row.is_(None)
            )
            assert session.scalar(orphans) == 0
        names = set(session.scalars(select(Import.file_name)))
    assert names == {
        "demonstration firm (generated)",
        "demonstration firm, corrections (generated)",
    }


def test_a_restated_value_reads_as_it_was_known_on_the_day(firm_db: Database) -> None:
    """Q1 2026 of Fund I was closed on 13 May at 117.3m before carry, corrected on 22 June."""
    before = _nav(firm_db, "AQ1", date(2026, 3, 31), datetime(2026, 6, 1, tzinfo=UTC))
    after = _nav(firm_db, "AQ1", date(2026, 3, 31), datetime(2026, 7, 1, tzinfo=UTC))

    assert before - after == Decimal("1230000.00")
    assert after == _nav(firm_db, "AQ1", date(2026, 3, 31), None)


def test_a_quarter_is_unknown_until_the_administrator_closed_it(firm_db: Database) -> None:
    day = date(2026, 9, 30)

    assert _nav(firm_db, "AQ1", day, datetime(2026, 11, 11, tzinfo=UTC)) is None
    assert _nav(firm_db, "AQ1", day, datetime(2026, 11, 13, tzinfo=UTC)) == Decimal("121032000.00")


@pytest.mark.parametrize(
    ("code", "net_irr", "gross_irr", "tvpi", "dpi", "unfunded"),
    [
        ("AQ0", 0.143, 0.198, 1.9337, 1.8112, "1600000.00"),
        ("AQ1", 0.155, 0.238, 1.5500, 0.3167, "27000000.00"),
        ("AQ2", -0.051, 0.183, 0.9405, 0.0000, "108000000.00"),
    ],
)
def test_the_dashboard_shows_the_story_of_each_fund(
    firm_db: Database,
    code: str,
    net_irr: float,
    gross_irr: float,
    tvpi: float,
    dpi: float,
    unfunded: str,
) -> None:
    shown = FundPerformanceService(firm_db).calculate_fund_metrics(SYSTEM, Scope(funds=(code,)))

    assert shown.as_of_date == date(2026, 9, 30)
    assert shown.irr == pytest.approx(net_irr, abs=0.0005)
    assert shown.gross_irr == pytest.approx(gross_irr, abs=0.0005)
    assert shown.tvpi == pytest.approx(tvpi, abs=0.00005)
    assert shown.dpi == pytest.approx(dpi, abs=0.00005)
    assert shown.unfunded == Decimal(unfunded)


def test_funds_in_two_currencies_pool_in_the_reporting_currency(firm_db: Database) -> None:
    shown = FundPerformanceService(firm_db).calculate_fund_metrics(SYSTEM, Scope())

    assert shown.meta.currency == "USD"
    assert shown.irr == pytest.approx(0.138, abs=0.0005)
    # 118.4 and 39.5 in dollars, 9.6 in euros at 0.861 a dollar: 11.149826
    assert shown.nav == Decimal("169049825.79")


def test_the_large_cap_index_is_beaten_by_eight_percent(firm_db: Database) -> None:
    scope = Scope(funds=("AQ1",))
    rows = FundPerformanceService(firm_db).pme_table(SYSTEM, scope).rows
    by_index = {row.index: row for row in rows}

    assert by_index["DEMO-LARGE-TR-SYNTHETIC"].ks_pme == pytest.approx(1.08, abs=0.005)
    assert by_index["DEMO-PRICE-SYNTHETIC"].total_return is False


def test_the_published_peers_stand_side_by_side(firm_db: Database) -> None:
    with firm_db.read() as session:
        row = session.scalars(
            select(BenchmarkData).where(
                BenchmarkData.vintage_year == 2021,
                BenchmarkData.benchmark_type == "Illustrative peers",
            )
        ).one()
    assert (row.median_irr, row.top_quartile_tvpi) == (Decimal("0.112"), Decimal("1.62"))
    assert row.total_funds_in_cohort == 36


def test_the_login_is_told_once(db: Database, redis_url: str, tmp_path: Path) -> None:
    settings = settings_for(database_url=db.url, redis_url=redis_url, data_dir=tmp_path)

    first, second = ensure(db, settings), ensure(db, settings)

    assert first is not None
    assert second is None
    with db.read() as session:
        assert session.scalars(select(User.email)).one() == first.email


def test_a_firm_with_real_funds_gets_no_demonstration_login(
    db: Database, redis_url: str, tmp_path: Path
) -> None:
    settings = settings_for(database_url=db.url, redis_url=redis_url, data_dir=tmp_path)
    with db.session() as session:
        session.add(Fund(code="OWN", name="A real fund", currency="USD"))

    assert ensure(db, settings) is None

    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_production_refuses_the_demonstration_firm(
    db: Database, redis_url: str, tmp_path: Path
) -> None:
    settings = settings_for(
        database_url=db.url, redis_url=redis_url, data_dir=tmp_path, GPDASH_ENV="production"
    )

    with pytest.raises(InvalidInput, match="not for production"):
        ensure(db, settings)


def test_one_investor_is_the_general_partner(firm_db: Database) -> None:
    with firm_db.read() as session:
        types = list(session.scalars(select(LimitedPartner.type)))
    assert len(types) == 12
    assert types.count("gp") == 1


def _imported(db: Database, folder: Path, file: File) -> ImportResult:
    path = folder / f"{file.kind}.csv"
    path.write_bytes(file.content())
    return run_import(db, kind=file.kind, path=path, imported_by="test", dry_run=True)


def _nav(db: Database, code: str, day: date, known_on: datetime | None) -> Decimal | None:
    query = (
        select(FundNav.nav)
        .join(Fund, Fund.id == FundNav.fund_id)
        .where(Fund.code == code, FundNav.nav_date == day, FundNav.investor_id.is_(None))
        .where(known(FundNav, known_on))
    )
    with db.read() as session:
        return session.scalars(query).one_or_none()
