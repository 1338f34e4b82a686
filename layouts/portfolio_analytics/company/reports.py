"""A company's last reports, and directly below them what it was valued at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats
from layouts.figures import portfolio_analytics as draw
from layouts.panels import Content, Empty, View, graph
from layouts.portfolio_analytics.cells import amount, named, number, plural, scale, texts, unit
from layouts.rows import Bit, Cell, Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import ReportedPeriod, TearSheet

MOST_PERIODS, MOST_MARKS = 5, 6
MONEY = ("revenue_ttm", "arr", "cash", "net_burn")
Write = Callable[[Any], str]
# Key, name, how it is written; None is money in the unit of the table.
LINES: tuple[tuple[str, str, Write | None], ...] = (
    ("revenue_ttm", "Revenue, 12 months", None),
    ("arr", "ARR", None),
    ("growth_rate", "Growth, year on year", formats.percent),
    ("gross_margin", "Gross margin", formats.percent),
    ("net_burn", "Net burn a month", None),
    ("cash", "Cash", None),
    ("runway_months", "Runway", formats.months),
    ("burn_multiple", "Burn multiple", formats.multiple),
    ("rule_of_40", "Rule of 40", formats.percent),
    ("ltv_cac", "LTV : CAC", formats.multiple),
    ("nrr", "Net retention", formats.percent),
    ("headcount", "Headcount", formats.count),
)


def reports(sheet: TearSheet, view: View) -> Content | Empty:
    """Measures by report, the last five; marks below in columns of their own."""
    periods = sheet.periods[-MOST_PERIODS:]
    if not periods and not sheet.valuations:
        return Empty(words=f"{sheet.name} has not reported and was never valued by this day.")
    size, letter = scale(
        [getattr(period.kpis, key) for period in periods for key in MONEY]
        + [point.fair_value for point in sheet.valuations]
    )
    money = unit(sheet.meta.currency, letter)
    count = plural(len(periods), "report")
    last = formats.quarter(periods[-1].kpis.period_end) if periods else "never"
    title = f"Last reported {last}" if periods else "Nothing has been reported"
    return Content(
        title=title,
        subtitle=f"Last {count} known by this day, above the marks; {money}",
        body=html.Div([_reports(sheet, periods, size), *_marks(sheet, size, money)]),
        summary=f"{title}. {plural(len(sheet.valuations), 'mark')}.",
        source="Source: company reports and marks",
        as_of=sheet.meta.as_of,
        notes=texts(sheet),
    )


def worth(sheet: TearSheet, view: View) -> Content | Empty:
    """Fair value and cost over time."""
    known = [point for point in sheet.valuations if point.fair_value is not None]
    if not known:
        return Empty(words=f"{sheet.name} was never valued by this day.")
    last, first = known[-1], known[0]
    currency = sheet.meta.currency
    title = f"Valued at {formats.money_short(last.fair_value, currency)}"
    if len(known) > 1:
        change = formats.money_change((last.fair_value or 0) - (first.fair_value or 0), currency)
        title += f", {change} since {formats.month(first.date)}"
    return Content(
        title=title,
        subtitle=f"Fair value and cost of what is held, {currency or 'own currency'}",
        body=graph(view.panel.id, draw.worth(sheet), draw.worth(sheet, narrow=True), label=title),
        twin=_twin(sheet),
        summary=f"{title}. {plural(len(known), 'mark')}.",
        source="Source: marks, each with its method",
        as_of=sheet.meta.as_of,
    )


def _reports(sheet: TearSheet, periods: tuple[ReportedPeriod, ...], size: int) -> html.Div:
    if not periods:
        return html.P("No report is known by this day.", className="tiny")
    head = ["Report of", *(formats.quarter(period.kpis.period_end) for period in periods)]
    lines: list[Row] = [
        [name, *(_figure(sheet, period, key, write, size) for period in periods)]
        for key, name, write in LINES
    ]
    deep = tuple(range(1, max(len(periods) - 1, 1)))
    return rows_table(head, lines, caption="The last reports", deep=deep, look="tight")


def _figure(
    sheet: TearSheet, period: ReportedPeriod, key: str, write: Write | None, size: int
) -> Cell:
    value = getattr(period.kpis, key)
    if key == "runway_months" and period.kpis.runway_state == "cash_generative":
        return Bit(text="not burning", look="muted")
    if value is None:
        return Bit(text=formats.MISSING, look="muted", said="not reported")
    text = amount(value, size) if write is None else write(value)
    return number(text, sheet.meta.figures, f"periods[{period.kpis.period_end}].{key}")


def _marks(sheet: TearSheet, size: int, money: str) -> list[html.Div]:
    """The newest marks, one a line, under the reports."""
    if not sheet.valuations:
        return [html.P("No mark is known by this day.", className="tiny")]
    lines: list[Row] = [
        [
            formats.day(point.date),
            amount(point.fair_value, size),
            amount(point.cost, size),
            _multiple(point.fair_value, point.cost),
            named(point.method),
        ]
        for point in reversed(sheet.valuations[-MOST_MARKS:])
    ]
    head = ["Valued on", f"Fair value, {money}", f"Cost, {money}", "Value ÷ cost", "Method"]
    return [
        rows_table(head, lines, caption="Valuations", words=(0, 4), deep=(2, 3), look="tight next")
    ]


def _twin(sheet: TearSheet) -> html.Div:
    lines: list[Row] = [
        [
            formats.day(point.date),
            formats.money(point.fair_value, cents=True),
            formats.money(point.cost, cents=True),
            named(point.method),
        ]
        for point in reversed(sheet.valuations)
    ]
    head = ["Day", "Fair value", "Cost", "Method"]
    return rows_table(head, lines, caption="Every valuation", words=(0, 3))


def _multiple(value: Any, cost: Any) -> str:
    return formats.multiple(float(value / cost)) if value is not None and cost else formats.MISSING
