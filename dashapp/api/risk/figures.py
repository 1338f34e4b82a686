"""Figures of Risk for programs: what the page shows, as JSON and as files."""

from __future__ import annotations

from flask import Response

from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery
from dashapp.api.risk.bodies import (
    AlertsQuery,
    ConcentrationQuery,
    ExpiriesQuery,
    StressQuery,
)
from dashapp.api.risk.serving import FORMATS, ROOT, answer
from services.risk import RiskService
from services.risk.results import (
    AlertRules,
    Alerts,
    Concentration,
    CreditLine,
    Expiries,
    FxExposure,
    KeyPerson,
    Limits,
    Liquidity,
    Overview,
    Register,
    Runway,
    Stress,
    ValuationRisk,
)

endpoints = Endpoints("risk")


@endpoints.get(f"{ROOT}/overview", query=ScopeQuery, returns=Overview, formats=FORMATS)
def risk_overview(query: Query[ScopeQuery]) -> Response:
    """The headline figures of the funds together, with the reasons of the level of risk.

    Weights are by fair value of what is held; a company that two funds hold is one.
    """
    return answer(query, "overview", RiskService.overview)


@endpoints.get(
    f"{ROOT}/concentration", query=ConcentrationQuery, returns=Concentration, formats=FORMATS
)
def concentration(query: Query[ConcentrationQuery]) -> Response:
    """What is held by one dimension, the largest first, with the portfolio without its winner.

    Of investors (by=lp) fair_value is their part of NAV and cost their commitment.
    """
    by = query.given.by
    return answer(query, "concentration", RiskService.concentration, extra=by, by=by)


@endpoints.get(f"{ROOT}/limits", query=ScopeQuery, returns=Limits, formats=FORMATS)
def limits(query: Query[ScopeQuery]) -> Response:
    """The limits of one fund's agreement: cost over commitments, breaches first.

    near from 90 % of a limit on. The fund's own geography is not limited.
    """
    return answer(query, "limits", RiskService.limits)


@endpoints.get(f"{ROOT}/liquidity", query=ScopeQuery, returns=Liquidity, formats=FORMATS)
def liquidity(query: Query[ScopeQuery]) -> Response:
    """What the funds can still get at against what they need it for.

    Funds whose reserves are not known are left out of the sums and named in the notes.
    """
    return answer(query, "liquidity", RiskService.liquidity)


@endpoints.get(f"{ROOT}/runway", query=ScopeQuery, returns=Runway, formats=FORMATS)
def runway(query: Query[ScopeQuery]) -> Response:
    """Active companies by how long their cash lasts, the shortest first."""
    return answer(query, "runway", RiskService.runway)


@endpoints.get(f"{ROOT}/valuation", query=ScopeQuery, returns=ValuationRisk, formats=FORMATS)
def valuation(query: Query[ScopeQuery]) -> Response:
    """Marks by age, method and the price last paid; how smooth the fund's returns are.

    De-smoothing (Geltner 1993) needs eight quarterly returns and is an estimate.
    """
    return answer(query, "valuation", RiskService.valuation)


@endpoints.get(f"{ROOT}/fx", query=ScopeQuery, returns=FxExposure, formats=FORMATS)
def fx(query: Query[ScopeQuery]) -> Response:
    """Holdings by currency against that of the answer, with local and converted returns."""
    return answer(query, "fx", RiskService.fx)


@endpoints.get(f"{ROOT}/credit-line", query=ScopeQuery, returns=CreditLine, formats=FORMATS)
def credit_line(query: Query[ScopeQuery]) -> Response:
    """One fund's credit line, and what it does to IRR and TVPI of the limited partners."""
    return answer(query, "credit-line", RiskService.credit_line)


@endpoints.get(f"{ROOT}/stress", query=StressQuery, returns=Stress, formats=FORMATS)
def stress(query: Query[StressQuery]) -> Response:
    """The standard scenarios of one fund through its agreement's waterfall, the worst first."""
    return answer(query, "stress", RiskService.stress)


@endpoints.get(f"{ROOT}/key-person", query=ScopeQuery, returns=KeyPerson, formats=FORMATS)
def key_person(query: Query[ScopeQuery]) -> Response:
    """Whom what is held hangs on: people by what they lead and cover, companies by who covers them.

    A company is covered by who leads it, sits on its board or was in touch of late.
    """
    return answer(query, "key-person", RiskService.key_person, own=True)


@endpoints.get(f"{ROOT}/expiries", query=ExpiriesQuery, returns=Expiries, formats=FORMATS)
def expiries(query: Query[ExpiriesQuery]) -> Response:
    """What of the funds and their companies ends when, the soonest first."""
    days = int(query.given.within.removesuffix("d"))
    return answer(query, "expiries", RiskService.expiries, extra=str(days), within_days=days)


@endpoints.get(f"{ROOT}/alerts", query=AlertsQuery, returns=Alerts, formats=FORMATS)
def alerts(query: Query[AlertsQuery]) -> Response:
    """Alerts of the funds, critical first and then the oldest, each with its place and figure.

    With known_on as they stood then.
    """
    given = query.given
    return answer(
        query,
        "alerts",
        RiskService.alerts,
        extra=f"{given.severity}|{given.state}",
        severity=given.severity,
        state=given.state,
    )


@endpoints.get(f"{ROOT}/alert-rules", query=ScopeQuery, returns=AlertRules, formats=FORMATS)
def alert_rules(query: Query[ScopeQuery]) -> Response:
    """Every rule in force with its alerts, and what rules can be made of.

    Rules ship with the program; what somebody sets under the same code takes their place.
    """
    return answer(query, "alert-rules", RiskService.alert_rules)


@endpoints.get(f"{ROOT}/register", query=ScopeQuery, returns=Register, formats=FORMATS)
def register(query: Query[ScopeQuery]) -> Response:
    """Risks that people wrote down, of the funds and of the firm, the highest score first."""
    return answer(query, "register", RiskService.register)
