"""The formula book: what each figure means, how it is computed, and where that is written."""

from __future__ import annotations

from flask import Response

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query
from services.definitions import Definition, DefinitionBook, book, definition

endpoints = Endpoints("definitions")


@endpoints.get("/definitions", returns=DefinitionBook)
def definitions(query: Query[NoQuery]) -> Response:
    """Every figure with its formula, unit, rules and source."""
    return answers.tagged(book(), name="definitions")


@endpoints.get("/definitions/<metric>", returns=Definition, errors=(404,))
def one_definition(query: Query[NoQuery], metric: str) -> Response:
    """One figure, by the key it has in the answers."""
    return answers.tagged(definition(metric), name=metric)
