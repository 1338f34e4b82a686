"""How Risk is served: the service of a request, answers from the cache, what-ifs made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from dashapp.api import answers
from dashapp.api.params import Query
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_action, check_module
from services.cache import SHARED, connect
from services.errors import Fault, InvalidInput
from services.explain.naming import identified
from services.exports import CSV, XLSX
from services.live import RISK_UPDATED, announce_many
from services.risk import RiskService
from services.scope import Principal, Scope

MODULE = "risk"
ROOT = "/dashboards/risk"
FAMILY = "risk"
FORMATS = ("application/json", CSV, XLSX)


def service(parts: Context) -> RiskService:
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


def answer(
    query: Query[Any], name: str, method: Callable[..., Any], *, extra: str = "", **options: Any
) -> Response:
    """What a method of the service says, with `options` beside the scope."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        return method(service(parts), principal, scope, **options)

    return answers.figures(
        query, f"risk-{name}", compute, module=MODULE, extra=extra, family=FAMILY
    )


def what_if(query: Query[Any], method: Callable[..., Any], *given: Any, **options: Any) -> Response:
    """An answer to a body, made anew each time."""
    principal, parts = current_principal(), context()
    check_module(principal, MODULE)
    check_action(principal, "simulate")
    if query.given.format != "json":
        text = "A what-if is answered as JSON."
        raise InvalidInput(text, faults=(Fault("format", text, "choice"),))
    found = method(service(parts), principal, query.scope, *given, **options)
    return answers.plain(identified(found, answers.ids_of(parts)))
