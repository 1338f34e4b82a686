"""Which page stands under which address: each module at /<slug> and, framed, at /embed/<slug>.

The router is our own callback: Dash's registry of pages is one for the whole process, and tests,
embeds and commands all make apps of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State
from markupsafe import escape

import callbacks.data_quality
import callbacks.definitions
import callbacks.explain
import callbacks.home
import callbacks.imports
import callbacks.lp_reporting
import callbacks.panels
import callbacks.shell
from callbacks.panels import Ports
from layouts import data_quality, definitions, gallery, home, imports, panels, shell
from layouts.ids import Shell
from layouts.imports import flow
from services.access.permissions import may_open
from services.imports import listing
from services.modules import MODULES, by_slug

EMBED = "/embed/"
FIRST = ""  # the page of the firm
DEFERRED = "dash_ag_grid"
UNUSED = "/dash_table/"  # Dash registers its old table whether or not a page has one
INDEX = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light" data-ag-theme-mode="light">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="{favicon}">
{%css%}
</head>
<body>
{%app_entry%}
<footer class="scripts">{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""
Layout = Callable[..., Any]


def mount(app: Dash, ports: Ports) -> None:
    """Give the app its frame, its pages and all callbacks."""
    app.title = str(escape(ports.firm))  # it stands in the page as it is written here
    app.index_string = INDEX.replace("{favicon}", app.get_asset_url("favicon.svg"))
    app.interpolate_index = _index(app)  # type: ignore[method-assign]
    app.layout = shell.layout(firm=ports.firm, development=ports.development)
    routes = pages(development=ports.development)
    wirings = {module.name: import_module(f"callbacks.{module.name}").wiring for module in MODULES}
    callbacks.shell.register(app, ports)
    callbacks.explain.register(app, ports)
    callbacks.lp_reporting.register_sale(app, ports)
    callbacks.panels.register(app, ports, wirings | _beside())

    def route(path: str | None, search: str | None) -> Any:
        principal = ports.principal()
        hides = "lp" in principal.roles  # for a limited partner, what is not theirs is not there
        return page(
            routes, path or "/", search or "", opens=partial(may_open, principal), hides=hides
        )

    app.callback(
        Output(Shell.PAGE, "children"),
        Input(Shell.URL, "pathname"),
        State(Shell.URL, "search"),
        prevent_initial_call=True,  # the address is told once it is read, and mounts the page once
    )(route)


def _beside() -> dict[str, Any]:
    """The wiring of the pages that are no module's."""
    return {
        "data-quality": callbacks.data_quality.wiring,
        "definitions": callbacks.definitions.wiring,
        "home": callbacks.home.wiring,
        "imports": callbacks.imports.wiring,
        "imports-new": callbacks.imports.new_wiring,
    }


def pages(*, development: bool) -> dict[str, Layout]:
    """Layout functions by path; the gallery is for those who draw, not for production."""
    modules = {
        f"/{module.slug}": import_module(f"layouts.{module.name}").layout for module in MODULES
    }
    extra: dict[str, Layout] = {
        "/": home.layout,
        "/firm": home.layout,
        "/imports": imports.layout,
        "/imports/new": partial(flow.layout, **listing.overview()),
        "/data-quality": data_quality.layout,
        "/definitions": definitions.layout,
    }
    drawn = {gallery.PATH: gallery.layout} | gallery.pages() if development else {}
    return modules | extra | drawn


def page(
    routes: dict[str, Layout],
    path: str,
    search: str,
    *,
    opens: Callable[[str], bool] = lambda _slug: True,
    hides: bool = False,
) -> Any:
    """The page under a path; `panel` in the query of an embed keeps that one alone.

    Only modules can be framed. A page that the reader may not open (`opens`, by slug) is closed
    to them, or, where the role `hides` what is not its own, not there at all.
    """
    framed = path.startswith(EMBED)
    at = "/" + path.removeprefix(EMBED) if framed else path
    slug = at.strip("/")
    if slug == FIRST and not framed and not opens(slug):
        slug = _first_open(opens)
    layout = routes.get(f"/{slug}")
    closed = not framed and not opens(slug)
    if layout is None or (framed and by_slug(slug) is None) or (closed and hides):
        return panels.not_found(f"There is nothing under {path}.")
    if closed:
        return shell.closed(_title(slug))
    only = parse_qs(search.removeprefix("?")).get("panel", [None])[0] if framed else None
    return layout(only=only)


def _first_open(opens: Callable[[str], bool]) -> str:
    """The first module that somebody may open to whom the page of the firm is closed."""
    return next((module.slug for module in MODULES if opens(module.slug)), FIRST)


def _title(slug: str) -> str:
    """What the rail calls a page, also one below it."""
    entries = (*shell.entries(), *shell.ends(development=True))
    first = slug.partition("/")[0]
    return next((entry.title for entry in entries if entry.slug == first), "This page")


def _index(app: Dash) -> Callable[..., str]:
    """The index with the theme settled first, styles in their order, and the grid's library named
    but not loaded: the shell fetches it when a grid is drawn."""
    usual: Callable[..., str] = app.interpolate_index

    def interpolate(**parts: str) -> str:
        scripts = [line for line in parts["scripts"].split("\n") if UNUSED not in line]
        first = [line for line in scripts if "/assets/theme.js" in line]
        late = [line for line in scripts if f"/{DEFERRED}/" in line]
        parts["scripts"] = "\n".join(line for line in scripts if line not in (*first, *late))
        styles = sorted(parts["css"].split("\n"), key=_style_order)
        named = [
            f'<meta name="gp-library-{DEFERRED}" content="{found[1]}">'
            for line in late
            if (found := re.search(r'src="([^"]+)"', line))
        ]
        parts["css"] = "\n".join([*first, *styles, *named])
        return usual(**parts)

    return interpolate


def _style_order(line: str) -> int:
    """Tokens are read first; what holds on paper is read last, so that it wins there."""
    return -1 if "/tokens.css" in line else 1 if "/print.css" in line else 0
