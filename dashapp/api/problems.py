"""Every error under /api as a problem (RFC 9457), with the number of the request."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from services.errors import GpError, Unavailable
from services.log import request_id

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 5
UNREACHABLE = "The database does not answer in time; try again shortly."


def problem(
    status: int,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """A problem document; `errors` name each wrong parameter with a code a program can test.

    `more` are further members of the document.
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path.encode("utf-8", "replace").decode(),
        "request_id": request_id.get(),
    }
    if errors:
        body["errors"] = errors
    body |= more or {}
    return Response(
        orjson.dumps(body), status=status, content_type=CONTENT_TYPE, headers=dict(headers or {})
    )


def mount(server: Flask, status_of: Mapping[type[GpError], int]) -> None:
    """Answer errors of /api with problems; errors of other paths keep their own answer."""

    def known(error: GpError) -> ResponseReturnValue:
        if not _ours():
            raise error
        return told(error, status_of)

    def http(error: HTTPException) -> ResponseReturnValue:
        return _http(error) if _ours() else error

    def unknown(error: Exception) -> ResponseReturnValue:
        if not _ours():
            raise error
        if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
            log.warning("the database did not answer: %s", error)
            return told(Unavailable(UNREACHABLE), status_of)
        return _bug(error)

    server.register_error_handler(GpError, known)
    server.register_error_handler(HTTPException, http)
    server.register_error_handler(Exception, unknown)


def told(error: GpError, status_of: Mapping[type[GpError], int]) -> Response:
    """A known error in its own words, under the status of its nearest class in the table."""
    status = next((status_of[kind] for kind in type(error).__mro__ if kind in status_of), 500)
    errors = [
        {"pointer": fault.place, "detail": fault.text, "code": fault.code} for fault in error.faults
    ]
    headers: dict[str, str] = {}
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers["Retry-After"] = str(RETRY_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(status, error.message, errors=errors, headers=headers)


def _http(error: HTTPException) -> Response:
    """What Flask itself refuses (404, 405 with Allow, 413 …), in our shape."""
    if isinstance(error, InternalServerError):
        return _bug(error.original_exception or error)
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return problem(error.code or 500, error.description or "", headers=kept)


def _bug(error: BaseException) -> Response:
    """Something nobody foresaw: logged whole, told by its number only."""
    log.error("unhandled error", exc_info=error)
    return problem(500, f"A mistake of ours: it is logged under the number {request_id.get()}.")


def _ours() -> bool:
    return request.path.startswith(("/api", "/_dash-"))
