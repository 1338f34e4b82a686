"""Rows at work in figures, with the file, sheet and row they were read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.db.queries.explain.origins import Origin, origins, successors
from services.explain.recipe import Use
from services.explain.results import Later, SourceRow

SHOWN_RATE = Decimal("0.0000000001")


def source_rows(session: Session, uses: Sequence[Use]) -> tuple[SourceRow, ...]:
    """Each row with its place in a file, and what took its place since."""
    ids: dict[str, set[int]] = defaultdict(set)
    for use in uses:
        ids[use.table].add(use.id)
    known = {table: origins(session, table, rows) for table, rows in ids.items()}
    later = {table: _later(session, table, found) for table, found in known.items()}
    return tuple(_row(use, known[use.table].get(use.id), later[use.table]) for use in uses)


def _later(
    session: Session, table: str, found: Mapping[int, Origin]
) -> dict[tuple[str, datetime], Later]:
    ended = {(one.natural_key, one.known_to) for one in found.values() if one.known_to}
    return {
        (row.natural_key, row.known_from): Later(
            amount=row.amount,
            file=row.file,
            sheet=row.sheet,
            row=row.row,
            known_from=row.known_from,
        )
        for row in successors(session, table, [(key, to) for key, to in ended if to])
    }


def _row(use: Use, origin: Origin | None, later: Mapping[tuple[str, datetime], Later]) -> SourceRow:
    replaced = None
    if origin is not None and origin.known_to is not None:
        replaced = later.get((origin.natural_key, origin.known_to))
    quote = use.conversion
    about = f", {origin.label}" if origin is not None and origin.label else ""
    return SourceRow(
        kind=use.table,
        date=use.day,
        fund=use.fund,
        investor=origin.investor if origin else None,
        type=use.type,
        label=use.label if about.endswith(use.label) else f"{use.label}{about}",
        amount=use.amount,
        unit=use.unit,
        currency=use.currency,
        rate=quote.rate.quantize(SHOWN_RATE).normalize() if quote else None,
        rate_date=quote.day if quote else None,
        rate_source=quote.source if quote else None,
        converted=use.converted,
        counts_as=use.counts_as,
        adds=use.adds,
        counts=use.counts,
        file=origin.file if origin else None,
        sheet=origin.sheet if origin else None,
        row=origin.row if origin else None,
        import_id=origin.import_id if origin else None,
        imported_by=origin.imported_by if origin else None,
        imported_at=origin.imported_at if origin else None,
        known_from=origin.known_from if origin else None,
        known_to=origin.known_to if origin else None,
        replaced_by=replaced,
    )
