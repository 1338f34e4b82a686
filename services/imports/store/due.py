"""Quarters whose market figures are due after an import, noted in its own transaction.

A quarter's figures look back three quarters; a step-up stands on the round before, and the time to
an exit on the first round, so those that follow are due as well.
"""

from __future__ import annotations

from typing import Any

from psycopg import Cursor

from services.imports.store.versions import Stamp

_TOUCHED = "(f.import_id = %(import)s OR f.known_to = %(instant)s)"
_DATED = "f.round_date IS NOT NULL AND f.date_precision <> 'year'"
# by kind: provider and day of what the import changed, and of what stands on it
_DAYS = {
    "market_rounds": f"""
        WITH touched AS (
            SELECT f.source, f.company, f.round_date AS day FROM market_rounds f
            WHERE {_TOUCHED} AND {_DATED}
        ), days AS (
            SELECT source, day FROM touched
            UNION ALL
            SELECT t.source, min(f.round_date) FROM touched t JOIN market_rounds f
              ON f.source = t.source AND f.company = t.company AND f.round_date > t.day
            WHERE {_DATED} AND f.known_to IS NULL GROUP BY t.source, t.company, t.day
            UNION ALL
            SELECT t.source, f.exit_date FROM touched t JOIN market_exits f
              ON f.source = t.source AND f.company = t.company
            WHERE f.known_to IS NULL
            UNION ALL
            SELECT f.source, NULL FROM market_rounds f WHERE {_TOUCHED}
        )
    """,  # noqa: S608 - our own words
    "market_exits": f"""
        WITH days AS (
            SELECT f.source, f.exit_date AS day FROM market_exits f WHERE {_TOUCHED}
        )
    """,  # noqa: S608 - our own words
    # a rate may be the one that amounts of another currency than the provider's own wait for
    "fx_rates": """
        WITH own AS (
            SELECT data_source AS source, payload ->> 'currency' AS currency FROM market_figures
            WHERE family = 'provider' AND known_to IS NULL
        ), days AS (
            SELECT f.source, f.round_date AS day FROM market_rounds f JOIN own USING (source)
            WHERE f.currency <> own.currency AND f.known_to IS NULL AND f.round_date IS NOT NULL
              AND f.date_precision <> 'year'
            UNION ALL
            SELECT f.source, f.exit_date FROM market_exits f JOIN own USING (source)
            WHERE f.currency <> own.currency AND f.known_to IS NULL
        )
    """,
}
KINDS = frozenset(_DAYS)
# Figures never become known before those that they take the place of.
_NOTED = """
    , touched_quarters AS (
        SELECT DISTINCT source, date_trunc('quarter', day)::date AS begins FROM days
    ), due AS (
        SELECT source, begins, false AS follows FROM touched_quarters
        UNION
        SELECT source, (begins + make_interval(months => 3 * n))::date, true
        FROM touched_quarters, generate_series(1, 3) n
    )
    INSERT INTO market_due (data_source, quarter, known_from)
    SELECT DISTINCT due.source, coalesce(to_char(due.begins, 'YYYY"Q"Q'), ''),
           greatest(%(instant)s, (SELECT max(known_from) FROM market_figures m
                                  WHERE m.data_source = due.source AND m.known_to IS NULL))
    FROM due
    WHERE NOT due.follows
       OR EXISTS (SELECT FROM market_rounds f WHERE f.source = due.source
                  AND f.round_date >= due.begins AND f.known_to IS NULL)
       OR EXISTS (SELECT FROM market_exits f WHERE f.source = due.source
                  AND f.exit_date >= due.begins AND f.known_to IS NULL)
    UNION
    SELECT source, '', greatest(%(instant)s, (SELECT max(known_from) FROM market_figures m
                                  WHERE m.data_source = source AND m.known_to IS NULL))
    FROM touched_quarters
    ON CONFLICT DO NOTHING
"""


def note(cursor: Cursor[Any], kind: str, stamp: Stamp) -> None:
    """Note what an import of this kind makes due, as of the moment from which its facts are known.

    Rates are known to figures from the import on, so that earlier answers stay as they were.
    """
    given = {"import": stamp.import_id, "instant": stamp.instant}
    if kind == "fx_rates":
        cursor.execute("SELECT imported_at FROM imports WHERE id = %s", [stamp.import_id])
        (given["instant"],) = cursor.fetchone() or (stamp.instant,)
    # The statistics are those of before the import: a plan for few rows would take hours.
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute(f"{_DAYS[kind]} {_NOTED}", given)
    cursor.execute("SET LOCAL enable_nestloop = on")
