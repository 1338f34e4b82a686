"""What Portfolio Analytics answers with: frozen results, the JSON contract, and what figures draw.

Shares and rates are fractions, money is in `meta.currency`, burn per month (positive = burning).
Company words: `company` the firm's code, `company_id` the row's id. None is unknown, with a note.
"""

from __future__ import annotations

from services.portfolio_analytics.results.companies import (
    Component,
    KpiMatrix,
    KpiRow,
    Kpis,
    Ranking,
    Rankings,
)
from services.portfolio_analytics.results.holdings import (
    Group,
    Investment,
    Mark,
    Marks,
    ScheduleOfInvestments,
    Tranche,
    ValuePoint,
)
from services.portfolio_analytics.results.overview import (
    Overview,
    OverviewPoint,
)
from services.portfolio_analytics.results.reports import (
    Coverage,
    CoverageCell,
    CoverageRow,
    ReportedPeriod,
    Seat,
    TearSheet,
)
from services.portfolio_analytics.results.risk import (
    BurnConcern,
    ConcentrationRisk,
    RiskAnalysis,
    RunwayAnalysis,
    RunwayRow,
    Spread,
    Weight,
)

__all__ = [
    "BurnConcern",
    "Component",
    "ConcentrationRisk",
    "Coverage",
    "CoverageCell",
    "CoverageRow",
    "Group",
    "Investment",
    "KpiMatrix",
    "KpiRow",
    "Kpis",
    "Mark",
    "Marks",
    "Overview",
    "OverviewPoint",
    "Ranking",
    "Rankings",
    "ReportedPeriod",
    "RiskAnalysis",
    "RunwayAnalysis",
    "RunwayRow",
    "ScheduleOfInvestments",
    "Seat",
    "Spread",
    "TearSheet",
    "Tranche",
    "ValuePoint",
    "Weight",
]
