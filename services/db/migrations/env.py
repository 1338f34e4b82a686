"""Alembic's way in: always on a connection that services/db/migrate.py opened."""

from __future__ import annotations

from alembic import context

from services.db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    **context.config.attributes["compare"],
)
with context.begin_transaction():
    context.run_migrations()
