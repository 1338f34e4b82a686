"""What the checks read of investments: the mark of each on a day, and which currencies are used."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class HeldRow(NamedTuple):
    """One investment as of a day: what was put in by then, and its last mark on or before it.

    `invested` is None before the first purchase; mark, value and currency None where there is no
    mark. The place is that of the mark.
    """

    fund_id: str
    day: date
    deal: str
    company: str
    name: str
    status: str | None
    sector: str | None
    stage: str | None
    invested: Decimal | None
    mark_date: date | None
    fair_value: Decimal | None
    currency: str | None
    import_id: str | None
    file: str | None
    row: int | None


class ForeignRow(NamedTuple):
    """A day on which a table holds amounts of a fund in another currency than the fund's own."""

    fund_id: str
    currency: str
    day: date


# Of several marks of one day the one that was learned last counts.
_HELD = text("""
SELECT d.fund_id, a.day, d.code, c.code, c.name, c.status, c.sector, c.stage,
       put.amount, m.mark_date, m.fair_value, m.currency, m.import_id, i.file_name, m.source_row
FROM unnest(CAST(:ids AS text[]), CAST(:days AS date[])) AS a(fund_id, day)
JOIN deals d ON d.fund_id = a.fund_id AND d.deal_date <= a.day
JOIN companies c ON c.id = d.company_id
LEFT JOIN LATERAL (
    SELECT sum(f.amount) AS amount FROM investment_cash_flows f
    WHERE f.deal_id = d.id AND f.known_to IS NULL AND f.flow_date <= a.day
      AND f.type IN ('investment', 'follow_on')
) put ON true
LEFT JOIN LATERAL (
    SELECT v.mark_date, v.fair_value, v.currency, v.import_id, v.source_row FROM valuations v
    WHERE v.deal_id = d.id AND v.known_to IS NULL AND v.mark_date <= a.day
    ORDER BY v.mark_date DESC, v.known_from DESC, v.id DESC LIMIT 1
) m ON true
LEFT JOIN imports i ON i.id = m.import_id
ORDER BY d.fund_id, a.day, c.code, d.code
""")
_FOREIGN = text("""
SELECT f.fund_id, f.currency, f.flow_date FROM fund_cash_flows f JOIN funds u ON u.id = f.fund_id
WHERE f.fund_id = ANY(CAST(:funds AS text[])) AND f.known_to IS NULL AND f.currency <> u.currency
UNION
SELECT n.fund_id, n.currency, n.nav_date FROM fund_navs n JOIN funds u ON u.id = n.fund_id
WHERE n.fund_id = ANY(CAST(:funds AS text[])) AND n.known_to IS NULL AND n.currency <> u.currency
UNION
SELECT e.fund_id, e.currency, e.entry_date FROM fund_ledger e JOIN funds u ON u.id = e.fund_id
WHERE e.fund_id = ANY(CAST(:funds AS text[])) AND e.known_to IS NULL AND e.currency <> u.currency
UNION
SELECT d.fund_id, x.currency, x.flow_date FROM investment_cash_flows x
JOIN deals d ON d.id = x.deal_id JOIN funds u ON u.id = d.fund_id
WHERE d.fund_id = ANY(CAST(:funds AS text[])) AND x.known_to IS NULL AND x.currency <> u.currency
UNION
SELECT d.fund_id, v.currency, v.mark_date FROM valuations v
JOIN deals d ON d.id = v.deal_id JOIN funds u ON u.id = d.fund_id
WHERE d.fund_id = ANY(CAST(:funds AS text[])) AND v.known_to IS NULL AND v.currency <> u.currency
ORDER BY 1, 2, 3
""")


def held(session: Session, *, asked: Iterable[tuple[str, date]]) -> list[HeldRow]:
    """Every investment of each fund as of the day beside its id."""
    pairs = sorted(set(asked))
    given = {"ids": [fund for fund, _ in pairs], "days": [day for _, day in pairs]}
    return [HeldRow._make(row) for row in session.execute(_HELD, given)]


def foreign(session: Session, *, fund_ids: Collection[str]) -> list[ForeignRow]:
    """Days of amounts that are not in their fund's own currency, each once."""
    rows = session.execute(_FOREIGN, {"funds": list(fund_ids)})
    return [ForeignRow._make(row) for row in rows]
