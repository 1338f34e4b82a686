"""The shell at work: the address is the one store of the filters, the browser does the rest.

Everything here but the list of choices runs in the browser, in functions of assets/shell.js.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State

from callbacks.panels import Ports
from layouts import filters, formats, ids, shell
from layouts.filters import Choice
from layouts.ids import Filter, Shell
from services.access.permissions import may_open
from services.clock import last_closed_quarter_end, quarter_end, today
from services.errors import GpError
from services.scope import Principal

NAMESPACE = "shell"
PRESETS = 6
USUAL_CURRENCIES = ("USD", "EUR", "GBP", "CHF", "JPY")
DAYS = (Filter.AS_OF, Filter.KNOWN_ON)


def register(app: Dash, ports: Ports) -> None:
    """Choices from the server once; coupling, drawing, titles and links in the browser."""
    _choices(app, ports)
    _coupling(app)
    _drawing(app)


def menus(ports: Ports, day: date) -> dict[Filter, list[Choice]]:
    """What each menu offers this person on this day."""
    funds = ports.funds(ports.principal())
    currencies = dict.fromkeys([*(fund.currency for fund in funds), *USUAL_CURRENCIES])
    found = {control.name: list(control.choices) for control in filters.CONTROLS}
    found[Filter.FUND] += [
        Choice(fund.code, fund.name, str(fund.vintage_year or "")) for fund in funds
    ]
    found[Filter.CURRENCY] += [Choice(code, code) for code in currencies]
    found[Filter.AS_OF][1:1] = [
        Choice(end.isoformat(), formats.day(end), f"Q{(end.month + 2) // 3} {end.year}")
        for end in _quarter_ends(day)
    ]
    return found


def closed(principal: Principal) -> list[str]:
    """The entries of the rail that are not for this person; the browser takes them away."""
    every = (*shell.entries(), *shell.ends(development=True))
    return [entry.slug for entry in every if not may_open(principal, entry.slug)]


def _choices(app: Dash, ports: Ports) -> None:
    outputs = [Output(ids.control(name), "options") for name in Filter]

    def choices(_path: str | None) -> tuple[Any, ...]:
        """Menus, the one fund there may be, and who is here; an outsider gets the bare menus."""
        try:
            principal = ports.principal()
            offered = menus(ports, today(ports.timezone))
            funds = ports.funds(principal)
        except GpError:
            offered = {control.name: list(control.choices) for control in filters.CONTROLS}
            told: dict[str, Any] = {"texts": filters.texts(offered), "funds": []}
            return told, "", "–", *(filters.options(offered[name]) for name in Filter)
        if len(funds) == 1:
            offered[Filter.FUND][0] = Choice("", funds[0].name)
        told = {
            "texts": filters.texts(offered),
            "funds": [{"id": fund.id, "code": fund.code} for fund in funds],
            "closed": closed(principal),
        }
        initials = "".join(part[0] for part in principal.name.split()[:2]).upper()
        options = (filters.options(offered[name]) for name in Filter)
        return told, principal.name, initials, *options

    app.callback(
        Output(Shell.CHOICES, "data"),
        Output(Shell.USER_NAME, "children"),
        Output(Shell.USER_INITIALS, "children"),
        *outputs,
        Input(Shell.TITLE, "id"),
    )(choices)


def _coupling(app: Dash) -> None:
    """Address and controls tell each other; the rail's links carry the query along."""
    controls = [(ids.control(name), "value") for name in Filter]
    days = [(ids.day_input(name), "value") for name in DAYS]
    both = [(Shell.URL.value, "search"), *controls, *days]
    app.clientside_callback(
        ClientsideFunction(NAMESPACE, "couple"),
        *(Output(*place) for place in both),
        *(Output(ids.shown(name), "children") for name in Filter),
        Output(Shell.KNOWN_BADGE, "hidden"),
        Output({"type": "nav", "page": ALL}, "href"),
        *(Input(*place) for place in both),
        Input(Shell.CHOICES, "data"),
        Input(Shell.URL, "pathname"),
        State({"type": "nav", "page": ALL}, "id"),
    )
    app.clientside_callback(
        ClientsideFunction(NAMESPACE, "arrive"),
        Output(Shell.TITLE, "children"),
        Input(Shell.URL, "pathname"),
    )


def _drawing(app: Dash) -> None:
    """Charts and grids are dressed and mounted in the browser, again when theme or width change."""
    app.clientside_callback(
        ClientsideFunction(NAMESPACE, "draw"),
        Output({"type": "drawn", "panel": MATCH}, "children"),
        Input({"type": "drawing", "panel": MATCH}, "data"),
        Input(Shell.THEME, "data"),
        Input(Shell.WIDTH, "data"),
        State(Shell.PALETTE, "data"),
    )


def _quarter_ends(day: date) -> list[date]:
    ends = [last_closed_quarter_end(day)]
    while len(ends) < PRESETS:
        first_of_quarter = date(ends[-1].year, ends[-1].month - 2, 1)
        ends.append(quarter_end(first_of_quarter - timedelta(days=1)))
    return ends
