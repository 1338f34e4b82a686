"""Rows of one file about the same thing, for kinds without twins: taken once, or contradictory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Cursor, sql

from services.imports.kinds.declare import Kind, Oddity
from services.imports.kinds.things import THINGS
from services.imports.report import MOST_ERRORS, Tally, Trouble
from services.imports.spool import Codes


class Contradictory(Exception):
    """A file that says two things of one; nothing of it may be written."""

    def __init__(self, troubles: list[Trouble]) -> None:
        super().__init__(f"{len(troubles)} rows contradict others")
        self.troubles = troubles


def settle(cursor: Cursor[Any], kind: Kind, codes: Codes, *, name: str) -> list[Oddity]:
    """Leave the first of equal rows in the staging table `name`; what is told of the others.

    Raises Contradictory when rows of one identity were measured differently.
    """
    if kind.twins:
        return []
    names = _names(kind, name)
    cursor.execute(sql.SQL(_COUNTED).format(**names))
    (repeated,) = cursor.fetchone() or (0,)
    if not repeated:
        return []
    cursor.execute(sql.SQL(_REPEATED).format(**names))
    troubles = list(_contradictions(cursor, kind, codes))
    if troubles:
        raise Contradictory(troubles)
    found = Tally()
    cursor.execute("SELECT source_row, first_row FROM repeats ORDER BY line")
    found.add(
        Oddity(row, None, None, f"This row repeats row {first}; it was taken once.")
        for row, first in cursor
    )
    deleted = sql.SQL("DELETE FROM {table} WHERE line IN (SELECT line FROM repeats)")
    cursor.execute(deleted.format(**names))
    cursor.execute("DROP TABLE repeats")
    return found.warnings()


def _names(kind: Kind, name: str) -> dict[str, sql.Composable]:
    return {
        "table": sql.Identifier(name),
        "identity": sql.SQL(", ").join(map(sql.Identifier, kind.identity)),
        "measured": sql.SQL(", ").join(map(sql.Identifier, kind.measured)),
    }


def _contradictions(cursor: Cursor[Any], kind: Kind, codes: Codes) -> Iterator[Trouble]:
    by_stored = {column.stored: column for column in kind.columns}
    columns = [by_stored[stored] for stored in kind.identity]
    shown = [{id_: code for code, id_ in codes.get(c.type, {}).items()} for c in columns]
    nouns = {thing.table: thing.noun for thing in THINGS.values()}
    noun = nouns.get(kind.entity or "", "thing")
    cursor.execute(
        sql.SQL(
            "SELECT source_row, first_row, {} FROM repeats WHERE differs ORDER BY line LIMIT %s"
        ).format(sql.SQL(", ").join(sql.Identifier(stored) for stored in kind.identity)),
        [MOST_ERRORS],
    )
    for row, first, *identity in cursor:
        both = zip(shown, identity, strict=True)
        texts = [str(known.get(part, part)) for known, part in both if part is not None]
        yield Trouble(
            row,
            columns[0].name,
            ", ".join(texts),
            f"Row {first} says something else of the same {noun}.",
            "keep the row that holds",
        )


_COUNTED = """
SELECT (SELECT count(*) FROM {table}) - (SELECT count(*) FROM (
    SELECT FROM {table} GROUP BY {identity}
) things)
"""
_REPEATED = """
CREATE TEMP TABLE repeats AS
SELECT line, source_row, {identity}, first_row, ROW({measured}) IS DISTINCT FROM first AS differs
FROM (
    SELECT *, first_value(line) OVER same AS first_line,
           first_value(source_row) OVER same AS first_row,
           first_value(ROW({measured})) OVER same AS first
    FROM {table} WINDOW same AS (PARTITION BY {identity} ORDER BY line)
) placed WHERE line <> first_line
"""
