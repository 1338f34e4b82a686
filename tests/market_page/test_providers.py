"""Whose figures they are: our own beside them, several providers, the address."""

from types import SimpleNamespace

from callbacks.market_intelligence import wiring
from callbacks.panels import Filling, Ports, render
from layouts import market_intelligence as page
from layouts.figures.market_intelligence import samples
from layouts.market_intelligence import (
    ours,
    providers,
    sectors,
)
from layouts.panels import Empty
from services.errors import NotFound
from tests.market_page.drawn import PARTNER, THIN, row_of, view, ways, words_of


def test_our_entries_stand_beside_the_market_and_our_money_beside_its():
    found = samples.ours()
    found.meta.funds = ("AQ1", "AQ2")
    content = ours.entries(found, view(page.ENTRIES))
    assert content.title == "Our median entry is 0.94x the market's, below it; n 3"
    assert content.subtitle.endswith("entries of AQ1, AQ2")
    assert row_of(content.twin, "Harbourline")[-3:] == ["27", "p88 of 27", "1.35x"]
    thesis = ours.thesis(samples.ours(), view(page.THESIS))
    assert thesis.title == (
        f"We hold more Climate <b> than the market funds: 25{THIN}% against 8{THIN}%"
    )
    assert row_of(thesis.twin, "Consumer")[-1] == "–"


def test_two_providers_stand_side_by_side_and_are_never_added():
    content = providers.compared(samples.sources(), view(page.COMPARED))
    assert content.title == "Harbour Data and Lighthouse agree on deals within 25" + f"{THIN}%"
    assert row_of(content.body, "Fintech") == [
        "Fintech", "36", "29", "0.80x", "$302.4m", "$302.4m", "0.70x",
    ]  # fmt: skip
    apart = samples.sources()
    apart.disagreements[1].deals_ratio = 3.2
    title = providers.compared(apart, view(page.COMPARED)).title
    assert title == "Harbour Data counts 3.20x the deals of Lighthouse in Fintech"
    alone = providers.compared(samples.sources("one_point"), view(page.COMPARED))
    assert isinstance(alone, Empty)
    assert "Lighthouse stands alone" in alone.words


def test_every_provider_is_listed_with_release_days_and_attribution():
    content = providers.sources(samples.sources(), view(page.SOURCES))
    assert content.title == "2 providers, never added to each other"
    said = words_of(content.body)
    assert "release rounds 2026-11.csv; covers 1 Oct 2023 to 30 Sep 2026" in said
    assert "preliminary: Q3 2026" in said
    assert "Harbour Data, CC BY 4.0" in said
    assert ways(content.body)["Harbour Data"] == "/market-intelligence?source=Harbour+Data"


# ---- the wiring


def test_a_provider_that_is_not_there_is_said_in_each_panel(monkeypatch):
    def load(*_args):
        raise NotFound("There is no provider Nobody here; there are Lighthouse.")

    def no_definition(key):
        raise NotFound(key)

    ports = Ports(principal=lambda: PARTNER, db=None, funds=lambda _who: (),
                  definition=no_definition, definitions=tuple, reference=lambda _error: "x",
                  firm="A")  # fmt: skip
    filling = Filling(load, sectors.ranked, asked=True)
    said = words_of(render(ports, page.SLUG, page.SECTORS, filling, search="?source=Nobody"))
    assert "There is no provider Nobody here" in said


def test_the_address_decides_provider_and_sector_of_what_is_loaded(monkeypatch):
    asked = []

    def method(name):
        def load(_service, _principal, scope, **more):
            asked.append((name, scope.as_of and scope.as_of.isoformat(), more))
            return SimpleNamespace()

        return load

    from callbacks import market_intelligence as wired
    from services.market_intelligence import MarketIntelligenceService

    monkeypatch.setattr(MarketIntelligenceService, "sector_trends", method("sector_trends"))
    load = wired.asked(MarketIntelligenceService.sector_trends, "source", "sector")
    query = {"source": ["Lighthouse"], "sector": ["Fintech"], "as_of": ["2026-06-30"]}
    load(None, PARTNER, query)
    wired.asked(MarketIntelligenceService.sector_trends, "source")(None, PARTNER, {})
    assert asked == [
        ("sector_trends", "2026-06-30", {"source": "Lighthouse", "sector": "Fintech"}),
        ("sector_trends", None, {}),
    ]
    assert set(wiring.fillings) == {panel.id for panel in page.PANELS}
