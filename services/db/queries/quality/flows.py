"""What the checks read of flows, values and promises between funds and their investors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class TiedRow(NamedTuple):
    """One fund's flows of one day and type, or its values (type None): totals and investors' rows.

    Sums in one currency; None where there are no such rows.
    """

    fund_id: str
    day: date
    type: str | None
    total: Decimal | None
    investors: Decimal | None


class InvestorRow(NamedTuple):
    """The sum of one investor's flows of one type; `day` only where the currency is foreign.

    `last` is the day of the last of them.
    """

    fund_id: str
    investor: str
    type: str
    recallable: bool | None
    currency: str
    day: date | None
    amount: Decimal
    last: date


class PromiseRow(NamedTuple):
    """What one investor promised to a fund by a day, all of its commitments added up."""

    fund_id: str
    investor: str
    amount: Decimal


class StrayRow(NamedTuple):
    """Flows of a fund that lie before its inception or after today, and the first of them."""

    fund_id: str
    reason: str
    rows: int
    day: date
    type: str
    amount: Decimal
    import_id: str | None
    file: str | None
    row: int | None


class LateRow(NamedTuple):
    """Flows of a quarter that were learned after a later quarter's value was known.

    `valued` is that later day; `known_from` when the first of these flows became known.
    """

    fund_id: str
    quarter: date
    rows: int
    valued: date
    known_from: datetime
    import_id: str | None
    file: str | None
    row: int | None


class PlaceRow(NamedTuple):
    """Where a fund's total of a day stands in an imported file."""

    table: str
    fund_id: str
    day: date
    import_id: str | None
    file: str | None
    row: int | None


_TIED = text("""
SELECT fund_id, flow_date AS day, type, total, investors FROM (
    SELECT fund_id, flow_date, type, currency,
           sum(amount) FILTER (WHERE investor_id IS NULL) AS total,
           sum(amount) FILTER (WHERE investor_id IS NOT NULL) AS investors
    FROM fund_cash_flows
    WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL AND flow_date <= :today
    GROUP BY fund_id, flow_date, type, currency
) flows WHERE total IS NOT NULL AND investors IS NOT NULL
UNION ALL
SELECT fund_id, nav_date, NULL, total, investors FROM (
    SELECT fund_id, nav_date, currency,
           sum(nav) FILTER (WHERE investor_id IS NULL) AS total,
           sum(nav) FILTER (WHERE investor_id IS NOT NULL) AS investors
    FROM fund_navs
    WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL AND nav_date <= :today
    GROUP BY fund_id, nav_date, currency
) navs WHERE total IS NOT NULL AND investors IS NOT NULL
ORDER BY fund_id, day
""")
_BY_INVESTOR = text("""
SELECT summed.fund_id, p.code, summed.type, summed.recallable, summed.currency, summed.day,
       summed.amount, summed.last
FROM (
    SELECT f.fund_id, f.investor_id, f.type, f.recallable, f.currency,
           CASE WHEN f.currency <> u.currency THEN f.flow_date END AS day, sum(f.amount) AS amount,
           max(f.flow_date) AS last
    FROM fund_cash_flows f JOIN funds u ON u.id = f.fund_id
    WHERE f.fund_id = ANY(CAST(:funds AS text[])) AND f.known_to IS NULL
      AND f.investor_id IS NOT NULL AND f.flow_date <= :today
    GROUP BY 1, 2, 3, 4, 5, 6
) summed JOIN limited_partners p ON p.id = summed.investor_id
ORDER BY 1, 2
""")
_PROMISED = text("""
SELECT c.fund_id, p.code, sum(c.amount)
FROM commitments c JOIN limited_partners p ON p.id = c.investor_id
WHERE c.fund_id = ANY(CAST(:funds AS text[])) AND c.known_to IS NULL AND c.commitment_date <= :today
GROUP BY 1, 2 ORDER BY 1, 2
""")
_STRAY = text("""
SELECT DISTINCT ON (found.fund_id, found.reason)
       found.fund_id, found.reason,
       count(*) OVER (PARTITION BY found.fund_id, found.reason), found.flow_date, found.type,
       found.amount, found.import_id, i.file_name, found.source_row
FROM (
    SELECT f.*, 'before' AS reason FROM fund_cash_flows f JOIN funds u ON u.id = f.fund_id
    WHERE f.fund_id = ANY(CAST(:funds AS text[])) AND f.known_to IS NULL
      AND f.flow_date < u.inception_date
    UNION ALL
    SELECT f.*, 'after' FROM fund_cash_flows f
    WHERE f.fund_id = ANY(CAST(:funds AS text[])) AND f.known_to IS NULL AND f.flow_date > :today
) found LEFT JOIN imports i ON i.id = found.import_id
ORDER BY found.fund_id, found.reason, found.flow_date, found.id
""")
# What is dated with a value is restated with it; only cash can come too late. Flows that were
# known before the value show that the value was not simply filed first.
_LATE = text("""
WITH booked AS (
    SELECT fund_id, (date_trunc('quarter', flow_date) + interval '3 months - 1 day')::date
           AS quarter, known_from, count(*) AS rows, min(id) AS sample
    FROM fund_cash_flows
    WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL AND flow_date <= :today
      AND type <> ALL(CAST(:residual AS text[]))
    GROUP BY 1, 2, 3
), valued AS (
    SELECT fund_id, nav_date, max(known_from) AS known_from FROM fund_navs
    WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL
    GROUP BY 1, 2
), started AS (
    SELECT fund_id, min(known_from) AS known_from FROM booked GROUP BY 1
), late AS (
    SELECT b.fund_id, b.quarter, b.rows, b.known_from, b.sample, v.nav_date
    FROM booked b JOIN started s USING (fund_id) CROSS JOIN LATERAL (
        SELECT nav_date FROM valued v
        WHERE v.fund_id = b.fund_id AND v.nav_date > b.quarter AND v.known_from < b.known_from
          AND v.known_from >= s.known_from
        ORDER BY nav_date LIMIT 1
    ) v
)
SELECT l.fund_id, l.quarter, l.rows, l.nav_date, l.known_from, f.import_id, i.file_name,
       f.source_row
FROM late l JOIN fund_cash_flows f ON f.id = l.sample LEFT JOIN imports i ON i.id = f.import_id
ORDER BY l.fund_id, l.quarter, l.known_from
""")
_PLACES = text("""
WITH asked AS (
    SELECT * FROM unnest(CAST(:tables AS text[]), CAST(:ids AS text[]), CAST(:days AS date[]))
        AS a(tab, fund_id, day)
), found AS (
    SELECT a.tab, a.fund_id, a.day, f.import_id, f.source_row, f.id
    FROM asked a JOIN fund_cash_flows f ON f.fund_id = a.fund_id AND f.flow_date = a.day
    WHERE a.tab = 'fund_cash_flows' AND f.known_to IS NULL AND f.investor_id IS NULL
    UNION ALL
    SELECT a.tab, a.fund_id, a.day, n.import_id, n.source_row, n.id
    FROM asked a JOIN fund_navs n ON n.fund_id = a.fund_id AND n.nav_date = a.day
    WHERE a.tab = 'fund_navs' AND n.known_to IS NULL AND n.investor_id IS NULL
)
SELECT DISTINCT ON (found.tab, found.fund_id, found.day)
       found.tab, found.fund_id, found.day, found.import_id, i.file_name, found.source_row
FROM found LEFT JOIN imports i ON i.id = found.import_id
ORDER BY found.tab, found.fund_id, found.day, found.id DESC
""")


def tied(session: Session, *, fund_ids: Collection[str], today: date) -> list[TiedRow]:
    """Days on which both the fund's total and investors' rows of one type (or value) exist."""
    given = {"funds": list(fund_ids), "today": today}
    return [TiedRow._make(row) for row in session.execute(_TIED, given)]


def by_investor(session: Session, *, fund_ids: Collection[str], today: date) -> list[InvestorRow]:
    """Every investor's flows up to today, summed by type."""
    given = {"funds": list(fund_ids), "today": today}
    return [InvestorRow._make(row) for row in session.execute(_BY_INVESTOR, given)]


def promised(session: Session, *, fund_ids: Collection[str], today: date) -> list[PromiseRow]:
    """Every investor's commitment to each fund as it stands today."""
    given = {"funds": list(fund_ids), "today": today}
    return [PromiseRow._make(row) for row in session.execute(_PROMISED, given)]


def stray(session: Session, *, fund_ids: Collection[str], today: date) -> list[StrayRow]:
    """Flows dated `before` inception or `after` today, counted, with the first of each."""
    given = {"funds": list(fund_ids), "today": today}
    return [StrayRow._make(row) for row in session.execute(_STRAY, given)]


def late(
    session: Session, *, fund_ids: Collection[str], today: date, residual: Collection[str]
) -> list[LateRow]:
    """Flows learned after the value of a later quarter, where that value was not restated since.

    `residual` are the types that belong to a value and are no cash.
    """
    given = {"funds": list(fund_ids), "today": today, "residual": sorted(residual)}
    return [LateRow._make(row) for row in session.execute(_LATE, given)]


def places(session: Session, wanted: Sequence[tuple[str, str, date]]) -> list[PlaceRow]:
    """Where the totals of (table, fund id, day) stand in imported files."""
    tables, ids, days = (list(part) for part in zip(*wanted, strict=True))
    given = {"tables": tables, "ids": ids, "days": days}
    return [PlaceRow._make(row) for row in session.execute(_PLACES, given)]
