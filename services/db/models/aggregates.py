"""Figures of the other modules computed ahead: portfolio, pipeline, market, investors, team."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Money, new_id


class Snapshot:
    """A row computed from one data version. Rates are fractions; None means not given.

    `payload` holds the whole result as the service returned it.
    """

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    data_version: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    known_from: Mapped[datetime] = mapped_column(server_default=func.now())
    known_to: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PortfolioAggregation(Snapshot, Base):
    """Health of a fund's portfolio on a day; money in the fund's currency, burn per month."""

    __tablename__ = "portfolio_aggregations"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    aggregation_date: Mapped[date]
    total_companies: Mapped[int]
    active_companies: Mapped[int]
    exited_companies: Mapped[int]
    failed_companies: Mapped[int]
    total_revenue_ttm: Mapped[Decimal | None]
    avg_growth_rate: Mapped[float | None]
    median_burn_rate: Mapped[Decimal | None]
    avg_runway_months: Mapped[float | None]
    avg_ltv_cac_ratio: Mapped[float | None]
    median_gross_margin: Mapped[float | None]
    companies_at_risk: Mapped[int]
    high_burn_companies: Mapped[int]
    sector_distribution: Mapped[dict[str, Any] | None]
    stage_distribution: Mapped[dict[str, Any] | None]

    __table_args__ = (
        Index("idx_portfolio_agg_fund_date", "fund_id", text("aggregation_date DESC")),
        Index(
            "uq_portfolio_aggregations_version",
            "fund_id",
            "aggregation_date",
            "data_version",
            unique=True,
        ),
    )


class PipelineMetrics(Snapshot, Base):
    """A fund's deal flow in a period; conversion rates are fractions, None without a denominator.

    Durations are days, of the closed cohort.
    """

    __tablename__ = "pipeline_metrics"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    total_deals_sourced: Mapped[int]
    deals_screened: Mapped[int]
    deals_term_sheet: Mapped[int]
    deals_closed: Mapped[int]
    screen_conversion_rate: Mapped[float | None]
    term_sheet_conversion_rate: Mapped[float | None]
    close_conversion_rate: Mapped[float | None]
    overall_conversion_rate: Mapped[float | None]
    avg_source_to_screen_days: Mapped[float | None]
    avg_screen_to_term_days: Mapped[float | None]
    avg_term_to_close_days: Mapped[float | None]
    avg_total_cycle_days: Mapped[float | None]
    sourcing_channels: Mapped[dict[str, Any] | None]

    __table_args__ = (
        Index(
            "idx_pipeline_metrics_fund_period",
            "fund_id",
            text("period_start DESC"),
            text("period_end DESC"),
        ),
        Index(
            "uq_pipeline_metrics_version",
            "fund_id",
            "period_start",
            "period_end",
            "data_version",
            unique=True,
        ),
    )


class SectorTrend(Snapshot, Base):
    """One sector in one quarter ("2025Q1") of one provider; stage counts add up with other_deals.

    Money in `currency`; medians over disclosed amounts.
    """

    __tablename__ = "sector_trends"

    sector: Mapped[str]
    quarter: Mapped[str]
    data_source: Mapped[str]
    currency: Mapped[str]
    total_deals: Mapped[int]
    disclosed_deals: Mapped[int]
    total_funding: Mapped[Decimal] = mapped_column(Money)
    median_deal_size: Mapped[Decimal | None]
    median_pre_money: Mapped[Decimal | None]
    seed_deals: Mapped[int] = mapped_column(server_default="0")
    series_a_deals: Mapped[int] = mapped_column(server_default="0")
    series_b_deals: Mapped[int] = mapped_column(server_default="0")
    growth_deals: Mapped[int] = mapped_column(server_default="0")
    other_deals: Mapped[int] = mapped_column(server_default="0")
    geographic_distribution: Mapped[dict[str, Any] | None]
    hot_subsectors: Mapped[list[str] | None]
    emerging_trends: Mapped[list[str] | None]

    __table_args__ = (
        Index("idx_sector_trends_quarter", "quarter", "sector"),
        Index(
            "uq_sector_trends_version",
            "sector",
            "quarter",
            "data_source",
            "data_version",
            unique=True,
        ),
        Index(
            "uq_sector_trends_current",
            "data_source",
            "quarter",
            "sector",
            unique=True,
            postgresql_where=text("known_to IS NULL"),
        ),
    )


class LpReporting(Snapshot, Base):
    """One investor's account with one fund on a report date; money in the fund's currency."""

    __tablename__ = "lp_reporting"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    lp_id: Mapped[str] = mapped_column(ForeignKey("limited_partners.id"))
    report_date: Mapped[date]
    report_type: Mapped[str]
    lp_commitment: Mapped[Decimal | None]
    lp_called_capital: Mapped[Decimal | None]
    lp_distributions: Mapped[Decimal | None]
    lp_nav: Mapped[Decimal | None]
    lp_irr: Mapped[float | None]
    lp_tvpi: Mapped[float | None]
    lp_dpi: Mapped[float | None]
    management_fees_paid: Mapped[Decimal | None]
    carried_interest_accrued: Mapped[Decimal | None]

    __table_args__ = (
        Index("idx_lp_reporting_fund_date", "fund_id", text("report_date DESC")),
        Index(
            "uq_lp_reporting_version",
            "fund_id",
            "lp_id",
            "report_date",
            "report_type",
            "data_version",
            unique=True,
        ),
    )


class TeamMetrics(Snapshot, Base):
    """What one team member did in a period, counted from activities; None where nothing tells."""

    __tablename__ = "team_metrics"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    deals_reviewed: Mapped[int] = mapped_column(server_default="0")
    companies_contacted: Mapped[int] = mapped_column(server_default="0")
    meetings_attended: Mapped[int] = mapped_column(server_default="0")
    board_meetings: Mapped[int] = mapped_column(server_default="0")
    portfolio_check_ins: Mapped[int] = mapped_column(server_default="0")
    update_responses: Mapped[int] = mapped_column(server_default="0")
    avg_response_time_hours: Mapped[float | None]
    deals_sourced: Mapped[int] = mapped_column(server_default="0")
    deals_referred: Mapped[int] = mapped_column(server_default="0")
    successful_referrals: Mapped[int] = mapped_column(server_default="0")
    productivity_score: Mapped[float | None]

    __table_args__ = (
        Index(
            "idx_team_metrics_user_period",
            "user_id",
            text("period_start DESC"),
            text("period_end DESC"),
        ),
        Index(
            "uq_team_metrics_version",
            "user_id",
            "period_start",
            "period_end",
            "data_version",
            unique=True,
        ),
    )


class MarketFigure(Snapshot, Base):
    """One family of market figures of one provider and quarter ("2025Q1"), computed by the worker.

    `family` names what `payload` holds (valuations, exits, step_ups, …); `part` the sector or stage
    it is of, empty for all together.
    """

    __tablename__ = "market_figures"

    family: Mapped[str]
    data_source: Mapped[str]
    quarter: Mapped[str]
    part: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        Index(
            "uq_market_figures_version",
            "data_source",
            "quarter",
            "family",
            "part",
            "data_version",
            unique=True,
        ),
        Index(
            "uq_market_figures_current",
            "data_source",
            "quarter",
            "family",
            "part",
            unique=True,
            postgresql_where=text("known_to IS NULL"),
        ),
    )


class MarketDue(Base):
    """Figures of a provider's quarter that are still to be computed as of a moment of knowledge.

    Written in the transaction of the import that changed its rounds or exits, deleted in that of
    the computation. `known_from` is the moment from which the changed facts are known; an empty
    `quarter` stands for the provider itself.
    """

    __tablename__ = "market_due"

    data_source: Mapped[str] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(primary_key=True)
    known_from: Mapped[datetime] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(server_default="0")
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None]
