"""What the checks of the books found, kept with the moment and the data they looked at."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Rate


class CheckResult(Base):
    """One check of one fund on one subject (the fund, an investor, a company, a day).

    `status` green, amber or red; `difference` = actual - expected, None where nothing is to be
    subtracted; `message` says it in a sentence with the rows concerned. Results are append-only:
    `valid_to` None marks the result of the last run, earlier ones stay.
    `fund_id` None: facts that belong to no fund, such as a provider's list.
    `import_id` and `source_row` are the place of the row that the difference comes from; `run_id`
    is what made the check run: an import's id, or that of a refresh.
    """

    __tablename__ = "check_results"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    check_id: Mapped[str]
    fund_id: Mapped[str | None] = mapped_column(ForeignKey("funds.id"))
    subject: Mapped[str]
    as_of: Mapped[date]
    status: Mapped[str]
    expected: Mapped[Decimal | None] = mapped_column(Rate)
    actual: Mapped[Decimal | None] = mapped_column(Rate)
    difference: Mapped[Decimal | None] = mapped_column(Rate)
    tolerance: Mapped[Decimal | None] = mapped_column(Rate)
    message: Mapped[str]
    import_id: Mapped[str | None] = mapped_column(ForeignKey("imports.id"))
    source_row: Mapped[int | None]
    run_id: Mapped[str | None]
    data_version: Mapped[int] = mapped_column(BigInteger)
    checked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    valid_to: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_check_results_current",
            "check_id",
            "fund_id",
            "subject",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_check_results_fund", "fund_id", "status"),
        Index("ix_check_results_standing", "fund_id", postgresql_where=text("valid_to IS NULL")),
        Index("ix_check_results_run", "run_id"),
        CheckConstraint("status IN ('green', 'amber', 'red')", name="status_is_known"),
    )
