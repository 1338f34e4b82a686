"""The description of the API: for programs as OpenAPI 3.1, for people as a page."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from flask import Flask, Response, current_app

from dashapp import openapi
from dashapp.api import answers
from dashapp.api.layer import BASE, Endpoints, declared
from dashapp.api.params import NoQuery, Query
from services.cache.frames import Entry, entry_of
from services.envelope import DEFINITIONS_VERSION

endpoints = Endpoints("description")


@endpoints.get("/openapi.json", returns={"type": "object"})
def openapi_json(query: Query[NoQuery]) -> Response:
    """This API as an OpenAPI 3.1 document."""
    return answers.respond(_kept("document"), name="openapi")


@endpoints.get("/docs", returns={"type": "string"}, formats=("text/html",))
def docs(query: Query[NoQuery]) -> Response:
    """This API as a page, without script and without any other host."""
    response = answers.respond(_kept("page"), name="docs")
    if response.status_code == 200:
        response.content_type = "text/html; charset=utf-8"
    return response


def document(server: Flask) -> dict[str, Any]:
    """The OpenAPI document of a server's endpoints."""
    return openapi.document(declared(server), base=BASE, version=DEFINITIONS_VERSION)


def _kept(shape: str) -> Entry:
    server: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return _made(server, shape)


@cache
def _made(server: Flask, shape: str) -> Entry:
    found = document(server)
    return entry_of(orjson.dumps(found) if shape == "document" else openapi.page(found))
