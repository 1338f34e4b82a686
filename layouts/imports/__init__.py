"""The pages of imports: the book of what was filed, one import in it, and the way in for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from layouts.panels import Panel, Part, page

if TYPE_CHECKING:
    from services.imports.records import ImportChanges, ImportDetail, ImportList
    from services.quality.results import Check

BOOK = Panel(id="imports-book", title="Imports", shape="head", command="gpdash import KIND FILE")
KIND = Panel(id="imports-kind", title="Columns of the file", shape="table", width=7)
PATH, NEW_PATH = "/imports", "/imports/new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The book as it is opened: a stretch of its imports, and the kinds it can be asked for."""

    found: ImportList
    kinds: Sequence[str]
    kind: str | None = None
    may_import: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One import with what it changed and the results of checks that point to its rows."""

    detail: ImportDetail
    changes: ImportChanges
    checks: Sequence[Check] = field(default=())
    may_import: bool = False


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The book before anything is read."""
    return page((BOOK,), only=only)
