"""Who reported which quarter, in time or late, and who did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.panels import Content, Empty, View
from layouts.portfolio_analytics.cells import company, listed, plural, sentence, texts, word
from layouts.rows import Bit, Cell, Line, Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Coverage, CoverageCell, CoverageRow

# What each state is called, the colour of its cell, and whether it counts as asked for.
STATES = {
    "in_time": ("in time", "heat-good"),
    "late": ("late", "heat-fair"),
    "missing": ("missing", "heat-poor"),
    "early": ("not yet due", "heat-none"),
    "not_due": ("", "heat-none"),
}


def coverage(found: Coverage, view: View) -> Content | Empty:
    """Companies by quarter, and the share in time below."""
    if not found.companies or not found.quarters:
        return Empty(words="No company had a quarter to report by this day.")
    title = _finding(found)
    return Content(
        title=title,
        subtitle="Report of each quarter: in time within 45 days of its end, late with the days "
        "over, or missing",
        body=_table(found, view),
        twin=_twin(found, view),
        summary=f"{title}. {sentence(plural(len(found.companies), 'company', 'companies'))} by "
        f"{plural(len(found.quarters), 'quarter')}.",
        source="Source: imports of company reports, by the day they became known",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Coverage) -> str:
    last = found.quarters[-1]
    states = {row.name: _state(row, last) for row in found.companies}
    asked = [name for name, state in states.items() if state in {"in_time", "late", "missing"}]
    missing = [name for name, state in states.items() if state == "missing"]
    if not asked:
        return f"No report of {_quarter(last)} is due yet"
    good = sum(states[name] == "in_time" for name in asked)
    many = sentence(word(good)) if good else "None"
    words = f"{many} of {len(asked)} reported {_quarter(last)} in time"
    return (
        f"{words}; {listed(missing)} {'has' if len(missing) == 1 else 'have'} not"
        if missing
        else words
    )


def _state(row: CoverageRow, quarter: str) -> str | None:
    return next((cell.state for cell in row.cells if cell.quarter == quarter), None)


def _table(found: Coverage, view: View) -> html.Div:
    lines: list[Row | Line] = []
    for row in found.companies:
        cells = {cell.quarter: cell for cell in row.cells}
        lines.append(
            [
                company(row.name, row.company, view),
                *(_cell(cells.get(quarter)) for quarter in found.quarters),
                row.source or formats.MISSING,
            ]
        )
    shares = [formats.percent(found.reporting_coverage.get(q), places=0) for q in found.quarters]
    lines.append(Line(cells=["In time", *shares, ""], look="total"))
    last = len(found.quarters)
    return rows_table(
        ["Company", *map(_short, found.quarters), "Latest from"],
        lines,
        caption="Reports by company and quarter",
        words=(0, last + 1),
        deep=(*range(1, max(last - 3, 1)), last + 1),
        look="heat",
    )


def _cell(cell: CoverageCell | None) -> Cell:
    if cell is None:
        return Bit(text=formats.MISSING, look="muted", said="not due")
    word, fill = STATES.get(cell.state, (cell.state.replace("_", " "), "heat-none"))
    if cell.state == "late" and cell.days_late is not None:
        word = f"{cell.days_late} d late"
    title = f"received {formats.day(cell.reported_at)}" if cell.reported_at else None
    if not word:
        return Bit(text="", fill=fill, said="not due")
    return Bit(text=word, fill=fill, title=title)


def _twin(found: Coverage, view: View) -> html.Div:
    """Every report with the day it was received."""
    head = ["Company", "Quarter", "State", "Received", "Days late"]
    lines: list[Row] = [
        [
            company(row.name, row.company, view),
            _quarter(cell.quarter),
            STATES.get(cell.state, (cell.state, ""))[0] or "not due",
            formats.day(cell.reported_at),
            formats.MISSING if cell.days_late is None else str(cell.days_late),
        ]
        for row in found.companies
        for cell in reversed(row.cells)
    ]
    return rows_table(head, lines, caption="Every report", words=(0, 1, 2, 3))


def _quarter(text: str) -> str:
    """`2026Q3` as `Q3 2026`."""
    year, _, part = text.partition("Q")
    return f"Q{part} {year}" if part else text


def _short(text: str) -> str:
    """`Q3` over its year, as the head of a column."""
    year, _, part = text.partition("Q")
    return f"Q{part}\n{year}" if part else text
