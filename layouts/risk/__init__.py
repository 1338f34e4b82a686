"""The page of Risk: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

BY, SEVERITY, STATE_OF = "by", "severity", "state"
DEAL = ("deal", "deal_name", "deal_sector", "deal_place", "deal_amount", "deal_date")
SHOCK = ("shock", "shock_sector", "shock_company", "delay", "shock_currency", "shock_fx")
INVESTMENTS = "investments with their flows and marks"
IMPORT_INVESTMENTS = "gpdash import investments FILE"
TERMS = "the limits of the partnership agreement"
IMPORT_TERMS = "gpdash import lpa_terms FILE"
BALANCES = "balances of the fund: cash, credit line, reserves"
IMPORT_BALANCES = "gpdash import fund_balances FILE"

STATE = Panel(id="risk-state", title="State", shape="head")
FIGURES = Panel(id="risk-figures", title="Headline figures", shape="cards", endpoint="overview")
ALERTS = Panel(
    id="risk-alerts",
    title="Alerts",
    width=7,
    shape="table",
    endpoint="alerts",
    asks=(SEVERITY, STATE_OF),
    needs="rules, and figures to hold against them",
    command="gpdash refresh",
)
LIMITS = Panel(
    id="risk-limits",
    title="Limits of the agreement",
    width=5,
    shape="table",
    endpoint="limits",
    needs=TERMS,
    command=IMPORT_TERMS,
)
DEAL_CHECK = Panel(
    id="risk-deal",
    title="What if we invest?",
    width=7,
    shape="table",
    asks=DEAL,
    needs=TERMS,
    command=IMPORT_TERMS,
)
CONCENTRATION = Panel(
    id="risk-concentration",
    title="Concentration",
    width=7,
    endpoint="concentration",
    asks=(BY,),
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
EVENNESS = Panel(
    id="risk-evenness",
    title="Without the winner",
    width=5,
    endpoint="concentration",
    asks=(BY,),
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
LIQUIDITY = Panel(
    id="risk-liquidity",
    title="Liquidity",
    width=6,
    endpoint="liquidity",
    needs=BALANCES,
    command=IMPORT_BALANCES,
)
RUNWAY = Panel(
    id="risk-runway",
    title="Runway watch-list",
    width=6,
    endpoint="runway",
    needs="reports of the companies",
    command="gpdash import company_metrics FILE",
)
VALUATION = Panel(
    id="risk-valuation",
    title="Age of the marks",
    width=7,
    endpoint="valuation",
    needs="marks of the holdings",
    command="gpdash import valuations FILE",
)
QUALITY = Panel(
    id="risk-quality",
    title="What the value rests on",
    width=5,
    shape="table",
    endpoint="valuation",
    needs="marks of the holdings",
    command="gpdash import valuations FILE",
)
STRESS = Panel(
    id="risk-stress",
    title="Stress",
    width=7,
    endpoint="stress",
    needs="investments, investors and the terms of the agreement",
    command=IMPORT_TERMS,
)
SCENARIO = Panel(
    id="risk-scenario",
    title="A stress of your own",
    width=5,
    shape="table",
    asks=SHOCK,
    needs="investments, investors and the terms of the agreement",
    command=IMPORT_TERMS,
)
FX = Panel(
    id="risk-fx",
    title="Currencies",
    width=6,
    endpoint="fx",
    needs="investments with their marks, and exchange rates",
    command="gpdash import fx_rates FILE",
)
CREDIT_LINE = Panel(
    id="risk-credit-line",
    title="Credit line",
    width=6,
    endpoint="credit-line",
    needs=BALANCES,
    command=IMPORT_BALANCES,
)
EXPIRIES = Panel(
    id="risk-expiries",
    title="What ends soon",
    width=5,
    shape="table",
    endpoint="expiries",
    needs="days on which something ends",
    command="gpdash import expiries FILE",
)
KEY_PERSON = Panel(
    id="risk-people",
    title="Key persons",
    shape="table",
    endpoint="key-person",
    needs="leads of investments, board seats or activities of the team",
    command="gpdash import board_seats FILE",
)
REGISTER = Panel(
    id="risk-register",
    title="Risk register",
    shape="table",
    endpoint="register",
    needs="an entry, written down here by a partner or associate",
    command="POST /api/v1/dashboards/risk/register",
)
RULES = Panel(
    id="risk-rules",
    title="Rules of the alerts",
    shape="table",
    endpoint="alert-rules",
    needs="a rule, set here by a partner or operations",
    command="POST /api/v1/dashboards/risk/alert-rules",
)

PANELS = (
    STATE,
    FIGURES,
    ALERTS,
    EXPIRIES,
    LIMITS,
    CONCENTRATION,
    DEAL_CHECK,
    EVENNESS,
    LIQUIDITY,
    RUNWAY,
    VALUATION,
    QUALITY,
    STRESS,
    SCENARIO,
    FX,
    CREDIT_LINE,
    KEY_PERSON,
    REGISTER,
    RULES,
)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
