"""The book of imports: the newest first, a stretch at a time, every row a way to its import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import formats
from layouts.imports import PATH, Listed
from layouts.imports.parts import (
    API,
    address,
    book_link,
    box,
    file_of,
    import_button,
    moment,
    rows,
)
from layouts.panels import Part, downloads, icon
from layouts.rows import Bit, Cell, Row, rows_table

if TYPE_CHECKING:
    from services.imports.records import ImportList, ImportRecord

HEAD = (
    "File",
    "Kind",
    "Imported",
    "By",
    "Rows read",
    "New",
    "Superseded",
    "Unchanged",
    "Taken back",
    "Odd values",
)
WORDS, DEEP = (0, 1, 2, 3), (1, 2, 3, 4, 7, 8, 9)
READ_ONLY = "You may read the book; importing is for operations with access to every fund."
EVERY = "Every figure of every page goes back to a row of one of these files."


def drawn(listed: Listed) -> list[Part]:
    """The sentence about the book, and the book."""
    return [_head(listed), html.Div(_book(listed), className="grid")]


def _head(listed: Listed) -> html.Div:
    said = html.Div(
        [
            html.H1("Imports"),
            html.P(_state(listed), className="state"),
            html.P(html.Span(EVERY if listed.may_import else READ_ONLY), className="asof"),
        ]
    )
    acts = [import_button("Import a file", kind=listed.kind)] if listed.may_import else []
    return html.Div([said, html.Div(acts, className="acts keep")], className="head")


def _state(listed: Listed) -> list[Part]:
    found = listed.found
    if not found.imports:
        words = "Nothing was imported yet." if listed.kind is None else "None of this kind yet."
        return [words]
    count = "1 file" if found.total == 1 else f"{found.total:,} files"
    are = "is" if found.total == 1 else "are"
    of = f" of kind {listed.kind}" if listed.kind else ""
    if found.offset:
        return [html.B(count), f" {are} in the books{of}."]
    newest = found.imports[0]
    return [
        html.B(count),
        f" {are} in the books{of}; the last, ",
        html.B(newest.file_name),
        f", came in on {formats.day(newest.imported_at)}: {outcome(newest)}.",
    ]


def outcome(record: ImportRecord) -> str:
    """`12 new rows, 3 superseded, 1 taken back`, in words."""
    parts = [
        f"{count:,} {words}"
        for count, words in (
            (record.rows_new, "new"),
            (record.rows_superseded, "superseded"),
            (record.rows_retracted, "taken back"),
        )
        if count
    ]
    if not parts:
        return f"nothing new in {rows(record.rows_read)}"
    return ", ".join(parts)


def _book(listed: Listed) -> Part:
    found = listed.found
    if not found.imports:
        return _empty(listed)
    first, last = found.offset + 1, found.offset + len(found.imports)
    title = f"The newest {last:,} of {found.total:,}" if first == 1 else f"{first:,} to {last:,}"
    asked = {"kind": listed.kind} if listed.kind else {}
    return box(
        f"All {found.total:,} imports" if found.total == len(found.imports) else title,
        "Newest first; rows as the import counted them",
        rows_table(HEAD, [_row(item) for item in found.imports], caption="Imports, newest first",
              words=WORDS, deep=DEEP),
        panel="imports-list",
        tools=[_kinds(listed), downloads("the imports", file_of(API, **asked, limit="1000"))],
        foot=[html.Span("Source: book of imports"), _ways(found, asked)],
    )  # fmt: skip


def _row(item: ImportRecord) -> Row:
    odd: Cell = _count(0)
    if item.warning_count:
        odd = Bit(text=f"{item.warning_count:,}", icon="warning", look="warn")
    return [
        Bit(text=item.file_name, go=address(of=item.id)),
        item.kind,
        moment(item.imported_at),
        item.imported_by_name,
        f"{item.rows_read:,}",
        _count(item.rows_new),
        _count(item.rows_superseded),
        _count(item.rows_unchanged),
        _count(item.rows_retracted),
        odd,
    ]


def _count(count: int) -> Cell:
    """A count that stands back where it is nothing."""
    return f"{count:,}" if count else Bit(text="0", look="muted")


def _kinds(listed: Listed) -> html.Details:
    """A menu of kinds; each choice is an address."""
    ways = [dcc.Link("All kinds", href=PATH, className="item")]
    ways += [dcc.Link(kind, href=f"{PATH}?kind={kind}", className="item") for kind in listed.kinds]
    shown = html.Summary(
        [html.Span(listed.kind or "All kinds"), icon("open", small=True)], className="b"
    )
    return html.Details([shown, html.Div(ways, className="menu end")], className="pop kinds")


def _ways(found: ImportList, asked: dict[str, str]) -> html.Span:
    """To the newer and the older stretch."""
    ways: list[Part] = []
    if found.offset:
        start = max(0, found.offset - found.limit)
        more = {"offset": str(start)} if start else {}
        ways.append(book_link("Newer", **asked, **more))
    if found.offset + len(found.imports) < found.total:
        ways.append(book_link("Older", **asked, offset=str(found.offset + found.limit)))
    return html.Span(ways, className="ways-on nb")


def _empty(listed: Listed) -> html.Section:
    """Nothing there: what brings the first file in."""
    parts: list[Part] = [icon("download")]
    if listed.kind is None:
        parts += [
            html.Strong("No file was imported yet."),
            html.P(
                "Start with the funds, then their cash flows and values: take a template, fill "
                "it in, check it here, import it."
            ),
        ]
    else:
        parts += [
            html.Strong(f"No file of kind {listed.kind} was imported yet."),
            html.P(book_link("Show every kind")),
        ]
    parts.append(html.Code(f"gpdash import {listed.kind or 'funds'} FILE"))
    return html.Section(
        html.Div(parts, className="body mid empty"),
        className="panel low c12",
        **{"data-part": "imports-list", "aria-label": "No imports"},
    )
