"""The book of imports as a principal may read it: the list, one import, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.access.permissions import check_action
from services.db.models import Base
from services.db.reads import imports as reads
from services.db.reads.imports import ClosedRow, FiledRow, ImportRow
from services.db.session import Database
from services.errors import NotFound
from services.imports.kinds import KINDS, Kind
from services.imports.records import (
    RETRACTED,
    SUPERSEDED,
    ChangedRow,
    Difference,
    ImportChanges,
    ImportDetail,
    ImportList,
    ImportRecord,
    Warned,
)
from services.scope import Principal

SEE = "see_imports"
MOST_LISTED = 1_000
MOST_CHANGES = 200


class ImportHistory:
    """What was imported. Who may see some funds only sees nobody's imports but their own."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def listing(
        self,
        principal: Principal,
        *,
        kind: str | None = None,
        limit: int = MOST_LISTED,
        offset: int = 0,
    ) -> ImportList:
        """Imports, newest first. Raises Forbidden, or NotFound for a limited partner."""
        check_action(principal, SEE)
        by = None if principal.funds is None else principal.user_id
        with self.db.read() as session:
            rows, total = reads.imports(session, by=by, kind=kind, limit=limit, offset=offset)
        found = tuple(ImportRecord(**_record(row)) for row in rows)
        return ImportList(imports=found, total=total, limit=limit, offset=offset)

    def one(self, principal: Principal, import_id: str) -> ImportDetail:
        """One import; NotFound, in the same words, for one that is missing or not theirs."""
        with self.db.read() as session:
            return _detail(_filed(session, principal, import_id))

    def changes(
        self, principal: Principal, import_id: str, *, limit: int = MOST_CHANGES
    ) -> ImportChanges:
        """The facts that the import closed, each with what stands in its place, `limit` at most.

        Rows of funds that the principal may not see are left out. Raises as `one` does.
        """
        with self.db.read() as session:
            filed = _filed(session, principal, import_id)
            detail = _detail(filed)
            rows: list[ChangedRow] = []
            for name in detail.kinds or {detail.kind: {}}:
                left = limit - len(rows)
                if left > 0 and name in KINDS and _may_read(principal, KINDS[name]):
                    rows += _closed(session, principal, KINDS[name], detail, left)
        total = detail.rows_superseded + detail.rows_retracted
        hidden = principal.funds is not None and len(rows) < min(total, limit)
        return ImportChanges(import_id=import_id, rows=tuple(rows), total=total, hidden=hidden)


def _filed(session: Session, principal: Principal, import_id: str) -> FiledRow:
    check_action(principal, SEE)
    found = reads.import_by_id(session, import_id)
    if found is None or not (principal.funds is None or found.row.imported_by == principal.user_id):
        raise NotFound
    return found


def _record(row: ImportRow) -> dict[str, Any]:
    known = row._asdict()
    retracted = sum(known.pop("retracted"))
    name = known.pop("name") or row.imported_by
    return known | {"rows_retracted": retracted, "imported_by_name": name}


def _detail(filed: FiledRow) -> ImportDetail:
    mapping, warnings = filed.mapping, filed.warnings
    return ImportDetail(
        **_record(filed.row),
        source=mapping.get("source"),
        layout=mapping.get("map") or {},
        sheet=mapping.get("sheet"),
        known_on=mapping.get("known_on"),
        kinds=warnings.get("kinds", {}),
        warnings=tuple(Warned(**_plain(item)) for item in warnings.get("items", ())),
    )


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item.get(name) for name in ("row", "column", "value", "message")}


def _may_read(principal: Principal, kind: Kind) -> bool:
    """Who sees some funds only is shown rows that name their fund."""
    return principal.funds is None or "fund_id" in Base.metadata.tables[kind.table].c


def _closed(
    session: Session, principal: Principal, kind: Kind, detail: ImportDetail, limit: int
) -> Iterator[ChangedRow]:
    names = [column.stored for column in kind.columns]
    funds = principal.funds
    found = reads.superseded(
        session, kind.table, import_id=detail.id, columns=names, funds=funds, limit=limit
    )
    yield from (_changed(kind, row, SUPERSEDED) for row in found)
    if detail.rows_retracted and limit > len(found):
        taken_back = reads.retracted(
            session,
            kind.table,
            instant=_instant(detail),
            columns=names,
            funds=funds,
            limit=limit - len(found),
        )
        yield from (_changed(kind, row, RETRACTED) for row in taken_back)


def _instant(detail: ImportDetail) -> datetime:
    """The moment from which the import's facts are known."""
    return datetime.fromisoformat(detail.known_on) if detail.known_on else detail.imported_at


def _changed(kind: Kind, row: ClosedRow, action: str) -> ChangedRow:
    name_of = {column.stored: column.name for column in kind.columns}
    return ChangedRow(
        kind=kind.name,
        action=action,
        what={name_of.get(name, name): row.before.get(name) for name in kind.identity},
        row=row.row,
        sheet=row.sheet,
        old_row=row.old_row,
        old_import_id=row.old_import_id,
        old_file=row.old_file,
        differences=tuple(
            Difference(column=name_of[name], before=before, after=row.after.get(name))
            for name, before in row.before.items()
            if before != row.after.get(name)
        ),
    )
