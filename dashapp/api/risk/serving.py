"""How Risk is served: the service of a request, answers from the cache, what-ifs made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from dashapp.api import answers
from dashapp.api.params import Query
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_action, check_export, check_module
from services.cache import SHARED, connect
from services.cache.frames import entry_of
from services.explain.naming import identified
from services.exports import CSV, XLSX, export
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
    query: Query[Any],
    name: str,
    method: Callable[..., Any],
    *,
    extra: str = "",
    own: bool = False,
    **options: Any,
) -> Response:
    """What a method of the service says, with `options` beside the scope."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        return method(service(parts), principal, scope, **options)

    return answers.figures(
        query, f"risk-{name}", compute, module=MODULE, extra=extra, family=FAMILY, own=own
    )


def what_if(
    query: Query[Any], file: str, method: Callable[..., Any], /, *given: Any, **options: Any
) -> Response:
    """An answer to a body, made anew each time: as JSON with the ids of its figures, or a file."""
    principal, parts = current_principal(), context()
    check_module(principal, MODULE)
    check_action(principal, "simulate")
    format = str(query.given.format)
    if format != "json":
        check_export(principal)
    found = method(service(parts), principal, query.scope, *given, **options)
    named = identified(found, answers.ids_of(parts), every=format == "xlsx")
    if format == "json":
        return answers.tagged(named, name=file, amounts=query.given.amounts)
    body = export(named, name=file, format=format)
    return answers.respond(entry_of(body), name=file, format=format)
