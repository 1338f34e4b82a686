"""Every family of figures there is, by the code in its ids: a new module adds its own here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.explain import fund_performance
from services.explain.answers import Explained
from services.explain.deal_flow import DEAL_FLOW
from services.explain.fund_books import FUND_BOOKS
from services.explain.lp_reporting import LP_REPORTING
from services.explain.market_intelligence import MARKET_INTELLIGENCE
from services.explain.portfolio_analytics import PORTFOLIO_ANALYTICS
from services.explain.recipe import Family
from services.explain.risk import RISK
from services.explain.team_operations import TEAM_OPERATIONS

# Modules whose figures stand at paths of their answers.
MODULES: tuple[Explained, ...] = (
    PORTFOLIO_ANALYTICS,
    DEAL_FLOW,
    MARKET_INTELLIGENCE,
    LP_REPORTING,
    RISK,
    TEAM_OPERATIONS,
    FUND_BOOKS,
)

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        family.code: family
        for family in (
            *fund_performance.FAMILIES,
            *(family for module in MODULES for family in module.families()),
        )
    }
)
