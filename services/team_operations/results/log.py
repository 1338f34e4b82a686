"""Who changed which fact: old value, new value, and the file that said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.envelope import Meta, Note, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One field of one row that was changed, or a row that was taken back.

    `kind` is the kind of import (or `configuration`), `subject` what the row is of. `action` is
    superseded, retracted or configured; `old` and `new` are as text, None: blank. `changed_by` is
    who imported the file.
    """

    at: datetime
    kind: str
    action: str
    subject: str
    fund: str | None
    field: str
    old: str | None
    new: str | None
    changed_by: str | None
    changed_by_id: str | None
    file: str | None
    sheet: str | None
    row: int | None
    import_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLog:
    """Changes, the newest first: `limit` of `total`, from `offset`. `by_kind` is of all."""

    edits: tuple[Edit, ...] = rows(Edit)
    total: int = unit("count")
    shown: int = unit("count")
    limit: int
    offset: int
    by_kind: dict[str, int] = unit("count")
    meta: Meta
    notes: tuple[Note, ...]
