"""The API under /api/v1: every module's endpoints, and one table of errors and their status."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from dashapp.api import (
    data_quality,
    definitions,
    disclosed,
    docs,
    embed_tokens,
    figures,
    home,
    import_kinds,
    import_records,
    imports,
    layer,
    problems,
    refreshes,
    tickets,
)
from dashapp.api.layer import Endpoints
from services import errors
from services.modules import MODULES

STATUS: dict[type[errors.GpError], int] = {
    errors.InvalidInput: 422,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}


def mount(server: Flask) -> None:
    """Add every endpoint to the server; whatever else is asked under /api is a 404 problem."""
    dashboards: list[Endpoints] = [
        import_module(f"dashapp.api.{module.name}").endpoints for module in MODULES
    ]
    shared = [
        part.endpoints
        for part in (
            imports,
            import_records,
            import_kinds,
            data_quality,
            figures,
            home,
            disclosed,
            refreshes,
            tickets,
            embed_tokens,
            definitions,
            docs,
        )
    ]
    layer.mount(server, [*dashboards, *shared])
    problems.mount(server, STATUS)
