"""The page of Portfolio Analytics: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

COMPANY, WEIGHTS = "company", "weights"
ONE_COMPANY = (COMPANY,)  # every panel gives way to the tear sheet of a company
INVESTMENTS = "investments with their flows and marks"
IMPORT_INVESTMENTS = "gpdash import investments FILE"
REPORTS = "reports of the companies"
IMPORT_REPORTS = "gpdash import company_metrics FILE"

TEAR_SHEET = Panel(
    id="portfolio-analytics-company", title="Company", shape="head", asks=ONE_COMPANY
)
STATE = Panel(id="portfolio-analytics-state", title="State", shape="head", asks=ONE_COMPANY)
FIGURES = Panel(
    id="portfolio-analytics-figures",
    title="Headline figures",
    shape="cards",
    endpoint="overview",
    asks=ONE_COMPANY,
)
HEALTH = Panel(
    id="portfolio-analytics-health",
    title="Health of the companies",
    width=7,
    shape="table",
    endpoint="rankings",
    asks=ONE_COMPANY,
    needs=REPORTS,
    command=IMPORT_REPORTS,
)
RUNWAY = Panel(
    id="portfolio-analytics-runway",
    title="Runway",
    width=5,
    endpoint="risk-analysis",
    asks=ONE_COMPANY,
    needs=REPORTS,
    command=IMPORT_REPORTS,
)
CONCENTRATION = Panel(
    id="portfolio-analytics-concentration",
    title="Concentration",
    width=4,
    endpoint="risk-analysis",
    asks=(COMPANY, WEIGHTS),
    drawn_by=(WEIGHTS,),
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
MARKS = Panel(
    id="portfolio-analytics-marks",
    title="Marks of the period",
    width=8,
    shape="table",
    endpoint="marks",
    asks=ONE_COMPANY,
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
SCHEDULE = Panel(
    id="portfolio-analytics-schedule",
    title="Schedule of investments",
    shape="table",
    endpoint="schedule-of-investments",
    asks=ONE_COMPANY,
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
MATRIX = Panel(
    id="portfolio-analytics-matrix",
    title="Measures by company",
    shape="table",
    endpoint="kpi-matrix",
    asks=ONE_COMPANY,
    needs=REPORTS,
    command=IMPORT_REPORTS,
)
EFFICIENCY = Panel(
    id="portfolio-analytics-efficiency",
    title="Growth against burn",
    width=6,
    endpoint="kpi-matrix",
    asks=ONE_COMPANY,
    needs=REPORTS,
    command=IMPORT_REPORTS,
)
MIX = Panel(
    id="portfolio-analytics-mix",
    title="Mix of the portfolio",
    width=6,
    endpoint="risk-analysis",
    asks=ONE_COMPANY,
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
COVERAGE = Panel(
    id="portfolio-analytics-coverage",
    title="Reports received",
    shape="table",
    endpoint="coverage",
    asks=ONE_COMPANY,
    needs=REPORTS,
    command=IMPORT_REPORTS,
)

PANELS = (
    TEAR_SHEET,
    STATE,
    FIGURES,
    HEALTH,
    RUNWAY,
    CONCENTRATION,
    MARKS,
    SCHEDULE,
    MATRIX,
    EFFICIENCY,
    MIX,
    COVERAGE,
)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
