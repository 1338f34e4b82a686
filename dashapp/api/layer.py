"""Endpoints declared once: route, parameters and result; the OpenAPI document follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, request
from pydantic import BaseModel
from werkzeug.exceptions import MethodNotAllowed

from dashapp.api import params
from dashapp.api.params import NoQuery
from services.errors import NotFound

BASE = "/api/v1"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
LONGEST_NAME = 400  # an id of a figure over many funds
View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path.

    `path` is Flask's, below the base; `returns` a result dataclass, several of which one comes, or
    a JSON schema; `body` a pydantic model, or a schema of a multipart form; `formats` the content
    types of the answer.
    """

    method: str
    path: str
    name: str
    tag: str
    view: View
    summary: str
    description: str
    query: type[BaseModel] = NoQuery
    returns: Any = None
    body: type[BaseModel] | Mapping[str, Any] | None = None
    status: int = 200
    errors: tuple[int, ...] = ()
    formats: tuple[str, ...] = ("application/json",)


@dataclass(slots=True)
class Endpoints:
    """The endpoints of one file, under one heading of the documentation."""

    tag: str
    items: list[Endpoint] = field(default_factory=list)

    def get(self, path: str, **declared: Any) -> Callable[[View], View]:
        """Declare a GET; the view takes the read query first, then the parts of the path."""
        return self._declare("GET", path, declared)

    def post(self, path: str, **declared: Any) -> Callable[[View], View]:
        """Declare a POST."""
        return self._declare("POST", path, declared)

    def _declare(self, method: str, path: str, declared: dict[str, Any]) -> Callable[[View], View]:
        def keep(view: View) -> View:
            summary, _, rest = (view.__doc__ or "").strip().partition("\n")
            self.items.append(
                Endpoint(
                    method=method,
                    path=path,
                    name=view.__name__,
                    tag=self.tag,
                    view=view,
                    summary=summary,
                    description=" ".join(rest.split()),
                    **declared,
                )
            )
            return view

        return keep


def mount(server: Flask, groups: Iterable[Endpoints]) -> None:
    """Register every endpoint, and a 404 for whatever else is asked under /api.

    A path takes every method itself, so that a wrong one is 405 and never another page's answer.
    """
    by_path: dict[str, list[Endpoint]] = defaultdict(list)
    for group in groups:
        for endpoint in group.items:
            by_path[endpoint.path].append(endpoint)
    for path, found in by_path.items():
        _route(server, BASE + path, f"api.{found[0].name}", _dispatch(found))
    for path in ("/api", "/api/", "/api/<path:rest>"):
        _route(server, path, f"api.missing{len(path)}", _missing)
    server.extensions["gp_api"] = [endpoint for found in by_path.values() for endpoint in found]


def declared(server: Flask) -> list[Endpoint]:
    """Every endpoint of a server, in the order of their declaration."""
    found: list[Endpoint] = server.extensions["gp_api"]
    return found


def _route(server: Flask, path: str, name: str, view: View) -> None:
    server.add_url_rule(path, name, view, methods=list(METHODS), provide_automatic_options=False)


def _dispatch(found: list[Endpoint]) -> View:
    by_method = {endpoint.method: endpoint for endpoint in found}
    allowed = [*by_method, *(["HEAD"] if "GET" in by_method else []), "OPTIONS"]

    def call(**parts: str) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        if method == "OPTIONS":
            return Response(status=204, headers={"Allow": ", ".join(allowed)})
        endpoint = by_method.get(method)
        if endpoint is None:
            raise MethodNotAllowed(valid_methods=allowed)
        if not all(part.isprintable() and len(part) <= LONGEST_NAME for part in parts.values()):
            raise NotFound
        return endpoint.view(params.read(endpoint.query, request.query_string), **parts)

    return call


def _missing(**_: str) -> Response:
    raise NotFound("There is no such endpoint; GET /api/v1/openapi.json lists them all.")
