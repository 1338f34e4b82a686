"""Files that were read, and the counters that tell caches when facts have changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, new_id


class Import(Base):
    """One file imported as one kind. `identity` = SHA-256 of file, kind, mapping and constants."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    identity: Mapped[str] = mapped_column(unique=True)
    mapping: Mapped[dict[str, Any]]
    imported_by: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    rows_read: Mapped[int]
    rows_new: Mapped[int]
    rows_superseded: Mapped[int]
    rows_unchanged: Mapped[int]
    warnings: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_imports_imported_at", "imported_at"),)


class DataVersion(Base):
    """A counter per fund (`scope` = its id) and one for shared facts (`shared`).

    Bumped in the transaction that writes facts; part of every cache key.
    """

    __tablename__ = "data_versions"

    scope: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
