"""Valuation risk: how old the marks are, how they were made, and what the value rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.figures import risk as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import named, number, plural, sentence, signed, texts
from layouts.risk.parts import cents, company, source
from layouts.rows import Bar, Bit, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.exposure import Overview
    from services.risk.results.holdings import MarkRow, ValuationRisk

EARLIEST = 8  # quarters from which on the smoothing of the value is estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """What the value rests on: its marks, and how much of it on old data."""

    marks: ValuationRisk
    overview: Overview


def valuation(found: ValuationRisk, view: View) -> Content | Empty:
    """Each holding by the age of its mark and its weight."""
    if not found.rows:
        return Empty(words="No company is held by this day.")
    if all(row.marked_on is None for row in found.rows):
        return Empty(words="No holding was ever valued.")
    title = _finding(found)
    chart = graph(
        view.panel.id, draw.mark_ages(found), draw.mark_ages(found, narrow=True), label=title
    )
    return Content(
        title=title,
        subtitle="Age of the mark in days against share of fair value; hollow: held at cost",
        body=[chart, *_never(found)],
        twin=_twin(found, view),
        summary=f"{title}. Mean age by value {_days(found.weighted_age_days)}.",
        source=source(found.meta, "marks of the holdings, rounds of the companies"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def quality(rests: Rests, view: View) -> Content | Empty:
    """By what method the value was made, how much of it is old, and how much it hides."""
    found = rests.marks
    if not found.rows:
        return Empty(words="No company is held by this day.")
    old = rests.overview.data_quality.nav_on_data_older_than_90d
    title = "How much of the value rests on old data is not known"
    if old is not None:
        title = f"{formats.percent(old)} of the value rests on marks older than 90 days"
    return Content(
        title=title,
        subtitle="Share of fair value by age of what it rests on and by method of the mark",
        body=[_shares(rests), *_methods(found), _hidden(found)],
        twin=_shares_twin(rests),
        summary=f"{title}. {_smoothing(found)}",
        source=source(found.meta, "marks of the holdings, company reports"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: ValuationRisk) -> str:
    if not found.stale_count:
        return f"No mark is stale; mean age by value {_days(found.weighted_age_days)}"
    many = sentence(plural(found.stale_count, "mark is stale", "marks are stale"))
    return f"{many}: {formats.percent(found.stale_share)} of fair value"


def _never(found: ValuationRisk) -> list[Part]:
    never = [row.name for row in found.rows if row.marked_on is None]
    if not never:
        return []
    return [html.P([html.B("Never valued: "), f"{', '.join(never)}."], className="tiny")]


def _parts(rests: Rests) -> list[tuple[str, float | None, str, str]]:
    """Share of value by what it rests on: words, share, colour, figure."""
    told = rests.overview.data_quality
    return [
        ("Stale, over 120 days", rests.marks.stale_share, "div-1", "stale_share"),
        ("Marked over 90 days ago", told.nav_on_data_older_than_90d, "cat-2", ""),
        ("Last report missing", told.nav_without_report, "cat-8", ""),
    ]


def _shares(rests: Rests) -> Part:
    figures = rests.marks.meta.figures
    lines: list[Row] = [
        [words, _bar(share, shade), number(formats.percent(share), figures, name)]
        for words, share, shade, name in _parts(rests)
    ]
    return rows_table(["Rests on", "", "Share"], lines, caption="What the value rests on",
                      words=(0, 1), look="mix risk-shares")  # fmt: skip


def _methods(found: ValuationRisk) -> list[Part]:
    if not found.methods:
        return []
    widest = max(found.methods.values())
    ordered = sorted(found.methods.items(), key=lambda pair: -pair[1])
    lines: list[Row] = [
        [
            named(name),
            _bar(share / widest if widest else None, "cat-1"),
            formats.percent(share, places=0),
        ]
        for name, share in ordered
    ]
    head = ["Method of the mark", "", "Share"]
    return [
        rows_table(
            head, lines, caption="Value by method", words=(0, 1), look="mix next risk-shares"
        )
    ]


def _bar(share: float | None, shade: str) -> Bar:
    width = min(max(share or 0.0, 0.0), 1.0) * 100
    return Bar(parts=[(0.0, max(width, 1.0), shade)] if width else [])


def _hidden(found: ValuationRisk) -> html.P:
    """Marks follow the market late: what the quarters show and what lies under it."""
    figures = found.meta.figures
    if found.volatility_desmoothed is None:
        return html.P(_smoothing(found), className="tiny")
    shown = mark(formats.percent(found.volatility_observed), figures.get("volatility_observed"))
    under = mark(formats.percent(found.volatility_desmoothed), figures.get("volatility_desmoothed"))
    return html.P(
        [
            html.B("Smoothing: "),
            "volatility in a quarter ",
            shown,
            " as reported, ",
            under,
            f" without smoothing (Geltner, n = {found.quarters} quarters, autocorrelation "
            f"{found.autocorrelation:.2f})."
            if found.autocorrelation is not None
            else ".",
        ],
        className="tiny",
    )


def _smoothing(found: ValuationRisk) -> str:
    if found.volatility_desmoothed is None:
        return (
            f"How much the marks smooth is estimated from {EARLIEST} quarters on; "
            f"{found.quarters} are known."
        )
    return (
        f"Volatility in a quarter {formats.percent(found.volatility_observed)} as reported, "
        f"{formats.percent(found.volatility_desmoothed)} without smoothing."
    )


def _twin(found: ValuationRisk, view: View) -> Part:
    lines: list[Row] = [_mark(row, found, view) for row in found.rows]
    head = ["Company", "Fair value", "Share", "Marked", "Age", "Method", "Last round",
            "Against it", "State"]  # fmt: skip
    return rows_table(head, lines, caption="Marks of the holdings", words=(0, 3, 5, 6, 8),
                      deep=(1, 3, 5, 6, 7))  # fmt: skip


def _mark(row: MarkRow, found: ValuationRisk, view: View) -> Row:
    at = f"rows[{row.company}]"
    state = Bit(text="stale", icon="age", look="chip warn") if row.stale else Bit(text="")
    age = formats.MISSING if row.age_days is None else f"{row.age_days:,} d"
    return [
        company(row.name, row.company, view),
        cents(row.fair_value, found.meta, f"{at}.fair_value"),
        formats.percent(row.weight, places=2),
        formats.day(row.marked_on),
        number(age, found.meta.figures, f"{at}.age_days"),
        named(row.method) + (" (at cost)" if row.at_cost and row.method != "cost" else ""),
        formats.day(row.last_round_on),
        signed(row.vs_last_round),
        state,
    ]


def _shares_twin(rests: Rests) -> Part:
    lines: list[Row] = [
        [words, "age", formats.percent(share, places=4)] for words, share, _, _ in _parts(rests)
    ]
    for name, share in (rests.marks.methods or {}).items():
        lines.append([named(name), "method", formats.percent(share, places=4)])
    return rows_table(["Part", "By", "Share of fair value"], lines,
                      caption="What the value rests on", words=(0, 1))  # fmt: skip


def _days(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.0f} d"
