"""A row of facts as a test gives it: a key of its own, both clocks, days and amounts as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import Date, DateTime, Numeric

from services.db.models import Base

LONG_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)
_keys = count()


def believed(given: dict[str, Any]) -> dict[str, Any]:
    """A key of its own, believed since long ago unless given otherwise."""
    return {"natural_key": f"k{next(_keys)}", "known_from": LONG_KNOWN} | given


def since(given: dict[str, Any]) -> dict[str, Any]:
    """A key of its own and the two clocks, taken out of what was given."""
    clocks = {name: given.pop(name) for name in ("known_from", "known_to") if name in given}
    return believed(clocks)


def row_of(model: type[Base], **given: Any) -> Base:
    """A row whose days, moments and amounts may be given as text."""
    readers = ((Date, date.fromisoformat), (DateTime, datetime.fromisoformat), (Numeric, Decimal))
    for name, value in given.items():
        column = model.__table__.columns[name]
        read = next((read for type_, read in readers if isinstance(column.type, type_)), None)
        if read is not None and isinstance(value, str | int):
            given[name] = read(value)  # type: ignore[arg-type]
    return model(**given)
