"""What Deal Flow answers with: frozen results, the JSON contract, and what figures draw.

Rates are fractions with their Wilson 95 % interval; durations are days. None is unknown.
"""

from __future__ import annotations

from services.calc.funnel import WAY as STAGES
from services.deal_flow.results.endings import (
    Decision,
    Decisions,
    Mix,
    MixPart,
    PassReason,
    PassReasons,
)
from services.deal_flow.results.funnel import (
    PipelineFunnel,
    Rate,
    Step,
    TrendPoint,
    Window,
    WithinRate,
)
from services.deal_flow.results.sourcing import (
    Channel,
    ChannelPath,
    SourcingAnalytics,
)
from services.deal_flow.results.standing import (
    DealRow,
    Deals,
    Forecast,
    ForecastRow,
    Stuck,
    StuckDeal,
)
from services.deal_flow.results.velocity import (
    Curve,
    CurvePoint,
    StageTime,
    Velocity,
    VelocityPoint,
)

__all__ = [
    "STAGES",
    "Channel",
    "ChannelPath",
    "Curve",
    "CurvePoint",
    "DealRow",
    "Deals",
    "Decision",
    "Decisions",
    "Forecast",
    "ForecastRow",
    "Mix",
    "MixPart",
    "PassReason",
    "PassReasons",
    "PipelineFunnel",
    "Rate",
    "SourcingAnalytics",
    "StageTime",
    "Step",
    "Stuck",
    "StuckDeal",
    "TrendPoint",
    "Velocity",
    "VelocityPoint",
    "Window",
    "WithinRate",
]
