"""The frame: which page stands under which address, and what every page may rely on."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from callbacks import shell as shell_callbacks
from dashapp import pages
from layouts import shell
from layouts.ids import Filter
from services.clock import date
from services.modules import MODULES
from tests.shell.conftest import ports_of

ASSETS = Path(__file__).parents[2] / "dashapp" / "assets"


def text_of(part):
    return json.dumps(part.to_plotly_json(), default=lambda item: item.to_plotly_json())


def test_every_module_has_a_page_and_the_same_page_to_be_framed():
    routes = pages.pages(development=False)
    for module in MODULES:
        page = text_of(pages.page(routes, f"/{module.slug}", ""))
        assert page == text_of(pages.page(routes, f"/embed/{module.slug}", ""))
        assert f'"data-panel": "{module.slug}-' in page


def test_one_panel_can_be_framed_alone():
    routes = pages.pages(development=False)
    page = text_of(
        pages.page(routes, "/embed/fund-performance", "?panel=fund-performance-tvpi&fund=AQ1")
    )
    assert re.findall(r'"data-panel": "([\w-]+)"', page) == ["fund-performance-tvpi"]


def test_an_unknown_address_and_an_unknown_panel_are_said_to_be_missing():
    routes = pages.pages(development=False)
    assert "Not found" in text_of(pages.page(routes, "/nothing", ""))
    framed = pages.page(routes, "/embed/fund-performance", "?panel=nothing")
    assert "Not found" in text_of(framed)


def test_the_gallery_is_for_development_only():
    assert "/gallery" in pages.pages(development=True)
    assert not any("gallery" in path for path in pages.pages(development=False))
    assert "Gallery" not in text_of(shell.layout(firm="A", development=False))


def test_panels_are_named_after_their_page_and_only_once():
    for module in MODULES:
        names = [panel.id for panel in import_module(f"layouts.{module.name}").PANELS]
        assert len(set(names)) == len(names)
        assert all(name.startswith(f"{module.slug}-") for name in names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_panel_of_a_page_is_filled(module):
    wiring = import_module(f"callbacks.{module.name}").wiring
    panels = import_module(f"layouts.{module.name}").PANELS
    assert set(wiring.fillings) == {panel.id for panel in panels}


def test_two_applications_in_one_process_have_the_same_callbacks(make_app):
    first, second = make_app(), make_app()
    for app in (first, second):
        app.server.test_client().get("/_dash-layout")
    assert set(first.callback_map) == set(second.callback_map)
    assert len(first.callback_map) >= 6


def test_no_function_of_the_page_is_written_into_it(make_app):
    """All browser code lies in files, so that the policy needs no exception for scripts."""
    app = make_app()
    client = app.server.test_client()
    for entry in client.get("/_dash-dependencies").json:
        function = entry["clientside_function"]
        assert function is None or function["namespace"] in {"shell", "explain"}


def test_the_index_loads_the_chart_library_of_the_house_and_leaves_the_grid_for_later(make_app):
    html = make_app().server.test_client().get("/").get_data(as_text=True)
    scripts = re.findall(r'<script[^>]*src="([^"]+)"', html)
    assert any("plotly-cartesian" in script for script in scripts)
    assert not any("dash_ag_grid" in script or "plotly.min" in script for script in scripts)
    assert re.search(r'<meta name="gp-library-dash_ag_grid" content="[^"]+dash_ag_grid', html)
    assert all(script.startswith("/") for script in scripts)
    theme, styles = html.index("/assets/theme.js"), html.index('rel="stylesheet"')
    assert theme < styles


def test_the_style_that_holds_on_paper_is_read_last(make_app):
    html = make_app().server.test_client().get("/").get_data(as_text=True)
    styles = re.findall(r'href="/assets/([\w-]+)\.css', html)
    assert styles[0] == "tokens"
    assert styles[-1] == "print"


@pytest.mark.parametrize("name", ["shell.css", "panels.css", "tables.css", "print.css", "shell.js"])
def test_our_styles_and_scripts_name_no_other_host(name):
    text = (ASSETS / name).read_text(encoding="utf-8")
    assert "//" not in re.sub(r"http://www\.w3\.org/\S+|/\*.*?\*/", "", text, flags=re.S)


def test_the_menus_offer_the_funds_there_are_and_the_last_closed_quarters():
    menus = shell_callbacks.menus(ports_of(), date(2026, 11, 22))
    assert [choice.value for choice in menus[Filter.FUND]] == ["", "AQ1", "AQ2"]
    ends = [choice.value for choice in menus[Filter.AS_OF]]
    assert ends == ["", "2026-09-30", "2026-06-30", "2026-03-31", "2025-12-31", "2025-09-30",
                    "2025-06-30", "day"]  # fmt: skip
    assert [choice.value for choice in menus[Filter.CURRENCY]][:3] == ["", "USD", "EUR"]
