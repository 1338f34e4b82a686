"""The wiring of Team Operations: which answer of the service fills which panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from callbacks.panels import Wiring
from layouts import address
from layouts import team_operations as page
from layouts.team_operations import (
    asked,
    boards,
    cards,
    coverage,
    head,
    judged,
    log,
    score,
    sourcing,
    work,
)
from services.calc.team import SPLIT
from services.errors import Fault, InvalidInput
from services.scope import Principal, Scope
from services.team_operations import TeamOperationsService

if TYPE_CHECKING:
    from services.team_operations.results import Activity, AuditLog, SourcingAttribution
    from services.team_operations.score import ScoreCard

Query = Mapping[str, Sequence[str]]
SLUG = "team-operations"
SHOWN = 20  # changes on one page of the log
wiring: Wiring[TeamOperationsService] = Wiring(
    SLUG,
    lambda ports: TeamOperationsService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
    own=True,
)


def activity_of(service: TeamOperationsService, principal: Principal, query: Query) -> Activity:
    """Activity of the team, or of the person whom the address names."""
    user = address.own(SLUG, query).get("user")
    return service.activity(principal, Scope.from_query(query), user=user)


def credited(
    service: TeamOperationsService, principal: Principal, query: Query
) -> SourcingAttribution:
    """Who found the deals, under the rule of credit of the address."""
    credit = address.own(SLUG, query).get("credit", SPLIT)
    return service.sourcing_attribution(principal, Scope.from_query(query), credit=credit)


def score_of(service: TeamOperationsService, principal: Principal, query: Query) -> ScoreCard:
    """The score of the person whom the address names, one's own where it names nobody."""
    user = address.own(SLUG, query).get("user")
    return service.score_card(principal, Scope.from_query(query), user=user)


def log_of(service: TeamOperationsService, principal: Principal, query: Query) -> AuditLog:
    """The page of the log that the address asks for."""
    text = address.own(SLUG, query).get("offset", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        words = "offset is a number of changes, such as 50."
        raise InvalidInput(words, faults=(Fault("offset", words, "invalid"),))
    return service.audit_log(principal, Scope.from_query(query), limit=SHOWN, offset=int(text))


wiring.fill(page.STATE, TeamOperationsService.overview, head.state)
wiring.fill(page.FIGURES, TeamOperationsService.overview, cards.figures)
wiring.fill_asked(page.ACTIVITY, activity_of, work.activity)
wiring.fill(page.TIMES, TeamOperationsService.responsiveness, work.times)
wiring.fill(page.COVERAGE, TeamOperationsService.coverage, coverage.coverage)
wiring.fill_asked(page.SOURCING, credited, sourcing.sourcing)
wiring.fill(page.WORKLOAD, TeamOperationsService.workload, work.workload)
wiring.fill(page.BOARDS, TeamOperationsService.board_calendar, boards.boards)
wiring.fill(page.ASKED, TeamOperationsService.kpi_requests, asked.asked)
wiring.fill(page.JUDGED, TeamOperationsService.calibration, judged.judged)
wiring.fill_asked(page.SCORE, score_of, score.score)
wiring.fill_asked(page.LOG, log_of, log.log)
