"""Conventions that the firm may set for itself, each version kept with its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, new_id


class Configuration(Base):
    """One version of one convention, such as the weights and anchors of health scores.

    Versions are never changed: a new one ends the old one (`known_to`). Without any row the
    conventions that ship with the program hold.
    """

    __tablename__ = "configurations"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    version: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    set_by: Mapped[str]
    known_from: Mapped[datetime] = mapped_column(server_default=func.now())
    known_to: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_configurations_version", "name", "version", unique=True),
        Index(
            "uq_configurations_current",
            "name",
            unique=True,
            postgresql_where=text("known_to IS NULL"),
        ),
    )
