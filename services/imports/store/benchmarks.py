"""`benchmark_data`, the points of all measures side by side, kept equal to the points."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg import Cursor

POINTS = (
    ("median_irr", "irr", "p50"),
    ("top_quartile_irr", "irr", "p75"),
    ("irr_p05", "irr", "p05"),
    ("irr_p25", "irr", "p25"),
    ("irr_p95", "irr", "p95"),
    ("median_tvpi", "tvpi", "p50"),
    ("top_quartile_tvpi", "tvpi", "p75"),
    ("tvpi_p05", "tvpi", "p05"),
    ("tvpi_p25", "tvpi", "p25"),
    ("tvpi_p95", "tvpi", "p95"),
    ("median_dpi", "dpi", "p50"),
    ("top_quartile_dpi", "dpi", "p75"),
    ("dpi_p05", "dpi", "p05"),
    ("dpi_p25", "dpi", "p25"),
    ("dpi_p95", "dpi", "p95"),
)
COHORT = "provider, release, vintage_year, strategy, geography, as_of"


def rebuild(cursor: Cursor[Any], providers: Collection[str]) -> None:
    """Write the cohorts of these providers anew from the points that are believed now."""
    cursor.execute("DELETE FROM benchmark_data WHERE benchmark_type = ANY(%s)", [list(providers)])
    names = ", ".join(name for name, _, _ in POINTS)
    points = ", ".join(
        f"max({point}) FILTER (WHERE metric = '{metric}')" for _, metric, point in POINTS
    )
    cursor.execute(
        "INSERT INTO benchmark_data (id, benchmark_type, release, vintage_year, fund_strategy, "  # noqa: S608 - names above
        f"geography, as_of_date, total_funds_in_cohort, {names}) "
        f"SELECT gen_random_uuid()::text, {COHORT}, max(n), {points} "
        "FROM benchmark_points WHERE known_to IS NULL AND provider = ANY(%s) "
        f"GROUP BY {COHORT}",
        [list(providers)],
    )
