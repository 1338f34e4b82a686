"""The wiring of imports: which stretch of the book, or which import, the address opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from callbacks.panels import Ports, Wiring
from layouts import imports as page
from layouts.imports import Listed, Opened, detail, flow, listing
from layouts.panels import Bare, View
from services.access.permissions import check_action, may_import
from services.errors import InvalidInput, NotFound
from services.imports import KINDS
from services.imports import listing as catalogue
from services.imports.history import MOST_CHANGES, SEE, ImportHistory
from services.quality import QualityService
from services.scope import Principal

if TYPE_CHECKING:
    from services.db.session import Database
    from services.quality.results import Check

PER_PAGE = 50
FURTHEST = 1_000_000
Query = Mapping[str, Sequence[str]]
wiring: Wiring[ImportHistory] = Wiring("imports", lambda ports: ImportHistory(ports.db), own=True)


def book(history: ImportHistory, principal: Principal, query: Query) -> Listed | Opened:
    """The import that the address names, else a stretch of the book."""
    import_id, kind = _one(query, "import"), _one(query, "kind")
    if import_id is not None:
        return Opened(
            detail=history.one(principal, import_id),
            changes=history.changes(principal, import_id, limit=MOST_CHANGES),
            checks=_pointing(history.db, principal, import_id),
            may_import=may_import(principal),
        )
    offset = _offset(_one(query, "offset"))
    found = history.listing(principal, kind=kind, limit=PER_PAGE, offset=offset)
    return Listed(found=found, kinds=tuple(KINDS), kind=kind, may_import=may_import(principal))


def _pointing(db: Database, principal: Principal, import_id: str) -> tuple[Check, ...]:
    """Today's results that a row of this file is the reason of, the failing ones first."""
    try:
        found = QualityService(db).data_quality(principal)
    except NotFound:  # there is no fund yet, or none for this person
        return ()
    return tuple(check for check in found.checks if check.import_id == import_id)


def drawn(found: Listed | Opened, _view: View) -> Bare:
    """The book, or the import that is open in it."""
    shown = detail.drawn(found) if isinstance(found, Opened) else listing.drawn(found)
    return Bare(children=shown)


def columns(_ports: Ports, principal: Principal, query: Query) -> Mapping[str, Any]:
    """The kind that the address names, else the first one; NotFound for one there is not."""
    check_action(principal, SEE)
    try:
        return catalogue.described(_one(query, "kind") or next(iter(KINDS)))
    except InvalidInput as unknown:
        raise NotFound(unknown.message) from None


def _one(query: Query, name: str) -> str | None:
    return next((value for value in query.get(name, ()) if value), None)


def _offset(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isdecimal() and text.isascii() and int(text) <= FURTHEST):
        raise InvalidInput(f"{text!r} is no place in the book: follow Newer and Older.")
    return int(text)


wiring.fill_asked(page.BOOK, book, drawn)
new_wiring: Wiring[Ports] = Wiring("imports", lambda ports: ports)
new_wiring.fill_asked(page.KIND, columns, flow.columns)
