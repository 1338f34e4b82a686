"""What is known of the people of the firm and of what they did."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Fact, Rate
from services.db.models.funds import CURRENT
from services.db.models.pipeline import LocalTime


class TeamMemberVersion(Fact, Base):
    """What was known of a team member from when to when. `role` is a title and grants nothing:
    rights to sign in stand in `users.roles` and come from the door alone."""

    __tablename__ = "team_member_versions"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]

    __table_args__ = (
        Index(
            "uq_team_member_versions_current", "natural_key", unique=True, postgresql_where=CURRENT
        ),
        Index("ix_team_member_versions_user", "user_id"),
    )


class TeamActivity(Fact, Base):
    """Something a team member did at a time. `deal_id` is a deal of the pipeline."""

    __tablename__ = "team_activities"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(LocalTime)
    type: Mapped[str]
    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id"))
    deal_id: Mapped[str | None] = mapped_column(ForeignKey("pipeline_deals.id"))
    response_time_hours: Mapped[Decimal | None] = mapped_column(Rate)
    outcome: Mapped[str | None]

    __table_args__ = (
        Index("uq_team_activities_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_team_activities_user_at", "user_id", "at"),
        Index("ix_team_activities_company", "company_id"),
    )
