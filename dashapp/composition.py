"""The one place that chooses the parts of a web process and joins them."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

from dash import Dash
from flask import Flask

from callbacks.panels import Ports
from dashapp import api, auth, embed, fastpath, gate, headers, health, pages, static_files
from dashapp.cache_backend import FlaskBackend
from dashapp.context import Context, hold
from dashapp.server import Server
from services.access.funds import visible_funds
from services.cache import Breaker, Cache, Versions, connect
from services.db.session import Database
from services.definitions import DEFINITIONS, definition
from services.explain import ExplainService, figure_ids
from services.explain.naming import identified
from services.settings import Settings

log = logging.getLogger(__name__)
ASSETS = Path(__file__).with_name("assets")
LARGEST_BODY = 1_000_000  # the upload of files has a limit of its own


def compose(settings: Settings) -> Dash:
    """The application with its door, its API and its pages."""
    settings.refuse_if_insecure()
    server = Server("dashapp", static_folder=None)
    server.secret_key = settings.secret_key
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app = Dash(
        "dashapp",
        server=server,  # type: ignore[arg-type]  # Dash takes a Flask, its annotation does not
        assets_folder=str(ASSETS),
        update_title="",
        suppress_callback_exceptions=False,
    )
    parts = _parts(server, settings)
    hold(server, parts)
    headers.mount(server, app, settings)
    auth.mount(server, settings)
    fastpath.mount(server)
    gate.mount(server, app)
    health.mount(server)
    api.mount(server)
    pages.mount(app, _ports(parts))
    embed.mount(server, app, settings)
    static_files.mount(server)
    return app


def _parts(server: Flask, settings: Settings) -> Context:
    db = Database(settings.database_url)
    client = connect(settings.redis_url)
    breaker = Breaker()
    return Context(
        settings=settings,
        db=db,
        cache=Cache(FlaskBackend(server, settings.redis_url), breaker=breaker),
        versions=Versions(db, client, breaker=breaker),
    )


def _ports(parts: Context) -> Ports:
    settings = parts.settings
    ids = figure_ids(settings.secret_key, settings.secret_key_fallbacks)
    explain = ExplainService(
        parts.db,
        ids=ids,
        reporting_currency=settings.reporting_currency,
        timezone=settings.timezone,
    )
    return Ports(
        principal=auth.current_principal,
        db=parts.db,
        funds=lambda principal: visible_funds(parts.db, principal),
        definition=definition,
        definitions=lambda: tuple(DEFINITIONS.values()),
        reference=reference,
        firm=parts.settings.firm,
        development=not parts.settings.production,
        reporting_currency=parts.settings.reporting_currency,
        timezone=parts.settings.timezone,
        drawn=fastpath.panel_drawn,
        identified=lambda result: identified(result, ids, every=True),
        explained=lambda who, figure, limit: explain.explain(who, figure, limit=limit),
    )


def reference(error: Exception) -> str:
    """Write a defect down with its stack; the number a person can name to us."""
    number = secrets.token_hex(4)
    log.error("defect %s", number, exc_info=error)
    return number
