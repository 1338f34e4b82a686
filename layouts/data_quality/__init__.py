"""The page of data quality: every check of the books, the failing ones first and in full."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats
from layouts.data_quality.list import checklist
from layouts.data_quality.shown import API, ORDER, WORDS, Shown
from layouts.marks import MARKS, Mark
from layouts.panels import Panel, Part, View, icon, page

if TYPE_CHECKING:
    from services.quality.results import Check, DataQuality

BOOK = Panel(id="data-quality-book", title="Data quality", shape="head")
MARKS_CHECK = "marks_are_fresh"


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any result is known."""
    return page((BOOK,), only=only)


def drawn(shown: Shown, view: View) -> list[Part]:
    """The sentence, the counts, and the checks one by one."""
    quality = shown.quality
    if not quality.checks:
        return [_head(quality, view), html.Div(_empty(), className="grid")]
    kept = [item for item in quality.checks if shown.status in (None, item.status)]
    return [
        _head(quality, view),
        _counts(quality),
        html.Div(checklist(shown, kept, view), className="grid"),
    ]


def _head(quality: DataQuality, view: View) -> html.Div:
    funds = ", ".join(fund.name for fund in quality.funds) or "no fund"
    about = [html.Span(f"Checked: {funds}" if len(quality.funds) < 4 else
                       f"{len(quality.funds)} funds checked")]  # fmt: skip
    if quality.checked_at is not None:
        last = f"{formats.day(quality.checked_at)}, {quality.checked_at:%H:%M} UTC"
        about.insert(0, html.Span([icon("age", small=True), f"last checked {last}"]))
    about += [html.Span(note.text, className="warn") for note in quality.notes]
    said = html.Div(
        [
            html.H1("Data quality"),
            html.P(_state(quality), className="state"),
            html.Div(about, className="asof"),
        ]
    )
    acts: list[Part] = []
    if view.may_export and quality.checks:
        address = view.link(API, format="xlsx")
        acts.append(
            html.A([icon("download"), "Export"], className="b", href=address, download=True)
        )
    return html.Div([said, html.Div(acts, className="acts")], className="head")


def _state(quality: DataQuality) -> list[Part]:
    total = len(quality.checks)
    if not total:
        return ["Nothing was checked yet."]
    looked = f"{quality.amber:,} to look at" if quality.amber else ""
    if quality.red:
        verb = "fails" if quality.red == 1 else "fail"
        more = f", and {looked}" if looked else ""
        return [html.B(f"{quality.red:,} of {total:,}"), f" checks {verb}{more}."]
    if looked:
        return ["No check fails; ", html.B(f"{quality.amber:,} of {total:,}"), " to look at."]
    return ["All ", html.B(f"{total:,}"), " checks hold."]


def _counts(quality: DataQuality) -> html.Div:
    """Fail, to look at, hold, and the share of value that stands on old marks."""
    total = len(quality.checks)
    counts = {"red": quality.red, "amber": quality.amber, "green": quality.green}
    cards = [
        _card(
            f"checks_{name}",
            WORDS[name].capitalize(),
            f"{counts[name]:,}",
            exact=counts[name],
            note=f"of {total:,} checks",
            sign=MARKS[name],
        )
        for name in ORDER
    ]
    failing = {item.fund for item in quality.checks if item.status == "red" and item.fund}
    cards.append(
        _card(
            "funds_failing",
            "Funds with a failing check",
            f"{len(failing):,}",
            exact=len(failing),
            note=f"of {len(quality.funds):,} funds",
        )
    )
    stale = _stale(quality.checks)
    if stale is not None:
        share, fund = stale
        text, note = formats.percent(share), f"{fund}, the most of any fund"
        cards.append(_card("stale_share", "Value on old marks", text, exact=share, note=note))
    return html.Div(cards, className="kpis solo tally")


def _card(
    key: str,
    label: str,
    text: str,
    *,
    exact: int | Decimal,
    note: str,
    sign: Mark | None = None,
) -> html.Article:
    named: list[Part] = [label]
    if sign is not None:
        named = [html.Span(icon(sign.icon, small=True), className=sign.tone), label]
    return html.Article(
        [
            html.H2(named, className="k"),
            html.Div(html.Span(text, className="v"), className="vv"),
            html.Div(html.Span(note, className="basis"), className="n"),
        ],
        className="kpi",
        **{"data-figure": key, "data-value": formats.exact(exact)},
    )


def _stale(checks: Sequence[Check]) -> tuple[Decimal, str] | None:
    """The largest share of a fund's held value that no fresh mark stands behind, and its fund.

    The check compares the value held (expected) with the part of it that is fresh (actual).
    """
    shares = [
        ((item.expected - item.actual) / item.expected, item.fund)
        for item in checks
        if item.check_id == MARKS_CHECK
        and item.fund is not None
        and item.subject == item.fund
        and item.expected
        and item.actual is not None
    ]
    return max(shares, default=None)


def _empty() -> html.Section:
    return html.Section(
        html.Div(
            [
                icon("check"),
                html.Strong("No check has run yet."),
                html.P("Import cash flows and values; the books are then checked by themselves."),
                html.Code("gpdash check --data"),
            ],
            className="body mid empty",
        ),
        className="panel low c12",
        **{"data-part": "data-quality-list", "aria-label": "No checks"},
    )
