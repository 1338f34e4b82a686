"""Parsed facts into a temporary table, by COPY."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from psycopg import Cursor, sql

from services.imports.kinds.declare import Facts, Type

TOLD_EVERY = 20_000


def stage(
    cursor: Cursor[Any],
    facts: Facts,
    codes: Mapping[Type, Mapping[str, str]],
    *,
    progress: Callable[[str, int], None] | None = None,
) -> None:
    """Fill the temporary table `staged`: line, source_row and the stored columns of the kind.

    `codes` gives the ids of funds and investors by code.
    """
    columns = facts.kind.columns
    definitions = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.stored), sql.SQL(column.sql_type))
        for column in columns
    )
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE staged (line bigint, source_row bigint, {})").format(definitions)
    )
    values = [_resolved(facts.columns[column.name], codes.get(column.type)) for column in columns]
    with cursor.copy("COPY staged FROM STDIN") as copy:
        for n, row in enumerate(zip(range(1, len(facts) + 1), facts.rows, *values, strict=True)):
            copy.write_row(row)
            if progress and n % TOLD_EVERY == 0:
                progress("writing", n)
    cursor.execute("ANALYZE staged")


def _resolved(values: list[Any], ids: Mapping[str, str] | None) -> list[Any]:
    if ids is None:
        return values
    return [None if value is None else ids[value] for value in values]
