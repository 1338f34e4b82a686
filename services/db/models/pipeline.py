"""Deals before they are deals: the pipeline, its history of stages, and what channels cost."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity, Fact, Money, Rate
from services.db.models.funds import CURRENT

LocalTime = DateTime(timezone=False)  # wall-clock time of the firm's own zone, as its files say


class PipelineDeal(Entity, Base):
    """A company that a fund looked at, under the firm's own code; the latest known state.

    `outcome` is open, closed, passed or lost; `check_size` in the fund's currency. `owner` is a
    team member's code or a name.
    """

    __tablename__ = "pipeline_deals"

    code: Mapped[str] = mapped_column(unique=True)
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    company_name: Mapped[str]
    sourced_at: Mapped[date]
    source_channel: Mapped[str | None]
    sector: Mapped[str | None]
    stage: Mapped[str | None]
    geography: Mapped[str | None]
    owner: Mapped[str | None]
    check_size: Mapped[Decimal | None]
    outcome: Mapped[str | None]
    pass_reason: Mapped[str | None]

    __table_args__ = (Index("ix_pipeline_deals_fund_sourced", "fund_id", "sourced_at"),)


class PipelineDealVersion(Fact, Base):
    """What was known of a pipeline deal from when to when."""

    __tablename__ = "pipeline_deal_versions"

    pipeline_deal_id: Mapped[str] = mapped_column(ForeignKey("pipeline_deals.id"))
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    company_name: Mapped[str]
    sourced_at: Mapped[date]
    source_channel: Mapped[str | None]
    sector: Mapped[str | None]
    stage: Mapped[str | None]
    geography: Mapped[str | None]
    owner: Mapped[str | None]
    check_size: Mapped[Decimal | None]
    outcome: Mapped[str | None]
    pass_reason: Mapped[str | None]

    __table_args__ = (
        Index(
            "uq_pipeline_deal_versions_current",
            "natural_key",
            unique=True,
            postgresql_where=CURRENT,
        ),
        Index("ix_pipeline_deal_versions_deal", "pipeline_deal_id"),
        Index("ix_pipeline_deal_versions_fund", "fund_id", "sourced_at"),
    )


class PipelineEvent(Fact, Base):
    """A pipeline deal entered a stage (sourced, screened, term_sheet, closed, passed, lost).

    `owner` and `referrer` are who brought it there and who handed it over, as the source says.
    `probability` is the chance that it closes as the team judged it then, a fraction; `notes_link`
    the address of the notes of the meeting that decided so.
    """

    __tablename__ = "pipeline_events"

    pipeline_deal_id: Mapped[str] = mapped_column(ForeignKey("pipeline_deals.id"))
    stage: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(LocalTime)
    owner: Mapped[str | None]
    referrer: Mapped[str | None]
    probability: Mapped[Decimal | None] = mapped_column(Rate)
    notes_link: Mapped[str | None]

    __table_args__ = (
        Index("uq_pipeline_events_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_pipeline_events_deal", "pipeline_deal_id", "entered_at"),
        Index("ix_pipeline_events_stage", "stage", "entered_at"),
    )


class ChannelCost(Fact, Base):
    """What a sourcing channel cost in a period, both days included. `currency` None: the firm's
    reporting currency."""

    __tablename__ = "channel_costs"

    channel: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    cost: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str | None]

    __table_args__ = (
        Index("uq_channel_costs_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_channel_costs_channel", "channel", "period_start"),
        CheckConstraint("cost <> 'NaN'", name="cost_is_a_number"),
        CheckConstraint("period_start <= period_end", name="period_has_days"),
    )
