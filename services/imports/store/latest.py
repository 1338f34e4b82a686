"""`company_metrics.is_latest`: the last period known of each company."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg import Cursor

_LAST = """
SELECT DISTINCT ON (company_id) id FROM company_metrics
WHERE known_to IS NULL AND company_id = ANY(%(companies)s)
ORDER BY company_id, period_end DESC
"""


def mark(cursor: Cursor[Any], companies: Collection[str]) -> None:
    """Mark the last believed period of these companies (ids), and no other.

    Cleared before it is set: at no moment has a company two. A company whose figures were all
    taken back has none.
    """
    given = {"companies": list(companies)}
    cursor.execute(
        "UPDATE company_metrics SET is_latest = false "  # noqa: S608 - the constant above
        f"WHERE is_latest AND company_id = ANY(%(companies)s) AND id NOT IN ({_LAST})",
        given,
    )
    cursor.execute(
        "UPDATE company_metrics SET is_latest = true "  # noqa: S608 - the constant above
        f"WHERE NOT is_latest AND id IN ({_LAST})",
        given,
    )
