"""Figures of Team Operations explained: counts by their activities, times by the answers."""

from __future__ import annotations

from datetime import date

from services.explain.answers import Answer, Explained
from services.explain.team_operations.facts import TeamFacts
from services.explain.team_operations.recipes import (
    BOARD,
    COUNTED,
    STATISTICS,
    between_asked,
    counted,
    days_since,
    grouped,
    met,
    month,
    quarter,
    quarter_times,
    statistic,
    type_times,
    window,
    window_times,
)
from services.team_operations import TeamOperationsService
from services.team_operations.results import (
    Activity,
    AnswerTimes,
    BoardCalendar,
    Coverage,
    Overview,
)


def _option(answer: Activity) -> str:
    """What the rows are, and of whom."""
    return f"{answer.group_by}|{answer.user or ''}"


def _asked(service: TeamOperationsService, who: object, scope: object, option: str) -> Activity:
    group_by, _, user = option.partition("|")
    return service.activity(who, scope, group_by=group_by or "type", user=user or None)  # type: ignore[arg-type]


def _calendar(
    service: TeamOperationsService, who: object, scope: object, option: str
) -> BoardCalendar:
    first, last = (date.fromisoformat(day) for day in option.split("|"))
    return service.board_calendar(who, scope, first=first, last=last)  # type: ignore[arg-type]


OVERVIEW = {
    **{key: counted(window(type_)) for key, type_ in COUNTED.items()},
    "board_meetings.held": met(window(BOARD)),
    "trend[*].board_meetings": met(quarter(BOARD)),
    "portfolio_check_ins.done": counted(window("portfolio_check_in")),
    **{
        f"first_response_hours.{name}": statistic(window_times, name)
        for name in ("median", "p90", "mean", "p25", "p75", "n")
    },
    "avg_response_time_hours": statistic(window_times, "mean"),
    **{
        f"trend[*].{key}": counted(quarter(type_))
        for key, type_ in {
            **{name: COUNTED[name] for name in
               ("deals_reviewed", "companies_contacted", "meetings_attended")},
            "portfolio_check_ins": "portfolio_check_in",
        }.items()
    },
    "trend[*].median_hours": statistic(quarter_times, "median"),
}  # fmt: skip

TEAM_OPERATIONS = Explained(
    module="team_operations",
    service=TeamOperationsService,
    facts=TeamFacts,
    of_funds=False,
    answers=(
        Answer(
            code="to",
            result=Overview,
            asked=lambda service, who, scope, _option: service.overview(who, scope),
            recipes=OVERVIEW,
        ),
        Answer(
            code="ta",
            result=Activity,
            asked=_asked,
            option=_option,
            recipes={
                "total": counted(window(None)),
                "rows[*].total": counted(grouped),
                "months[*].total": counted(month),
            },
        ),
        Answer(
            code="tr",
            result=AnswerTimes,
            asked=lambda service, who, scope, _option: service.responsiveness(who, scope),
            recipes={
                **{f"by_type[*].{key}": statistic(type_times, name)
                   for key, name in STATISTICS.items()},
                **{f"overall.{name}": statistic(window_times, name)
                   for name in ("median", "p90", "mean", "p25", "p75", "n")},
            },
        ),
        Answer(
            code="tc",
            result=Coverage,
            asked=lambda service, who, scope, _option: service.coverage(who, scope),
            recipes={"rows[*].days_since_touch": days_since},
        ),
        Answer(
            code="tb",
            result=BoardCalendar,
            asked=_calendar,
            option=lambda answer: f"{answer.first}|{answer.last}",
            recipes={"held": met(between_asked)},
        ),
    ),
)  # fmt: skip
