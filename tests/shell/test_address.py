"""What of an address belongs to a page: read, refused, dropped on the way to another page."""

import json
from importlib import import_module

import pytest

from callbacks.panels import Filling, told
from dashapp import pages
from layouts import address, shell
from layouts.ids import Filter
from layouts.panels import Panel
from services.errors import InvalidInput
from services.modules import MODULES


def test_a_page_reads_its_own_parameters_and_no_others():
    query = {"fund": ["AQ1"], "stage": ["screened"], "channel": [""], "company": ["FEN"]}
    assert address.own("deal-flow", query) == {"stage": "screened"}
    assert address.own("portfolio-analytics", query) == {"company": "FEN"}
    assert address.own("fund-performance", query) == {}


@pytest.mark.parametrize("values", [["a", "b"], ["x" * 201], ["a\x00b"]])
def test_what_nobody_could_look_for_is_refused_by_name(values):
    with pytest.raises(InvalidInput) as refused:
        address.own("deal-flow", {"channel": values})
    assert refused.value.faults[0].place == "channel"


def test_the_rail_knows_what_to_leave_behind_and_the_bar_what_to_hide():
    frame = json.dumps(
        shell.layout(firm="A", development=False).to_plotly_json(),
        default=lambda part: part.to_plotly_json(),
    )
    for name in ("panel", "import", "company", "counting", "stage", "source", "sector"):
        assert name in address.every_own()
    assert f'"data-own": "{" ".join(address.every_own())}"' in frame
    assert {"deal-flow", "market-intelligence"} <= set(address.idle_on(Filter.BASIS).split())
    assert address.idle_on(Filter.AS_OF) == ""
    assert address.usual_of(Filter.PERIOD)["deal-flow"] == "Last quarter"


def test_only_pages_that_are_built_have_parameters_of_their_own():
    assert set(address.PAGES) <= {"firm", *(module.slug for module in MODULES)}
    assert all(f"/{slug}" in pages.pages(development=False) for slug in address.PAGES)


def test_a_panel_asks_only_for_parameters_of_its_page():
    for module in MODULES:
        known = set(address.PAGES[module.slug].own)
        panels = import_module(f"layouts.{module.name}").PANELS
        assert all(set(panel.asks) <= known for panel in panels), module.slug


def test_a_panel_is_not_drawn_again_for_what_it_does_not_stand_on():
    filling = Filling(lambda *_: None, lambda *_: None, asked=True)
    counted = Panel(id="deal-flow-x", title="X", asks=("counting",))

    def seen(search):
        return told(counted, filling, search)

    assert seen("?fund=AQ1&stage=closed&theme=dark") == seen("?fund=AQ1")
    assert seen("?fund=AQ1&counting=cohort") != seen("?fund=AQ1")
    assert seen("?fund=AQ2") != seen("?fund=AQ1")
    whole = Panel(id="imports-x", title="X")
    assert told(whole, filling, "?kind=funds") != told(whole, filling, "")
