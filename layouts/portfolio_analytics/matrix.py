"""Measures by company: a heat map whose cells also say in words how they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
from dash import html

from layouts import formats
from layouts.figures.shapes import number as finite
from layouts.panels import Content, Empty, Part, View, drawing
from layouts.portfolio_analytics.cells import (
    amount,
    company,
    number,
    plural,
    scale,
    sector,
    texts,
    unit,
)
from layouts.rows import Bit, Cell, Row, rows_table
from layouts.tables import column, day_column, money_column

if TYPE_CHECKING:
    from services.portfolio_analytics.results import KpiMatrix, KpiRow

BANDS = {"good": "good", "fair": "fair", "poor": "poor"}
MONEY = ("arr", "revenue_ttm", "net_burn")
ROW, HEAD, TALLEST, MOST_NAMES = 32, 34, 460, 8


def _percent(value: Any) -> str:
    return formats.percent(value, places=0)


# Key, heading, how it is written; money is written in the unit of the table.
MEASURES: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("growth_rate", "Growth\nyear on year", _percent),
    ("gross_margin", "Gross\nmargin", _percent),
    ("runway_months", "Runway", formats.months),
    ("burn_multiple", "Burn\nmultiple", formats.multiple),
    ("rule_of_40", "Rule\nof 40", _percent),
    ("ltv_cac", "LTV :\nCAC", formats.multiple),
    ("nrr", "Net\nretention", _percent),
)


def matrix(found: KpiMatrix, view: View) -> Content | Empty:
    """Companies by measures; the table behind it sorts and filters."""
    if not found.rows:
        return Empty(words="No active company is held by this day.")
    if all(row.kpis.period_end is None for row in found.rows):
        return Empty(words="No active company has reported by this day.")
    title = _finding(found.rows)
    return Content(
        title=title,
        subtitle="Latest report of each company known by this day; the colour and the word say "
        "how a figure is read, blank is not reported",
        body=html.Div([_legend(), _heat(found, view), _dictionary(found)]),
        twin=_grid(found, view),
        summary=f"{title}. {plural(len(found.rows), 'company', 'companies')} by "
        f"{len(MEASURES) + len(MONEY)} measures.",
        source="Source: company reports",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(rows: Sequence[KpiRow]) -> str:
    poor = [
        (sum(band == "poor" for band in row.bands.values()), row.name)
        for row in rows
        if "poor" in row.bands.values()
    ]
    if not poor:
        return "No reported measure reads poor"
    most, name = max(poor, key=lambda pair: pair[0])
    many = plural(len(poor), "company has", "companies have")
    words = f"{many[:1].upper()}{many[1:]} a measure that reads poor"
    return f"{words}, {name} {plural(most, 'of them', 'of them')}" if most > 1 else words


def _legend() -> html.Div:
    entries = [
        html.Span([html.I(className=f"sw heat-{band}"), word]) for band, word in BANDS.items()
    ]
    return html.Div([*entries, html.Span("–: not reported", className="muted")], className="legend")


def _heat(found: KpiMatrix, view: View) -> html.Div:
    size, letter = scale(getattr(row.kpis, key) for row in found.rows for key in MONEY)
    money = unit(found.meta.currency, letter)
    amounts = [f"ARR\n{money}", f"Revenue\n12 mo, {money}", f"Burn a\nmonth, {money}"]
    names = [name for _, name, _ in MEASURES]
    head = ["Company", "Sector", "Report\nof", *amounts, *names, "Head-\ncount"]
    deep = (1, 2, 4, 5, 7, 10, 11, 12, 13)
    lines = [_row(row, found, view, size) for row in found.rows]
    return rows_table(
        head, lines, caption="Measures by company", words=(0, 1, 2), deep=deep, look="heat"
    )


def _row(row: KpiRow, found: KpiMatrix, view: View, size: int) -> Row:
    kpis, name = row.kpis, f"rows[{row.company}]"
    figures = found.meta.figures
    when: Cell = formats.quarter(kpis.period_end)
    if kpis.stale:
        when = Bit(
            text=formats.quarter(kpis.period_end), icon="age", look="chip warn", said="stale"
        )
    amounts = [number(amount(getattr(kpis, key), size), figures, f"{name}.{key}") for key in MONEY]
    return [
        company(row.name, row.company, view),
        sector(row.sector, None),
        when,
        *amounts,
        *(_cell(row, key, write, figures.get(f"{name}.{key}")) for key, _, write in MEASURES),
        formats.count(kpis.headcount),
    ]


def _cell(row: KpiRow, key: str, write: Callable[[Any], str], explain: str | None) -> Cell:
    """The figure with the word of its band; cash that only grows has no runway."""
    value, band = getattr(row.kpis, key), row.bands.get(key, "unknown")
    if key == "runway_months" and row.kpis.runway_state == "cash_generative":
        return [Bit(text="not burning", fill="heat-good"), Bit(text=" good", look="word")]
    if value is None:
        return Bit(text=formats.MISSING, look="muted", said="not reported")
    word = BANDS.get(band)
    figure = Bit(text=write(value), explain=explain, fill=f"heat-{band}" if word else None)
    return [figure, Bit(text=f" {word}", look="word")] if word else figure


def _dictionary(found: KpiMatrix) -> Part:
    """How each measure is read: the words of the service, folded away."""
    if not found.metrics:
        return None
    terms = [
        part
        for key, words in found.metrics.items()
        for part in (html.Dt(key.replace("_", " ")), html.Dd(words))
    ]
    return html.Details(
        [html.Summary("How each measure is read"), html.Dl(terms)], className="notes"
    )


def _grid(found: KpiMatrix, view: View) -> html.Div:
    """The same as real numbers in a grid: to sort, filter and copy."""
    ratio = {"type": "rightAligned", "filter": "agNumberColumnFilter"}
    columns = [
        column("name", "Company", pinned="left", width=150),
        column("sector", "Sector", width=110),
        column("stage", "Stage", width=100),
        day_column("period_end", "Report of", width=120),
        *(money_column(key, key.replace("_", " ").capitalize(), width=140) for key in MONEY),
        *(column(key, title.replace("\n", " "), width=118, **ratio) for key, title, _ in MEASURES),
        column("headcount", "Headcount", width=110, **ratio),
    ]
    narrow = [columns[0] | {"width": 130}, columns[4], columns[7]]
    height = min(TALLEST, HEAD + ROW * len(found.rows) + 4)
    grid = dag.AgGrid(
        columnDefs=columns,
        rowData=[_record(row) for row in found.rows],
        defaultColDef={"sortable": True, "filter": True, "resizable": True},
        dashGridOptions={
            "theme": {"function": "themeQuartz"},
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "animateRows": False,
        },
        style={"height": f"{height}px", "width": "100%"},
    )
    return html.Div(
        drawing(
            f"{view.panel.id}-grid",
            grid,
            narrow={"props": {"columnDefs": narrow}},
            label="Measures by company",
            height=height,
        ),
        className="grows",
    )


def _record(row: KpiRow) -> dict[str, Any]:
    kpis = row.kpis
    keys = (*MONEY, *(key for key, _, _ in MEASURES))
    return {
        "name": row.name,
        "sector": row.sector,
        "stage": row.stage,
        "period_end": kpis.period_end.isoformat() if kpis.period_end else None,
        "headcount": kpis.headcount,
        **{key: finite(getattr(kpis, key)) for key in keys},
    }
