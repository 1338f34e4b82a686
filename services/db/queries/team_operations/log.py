"""Every change to the facts: rows that a later file corrected or took back, and new conventions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from services.db.models import Base
from services.db.models.base import Fact

# What a row says of itself and not of the world.
_OWN = ("id", "natural_key", "known_from", "known_to", "import_id", "sheet", "source_row",
        "is_latest")  # fmt: skip
# The kind of import behind a table, where it has another name.
KINDS = {
    "benchmark_points": "benchmarks",
    "company_versions": "companies",
    "deal_versions": "investments",
    "fund_versions": "funds",
    "limited_partner_versions": "investors",
    "pipeline_deal_versions": "pipeline_deals",
    "team_member_versions": "team_members",
}
CONFIGURATION = "configuration"
_PROSPECTS = "{0}.deal_id IN (SELECT id FROM pipeline_deals WHERE fund_id = ANY(:funds))"
# Which rows belong to some funds, by the first of these columns that a table has.
_OF_FUNDS = {
    "fund_id": "{0}.fund_id = ANY(:funds)",
    "deal_id": "{0}.deal_id IN (SELECT id FROM deals WHERE fund_id = ANY(:funds))",
    "pipeline_deal_id": (
        "{0}.pipeline_deal_id IN (SELECT id FROM pipeline_deals WHERE fund_id = ANY(:funds))"
    ),
    "company_id": "{0}.company_id IN (SELECT company_id FROM deals WHERE fund_id = ANY(:funds))",
    "investor_id": "false",
}


class ChangeRow(NamedTuple):
    """One field that a change gave another value; `field` None: the row was taken back.

    `before` and `after` are the whole rows by column, `who` the id of a user or the words under
    which something was filed.
    """

    at: datetime
    table: str
    action: str
    field: str | None
    old: str | None
    new: str | None
    before: Mapping[str, Any]
    import_id: str | None
    file: str | None
    sheet: str | None
    row: int | None
    who: str | None
    name: str | None


class Named(NamedTuple):
    """What an id in a row stands for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes are asked for: of which funds (None: all), with investors or without, made by
    whom (None: anybody), between two moments."""

    funds: tuple[str, ...] | None
    investors: bool
    by: str | None
    since: datetime | None
    until: datetime | None

    @property
    def given(self) -> dict[str, Any]:
        funds = None if self.funds is None else list(self.funds)
        named = {"funds": funds, "by": self.by, "since": self.since, "until": self.until}
        return {"own": list(_OWN), **{k: value for k, value in named.items() if value is not None}}


def changes(session: Session, asked: Asked, *, limit: int, offset: int) -> list[ChangeRow]:
    """Changes, the newest first: one statement."""
    query = text(
        f"{_every(asked)} SELECT at, what, action, field, old, new, before, import_id, "  # noqa: S608
        "file, sheet, source_row, who, name FROM found "
        "ORDER BY at DESC, what, place DESC, field LIMIT :limit OFFSET :offset"
    )
    rows = session.execute(query, {**asked.given, "limit": limit, "offset": offset})
    return [ChangeRow._make(row) for row in rows]


def counts(session: Session, asked: Asked) -> dict[str, int]:
    """How many there are by table: one statement."""
    query = text(f"{_every(asked)} SELECT what, count(*) FROM found GROUP BY what")  # noqa: S608
    return dict(session.execute(query, asked.given).tuples().all())


def names(session: Session, wanted: Mapping[str, Iterable[str]]) -> dict[str, Named]:
    """Code and name of things by id, of each table (funds, companies, …) one statement."""
    found: dict[str, Named] = {}
    for table, ids in sorted(wanted.items()):
        things = Base.metadata.tables[table]
        name = "company_name" if "company_name" in things.c else "name"
        shown = name if name in things.c else "code"
        query = text(
            f"SELECT id, coalesce(code, {shown}), {shown} FROM {table} WHERE id = ANY(:ids)"  # noqa: S608 - our own tables
        )
        for id_, code, told in session.execute(query, {"ids": sorted(ids)}):
            found[id_] = Named(code, told)
    return found


@cache
def referred(table: str) -> dict[str, str]:
    """The columns of a table that point to things with a code, and the table of those."""
    found = {}
    for column in Base.metadata.tables[table].c:
        for key in column.foreign_keys:
            if "code" in key.column.table.c:
                found[column.name] = key.column.table.name
    return found


def kind_of(table: str) -> str:
    """The kind of import that writes a table."""
    return KINDS.get(table, table)


def facts() -> list[Table]:
    """Every table of facts, by name."""
    found = [model.__table__ for model in Fact.__subclasses__() if issubclass(model, Base)]
    return sorted((t for t in found if isinstance(t, Table)), key=lambda table: table.name)


def _every(asked: Asked) -> str:
    """The changes of every table as one list."""
    shown = [table for table in facts() if asked.investors or not _of_investors_only(table)]
    parts = [_of_table(table, asked) for table in shown]
    whole = " UNION ALL ".join([*parts, _of_configurations(asked)])
    mine = " WHERE who = :by" if asked.by is not None else ""
    return f"WITH every AS ({whole}), found AS (SELECT * FROM every{mine})"  # noqa: S608 - above


def _of_table(table: Table, asked: Asked) -> str:
    """One table: each field of a row that a later one gave another value, and rows that ended
    without one in their place."""
    conditions = ["prior.known_to IS NOT NULL", *_within("prior.known_to", asked)]
    columns = set(table.c.keys())
    if asked.funds is not None:
        conditions += _visible("prior", columns)
    if not asked.investors and "investor_id" in columns:
        conditions.append("prior.investor_id IS NULL")
    return f"""
        SELECT prior.known_to AS at, '{table.name}' AS what, prior.id AS place,
               CASE WHEN later.id IS NULL THEN 'retracted' ELSE 'superseded' END AS action,
               d.field, d.old, d.new, j.was AS before, i.id AS import_id,
               i.file_name AS file, later.sheet, later.source_row, i.imported_by AS who, u.name
        FROM {table.name} prior
        LEFT JOIN {table.name} later
          ON later.natural_key = prior.natural_key AND later.known_from = prior.known_to
        LEFT JOIN LATERAL (
            SELECT id, file_name, imported_by FROM imports
            WHERE id = later.import_id OR (later.id IS NULL AND imported_at = prior.known_to)
            LIMIT 1
        ) i ON true
        LEFT JOIN users u ON u.id = i.imported_by
        CROSS JOIN LATERAL (SELECT to_jsonb(prior) AS was, to_jsonb(later) AS became OFFSET 0) j
        CROSS JOIN LATERAL (
            SELECT b.key AS field, b.value AS old, j.became ->> b.key AS new
            FROM jsonb_each_text(j.was) b
            WHERE later.id IS NOT NULL AND b.key <> ALL(:own)
              AND b.value IS DISTINCT FROM j.became ->> b.key
            UNION ALL SELECT NULL, NULL, NULL WHERE later.id IS NULL
        ) d
        WHERE {" AND ".join(conditions)}
    """  # noqa: S608 - names of our own tables


def _of_configurations(asked: Asked) -> str:
    """Documents that the firm set, each with the parts that differ from the one before."""
    conditions = ["true", *_within("c.known_from", asked)]
    return f"""
        SELECT c.known_from, '{CONFIGURATION}', 0::bigint, 'configured', d.field, d.old, d.new,
               jsonb_build_object('name', c.name, 'version', c.version), NULL, NULL, NULL,
               NULL::integer, c.set_by, u.name
        FROM configurations c
        LEFT JOIN configurations p ON p.name = c.name AND p.known_to = c.known_from
        LEFT JOIN users u ON u.id = c.set_by
        CROSS JOIN LATERAL (
            SELECT b.key AS field, p.payload ->> b.key AS old, b.value AS new
            FROM jsonb_each_text(c.payload) b
            WHERE (p.id IS NOT NULL OR b.key = 'version')
              AND b.value IS DISTINCT FROM p.payload ->> b.key
        ) d
        WHERE {" AND ".join(conditions)}
    """  # noqa: S608 - our own words


def _within(column: str, asked: Asked) -> list[str]:
    found = [f"{column} >= :since"] if asked.since is not None else []
    return [*found, f"{column} <= :until"] if asked.until is not None else found


def _visible(alias: str, columns: Collection[str]) -> list[str]:
    """Rows of the reader's funds; of a table that belongs to no fund all of them."""
    if "at" in columns:  # activities: those about nothing, or about what the reader may see
        return [
            f"({alias}.deal_id IS NULL OR {_PROSPECTS.format(alias)})",
            f"({alias}.company_id IS NULL OR {_OF_FUNDS['company_id'].format(alias)})",
        ]
    ways = [(name, way.format(alias)) for name, way in _OF_FUNDS.items() if name in columns]
    if not ways:
        return []
    name, first = ways[0]
    if name == "fund_id" and "item" in columns and "company_id" in columns:
        other = _OF_FUNDS["company_id"].format(alias)
        return [f"({first} OR ({alias}.fund_id IS NULL AND {other}))"]
    return [first]


def _of_investors_only(table: Table) -> bool:
    """Whether a table tells of investors and nothing else."""
    return table.name in ("limited_partner_versions", "investor_terms", "commitments")
