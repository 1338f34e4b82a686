"""Facts against what is believed: equal stays, different supersedes, unseen is new.

Rows are compared as sets, so the order of a file does not matter. Twins (equal identity) are first
paired with equal twins; what is left over on both sides is paired in the order of its amounts.
Where nothing is believed yet of what a file is about, nothing is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Cursor, sql

from services.imports.kinds.declare import Kind, Type
from services.imports.report import Counts
from services.imports.store.staging import Told

ROWS_AT_ONCE = 50_000
# of what is compared: one that no two things share, and a quick one that some things may share
EXACT = "md5(ROW({})::text)::uuid"
ROUGH = "hash_record_extended(ROW({}), 0)"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every written row carries: its import, its sheet and the moment it became known.

    `source` is the name of the map; `replace` retracts rows of that source the file lacks.
    """

    import_id: str
    sheet: str | None
    instant: datetime
    source: str
    replace: bool


def apply(cursor: Cursor[Any], kind: Kind, stamp: Stamp, *, told: Told) -> tuple[Counts, set[str]]:
    """Write the rows of `staged`; the counts, and the series (fund ids, …) whose facts changed.

    `told` hears how many rows were written.
    """
    names = _names(kind)
    _run(cursor, names, _SERIES)
    rows, compared = _one(cursor, "SELECT count(*) FROM staged"), _one(cursor, _ANY_BELIEVED, names)
    steps = _COMPARED if compared else _NUMBERED
    _run(cursor, names, *steps)
    counts = _counts(cursor, rows) if compared else Counts(new=rows)
    if counts.superseded:
        ended = "UPDATE {table} t SET {ended} FROM changed c WHERE t.id = c.old_id"
        cursor.execute(sql.SQL(ended).format(**names), {"instant": stamp.instant})
    _insert(cursor, names, stamp, rows, compared=compared, told=told)
    cursor.execute(sql.SQL(_TOUCHED if compared else "SELECT series FROM series").format(**names))
    touched = {series for (series,) in cursor.fetchall()}
    if stamp.replace and kind.day is not None and compared:
        retracted = _retract(cursor, kind, names, stamp)
        counts.retracted = len(retracted)
        touched.update(retracted)
    used = ["staged", "series", *(table for table, _ in steps)]
    cursor.execute(sql.SQL("DROP TABLE {}").format(sql.SQL(", ").join(map(sql.Identifier, used))))
    return counts, touched


def _run(cursor: Cursor[Any], names: dict[str, sql.Composable], *steps: tuple[str, str]) -> None:
    """Fill temporary tables, each from those before it."""
    for table, query in steps:
        made = sql.SQL("CREATE TEMP TABLE {} AS {}").format(
            sql.Identifier(table), sql.SQL(query).format(**names)
        )
        cursor.execute(made)
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def _one(cursor: Cursor[Any], query: str, names: dict[str, sql.Composable] | None = None) -> Any:
    """The only value of a query's only row."""
    cursor.execute(sql.SQL(query).format(**names or {}))
    (found,) = cursor.fetchone() or (None,)
    return found


def _counts(cursor: Cursor[Any], rows: int) -> Counts:
    cursor.execute("SELECT count(*) FILTER (WHERE old_id IS NULL), count(old_id) FROM changed")
    new, superseded = cursor.fetchone() or (0, 0)
    return Counts(new=new, superseded=superseded, unchanged=rows - new - superseded)


def _insert(
    cursor: Cursor[Any],
    names: dict[str, sql.Composable],
    stamp: Stamp,
    rows: int,
    *,
    compared: bool,
    told: Told,
) -> None:
    """Insert new rows in the order of the file; some pages of `staged` at a time where all are."""
    pages = _one(cursor, "SELECT pg_relation_size('staged') / current_setting('block_size')::int")
    at_once = pages if compared else max(pages * ROWS_AT_ONCE // max(rows, 1), 1)
    join = sql.SQL("JOIN" if compared else "LEFT JOIN")
    statement = sql.SQL(_INSERTED).format(**names, join=join)
    written = 0
    for first in range(0, pages, max(at_once, 1)):
        place = {"first": f"({first},0)", "end": f"({first + at_once},0)"}
        given = {"instant": stamp.instant, "import": stamp.import_id, "sheet": stamp.sheet}
        cursor.execute(statement, place | given)
        written += cursor.rowcount
        told(written)
    if written >= ROWS_AT_ONCE:  # or everybody plans with what was there before
        cursor.execute(sql.SQL("ANALYZE {table}").format(**names))


def _retract(
    cursor: Cursor[Any], kind: Kind, names: dict[str, sql.Composable], stamp: Stamp
) -> list[str]:
    """End what is believed from this source in the file's funds and days and is not in the file."""
    cursor.execute(
        sql.SQL(_RETRACTED).format(**names, day=sql.Identifier(kind.day or "")),
        {"instant": stamp.instant, "import": stamp.import_id, "source": stamp.source},
    )
    return [series for (series,) in cursor.fetchall()]


def _names(kind: Kind) -> dict[str, sql.Composable]:
    stored = [column.stored for column in kind.columns]
    return {
        "table": sql.Identifier(kind.table),
        "series": sql.SQL(kind.series),
        "ended": _ended(kind),
        "columns": sql.SQL(", ").join(map(sql.Identifier, stored)),
        "base": _base(kind, EXACT),
        "rough": _base(kind, ROUGH),
        "repeat": sql.Literal(kind.twins or kind.external is not None),
        "facts": _hash([_comparable(kind, name) for name in stored], EXACT),
        "order": sql.SQL(", ").join(map(sql.Identifier, (*kind.measured, *kind.identity))),
    }


def identity_key(kind: Kind) -> sql.Composable:
    """The part of a natural key before its number, of rows with the kind's stored columns."""
    return _base(kind, EXACT)


def _ended(kind: Kind) -> sql.Composable:
    """What ends a fact: from the instant on it is believed no more, nor is it the latest."""
    ended = sql.SQL("known_to = %(instant)s")
    if kind.latest is None:
        return ended
    return sql.SQL("{}, {} = false").format(ended, sql.Identifier(kind.latest))


def _base(kind: Kind, hashed: str) -> sql.Composable:
    """What makes two rows the same fact: the source's own identifier, or the identity columns."""
    identity = _hash([sql.Identifier(name) for name in kind.identity], hashed)
    if kind.external is None:
        return identity
    external = sql.Identifier(kind.external)
    named = _hash([sql.SQL(kind.series), sql.SQL("'external'::text"), external], hashed)
    return sql.SQL("CASE WHEN {} IS NULL THEN {} ELSE {} END").format(external, identity, named)


def _hash(parts: list[sql.Composable], hashed: str) -> sql.Composable:
    return sql.SQL(hashed).format(sql.SQL(", ").join(parts))


def _comparable(kind: Kind, name: str) -> sql.Composable:
    """A column as it is compared: 0.080 and 0.08 are the same rate."""
    column = next(column for column in kind.columns if column.stored == name)
    exact = column.type in (Type.RATE, Type.NUMBER)
    return sql.SQL("trim_scale({})" if exact else "{}").format(sql.Identifier(name))


_SERIES = ("series", "SELECT DISTINCT {series} AS series FROM staged")
_ANY_BELIEVED = """
SELECT EXISTS (
    SELECT FROM {table} WHERE known_to IS NULL AND {series} IN (SELECT series FROM series)
)
"""
# nothing is believed: only twins need a number, all others are the first of their key
_NUMBERED = (
    (
        "changed",
        """
WITH rough AS MATERIALIZED (
    SELECT line, {rough} AS hash FROM staged WHERE {repeat}
), alike AS (
    SELECT line FROM rough WHERE hash IN (SELECT hash FROM rough GROUP BY hash HAVING count(*) > 1)
)
SELECT line, key_hash::text || '#' || place AS natural_key
FROM (
    SELECT line, key_hash, row_number() OVER (PARTITION BY key_hash ORDER BY {order}, line) AS place
    FROM (SELECT *, {base} AS key_hash FROM staged WHERE line IN (SELECT line FROM alike)) keyed
) numbered WHERE place > 1
""",
    ),
)
_COMPARED = (
    ("arrived", "SELECT line, {facts} AS fact_hash FROM staged"),
    (
        "believed",
        """
SELECT id, {facts} AS fact_hash FROM {table}
WHERE known_to IS NULL AND {series} IN (SELECT series FROM series)
""",
    ),
    # rows that have no equal on the other side: line of the file, or id of what is believed
    (
        "left_over",
        """
WITH uneven AS (
    SELECT fact_hash, least(count(line), count(id)) AS pairs FROM (
        SELECT fact_hash, line, NULL::bigint AS id FROM arrived
        UNION ALL SELECT fact_hash, NULL, id FROM believed
    ) both_sides GROUP BY fact_hash HAVING count(line) <> count(id)
), placed AS (
    SELECT line, NULL::bigint AS id, fact_hash,
           row_number() OVER (PARTITION BY fact_hash ORDER BY line) AS twin
    FROM arrived WHERE fact_hash IN (SELECT fact_hash FROM uneven)
    UNION ALL
    SELECT NULL, id, fact_hash, row_number() OVER (PARTITION BY fact_hash ORDER BY id)
    FROM believed WHERE fact_hash IN (SELECT fact_hash FROM uneven)
)
SELECT line, id FROM placed JOIN uneven USING (fact_hash) WHERE twin > pairs
""",
    ),
    (
        "changed",
        r"""
WITH arriving AS (
    SELECT line, key_hash, row_number() OVER (PARTITION BY key_hash ORDER BY {order}, line) AS place
    FROM (
        SELECT *, {base} AS key_hash FROM staged
        WHERE line IN (SELECT line FROM left_over)
    ) keyed
), known AS (
    SELECT * FROM (
        SELECT *, {base} AS key_hash FROM {table}
        WHERE known_to IS NULL AND {series} IN (SELECT series FROM series)
          AND EXISTS (SELECT FROM left_over WHERE line IS NOT NULL)
    ) keyed WHERE key_hash IN (SELECT key_hash FROM arriving)
), ending AS (
    SELECT id, natural_key, key_hash,
           row_number() OVER (PARTITION BY key_hash ORDER BY {order}, id) AS place
    FROM known WHERE id IN (SELECT id FROM left_over)
), numbered AS (
    SELECT key_hash, max(substring(natural_key FROM '#(\d+)$')::int) AS highest
    FROM known GROUP BY key_hash
), ended AS (
    SELECT key_hash, count(*) AS rows FROM ending GROUP BY key_hash
)
SELECT arriving.line, ending.id AS old_id, coalesce(
    ending.natural_key,
    key_hash::text || '#' || coalesce(highest, 0) + place - coalesce(ended.rows, 0)
) AS natural_key
FROM arriving LEFT JOIN ending USING (key_hash, place)
LEFT JOIN numbered USING (key_hash) LEFT JOIN ended USING (key_hash)
""",
    ),
)
_INSERTED = """
INSERT INTO {table} ({columns}, natural_key, known_from, import_id, sheet, source_row)
SELECT {columns}, coalesce(natural_key, {base}::text || '#1'), %(instant)s, %(import)s, %(sheet)s,
       source_row
FROM staged {join} changed USING (line)
WHERE staged.ctid >= %(first)s::tid AND staged.ctid < %(end)s::tid ORDER BY line
"""
_TOUCHED = "SELECT DISTINCT {series} FROM staged JOIN changed USING (line)"
_RETRACTED = """
UPDATE {table} t SET {ended}
FROM imports i
WHERE t.import_id = i.id AND i.mapping ->> 'source' = %(source)s AND t.import_id <> %(import)s
  AND t.known_to IS NULL AND t.id IN (SELECT id FROM left_over)
  AND t.{day} BETWEEN (SELECT min({day}) FROM staged) AND (SELECT max({day}) FROM staged)
RETURNING {series}
"""
