"""Team Operations for programs: the figures of the page, of the firm's people and their work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from flask import Response
from pydantic import Field, create_model

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import DAY, Code, Query, ScopeQuery
from dashapp.context import Context
from services.exports import CSV, XLSX
from services.scope import Principal, Scope
from services.team_operations import TeamOperationsService
from services.team_operations.log import MOST_EDITS, USUAL
from services.team_operations.results import (
    Activity,
    AnswerTimes,
    AuditLog,
    BoardCalendar,
    Calibration,
    Coverage,
    KpiRequests,
    Member,
    Overview,
    Productivity,
    SourcingAttribution,
    Workload,
)

MODULE = "team_operations"
ROOT = "/dashboards/team-operations"
FAMILY = "team_metrics"
FORMATS = ("application/json", CSV, XLSX)
endpoints = Endpoints("team operations")


class ActivityQuery(ScopeQuery):
    """A scope, and how activities are added up; funds, basis and currency change nothing."""

    group_by: Literal["user", "type", "month"] = Field(
        default="type", description="What the rows are: persons, types of activity or months."
    )
    user: Code | None = Field(
        default=None, description="Code or id of one person; left out: the whole team."
    )


class CreditQuery(ScopeQuery):
    """A scope, and who gets the credit for a deal that several found."""

    credit: Literal["first", "split"] = Field(
        default="split",
        description="first: all of it to the first on record; split: equal shares to all.",
    )


class ScoreQuery(ScopeQuery):
    """A scope, and whose score."""

    user: Code | None = Field(
        default=None, description="Code or id of the person; left out: your own."
    )


class LogQuery(ScopeQuery):
    """A scope, and which page of the log; without a period all that is known."""

    limit: int | None = Field(
        default=None,
        ge=1,
        le=MOST_EDITS,
        description="Changes listed, newest first. Left out: 50, in files 1,000.",
    )
    offset: int = Field(default=0, ge=0, le=10_000_000, description="Changes left out before.")


# `from` is a word of the language, so the field cannot be written down as one.
_DAYS: dict[str, Any] = {
    "from": (str | None, Field(default=None, pattern=DAY, description="First day.")),
    "to": (str | None, Field(default=None, pattern=DAY, description="Last day.")),
}
CalendarQuery = create_model(
    "CalendarQuery",
    __base__=ScopeQuery,
    __doc__="A scope, and between which days; left out: the period and 90 days after as_of.",
    **_DAYS,
)


def _answer(
    query: Query[Any], name: str, method: Callable[..., Any], *positional: str, **options: Any
) -> Response:
    """What a method of the service says, with `options` beside the scope.

    Part of it may be the reader's own row.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        settings = parts.settings
        service = TeamOperationsService(
            parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
        )
        return method(service, principal, *positional, scope, **options)

    asked = (*positional, *sorted(options.items()))
    return answers.figures(
        query,
        f"team-operations-{name}",
        compute,
        module=MODULE,
        extra=repr(asked),
        family=FAMILY,
        every_fund=True,
        own=True,
    )


@endpoints.get(f"{ROOT}/overview", query=ScopeQuery, returns=Overview, formats=FORMATS)
def team_overview(query: Query[ScopeQuery]) -> Response:
    """The team in the period: what was done, how fast companies heard, what is overdue.

    Counts are of activities. Median and p90 of response times come first; their mean is pulled up
    by few. comparison_to_previous holds changes against the period of equal length before.
    """
    return _answer(query, "overview", TeamOperationsService.overview)


@endpoints.get(f"{ROOT}/activity", query=ActivityQuery, returns=Activity, formats=FORMATS)
def team_activity(query: Query[ActivityQuery]) -> Response:
    """Activities by type, person or month, and month by month.

    Who may not see everybody gets their own row beside the totals of all.
    """
    given = query.given
    return _answer(
        query,
        "activity",
        TeamOperationsService.activity,
        group_by=given.group_by,
        user=given.user,
    )


@endpoints.get(f"{ROOT}/members/<user_id>", query=ScopeQuery, returns=Member, formats=FORMATS)
def team_member(query: Query[ScopeQuery], user_id: str) -> Response:
    """Everything of one person, by code or id: activities, deals, boards, companies, load."""
    return _answer(query, "member", TeamOperationsService.member, user_id)


@endpoints.get(f"{ROOT}/coverage", query=ScopeQuery, returns=Coverage, formats=FORMATS)
def team_coverage(query: Query[ScopeQuery]) -> Response:
    """Companies held on as_of, who looks after them, and the days since anybody was in touch.

    A touch is any activity that names the company; overdue ones come first. Rates are of all
    companies of the funds you may see.
    """
    return _answer(query, "coverage", TeamOperationsService.coverage)


@endpoints.get(
    f"{ROOT}/sourcing-attribution",
    query=CreditQuery,
    returns=SourcingAttribution,
    formats=FORMATS,
)
def team_sourcing_attribution(query: Query[CreditQuery]) -> Response:
    """Deals sourced in the period by who found them, and what they became by as_of.

    Shared credit makes counts fractions; close_rate has a 95 % Wilson interval.
    """
    return _answer(
        query,
        "sourcing-attribution",
        TeamOperationsService.sourcing_attribution,
        credit=query.given.credit,
    )


@endpoints.get(f"{ROOT}/responsiveness", query=ScopeQuery, returns=AnswerTimes, formats=FORMATS)
def team_responsiveness(query: Query[ScopeQuery]) -> Response:
    """Hours until an answer by type, person and month: median, p90, mean, n, unanswered."""
    return _answer(query, "responsiveness", TeamOperationsService.responsiveness)


@endpoints.get(
    f"{ROOT}/board-calendar", query=CalendarQuery, returns=BoardCalendar, formats=FORMATS
)
def team_board_calendar(query: Query[Any]) -> Response:
    """Meetings of boards between two days: held, missed and upcoming.

    A planned day counts unless it was moved before it came; some days around it still count. The
    papers of each are in time, late, due, awaited or missing.
    """
    first, last = (_day(getattr(query.given, name)) for name in ("from", "to"))
    return _answer(
        query, "board-calendar", TeamOperationsService.board_calendar, first=first, last=last
    )


@endpoints.get(f"{ROOT}/workload", query=ScopeQuery, returns=Workload, formats=FORMATS)
def team_workload(query: Query[ScopeQuery]) -> Response:
    """Open deals, diligence and boards of each person on as_of, against what one can carry."""
    return _answer(query, "workload", TeamOperationsService.workload)


@endpoints.get(f"{ROOT}/kpi-requests", query=ScopeQuery, returns=KpiRequests, formats=FORMATS)
def team_kpi_requests(query: Query[ScopeQuery]) -> Response:
    """Which companies send the figures they owe: of the last eight quarters, and by stage.

    In time up to report_due_days after the quarter, as Portfolio Analytics has it.
    """
    return _answer(query, "kpi-requests", TeamOperationsService.kpi_requests)


@endpoints.get(f"{ROOT}/calibration", query=ScopeQuery, returns=Calibration, formats=FORMATS)
def team_calibration(query: Query[ScopeQuery]) -> Response:
    """Chances that deals close, as the team judged them, against what came: the Brier score.

    Of the whole team alone, and null below `least` deals. Notes of the meetings are linked.
    """
    return _answer(query, "calibration", TeamOperationsService.calibration)


@endpoints.get(
    f"{ROOT}/productivity",
    query=ScoreQuery,
    returns=Productivity,
    formats=FORMATS,
    errors=(403,),
)
def team_productivity(query: Query[ScoreQuery]) -> Response:
    """One person's productivity score with its components and weights.

    For the person and for partners alone, and null until the firm switches scores on. The team's
    scores are given as quartiles without names.
    """
    return _answer(query, "productivity", TeamOperationsService.productivity, user=query.given.user)


@endpoints.get(f"{ROOT}/audit-log", query=LogQuery, returns=AuditLog, formats=FORMATS)
def team_audit_log(query: Query[LogQuery]) -> Response:
    """Changes to the facts, the newest first: who, which row and field, old and new value.

    From rows that later files corrected or took back, and from conventions that were set.
    """
    given = query.given
    limit = given.limit or (USUAL if given.format == "json" else MOST_EDITS)
    return _answer(
        query, "audit-log", TeamOperationsService.audit_log, limit=limit, offset=given.offset
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
