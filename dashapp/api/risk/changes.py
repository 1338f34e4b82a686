"""What-ifs, alerts acted upon, rules and risks set: what is sent to Risk."""

from __future__ import annotations

from flask import Response

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery, read_body
from dashapp.api.risk.bodies import (
    NoteBody,
    PreTradeBody,
    RiskBody,
    RuleBody,
    SnoozeBody,
    StressBody,
)
from dashapp.api.risk.serving import FORMATS, ROOT, service, what_if
from dashapp.auth import current_principal
from dashapp.context import context
from services.risk import Own, RiskService, RiskSetting, RuleSetting
from services.risk.results import (
    AlertRules,
    Alerts,
    PreTrade,
    Register,
    Stress,
)

endpoints = Endpoints("risk")


@endpoints.post(
    f"{ROOT}/limits/pre-trade-check",
    query=ScopeQuery,
    body=PreTradeBody,
    returns=PreTrade,
    formats=FORMATS,
    errors=(400, 404, 413),
)
def pre_trade_check(query: Query[ScopeQuery]) -> Response:
    """What an investment would do to the limits, the weights and what is left.

    Nothing is kept. A company in no fund that you may see is 404 as a missing one.
    """
    asked = read_body(PreTradeBody)
    return what_if(
        query,
        "risk-pre-trade-check",
        RiskService.pre_trade,
        amount=asked.amount,
        company=asked.company_id,
        name=asked.name,
        sector=asked.sector,
        geography=asked.geography,
        day=asked.date,
    )


@endpoints.post(
    f"{ROOT}/stress",
    query=ScopeQuery,
    body=StressBody,
    returns=Stress,
    formats=FORMATS,
    errors=(400, 404, 413),
)
def stress_own(query: Query[ScopeQuery]) -> Response:
    """A scenario of one's own through the waterfall; nothing is kept.

    companies takes the place of value_change; multiple_cut, fx and write_off_top come on top.
    """
    asked = read_body(StressBody)
    own = Own(
        name=asked.name,
        value_change=asked.value_change,
        sector=asked.sector,
        companies=asked.companies,
        write_off_top=asked.write_off_top,
        exit_delay_years=asked.exit_delay_years,
        multiple_cut=asked.multiple_cut,
        fx=asked.fx,
        day=asked.date,
    )
    return what_if(query, "risk-stress", RiskService.stress_own, own)


@endpoints.post(
    f"{ROOT}/alerts/<alert_id>/acknowledge",
    body=NoteBody,
    query=ScopeQuery,
    returns=Alerts,
    errors=(400, 404, 413),
)
def acknowledge(query: Query[ScopeQuery], alert_id: str) -> Response:
    """Say that an alert was seen; it stays acknowledged while it lasts. Answers all alerts."""
    asked = read_body(NoteBody)
    principal, risk = current_principal(), service(context())
    risk.acknowledge(principal, alert_id, asked.note)
    return answers.plain(risk.alerts(principal, query.scope))


@endpoints.post(
    f"{ROOT}/alerts/<alert_id>/snooze",
    body=SnoozeBody,
    query=ScopeQuery,
    returns=Alerts,
    errors=(400, 404, 413),
)
def snooze(query: Query[ScopeQuery], alert_id: str) -> Response:
    """Put an alert off until a day, on which it is open again. Answers all alerts."""
    asked = read_body(SnoozeBody)
    principal, risk = current_principal(), service(context())
    risk.snooze(principal, alert_id, until=asked.until, note=asked.note)
    return answers.plain(risk.alerts(principal, query.scope))


@endpoints.post(
    f"{ROOT}/alert-rules",
    query=ScopeQuery,
    body=RuleBody,
    returns=AlertRules,
    status=201,
    errors=(400, 404, 413),
)
def set_alert_rule(query: Query[ScopeQuery]) -> Response:
    """Set a rule from now on and hold it against its funds at once. Answers all rules."""
    asked = read_body(RuleBody)
    principal, risk = current_principal(), service(context())
    given = asked.model_dump(exclude={"fund_id"})
    risk.set_rule(principal, RuleSetting(fund=asked.fund_id, **given))
    return answers.plain(risk.alert_rules(principal, query.scope), status=201)


@endpoints.post(
    f"{ROOT}/register",
    query=ScopeQuery,
    body=RiskBody,
    returns=Register,
    status=201,
    errors=(400, 404, 413),
)
def set_risk(query: Query[ScopeQuery]) -> Response:
    """Write a risk down, or a new version of one. Answers the register."""
    asked = read_body(RiskBody)
    principal, risk = current_principal(), service(context())
    given = asked.model_dump(exclude={"fund_id"})
    risk.set_risk(principal, RiskSetting(fund=asked.fund_id, **given))
    return answers.plain(risk.register(principal, query.scope), status=201)
