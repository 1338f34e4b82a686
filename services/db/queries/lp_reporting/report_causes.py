"""What became known of funds after a moment: which rows of which file, and whose they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from services.db.models import Commitment, FundCashFlow, FundLedgerEntry, FundNav, Import


class Cause(NamedTuple):
    """A change to one investor's rows (None: the fund's) of a day, and the file it came with."""

    table: str
    fund_id: str
    investor_id: str | None
    day: date
    moment: datetime
    file: str | None

    def told(self) -> str:
        """The file and the day on which it became known."""
        return f"{self.file or 'a correction'} of {self.moment.date().isoformat()}"


def causes(
    session: Session, *, fund_ids: Collection[str], after: datetime, until: datetime | None
) -> list[Cause]:
    """New and withdrawn rows of funds, known after a moment and up to another, in one statement."""
    chosen = []
    for table, day in (
        (FundCashFlow, FundCashFlow.flow_date),
        (FundNav, FundNav.nav_date),
        (Commitment, Commitment.commitment_date),
        (FundLedgerEntry, FundLedgerEntry.entry_date),
    ):
        own = [table.fund_id.in_(list(fund_ids))]
        for moment in (table.known_from, table.known_to):
            within = [moment > after, *([] if until is None else [moment <= until])]
            chosen.append(_changes(table, day, moment, [*own, *within]))
    return [Cause._make(row) for row in session.execute(union_all(*chosen))]


def _changes(table: Any, day: Any, moment: Any, within: list[ColumnElement[bool]]) -> Select[Any]:
    """Rows that came at a moment, or went; what went was taken by the import of that moment."""
    came = moment is table.known_from
    filed = Import.id == table.import_id if came else Import.imported_at == table.known_to
    return (
        select(
            literal(table.__tablename__),
            table.fund_id,
            table.investor_id,
            day,
            moment,
            func.max(Import.file_name),
        )
        .outerjoin(Import, filed)
        .where(*within)
        .group_by(table.fund_id, table.investor_id, day, moment)
    )
