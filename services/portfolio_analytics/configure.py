"""Setting a convention: a new version beside all earlier ones, told to every cache."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.db.reads.configurations import configurations, set_configuration, version_exists
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.errors import InvalidInput
from services.portfolio_analytics.conventions import parse, shipped


@dataclass(frozen=True, slots=True)
class Standing:
    """A convention as it holds: its document, who set it and when; None: it ships so."""

    name: str
    payload: dict[str, Any]
    set_by: str | None
    since: datetime | None


def shown(db: Database, name: str, *, known_on: datetime | None = None) -> Standing:
    """The convention of that name as it holds, or held on a moment. NotFound for no such name."""
    default = shipped(name)
    with db.read() as session:
        found = configurations(session, names=(name,), known_on=known_on).get(name)
    if found is None:
        return Standing(name, default.model_dump(mode="json"), None, None)
    return Standing(name, found.payload, found.set_by, found.known_from)


def configure(db: Database, name: str, payload: Any, *, set_by: str) -> dict[str, int]:
    """Make a document hold from now on; the counters that rose, for `tell` after the commit.

    InvalidInput for one that cannot be used, and for a version that was there before: versions
    are never changed. NotFound for no such name.
    """
    document = parse(name, payload)
    with db.session() as session:
        taken = document.version == shipped(name).version
        if taken or version_exists(session, name=name, version=document.version):
            raise InvalidInput(
                f"{name} had a version {document.version} before: give the document a new one."
            )
        set_configuration(
            session,
            name=name,
            version=document.version,
            payload=document.model_dump(mode="json"),
            set_by=set_by,
        )
        return bump(session, [SHARED])
