"""Which companies answer when they are asked for their figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAnswers:
    """Quarters for which a company owed its figures; owed = in time + late + missing.

    `response_rate` = (in time + late) / owed, `in_time_rate` = in time / owed; None while it owed
    none. `not_due` quarters are over and their time to report is not.
    """

    company_id: str
    company: str
    name: str
    stage: str | None
    owed: int = unit("count")
    in_time: int = unit("count")
    late: int = unit("count")
    missing: int = unit("count")
    not_due: int = unit("count")
    response_rate: float | None = unit("fraction")
    in_time_rate: float | None = unit("fraction")
    median_days_late: float | None = unit("days")
    last_reported: date | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageAnswers:
    """The same of all companies of a stage (None: not said)."""

    stage: str | None
    companies: int = unit("count")
    owed: int = unit("count")
    in_time: int = unit("count")
    late: int = unit("count")
    missing: int = unit("count")
    response_rate: float | None = unit("fraction")
    in_time_rate: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRequests:
    """The last eight quarter-ends by as_of: the companies that answer least first, by stage, and
    all together. A report is in time up to `report_due_days` after its quarter."""

    rows: tuple[CompanyAnswers, ...] = rows(CompanyAnswers)
    by_stage: tuple[StageAnswers, ...] = parts(StageAnswers)
    total: StageAnswers = parts(StageAnswers)
    quarters: tuple[str, ...]
    report_due_days: int = unit("days")
    meta: Meta
    notes: tuple[Note, ...]
