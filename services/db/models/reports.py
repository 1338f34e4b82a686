"""What investors are told: packs of a quarter, what they stood on, and who looked at them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity


class LpReport(Entity, Base):
    """One pack: what one investor of one fund is told of a period.

    State draft, approved, locked or superseded; the one who prepared it never approves it. Both
    clocks are fixed when it is made, so that it can be run again. From `locked` on the row is
    sealed: a trigger refuses every change but the step to superseded. `content_sha256` covers the
    inputs manifest and the canonical JSON; `payload` is that JSON, `files` name, size and SHA-256
    of each file. `letter` is written by people, never generated.
    """

    __tablename__ = "lp_reports"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    lp_id: Mapped[str] = mapped_column(ForeignKey("limited_partners.id"))
    period: Mapped[str]
    report_type: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="draft")
    as_of: Mapped[date]
    known_on: Mapped[datetime]
    letter: Mapped[str | None]
    prepared_by: Mapped[str]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    locked_by: Mapped[str | None]
    locked_at: Mapped[datetime | None]
    supersedes: Mapped[str | None] = mapped_column(ForeignKey("lp_reports.id"))
    superseded_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    manifest_sha256: Mapped[str | None] = mapped_column(ForeignKey("lp_report_manifests.sha256"))
    content_sha256: Mapped[str | None]
    payload: Mapped[str | None]
    files: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    checks: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    made_with: Mapped[dict[str, Any] | None]

    __table_args__ = (
        Index("ix_lp_reports_fund_period", "fund_id", "period", "lp_id"),
        Index("ix_lp_reports_lp", "lp_id", "state"),
        Index(
            "uq_lp_reports_open",
            "fund_id",
            "lp_id",
            "period",
            "report_type",
            unique=True,
            postgresql_where=text("state IN ('draft', 'approved')"),
        ),
        Index(
            "uq_lp_reports_published",
            "fund_id",
            "lp_id",
            "period",
            "report_type",
            unique=True,
            postgresql_where=text("state = 'locked'"),
        ),
        CheckConstraint(
            "state IN ('draft', 'approved', 'locked', 'superseded')", name="state_is_known"
        ),
        CheckConstraint("approved_by <> prepared_by", name="two_pairs_of_eyes"),
        CheckConstraint("state = 'draft' OR approved_by IS NOT NULL", name="approved_has_a_name"),
        CheckConstraint(
            "state IN ('draft', 'approved') OR content_sha256 IS NOT NULL",
            name="sealed_has_a_hash",
        ),
    )


class LpReportManifest(Base):
    """Every row that a pack stood on with the SHA-256 of what it said, kept once for all packs of
    the same rows: `inputs` is {table: [[row id, sha256, natural key, import id, sheet, row], …]}.

    The last four name a row that is gone.
    """

    __tablename__ = "lp_report_manifests"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    inputs: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LpReportWaiver(Entity, Base):
    """A failed tie-out of a pack that somebody lets pass under their name, and why."""

    __tablename__ = "lp_report_waivers"

    report_id: Mapped[str] = mapped_column(ForeignKey("lp_reports.id"))
    check_id: Mapped[str]
    reason: Mapped[str]
    waived_by: Mapped[str]

    __table_args__ = (Index("uq_lp_report_waivers", "report_id", "check_id", unique=True),)


class LpReportOpening(Entity, Base):
    """Somebody took a file of a pack away: who, which, when (`created_at`)."""

    __tablename__ = "lp_report_openings"

    report_id: Mapped[str] = mapped_column(ForeignKey("lp_reports.id"))
    user_id: Mapped[str]
    file: Mapped[str]
    by_investor: Mapped[bool]

    __table_args__ = (Index("ix_lp_report_openings_report", "report_id"),)
