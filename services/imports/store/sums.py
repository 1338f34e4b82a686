"""What a fund put into an investment and got back, as kept beside it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg import Cursor

# a write_off moves no cash, so it is in neither sum
PAID_OUT = ("investment", "follow_on", "fee")
PAID_BACK = ("proceeds", "dividend", "interest")


def of_flows(cursor: Cursor[Any], deals: Collection[str]) -> None:
    """Write the sums of these investments (ids) anew from the flows that are believed now.

    A sum is null where there is no flow, and where flows are in several currencies.
    """
    cursor.execute(
        """
        UPDATE deals d SET currency = s.currency,
            invested_amount = CASE WHEN s.currency IS NOT NULL THEN s.invested END,
            distributions = CASE WHEN s.currency IS NOT NULL THEN s.distributed END
        FROM (
            SELECT wanted.id,
                CASE WHEN count(DISTINCT f.currency) = 1 THEN min(f.currency) END AS currency,
                coalesce(sum(f.amount) FILTER (WHERE f.type = ANY(%(out)s)), 0) AS invested,
                coalesce(sum(f.amount) FILTER (WHERE f.type = ANY(%(back)s)), 0) AS distributed
            FROM unnest(%(deals)s::text[]) wanted(id)
            LEFT JOIN investment_cash_flows f ON f.deal_id = wanted.id AND f.known_to IS NULL
            GROUP BY wanted.id
        ) s
        WHERE d.id = s.id
        """,
        {"deals": list(deals), "out": list(PAID_OUT), "back": list(PAID_BACK)},
    )
