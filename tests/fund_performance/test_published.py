"""Real files through import and service: the figures that others published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from services.db.session import Database
from services.fund_performance import FundPerformanceService
from services.imports import run_import
from services.scope import SYSTEM, Scope

pytestmark = pytest.mark.shared
ILPA = "fund_cashflows/ilpa_granular_sample_flows.csv"
# XLSX of ILPA's sample: IRR and TVPI/MOIC by basis and view of the line.
PUBLISHED = {
    ("gross", "with"): (0.4464826882, 49_300 / 34_500),
    ("net_lp", "with"): (0.3003808558, 48_500 / 37_800),
    ("gross", "without"): (0.2244305909, 59_800 / 45_000),
    ("net_lp", "without"): (0.1625024140, 59_100 / 48_100),
}
PEDATA = {  # TVPI, DPI, XIRR, KS-PME against the daily price index
    "Fund 1": (1.11298687, 0.18728575, 0.03854838, 0.76140246),
    "Fund 2": (2.4007763, 0.7793920, 0.6255491, 1.97056170),
    "Fund 3": (1.8013865, 0.9580667, 0.26778348, 1.40958837),
    "Fund 4": (1.26647047, 0.35292838, 0.07106156, 0.93248325),
}
SHILLER = {"Fund 1": 0.71296138, "Fund 2": 1.88375527, "Fund 3": 1.34909037, "Fund 4": 0.86751050}
ALPHA = {"Fund 1": -0.08890494, "Fund 2": 0.45006393, "Fund 3": 0.15319533, "Fund 4": -0.02072473}
CALPERS_IRR = {
    2006: (16, 0.0618, 0.0820, 0.1070),
    2007: (23, 0.0400, 0.0630, 0.1270),
    2021: (43, 0.0611, 0.0841, 0.1416),
    2022: (32, 0.0021, 0.1131, 0.1401),
}
OREGON_IRR = {1999: (13, 0.0650, 0.1200, 0.1970), 2021: (21, 0.0380, 0.0750, 0.1140)}
NYSCRF_TVPI = {2007: (13, 1.457, 1.732, 1.842), 2023: (16, 0.765, 0.936, 1.101)}


def load(db: Database, kind: str, path: Path, **more: object) -> None:
    result = run_import(db, kind=kind, path=path, imported_by="test", **more)  # type: ignore[arg-type]
    assert result.status == "imported", result.errors[:3]


def test_ilpas_sample_gives_its_four_rates_and_its_four_multiples(
    db: Database, shared: Path
) -> None:
    load(db, "fund_cash_flows", shared / "data" / ILPA, profile="ilpa_granular")
    service = FundPerformanceService(db)
    for (basis, line), (rate, multiple) in PUBLISHED.items():
        found = service.calculate_fund_metrics(SYSTEM, Scope(basis=basis, credit_line=line))
        assert found.irr == pytest.approx(rate, abs=1e-6), (basis, line)
        assert found.tvpi == multiple, (basis, line)
    assert found.credit_line_balance == 10_500


def test_the_four_hypothetical_funds_have_their_published_figures(
    db: Database, shared: Path
) -> None:
    data = shared / "data"
    load(db, "fund_cash_flows", data / "fund_cashflows/pedata.csv", profile="pedata")
    daily = data / "market_indices/sp500_daily_1999_2018.csv.gz"
    load(db, "index_levels", daily, profile="sp500_daily")
    load(db, "index_levels", data / "market_indices/sp500_shiller_monthly.csv", profile="shiller")
    service = FundPerformanceService(db)
    for fund, (tvpi, dpi, rate, ks_pme) in PEDATA.items():
        scope = Scope(funds=(fund,))
        found = service.calculate_fund_metrics(SYSTEM, scope)
        assert (found.tvpi, found.dpi) == pytest.approx((tvpi, dpi), abs=1e-6)
        assert found.irr == pytest.approx(rate, abs=1e-6)
        rows = service.pme_table(SYSTEM, scope).rows
        assert rows[0].total_return, "total return comes first"
        assert rows[0].ks_pme == pytest.approx(SHILLER[fund], abs=1e-6)
        (price,) = (row for row in rows if row.ks_pme == pytest.approx(ks_pme, abs=1e-6))
        assert price.total_return is False
        assert price.direct_alpha == pytest.approx(ALPHA[fund], abs=1e-6)
    pooled = service.calculate_fund_metrics(SYSTEM)
    assert (pooled.tvpi, pooled.dpi) == pytest.approx((1.56330236, 0.55629714), abs=1e-6)
    assert pooled.irr == pytest.approx(0.1754887, abs=1e-6)


@pytest.mark.parametrize(
    ("file", "profile", "metric", "expected"),
    [
        ("calpers_2025-03-31.csv", "calpers", "irr", CALPERS_IRR),
        ("oregon_operf_2025-09-30.csv", "oregon", "irr", OREGON_IRR),
        ("nyscrf_2024-03-31.csv", "nyscrf", "tvpi", NYSCRF_TVPI),
    ],
)
def test_the_pension_tables_have_their_published_quartiles(
    db: Database,
    shared: Path,
    file: str,
    profile: str,
    metric: str,
    expected: dict[int, tuple[int, float, float, float]],
) -> None:
    load(db, "benchmark_funds", shared / "data/pension_pe_performance" / file, profile=profile)
    provider = _provider(db)
    rows = FundPerformanceService(db).vintage_quartiles(
        SYSTEM, provider, metric, Scope(as_of=date(2026, 1, 1))
    )
    found = {row.vintage_year: row for row in rows}
    for year, (count, low, middle, high) in expected.items():
        row = found[year]
        assert row.n == count
        assert (row.p25, row.p50, row.p75) == pytest.approx((low, middle, high), abs=1e-3), year


def _provider(db: Database) -> str:
    from services.db.models import BenchmarkFund

    with db.read() as session:
        return str(session.query(BenchmarkFund.provider).first()[0])  # type: ignore[index]
