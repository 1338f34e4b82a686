"""What can be imported, for programs: kinds with their columns, and empty files to fill in."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query
from dashapp.auth import current_principal
from services.access.permissions import check_action
from services.cache.frames import entry_of
from services.errors import InvalidInput, NotFound
from services.exports import CSV, XLSX, template_bytes
from services.imports import listing
from services.imports.history import SEE

PROFILES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("profile", "kind", "words")},
        "required": ["profile", "kind", "words"],
    },
}
OVERVIEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kinds": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("kind", "meaning")},
                "required": ["kind", "meaning"],
            },
        },
        "profiles": PROFILES,
    },
    "required": ["kinds", "profiles"],
}
DESCRIBED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"type": "string"},
        "meaning": {"type": "string"},
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    **{name: {"type": "string"} for name in ("name", "type", "meaning", "example")},
                    "required": {"type": "boolean"},
                },
                "required": ["name", "type", "required", "meaning", "example"],
            },
        },
        "profiles": PROFILES,
        "types": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["kind", "meaning", "columns", "profiles"],
}
endpoints = Endpoints("imports")


class TemplateQuery(NoQuery):
    """In which shape the template is wanted."""

    format: Literal["csv", "xlsx"] = Field(default="csv", description="Shape of the file.")


@endpoints.get("/imports/kinds", returns=OVERVIEW)
def import_kinds(query: Query[NoQuery]) -> Response:
    """Every kind of file that can be imported, and the shipped profiles of foreign layouts."""
    check_action(current_principal(), SEE)
    return answers.tagged(listing.overview(), name="import-kinds")


@endpoints.get("/imports/kinds/<kind>", returns=DESCRIBED)
def import_kind(query: Query[NoQuery], kind: str) -> Response:
    """One kind: its columns with type, meaning and example, its profiles, its transaction types."""
    check_action(current_principal(), SEE)
    return answers.tagged(_described(kind), name="import-kind")


@endpoints.get(
    "/imports/templates/<kind>",
    query=TemplateQuery,
    returns={"type": "string"},
    formats=(CSV, XLSX),
)
def import_template(query: Query[TemplateQuery], kind: str) -> Response:
    """A file to fill in: the header of the kind, and one row as an example to overwrite."""
    check_action(current_principal(), SEE)
    found, format = _described(kind), query.given.format
    body = template_bytes(found["kind"], found["columns"], format=format)
    return answers.respond(entry_of(body), name=found["kind"], format=format)


def _described(kind: str) -> dict[str, Any]:
    try:
        return listing.described(kind)
    except InvalidInput as unknown:
        raise NotFound(unknown.message) from None
