"""Currencies and the credit line: what rates may take from NAV, and what borrowing does to IRR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.figures import risk as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import number, sentence, signed, texts
from layouts.risk.parts import cents, plain, rate, source, why
from layouts.rows import Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.holdings import CreditLine, FxExposure


def fx(found: FxExposure, view: View) -> Content | Empty:
    """Fair value by currency, and what each currency did to the return."""
    if not found.rows:
        return Empty(words="No company is held by this day.")
    title = _exposed(found)
    chart = graph(
        view.panel.id,
        draw.currency_bars(found),
        draw.currency_bars(found, narrow=True),
        label=title,
    )
    return Content(
        title=title,
        subtitle=f"Share of fair value by currency of the mark, and the change of NAV in "
        f"{found.base} if that currency falls by 10 %",
        body=[chart, _returns(found)],
        twin=_currencies(found),
        summary=f"{title}.",
        source=source(found.meta, "deal ledger, marks and exchange rates"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _exposed(found: FxExposure) -> str:
    if found.exposed_share is None:
        return "How much of the value stands in other currencies is not known"
    if not found.exposed_share:
        return f"All of the value stands in {found.base}"
    share = formats.percent(found.exposed_share)
    away = [row.currency for row in found.rows if row.currency != found.base]
    return f"{share} of the value is not in {found.base}, most of it in {away[0]}"


def _returns(found: FxExposure) -> Part:
    """Local return, return in the base, and what lies between them."""
    lines: list[Row] = [
        [
            row.currency,
            rate(row.local_irr),
            number(
                str(formats.percent(row.base_irr)), found.meta.figures, f"rows[{row.currency}].base"
            ),
            formats.points(row.fx_effect),
            signed(row.change_year),
        ]
        for row in found.rows
    ]
    head = ["Currency", "Local IRR", f"IRR in {found.base}", "Effect", "Rate, 12 months"]
    return rows_table(head, lines, caption="Return by currency", deep=(4,), look="tight next")


def _currencies(found: FxExposure) -> Part:
    lines: list[Row] = []
    for row in found.rows:
        at = f"rows[{row.currency}]"
        lines.append(
            [
                row.currency,
                cents(row.fair_value, found.meta, f"{at}.fair_value"),
                formats.percent(row.weight, places=2),
                cents(row.cost, found.meta, f"{at}.cost"),
                formats.percent(row.local_irr, places=4),
                formats.percent(row.base_irr, places=4),
                formats.percent(row.fx_effect, places=4),
                formats.MISSING if row.rate is None else plain(row.rate),
                signed(row.change_year),
                cents(row.nav_if_falls_10, found.meta, f"{at}.nav_if_falls_10"),
            ]
        )
    head = ["Currency", "Fair value", "Share", "Cost", "Local IRR", f"IRR in {found.base}",
            "Effect", "Rate", "12 months", "If −10 %"]  # fmt: skip
    return rows_table(head, lines, caption="Currencies to the cent", deep=(3, 4, 5, 7, 8))


def credit_line(found: CreditLine, view: View) -> Content | Empty:
    """What was drawn at each quarter-end under the limit, and what that does to IRR and TVPI."""
    if not found.rows:
        return Empty(words=sentence(why(found, "outstanding", "rows")))
    title = _drawn(found)
    chart = graph(
        view.panel.id, draw.line_bars(found), draw.line_bars(found, narrow=True), label=title
    )
    return Content(
        title=title,
        subtitle=f"Drawn at quarter-ends, {found.meta.currency or 'own currency'}; effects are "
        "with the line less without it, net to LPs",
        body=[chart, _effects(found)],
        twin=_quarters(found),
        summary=f"{title}.",
        source=source(found.meta, "balances of the fund, dated calls and repayments"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _drawn(found: CreditLine) -> str:
    currency = found.meta.currency
    if found.outstanding is None:
        return "What is drawn of the credit line is not known"
    if not found.outstanding:
        words = "Nothing of the credit line is drawn"
    else:
        words = f"{formats.money_short(found.outstanding, currency)} of the credit line is drawn"
        if found.used is not None:
            words += f", {formats.percent(found.used, places=0)} of its limit"
    if found.irr_effect is None:
        return words
    return f"{words}; it moved the IRR by {formats.points(found.irr_effect)}"


def _effects(found: CreditLine) -> html.Dl:
    figures, currency = found.meta.figures, found.meta.currency
    days = formats.MISSING if found.days_outstanding is None else f"{found.days_outstanding} d"
    between = f"{formats.percent(found.irr_without_line)} → {formats.percent(found.irr_with_line)}"
    times = (
        f"{formats.multiple(found.tvpi_without_line)} → {formats.multiple(found.tvpi_with_line)}"
    )
    shown = (
        ("Net IRR, without → with", "irr_effect", between, found.irr_effect),
        ("TVPI, without → with", "tvpi_effect", times, found.tvpi_effect),
        ("Of commitments", "used_of_commitments", formats.percent(found.used_of_commitments),
         found.used_of_commitments),
        ("Days outstanding", "days_outstanding", days, found.days_outstanding),
        ("Cost to date", "cost_to_date", formats.money_short(found.cost_to_date, currency),
         found.cost_to_date),
    )  # fmt: skip
    parts: list[Part] = []
    for name, key, text, exact in shown:
        told = {"data-figure": key, "data-value": formats.exact(exact)}
        parts.append(html.Div([html.Dt(name), html.Dd(mark(text, figures.get(key)), **told)]))
    return html.Dl(parts, className="measures")


def _quarters(found: CreditLine) -> Part:
    lines: list[Row] = [
        [
            formats.quarter(point.date),
            formats.day(point.date),
            cents(point.outstanding, found.meta, f"rows[{point.date}].outstanding"),
            formats.money(found.limit, cents=True),
        ]
        for point in found.rows
    ]
    head = ["Quarter", "At its end", "Drawn", "Limit of today"]
    return rows_table(head, lines, caption="The credit line by quarter", words=(0, 1))
