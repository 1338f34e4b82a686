"""What the charts of Fund Performance say: finding, chart, exact twin and one line in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.figures import shapes
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import JCurve, JCurvePoint, Trend, TrendPoint


def tvpi(trend: Trend, view: View) -> Content | Empty:
    """DPI and RVPI stacked to TVPI."""
    points = _lived(trend)
    if not any(point.tvpi is not None for point in points):
        return Empty(words="No multiple can be given yet.")
    last = points[-1]
    title = f"TVPI {_reached(points)} {formats.multiple(last.tvpi)}"
    title += f"; {_cash_part(last)}" if last.tvpi is not None else ", not known now"
    return Content(
        title=title,
        subtitle=f"DPI + RVPI = TVPI, multiple of paid-in capital, {basis.BASES[trend.meta.basis]}",
        body=graph(
            view.panel.id, draw.tvpi_stack(trend), draw.tvpi_stack(trend, narrow=True), label=title
        ),
        twin=_twin(
            points,
            "Multiples by date",
            (
                ("TVPI", "tvpi", lambda point: _x(point.tvpi)),
                ("DPI", "dpi", lambda point: _x(point.dpi)),
                ("RVPI", "rvpi", lambda point: _x(point.rvpi)),
                ("Paid-in", "paid_in", lambda point: _cents(point.paid_in)),
                ("Distributions", "distributions", lambda point: _cents(point.distributions)),
                ("NAV", "nav", lambda point: _cents(point.nav)),
            ),
            trend.meta.figures,
        ),
        summary=f"{title}. {len(points)} dates from {formats.day(points[0].date)}.",
        source=basis.source(trend.meta),
        as_of=trend.meta.as_of,
        notes=_texts(trend),
    )


def irr(trend: Trend, view: View) -> Content | Empty:
    """Gross and net IRR since inception."""
    points = _lived(trend)
    if not any(point.irr is not None or point.gross_irr is not None for point in points):
        return Empty(words="No IRR is meaningful yet: it is shown after one year of flows.")
    last = points[-1]
    title = _spread_title(last.gross_irr, last.irr)
    return Content(
        title=title,
        subtitle=f"Gross and net IRR since inception, %, {trend.meta.credit_line} credit line",
        body=graph(
            view.panel.id, draw.irr_trend(trend), draw.irr_trend(trend, narrow=True), label=title
        ),
        twin=_twin(
            points,
            "IRR by date",
            (
                ("Net IRR", "irr", lambda point: formats.percent(point.irr, places=4)),
                (
                    "Gross IRR",
                    "gross_irr",
                    lambda point: formats.percent(point.gross_irr, places=4),
                ),
                ("Status", "irr_status", lambda point: point.irr_status.replace("_", " ")),
            ),
            trend.meta.figures,
        ),
        summary=f"{title}. Net {formats.percent(last.irr)}, gross {formats.percent(last.gross_irr)}"
        f" on {formats.day(last.date)}.",
        source=f"Source: {trend.meta.source or 'imported facts'}; n.m. under one year",
        as_of=trend.meta.as_of,
        notes=_texts(trend),
    )


def multiples(trend: Trend, view: View) -> Content | Empty:
    """Gross MOIC beside net TVPI."""
    points = _lived(trend)
    if not any(point.moic is not None or point.tvpi is not None for point in points):
        return Empty(words="No multiple can be given yet.")
    last = points[-1]
    if last.moic is not None and last.tvpi is not None:
        title = f"Fees and carry take {formats.multiple(last.moic - last.tvpi)} of the multiple"
        if last.moic < last.tvpi:
            title = "The net multiple stands above the gross one"
    else:
        title = f"Net multiple {formats.multiple(last.tvpi)}"
    return Content(
        title=title,
        subtitle="Gross MOIC of the investments and net TVPI",
        body=graph(
            view.panel.id,
            draw.multiples_trend(trend),
            draw.multiples_trend(trend, narrow=True),
            label=title,
        ),
        twin=_twin(
            points,
            "Gross and net multiple by date",
            (
                ("Gross MOIC", "moic", lambda point: _x(point.moic)),
                ("Net TVPI", "tvpi", lambda point: _x(point.tvpi)),
            ),
            trend.meta.figures,
        ),
        summary=f"{title}. Gross {formats.multiple(last.moic)}, net {formats.multiple(last.tvpi)}.",
        source=basis.source(trend.meta),
        as_of=trend.meta.as_of,
        notes=_texts(trend),
    )


def j_curve(curve: JCurve, view: View) -> Content | Empty:
    """Calls, distributions and running net cash."""
    points = curve.points
    if not points:
        return Empty(words="No capital has been called or distributed yet.")
    currency = curve.meta.currency
    last = points[-1]
    out = formats.money_short(abs(last.net_cash or 0), currency)
    if last.net_cash is None:
        title = "Net cash is not known"
    elif last.net_cash < 0:
        title = f"Investors are {out} out of pocket{_lowest(curve, last)}"
    else:
        since = f" since {formats.quarter(curve.break_even)}" if curve.break_even else ""
        title = f"Investors have their money back{since}, and {out} more"
    size, letter = shapes.unit_of([point.net_cash for point in points])
    unit = f"{formats.symbol(currency)}{letter}" if size > 1 else currency or ""
    return Content(
        title=title,
        subtitle=f"Calls (grey), distributions (green) and running net cash, {unit} by quarter",
        body=graph(
            view.panel.id, draw.j_curve(curve), draw.j_curve(curve, narrow=True), label=title
        ),
        twin=_j_table(points, curve.meta.figures),
        summary=f"{title}. Net cash with NAV {formats.money_short(last.net_value, currency)}.",
        source=basis.source(curve.meta),
        as_of=curve.meta.as_of,
        notes=[note.text for note in curve.notes],
    )


def _j_table(points: Sequence[JCurvePoint], figures: Mapping[str, str]) -> Part:
    keys = ("called", "distributed", "net_cash", "nav", "net_value")

    def amounts(row: str, *values: Decimal | None) -> list[Part]:
        return [
            mark(formats.money(value, cents=True), figures.get(f"{row}.{key}"))
            for key, value in zip(keys, values, strict=True)
        ]

    rows = [
        [
            formats.day(point.date),
            *amounts(
                f"points[{point.date}]",
                shapes.minus(point.called),
                point.distributed,
                point.net_cash,
                point.nav,
                point.net_value,
            ),
        ]
        for point in reversed(points)
    ]
    called = shapes.minus(_sum(point.called for point in points))
    paid = _sum(point.distributed for point in points)
    last = points[-1]
    total = ["Total", *amounts("total", called, paid, last.net_cash, last.nav, last.net_value)]
    head = ["Quarter to", "Calls", "Distributions", "Net cash", "NAV", "Net cash + NAV"]
    return table(head, rows, caption="Cash by quarter", total=total)


def _cents(amount: Decimal | None) -> str:
    return formats.money(amount, cents=True)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The total, unknown as soon as one of the amounts is."""
    found = list(amounts)
    return None if None in found else sum((item for item in found if item), Decimal(0))


def _twin(
    points: Sequence[TrendPoint],
    caption: str,
    columns: Sequence[tuple[str, str, Callable[[TrendPoint], str]]],
    figures: Mapping[str, str],
) -> Part:
    """Columns are a heading, the key of the figure, and how it is written."""
    rows = [
        [
            formats.day(point.date),
            *(
                mark(of(point), figures.get(f"data_points[{point.date}].{key}"))
                for _, key, of in columns
            ),
        ]
        for point in points[::-1]
    ]
    return table(["Date", *(name for name, _, _ in columns)], rows, caption=caption)


def _lived(trend: Trend) -> list[TrendPoint]:
    """Dates on which anything had been paid in; before that there is no fund to draw."""
    return [point for point in trend.data_points if point.paid_in]


def _reached(points: Sequence[TrendPoint]) -> str:
    known = [point.tvpi for point in points if point.tvpi is not None]
    last = points[-1].tvpi
    if last is None or len(known) < 2:
        return "is"
    if last >= max(known):
        return "reached"
    return "fell to" if last < known[-2] else "stands at"


def _cash_part(last: TrendPoint) -> str:
    if last.dpi is None:
        return "its cash part is not known"
    return f"{formats.multiple(last.dpi)} of it is cash" if last.dpi >= 0.005 else "none is cash"


def _spread_title(gross: float | None, net: float | None) -> str:
    if gross is None or net is None:
        return f"Net IRR {formats.percent(net)}" if net is not None else "IRR, gross and net"
    gap = (gross - net) * 100
    if gap < 0:
        return "Net IRR stands above gross"
    return f"Fees and carry take {gap:.1f} points of IRR"


def _lowest(curve: JCurve, last: JCurvePoint) -> str:
    if curve.trough is None or curve.trough.net_cash is None:
        return ""
    if curve.trough.date == last.date:
        return ", the most so far"
    low = formats.money_short(abs(curve.trough.net_cash), curve.meta.currency)
    return f", {low} at the lowest"


def _texts(trend: Trend) -> list[str]:
    return [note.text for note in trend.notes]


def _x(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.6f}x"
