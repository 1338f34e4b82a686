"""The firm for programs: all funds, what changed, what needs a hand, what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery
from dashapp.context import Context
from services.access.permissions import FIRM
from services.exports import CSV, XLSX
from services.home import HomeService
from services.home.results import Activity, Attention, Changes, FirmFunds
from services.scope import Principal, Scope

ROOT = "/dashboards/firm"
FORMATS = ("application/json", CSV, XLSX)
endpoints = Endpoints("firm")


def _answer(query: Query[ScopeQuery], name: str, method: Callable[..., Any]) -> Response:
    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        settings = parts.settings
        service = HomeService(
            parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
        )
        return method(service, principal, scope)

    return answers.figures(query, f"firm-{name}", compute, module=FIRM, family="risk", own=True)


@endpoints.get(f"{ROOT}/funds", query=ScopeQuery, returns=FirmFunds, formats=FORMATS)
def funds(query: Query[ScopeQuery]) -> Response:
    """Every fund in one table against the quarter-end before, and all of them pooled.

    Each fund is in its own currency unless one is asked for; the total is in the answer's.
    """
    return _answer(query, "funds", HomeService.funds)


@endpoints.get(f"{ROOT}/changes", query=ScopeQuery, returns=Changes, formats=FORMATS)
def changes(query: Query[ScopeQuery]) -> Response:
    """What is not as it was at the quarter-end before: calls, distributions, companies, marks."""
    return _answer(query, "changes", HomeService.changes)


@endpoints.get(f"{ROOT}/attention", query=ScopeQuery, returns=Attention, formats=FORMATS)
def attention(query: Query[ScopeQuery]) -> Response:
    """What needs a hand, the worst first; each line has the address of its place."""
    return _answer(query, "attention", HomeService.attention)


@endpoints.get(f"{ROOT}/activity", query=ScopeQuery, returns=Activity, formats=FORMATS)
def activity(query: Query[ScopeQuery]) -> Response:
    """The last dozen things that people and programs did."""
    return _answer(query, "activity", HomeService.activity)
