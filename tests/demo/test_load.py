"""The demonstration firm in a real database: loaded once, traceable, known as of its own time."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from services.db.models import (
    BenchmarkData,
    Company,
    CompanyMetric,
    CompanyVersion,
    DataVersion,
    Deal,
    Fund,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    FxRate,
    Import,
    LimitedPartner,
    MarketExit,
    MarketRound,
    PipelineDeal,
    PipelineEvent,
    TeamActivity,
    User,
    Valuation,
)
from services.db.reads.known import known
from services.db.session import Database
from services.demo import ensure, is_loaded, load
from services.demo.files import File
from services.demo.firm import firm
from services.errors import InvalidInput
from services.fund_performance.service import FundPerformanceService
from services.imports.report import ImportResult
from services.imports.run import run_import
from services.lp_reporting.reports import LpReports
from services.scope import SYSTEM, Scope
from tests.conftest import settings_for
from tests.factories import partner


@pytest.fixture(scope="module")
def firm_db(module_db: Database) -> Database:
    assert load(module_db)
    return module_db


def test_the_firm_loads_in_seconds(db: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """At most 20 s on a quiet machine; printed, since a busy one is slower."""
    started, computed = time.perf_counter(), time.process_time()

    assert load(db)

    taken, own = time.perf_counter() - started, time.process_time() - computed
    with capsys.disabled():
        sys.stdout.write(f"\nthe demonstration firm: {taken:.1f} s, of it {own:.1f} s our own\n")
    assert is_loaded(db)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (Company, 62),
        (Deal, 91),
        (PipelineDeal, 1500),
        (TeamActivity, 4000),
        (MarketRound, 3000),
        (MarketExit, 300),
        (LimitedPartner, 26),
        (Fund, 4),
        (User, 8),
    ],
)
def test_the_whole_record_is_there(firm_db: Database, table: Any, rows: int) -> None:
    with firm_db.read() as session:
        assert session.scalar(select(func.count()).select_from(table)) == rows


def test_a_second_load_changes_nothing(firm_db: Database) -> None:
    with firm_db.read() as session:
        before = session.scalar(select(func.count()).select_from(FundCashFlow))

    assert not load(firm_db)

    with firm_db.read() as session:
        assert session.scalar(select(func.count()).select_from(FundCashFlow)) == before
        versions = dict(session.execute(select(DataVersion.scope, DataVersion.version)).all())
    assert set(versions.values()) == {1}
    assert len(versions) == 5


def test_a_database_with_a_fund_of_its_own_is_left_alone(db: Database) -> None:
    with db.session() as session:
        session.add(Fund(code="OWN", name="A real fund", currency="USD"))

    assert not load(db)

    assert not is_loaded(db)


@pytest.mark.parametrize("kind", sorted({file.kind for file in firm()}))
def test_importing_its_last_file_of_a_kind_again_changes_nothing(
    firm_db: Database, tmp_path: Path, kind: str
) -> None:
    file = [file for file in firm() if file.kind == kind][-1]

    result = _imported(firm_db, tmp_path, file)

    assert (result.rows_new, result.rows_superseded) == (0, 0)
    assert result.rows_unchanged == len(file.rows)


def test_natural_keys_are_those_of_an_import(db: Database, tmp_path: Path) -> None:
    """The same file into an empty database, through the importer."""
    assert load(db)
    with db.read() as session:
        ours = set(session.scalars(select(FxRate.natural_key)))
    with db.session() as session:
        session.execute(delete(FxRate))
    path = tmp_path / "fx_rates.csv"
    path.write_bytes(next(file for file in firm() if file.kind == "fx_rates").content())

    run_import(db, kind="fx_rates", path=path, imported_by="test")

    with db.read() as session:
        assert set(session.scalars(select(FxRate.natural_key))) == ours
    assert len(ours) == 332


def test_every_fact_points_to_a_row_of_an_import(firm_db: Database) -> None:
    with firm_db.read() as session:
        for table in (FundCashFlow, FundNav, Valuation, PipelineEvent, FundLedgerEntry):
            orphans = select(func.count()).where(
                table.import_id.is_(None) | table.source_row.is_(None)
            )
            assert session.scalar(orphans) == 0
        names = set(session.scalars(select(Import.file_name)))
    assert {"demo fund_navs.csv", "demo fund_navs, later.csv", "demo fx_rates.csv"} <= names
    assert len(names) == len(firm())


def test_only_the_last_report_of_each_company_is_the_latest(firm_db: Database) -> None:
    latest = select(CompanyMetric.company_id, CompanyMetric.period_end)
    ends = select(CompanyMetric.company_id, func.max(CompanyMetric.period_end)).where(
        CompanyMetric.known_to.is_(None)
    )
    with firm_db.read() as session:
        marked = set(session.execute(latest.where(CompanyMetric.is_latest)).all())
        assert marked == set(session.execute(ends.group_by(CompanyMetric.company_id)).all())
    assert len(marked) == 62


def test_what_went_into_a_tranche_and_came_back_stands_beside_it(firm_db: Database) -> None:
    """Ardent: 3.8 in; 18.9 at the sale and 3.5 out of escrow. Oxbow is paid for in euros."""
    sums = select(Deal.invested_amount, Deal.distributions, Deal.currency)
    with firm_db.read() as session:
        ardent = session.execute(sums.where(Deal.code == "AQ1-ARDE-A")).one()
        oxbow = session.execute(sums.where(Deal.code == "AQ1-OXBO-A")).one()
    assert tuple(ardent) == (Decimal("3800000.00"), Decimal("22400000.00"), "USD")
    assert tuple(oxbow) == (Decimal("4660000.00"), Decimal("0.00"), "EUR")


def test_the_team_cannot_sign_in(firm_db: Database) -> None:
    with firm_db.read() as session:
        people = session.execute(select(User.code, User.password_hash, User.roles)).all()
    assert len(people) == 8
    assert all(hashed is None and roles == [] for _, hashed, roles in people)


def test_a_distribution_came_into_the_books_half_a_year_late(firm_db: Database) -> None:
    """4.4m of 20 February 2026, known since 4 September."""
    before = _distributed(firm_db, datetime(2026, 9, 4, 11, tzinfo=UTC))
    after = _distributed(firm_db, datetime(2026, 9, 4, 13, tzinfo=UTC))

    assert after - before == Decimal("4516000.00")  # with the general partner's part


def test_a_company_was_active_until_it_was_sold(firm_db: Database) -> None:
    status = (
        select(CompanyVersion.status)
        .join(Company, Company.id == CompanyVersion.company_id)
        .where(Company.code == "ARDE")
    )
    with firm_db.read() as session:
        for day, expected in ((date(2025, 5, 1), "active"), (date(2025, 6, 1), "exited")):
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
            assert session.scalars(status.where(known(CompanyVersion, moment))).one() == expected


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
        ("AQP", 0.148, 0.210, 2.0897, 2.0897, "800000.00"),
        ("AQ0", 0.143, 0.206, 1.9337, 1.8112, "1600000.00"),
        ("AQ1", 0.155, 0.248, 1.5500, 0.3167, "27000000.00"),
        ("AQ2", -0.051, 0.162, 0.9405, 0.0000, "108000000.00"),
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

    assert shown.as_of_date == (date(2020, 6, 30) if code == "AQP" else date(2026, 9, 30))
    assert shown.irr == pytest.approx(net_irr, abs=0.0005)
    assert shown.gross_irr == pytest.approx(gross_irr, abs=0.0005)
    assert shown.tvpi == pytest.approx(tvpi, abs=0.00005)
    assert shown.dpi == pytest.approx(dpi, abs=0.00005)
    assert shown.unfunded == Decimal(unfunded)


def test_funds_in_two_currencies_pool_in_the_reporting_currency(firm_db: Database) -> None:
    shown = FundPerformanceService(firm_db).calculate_fund_metrics(SYSTEM, Scope())

    assert shown.meta.currency == "USD"
    assert shown.irr == pytest.approx(0.143, abs=0.0005)
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
        rows = session.scalars(
            select(BenchmarkData)
            .where(
                BenchmarkData.vintage_year == 2021,
                BenchmarkData.benchmark_type == "Illustrative peers",
            )
            .order_by(BenchmarkData.as_of_date)
        ).all()
    assert [(r.median_irr, r.total_funds_in_cohort) for r in rows] == [
        (Decimal("0.106"), 34),
        (Decimal("0.112"), 36),
    ]
    assert rows[-1].top_quartile_tvpi == Decimal("1.62")


def test_the_login_is_told_once(db: Database, redis_url: str, tmp_path: Path) -> None:
    settings = settings_for(database_url=db.url, redis_url=redis_url, data_dir=tmp_path)

    first, second = ensure(db, settings), ensure(db, settings)

    assert first is not None
    assert second is None
    with db.read() as session:
        logins = session.scalars(select(User.email).where(User.password_hash.is_not(None)))
        assert list(logins) == [first.email]
    _reports_wait_for_whoever_signs_in(db)


def _reports_wait_for_whoever_signs_in(db: Database) -> None:
    """Older packs are sealed and one is superseded; the newest are somebody else's drafts."""
    reports, somebody = LpReports(db), partner()
    every = reports.reports(somebody)
    assert every.counts == {"approved": 3, "draft": 15, "locked": 3, "superseded": 1}
    drafts = reports.reports(somebody, period="2026Q3", state="draft").reports
    assert "approve" in reports.report(somebody, drafts[0].id).may
    (old,) = reports.reports(somebody, state="superseded").reports
    assert (old.period, old.lp, old.opened_at is not None) == ("2026Q1", "NWTP", True)
    (new,) = reports.reports(somebody, period="2026Q1", state="locked").reports
    assert reports.report(somebody, new.id).reason is not None
    assert reports.verify(somebody, old.id).ok
    assert reports.verify(somebody, new.id).ok


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
    assert len(types) == 26
    assert types.count("gp") == 1


def _imported(db: Database, folder: Path, file: File) -> ImportResult:
    path = folder / f"{file.kind}.csv"
    path.write_bytes(file.content())
    return run_import(db, kind=file.kind, path=path, imported_by="test", dry_run=True)


def _distributed(db: Database, known_on: datetime) -> Decimal:
    """What the euro fund distributed in all, as known on a moment."""
    query = (
        select(func.sum(FundCashFlow.amount))
        .join(Fund, Fund.id == FundCashFlow.fund_id)
        .where(Fund.code == "AQ0", FundCashFlow.investor_id.is_(None))
        .where(FundCashFlow.type.like("distribution_permanent%"), known(FundCashFlow, known_on))
    )
    with db.read() as session:
        return session.scalars(query).one()


def _nav(db: Database, code: str, day: date, known_on: datetime | None) -> Decimal | None:
    query = (
        select(FundNav.nav)
        .join(Fund, Fund.id == FundNav.fund_id)
        .where(Fund.code == code, FundNav.nav_date == day, FundNav.investor_id.is_(None))
        .where(known(FundNav, known_on))
    )
    with db.read() as session:
        return session.scalars(query).one_or_none()
