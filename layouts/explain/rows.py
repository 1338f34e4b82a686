"""The rows of a figure: what each adds, and the file, sheet and row it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats
from layouts.panels import Part

if TYPE_CHECKING:
    from services.explain.results import Explanation, SourceRow

STEP, MOST = 50, 1000
KINDS = {
    "fund_cash_flows": "Flow",
    "fund_navs": "Value",
    "commitments": "Commitment",
    "fund_balances": "Balance",
    "fund_versions": "Terms of the fund",
    "investment_cash_flows": "Flow of an investment",
    "valuations": "Mark",
    "index_levels": "Index level",
    "benchmark_points": "Published points",
    "benchmark_funds": "Disclosed fund",
}


def rows(told: Explanation) -> Part:
    """The newest rows, with a button for more of them."""
    if not told.total_rows:
        return None
    head = "1 row" if told.total_rows == 1 else f"{told.total_rows:,} rows"
    more = None
    if len(told.rows) < told.total_rows and told.limit < MOST:
        more = html.Button(
            f"Show more of the {told.total_rows:,}",
            type="button",
            className="b",
            **{"data-explain": told.figure_id, "data-explain-limit": str(told.limit * 4)},
        )
    titles = (("Date", "l"), ("Row and file", "l"), ("Adds", ""))
    return html.Section(
        [
            html.H4([head, html.Span(", newest first", className="muted")]),
            html.Table(
                [
                    html.Caption(f"Rows of {told.name}", className="sr"),
                    html.Thead(
                        html.Tr([html.Th(t, scope="col", className=side) for t, side in titles])
                    ),
                    html.Tbody([_row(row) for row in told.rows]),
                ]
            ),
            more,
        ]
    )


def _row(row: SourceRow) -> html.Tr:
    lines: list[Part] = [html.Div(_what(row), className="label")]
    if row.rate is not None:
        lines.append(html.Div(_converted(row), className="from"))
    lines.append(html.Div(_where(row), className="from"))
    if who := _who(row):
        lines.append(html.Div(who, className="from"))
    if row.known_to is not None:
        lines.append(html.Div(_replaced(row), className="from warn"))
    amount = row.adds if row.adds is not None else row.amount
    return html.Tr(
        [
            html.Th(formats.day(row.date), scope="row", className="l"),
            html.Td(lines, className="l"),
            html.Td([html.Div(_money(amount, row)), html.Div(row.counts_as, className="from")]),
        ],
        className="ended" if row.known_to is not None else "",
    )


def _what(row: SourceRow) -> str:
    parts = [row.label or KINDS.get(row.kind, row.kind), row.investor]
    return ", ".join(part for part in parts if part)


def _converted(row: SourceRow) -> str:
    rate = f"{row.rate:.6f}".rstrip("0") if row.rate is not None else ""
    return (
        f"{row.currency} {formats.money(row.amount, cents=True)} at {rate} "
        f"({row.rate_source}, {formats.day(row.rate_date)})"
    )


def _where(row: SourceRow) -> str:
    """`ledger.xlsx · Flows · row 12`."""
    place = [row.file, row.sheet, None if row.row is None else f"row {row.row}"]
    known = [part for part in place if part]
    return " · ".join(known) if known else "written without a file"


def _who(row: SourceRow) -> str:
    if row.imported_at is None:
        return "" if row.known_from is None else f"known from {formats.day(row.known_from)}"
    by = f" by {row.imported_by}" if row.imported_by else ""
    return f"imported {formats.moment(row.imported_at)}{by}"


def _replaced(row: SourceRow) -> str:
    later = row.replaced_by
    if later is None:
        return f"withdrawn {formats.moment(row.known_to)}"
    place = " · ".join(
        part
        for part in (later.file, later.sheet, f"row {later.row}" if later.row else None)
        if part
    )
    return (
        f"replaced {formats.moment(row.known_to)} by {formats.money(later.amount, cents=True)}"
        + (f" ({place})" if place else "")
    )


def _money(amount: Any, row: SourceRow) -> str:
    if row.unit == "money":
        return formats.money(amount, cents=True)
    if row.unit == "fraction":
        return formats.percent(amount)
    return formats.MISSING if amount is None else f"{amount:,f}"
