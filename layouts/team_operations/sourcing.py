"""Who found the deals: counts by person under one rule of credit, rates with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing, seg
from layouts.figures.team_operations import words
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bar, Bit, Cell, Line, rows_table
from layouts.team_operations.parts import counted, number, source, switch, texts, within

if TYPE_CHECKING:
    from services.team_operations.results import Credit, SourcingAttribution

WAYS = (("split", "Split"), ("first", "First"))
NO_MONEY = "the investment of a deal that closed is not linked, or its flows are not known"
NO_RATE = "no deal, so no rate"


def sourcing(found: SourcingAttribution, view: View) -> Content | Empty:
    """One row a person, a total, and the deals that are nobody's."""
    if not found.deals:
        return Empty(words=f"No deal was sourced in {within(found.meta)}.")
    title = _finding(found)
    return Content(
        title=title,
        subtitle=f"Deals sourced in {within(found.meta)}, followed to "
        f"{formats.day(found.meta.as_of)}; close rate with Wilson 95 % interval",
        aside=[_switch(found, view)],
        body=html.Div([_short(found), html.P(found.rule, className="teamrule")]),
        twin=_full(found),
        summary=f"{title}. {found.rule}",
        source=f"{source(found.meta)}; credit {found.credit_rule}",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _switch(found: SourcingAttribution, view: View) -> Part:
    ways = [
        (label, view.here(credit=None if way == "split" else way), way == found.credit_rule)
        for way, label in WAYS
    ]
    return switch(seg(ways, label="Credit for a deal that several found"))


def _finding(found: SourcingAttribution) -> str:
    whole = found.total
    if not found.rows or not found.rows[0].sourced:
        return f"{counted(found.deals, 'deal')} sourced, {words.plain(whole.closed)} closed"
    first = found.rows[0]
    return (
        f"{first.name} found {words.plain(first.sourced)} of {found.deals:,} deals; "
        f"{words.plain(whole.closed)} of all closed"
    )


def _short(found: SourcingAttribution) -> Part:
    head = ["Person", "Sourced", "Screened", "Term sheets", "Closed", "Close rate", "", "Invested"]
    top = max(
        (row.close_rate_interval[1] for row in found.rows if row.close_rate_interval), default=0.0
    )
    rows: list[list[Cell] | Line] = [_line(row, found, top) for row in found.rows]
    if found.unattributed:
        money = _money(found.unattributed_invested, found)
        rows.append(["Nobody named", f"{found.unattributed:,}", "", "", "", "", "", money])
    rows.append(Line(cells=_line(found.total, found, 0.0, name="total"), look="total"))
    return rows_table(
        head, rows, caption="Deals by who found them", words=(0, 6), deep=(3, 6), look="tight"
    )


def _line(row: Credit, found: SourcingAttribution, top: float, *, name: str = "") -> list[Cell]:
    figures, key = found.meta.figures, name or f"rows[{row.user}]"
    rate = row.close_rate
    return [
        row.name,
        number(words.plain(row.sourced), figures, f"{key}.sourced"),
        words.plain(row.screened),
        words.plain(row.term_sheet),
        number(words.plain(row.closed), figures, f"{key}.closed"),
        missing(NO_RATE) if rate is None else number(
            formats.percent(rate), figures, f"{key}.close_rate"
        ),
        _interval(row, top) if not name else _said(row),
        _money(row.invested, found),
    ]  # fmt: skip


def _said(row: Credit) -> Cell:
    if row.close_rate_interval is None:
        return ""
    low, high = row.close_rate_interval
    return f"{formats.percent_figure(low)} to {formats.percent(high)}"


def _interval(row: Credit, top: float) -> Bar | Bit:
    if row.close_rate is None or row.close_rate_interval is None or not top:
        return missing(NO_RATE)
    low, high = row.close_rate_interval
    said = f"95 %: {formats.percent_figure(low)} to {formats.percent(high)}"
    at = 100 * row.close_rate / top
    return Bar(
        parts=[(100 * low / top, 100 * high / top, "range")], rule=at, look="whisker", said=said
    )


def _money(value: object, found: SourcingAttribution) -> Cell:
    if value is None:
        return missing(NO_MONEY)
    return formats.money_short(value, found.meta.currency)  # type: ignore[arg-type]


def _full(found: SourcingAttribution) -> Part:
    head = ["Person", "Sourced", "Screened", "Term sheets", "Closed", "Close rate", "Low", "High",
            "Invested"]  # fmt: skip
    rows: list[list[Cell] | Line] = []
    for row in (*found.rows, found.total):
        low, high = row.close_rate_interval or (None, None)
        cells: list[Cell] = [
            row.name,
            f"{row.sourced:,.2f}",
            f"{row.screened:,.2f}",
            f"{row.term_sheet:,.2f}",
            f"{row.closed:,.2f}",
            *(
                missing(NO_RATE) if share is None else formats.percent(share, places=2)
                for share in (row.close_rate, low, high)
            ),
            missing(NO_MONEY) if row.invested is None else formats.money(row.invested, cents=True),
        ]
        rows.append(Line(cells=cells, look="total") if row is found.total else cells)
    return rows_table(head, rows, caption="Deals by who found them, exact")
