"""The frame around every page: rail, filter bar, page, and the words for the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts import address, explain, filters, ids
from layouts.figures import theme
from layouts.ids import Shell
from layouts.panels import Part, icon
from services.modules import MODULES

SHORTCUTS = (
    ("/", "find a fund"),
    ("f", "open the filters"),
    ("g", "go to the first panel"),
    ("t", "light or dark"),
    ("v", "charts or tables, all panels"),
    ("i", "the book of imports"),
    ("q", "data quality"),
    ("?", "this list"),
    ("Esc", "close what is open"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the rail."""

    slug: str
    title: str
    brief: str
    icon: str

    @property
    def path(self) -> str:
        return f"/{self.slug}"


def layout(*, firm: str, development: bool) -> html.Div:
    """The whole frame, without data and the same for everyone."""
    return html.Div(
        [
            dcc.Location(id=Shell.URL, refresh=False),
            dcc.Store(id=Shell.LIVE),
            dcc.Store(id=Shell.CHOICES),
            dcc.Store(id=Shell.THEME),
            dcc.Store(id=Shell.WIDTH),
            dcc.Store(id=Shell.PALETTE, data=theme.palette()),
            html.A("Skip to content", href="#main", className="skip"),
            html.Div(
                [_rail(firm, development), html.Div([_top(), _main()], className="column")],
                className="frame",
                id=Shell.FRAME,
            ),
            _shortcuts(),
            explain.drawer(),
            html.Div(id=Shell.SAID, className="toast", role="status", **{"aria-live": "polite"}),
            html.Div(id=Shell.TITLE, className="sr", **{"aria-hidden": "true"}),
        ]
    )


def entries() -> list[Entry]:
    """The firm, and the rail's modules, as many as are built."""
    firm = Entry("", "The firm", "Firm", "house")
    return [
        firm,
        *(Entry(item.slug, item.title, item.brief, item.icon) for item in MODULES),
    ]


def ends(*, development: bool) -> list[Entry]:
    """What stands at the foot of the rail: the books behind the figures."""
    shown = [
        Entry("imports", "Imports", "Imports", "download"),
        Entry("data-quality", "Data quality", "Checks", "check"),
        Entry("definitions", "Definitions", "Words", "file-text"),
    ]
    if development:
        shown.append(Entry("gallery", "Gallery", "Gallery", "layout-wtf"))
    return shown


def closed(title: str) -> html.Div:
    """In place of a page that the role of the reader does not include."""
    words = "Your role does not include this page. An administrator can change that."
    return html.Div(
        [html.H1(title, className="plain"), html.P(words, className="state")], className="page"
    )


def _rail(firm: str, development: bool) -> html.Nav:
    mark = html.Span(className="mark", **{"aria-hidden": "true"})
    return html.Nav(
        [
            html.Div([mark, html.Span(firm, className="w", id=Shell.FIRM)], className="firm"),
            *[_link(entry) for entry in entries()],
            html.Div([_link(entry) for entry in ends(development=development)], className="end"),
        ],
        className="rail",
        **{"aria-label": "Modules", "data-own": " ".join(address.every_own())},
    )


def _link(entry: Entry) -> dcc.Link:
    words = [html.Span(entry.title, className="full"), html.Span(entry.brief, className="brief")]
    return dcc.Link(
        [icon(entry.icon), html.Span(words, className="w")],
        href=entry.path,
        id=ids.nav(entry.slug),
        title=entry.title,
    )


def _top() -> html.Header:
    return html.Header(
        [
            filters.bar(),
            html.Span(
                [
                    icon("known"),
                    html.Span(""),
                    html.Button("Back to now", type="button", **{"data-act": "now"}),
                ],
                className="badge-known",
                id=Shell.KNOWN_BADGE,
                hidden=True,
            ),
            html.Div(
                [
                    html.Button(
                        [icon("filters"), html.Span("Filters")],
                        className="b mb",
                        type="button",
                        **{
                            "data-act": "filters",
                            "aria-expanded": "false",
                            "aria-label": "Filters",
                        },
                    ),
                    html.Button(
                        [icon("search"), "Find a fund", html.Kbd("/")],
                        className="search",
                        type="button",
                        **{"data-act": "search"},
                    ),
                    _live(),
                    html.Button(
                        icon("theme"),
                        className="ib",
                        type="button",
                        title="Light or dark",
                        **{"data-act": "theme", "aria-label": "Light or dark theme"},
                    ),
                    _user(),
                ],
                className="right",
            ),
        ],
        className="bar",
    )


def _live() -> html.Span:
    return html.Span(
        [
            html.I(className="lamp", **{"aria-hidden": "true"}),
            html.Span("offline", id=Shell.LIVE_STATE),
        ],
        className="live",
        role="status",
        title="Does this page hear of changes at once?",
    )


def _user() -> html.Details:
    return html.Details(
        [
            html.Summary(
                [
                    html.Span("–", id=Shell.USER_INITIALS, className="me"),
                    html.Span("your menu", className="sr"),
                ],
                title="You",
            ),
            html.Div(
                [
                    html.Div("", id=Shell.USER_NAME, className="hd"),
                    html.Button(
                        "Keyboard shortcuts",
                        type="button",
                        className="item",
                        **{"data-act": "shortcuts"},
                    ),
                    html.Button(
                        "Sign out", type="button", className="item", **{"data-act": "sign-out"}
                    ),
                ],
                className="menu end",
            ),
        ],
        className="user",
    )


def _main() -> html.Main:
    return html.Main(html.Div(id=Shell.PAGE), id="main", tabIndex=-1)


def _shortcuts() -> dbc.Modal:
    rows: Sequence[Part] = [
        part for key, words in SHORTCUTS for part in (html.Dt(html.Kbd(key)), html.Dd(words))
    ]
    return dbc.Modal(
        [dbc.ModalHeader(dbc.ModalTitle("Keyboard", tag="h2")), dbc.ModalBody(html.Dl(rows))],
        id=Shell.SHORTCUTS,
        is_open=False,
        fade=False,
        centered=True,
    )
