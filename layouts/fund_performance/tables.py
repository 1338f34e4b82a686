"""The tables of Fund Performance: public-market equivalents and the cash flows behind it all."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
from dash import html

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.figures.shapes import number
from layouts.panels import Content, Empty, Part, View, drawing, graph
from layouts.tables import column, day_column, money_column, table

if TYPE_CHECKING:
    from services.fund_performance.results import CashFlowRow, CashFlows, Pme, PmeTable

ROW, HEAD, TALLEST = 32, 34, 460


def pme(pmes: PmeTable, view: View) -> Content | Empty:
    """The same dollars in each index, and the path beside the first."""
    if not pmes.rows:
        return Empty(words="No index covers the life of this fund.")
    first = pmes.rows[0]
    title = _finding(first)
    body: list[Part] = [_short_table(pmes)]
    if any(value is not None for _, _, value in pmes.path):
        body += [
            html.P(
                f"Same dollars in {pmes.path_index}, {pmes.meta.currency or ''}".rstrip(", "),
                className="spec",
            ),
            graph(
                view.panel.id,
                draw.index_path(pmes),
                draw.index_path(pmes, narrow=True),
                label=f"Fund NAV against the same dollars in {pmes.path_index}",
            ),
        ]
    levels = formats.day(first.level_as_of)
    return Content(
        title=title,
        subtitle="Public-market equivalent of the investors' dated flows",
        body=body,
        twin=_full_table(pmes),
        summary=f"{title}. KS-PME {_bare(first.ks_pme)} against {first.index}.",
        source=f"Source: index levels to {levels}; Kaplan–Schoar, direct alpha, Long–Nickels",
        as_of=pmes.meta.as_of,
        notes=[note.text for part in (pmes, *pmes.rows) for note in part.notes],
    )


def cash_flows(flows: CashFlows, view: View) -> Content | Empty:
    """Every flow as it counts, newest first, with totals equal to the headline."""
    if not flows.rows:
        return Empty(words="No cash flows up to this day.")
    currency = flows.meta.currency
    shown = [row for row in flows.rows if row.counts] or list(flows.rows)
    title = (
        f"{formats.money_short(flows.paid_in, currency)} paid in, "
        f"{formats.money_short(flows.distributed, currency)} paid out"
    )
    return Content(
        title=title,
        subtitle=f"Each flow as it counts {basis.basis(flows.meta)}, "
        f"{currency or 'own currency'}; the total equals the headline figures",
        body=_grid(flows, shown, view),
        summary=f"{title}. The table lists the newest first.",
        source=basis.source(flows.meta),
        as_of=flows.meta.as_of,
        notes=[*_left_out(flows, shown), *(note.text for note in flows.notes)],
    )


def _left_out(flows: CashFlows, shown: list[CashFlowRow]) -> list[str]:
    """What the grid does not show; the download has it all."""
    found = []
    if silent := len(flows.rows) - len(shown):
        found.append(f"{silent:,} rows that add nothing here are only in the download.")
    if older := flows.total_rows - len(flows.rows):
        found.append(f"{older:,} older rows are only in the download; the total includes them.")
    return found


def _grid(flows: CashFlows, shown: list[CashFlowRow], view: View) -> Part:
    columns = [
        day_column("date", "Date", pinned="left", width=118),
        column("label", "Type", minWidth=170, flex=3),
        money_column("amount", "Amount", minWidth=132, flex=2),
        money_column("paid_in", "Paid in", minWidth=132, flex=2),
        money_column("distributed", "Paid out", minWidth=142, flex=2),
        money_column("cumulative", "Running net", minWidth=132, flex=2),
        column("investor", "Investor", minWidth=104, flex=1),
        column("source", "Source", minWidth=150, flex=2),
    ]
    if len(flows.meta.funds) > 1:
        columns.insert(1, column("fund", "Fund", width=96))
    narrow = [
        columns[0] | {"width": 112},
        column("label", "Type", minWidth=80, flex=1),
        money_column("amount", "Amount", width=126),
    ]
    figures = flows.meta.figures
    totals = {key: figures[key] for key in ("paid_in", "distributed") if key in figures}
    total: dict[str, Any] = {
        "date": "Total",
        "label": "All flows",
        "amount": _difference(flows.distributed, flows.paid_in),
        "paid_in": number(flows.paid_in),
        "distributed": number(flows.distributed),
        "figure": "total",
    }
    height = min(TALLEST, HEAD + ROW * (len(shown) + 1) + 4)
    grid = dag.AgGrid(
        columnDefs=columns,
        rowData=[_flow(row) for row in shown],
        defaultColDef={"sortable": True, "filter": True, "resizable": True},
        dashGridOptions={
            "theme": {"function": "themeQuartz"},
            "pinnedBottomRowData": [total],
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "animateRows": False,
            "suppressColumnVirtualisation": True,
        },
        style={"height": f"{height}px", "width": "100%"},
        **({"getRowId": "params.data.figure"} if all(row.figure_id for row in shown) else {}),
    )
    drawn = drawing(
        view.panel.id,
        grid,
        narrow={"props": {"columnDefs": narrow}},
        label="Cash flows, newest first",
        height=height,
    )
    # The script of the drawer finds the figure of a cell by its row, or of a total by its column.
    return html.Div(drawn, className="grows", **{"data-explain-totals": json.dumps(totals)})


def _flow(row: CashFlowRow) -> dict[str, Any]:
    source = " · ".join(str(part) for part in (row.file, row.sheet) if part)
    if row.row is not None:
        source = f"{source}, row {row.row}" if source else f"row {row.row}"
    return {
        "date": row.date.isoformat(),
        "label": row.label if row.counts else f"{row.label} (does not count)",
        "amount": number(row.amount),
        "paid_in": number(row.paid_in),
        "distributed": number(row.distributed),
        "cumulative": number(row.cumulative),
        "fund": row.fund,
        "investor": row.investor or row.company or "fund total",
        "source": source,
        **({"figure": row.figure_id} if row.figure_id else {}),
    }


def _difference(paid: Decimal | None, called: Decimal | None) -> float | None:
    return None if paid is None or called is None else number(paid - called)


def _finding(row: Pme) -> str:
    if row.ks_pme is None:
        return "Against public markets: not given"
    return f"Each dollar did {row.ks_pme:.2f}x what {row.index} did"


def _short_table(pmes: PmeTable) -> Part:
    figures = pmes.meta.figures
    rows = [
        [
            _name(row),
            html.Strong(mark(_bare(row.ks_pme), figures.get(f"rows[{row.index}].ks_pme"))),
            mark(formats.percent(row.direct_alpha), figures.get(f"rows[{row.index}].direct_alpha")),
            mark(formats.percent(row.ln_pme_irr), figures.get(f"rows[{row.index}].ln_pme_irr")),
            _over(row),
        ]
        for row in pmes.rows
    ]
    head = ["Same cash flows in", "KS-PME", "Direct alpha", "Index IRR", "Fund over index"]
    return table(head, rows, caption="Public-market equivalents", deep=(3, 4))


def _full_table(pmes: PmeTable) -> Part:
    head = [
        "Index",
        "Dividends",
        "KS-PME",
        "Direct alpha",
        "Long–Nickels IRR",
        "PME+ IRR",
        "PME+ scale",
        "mPME IRR",
        "Fund IRR",
        "Index NAV",
        "Level of",
    ]
    figures = pmes.meta.figures

    def line(row: Pme) -> list[Part]:
        written = {
            "ks_pme": _bare(row.ks_pme, 6),
            "direct_alpha": formats.percent(row.direct_alpha, places=4),
            "ln_pme_irr": formats.percent(row.ln_pme_irr, places=4),
            "pme_plus_irr": formats.percent(row.pme_plus_irr, places=4),
            "pme_plus_lambda": _bare(row.pme_plus_lambda, 4),
            "mpme_irr": formats.percent(row.mpme_irr, places=4),
            "fund_irr": formats.percent(row.fund_irr, places=4),
            "index_nav": formats.money(row.index_nav, cents=True),
            "level_as_of": formats.day(row.level_as_of),
        }
        return [mark(text, figures.get(f"rows[{row.index}].{k}")) for k, text in written.items()]

    rows = [[row.index, _dividends(row), *line(row)] for row in pmes.rows]
    return table(head, rows, caption="Every public-market equivalent", words=(0, 1))


def _name(row: Pme) -> Part:
    if row.total_return is False:
        mark = html.Span("without dividends", className="chip warn", title=FLATTERS)
        return html.Span([row.index, " ", mark])
    return row.index


def _dividends(row: Pme) -> str:
    return {True: "included", False: "missing", None: "not known"}[row.total_return]


def _over(row: Pme) -> str:
    if row.fund_irr is None or row.ln_pme_irr is None:
        return formats.MISSING
    return formats.points(row.fund_irr - row.ln_pme_irr)


def _bare(value: float | None, places: int = 2) -> str:
    return formats.MISSING if value is None else f"{value:.{places}f}"


FLATTERS = "A price index leaves dividends out: every measure flatters the fund."
