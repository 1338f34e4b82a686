"""Every fund in one table, by vintage, and all of them pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import FundLine, FundTable

MONEY = ("total_committed", "paid_in", "distributed", "nav")
MULTIPLES = ("dpi", "rvpi", "tvpi", "moic")
CARRY = ("carry_accrued", "carry_paid", "gp_nav")
HEAD = ["Fund", "Vintage", "Committed", "Paid in", "Distributed", "NAV", "DPI", "RVPI", "TVPI",
        "Gross MOIC", "Net IRR", "Carry accrued", "Carry paid", "GP NAV"]  # fmt: skip


def funds(found: FundTable, view: View) -> Content | Empty:
    """One line a fund with totals pooled from flows; as a chart rate against multiple."""
    if not found.rows:
        return Empty(words="No fund is known yet.")
    title = _finding(found)
    currency = found.meta.currency
    return Content(
        title=title,
        subtitle=f"By fund, {basis.basis(found.meta)}, {currency or 'own currency'}{_drawn(found)}",
        body=[*_places(found, view, title), _table(found, view, short=True)],
        twin=html.Div([_table(found, view), _vintages(found)]),
        summary=f"{title}. NAV {formats.money_short(found.total.nav, currency)} in all.",
        source=basis.source(found.meta),
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _drawn(found: FundTable) -> str:
    several = "; chart: IRR (right) against TVPI (up), size: paid-in"
    return several if len(found.rows) > 1 else ""


def _places(found: FundTable, view: View, title: str) -> list[Part]:
    """Where the funds stand to each other; one alone stands to nobody."""
    if len(found.rows) < 2:
        return []
    wide, narrow = draw.fund_places(found), draw.fund_places(found, narrow=True)
    return [graph(view.panel.id, wide, narrow, label=title)]


def _finding(found: FundTable) -> str:
    known = [row for row in found.rows if row.tvpi is not None]
    total = found.total
    if len(found.rows) == 1:
        return f"{found.rows[0].name}: {formats.multiple(total.tvpi)} of what was paid in"
    said = f"{len(found.rows)} funds stand at {formats.multiple(total.tvpi)} together"
    if not known:
        return said
    best = max(known, key=lambda row: row.tvpi or 0)
    return f"{said}; {best.name} leads with {formats.multiple(best.tvpi)}"


def _cells(found: FundTable, row: FundLine, at: str, *, short: bool) -> list[Part]:
    figures, currency = found.meta.figures, found.meta.currency

    def money(key: str) -> Part:
        value = getattr(row, key)
        text = formats.money_short(value, currency) if short else formats.money(value, cents=True)
        return mark(text, figures.get(f"{at}.{key}"))

    return [
        *(money(key) for key in MONEY),
        *(mark(formats.multiple(getattr(row, k)), figures.get(f"{at}.{k}")) for k in MULTIPLES),
        mark(formats.percent(row.irr), figures.get(f"{at}.irr")),
        *(money(key) for key in CARRY),
    ]


def _table(found: FundTable, view: View, *, short: bool = False) -> Part:
    rows = [
        [
            dcc.Link(row.name, href=f"/{view.slug}?{view.scope.on(funds=(row.fund,)).to_query()}")
            if row.fund and not view.embedded
            else row.name,
            str(row.vintage_year or formats.MISSING),
            *_cells(found, row, f"rows[{row.fund}]", short=short),
        ]
        for row in found.rows
    ]
    total: list[Part] = ["All, pooled", "", *_cells(found, found.total, "total", short=short)]
    return table(
        HEAD,
        rows,
        caption="Funds" if short else "Funds, to the cent",
        total=total,
        deep=(1, 2, 3, 4, 6, 7, 9, 11, 12, 13) if short else (),
    )


def _vintages(found: FundTable) -> Part:
    rows = [
        [
            row.name,
            formats.count(row.funds),
            *_cells(found, row, f"vintages[{row.name}]", short=False),
        ]
        for row in found.vintages
    ]
    return table(["Vintage", "Funds", *HEAD[2:]], rows, caption="Vintages, pooled")
