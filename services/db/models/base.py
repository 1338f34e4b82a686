"""What every table shares: naming of constraints, types of money and time, and the two clocks."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Money = Numeric(20, 2)
Rate = Numeric()  # no scale: rates, index levels and FX rates keep every digit of their file


def new_id() -> str:
    """A random identifier for a row that other rows point to."""
    return str(uuid.uuid4())


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        Decimal: Money,
        str: Text,
        dict[str, Any]: JSONB,
        list[str]: JSONB,
    }


class Entity:
    """A thing that facts point to, known by the firm's own code."""

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Fact:
    """One row of one file, true from `known_from` until a later file says otherwise.

    Rows are never overwritten: a correction sets `known_to` of the old row and adds a new one with
    the same `natural_key`. `known_to` None means "still believed". `sheet` and `source_row` point
    to the place in the imported file (the row number a spreadsheet shows).
    """

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    natural_key: Mapped[str]
    known_from: Mapped[datetime] = mapped_column(server_default=func.now())
    known_to: Mapped[datetime | None]
    import_id: Mapped[str | None] = mapped_column(ForeignKey("imports.id"))
    sheet: Mapped[str | None]
    source_row: Mapped[int | None]

    def __init_subclass__(cls, **given: Any) -> None:
        """Few rows ever end, and the log of changes reads those alone: each table has an index."""
        super().__init_subclass__(**given)
        table: Table = cls.__table__  # type: ignore[attr-defined]
        ended = table.c.known_to
        Index(f"ix_{table.name}_ended", ended, postgresql_where=ended.is_not(None))
