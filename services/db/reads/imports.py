"""Imports as they were filed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.db.models import Import


class ImportRow(NamedTuple):
    """One imported file and what it changed; `warnings` as they were told."""

    id: str
    kind: str
    file_name: str
    file_sha256: str
    imported_by: str
    imported_at: datetime
    rows_read: int
    rows_new: int
    rows_superseded: int
    rows_unchanged: int
    warnings: Any


def import_by_id(session: Session, import_id: str) -> ImportRow | None:
    """The import of that id, None when there is none."""
    columns = (getattr(Import, name) for name in ImportRow._fields)
    row = session.execute(select(*columns).where(Import.id == import_id)).one_or_none()
    return None if row is None else ImportRow._make(row)
