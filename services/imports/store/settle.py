"""What a map says of all rows together, settled in the staged table before facts are compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from psycopg import Cursor, sql

from services.imports.kinds.declare import Kind, Oddity
from services.imports.maps import Map
from services.imports.reading import Refused
from services.imports.report import Tally
from services.imports.shaping.layout import COUNTS

INVESTOR = "investor"
NAMES = {"capital_call": "paid in", "distribution": "paid back"}


def settle(cursor: Cursor[Any], kind: Kind, rules: Map, *, name: str) -> list[Oddity]:
    """Bring the staged rows in table `name` to what the map means; what is odd about it. Refused.

    The rows are those of one kind, before they are compared with what is known.
    """
    found = Tally()
    if kind.name != rules.kind:
        return []
    if rules.one_of_each is not None:
        found.add(_count_once(cursor, kind, rules.one_of_each, name))
    elif kind.column(COUNTS) is not None and kind.column(INVESTOR) is not None:
        found.add(_counted_twice(cursor, kind, name))
    if rules.cumulative is not None:
        found.add(_differences(cursor, rules.name, name))
    return found.warnings()


def _count_once(cursor: Cursor[Any], kind: Kind, column: str, table: str) -> Iterator[Oddity]:
    """Let one row of each group count: that which comes first by the column that differs."""
    cursor.execute(_grouped(_COUNT_ONCE, kind, column, table))
    repeated = cursor.rowcount
    cursor.execute(sql.SQL(_MONEY).format(table=sql.Identifier(table)))
    rows, money, counted = cursor.fetchone() or (0, None, None)
    if repeated:
        words = _words(rows, rows - repeated)
        if money and counted:
            words += f" and its money {money / counted:.1f} times"
        yield Oddity(None, column, None, f"{words}; one of each counts.")


def _counted_twice(cursor: Cursor[Any], kind: Kind, table: str) -> Iterator[Oddity]:
    """Rows that may be one round with several investors, where the map does not say so."""
    cursor.execute(_grouped(_COUNTED, kind, INVESTOR, table))
    rows, rounds = cursor.fetchone() or (0, 0)
    if rows > rounds:
        hint = f"Every row counts here; `one_of_each: {INVESTOR}` in a map lets one of each count."
        yield Oddity(None, INVESTOR, None, f"{_words(rows, rounds)}. {hint}")


def _words(rows: int, rounds: int) -> str:
    return (
        f"{rows:,} rows are investors of {rounds:,} rounds: "
        f"a round counted per row would be counted {rows / max(rounds, 1):.1f} times"
    )


def _grouped(statement: str, kind: Kind, name: str, table: str) -> sql.Composed:
    """A statement over groups of rows that are equal in everything but one column."""
    column = kind.column(name)
    stored = name if column is None else column.stored
    others = [c.stored for c in kind.columns if c.stored not in (stored, COUNTS)]
    return sql.SQL(statement).format(
        table=sql.Identifier(table),
        column=sql.Identifier(stored),
        others=sql.SQL(", ").join(map(sql.Identifier, others)),
    )


class _Fall(NamedTuple):
    """A total that is lower than before, with its place in the file."""

    row: int | None
    type: str
    fund: str
    total: Any
    before: Any
    since: Any


def _differences(cursor: Cursor[Any], source: str, table: str) -> Iterator[Oddity]:
    """Turn totals so far into what came since the day before, over this file and earlier ones."""
    staged = {"table": sql.Identifier(table)}
    cursor.execute(sql.SQL(_TWO_TOTALS).format(**staged))
    for row, fund, day, amount in cursor.fetchall():
        raise Refused(
            f"The fund {fund!r} has two different totals on {day.isoformat()}.",
            "keep the row that holds",
            row=row,
            column="amount",
            value=str(amount),
        )
    cursor.execute(sql.SQL(_CHANGES).format(**staged), {"source": source})
    cursor.execute(_FALLS)
    for fall in map(_Fall._make, cursor.fetchall()):
        words = (
            f"What was {NAMES.get(fall.type, fall.type)} of the fund {fall.fund!r} fell from "
            f"{fall.before} ({fall.since.isoformat()}): read as a reversal."
        )
        yield Oddity(fall.row, "amount", str(fall.total), words)
    for statement in (_SET, _DROP_STILL, _CORRECT_LATER):
        cursor.execute(sql.SQL(statement).format(**staged))
    cursor.execute("DROP TABLE changes")


_COUNT_ONCE = """
UPDATE {table} SET counts = false FROM (
    SELECT line, row_number() OVER (PARTITION BY {others} ORDER BY {column}, line) AS place
    FROM {table} WHERE counts
) placed
WHERE placed.line = {table}.line AND placed.place > 1
"""
_MONEY = """
SELECT count(*), sum(amount), sum(amount) FILTER (WHERE counts) FROM {table}
"""
_COUNTED = """
SELECT coalesce(sum(n), 0)::bigint, count(*) FROM (
    SELECT count(*) AS n FROM {table} WHERE counts AND {column} IS NOT NULL GROUP BY {others}
    HAVING count(DISTINCT {column}) > 1
) several
"""
_SAME = """
s.fund_id = k.fund_id AND s.investor_id IS NOT DISTINCT FROM k.investor_id
AND s.type = k.type AND s.flow_date = k.flow_date
"""
_TWO_TOTALS = """
SELECT max(source_row), (SELECT code FROM funds WHERE funds.id = fund_id), flow_date, max(amount)
FROM {table} GROUP BY fund_id, investor_id, type, flow_date
HAVING count(DISTINCT amount) > 1 ORDER BY 1 LIMIT 1
"""
# `known`: flows that earlier files gave through the same map, and the totals they came from
_CHANGES = """
CREATE TEMP TABLE changes AS
WITH flows AS (
    SELECT t.fund_id, t.investor_id, t.type, t.flow_date, t.currency, sum(t.amount) AS amount
    FROM fund_cash_flows t JOIN imports i ON i.id = t.import_id
    WHERE t.known_to IS NULL AND i.mapping ->> 'source' = %(source)s
      AND t.fund_id IN (SELECT fund_id FROM {table})
    GROUP BY t.fund_id, t.investor_id, t.type, t.flow_date, t.currency
), known AS (
    SELECT *, sum(amount) OVER (
        PARTITION BY fund_id, investor_id, type ORDER BY flow_date
    ) AS total FROM flows
), points AS (
    SELECT s.fund_id, s.investor_id, s.type, s.flow_date, s.currency, s.line, s.source_row,
           s.amount AS total, k.amount AS was
    FROM {table} s LEFT JOIN known k ON {same}
    UNION ALL
    SELECT k.fund_id, k.investor_id, k.type, k.flow_date, k.currency, NULL, NULL, k.total, k.amount
    FROM known k WHERE NOT EXISTS (SELECT FROM {table} s WHERE {same})
)
SELECT *, total - coalesce(lag(total) OVER series, 0) AS change,
       lag(total) OVER series AS before, lag(flow_date) OVER series AS since
FROM points
WINDOW series AS (PARTITION BY fund_id, investor_id, type ORDER BY flow_date, line)
""".replace("{same}", _SAME)
_FALLS = """
SELECT source_row, type, (SELECT code FROM funds WHERE funds.id = fund_id), total, before, since
FROM changes WHERE change < 0 AND before IS NOT NULL AND (line IS NOT NULL OR change <> was)
ORDER BY source_row, type
"""
_SET = "UPDATE {table} SET amount = change FROM changes WHERE changes.line = {table}.line"
# a total that stands still is no flow, unless an earlier file made one of that day
_DROP_STILL = """
DELETE FROM {table} USING changes
WHERE changes.line = {table}.line
  AND (since = changes.flow_date OR change = 0 AND coalesce(was, 0) = 0)
"""
_CORRECT_LATER = """
INSERT INTO {table} (line, fund_id, investor_id, type, flow_date, currency, amount)
SELECT (SELECT coalesce(max(line), 0) FROM changes) + row_number() OVER (ORDER BY flow_date, type),
       fund_id, investor_id, type, flow_date, currency, change
FROM changes WHERE line IS NULL AND change <> was
"""
