"""Figures computed ahead, and the runs that compute them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, new_id


class FundMetrics(Base):
    """Figures of one fund on one day under one basis, as computed from one data version.

    Rates are fractions (irr 0.155), multiples plain numbers; None means not given, with the reason
    in `notes`. `payload` holds the whole result as the service returned it.
    """

    __tablename__ = "fund_metrics"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    metric_date: Mapped[date]
    basis: Mapped[str]
    credit_line: Mapped[str]
    data_version: Mapped[int] = mapped_column(BigInteger)
    irr: Mapped[float | None]
    irr_status: Mapped[str]
    tvpi: Mapped[float | None]
    dpi: Mapped[float | None]
    rvpi: Mapped[float | None]
    pic: Mapped[float | None]
    moic: Mapped[float | None]
    total_committed: Mapped[Decimal | None]
    capital_called: Mapped[Decimal | None]
    distributed: Mapped[Decimal | None]
    capital_deployed: Mapped[Decimal | None]
    dry_powder: Mapped[Decimal | None]
    unfunded: Mapped[Decimal | None]
    nav: Mapped[Decimal | None]
    unrealized_value: Mapped[Decimal | None]
    realized_value: Mapped[Decimal | None]
    top_performer_contribution: Mapped[float | None]
    sector_concentration: Mapped[dict[str, Any] | None]
    vintage_year: Mapped[int | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    known_from: Mapped[datetime] = mapped_column(server_default=func.now())
    known_to: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        Index("idx_fund_metrics_fund_date", "fund_id", text("metric_date DESC")),
        Index("idx_fund_metrics_date", text("metric_date DESC")),
        Index(
            "uq_fund_metrics_version",
            "fund_id",
            "metric_date",
            "basis",
            "credit_line",
            "data_version",
            unique=True,
        ),
    )


class RefreshRun(Base):
    """One request to recompute a fund's snapshots, and how it went.

    state is queued, running, done or failed. A running row whose lease has passed is taken up
    again by the sweeper; after three attempts it is parked as failed.
    """

    __tablename__ = "refresh_runs"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    metric_set: Mapped[str]
    as_of: Mapped[date | None]
    state: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=0)
    data_version: Mapped[int | None] = mapped_column(BigInteger)
    requested_by: Mapped[str]
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_refresh_runs_open",
            "fund_id",
            "metric_set",
            unique=True,
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        Index("ix_refresh_runs_state", "state", "lease_until"),
    )
