"""Who reported when, and one company on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit
from services.portfolio_analytics.results.companies import Kpis, Ranking
from services.portfolio_analytics.results.holdings import Investment, ValuePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """Whether a company reported one quarter: in_time, late, missing, not_due (before it was held
    or after its exit), early (still within 45 days of the quarter's end)."""

    quarter: str
    state: str
    reported_at: date | None = unit("date")
    days_late: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One company's reports; `source` is who gave the latest: the import's source or file name."""

    company_id: str
    company: str
    name: str
    cells: tuple[CoverageCell, ...] = parts(CoverageCell)
    last_period: date | None = unit("date")
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who reported when, over the last eight closed quarters; due 45 days after a quarter's end."""

    companies: tuple[CoverageRow, ...] = rows(CoverageRow)
    quarters: tuple[str, ...]
    reporting_coverage: dict[str, float | None] = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPeriod:
    """One reported period of a company, newest last."""

    kpis: Kpis = parts(Kpis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who sits on the board and when it meets next."""

    user: str
    since: date
    next_meeting: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TearSheet:
    """One company on one page: KPIs, last periods above valuations, returns, health."""

    company_id: str
    company: str
    name: str
    description: dict[str, str | None]
    investment: Investment = parts(Investment)
    kpis: Kpis = parts(Kpis)
    periods: tuple[ReportedPeriod, ...] = parts(ReportedPeriod)
    valuations: tuple[ValuePoint, ...] = parts(ValuePoint)
    health: Ranking | None = parts(Ranking)
    board: tuple[Seat, ...] = parts(Seat)
    expiries: dict[str, date]
    meta: Meta
    notes: tuple[Note, ...]
