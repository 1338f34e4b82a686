"""How long the cash lasts: the ladder, with those not burning and those not known apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import portfolio_analytics as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import company, listed, number, plural, sentence, texts
from layouts.rows import Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import RiskAnalysis, RunwayRow

UNDER = 6.0
MOST_NAMES = 8


def runway(risk: RiskAnalysis, view: View) -> Content | Empty:
    """Months of cash by company, the shortest first, and the month it ends."""
    analysis = risk.runway_analysis
    rows = analysis.companies
    if not rows:
        return Empty(words="No active company is held by this day.")
    if all(row.band == "unknown" for row in rows):
        return Empty(words="No company reports both its cash and what it burns.")
    title = _finding(rows)
    return Content(
        title=title,
        subtitle="Runway in months: cash ÷ net burn a month, with the month the cash ends",
        body=[
            graph(view.panel.id, draw.ladder(risk), draw.ladder(risk, narrow=True), label=title),
            *_apart(rows),
        ],
        twin=_twin(risk, view),
        summary=f"{title}. Median {formats.months(analysis.median_runway_months)}; "
        f"{plural(analysis.under_6_months, 'company', 'companies')} under six months.",
        source="Source: company reports, the latest of each",
        as_of=risk.meta.as_of,
        notes=texts(risk),
    )


def _finding(rows: Sequence[RunwayRow]) -> str:
    short = [row for row in rows if row.runway_months is not None and row.runway_months < UNDER]
    finite = [row for row in rows if row.runway_months is not None]
    if short:
        ends = [row.zero_cash_date for row in short if row.zero_cash_date]
        by = f" by {formats.month(max(ends))}" if ends else " within six months"
        many = plural(len(short), "company runs", "companies run")
        return f"{sentence(many)} out of cash{by}"
    if finite:
        return f"No company has under six months; {finite[0].name} is the first to run out"
    return "No company that reports is burning cash"


def _apart(rows: Sequence[RunwayRow]) -> list[Part]:
    """Who stands on no ladder, and why."""
    earning = [row.name for row in rows if row.band == "cash_generative"]
    unknown = [row for row in rows if row.band == "unknown"]
    parts: list[Part] = [*_longer(rows)]
    if earning:
        parts += [html.B("Not burning, no runway: "), f"{listed(earning, most=MOST_NAMES)}. "]
    if unknown:
        told = [f"{row.name} ({row.why})" if row.why else row.name for row in unknown]
        parts += [html.B(f"Unknown ({formats.MISSING}): "), f"{listed(told, most=MOST_NAMES)}."]
    return [html.P(parts, className="tiny")] if parts else []


def _longer(rows: Sequence[RunwayRow]) -> list[Part]:
    """How many have longer than the last bar: they are in the table."""
    finite = [row for row in rows if row.runway_months is not None]
    more = finite[draw.MOST_BARS :]
    if not more:
        return []
    words = f"{len(more)} more have {formats.months(more[0].runway_months)} or longer"
    return [html.B(f"{words}: "), "they are in the table. "]


def _twin(risk: RiskAnalysis, view: View) -> html.Div:
    head = ["Company", "Months", "Band", "Cash ends", "Cash", "Net burn a month", "Report of",
            "Share of value"]  # fmt: skip
    figures = risk.meta.figures
    lines: list[Row] = []
    for row in risk.runway_analysis.companies:
        name = f"runway_analysis.companies[{row.company}]"
        months = formats.MISSING if row.runway_months is None else f"{row.runway_months:.2f}"
        lines.append(
            [
                company(row.name, row.company, view),
                number(months, figures, f"{name}.runway_months"),
                row.band.replace("_", " "),
                formats.month(row.zero_cash_date) if row.zero_cash_date else formats.MISSING,
                number(formats.money(row.cash, cents=True), figures, f"{name}.cash"),
                number(formats.money(row.net_burn, cents=True), figures, f"{name}.net_burn"),
                formats.day(row.period_end) + (" (stale)" if row.stale else ""),
                formats.percent(row.fair_value_weight),
            ]
        )
    return rows_table(head, lines, caption="Runway by company", words=(0, 2, 3, 6))
