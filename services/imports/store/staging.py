"""Parsed rows into a temporary table, by COPY."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psycopg import Cursor, sql

from services.imports.spool import Codes, Spool

STAGED = "staged"
Told = Callable[[int], None]


def stage(cursor: Cursor[Any], spool: Spool, codes: Codes, *, name: str, told: Told) -> None:
    """Fill the temporary table `name`: line, source_row and the stored columns of the kind.

    `codes` gives the ids of funds, investors and so on by code. `told` hears how many rows came.
    """
    table = sql.Identifier(name)
    types = {column.stored: column.sql_type for column in spool.kind.columns}
    definitions = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(types.get(column, "bigint")))
        for column in spool.columns
    )
    cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({})").format(table, definitions))
    rows = 0
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
        for count, block in spool.blocks(codes):
            copy.write(block)
            rows += count
            told(rows)
    cursor.execute(sql.SQL("ANALYZE {}").format(table))


def put_on_stage(cursor: Cursor[Any], name: str) -> None:
    """Let the filled table `name` be the one that facts are written from."""
    renamed = sql.SQL("ALTER TABLE {} RENAME TO {}")
    cursor.execute(renamed.format(sql.Identifier(name), sql.Identifier(STAGED)))
