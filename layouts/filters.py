"""The controls of the bar: a label above a value, and a menu of choices that opens below."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts import address, ids
from layouts.ids import Filter
from layouts.panels import Part, icon

ANY_DAY = "day"


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu; an empty value leaves the parameter out of the address."""

    value: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A filter of the bar. `deep` ones go behind the filter button on a narrow screen."""

    name: Filter
    label: str
    choices: tuple[Choice, ...]
    deep: bool = True
    optional: bool = False
    any_day: str = ""


CONTROLS = (
    Control(Filter.FUND, "Fund", (Choice("", "All funds"),), deep=False),
    Control(
        Filter.AS_OF,
        "As of",
        (Choice("", "Latest close"), Choice(ANY_DAY, "Any day…")),
        deep=False,
        any_day="As of this day",
    ),
    Control(
        Filter.KNOWN_ON,
        "Known on",
        (Choice("", "Now"), Choice(ANY_DAY, "Any day…")),
        any_day="As it was known at the end of this day",
    ),
    Control(
        Filter.BASIS,
        "Basis",
        (
            Choice("", "Net to LPs", "after fees and carry"),
            Choice("net_fund", "Net of the fund", "GP included"),
            Choice("gross", "Gross", "before fees and carry"),
        ),
    ),
    Control(
        Filter.CREDIT_LINE,
        "Credit line",
        (
            Choice("", "With", "as investors were called"),
            Choice("without", "Without", "as the fund invested"),
        ),
        optional=True,
    ),
    Control(Filter.CURRENCY, "Currency", (Choice("", "Own"),)),
    Control(
        Filter.PERIOD,
        "Period",
        (
            Choice("", "As usual", "what the page opens with"),
            Choice("12m", "12 months"),
            Choice("24m", "24 months"),
            Choice("36m", "3 years"),
            Choice("60m", "5 years"),
        ),
        optional=True,
    ),
)


def bar() -> html.Div:
    """All filters in the order of the bar."""
    return html.Div(
        [filter_box(control) for control in CONTROLS],
        className="filters",
        role="group",
        **{"aria-label": "Filters"},
    )


def filter_box(control: Control) -> html.Details:
    """Label and value; the menu is a list of radio buttons, so that arrow keys choose.

    The browser hides it on the pages it is idle on, and names what each page usually shows.
    """
    marks = ["f", *(["deep"] if control.deep else []), *(["opt"] if control.optional else [])]
    summary = html.Summary(
        [
            html.Span(control.label, className="k"),
            html.Span(control.choices[0].text, id=ids.shown(control.name), className="v"),
            icon("open", small=True),
        ]
    )
    return html.Details(
        [summary, html.Div(_menu(control), className="menu")],
        id=ids.box(control.name),
        className=" ".join(marks),
        **{
            "data-filter": control.name.value,
            "data-idle": address.idle_on(control.name),
            "data-usual": json.dumps(address.usual_of(control.name)),
        },
    )


def options(choices: Sequence[Choice]) -> list[dict[str, Part]]:
    """Choices as the radio list takes them, with their note at the right."""
    return [
        {
            "value": item.value,
            "label": [item.text, html.Span(item.note, className="note")]
            if item.note
            else item.text,
        }
        for item in choices
    ]


def texts(menus: Mapping[Filter, Sequence[Choice]]) -> dict[str, dict[str, str]]:
    """What each value of each filter is called in the bar."""
    return {
        name.value: {choice.value: choice.text for choice in choices}
        for name, choices in menus.items()
    }


def _menu(control: Control) -> list[Part]:
    parts: list[Part] = [html.Div(control.label, className="hd", **{"aria-hidden": "true"})]
    if control.name is Filter.FUND:
        parts.append(
            dcc.Input(
                id=ids.Shell.FUND_SEARCH,
                type="search",
                placeholder="Find a fund",
                className="find",
                autoComplete="off",
            )
        )
    parts.append(
        html.Fieldset(
            [
                html.Legend(control.label, className="sr"),
                dbc.RadioItems(
                    id=ids.control(control.name),
                    options=options(control.choices),
                    value="",
                    class_name="choices",
                ),
            ]
        )
    )
    if control.any_day:
        field = ids.day_input(control.name)
        parts.append(
            html.Div(
                [
                    html.Label(control.any_day, htmlFor=field),
                    dbc.Input(
                        id=field,
                        type="date",
                        debounce=True,
                        min="1900-01-01",
                        max="2200-12-31",
                        size="sm",
                    ),
                ],
                className="any-day",
            )
        )
    return parts
