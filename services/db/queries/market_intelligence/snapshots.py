"""Figures of the market as rows: written where they changed, closed where they no longer hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

_TRENDS = {
    "sector": "text",
    "quarter": "text",
    "currency": "text",
    "total_deals": "integer",
    "disclosed_deals": "integer",
    "total_funding": "numeric",
    "median_deal_size": "numeric",
    "median_pre_money": "numeric",
    "seed_deals": "integer",
    "series_a_deals": "integer",
    "series_b_deals": "integer",
    "growth_deals": "integer",
    "other_deals": "integer",
    "geographic_distribution": "jsonb",
    "hot_subsectors": "jsonb",
    "emerging_trends": "jsonb",
    "payload": "jsonb",
}
_FIGURES = {"family": "text", "quarter": "text", "payload": "jsonb"}
Row = Mapping[str, Any]


def write(
    session: Session,
    *,
    source: str,
    moments: Mapping[str, datetime],
    version: int,
    trends: Sequence[Row],
    figures: Sequence[Row],
) -> int:
    """Bring a provider's quarters up to date; how many rows were written.

    `moments`: from when the figures of each quarter are known (empty name: the provider itself).
    The rows given are all that there is of these quarters; rows that say the same stay as they
    are, others end at the moment at which what they stand on changed.
    """
    spans = [{"quarter": name, "moment": known.isoformat()} for name, known in moments.items()]
    given = {"source": source, "version": version, "spans": orjson.dumps(spans).decode()}
    written = 0
    for table, key, columns, rows in (
        ("sector_trends", "sector", _TRENDS, trends),
        ("market_figures", "family", _FIGURES, figures),
    ):
        told = given | {"rows": orjson.dumps(rows).decode()}
        session.execute(text(_ended(table, key, columns)), told)
        written += len(session.execute(text(_inserted(table, key, columns)), told).all())
    return written


def newest(session: Session, source: str) -> datetime | None:
    """The latest moment from which figures of a provider are known that are believed now."""
    query = text(
        "SELECT max(known_from) FROM market_figures WHERE data_source = :source "
        "AND known_to IS NULL"
    )
    found: datetime | None = session.scalar(query, {"source": source})
    return found


# Amounts arrive as JSON text with all their digits and are never floats on the way. The payload
# holds every figure of a row, so rows with equal payloads are equal.
def _given(columns: Mapping[str, str]) -> str:
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return (
        f"given AS (SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row({typed})), "  # noqa: S608 - our own names
        "span AS (SELECT * FROM jsonb_to_recordset(CAST(:spans AS jsonb)) "
        "AS row(quarter text, moment timestamptz))"
    )


def _ended(table: str, key: str, columns: Mapping[str, str]) -> str:
    """Close what is believed and not given again; from the first change that was due on."""
    return f"""
        WITH {_given(columns)}
        UPDATE {table} old SET updated_at = now(), known_to = greatest(old.known_from, coalesce(
            (SELECT min(d.known_from) FROM market_due d WHERE d.data_source = :source
             AND d.quarter = old.quarter AND d.known_from <= span.moment), span.moment))
        FROM span
        WHERE old.data_source = :source AND old.known_to IS NULL AND old.quarter = span.quarter
          AND NOT EXISTS (SELECT FROM given WHERE given.quarter = old.quarter
                          AND given.{key} = old.{key} AND given.payload = old.payload)
    """  # noqa: S608 - names of our own tables and columns


def _inserted(table: str, key: str, columns: Mapping[str, str]) -> str:
    names = ", ".join(columns)
    from_given = ", ".join(f"given.{name}" for name in columns)
    return f"""
        WITH {_given(columns)}
        INSERT INTO {table} (id, data_source, data_version, known_from, {names})
        SELECT gen_random_uuid()::text, :source, :version, span.moment, {from_given}
        FROM given JOIN span ON span.quarter = given.quarter
        WHERE NOT EXISTS (SELECT FROM {table} old WHERE old.data_source = :source
                          AND old.known_to IS NULL AND old.quarter = given.quarter
                          AND old.{key} = given.{key})
        RETURNING 1
    """  # noqa: S608 - names of our own tables and columns
