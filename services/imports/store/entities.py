"""Rows for the things that files describe (funds, companies, people, …), made and kept current."""

from __future__ import annotations

import uuid
from typing import Any

from psycopg import Cursor, sql
from psycopg.types.json import Jsonb

from services.imports.kinds.declare import Column, Facts
from services.imports.kinds.things import THINGS
from services.imports.reading import Refused
from services.imports.store.references import ids

# columns (as stored) that a table cannot be without
REQUIRED = {
    "funds": ("name", "currency"),
    "limited_partners": ("name",),
    "companies": ("name",),
    "deals": ("fund_id", "company_id", "deal_date"),
    "pipeline_deals": ("fund_id", "company_name", "sourced_at"),
}
PEOPLE = "users"
# what a file may say of somebody who perhaps signs in: never the address, a role or a password
OF_PEOPLE = {"name": "name", "title": "role"}


def make_entities(cursor: Cursor[Any], facts: Facts) -> None:
    """Rows for the things that these facts describe and that do not exist yet.

    Raises Refused when an address was given to somebody else meanwhile.
    """
    table = facts.kind.entity or ""
    known = ids(cursor, table)
    first: dict[str, int] = {}
    for place, code in enumerate(facts.columns[facts.kind.columns[0].name]):
        if code not in known:
            first.setdefault(code, place)
    if table == PEOPLE:
        _make_people(cursor, facts, list(first.values()))
        return
    columns = [_column(facts, name) for name in REQUIRED[table]]
    resolved = [_values(cursor, facts, column) for column in columns]
    cursor.executemany(
        sql.SQL("INSERT INTO {} (id, code, {}) VALUES (%s, %s{})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(sql.Identifier(column.stored) for column in columns),
            sql.SQL(", %s" * len(columns)),
        ),
        [
            (str(uuid.uuid4()), code, *(values[place] for values in resolved))
            for code, place in sorted(first.items())
        ],
    )


def _column(facts: Facts, stored: str) -> Column:
    return next(column for column in facts.kind.columns if column.stored == stored)


def _values(cursor: Cursor[Any], facts: Facts, column: Column) -> list[Any]:
    """A column's values, ids in place of codes."""
    values = facts.columns[column.name]
    thing = THINGS.get(column.type)
    if thing is None:
        return values
    known = ids(cursor, thing.table)
    return [known[code] for code in values]


def _make_people(cursor: Cursor[Any], facts: Facts, places: list[int]) -> None:
    """People without rights: whoever signs in with the address already is linked by the code and
    keeps roles, password and funds; anybody else has none of them and cannot sign in."""
    for place in places:
        code, name, email, title = (
            facts.columns[column][place] for column in ("user", "name", "email", "role")
        )
        cursor.execute(
            "INSERT INTO users (id, email, code, name, title, roles, all_funds) "
            "VALUES (%s, %s, %s, %s, %s, %s, false) "
            "ON CONFLICT (email) DO UPDATE SET code = excluded.code WHERE users.code IS NULL",
            [str(uuid.uuid4()), email, code, name, title, Jsonb([])],
        )
        if cursor.rowcount != 1:
            raise Refused(
                "This address belongs to another team member.",
                "give each member an address of their own",
                row=facts.rows[place],
                column="email",
                value=email,
            )


def update_entities(cursor: Cursor[Any], facts: Facts, import_id: str) -> None:
    """Bring the described rows to what this import made known of them."""
    kind = facts.kind
    table = kind.entity or ""
    columns = {column.stored: column.stored for column in kind.columns[1:]}
    assignments = sql.SQL(", ").join(
        sql.SQL("{} = v.{}").format(sql.Identifier(ours), sql.Identifier(theirs))
        for ours, theirs in (OF_PEOPLE if table == PEOPLE else columns).items()
    )
    cursor.execute(
        sql.SQL(
            "UPDATE {entity} e SET {assignments} FROM {versions} v "
            "WHERE v.{reference} = e.id AND v.known_to IS NULL AND v.import_id = %s"
        ).format(
            entity=sql.Identifier(table),
            assignments=assignments,
            versions=sql.Identifier(kind.table),
            reference=sql.Identifier(kind.identity[0]),
        ),
        [import_id],
    )
