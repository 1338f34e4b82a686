"""The checklist: each check with what it proves and its results, the failing ones open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dash import dcc, html

from layouts import formats
from layouts.data_quality.shown import API, ORDER, PATH, WORDS, Shown
from layouts.marks import MARKS, mark, marked
from layouts.panels import Part, View, downloads, icon
from layouts.rows import Bit, Row, Wide, rows_table

if TYPE_CHECKING:
    from services.quality.results import Check

# Results of one check on the page, and those that hold, beside failing ones and alone; the
# download has them all.
MOST_ROWS, FEW_HOLDING, MOST_HOLDING = 100, 2, 20
PLACES = 6
HEAD = ("Result", "Fund", "As of", "Expected", "Found", "Difference", "Allowed", "Checked")


def checklist(shown: Shown, kept: Sequence[Check], view: View) -> html.Section:
    groups: dict[str, list[Check]] = {}
    for item in sorted(kept, key=lambda item: _rank(item.status)):
        groups.setdefault(item.check_id, []).append(item)
    body: Part = [
        _group(items, shown.proves.get(check_id, "")) for check_id, items in groups.items()
    ]
    if not groups:
        body = html.P("No check has this result.", className="quiet")
    return html.Section(
        [
            html.Header(
                [
                    html.Div(
                        [
                            html.H2(_finding(shown, kept)),
                            html.P("By check; open one for its results", className="sub"),
                        ],
                        className="titles",
                    ),
                    html.Div(_downloads(view), className="tools"),
                ]
            ),
            _filters(shown, view),
            html.Div(body, className="body checklist"),
            html.Footer(
                [
                    html.Span("Source: checks run at every import and refresh"),
                    html.Span("No failing check hides a figure", className="nb"),
                ]
            ),
        ],
        className="panel low c12",
        **{"data-part": "data-quality-list", "aria-label": "Checks"},
    )


def _finding(shown: Shown, kept: Sequence[Check]) -> str:
    failing = [item for item in shown.quality.checks if item.status == "red"]
    if not failing:
        return "No check fails"
    names = {item.name for item in failing}
    if len(names) == 1:
        return f"What fails: {next(iter(names))}"
    return f"{len(names):,} kinds of check fail"


def _filters(shown: Shown, view: View) -> html.Nav:
    """The results to show, each choice an address of its own."""
    counts = Counter(item.status for item in shown.quality.checks)
    choices: list[tuple[str | None, str]] = [(None, f"All {len(shown.quality.checks):,}")]
    choices += [(name, f"{WORDS[name]} {counts[name]:,}") for name in ORDER]
    ways = [
        dcc.Link(
            text if name is None else [icon(MARKS[name].icon, small=True), text],
            href=_address(view, name),
            className="b on" if name == shown.status else "b",
        )
        for name, text in choices
    ]
    return html.Nav(ways, className="row start", **{"aria-label": "Results to show"})


def _address(view: View, status: str | None) -> str:
    return view.link(PATH, **({"status": status} if status else {}))


def _downloads(view: View) -> list[Part]:
    if not view.may_export:
        return []
    return [downloads("the checks", lambda kind: view.link(API, format=kind))]


def _group(items: Sequence[Check], proves: str) -> html.Details:
    """One check: its worst result, what it proves, and its results."""
    worst = min(items, key=lambda item: _rank(item.status))
    counts = Counter(item.status for item in items)
    said = ", ".join(f"{counts[name]:,} {WORDS[name]}" for name in ORDER if counts[name])
    head = html.Summary(
        [
            mark(worst.status),
            html.Span(
                [html.Strong(worst.name), html.Small(proves)],
                className="what",
            ),
            html.Span([said, icon("open", small=True)], className="said"),
        ]
    )
    return html.Details(
        [head, _results(items)],
        className="tested",
        open=worst.status != "green",
        **{"data-check": worst.check_id, "data-status": worst.status},
    )


def _results(items: Sequence[Check]) -> html.Div:
    failing = [item for item in items if item.status != "green"][:MOST_ROWS]
    holding = [item for item in items if item.status == "green"]
    shown = [*failing, *holding[: FEW_HOLDING if failing else MOST_HOLDING]]
    lines = [line for item in shown for line in _lines(item)]
    parts: list[Part] = [
        rows_table(HEAD, lines, caption=items[0].name, words=(0, 1, 2, 7), deep=(2, 3, 4, 6, 7))
    ]
    if len(items) > len(shown):
        left = len(items) - len(shown)
        more = "1 more is" if left == 1 else f"{left:,} more are"
        parts.append(html.P(f"{more} in the download.", className="quiet"))
    return html.Div(parts, className="inside")


def _lines(item: Check) -> tuple[Row, Wide]:
    """The figures of one result, and what they mean in a line of its own below."""
    who: list[str | Bit] = [Bit(text=item.fund or "no fund", tag="strong")]
    if item.subject != item.fund:
        who += [" ", Bit(text=item.subject, look="muted")]
    figures = [
        marked(item.status),
        who,
        formats.day(item.as_of),
        number(item.expected),
        number(item.actual),
        number(item.difference),
        number(item.tolerance),
        f"{formats.day(item.checked_at)}, {item.checked_at:%H:%M}",
    ]
    return figures, Wide([item.message, *_place(item)])


def _place(item: Check) -> list[str | Bit]:
    """The row that the difference comes from, a way to its import; nothing where none is named."""
    if item.import_id is None:
        return []
    row = f", row {item.row}" if item.row is not None else ""
    words = f"{item.file}{row}" if item.file else "the import"
    if words in item.message:
        words = "Open the import"
    return [" ", Bit(text=words, go="/imports?" + urlencode({"import": item.import_id}))]


def number(value: Decimal | None) -> str:
    """An exact figure, six decimals at most, tiny ones with their power of ten (`1.0e−9`).

    Negative ones stand in parentheses; unknown is an en dash.
    """
    if value is None:
        return formats.MISSING
    size = abs(value)
    if 0 < size < Decimal(10) ** -PLACES:
        digits, _, power = f"{size:.1e}".partition("e")
        text = f"{digits}e{formats.MINUS}{abs(int(power))}"
    else:
        whole, _, rest = f"{size:,.{PLACES}f}".partition(".")
        text = f"{whole}.{rest.rstrip('0').ljust(2, '0')}"
    return f"({text})" if value < 0 else text


def _rank(status: str) -> int:
    return ORDER.index(status) if status in ORDER else len(ORDER)
