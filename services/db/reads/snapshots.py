"""Snapshots of funds: written once per state of their facts, closed when a newer state is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session


class SnapshotTable:
    """A table of snapshots with the columns `fund_id`, `data_version` and `known_to`.

    `types` are the columns that are written, with their PostgreSQL types; `key` those that tell
    one snapshot from another, `data_version` among them.
    """

    def __init__(self, name: str, *, types: Mapping[str, str], key: Sequence[str]) -> None:
        self.name, self.types, self.key = name, types, key

    def write(self, session: Session, rows: bytes) -> None:
        """Upsert snapshots, given as a JSON array of objects keyed by the columns.

        Those of the same funds from older facts are no longer believed from now on, whichever of
        two writers comes last.
        """
        session.execute(self._upsert, {"rows": rows.decode()})
        session.execute(self._supersede, {"rows": rows.decode()})

    @cached_property
    def _upsert(self) -> TextClause:
        # Amounts arrive as JSON numbers with all their digits and are never floats on the way.
        names = ", ".join(self.types)
        typed = ", ".join(f"{name} {kind}" for name, kind in self.types.items())
        changed = ", ".join(
            f"{name} = excluded.{name}" for name in self.types if name not in self.key
        )
        return text(
            f"INSERT INTO {self.name} (id, {names}) "  # noqa: S608 - names of our own columns
            f"SELECT gen_random_uuid()::text, {names} "
            f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row({typed}) "
            f"ON CONFLICT ({', '.join(self.key)}) "
            f"DO UPDATE SET {changed}, updated_at = now(), known_to = NULL"
        )

    @cached_property
    def _supersede(self) -> TextClause:
        return text(
            f"UPDATE {self.name} AS old SET known_to = now() "  # noqa: S608 - our own table
            "FROM (SELECT DISTINCT fund_id FROM jsonb_to_recordset(CAST(:rows AS jsonb)) "
            "      AS row(fund_id text)) AS touched "
            "WHERE old.fund_id = touched.fund_id AND old.known_to IS NULL "
            f"AND EXISTS (SELECT FROM {self.name} AS new "
            "            WHERE new.fund_id = old.fund_id AND new.data_version > old.data_version)"
        )
