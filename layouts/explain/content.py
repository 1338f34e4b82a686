"""What stands in the drawer: value, check, formula, basis, inputs and rows of one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dash import html

from layouts import basis, formats
from layouts.explain.mark import mark
from layouts.explain.rows import rows
from layouts.explain.values import exact, shown
from layouts.panels import Part, icon

if TYPE_CHECKING:
    from services.explain.results import Explanation, Input, SourceRow

API = "/api/v1/figures"
CHECKS = {
    "same": ("check", "Counted again from the rows: the same.", "good"),
    "differs": ("warning", "Counted again from the rows it differs by {difference}.", "bad"),
    "not_checked": ("info", "There is nothing to count again.", ""),
}


def content(
    told: Explanation, trail: Sequence[Mapping[str, str]], *, embedded: bool, may_export: bool
) -> Part:
    """The inside of the drawer for one figure."""
    return [
        _trail(trail),
        _head(told),
        _check(told),
        _reasons(told),
        _changes(told),
        _how(told),
        _stands_on(told),
        _inputs(told),
        rows(told),
        _foot(told, embedded=embedded, may_export=may_export),
    ]


def _trail(trail: Sequence[Mapping[str, str]]) -> Part:
    """The figures one came down from, each a way back up."""
    if not trail:
        return None
    steps = [
        html.Li(
            html.Button(
                step.get("name", ""),
                type="button",
                className="x",
                **{"data-explain": step.get("figure", ""), "data-explain-up": str(place)},
            )
        )
        for place, step in enumerate(trail)
    ]
    return html.Nav(html.Ol(steps), className="trail", **{"aria-label": "Figures above"})


def _head(told: Explanation) -> Part:
    meaning = told.definition.text if told.definition else ""
    if not told.unit:
        return html.Div(_name(told), className="what")
    return html.Div(
        [
            _name(told),
            html.Div(shown(told.value, told.unit, told.currency), className="value"),
            html.Div(
                [exact(told.value, told.unit), " exactly"] if told.value is not None else "",
                className="exact num",
            ),
            html.P(meaning),
        ],
        className="what",
    )


def _name(told: Explanation) -> Part:
    return html.H3(told.name, tabIndex=-1, **{"data-name": told.name})


def _check(told: Explanation) -> Part:
    if not told.unit or (told.checked == "not_checked" and told.value is None):
        return None
    sign, words, tone = CHECKS[told.checked]
    said = words.format(difference=told.difference)
    if told.checked == "same":
        said += f" Difference {formats.money(Decimal(0), cents=True)}."
    return html.P([icon(sign, small=True), said], className=f"check {tone}".strip())


def _reasons(told: Explanation) -> Part:
    if not told.notes:
        return None
    notes = dict.fromkeys(note.text for note in told.notes)
    return html.Ul([html.Li(text) for text in notes], className="reasons")


def _changes(told: Explanation) -> Part:
    changed = told.changed
    if changed is None or not (changed.superseded or changed.added):
        return None
    parts = []
    if changed.superseded:
        many = changed.superseded != 1
        parts.append(f"{changed.superseded:,} of these rows {'were' if many else 'was'} replaced")
    if changed.added:
        many = changed.added != 1
        parts.append(f"{changed.added:,} {'rows' if many else 'row'} of this fund became known")
    since = f"Since {formats.day(told.known_on)}: {' and '.join(parts)}."
    return html.Div([icon("known"), html.Div(since)], className="alert warn")


def _how(told: Explanation) -> Part:
    if not told.formula and not told.numbers:
        return None
    lines: list[Part] = [html.H4("Formula")]
    if told.formula:
        lines.append(html.Code(told.formula))
    if told.numbers:
        lines.append(html.Code(told.numbers, className="numbers"))
    if told.citation:
        lines.append(html.P(f"After {told.citation}", className="muted"))
    return html.Section(lines)


def _stands_on(told: Explanation) -> Part:
    known = "now" if told.known_on is None else formats.moment(told.known_on)
    terms: list[tuple[str, str]] = [
        ("Funds", ", ".join(fund.name for fund in told.funds)),
        ("As of", formats.day(told.as_of)),
        ("Known on", known),
        ("Basis", f"{basis.BASES.get(told.basis, told.basis)}, {told.credit_line} credit line"),
        ("Currency", told.currency),
    ]
    if told.nav_as_of is not None and told.nav_as_of != told.as_of:
        terms.insert(2, ("Valued on", formats.day(told.nav_as_of)))
    if told.day_count:
        terms.append(("Day count", told.day_count))
    rates = _rates(told.rows)
    if rates:
        terms.append(("Exchange rates", rates))
    return html.Section(
        [
            html.H4("Stands on"),
            html.Dl([part for name, text in terms for part in (html.Dt(name), html.Dd(text))]),
        ]
    )


def _rates(rows: Sequence[SourceRow]) -> str:
    """Whose rates were used, over which days; empty where nothing was converted."""
    used = [row for row in rows if row.rate is not None]
    if not used:
        return ""
    days = [row.rate_date for row in used if row.rate_date]
    sources = ", ".join(sorted({row.rate_source or "" for row in used}))
    span = formats.day(min(days))
    if min(days) != max(days):
        span += f" to {formats.day(max(days))}"
    return f"{sources}, {span}"


def _inputs(told: Explanation) -> Part:
    if not told.inputs:
        return None
    return html.Section(
        [html.H4("Made of"), html.Ul([_input(one, told) for one in told.inputs], className="made")]
    )


def _input(one: Input, told: Explanation) -> html.Li:
    amount = _amount(one.value, one.unit)
    line = [html.Span(one.name), html.Span(amount, className="num")]
    if one.figure_id is None:
        return html.Li(html.Div(line, className="in"))
    inside = [*line, icon("open", small=True)]
    return html.Li(mark(inside, one.figure_id, className="in"))


def _amount(value: Any, unit: str) -> str:
    """An input in full: it is there to be checked."""
    if value is None or isinstance(value, date):
        return formats.day(value)
    if unit == "money":
        return formats.money(value, cents=True)
    if unit == "count":
        return formats.count(value)
    if unit == "percent":
        return formats.percent(float(value) / 100, places=4)
    return f"{float(value):,.6f}{'x' if unit == 'x' else ''}"


def _foot(told: Explanation, *, embedded: bool, may_export: bool) -> Part:
    """Ways out of the drawer; a framed page has no address of its own to give away."""
    if embedded:
        return None
    address = f"{API}/{quote(told.figure_id)}/explain"
    ways: list[Part] = [
        html.Button(
            [icon("link"), "Copy link"], type="button", className="b", **{"data-explain-copy": "1"}
        ),
        html.A([icon("file-text"), "API"], href=address, target="_blank", className="b"),
    ]
    if may_export and told.total_rows:
        csv = f"{address}?format=csv"
        ways.append(
            html.A([icon("download"), "Rows as CSV"], href=csv, download=True, className="b")
        )
    return html.Div(ways, className="ways")
