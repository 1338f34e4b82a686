"""Answers as ready bytes: found by the version of their facts, tagged, and not sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Response, current_app, request

from dashapp.api.params import Query, ScopeQuery
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services import clock
from services.access.funds import FundDirectory
from services.access.permissions import check_export, check_module
from services.cache import SOFT_AGES, Entry, cache_key, encode
from services.cache.encoding import Amounts
from services.cache.frames import entry_of
from services.explain import FigureIds, figure_ids
from services.explain.naming import identified
from services.exports import CSV, XLSX, Sheet, export, sheet_bytes
from services.scope import Principal, Scope

JSON = "application/json"
PDF = "application/pdf"
CONTENT_TYPES = {"json": JSON, "csv": CSV, "xlsx": XLSX, "pdf": PDF}
FAMILY = "fund_metrics"
REVALIDATE = "private, no-cache"
Compute = Callable[[Context, Principal, Scope], Any]


def figures(
    query: Query[ScopeQuery],
    name: str,
    compute: Compute,
    *,
    module: str,
    extra: str = "",
    family: str = FAMILY,
    of_funds: bool = True,
    every_fund: bool = False,
    own: bool = False,
    printed: Callable[[Context, Any], bytes] | None = None,
    workbook: Callable[[Any], bytes] | None = None,
) -> Response:
    """A dashboard's answer: from the cache by key, computed when nobody has it.

    `compute` runs without a request, perhaps in another thread. The principal is checked before
    the cache is looked at, and its view is part of the key. `family` says how long an answer stays
    fresh; one that is not `of_funds` depends on shared facts alone and ignores `fund`; one of
    `every_fund` ignores it too and depends on all that the principal may see, perhaps none.
    `own` keeps an answer to the reader: it names who asks, not only what may be seen.
    `printed` makes the PDF of an answer that has one.
    """
    principal = current_principal()
    check_module(principal, module)
    given = query.given
    if given.format != "json":
        check_export(principal)
    parts = context()
    scope = query.scope.on(funds=()) if every_fund else query.scope
    funds = _funds(parts, principal, scope, every=every_fund) if of_funds else ()
    versions = parts.versions.of(funds)
    reader = f"|{principal.user_id}" if own else ""
    key = _key(
        funds,
        tuple(versions.items()),
        scope,
        principal.view,
        family=family,
        extra=f"{name}|{given.format}|{given.amounts}|{extra}{reader}",
        today=clock.today(parts.settings.timezone),
    )

    def render() -> bytes:
        whole = given.format == "xlsx"
        result = identified(compute(parts, principal, scope), ids_of(parts), every=whole)
        if printed is not None and str(given.format) == "pdf":
            return printed(parts, result)
        if workbook is not None and whole:
            return workbook(result)
        if given.format != "json":
            return export(result, name=name, format=given.format)
        return encode(result, reproducible=for_ever(scope), amounts=given.amounts)

    entry = parts.cache.remember(key, soft=SOFT_AGES[family], compute=render)
    return respond(entry, name=name, format=given.format)


def ids_of(parts: Context) -> FigureIds:
    """The ids of figures under this process's secrets."""
    return figure_ids(parts.settings.secret_key, parts.settings.secret_key_fallbacks)


def respond(entry: Entry, *, name: str, format: str = "json") -> Response:
    """The bytes with their tag, or 304 without a body to whoever has them already."""
    headers = {"ETag": entry.etag, "Cache-Control": REVALIDATE, "Vary": "Authorization, Cookie"}
    if _has(entry.etag):
        return Response(status=304, headers=headers)
    if format != "json":
        headers["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return Response(entry.body, content_type=CONTENT_TYPES[format], headers=headers)


def plain(result: Any, *, status: int = 200) -> Response:
    """An answer that is not kept, such as the state of a run."""
    return Response(encode(result), status=status, content_type=JSON)


def tagged(result: Any, *, name: str, amounts: Amounts = "number") -> Response:
    """An answer that is encoded anew each time, and not sent again while it is the same."""
    return respond(entry_of(encode(result, amounts=amounts)), name=name)


def file_of(sheet: Sheet, *, name: str, format: str) -> Response:
    """A sheet as a file, made anew each time, and not sent again while it is the same."""
    return respond(entry_of(sheet_bytes(sheet, format=format)), name=name, format=format)


def _has(etag: str) -> bool:
    header = request.environ.get("HTTP_IF_NONE_MATCH")
    if header is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return etag in tags or "*" in tags


def for_ever(scope: Scope) -> bool:
    """Both clocks are named and neither lies ahead: the answer can never change."""
    known_on = scope.known_on
    return scope.as_of is not None and known_on is not None and known_on <= clock.now()


def _funds(
    parts: Context, principal: Principal, scope: Scope, *, every: bool = False
) -> tuple[str, ...]:
    version = parts.versions.overall()
    if every:
        return _directory(parts).visible(principal, version=version)
    return _directory(parts).ids(principal, scope, version=version)


def _directory(parts: Context) -> FundDirectory:
    found: FundDirectory | None = current_app.extensions.get("gp_funds")
    if found is None:
        found = current_app.extensions["gp_funds"] = FundDirectory(parts.db)
    return found


@lru_cache(maxsize=4096)
def _key(
    funds: tuple[str, ...],
    versions: tuple[tuple[str, int], ...],
    scope: Scope,
    view: str,
    *,
    family: str,
    extra: str,
    today: date,
) -> str:
    return cache_key(family, funds, dict(versions), scope, view, today=today, extra=extra)
