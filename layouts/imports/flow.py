"""The way in for a file: say what it holds and how it is laid out, check it, then import it.

The form is drawn once; assets/imports.js adds the fields that only the browser can own (files),
sends it to the API, and draws the report. Nothing here is redrawn while somebody fills it in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from layouts import formats
from layouts.imports import KIND
from layouts.imports.parts import API, book_link
from layouts.panels import Bare, Part, View, icon, place
from layouts.rows import Bit, Cell, Row, rows_table

FORM, RESULT, SAID, BAR = "import-form", "import-result", "import-said", "import-bar"
OWN_MAP = "map"
HEAD = ("Column", "Type", "Meaning", "Such as")
TYPES = ("Type", "Label", "Direction")


def layout(
    *, kinds: Sequence[Mapping[str, str]], profiles: Sequence[Mapping[str, str]], **_query: Any
) -> html.Div:
    """The empty form beside the columns of the chosen kind; asks nothing of anyone."""
    return html.Div(
        [
            _head(),
            html.Div(
                [_form(kinds, profiles), place(KIND), _result()],
                className="grid flow",
            ),
        ],
        className="page",
    )


def _head() -> html.Div:
    back = book_link([icon("table"), "All imports"])
    back.className = "b"
    said = html.Div(
        [
            html.H1("Imports"),
            html.P(
                "Hand a file in: it is checked first, then imported as a whole or not at all.",
                className="state",
            ),
            html.P(
                html.Span("A corrected file supersedes what it corrects; nothing is deleted."),
                className="asof",
            ),
        ]
    )
    return html.Div([said, html.Div(back, className="acts keep")], className="head")


def _form(
    kinds: Sequence[Mapping[str, str]], profiles: Sequence[Mapping[str, str]]
) -> html.Section:
    options = [html.Option(item["kind"], value=item["kind"]) for item in kinds]
    layouts: list[Part] = [html.Option("Our template, as shown here", value="")]
    layouts += [
        html.Option(
            item["profile"],
            value=item["profile"],
            **{"data-kind": item["kind"], "data-words": item["words"]},
        )
        for item in profiles
    ]
    layouts.append(html.Option("A map of my own", value=OWN_MAP))
    steps = [
        _step("1", "What is in it?", _field("Kind", "kind", html.Select(
            options, id="import-kind", name="kind"))),
        _step("2", "How is it laid out?", [
            _field("Layout", "layout", html.Select(layouts, id="import-layout", name="layout")),
            html.P("", id="import-profile-words", className="hint"),
            html.Div(
                [
                    _field("Map file", "map", _slot("map"), "YAML, 64 KB at most"),
                    _field("or its text", "map-text", _slot("map-text")),
                ],
                id="import-own-map",
                hidden=True,
                className="own-map",
            ),
            _more(),
        ]),
        _step("3", "The file", [
            _field("File", "file", _slot("file"), "CSV, CSV.GZ or XLSX, 50 MB at most"),
            _acts(),
        ]),
    ]  # fmt: skip
    return html.Section(
        [
            html.Header(html.Div([html.H2("The file"), html.P(
                "Three answers, then check it", className="sub")], className="titles")),
            html.Form(html.Ol(steps, className="steps"), id=FORM, noValidate="noValidate"),
        ],
        className="panel low c5",
        **{"data-part": "imports-form", "aria-label": "Hand a file in"},
    )  # fmt: skip


def _step(number: str, title: str, body: Part) -> html.Li:
    head = html.H3([html.Span(number, className="nr", **{"aria-hidden": "true"}), title])
    return html.Li([head, html.Div(body, className="inside")])


def _field(label: str, name: str, control: Part, hint: str = "") -> html.Div:
    parts: list[Part] = [html.Label(label, htmlFor=f"import-{name}"), control]
    if hint:
        parts.append(html.Span(hint, className="hint", id=f"import-{name}-hint"))
    return html.Div(parts, className="field")


def _slot(name: str) -> html.Span:
    """Where the script puts a field of the browser's own."""
    return html.Span(className="slot", **{"data-slot": name})


def _more() -> html.Details:
    return html.Details(
        [
            html.Summary("Sheet, constants, replacing"),
            _field("Sheet of a workbook", "sheet", _slot("sheet"), "Left blank: the only one"),
            _field(
                "Columns the file lacks", "set", _slot("set"),
                "One column=value a line, such as fund=AQ1",
            ),
            html.Div(
                [
                    _slot("replace"),
                    html.Label("Replace: take back rows the file lacks", htmlFor="import-replace"),
                    html.Span(
                        "Of the same source, within the file's funds and days.",
                        className="hint",
                        id="import-replace-hint",
                    ),
                ],
                className="field tick",
            ),
        ],
        className="more",
    )  # fmt: skip


def _acts() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.Button(
                        [icon("check"), "Check the file"],
                        type="submit",
                        className="b p",
                        id="import-check",
                    ),
                    html.Button(
                        [
                            html.Span(className="i", **{"aria-hidden": "true"}),
                            html.Span("Import", id="import-words"),
                        ],
                        type="button",
                        className="b p",
                        id="import-post",
                        disabled=True,
                        **{"aria-describedby": "import-why"},
                    ),
                ],
                className="row start",
            ),
            html.P("Blocked: check the file first.", id="import-why", className="hint"),
            html.Progress(id=BAR, max="100", hidden=True, **{"aria-label": "Sent"}),
            html.P("", id=SAID, className="hint", role="status"),
        ],
        className="go",
    )


def _result() -> html.Section:
    return html.Section(
        html.Div(id=RESULT),
        className="panel low c12",
        id="import-report",
        hidden=True,
        tabIndex=-1,
        **{"data-part": "imports-report", "aria-label": "What the file came to"},
    )


def columns(described: Mapping[str, Any], _view: View) -> Bare:
    """What a file of the chosen kind holds, with an empty one to fill in."""
    kind = described["kind"]
    body: list[Part] = [
        html.Div(
            [
                html.A(
                    [icon("download"), f"Template {format.upper()}"],
                    href=f"{API}/templates/{kind}?format={format}",
                    download=f"{kind}.{format}",
                    className="b",
                )
                for format in ("csv", "xlsx")
            ],
            className="row start",
        ),
        rows_table(
            HEAD,
            [_column(item) for item in described["columns"]],
            caption=f"Columns of {kind}",
            words=(0, 1, 2, 3),
            deep=(1, 3),
        ),
    ]
    if described.get("types"):
        body.append(_types(described["types"]))
    return Bare(
        children=[
            html.Header(
                html.Div(
                    [
                        html.H2(f"{kind}: {described['meaning']}"),
                        html.P("Columns of our template; * must be filled", className="sub"),
                    ],
                    className="titles",
                )
            ),
            html.Div(body, className="body"),
            html.Footer(html.Span("A blank cell is not known, and never counted as 0")),
        ]
    )


def _column(item: Mapping[str, Any]) -> Row:
    name: Cell = item["name"]
    if item["required"]:
        name = [item["name"], Bit(text=" *", tag="strong", said="required")]
    example = Bit(text=item["example"], tag="code") if item["example"] else formats.MISSING
    return [name, item["type"], item["meaning"], example]


def _types(types: Sequence[Mapping[str, Any]]) -> html.Details:
    lines = [
        [Bit(text=item["type"], tag="code"), item["label"], item["direction"]] for item in types
    ]
    return html.Details(
        [
            html.Summary(f"The {len(lines)} transaction types"),
            rows_table(TYPES, lines, caption="Transaction types", words=(0, 1, 2), deep=(2,)),
        ],
        className="notes",
    )
