"""How a portfolio stands as a whole, now and over the last quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import FundRef, Meta, Note, parts, percent, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPoint:
    """The cards' figures as of one of the last eight quarter-ends, for their sparklines."""

    date: date
    active_companies: int = unit("count")
    at_risk_companies: int = unit("count")
    fair_value: Decimal | None = unit("money")
    gross_moic: float | None = unit("x")
    companies_under_6_months: int = unit("count")
    median_runway_months: float | None = unit("months")
    reporting_coverage: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How many companies stand how, and the portfolio's headline figures.

    healthy + at_risk + failed + exited + unknown = total_companies (ever held by as_of). Sums and
    averages are over companies that report; `n_*` says over how many. `reporting_coverage` is
    the share of active companies whose report for the last closed quarter arrived in time.
    `comparison_to_previous` holds value now less value a quarter before, by key; None unknown.
    """

    total_companies: int = unit("count")
    active_companies: int = unit("count")
    healthy_companies: int = unit("count")
    at_risk_companies: int = unit("count")
    failed_companies: int = unit("count")
    exited_companies: int = unit("count")
    unknown_companies: int = unit("count")
    sector_distribution: dict[str, int] = unit("count")
    stage_distribution: dict[str, int] = unit("count")
    geography_distribution: dict[str, int] = unit("count")
    cost: Decimal | None = unit("money")
    active_cost: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    gross_moic: float | None = unit("x")
    gross_irr: float | None = percent()
    gross_irr_status: str
    loss_ratio: float | None = unit("fraction")
    total_revenue_ttm: Decimal | None = unit("money")
    n_revenue: int = unit("count")
    avg_growth_rate: float | None = unit("fraction")
    n_growth: int = unit("count")
    median_burn_rate: Decimal | None = unit("money")
    n_burn: int = unit("count")
    avg_runway_months: float | None = unit("months")
    median_runway_months: float | None = unit("months")
    n_runway: int = unit("count")
    cash_generative_companies: int = unit("count")
    companies_under_6_months: int = unit("count")
    fair_value_under_6_months: float | None = unit("fraction")
    high_burn_companies: int = unit("count")
    avg_ltv_cac_ratio: float | None = unit("x")
    n_ltv_cac: int = unit("count")
    median_gross_margin: float | None = unit("fraction")
    n_gross_margin: int = unit("count")
    reporting_coverage: float | None = unit("fraction")
    reported_companies: int = unit("count")
    stale_marks: int = unit("count")
    stale_fair_value: float | None = unit("fraction")
    compared_with: date = unit("date")
    comparison_to_previous: dict[str, float | Decimal | int | None]
    history: tuple[OverviewPoint, ...] = parts(OverviewPoint)
    funds: tuple[FundRef, ...]
    meta: Meta
    notes: tuple[Note, ...]
