"""What to be warned of, what was found, and the risks that people keep an eye on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity, Rate, new_id


class AlertRule(Entity, Base):
    """When to warn: `measure` of what `compare`s (below, above, falls_by, rises_by) with a
    threshold, in the measure's own unit. `fund_id` None: every fund without a rule of its own under
    the same code. Changed rules end (`known_to`) and a new row takes their place."""

    __tablename__ = "alert_rules"

    code: Mapped[str]
    fund_id: Mapped[str | None] = mapped_column(ForeignKey("funds.id"))
    measure: Mapped[str]
    compare: Mapped[str]
    threshold: Mapped[Decimal] = mapped_column(Rate)
    severity: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    set_by: Mapped[str]
    known_from: Mapped[datetime] = mapped_column(server_default=func.now())
    known_to: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_alert_rules_current",
            "code",
            text("coalesce(fund_id, '')"),
            unique=True,
            postgresql_where=text("known_to IS NULL"),
        ),
        CheckConstraint("severity IN ('critical', 'warning', 'info')", name="severity_is_known"),
        CheckConstraint(
            "compare IN ('below', 'above', 'falls_by', 'rises_by')", name="compare_is_known"
        ),
    )


class Alert(Base):
    """A rule that holds of something: opened when it began to, resolved when it no longer does.

    State open, acknowledged, snoozed (until a day) or resolved. `value` is that of the last look, a
    figure of the day `as_of`; `since` the day of the figure that first broke the rule. Rows are
    never deleted.
    """

    __tablename__ = "alerts"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[str]  # code of the rule
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    entity_type: Mapped[str]  # company, fund, investor, limit, check, expiry
    entity_id: Mapped[str]
    entity_name: Mapped[str]
    severity: Mapped[str]
    measure: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Rate)
    threshold: Mapped[Decimal] = mapped_column(Rate)
    unit: Mapped[str]
    since: Mapped[date]
    as_of: Mapped[date]
    state: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    acted_by: Mapped[str | None]
    acted_at: Mapped[datetime | None]
    snoozed_until: Mapped[date | None]
    note: Mapped[str | None]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_alerts_open",
            "rule",
            "fund_id",
            "entity_type",
            "entity_id",
            unique=True,
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index("ix_alerts_fund_state", "fund_id", "state"),
        CheckConstraint(
            "state IN ('open', 'acknowledged', 'snoozed', 'resolved')", name="state_is_known"
        ),
    )


class AlertEvent(Base):
    """What became of an alert at a moment, and how it stood from then on: rows are only added.

    `what` opened, changed (value, severity or threshold), acknowledged, snoozed, woken, resolved.
    """

    __tablename__ = "alert_events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alerts.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    what: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Rate)
    threshold: Mapped[Decimal] = mapped_column(Rate)
    as_of: Mapped[date]
    acted_by: Mapped[str | None]
    acted_at: Mapped[datetime | None]
    snoozed_until: Mapped[date | None]
    note: Mapped[str | None]

    __table_args__ = (Index("ix_alert_events_alert", "alert_id", "id"),)


class RegisteredRisk(Entity, Base):
    """A risk that people wrote down: likelihood and impact 1 to 5, who owns it, what is done.

    Changes end the row (`known_to`); the same `code` ties the versions together.
    """

    __tablename__ = "risk_register"

    code: Mapped[str]
    fund_id: Mapped[str | None] = mapped_column(ForeignKey("funds.id"))
    title: Mapped[str]
    category: Mapped[str]
    likelihood: Mapped[int]
    impact: Mapped[int]
    owner: Mapped[str | None]
    action: Mapped[str | None]
    due: Mapped[date | None]
    state: Mapped[str] = mapped_column(server_default="open")
    set_by: Mapped[str]
    known_from: Mapped[datetime] = mapped_column(server_default=func.now())
    known_to: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_risk_register_current",
            "code",
            unique=True,
            postgresql_where=text("known_to IS NULL"),
        ),
        CheckConstraint("likelihood BETWEEN 1 AND 5", name="likelihood_is_graded"),
        CheckConstraint("impact BETWEEN 1 AND 5", name="impact_is_graded"),
        CheckConstraint("state IN ('open', 'mitigated', 'closed')", name="state_is_known"),
    )
