"""One import: what its file changed, how it was read, what was odd, which checks it set off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import formats
from layouts.imports import Opened
from layouts.imports.listing import outcome
from layouts.imports.parts import (
    API,
    address,
    book_link,
    box,
    file_of,
    import_button,
    moment,
    rows,
    unknown,
    value,
)
from layouts.marks import marked
from layouts.panels import Part, downloads, icon
from layouts.rows import Bit, Cell, Row, rows_table

if TYPE_CHECKING:
    from services.imports.records import ChangedRow, ImportDetail, Value
    from services.quality.results import Check

CHANGES = ("Row", "Fact", "Column", "Was", "Is", "Was told by")
ODD = ("Row", "Column", "Value", "What is odd")
CHECKS = ("Check", "Result", "Fund", "What it says")
ON_FILE = 1_000


def drawn(opened: Opened) -> list[Part]:
    """The sentence about the import, and its panels."""
    panels = [_changes(opened), _facts(opened.detail), _odd(opened.detail)]
    if opened.checks:
        panels.append(_checks(opened))
    return [_head(opened), html.Div(panels, className="grid")]


def _head(opened: Opened) -> html.Div:
    detail = opened.detail
    told = [
        html.Span([icon("age", small=True), moment(detail.imported_at)]),
        html.Span(f"by {detail.imported_by_name}"),
        html.Span(detail.kind),
    ]
    if detail.warning_count:
        told.append(html.Span(f"{_odd_values(detail.warning_count)}", className="warn"))
    acts: list[Part] = [book_link([icon("table"), "All imports"])]
    acts[0].className = "b"
    if opened.may_import:
        acts.append(import_button("Import a correction", kind=detail.kind))
    said = html.Div(
        [
            html.H1("Imports"),
            html.P([html.B(detail.file_name), ": ", outcome(detail), "."], className="state"),
            html.Div(told, className="asof"),
        ]
    )
    return html.Div([said, html.Div(acts, className="acts keep")], className="head")


def _changes(opened: Opened) -> html.Section:
    changes, detail = opened.changes, opened.detail
    if not changes.total:
        return box(
            "Nothing older was changed",
            "Facts that this file put in place of older ones",
            html.P("Every row was new, or the same as what was known.", className="quiet"),
            panel="imports-changes",
            width=8,
        )
    shown = len(changes.rows)
    title = f"{changes.total:,} rows took the place of older ones"
    if changes.total == 1:
        title = "1 row took the place of an older one"
    if detail.rows_retracted:
        title = f"{rows(detail.rows_superseded)} superseded, {detail.rows_retracted:,} taken back"
    path = f"{API}/{detail.id}/changes"
    foot = [html.Span("Source: book of imports; nothing older was deleted")]
    if shown < changes.total and not changes.hidden:
        foot.append(html.Span(f"The first {shown:,} of {changes.total:,}", className="nb"))
    if changes.hidden:
        foot.append(html.Span("Rows of funds you may not see are left out", className="nb"))
    body = [line for row in changes.rows for line in _lines(row)]
    return box(
        title,
        "Each column that changed: what was believed before, and since",
        rows_table(CHANGES, body, caption=title, words=(0, 1, 2, 5), deep=(1, 5)),
        panel="imports-changes",
        width=8,
        tools=[downloads("the changes", file_of(path, limit=str(ON_FILE)))],
        foot=foot,
    )


def _lines(row: ChangedRow) -> list[Row]:
    """One line for each column; a row taken back is one line."""
    place = f"row {row.row}" if row.row else "taken back"
    place = f"{row.sheet}, {place}" if row.sheet else place
    known = [value(part) for part in row.what.values() if part is not None]
    fact, earlier = " · ".join(known), _earlier(row)
    if row.action == "retracted":
        said = ", ".join(f"{item.column} {value(item.before)}" for item in row.differences)
        return [[place, fact, "the whole row", Bit(text=said, tag="del"), unknown(), earlier]]
    return [
        [
            place if index == 0 else "",
            fact if index == 0 else "",
            item.column,
            _value(item.before, "del"),
            _value(item.after, "ins"),
            earlier if index == 0 else "",
        ]
        for index, item in enumerate(row.differences)
    ]


def _value(known: Value, tag: str) -> Bit:
    return unknown() if known is None else Bit(text=value(known), tag=tag)


def _earlier(row: ChangedRow) -> Cell:
    if row.old_import_id is None:
        return formats.MISSING
    where = f", row {row.old_row}" if row.old_row else ""
    return Bit(text=f"{row.old_file or 'an import'}{where}", go=address(of=row.old_import_id))


def _facts(detail: ImportDetail) -> html.Section:
    facts: list[tuple[str, Part]] = [
        ("Read as", "our template" if detail.source in (None, "canonical") else detail.source),
        ("Sheet", detail.sheet or formats.MISSING),
        ("Counts from", _known_from(detail)),
        ("Rows read", formats.count(detail.rows_read)),
        *_counts(detail),
        ("SHA-256", html.Code(detail.file_sha256, className="hash")),
        ("Import", html.Code(detail.id, className="hash")),
    ]
    terms = [part for name, said in facts for part in _term(name, said)]
    body: list[Part] = [html.Dl(terms, className="filed")]
    if detail.layout:
        text = json.dumps(detail.layout, indent=2, ensure_ascii=False)
        body.append(
            html.Details(
                [html.Summary("The map it was read with"), html.Pre(text, tabIndex=0)],
                className="notes",
            )
        )
    return box(
        "How the file was read",
        "Enough to read the same file again the same way",
        body,
        panel="imports-facts",
        width=4,
    )


def _term(name: str, said: Part) -> tuple[html.Dt, html.Dd]:
    long = "long" if isinstance(said, html.Code) else None
    return html.Dt(name, className=long), html.Dd(said, className=long)


def _known_from(detail: ImportDetail) -> str:
    return "the import on" if detail.known_on is None else f"{detail.known_on[:10]} (set back)"


def _counts(detail: ImportDetail) -> list[tuple[str, Part]]:
    """Rows by what became of them; per kind where the file held several."""
    kinds = detail.kinds if len(detail.kinds) > 1 else {}
    if kinds:
        return [
            (name, f"{count.get('new', 0):,} new, {count.get('superseded', 0):,} superseded, "
                   f"{count.get('unchanged', 0):,} unchanged")
            for name, count in kinds.items()
        ]  # fmt: skip
    return [
        ("New", formats.count(detail.rows_new)),
        ("Superseded", formats.count(detail.rows_superseded)),
        ("Unchanged", formats.count(detail.rows_unchanged)),
        ("Taken back", formats.count(detail.rows_retracted)),
    ]


def _odd(detail: ImportDetail) -> html.Section:
    if not detail.warnings:
        return box(
            "Nothing in the file was odd",
            "Values that are taken and shown, because they are unusual",
            html.P("No value called for a second look.", className="quiet"),
            panel="imports-warnings",
        )
    lines = [
        [f"row {item.row}" if item.row else "the file", item.column or "", item.value or "",
         item.message]
        for item in detail.warnings
    ]  # fmt: skip
    return box(
        "1 odd value, taken as it is"
        if len(lines) == 1
        else f"{len(lines):,} odd values, taken as they are",
        "Each was imported; correct it in the source and import the file again if it is wrong",
        rows_table(ODD, lines, caption="Odd values", words=(0, 1, 2, 3)),
        panel="imports-warnings",
    )


def _odd_values(count: int) -> str:
    return "1 odd value" if count == 1 else f"{count:,} odd values"


def _checks(opened: Opened) -> html.Section:
    lines = [_check(item) for item in opened.checks]
    failing = sum(item.status == "red" for item in opened.checks)
    title = (
        "1 check points to this file"
        if len(lines) == 1
        else (f"{len(lines):,} checks point to this file")
    )
    return box(
        f"{title}, {'none fails' if not failing else f'{failing:,} of them failing'}",
        "What the checks of the books say today of rows that came with it",
        rows_table(CHECKS, lines, caption=title, words=(0, 1, 2, 3)),
        panel="imports-checks",
        tools=[dcc.Link("All checks", href="/data-quality", className="b q")],
    )


def _check(item: Check) -> Row:
    return [item.name, marked(item.status), item.fund or formats.MISSING, item.message]
