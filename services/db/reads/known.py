"""Which rows of an append-only table were believed at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_


def known(table: Any, known_on: datetime | None) -> ColumnElement[bool]:
    """Rows of a fact table as known on a moment; None means what is believed now."""
    if known_on is None:
        condition: ColumnElement[bool] = table.known_to.is_(None)
        return condition
    return and_(
        table.known_from <= known_on, or_(table.known_to.is_(None), table.known_to > known_on)
    )
