"""The wiring of Portfolio Analytics: which answer of the service fills which panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from callbacks.panels import Wiring
from layouts import address
from layouts import portfolio_analytics as page
from layouts.panels import Bare, Content, Empty, Panel, View
from layouts.portfolio_analytics import (
    cards,
    company,
    concentration,
    coverage,
    efficiency,
    head,
    health,
    marks,
    matrix,
    runway,
    schedule,
)
from services.portfolio_analytics import PortfolioAnalyticsService as Service
from services.portfolio_analytics.results import TearSheet
from services.scope import Principal, Scope

R = TypeVar("R")
Query = Mapping[str, Sequence[str]]
wiring: Wiring[Service] = Wiring(
    "portfolio-analytics",
    lambda ports: Service(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)


def opened(query: Query) -> str | None:
    """The company whose tear sheet the address opens."""
    return address.own(wiring.slug, query).get(page.COMPANY)


def fill(
    panel: Panel,
    load: Callable[[Service, Principal, Scope], R],
    draw: Callable[[R, View], Content | Empty | Bare],
) -> None:
    """Wire a panel that gives way to the tear sheet of a company: nothing is then asked for it.

    Framed alone, a panel stays what it is.
    """

    def loaded(service: Service, principal: Principal, query: Query) -> R | None:
        if opened(query) and panel.id not in query.get("panel", ()):
            return None
        scope = Scope.from_query(query)
        return load(service, principal, scope.on(period=scope.period or panel.period))

    def drawn(found: R | None, view: View) -> Content | Empty | Bare:
        return Bare(children=None) if found is None else draw(found, view)

    wiring.fill_asked(panel, loaded, drawn)


def sheet(service: Service, principal: Principal, query: Query) -> TearSheet | None:
    """The tear sheet of the company in the address; None where it names none."""
    code = opened(query)
    if code is None:
        return None
    return service.tear_sheet(principal, code, Scope.from_query(query))


def sheet_drawn(found: TearSheet | None, view: View) -> Bare:
    """The sheet, or nothing above the panels."""
    return Bare(children=None) if found is None else company.tear_sheet(found, view)


wiring.fill_asked(page.TEAR_SHEET, sheet, sheet_drawn)
fill(page.STATE, Service.overview, head.state)
fill(page.FIGURES, Service.overview, cards.figures)
fill(page.HEALTH, Service.rankings, health.health)
fill(page.RUNWAY, Service.risk_analysis, runway.runway)
fill(page.CONCENTRATION, Service.risk_analysis, concentration.concentration)
fill(page.MARKS, Service.marks, marks.marks)
fill(page.SCHEDULE, Service.schedule_of_investments, schedule.schedule)
fill(page.MATRIX, Service.kpi_matrix, matrix.matrix)
fill(page.EFFICIENCY, Service.kpi_matrix, efficiency.efficiency)
fill(page.MIX, Service.risk_analysis, concentration.mix)
fill(page.COVERAGE, Service.coverage, coverage.coverage)
