"""Facts against what is believed: equal stays, different supersedes, unseen is new.

Rows are compared as sets, so the order of a file does not matter. Twins (equal identity) are first
paired with equal twins; what is left over on both sides is paired in the order of its amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Cursor, sql

from services.imports.kinds.declare import Kind, Type
from services.imports.report import Counts

TEMPORARY = ("staged", "arrived", "believed", "matched", "changed")


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


def apply(cursor: Cursor[Any], kind: Kind, stamp: Stamp) -> tuple[Counts, set[str]]:
    """Write the rows of `staged`; the counts, and the series (fund ids, …) whose facts changed."""
    names = _names(kind)
    for statement, filled in _STEPS:
        cursor.execute(sql.SQL(statement).format(**names))
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(filled)))
    counts = _counts(cursor)
    cursor.execute(
        sql.SQL("UPDATE {table} t SET known_to = %s FROM changed c WHERE t.id = c.old_id").format(
            **names
        ),
        [stamp.instant],
    )
    cursor.execute(
        sql.SQL(_INSERTED).format(**names), [stamp.instant, stamp.import_id, stamp.sheet]
    )
    cursor.execute(sql.SQL(_TOUCHED).format(**names))
    touched = {series for (series,) in cursor.fetchall()}
    if stamp.replace and kind.day is not None:
        cursor.execute(
            sql.SQL(_RETRACTED).format(**names, day=sql.Identifier(kind.day)),
            {"instant": stamp.instant, "import": stamp.import_id, "source": stamp.source},
        )
        retracted = [series for (series,) in cursor.fetchall()]
        counts.retracted = len(retracted)
        touched.update(retracted)
    cursor.execute(
        sql.SQL("DROP TABLE {}").format(sql.SQL(", ").join(map(sql.Identifier, TEMPORARY)))
    )
    return counts, touched


def _counts(cursor: Cursor[Any]) -> Counts:
    cursor.execute(
        "SELECT count(*) FILTER (WHERE old_id IS NULL), count(old_id), "
        "(SELECT count(*) FROM matched) FROM changed"
    )
    new, superseded, unchanged = cursor.fetchone() or (0, 0, 0)
    return Counts(new=new, superseded=superseded, unchanged=unchanged)


def _names(kind: Kind) -> dict[str, sql.Composable]:
    stored = [column.stored for column in kind.columns]
    return {
        "table": sql.Identifier(kind.table),
        "series": sql.Identifier(kind.series),
        "columns": sql.SQL(", ").join(map(sql.Identifier, stored)),
        "base": _base(kind),
        "facts": _hash([_comparable(kind, name) for name in stored]),
        "order": sql.SQL(", ").join(map(sql.Identifier, (*kind.measured, *kind.identity))),
    }


def _base(kind: Kind) -> sql.Composable:
    """What makes two rows the same fact: the source's own identifier, or the identity columns."""
    identity = _hash([sql.Identifier(name) for name in kind.identity])
    if kind.external is None:
        return identity
    external = sql.Identifier(kind.external)
    named = _hash([sql.Identifier(kind.series), sql.Literal("external"), external])
    return sql.SQL("CASE WHEN {} IS NULL THEN {} ELSE {} END").format(external, identity, named)


def _hash(parts: list[sql.Composable]) -> sql.Composable:
    return sql.SQL("md5(ROW({})::text)::uuid").format(sql.SQL(", ").join(parts))


def _comparable(kind: Kind, name: str) -> sql.Composable:
    """A column as it is compared: 0.080 and 0.08 are the same rate."""
    column = next(column for column in kind.columns if column.stored == name)
    exact = column.type in (Type.RATE, Type.NUMBER)
    return sql.SQL("trim_scale({})" if exact else "{}").format(sql.Identifier(name))


_ARRIVED = """
CREATE TEMP TABLE arrived AS
SELECT line, key_hash, fact_hash,
       row_number() OVER (PARTITION BY key_hash, fact_hash ORDER BY line) AS twin
FROM (SELECT line, {base} AS key_hash, {facts} AS fact_hash FROM staged) hashed
"""
_BELIEVED = """
CREATE TEMP TABLE believed AS
SELECT * FROM (
    SELECT id, natural_key, {base} AS key_hash, {facts} AS fact_hash, {columns} FROM {table}
    WHERE known_to IS NULL AND {series} IN (SELECT DISTINCT {series} FROM staged)
) known
WHERE key_hash IN (SELECT key_hash FROM arrived)
"""
_MATCHED = """
CREATE TEMP TABLE matched AS
SELECT arrived.line, known.id FROM arrived JOIN (
    SELECT id, key_hash, fact_hash,
           row_number() OVER (PARTITION BY key_hash, fact_hash ORDER BY id) AS twin
    FROM believed
) known USING (key_hash, fact_hash, twin)
"""
_CHANGED = r"""
CREATE TEMP TABLE changed AS
WITH arriving AS (
    SELECT line, key_hash, row_number() OVER (PARTITION BY key_hash ORDER BY {order}, line) AS place
    FROM staged JOIN arrived USING (line)
    WHERE NOT EXISTS (SELECT FROM matched WHERE matched.line = staged.line)
), ending AS (
    SELECT id, natural_key, key_hash,
           row_number() OVER (PARTITION BY key_hash ORDER BY {order}, id) AS place
    FROM believed WHERE NOT EXISTS (SELECT FROM matched WHERE matched.id = believed.id)
), numbered AS (
    SELECT key_hash, max(substring(natural_key FROM '#(\d+)$')::int) AS highest
    FROM believed GROUP BY key_hash
), ended AS (
    SELECT key_hash, count(*) AS rows FROM ending GROUP BY key_hash
)
SELECT arriving.line, ending.id AS old_id, coalesce(
    ending.natural_key,
    key_hash::text || '#' || coalesce(highest, 0) + place - coalesce(ended.rows, 0)
) AS natural_key
FROM arriving LEFT JOIN ending USING (key_hash, place)
LEFT JOIN numbered USING (key_hash) LEFT JOIN ended USING (key_hash)
"""
_STEPS = (
    (_ARRIVED, "arrived"),
    (_BELIEVED, "believed"),
    (_MATCHED, "matched"),
    (_CHANGED, "changed"),
)
_INSERTED = """
INSERT INTO {table} ({columns}, natural_key, known_from, import_id, sheet, source_row)
SELECT {columns}, natural_key, %s, %s, %s, source_row
FROM staged JOIN changed USING (line) ORDER BY line
"""
_TOUCHED = "SELECT DISTINCT {series} FROM staged JOIN changed USING (line)"
_RETRACTED = """
UPDATE {table} t SET known_to = %(instant)s
FROM imports i
WHERE t.import_id = i.id AND i.mapping ->> 'source' = %(source)s AND t.import_id <> %(import)s
  AND t.known_to IS NULL AND NOT EXISTS (SELECT FROM matched WHERE matched.id = t.id)
  AND t.{series} IN (SELECT DISTINCT {series} FROM staged)
  AND t.{day} BETWEEN (SELECT min({day}) FROM staged) AND (SELECT max({day}) FROM staged)
RETURNING t.{series}
"""
