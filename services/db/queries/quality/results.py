"""Results of checks kept: a new row only where something changed, the old one closed beside it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

TURN = 7_381_002  # the advisory lock of checks: one run at a time sees and writes results


class WrittenRow(NamedTuple):
    """A result that was added, or closed (`added` false)."""

    added: bool
    fund_id: str | None
    status: str


_TYPED = (
    "check_id text, fund_id text, subject text, as_of date, status text, expected numeric, "
    "actual numeric, difference numeric, tolerance numeric, message text, import_id text, "
    "source_row integer"
)
_FOUND = f"jsonb_to_recordset(CAST(:found AS jsonb)) AS new({_TYPED})"
# `kept` are checks that could not look this time, as check and fund: their last word stands.
_CLOSE = text(f"""
UPDATE check_results old SET valid_to = clock_timestamp()
WHERE old.valid_to IS NULL
  AND (old.fund_id = ANY(CAST(:funds AS text[])) OR (CAST(:shared AS boolean)
       AND old.fund_id IS NULL))
  AND (CAST(:only AS text[]) IS NULL OR old.check_id = ANY(CAST(:only AS text[])))
  AND (old.check_id, old.fund_id) NOT IN (
      SELECT * FROM unnest(CAST(:kept_checks AS text[]), CAST(:kept_funds AS text[])))
  AND NOT EXISTS (
      SELECT FROM {_FOUND}
      WHERE new.check_id = old.check_id AND new.fund_id IS NOT DISTINCT FROM old.fund_id
        AND new.subject = old.subject AND new.status = old.status
        AND new.message = old.message AND new.expected IS NOT DISTINCT FROM old.expected
        AND new.actual IS NOT DISTINCT FROM old.actual
  )
RETURNING false, old.fund_id, old.status
""")  # noqa: S608 - names of our own columns
_ADD = text(f"""
INSERT INTO check_results (
    check_id, fund_id, subject, as_of, status, expected, actual, difference, tolerance, message,
    import_id, source_row, run_id, data_version, checked_at
)
SELECT new.check_id, new.fund_id, new.subject, new.as_of, new.status, new.expected, new.actual,
       new.difference, new.tolerance, new.message, new.import_id, new.source_row, :run,
       coalesce(v.version, 0) + :ahead, clock_timestamp()
FROM {_FOUND}
LEFT JOIN data_versions v ON v.scope = coalesce(new.fund_id, :shared_scope)
WHERE NOT EXISTS (
    SELECT FROM check_results old WHERE old.valid_to IS NULL AND old.check_id = new.check_id
      AND old.fund_id IS NOT DISTINCT FROM new.fund_id AND old.subject = new.subject
)
RETURNING true, fund_id, status
""")  # noqa: S608 - names of our own columns


def take_turn(session: Session) -> None:
    """Wait until no other run of checks is open; until this transaction ends the others wait."""
    session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def keep(
    session: Session,
    found: bytes,
    *,
    fund_ids: Collection[str],
    shared: bool,
    kept: Collection[tuple[str, str]],
    run_id: str | None,
    ahead: int,
    shared_scope: str,
    only: Collection[str] | None = None,
) -> list[WrittenRow]:
    """Bring the results of these funds (and of no fund, with `shared`) to what was found.

    `found` is a JSON array of objects; results that are not in it are closed, those of checks
    beside `only` (ids; None: every one) are left. `ahead` is added to the counter of facts: 1
    inside a transaction that will still count it up.
    """
    given = {
        "found": found.decode(),
        "funds": list(fund_ids),
        "shared": shared,
        "only": None if only is None else sorted(only),
        "kept_checks": [check for check, _ in kept],
        "kept_funds": [fund for _, fund in kept],
    }
    closed = session.execute(_CLOSE, given).all()
    added = session.execute(
        _ADD,
        {
            "found": given["found"],
            "run": run_id,
            "ahead": ahead,
            "shared_scope": shared_scope,
        },
    ).all()
    return [WrittenRow._make(row) for row in (*closed, *added)]
