"""The years ahead as one model runs on, with how it did in the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.figures import shapes
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import Forecast

YEAR_KEYS = ("called", "distributed", "net_cash", "nav")


def forecast(found: Forecast, view: View) -> Content | Empty:
    """Calls, distributions and value: past years as they were, years ahead dashed."""
    if not found.rows:
        return Empty(words="Nothing has been called yet, so there is nothing to go on from.")
    title = _finding(found)
    currency = found.meta.currency
    size, letter = shapes.unit_of([row.nav for row in found.rows])
    unit = f"{formats.symbol(currency)}{letter}" if size > 1 else currency or ""
    return Content(
        title=title,
        subtitle="Takahashi–Alexander base case, restarted from value, paid-in and age, "
        f"{unit} by year; one path, no statement about risk",
        body=[
            graph(
                view.panel.id,
                draw.forecast_path(found),
                draw.forecast_path(found, narrow=True),
                label=title,
            ),
            html.P(_tested(found), className="spec"),
        ],
        twin=html.Div([_years(found), _paces(found), _tests(found)]),
        summary=f"{title}. {_tested(found)}",
        source="Source: dated flows; model of Takahashi & Alexander (2002)",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _finding(found: Forecast) -> str:
    currency = found.meta.currency
    if found.called is None:
        return "No years ahead can be drawn"
    called = formats.money_short(found.called, currency)
    back = formats.money_short(found.distributed, currency)
    if found.break_even is not None:
        return f"The base case brings the cash back in {found.break_even.year}; {called} to call"
    return f"The base case calls {called} more and pays out {back}"


def _tested(found: Forecast) -> str:
    """How far off the model was, one year on."""
    if not found.n_tests:
        return "Back-test: no fund is old enough to try the model on its past."
    years = f"{found.n_tests} past year{'' if found.n_tests == 1 else 's'}"
    return (
        f"Back-test over {years}: one year on it missed calls by "
        f"{formats.percent(found.mean_error_called)} of commitments on average, distributions by "
        f"{formats.percent(found.mean_error_distributed)}, value by "
        f"{formats.percent(found.mean_error_nav)}."
    )


def _years(found: Forecast) -> Part:
    figures = found.meta.figures
    rows = [
        [
            f"Year to {formats.day(row.date)}",
            "as it was" if row.kind == "actual" else "model",
            *(
                mark(
                    formats.money(getattr(row, key), cents=True),
                    figures.get(f"rows[{row.date}].{key}"),
                )
                for key in YEAR_KEYS
            ),
        ]
        for row in found.rows
    ]
    head: list[Part] = ["Year", "", "Called", "Distributed", "Net cash", "Value"]
    return table(head, rows, caption="Calls, distributions and value by year", words=(0, 1))


def _paces(found: Forecast) -> Part:
    rows = [
        [
            pace.fund,
            pace.strategy.replace("_", " "),
            formats.percent(pace.growth),
            f"{pace.life} years",
            f"{pace.bow:g}",
            ", ".join(formats.percent(rate) for rate in pace.contribution_rates),
            formats.percent(pace.yield_floor),
            f"{pace.age}",
            formats.money(pace.paid_in),
            formats.money(pace.nav),
        ]
        for pace in found.paces
    ]
    head: list[Part] = ["Fund", "Strategy", "Growth", "Life", "Bow", "Called of uncalled",
                        "Least paid", "Age", "Paid in", "Value"]  # fmt: skip
    return table(head, rows, caption="Parameters of the model", words=(0, 1))


def _tests(found: Forecast) -> Part:
    figures = found.meta.figures
    keys = ("said_called", "called", "said_distributed", "distributed", "said_nav", "nav")
    rows = [
        [
            f"{test.fund}, from {formats.day(test.date)}",
            *(
                mark(
                    formats.money(getattr(test, key)),
                    figures.get(f"tests[{test.fund}.{test.date}].{key}"),
                )
                for key in keys
            ),
        ]
        for test in reversed(found.tests)
    ]
    if not rows:
        return html.P(_tested(found), className="spec")
    head: list[Part] = ["Restarted", "Calls said", "Calls", "Paid said", "Paid", "Value said",
                        "Value"]  # fmt: skip
    return table(head, rows, caption="What the model said, and what happened")
