"""What the outside world publishes: index levels, exchange rates and peer benchmarks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Fact, Money, Rate, new_id
from services.db.models.funds import CURRENT


class IndexLevel(Fact, Base):
    """Level of a public index on a day. `total_return` True: dividends are inside the level."""

    __tablename__ = "index_levels"

    index_code: Mapped[str]
    level_date: Mapped[date]
    level: Mapped[Decimal] = mapped_column(Rate)
    total_return: Mapped[bool]

    __table_args__ = (
        Index("uq_index_levels_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_index_levels_code_date", "index_code", "level_date"),
        CheckConstraint("level > 0 AND level <> 'NaN'", name="level_is_positive"),
    )


class FxRate(Fact, Base):
    """Units of `currency` for one unit of `base` on a day, with the source that says so."""

    __tablename__ = "fx_rates"

    currency: Mapped[str]
    rate_date: Mapped[date]
    per_base: Mapped[Decimal] = mapped_column(Rate)
    base: Mapped[str]
    source: Mapped[str]

    __table_args__ = (
        Index("uq_fx_rates_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_fx_rates_pair_date", "currency", "base", "rate_date"),
        CheckConstraint("per_base > 0 AND per_base <> 'NaN'", name="rate_is_positive"),
    )


class BenchmarkPoint(Fact, Base):
    """Published percentile points of one measure (irr, tvpi, dpi, rvpi) of one cohort of funds.

    irr points are fractions; `n` is the number of funds, None when the provider does not say.
    """

    __tablename__ = "benchmark_points"

    provider: Mapped[str]
    release: Mapped[str]
    vintage_year: Mapped[int]
    strategy: Mapped[str]
    geography: Mapped[str]
    metric: Mapped[str]
    p05: Mapped[Decimal | None] = mapped_column(Rate)
    p25: Mapped[Decimal | None] = mapped_column(Rate)
    p50: Mapped[Decimal | None] = mapped_column(Rate)
    p75: Mapped[Decimal | None] = mapped_column(Rate)
    p95: Mapped[Decimal | None] = mapped_column(Rate)
    n: Mapped[int | None]
    as_of: Mapped[date]

    __table_args__ = (
        Index("uq_benchmark_points_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_benchmark_points_cohort", "vintage_year", "strategy", "geography"),
    )


class BenchmarkFund(Fact, Base):
    """One disclosed fund of a provider's list: a constituent to rank against.

    Amounts in whole units; irr a fraction; multiple is TVPI as published, None when it is not.
    """

    __tablename__ = "benchmark_funds"

    provider: Mapped[str]
    as_of: Mapped[date]
    fund_name: Mapped[str]
    vintage_year: Mapped[int | None]
    strategy: Mapped[str | None]
    geography: Mapped[str | None]
    committed: Mapped[Decimal | None] = mapped_column(Money)
    paid_in: Mapped[Decimal | None] = mapped_column(Money)
    distributed: Mapped[Decimal | None] = mapped_column(Money)
    nav: Mapped[Decimal | None] = mapped_column(Money)
    irr: Mapped[Decimal | None] = mapped_column(Rate)
    multiple: Mapped[Decimal | None] = mapped_column(Rate)
    currency: Mapped[str]

    __table_args__ = (
        Index("uq_benchmark_funds_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_benchmark_funds_provider_vintage", "provider", "vintage_year"),
    )


class BenchmarkData(Base):
    """One row per provider, release and cohort: the points of all measures side by side.

    Rebuilt from `benchmark_points` in the transaction of their import; rates are fractions.
    """

    __tablename__ = "benchmark_data"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    benchmark_type: Mapped[str]
    release: Mapped[str]
    vintage_year: Mapped[int]
    fund_strategy: Mapped[str]
    geography: Mapped[str]
    as_of_date: Mapped[date]
    total_funds_in_cohort: Mapped[int | None]
    median_irr: Mapped[Decimal | None] = mapped_column(Rate)
    top_quartile_irr: Mapped[Decimal | None] = mapped_column(Rate)
    median_tvpi: Mapped[Decimal | None] = mapped_column(Rate)
    top_quartile_tvpi: Mapped[Decimal | None] = mapped_column(Rate)
    irr_p05: Mapped[Decimal | None] = mapped_column(Rate)
    irr_p25: Mapped[Decimal | None] = mapped_column(Rate)
    irr_p95: Mapped[Decimal | None] = mapped_column(Rate)
    tvpi_p05: Mapped[Decimal | None] = mapped_column(Rate)
    tvpi_p25: Mapped[Decimal | None] = mapped_column(Rate)
    tvpi_p95: Mapped[Decimal | None] = mapped_column(Rate)
    dpi_p05: Mapped[Decimal | None] = mapped_column(Rate)
    dpi_p25: Mapped[Decimal | None] = mapped_column(Rate)
    median_dpi: Mapped[Decimal | None] = mapped_column(Rate)
    top_quartile_dpi: Mapped[Decimal | None] = mapped_column(Rate)
    dpi_p95: Mapped[Decimal | None] = mapped_column(Rate)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        Index("idx_benchmark_vintage_strategy", "vintage_year", "fund_strategy", "geography"),
        Index(
            "uq_benchmark_data_cohort",
            "benchmark_type",
            "release",
            "vintage_year",
            "fund_strategy",
            "geography",
            "as_of_date",
            unique=True,
        ),
    )


class MarketRound(Fact, Base):
    """A financing round of somebody else's company, as a provider tells it.

    `amount` None is undisclosed, never 0. `company` is the provider's identifier, `company_name`
    what it is called. `counts` False marks a row that repeats a round for another investor: it is
    kept for its source and left out of counts and sums. `date_precision` is day, month or year:
    a row known to the year alone belongs to no quarter, and one without any date (`round_date`
    None) to no period at all.
    """

    __tablename__ = "market_rounds"

    round_id: Mapped[str | None]
    company: Mapped[str]
    company_name: Mapped[str | None]
    round_date: Mapped[date | None]
    date_precision: Mapped[str]
    sector: Mapped[str | None]
    subsector: Mapped[str | None]
    stage: Mapped[str | None]
    amount: Mapped[Decimal | None]
    pre_money: Mapped[Decimal | None]
    post_money: Mapped[Decimal | None]
    geography: Mapped[str | None]
    currency: Mapped[str | None]
    source: Mapped[str]
    investor: Mapped[str | None]
    counts: Mapped[bool]

    __table_args__ = (
        Index("uq_market_rounds_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_market_rounds_sector_date", "sector", "round_date"),
        Index("ix_market_rounds_source_date", "source", "round_date"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
        CheckConstraint("date_precision IN ('day', 'month', 'year')", name="precision_is_known"),
    )


class MarketExit(Fact, Base):
    """A sale (ma) or listing (ipo) of somebody else's company, as a provider tells it.

    `value` is what was paid or the value at listing, `invested` what had been raised; None where
    undisclosed.
    """

    __tablename__ = "market_exits"

    exit_id: Mapped[str | None]
    company: Mapped[str]
    company_name: Mapped[str | None]
    exit_date: Mapped[date]
    type: Mapped[str]
    value: Mapped[Decimal | None]
    invested: Mapped[Decimal | None]
    sector: Mapped[str | None]
    geography: Mapped[str | None]
    currency: Mapped[str | None]
    acquirer: Mapped[str | None]
    source: Mapped[str]

    __table_args__ = (
        Index("uq_market_exits_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_market_exits_source_date", "source", "exit_date"),
        CheckConstraint("value <> 'NaN'", name="value_is_a_number"),
    )
