"""Risk for programs: the figures of the page, what-ifs, alerts and their rules, the register."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date as calendar_day
from decimal import Decimal
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import DAY, Query, ScopeQuery, read_body
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_action, check_module
from services.cache import SHARED, connect
from services.errors import Fault, InvalidInput
from services.explain.naming import identified
from services.exports import CSV, XLSX
from services.live import RISK_UPDATED, announce_many
from services.risk import Own, RiskService, RiskSetting, RuleSetting
from services.risk.results import (
    AlertRules,
    Alerts,
    Concentration,
    CreditLine,
    Expiries,
    FxExposure,
    Limits,
    Liquidity,
    Overview,
    PreTrade,
    Register,
    Runway,
    Stress,
    ValuationRisk,
)
from services.scope import Principal, Scope

MODULE = "risk"
ROOT = "/dashboards/risk"
FAMILY = "risk"
FORMATS = ("application/json", CSV, XLSX)
endpoints = Endpoints("risk")

By = Literal["company", "sector", "stage", "geography", "currency", "vintage", "lp"]
Severity = Literal["critical", "warning", "info"]
State = Literal["open", "acknowledged", "snoozed", "resolved"]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Text = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00\x7f]*$")]
Change = Annotated[Decimal, Field(ge=-1, le=100, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


def _written(value: Any) -> Any:
    """A day as text: numbers are no days here."""
    if not isinstance(value, str) or not re.fullmatch(DAY, value):
        raise ValueError("write a day as 2025-09-30")
    return value


Day = Annotated[
    calendar_day,
    BeforeValidator(_written),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY}),
]


class ConcentrationQuery(ScopeQuery):
    """A scope, and the dimension."""

    by: By = Field(default="company", description="What the value is split by.")


class StressQuery(ScopeQuery):
    """A scope, and which scenarios."""

    set: Literal["standard"] = Field(default="standard", description="The set of scenarios.")


class ExpiriesQuery(ScopeQuery):
    """A scope, and how far ahead to look."""

    within: str = Field(
        default="180d",
        pattern=r"^\d{1,5}d$",
        description="Days after as_of, as 180d; what ended before is among the rows.",
    )


class AlertsQuery(ScopeQuery):
    """A scope, and which alerts."""

    severity: Severity | None = Field(default=None, description="Left out: any.")
    state: State | None = Field(
        default=None, description="Left out: open, acknowledged and snoozed ones."
    )


class Body(BaseModel):
    """A body whose members are all known."""

    model_config = ConfigDict(extra="forbid")


class PreTradeBody(Body):
    """An investment: `company_id` (a code or id of the firm) or the `name` of a new company."""

    amount: Decimal = Field(gt=0, le=Decimal(10) ** 15, description="In the answer's currency.")
    company_id: Code | None = None
    name: Word | None = None
    sector: Word | None = None
    geography: Word | None = None
    date: Day | None = None


class StressBody(Body):
    """A scenario of one's own; changes are fractions, -0.3 is a fall by 30 %."""

    name: Word = "own scenario"
    value_change: Change | None = None
    sector: Word | None = None
    companies: dict[Code, Change] = Field(default={}, max_length=500)
    write_off_top: Whole = Field(default=0, ge=0, le=1000)
    exit_delay_years: Whole = Field(default=0, ge=0, le=30)
    multiple_cut: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    fx: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Change] = Field(
        default={}, max_length=50
    )
    date: Day | None = None


class NoteBody(Body):
    """What to say about it."""

    note: Text | None = None


class SnoozeBody(NoteBody):
    """Until when."""

    until: Day


class RuleBody(Body):
    """A rule; without `fund_id` of every fund, without `code` a new one."""

    measure: Code
    compare: Literal["below", "above", "falls_by", "rises_by"]
    threshold: Decimal = Field(ge=-(Decimal(10) ** 15), le=Decimal(10) ** 15)
    severity: Severity
    enabled: bool = Field(default=True, strict=True)
    code: Code | None = None
    fund_id: Code | None = None


class RiskBody(Body):
    """An entry of the register; with the `code` of one it takes its place."""

    title: Word
    category: Word
    likelihood: Whole = Field(ge=1, le=5)
    impact: Whole = Field(ge=1, le=5)
    code: Code | None = None
    fund_id: Code | None = None
    owner: Word | None = None
    action: Text | None = None
    due: Day | None = None
    state: Literal["open", "mitigated", "closed"] = "open"


def _service(parts: Context) -> RiskService:
    settings = parts.settings

    def tell(raised: Mapping[str, int]) -> None:
        parts.versions.mirror(raised)
        funds = {scope: version for scope, version in raised.items() if scope != SHARED}
        with connect(settings.redis_url) as client:
            announce_many(client, funds, RISK_UPDATED)

    return RiskService(
        parts.db,
        reporting_currency=settings.reporting_currency,
        timezone=settings.timezone,
        tell=tell,
    )


def _answer(
    query: Query[Any], name: str, method: Callable[..., Any], *, extra: str = "", **options: Any
) -> Response:
    """What a method of the service says, with `options` beside the scope."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        return method(_service(parts), principal, scope, **options)

    return answers.figures(
        query, f"risk-{name}", compute, module=MODULE, extra=extra, family=FAMILY
    )


def _what_if(
    query: Query[Any], method: Callable[..., Any], *given: Any, **options: Any
) -> Response:
    """An answer to a body, made anew each time."""
    principal, parts = current_principal(), context()
    check_module(principal, MODULE)
    check_action(principal, "simulate")
    if query.given.format != "json":
        text = "A what-if is answered as JSON."
        raise InvalidInput(text, faults=(Fault("format", text, "choice"),))
    found = method(_service(parts), principal, query.scope, *given, **options)
    return answers.plain(identified(found, answers.ids_of(parts)))


@endpoints.get(f"{ROOT}/overview", query=ScopeQuery, returns=Overview, formats=FORMATS)
def risk_overview(query: Query[ScopeQuery]) -> Response:
    """The headline figures of the funds together, with the reasons of the level of risk.

    Weights are by fair value of what is held; a company that two funds hold is one.
    """
    return _answer(query, "overview", RiskService.overview)


@endpoints.get(
    f"{ROOT}/concentration", query=ConcentrationQuery, returns=Concentration, formats=FORMATS
)
def concentration(query: Query[ConcentrationQuery]) -> Response:
    """What is held by one dimension, the largest first, with the portfolio without its winner.

    Of investors (by=lp) fair_value is their part of NAV and cost their commitment.
    """
    by = query.given.by
    return _answer(query, "concentration", RiskService.concentration, extra=by, by=by)


@endpoints.get(f"{ROOT}/limits", query=ScopeQuery, returns=Limits, formats=FORMATS)
def limits(query: Query[ScopeQuery]) -> Response:
    """The limits of one fund's agreement: cost over commitments, breaches first.

    near from 90 % of a limit on. The fund's own geography is not limited.
    """
    return _answer(query, "limits", RiskService.limits)


@endpoints.post(
    f"{ROOT}/limits/pre-trade-check",
    query=ScopeQuery,
    body=PreTradeBody,
    returns=PreTrade,
    errors=(400, 404, 413),
)
def pre_trade_check(query: Query[ScopeQuery]) -> Response:
    """What an investment would do to the limits, the weights and what is left.

    Nothing is kept. A company in no fund that you may see is 404 as a missing one.
    """
    asked = read_body(PreTradeBody)
    return _what_if(
        query,
        RiskService.pre_trade,
        amount=asked.amount,
        company=asked.company_id,
        name=asked.name,
        sector=asked.sector,
        geography=asked.geography,
        day=asked.date,
    )


@endpoints.get(f"{ROOT}/liquidity", query=ScopeQuery, returns=Liquidity, formats=FORMATS)
def liquidity(query: Query[ScopeQuery]) -> Response:
    """What the funds can still get at against what they need it for.

    Funds whose reserves are not known are left out of the sums and named in the notes.
    """
    return _answer(query, "liquidity", RiskService.liquidity)


@endpoints.get(f"{ROOT}/runway", query=ScopeQuery, returns=Runway, formats=FORMATS)
def runway(query: Query[ScopeQuery]) -> Response:
    """Active companies by how long their cash lasts, the shortest first."""
    return _answer(query, "runway", RiskService.runway)


@endpoints.get(f"{ROOT}/valuation", query=ScopeQuery, returns=ValuationRisk, formats=FORMATS)
def valuation(query: Query[ScopeQuery]) -> Response:
    """Marks by age, method and the price last paid; how smooth the fund's returns are.

    De-smoothing (Geltner 1993) needs eight quarterly returns and is an estimate.
    """
    return _answer(query, "valuation", RiskService.valuation)


@endpoints.get(f"{ROOT}/fx", query=ScopeQuery, returns=FxExposure, formats=FORMATS)
def fx(query: Query[ScopeQuery]) -> Response:
    """Holdings by currency against that of the answer, with local and converted returns."""
    return _answer(query, "fx", RiskService.fx)


@endpoints.get(f"{ROOT}/credit-line", query=ScopeQuery, returns=CreditLine, formats=FORMATS)
def credit_line(query: Query[ScopeQuery]) -> Response:
    """One fund's credit line, and what it does to IRR and TVPI of the limited partners."""
    return _answer(query, "credit-line", RiskService.credit_line)


@endpoints.get(f"{ROOT}/stress", query=StressQuery, returns=Stress, formats=FORMATS)
def stress(query: Query[StressQuery]) -> Response:
    """The standard scenarios of one fund through its agreement's waterfall, the worst first."""
    return _answer(query, "stress", RiskService.stress)


@endpoints.post(
    f"{ROOT}/stress", query=ScopeQuery, body=StressBody, returns=Stress, errors=(400, 404, 413)
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
    return _what_if(query, RiskService.stress_own, own)


@endpoints.get(f"{ROOT}/expiries", query=ExpiriesQuery, returns=Expiries, formats=FORMATS)
def expiries(query: Query[ExpiriesQuery]) -> Response:
    """What of the funds and their companies ends when, the soonest first."""
    days = int(query.given.within.removesuffix("d"))
    return _answer(query, "expiries", RiskService.expiries, extra=str(days), within_days=days)


@endpoints.get(f"{ROOT}/alerts", query=AlertsQuery, returns=Alerts, formats=FORMATS)
def alerts(query: Query[AlertsQuery]) -> Response:
    """Alerts of the funds, critical first and then the oldest, each with its place and figure.

    With known_on as they stood then.
    """
    given = query.given
    return _answer(
        query,
        "alerts",
        RiskService.alerts,
        extra=f"{given.severity}|{given.state}",
        severity=given.severity,
        state=given.state,
    )


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
    principal, service = current_principal(), _service(context())
    service.acknowledge(principal, alert_id, asked.note)
    return answers.plain(service.alerts(principal, query.scope))


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
    principal, service = current_principal(), _service(context())
    service.snooze(principal, alert_id, until=asked.until, note=asked.note)
    return answers.plain(service.alerts(principal, query.scope))


@endpoints.get(f"{ROOT}/alert-rules", query=ScopeQuery, returns=AlertRules, formats=FORMATS)
def alert_rules(query: Query[ScopeQuery]) -> Response:
    """Every rule in force with its alerts, and what rules can be made of.

    Rules ship with the program; what somebody sets under the same code takes their place.
    """
    return _answer(query, "alert-rules", RiskService.alert_rules)


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
    principal, service = current_principal(), _service(context())
    given = asked.model_dump(exclude={"fund_id"})
    service.set_rule(principal, RuleSetting(fund=asked.fund_id, **given))
    return answers.plain(service.alert_rules(principal, query.scope), status=201)


@endpoints.get(f"{ROOT}/register", query=ScopeQuery, returns=Register, formats=FORMATS)
def register(query: Query[ScopeQuery]) -> Response:
    """Risks that people wrote down, of the funds and of the firm, the highest score first."""
    return _answer(query, "register", RiskService.register)


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
    principal, service = current_principal(), _service(context())
    given = asked.model_dump(exclude={"fund_id"})
    service.set_risk(principal, RiskSetting(fund=asked.fund_id, **given))
    return answers.plain(service.register(principal, query.scope), status=201)
