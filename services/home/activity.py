"""What was done lately: files imported, packs approved and sealed, alerts taken in hand."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from services.db.queries.home import ActRow
from services.db.reads.imports import ImportRow
from services.home.results import Done

MOST = 12


def newest(found: Iterable[Done]) -> tuple[Done, ...]:
    """The last of them."""
    return tuple(sorted(found, key=lambda done: done.at, reverse=True)[:MOST])


def of_import(row: ImportRow) -> Done:
    """A file and what it changed."""
    counts = [
        (row.rows_new, "new"),
        (row.rows_superseded, "corrected"),
        (len(row.retracted), "taken back"),
    ]
    told = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "nothing new"
    return Done(
        at=row.imported_at,
        kind="import",
        who=row.name,
        text=f"{row.kind} from {row.file_name}: {told}",
        link=f"/imports?{urlencode({'import': row.id})}",
    )


def of_act(row: ActRow) -> Done:
    """A step on a pack or an alert."""
    if row.kind == "pack":
        text = f"{row.act} the {row.about} pack of {row.name} ({row.fund})"
        return Done(at=row.at, kind=row.kind, who=row.who, text=text,
                    link=f"/lp-reporting?{urlencode({'fund': row.fund})}")  # fmt: skip
    text = f"{row.act} the alert {row.about.replace('_', ' ')} on {row.name} ({row.fund})"
    return Done(at=row.at, kind=row.kind, who=row.who, text=text,
                link=f"/risk?{urlencode({'fund': row.fund})}")  # fmt: skip
