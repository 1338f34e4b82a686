"""What the checks read of capital accounts: statements summed by role, and postings between values.

A role is what a line does in one of the identities of a statement: the caller says which lines
have it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

ROLES = (
    "opening",
    "moves",
    "closing",
    "commitment",
    "unfunded_opening",
    "unfunded_moves",
    "unfunded_other",
    "unfunded_closing",
    "fee_moves",
    "fee_closing",
    "carry_opening",
    "carry_moves",
    "carry_closing",
)


class StatementRow(NamedTuple):
    """One statement of an account: `span` ending on `day`; None where it has no line of a role.

    `investor` None is the whole fund. `nav` is the value that the books hold for the same day.
    The place is that of the first line.
    """

    fund_id: str
    investor: str | None
    day: date
    span: str
    opening: Decimal | None
    moves: Decimal | None
    closing: Decimal | None
    commitment: Decimal | None
    unfunded_opening: Decimal | None
    unfunded_moves: Decimal | None
    unfunded_other: Decimal | None
    unfunded_closing: Decimal | None
    fee_moves: Decimal | None
    fee_closing: Decimal | None
    carry_opening: Decimal | None
    carry_moves: Decimal | None
    carry_closing: Decimal | None
    nav: Decimal | None
    import_id: str | None
    file: str | None
    row: int | None


class StretchRow(NamedTuple):
    """From one value of an account to the next, and what was posted between; `opening` is known."""

    fund_id: str
    investor: str | None
    since: date
    day: date
    opening: Decimal
    posted: Decimal
    closing: Decimal


_SUMS = ", ".join(f"sum(e.amount) FILTER (WHERE r.role = '{role}') AS {role}" for role in ROLES)
_STATEMENTS = text(f"""
WITH stated AS (
    SELECT e.fund_id, e.investor_id, e.entry_date, e.span, e.currency, {_SUMS},
           min(e.id) AS sample
    FROM fund_ledger e
    JOIN unnest(CAST(:accounts AS text[]), CAST(:roles AS text[])) AS r(account, role)
      ON r.account = e.account
    WHERE e.fund_id = ANY(CAST(:funds AS text[])) AND e.known_to IS NULL
      AND e.span <> 'transaction' AND e.entry_date <= :today
    GROUP BY e.fund_id, e.investor_id, e.entry_date, e.span, e.currency
)
SELECT s.fund_id, p.code, s.entry_date, s.span, {", ".join(f"s.{role}" for role in ROLES)},
       (SELECT sum(n.nav) FROM fund_navs n
        WHERE n.fund_id = s.fund_id AND n.nav_date = s.entry_date AND n.known_to IS NULL
          AND n.currency = s.currency AND n.investor_id IS NOT DISTINCT FROM s.investor_id),
       f.import_id, i.file_name, f.source_row
FROM stated s JOIN fund_ledger f ON f.id = s.sample
LEFT JOIN limited_partners p ON p.id = s.investor_id
LEFT JOIN imports i ON i.id = f.import_id
ORDER BY s.fund_id, p.code NULLS FIRST, s.entry_date, s.span
""")  # noqa: S608 - roles are our own words
# Each posting belongs to the next value on or after its day: counted from the end, values number
# the stretches.
_STRETCHES = text("""
WITH posted AS (
    SELECT fund_id, investor_id, currency, entry_date AS day, sum(amount) AS amount
    FROM fund_ledger
    WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL AND span = 'transaction'
      AND account = ANY(CAST(:moves AS text[])) AND entry_date <= :today
    GROUP BY 1, 2, 3, 4
), valued AS (
    SELECT fund_id, investor_id, currency, nav_date AS day, sum(nav) AS nav FROM fund_navs
    WHERE fund_id IN (SELECT fund_id FROM posted) AND known_to IS NULL AND nav_date <= :today
    GROUP BY 1, 2, 3, 4
), together AS (
    SELECT fund_id, investor_id, currency, day, amount, NULL::numeric AS nav FROM posted
    UNION ALL SELECT fund_id, investor_id, currency, day, NULL, nav FROM valued
), numbered AS (
    SELECT *, count(nav) OVER (
        PARTITION BY fund_id, investor_id, currency ORDER BY day DESC
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS stretch FROM together
), summed AS (
    SELECT fund_id, investor_id, currency, stretch, max(day) AS day, sum(nav) AS nav,
           sum(amount) AS amount
    FROM numbered GROUP BY 1, 2, 3, 4
), chained AS (
    SELECT *, lag(nav) OVER w AS opening, lag(day) OVER w AS since FROM summed
    WINDOW w AS (PARTITION BY fund_id, investor_id, currency ORDER BY day)
)
SELECT c.fund_id, p.code, c.since, c.day, c.opening, c.amount, c.nav
FROM chained c LEFT JOIN limited_partners p ON p.id = c.investor_id
WHERE c.opening IS NOT NULL AND c.nav IS NOT NULL AND c.amount IS NOT NULL
ORDER BY c.fund_id, p.code NULLS FIRST, c.day
""")


def statements(
    session: Session,
    *,
    fund_ids: Collection[str],
    today: date,
    roles: Mapping[str, Collection[str]],
) -> list[StatementRow]:
    """Every believed statement of the funds; `roles` gives the lines (slugs) of each role."""
    pairs = [(account, role) for role in ROLES for account in sorted(roles[role])]
    given = {
        "funds": list(fund_ids),
        "today": today,
        "accounts": [account for account, _ in pairs],
        "roles": [role for _, role in pairs],
    }
    return [StatementRow._make(row) for row in session.execute(_STATEMENTS, given)]


def stretches(
    session: Session, *, fund_ids: Collection[str], today: date, moves: Collection[str]
) -> list[StretchRow]:
    """Values that follow each other with postings on the lines `moves` between them."""
    given = {"funds": list(fund_ids), "today": today, "moves": sorted(moves)}
    return [StretchRow._make(row) for row in session.execute(_STRETCHES, given)]
