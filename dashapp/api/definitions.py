"""The formula book: what each figure means, how it is computed, and where that is written."""

from __future__ import annotations

from flask import Response

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query
from dashapp.auth import current_principal
from services.access.permissions import may_open
from services.definitions import Definition, DefinitionBook, book, definition
from services.errors import NotFound

endpoints = Endpoints("definitions")


@endpoints.get("/definitions", returns=DefinitionBook, errors=(404,))
def definitions(query: Query[NoQuery]) -> Response:
    """Every figure with its formula, unit, rules and source."""
    _check()
    return answers.tagged(book(), name="definitions")


@endpoints.get("/definitions/<metric>", returns=Definition, errors=(404,))
def one_definition(query: Query[NoQuery], metric: str) -> Response:
    """One figure, by the key it has in the answers."""
    _check()
    return answers.tagged(definition(metric), name=metric)


def _check() -> None:
    """The book is not there for a limited partner: what their figures mean stands beside them."""
    if not may_open(current_principal(), "definitions"):
        raise NotFound
