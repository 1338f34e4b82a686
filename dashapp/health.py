"""Is the process alive, and can it serve: two answers for supervisors and load balancers."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from sqlalchemy import text

from dashapp.context import context
from services.cache import encode
from services.db.revisions import pending

health = Blueprint("health", __name__)


def mount(server: Flask) -> None:
    server.register_blueprint(health)


@health.get("/healthz")
def healthz() -> Response:
    """The process answers; says nothing about its stores."""
    return Response(b'{"status":"ok"}', mimetype="application/json")


@health.get("/readyz")
def readyz() -> Response:
    """Database and migrations must be there (else 503); the cache may be down (`degraded`)."""
    parts = context()
    database = _database_is_ready()
    cache = parts.cache.available()
    body = {
        "status": "ok" if database and cache else "degraded" if database else "unavailable",
        "database": "ok" if database else "unavailable",
        "cache": "ok" if cache else "unavailable",
    }
    return Response(encode(body), status=200 if database else 503, mimetype="application/json")


def _database_is_ready() -> bool:
    parts = context()
    try:
        with parts.db.read() as session:
            session.execute(text("SELECT 1"))
        return not pending(parts.db)
    except Exception:
        # Whatever keeps the database from answering, the answer of this probe is the same.
        return False
