"""Conventions that the firm has set for itself, version by version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.db.models import Configuration
from services.db.reads.known import known


class ConfigurationRow(NamedTuple):
    """One version of a convention: what it says, who set it and since when it holds."""

    name: str
    version: str
    payload: dict[str, Any]
    set_by: str
    known_from: datetime


_COLUMNS: tuple[Any, ...] = tuple(getattr(Configuration, name) for name in ConfigurationRow._fields)


def configurations(
    session: Session, *, names: Collection[str], known_on: datetime | None
) -> dict[str, ConfigurationRow]:
    """Those of the conventions that were set, as they held on a moment, by name."""
    query = select(*_COLUMNS).where(
        Configuration.name.in_(sorted(names)), known(Configuration, known_on)
    )
    return {row.name: ConfigurationRow._make(row) for row in session.execute(query)}


def version_exists(session: Session, *, name: str, version: str) -> bool:
    """Whether a convention ever had a version of this name."""
    query = select(Configuration.id).where(
        Configuration.name == name, Configuration.version == version
    )
    return session.scalar(query) is not None


def set_configuration(
    session: Session, *, name: str, version: str, payload: Mapping[str, Any], set_by: str
) -> None:
    """End the version that holds and begin a new one, in one moment."""
    session.execute(
        update(Configuration)
        .where(Configuration.name == name, Configuration.known_to.is_(None))
        .values(known_to=func.now())
    )
    session.add(Configuration(name=name, version=version, payload=dict(payload), set_by=set_by))
    session.flush()
