"""The books of investors for programs: register, accounts, calls, fees, waterfalls, tie-outs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from dashapp.api import answers
from dashapp.api.bodies import Amount, Day, Rate, Times
from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery, read_body
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_module
from services.exports import CSV, XLSX
from services.lp_reporting import LpReportingService
from services.lp_reporting.results.account import CapitalAccount, CapitalActivity
from services.lp_reporting.results.register import Exposure, Lp, Lps, Overview
from services.lp_reporting.results.reports import Reconciliation
from services.lp_reporting.results.waterfall import FeesAndCarry, Waterfall
from services.scope import Principal, Scope

MODULE = "lp_reporting"
FAMILY = "lp_reporting"
ROOT = "/dashboards/lp-reporting"
FORMATS = ("application/json", CSV, XLSX)
COLUMNS = ("qtd", "ytd", "itd")
endpoints = Endpoints("lp reporting")


class ActivityQuery(ScopeQuery):
    """A scope, and which events of it."""

    status: Literal["paid", "late", "due", "outstanding", "unknown"] | None = Field(
        default=None, description="Events in this state, or with an investor's part in it."
    )


class AccountQuery(ScopeQuery):
    """A scope, and the columns of the statement."""

    columns: str = Field(
        default="qtd,ytd,itd",
        max_length=40,
        pattern=r"^(qtd|ytd|itd)(,(qtd|ytd|itd)){0,2}$",
        description="Quarter, year and since inception, separated by commas.",
    )


class OtherTerms(BaseModel):
    """Terms in place of the agreement's; rates are fractions, what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    type: Literal["european", "american"] | None = None
    pref_rate: Rate | None = None
    catch_up: Rate | None = None
    carry_rate: Rate | None = None
    hurdle: Literal["ledger", "irr"] | None = None
    clawback: bool | None = None


class WhatIf(BaseModel):
    """A what-if: all that is ever paid out, or the portfolio sold at a share of its value."""

    model_config = ConfigDict(extra="forbid")
    lifetime_proceeds: Amount | None = Field(default=None, examples=[150_000_000])
    value_share: Times | None = Field(default=None, examples=[0.8])
    date: Day | None = Field(default=None, examples=["2028-12-31"])
    terms: Literal["fund"] | OtherTerms = "fund"


def _service(parts: Context) -> LpReportingService:
    settings = parts.settings
    return LpReportingService(
        parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
    )


def _answer(
    query: Query[Any],
    name: str,
    method: Callable[..., Any],
    *given: Any,
    extra: str = "",
    **options: Any,
) -> Response:
    """What a method of the service says: `given` between principal and scope, `options` after."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        return method(_service(parts), principal, *given, scope, **options)

    return answers.figures(
        query, f"lp-reporting-{name}", compute, module=MODULE, extra=extra, family=FAMILY
    )


@endpoints.get(f"{ROOT}/overview", query=ScopeQuery, returns=Overview, formats=FORMATS)
def lp_overview(query: Query[ScopeQuery]) -> Response:
    """All limited partners together, with late calls, packs of the quarter and tie-outs.

    unfunded = commitments - calls inside them + recallable distributions - released. An investor
    sees itself alone, as of its latest published report.
    """
    return _answer(query, "overview", LpReportingService.overview)


@endpoints.get(f"{ROOT}/lps", query=ScopeQuery, returns=Lps, formats=FORMATS)
def lps(query: Query[ScopeQuery]) -> Response:
    """The register: every investor over the funds asked for; totals equal the fund's to the cent.

    lp_irr is pooled from the investor's flows. A figure that is known for the whole fund only is
    null, with its reason in notes.
    """
    return _answer(query, "lps", LpReportingService.lps)


@endpoints.get(f"{ROOT}/lps/<lp>", query=ScopeQuery, returns=Lp, formats=FORMATS, errors=(404,))
def lp(query: Query[ScopeQuery], lp: str) -> Response:
    """One investor by code or id across all its funds, with every flow.

    404 for an investor without a part in a fund of the caller.
    """
    return _answer(query, "lp", LpReportingService.lp, lp, extra=lp)


@endpoints.get(
    f"{ROOT}/lps/<lp>/capital-account",
    query=AccountQuery,
    returns=CapitalAccount,
    formats=FORMATS,
    errors=(404,),
)
def capital_account(query: Query[AccountQuery], lp: str) -> Response:
    """The capital account of an investor in one fund: opening + lines = closing, in every column.

    period=2025Q3 says when it closes, left out at as_of. A difference is a failed tie with its
    amount, never hidden. In the fund's own currency; one fund at a time.
    """
    asked = query.given.columns.split(",")
    columns = tuple(name for name in COLUMNS if name in asked)
    return _answer(
        query,
        "capital-account",
        LpReportingService.capital_account,
        extra=repr((lp, columns)),
        lp=lp,
        columns=columns,
    )


@endpoints.get(
    f"{ROOT}/lps/<lp>/exposure",
    query=ScopeQuery,
    returns=Exposure,
    formats=FORMATS,
    errors=(404,),
)
def lp_exposure(query: Query[ScopeQuery], lp: str) -> Response:
    """What is behind an investor's value by sector, geography and company.

    amount = fair value x its share of each fund's NAV; slices of one dimension + other = nav.
    """
    return _answer(query, "exposure", LpReportingService.exposure, lp, extra=lp)


@endpoints.get(
    f"{ROOT}/capital-activity", query=ActivityQuery, returns=CapitalActivity, formats=FORMATS
)
def capital_activity(query: Query[ActivityQuery]) -> Response:
    """Calls and distributions, newest first, with each investor's part, status and days late.

    days_late counts from the due day to the day of payment, or to as_of while unpaid.
    """
    status = query.given.status
    return _answer(
        query,
        "capital-activity",
        LpReportingService.capital_activity,
        extra=status or "",
        status=status,
    )


@endpoints.get(f"{ROOT}/fees-and-carry", query=ScopeQuery, returns=FeesAndCarry, formats=FORMATS)
def fees_and_carry(query: Query[ScopeQuery]) -> Response:
    """Management fees, expenses and carried interest of the period, and since inception.

    The period left out is the quarter up to as_of. net = gross + offsets + waivers + rebates
    (credits below 0); accrued carry is held against the waterfall.
    """
    return _answer(query, "fees-and-carry", LpReportingService.fees_and_carry)


@endpoints.get(f"{ROOT}/waterfall", query=ScopeQuery, returns=Waterfall, formats=FORMATS)
def lp_waterfall(query: Query[ScopeQuery]) -> Response:
    """The agreement's waterfall of one fund, were its portfolio sold at its value on as_of.

    By tier, past distribution and investor, in cents that add up. The general partner's own
    commitment bears no carry and stands beside the tiers.
    """
    return _answer(query, "waterfall", LpReportingService.waterfall)


@endpoints.post(
    f"{ROOT}/waterfall/simulate",
    query=ScopeQuery,
    body=WhatIf,
    returns=Waterfall,
    errors=(400, 413),
)
def simulate_waterfall(query: Query[ScopeQuery]) -> Response:
    """What if: other lifetime proceeds, another day of sale, other terms.

    The preferred return accrues from dated flows up to date. terms "fund" are those of the
    agreement. Nothing is stored.
    """
    principal = current_principal()
    check_module(principal, MODULE)
    asked = read_body(WhatIf)
    terms = asked.terms if isinstance(asked.terms, OtherTerms) else OtherTerms()
    found = _service(context()).simulate(
        principal,
        query.scope,
        lifetime_proceeds=asked.lifetime_proceeds,
        value_share=asked.value_share,
        date=asked.date,
        terms=terms.model_dump(exclude_none=True),
    )
    return answers.plain(found)


@endpoints.get(f"{ROOT}/reconciliation", query=ScopeQuery, returns=Reconciliation, formats=FORMATS)
def lp_reconciliation(query: Query[ScopeQuery]) -> Response:
    """The tie-outs of one fund at as_of, which packs must pass before they are locked.

    difference = found - expected; equal to less than a cent passes.
    """
    return _answer(query, "reconciliation", LpReportingService.reconciliation)
