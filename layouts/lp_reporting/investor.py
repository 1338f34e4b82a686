"""The page of one investor across all its funds: how it stands, its flows, what is behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures.lp_reporting import flows as drawn_flows
from layouts.lp_reporting import LP, VIEW
from layouts.lp_reporting.head import plural_of, printed, stands_on
from layouts.lp_reporting.parts import (
    API,
    MUTED,
    Rights,
    cents,
    cut,
    go,
    late,
    money,
    source,
    term_words,
    type_of,
)
from layouts.panels import Bare, Content, Empty, Panel, Part, View, downloads, frame, graph, icon
from layouts.portfolio_analytics.cells import number, rate, scale, texts, unit
from layouts.rows import Bar, Bit, Line, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.register import Exposure, Lp, LpFlow, LpFund, Slice

FUNDS = Panel(id="lp-reporting-investor-funds", title="By fund", width=12)
FLOWS = Panel(id="lp-reporting-investor-flows", title="Flows", width=6)
BEHIND = Panel(id="lp-reporting-investor-exposure", title="What is behind it", width=6)
MONEY = ("commitment", "called", "distributions", "unfunded", "nav")
DIMENSIONS = (("sector", "Sector"), ("geography", "Place"), ("company", "Company"))
MOST_FLOWS, MOST_SLICES = 60, 8


def investor(told: tuple[Lp, Exposure, Rights] | None, view: View) -> Bare:
    """Header, figures, funds, flows, exposure; nothing while the address opens none."""
    if told is None:
        return Bare(children=None)
    found, behind, rights = told
    parts: list[Part] = [*_header(found, rights, view), _figures(found)]
    boxes = [
        _box(FUNDS, funds, found, view),
        _box(FLOWS, flows, found, view),
        _box(BEHIND, exposure, behind, view),
    ]
    return Bare(children=[*parts, html.Div(boxes, className="grid")])


def _box(
    panel: Panel, draw: Callable[[Any, View], Content | Empty], found: Any, view: View
) -> html.Section:
    """A panel inside the page of an investor, which is framed and downloaded as a whole."""
    own = replace(view, panel=panel, embedded=True, may_export=False)
    inside = frame(own, draw(found, own))
    return html.Section(
        inside, className=f"panel low c{panel.width}", **{"aria-label": panel.title}
    )


def _header(found: Lp, rights: Rights, view: View) -> list[Part]:
    meta = found.meta
    back = None
    if not view.embedded:
        way = go(
            "LP Reporting", view.here(**{VIEW: None, LP: None if rights.investor else found.lp})
        )
        back = html.Div(way, className="tiny back")
    words = html.Div(
        [
            back,
            html.H1("Investor"),
            html.P(_said(found, rights), className="state"),
            html.Div(
                [*_who(found), *stands_on(meta, view)],
                className="asof",
            ),
            *_terms(found),
        ]
    )
    acts: list[Part] = [
        html.Button([icon("print"), "Print"], className="b", type="button", **{"data-act": "print"})
    ]
    if view.may_export:
        at = f"{API}/lps/{found.lp}"
        everywhere = replace(view, scope=view.scope.on(funds=()))
        acts += [
            downloads(f"{found.name}", lambda kind: everywhere.link(at, format=kind)),
            html.A([icon("download"), "JSON"], href=everywhere.link(at), className="b"),
        ]
    line = html.Div(
        [html.Span([html.B(found.name), " · LP Reporting"]), html.Span(printed(meta))],
        className="phead",
    )
    return [line, html.Div([words, html.Div(acts, className="acts")], className="head")]


def _said(found: Lp, rights: Rights) -> list[Part]:
    """`Harbourline Pension Trust has $12.0m in one fund; NAV is $11.8m at 1.55x.`"""
    if not found.funds:
        return [html.B(found.name), " has not committed to any fund yet."]
    currency, figures = found.meta.currency, found.meta.figures
    put = formats.money_short(found.commitment, currency)
    who: list[Part] = ["You committed "] if rights.investor else [html.B(found.name), " committed "]
    parts = [
        *who,
        html.B(mark(put, figures.get("commitment"))),
        f" to {plural_of(len(found.funds), 'fund')}",
    ]
    if found.nav is not None:
        worth = mark(formats.money_short(found.nav, currency), figures.get("nav"))
        parts += ["; NAV is ", html.B(worth)]
    if found.lp_tvpi is not None:
        parts.append(f", {formats.multiple(found.lp_tvpi)} of what was paid in")
    if found.lp_irr is not None:
        parts.append(f" at a net IRR of {formats.percent(found.lp_irr)}")
    return [*parts, "."]


def _who(found: Lp) -> list[Part]:
    told = [type_of(found.lp_type), found.country, found.lp_class and f"class {found.lp_class}"]
    return [html.Span(item) for item in told if item]


def _terms(found: Lp) -> list[Part]:
    if not found.side_letter:
        return []
    chips = [
        html.Span(term_words(one), className="chip", title=f"{one.term}: {one.value} ({one.fund})")
        for one in found.side_letter
    ]
    return [html.Div([html.Span("Side letter", className="tiny"), *chips], className="chips known")]


def _figures(found: Lp) -> html.Div:
    """The figures over all funds, pooled from flows."""
    currency, figures = found.meta.currency, found.meta.figures
    told = (
        ("commitment", "Commitment", formats.money_short(found.commitment, currency)),
        ("called", "Called", formats.money_short(found.called, currency)),
        ("distributions", "Distributed", formats.money_short(found.distributions, currency)),
        ("unfunded", "Unfunded", formats.money_short(found.unfunded, currency)),
        ("nav", "NAV", formats.money_short(found.nav, currency)),
        ("lp_irr", "Net IRR", formats.percent(found.lp_irr)),
    )
    shown = []
    for key, label, text in told:
        value = getattr(found, key)
        why = basis.reason(found.notes, key)
        looks = {"className": "v none", "title": why} if value is None else {"className": "v"}
        shown.append(
            html.Div(
                [
                    html.Div(label, className="k"),
                    html.Span(text, **looks)
                    if value is None or key not in figures
                    else mark(text, figures[key], **looks),
                    html.Div(why if value is None else _note(found, key), className="n"),
                ],
                className="fact",
                **{"data-figure": key, "data-value": formats.exact(value)},
            )
        )
    return html.Div(html.Div(shown, className="facts alone lpfacts"), className="headline")


def _note(found: Lp, key: str) -> str:
    currency = found.meta.currency
    return {
        "commitment": f"share {formats.percent(found.share_of_fund)}",
        "called": f"TVPI {formats.multiple(found.lp_tvpi)}",
        "distributions": f"DPI {formats.multiple(found.lp_dpi)}",
        "unfunded": f"incl. {formats.money_short(found.recallable, currency)} recallable",
        "nav": f"RVPI {formats.multiple(found.lp_rvpi)}",
        "lp_irr": "pooled over its funds",
    }[key]


# ---- panels


def funds(found: Lp, view: View) -> Content | Empty:
    """How the investor stands in each fund, and in all."""
    if not found.funds:
        return Empty(words="This investor is in no fund yet.")
    size, letter = scale(getattr(row, key) for row in found.funds for key in MONEY)
    currencies = {row.currency for row in found.funds}
    head = unit(found.meta.currency if len(currencies) == 1 else None, letter)
    columns = ["Fund", "Vintage", "Currency", f"Commitment\n{head}", "Share",
               f"Contributed\n{head}", f"Distributed\n{head}", f"Unfunded\n{head}",
               f"NAV\n{head}", "TVPI", "DPI", "Net IRR"]  # fmt: skip
    lines: list[Row | Line] = [_fund(row, found, size) for row in found.funds]
    if len(found.funds) > 1:
        lines.append(_whole(found, size, same=len(currencies) == 1))
    title = f"In {plural_of(len(found.funds), 'fund')}"
    return Content(
        title=title,
        subtitle=f"{head}, each fund in its own currency; multiples and IRR of all pooled",
        body=rows_table(columns, lines, caption="By fund", words=(0, 2),
                        deep=(1, 2, 4, 5, 6, 7, 9, 10), look="tight"),
        summary=title,
        source=source(found.meta, "register and partnership ledger"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )  # fmt: skip


def _fund(row: LpFund, found: Lp, size: int) -> Row:
    figures, at = found.meta.figures, f"funds[{row.fund}]"
    amounts = [money(getattr(row, key), size, figures, f"{at}.{key}") for key in MONEY]
    return [
        [Bit(text=row.name, look="co"), Bit(text=f" {row.fund}", look=MUTED)],
        str(row.vintage_year or formats.MISSING),
        row.currency,
        amounts[0],
        formats.percent(row.share_of_fund),
        *amounts[1:],
        number(formats.multiple(row.lp_tvpi), figures, f"{at}.lp_tvpi"),
        number(formats.multiple(row.lp_dpi), figures, f"{at}.lp_dpi"),
        number(formats.percent(row.lp_irr), figures, f"{at}.lp_irr")
        if row.lp_irr is not None
        else rate(None, row.lp_irr_status),
    ]


def _whole(found: Lp, size: int, *, same: bool) -> Line:
    """The pooled line; amounts of several currencies are not added here."""
    amounts = [cut(getattr(found, key), size) if same else "" for key in MONEY]
    return Line(
        cells=[
            "All funds", "", found.meta.currency or "", amounts[0], "", *amounts[1:],
            formats.multiple(found.lp_tvpi), formats.multiple(found.lp_dpi),
            formats.percent(found.lp_irr),
        ],
        look="total",
    )  # fmt: skip


def flows(found: Lp, view: View) -> Content | Empty:
    """Bars by year and, as the table, every flow with where it was read."""
    if not found.flows:
        return Empty(words="No flow between a fund and this investor is known yet.")
    known = [item for item in found.flows if item.amount is not None]
    calls = len({(item.fund, item.date) for item in known if item.amount and item.amount < 0})
    back = len({(item.fund, item.date) for item in known if item.amount and item.amount > 0})
    title = f"{plural_of(calls, 'call')} paid, {plural_of(back, 'distribution')} received"
    many = found.flows[:MOST_FLOWS]
    less = len(found.flows) - len(many)
    return Content(
        title=title,
        subtitle=f"By year, {found.meta.currency or 'own currency'}; calls below the line, the "
        "running total as a line",
        body=[
            graph(view.panel.id, drawn_flows(found), drawn_flows(found, narrow=True), label=title),
            _flow_table(many),
        ],
        summary=title,
        source=source(found.meta, "partnership ledger"),
        as_of=found.meta.as_of,
        notes=[f"{less} older flows are in the file."] if less else [],
    )


def _flow_table(rows: tuple[LpFlow, ...]) -> html.Div:
    lines: list[Row] = [
        [
            formats.day(item.date),
            [item.label, *late(item.days_late, paid=item.paid_date is not None)],
            item.fund,
            cents(item.amount),
            Bit(text=_read_from(item), look=MUTED, title=_read_from(item)),
        ]
        for item in rows
    ]
    head = ["Date", "Flow", "Fund", "Amount", "Read from"]
    return rows_table(
        head, lines, caption="Flows", words=(0, 1, 2, 4), deep=(2, 4), look="tight lpscroll"
    )


def _read_from(item: LpFlow) -> str:
    if not item.file:
        return formats.MISSING
    place = [part for part in (item.sheet, f"row {item.row}" if item.row else None) if part]
    return f"{item.file}, {', '.join(place)}" if place else item.file


def exposure(found: Exposure, view: View) -> Content | Empty:
    """What the funds of this investor hold, its part of it, by sector, place and company."""
    if not found.slices:
        return Empty(words="What is behind this investor's value is not known yet.")
    title = _largest(found)
    parts = [part for key, name in DIMENSIONS if (part := _slices(found, key, name)) is not None]
    currency = found.meta.currency
    other = f"No holding: {formats.money_short(found.other, currency)} of cash, receivables and accruals"  # noqa: E501
    return Content(
        title=title,
        subtitle=f"Its part of what its funds hold, {currency or 'own currency'}; shares of its NAV "  # noqa: E501
        f"of {formats.money_short(found.nav, currency)}",
        body=[*parts, html.P(f"{other}.", className="tiny") if found.other else None],
        summary=title,
        source=source(found.meta, "holdings and marks, by its share of each fund"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _largest(found: Exposure) -> str:
    known = [one for one in found.slices if one.dimension == "company" and one.weight is not None]
    if not known:
        return "What is behind its value"
    first = max(known, key=lambda one: one.weight or 0.0)
    return f"{first.name} is the largest company behind it, {formats.percent(first.weight)} of NAV"


def _slices(found: Exposure, key: str, name: str) -> html.Div | None:
    rows = [one for one in found.slices if one.dimension == key]
    if not rows:
        return None
    ordered = sorted(rows, key=lambda one: -(one.weight or 0.0))
    most = max((one.weight or 0.0 for one in ordered), default=0.0)
    size, letter = scale(one.amount for one in ordered)
    lines: list[Row] = [_slice(one, most, size) for one in ordered[:MOST_SLICES]]
    head = [name, "", "Share", unit(found.meta.currency, letter)]
    return rows_table(head, lines, caption=f"By {name.lower()}", look="tight lpslices")


def _slice(one: Slice, most: float, size: int) -> Row:
    long = 100 * (one.weight or 0.0) / most if most else 0.0
    return [
        one.name,
        Bar(parts=[(0.0, max(long, 1.0), "cat-1")] if long > 0 else [], look="lpslice"),
        formats.percent(one.weight),
        cut(one.amount, size),
    ]
