"""The codes that exist when a file is read, and the rows made for new ones."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from psycopg import Cursor, sql
from sqlalchemy import select

from services.db.models import Fund, LimitedPartner
from services.db.session import Database
from services.imports.kinds.declare import Facts, FundTerms, Type
from services.imports.maps import Map
from services.imports.shaping.parents import References

REFERRED = {Type.FUND: "funds", Type.INVESTOR: "limited_partners"}


def load(db: Database, rules: Map) -> References:
    """Every fund and investor by code, with what the map lets a file create."""
    terms = (Fund.id, Fund.code, Fund.currency, Fund.inception_date, Fund.total_committed)
    with db.read() as session:
        funds = {row.code: FundTerms(*row) for row in session.execute(select(*terms))}
        pairs = session.execute(select(LimitedPartner.code, LimitedPartner.id))
        investors = {row.code: row.id for row in pairs}
    return References(funds, investors, rules.parents.fund, rules.parents.investor)


def ids(cursor: Cursor[Any], table: str) -> dict[str, str]:
    """Id by code, as it is inside this transaction."""
    cursor.execute(sql.SQL("SELECT code, id FROM {}").format(sql.Identifier(table)))
    return dict(cursor.fetchall())


def codes(cursor: Cursor[Any]) -> dict[Type, dict[str, str]]:
    """Id by code of everything that a column may refer to, as it is inside this transaction."""
    return {type_: ids(cursor, table) for type_, table in REFERRED.items()}


def create_funds(cursor: Cursor[Any], codes: Iterable[str], currencies: dict[str, str]) -> None:
    """Bare rows for funds that are new; their terms follow from the facts about them."""
    cursor.executemany(
        "INSERT INTO funds (id, code, name, currency) VALUES (%s, %s, %s, %s)",
        [(str(uuid.uuid4()), code, code, currencies[code]) for code in codes],
    )


def create_investors(cursor: Cursor[Any], codes: Iterable[str]) -> None:
    """Bare rows for investors that are new."""
    cursor.executemany(
        "INSERT INTO limited_partners (id, code, name) VALUES (%s, %s, %s)",
        [(str(uuid.uuid4()), code, code) for code in codes],
    )


def make_entities(cursor: Cursor[Any], facts: Facts) -> None:
    """Rows for the funds or investors that these facts describe and that do not exist yet."""
    name = facts.kind.columns[0].name
    missing = set(facts.columns[name]) - ids(cursor, facts.kind.entity or "").keys()
    if facts.kind.entity == "funds":
        currencies = dict(zip(facts.columns["fund"], facts.columns["currency"], strict=True))
        create_funds(cursor, sorted(missing), currencies)
    else:
        create_investors(cursor, sorted(missing))


def update_entities(cursor: Cursor[Any], facts: Facts, import_id: str) -> None:
    """Bring the described rows to what this import made known of them."""
    kind = facts.kind
    columns = [column.stored for column in kind.columns[1:]]
    assignments = sql.SQL(", ").join(
        sql.SQL("{0} = v.{0}").format(sql.Identifier(column)) for column in columns
    )
    cursor.execute(
        sql.SQL(
            "UPDATE {entity} e SET {assignments} FROM {versions} v "
            "WHERE v.{reference} = e.id AND v.known_to IS NULL AND v.import_id = %s"
        ).format(
            entity=sql.Identifier(kind.entity or ""),
            assignments=assignments,
            versions=sql.Identifier(kind.table),
            reference=sql.Identifier(kind.series),
        ),
        [import_id],
    )
