"""The data-edit log: what was changed, old to new, by whom and from which file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import listed
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bit, Cell, Piece, rows_table
from layouts.team_operations.parts import counted, source, texts

if TYPE_CHECKING:
    from services.team_operations.results import AuditLog, Edit

BLANK = Bit(text="blank", look="muted")
ACTIONS = {"superseded": "corrected", "retracted": "taken back", "configured": "set"}
LONGEST = 60
IMPORT = "/imports"


def log(found: AuditLog, view: View) -> Content | Empty:
    """A page of changes, the newest first."""
    if not found.total:
        return Empty(words="No file has corrected an earlier one yet.")
    first, last = found.offset + 1, found.offset + found.shown
    title = f"{counted(found.total, 'value')} changed since they were first told"
    kinds = listed(
        (f"{number:,} in {kind.replace('_', ' ')}" for kind, number in found.by_kind.items())
    )
    return Content(
        title=title,
        subtitle=f"Old value and new value, {kinds}; {first:,} to {last:,}, the newest first",
        aside=[_pages(found, view)],
        body=_short(found.edits, view),
        twin=_full(found.edits),
        summary=f"{title}. {kinds}.",
        source=f"{source(found.meta)}; nothing is overwritten, every earlier value is kept",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _pages(found: AuditLog, view: View) -> Part:
    """Ways to newer and older changes."""
    ways: list[Part] = []
    if found.offset:
        before = max(0, found.offset - found.limit)
        ways.append(_way("Newer", view.here(offset=str(before) if before else None)))
    if found.offset + found.shown < found.total:
        ways.append(_way("Older", view.here(offset=str(found.offset + found.limit))))
    return html.Div(ways, className="switch") if ways else None


def _way(text: str, href: str) -> html.A:
    return html.A(text, href=href, className="b q", **{"data-go": ""})


def _short(edits: tuple[Edit, ...], view: View) -> Part:
    rows: list[list[Cell]] = [
        [
            formats.day(edit.at.date()),
            [edit.kind.replace("_", " "), " ", Bit(text=edit.subject, look="muted")],
            edit.field.replace("_", " "),
            _changed(edit),
            edit.changed_by or Bit(text="not known", look="muted"),
            _file(edit, view),
        ]
        for edit in edits
    ]
    head = ["Day", "What", "Field", "Old to new", "Who", "File"]
    return rows_table(
        head, rows, caption="Changes to the facts", words=(0, 1, 2, 3, 4, 5), deep=(4, 5),
        look="tight editlog",
    )  # fmt: skip


def _changed(edit: Edit) -> list[Piece]:
    if edit.action == "retracted":
        return [Bit(text="the row was taken back", look="muted")]
    old: Piece = BLANK if edit.old is None else Bit(text=_cut(edit.old), tag="del")
    new: Piece = BLANK if edit.new is None else Bit(text=_cut(edit.new), tag="ins")
    return [old, " → ", new]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _file(edit: Edit, view: View) -> Piece:
    if not edit.file:
        return Bit(text="–", look="muted", said="no file")
    row = f", row {edit.row:,}" if edit.row else ""
    if edit.import_id is None or view.embedded:
        return f"{edit.file}{row}"
    return Bit(text=f"{edit.file}{row}", go=f"{IMPORT}?import={edit.import_id}")


def _full(edits: tuple[Edit, ...]) -> Part:
    head = ["Moment", "Kind", "Action", "What", "Fund", "Field", "Old", "New", "Who", "File",
            "Row"]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            formats.moment(edit.at),
            edit.kind,
            ACTIONS.get(edit.action, edit.action),
            edit.subject,
            edit.fund or "",
            edit.field,
            BLANK if edit.old is None else edit.old,
            BLANK if edit.new is None else edit.new,
            edit.changed_by or "",
            edit.file or "",
            formats.count(edit.row) if edit.row else "",
        ]
        for edit in edits
    ]
    return rows_table(
        head, rows, caption="Every change in full", words=tuple(range(10)), look="editlog"
    )
