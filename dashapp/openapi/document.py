"""The document itself: paths, parameters, answers and errors of every endpoint."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from dashapp.openapi.schemas import Schema, Schemas

if TYPE_CHECKING:
    from dashapp.api.layer import Endpoint

PROBLEM = "application/problem+json"
ALWAYS = (401, 403, 404, 422, 429, 500, 503)
EXAMPLE_OF_PROBLEM = {
    "type": "about:blank",
    "title": "Unprocessable Entity",
    "status": 422,
    "detail": "'2025-02-31' is no date between 1900 and 2200: write it as 2025-09-30.",
    "instance": "/api/v1/dashboards/fund-performance/metrics",
    "request_id": "4f1c9a02d1e8b7c6",
    "errors": [{"pointer": "as_of", "detail": "not a date", "code": "invalid"}],
}
PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "description": "What went wrong and what to do (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                },
                "required": ["pointer", "detail", "code"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
}
SECURITY_SCHEMES = {
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key or an embed token. A bad one is refused even beside a cookie.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "gp_session",
        "description": "The cookie of a browser that signed in.",
    },
}


def document(endpoints: Iterable[Endpoint], *, base: str, version: str) -> dict[str, Any]:
    """OpenAPI 3.1 of the endpoints; results described as they are encoded."""
    schemas = Schemas()
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for endpoint in endpoints:
        path = base + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.path)
        paths[path][endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "GP dashboard",
            "version": version,
            "description": (
                "Figures of the funds you may see. Rates named irr or *_irr and percentile_rank "
                "are in percent, other rates are fractions; money is exact; null always has an "
                "entry in notes. Every GET carries an ETag."
            ),
        },
        "paths": dict(paths),
        "security": [{"apiKey": []}, {"session": []}],
        "components": {
            "schemas": {"Problem": PROBLEM_SCHEMA, **schemas.found},
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _operation(endpoint: Endpoint, schemas: Schemas) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "description": endpoint.description,
        "parameters": [*_path_parts(endpoint.path), *_parameters(endpoint.query)],
        "responses": _responses(endpoint, schemas),
    }
    if endpoint.body is not None:
        found["requestBody"] = _body(endpoint.body)
    return found


def _path_parts(path: str) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": 400},
        }
        for name in re.findall(r"<(?:\w+:)?(\w+)>", path)
    ]


def _parameters(model: type[BaseModel]) -> list[Schema]:
    schema = model.model_json_schema()
    required = schema.get("required", ())
    return [
        _parameter(name, dict(given), required=name in required)
        for name, given in schema.get("properties", {}).items()
    ]


def _parameter(name: str, given: Schema, *, required: bool) -> Schema:
    words, examples = given.pop("description", ""), given.pop("examples", [])
    given.pop("title", None)
    if given.get("default") in (None, []):
        given.pop("default", None)
    if "anyOf" in given:  # an optional parameter: left out, never null
        given |= next(part for part in given.pop("anyOf") if part.get("type") != "null")
    found: Schema = {"name": name, "in": "query", "description": words, "schema": given}
    if required:
        found["required"] = True
    if examples:
        found["example"] = examples[0]
    if given.get("type") == "array":
        found |= {"style": "form", "explode": True}
    return found


def _responses(endpoint: Endpoint, schemas: Schemas) -> dict[str, Any]:
    returns = endpoint.returns
    if isinstance(returns, tuple):  # one of several
        schema: Any = {"anyOf": [schemas.of(kind) for kind in returns]}
    else:
        schema = returns if isinstance(returns, Mapping) else schemas.of(returns)
    content: dict[str, Any] = {
        kind: {"schema": schema if kind.endswith("json") else {"type": "string"}}
        for kind in endpoint.formats
    }
    ok: dict[str, Any] = {"description": HTTPStatus(endpoint.status).phrase, "content": content}
    if endpoint.method == "GET":
        ok["headers"] = {"ETag": {"schema": {"type": "string"}}}
    found: dict[str, Any] = {str(endpoint.status): ok}
    if endpoint.method == "GET":
        found["304"] = {"description": "You have these bytes already."}
    for status in sorted({*ALWAYS, *endpoint.errors}):
        found[str(status)] = _problem(status)
    return found


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content: dict[str, Any] = {"schema": schema}
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        content["example"] = EXAMPLE_OF_PROBLEM
    return {"description": HTTPStatus(status).phrase, "content": {PROBLEM: content}}


def _body(body: type[BaseModel] | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(body, Mapping):
        return {"required": True, "content": {"multipart/form-data": {"schema": dict(body)}}}
    schema = body.model_json_schema()
    return {"required": True, "content": {"application/json": {"schema": schema}}}
