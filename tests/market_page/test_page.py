"""What the page of Market Intelligence says about a market."""

import json
import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from callbacks.market_intelligence import wiring
from callbacks.panels import Filling, Ports, render
from layouts import address
from layouts import market_intelligence as page
from layouts.figures.market_intelligence import samples
from layouts.market_intelligence import (
    cards,
    exits,
    head,
    ours,
    providers,
    rounds,
    sectors,
    stages,
    trends,
    valuations,
)
from layouts.market_intelligence.gallery import DRAWN, headline
from layouts.panels import Bare, Content, Empty, View, frame
from services.errors import NotFound
from services.scope import Principal, Scope

PARTNER = Principal(user_id="u", name="Ines Marlow", roles=frozenset({"partner"}), funds=None)
THIN = "\u2009"


def view(panel, **changes):
    parts = {"slug": page.SLUG, "panel": panel, "scope": Scope(), "definition": lambda _key: None}
    return View(**(parts | changes))


def text_of(part):
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def words_of(part):
    """What is read on the screen, in order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(words_of, part)))
    own = getattr(part, "data-rows", None)
    return own or words_of(getattr(part, "children", None) or "")


def spaced(part):
    """The same with single spaces; those within a figure stay thin."""
    return re.sub(" +", " ", words_of(part))


def elements(part, name):
    """Every element below that carries an attribute."""
    if isinstance(part, list | tuple):
        return [found for item in part for found in elements(item, name)]
    own = [part] if getattr(part, name, None) is not None else []
    return own + elements(getattr(part, "children", None) or (), name)


def tables_of(part):
    """The tables that travel as one text."""
    return [json.loads(getattr(box, "data-rows")) for box in elements(part, "data-rows")]


def row_of(part, first):
    """The cells of the row that begins with this word, as they are read."""
    found = []
    for table in tables_of(part):
        for row in table["rows"]:
            cells = row["cells"] if isinstance(row, dict) else row
            found.append([cell["text"] if isinstance(cell, dict) else cell for cell in cells])
    for row in elements(part, "children"):
        if type(row).__name__ == "Tr":
            found.append([words_of(cell) for cell in row.children])
    return next(row for row in found if row[0] == first)


def cards_of(kind="normal", **own):
    drawn = cards.figures(headline(kind), view(page.FIGURES, own=own)).children
    return {getattr(card, "data-figure"): card for card in elements(drawn, "data-figure")}


def ways(part):
    """The addresses that links lead to, by their words."""
    found = {words_of(link): link.href for link in elements(part, "data-go")}
    for table in tables_of(part):
        for row in table["rows"]:
            cells = row["cells"] if isinstance(row, dict) else row
            found |= {cell["text"]: cell["go"] for cell in cells if "go" in cell}
    return found


# ---- the sentence, the cards, and who says so


def test_the_sentence_says_the_quarter_and_who_tells_it():
    state = head.state(samples.sector_trends(), view(page.STATE)).children
    said = spaced(state)
    assert f"In Q3 2026 222 deals raised $2.0bn , 8.2{THIN}% more than in Q2 2026 ;" in said
    assert f"Software took 45{THIN}% of it." in said
    assert "Lighthouse, rounds 2026-11.csv, fetched 12 Nov 2026" in said
    assert "Preliminary: the provider still learns of rounds of this quarter." in said
    assert ways(state) == {"Harbour Data": "/market-intelligence?source=Harbour+Data"}


def test_turned_to_a_sector_the_sentence_is_about_it_and_leads_back():
    asked = view(page.STATE, own={"sector": "fintech", "source": "Lighthouse"})
    state = head.state(samples.sector_trends(), asked).children
    said = spaced(state)
    assert (
        f"In Q3 2026 36 deals in Fintech raised $302.4m , 4.0{THIN}% less than in Q2 2026 ." in said
    )
    assert ways(state)["Fintech"] == "/market-intelligence?source=Lighthouse"
    unknown = view(page.STATE, own={"sector": "Basket weaving"})
    told = words_of(head.state(samples.sector_trends(), unknown).children)
    assert "Basket weaving  had no round that Lighthouse knows of." in told


def test_without_any_provider_the_page_says_what_to_import():
    state = words_of(head.state(samples.sector_trends("empty"), view(page.STATE)).children)
    assert "No provider's market rounds are imported yet." in state
    for panel, draw, sample in DRAWN[1:]:
        drawn = draw(sample("empty"), view(panel))
        assert isinstance(drawn, Empty), panel.id
        inside = words_of(frame(view(panel), drawn))
        assert "gpdash import market_" in inside
        assert "this panel then fills by itself" in inside


def test_figures_that_are_being_computed_are_neither_missing_nor_zero():
    waiting = (samples.note("not_precomputed", "Figures are being computed; ask again soon."),)
    for panel, draw, sample in DRAWN[2:]:
        answer = sample("empty")
        answer.notes = waiting
        drawn = draw(answer, view(panel))
        assert isinstance(drawn, Bare), panel.id
        assert "Figures are being computed" in words_of(drawn.children)
        assert "gpdash import" not in words_of(drawn.children)
    trends_ = samples.sector_trends("empty")
    trends_.notes = waiting
    assert "are being computed" in words_of(head.state(trends_, view(page.STATE)).children)
    trends_ = samples.sector_trends()
    trends_.notes = (samples.note("recomputing", "Imported just now."),)
    assert "New figures are being computed" in words_of(
        head.state(trends_, view(page.STATE)).children
    )


def test_the_cards_carry_the_exact_figures_and_their_cases():
    found = cards_of()
    exact = {key: getattr(card, "data-value") for key, card in found.items()}
    assert exact == {
        "total_deals": "222",
        "total_funding": "2028700000.0",
        "median_pre_seed": "12765000.000",
        "median_pre_series_a": "42735000.000",
        "exit_count": "35",
        "down_round_share": "0.1413",
        "median_against_market": "0.94",
        "median_exit_multiple": "3.1",
        "median_time_to_exit": "5.2",
        "median_months_between": "17.4",
        "disclosed_deals": "197",
        "rounds": "3000",
    }
    assert "n 38" in words_of(found["median_pre_seed"])
    assert "95 % interval 9–22" in words_of(found["down_round_share"])
    assert "of 92 pairs of rounds" in words_of(found["down_round_share"])
    assert "32 sales, 3 listings" in words_of(found["exit_count"])
    assert "of the market's median, n 3" in words_of(found["median_against_market"])
    assert "preliminary" in words_of(found["total_deals"])


def test_the_cards_of_a_sector_are_its_own_and_the_others_say_they_are_of_all():
    found = cards_of(sector="Fintech")
    assert getattr(found["total_deals"], "data-value") == "36"
    assert "Deals in Fintech" in words_of(found["total_deals"])
    assert f"14.9{THIN}% of all sectors" in words_of(found["total_funding"])
    assert "all sectors: " in words_of(found["median_pre_seed"])
    assert getattr(cards_of(sector="Nothing")["total_deals"], "data-value") == ""


def test_what_is_unknown_is_a_dash_with_its_reason_never_zero():
    found = cards_of("unknown")
    for key in ("total_funding", "median_pre_seed", "down_round_share", "median_against_market"):
        assert getattr(found[key], "data-value") == "", key
        assert "–" in words_of(found[key])
    assert "no data" in words_of(found["median_pre_seed"])


# ---- the panels


@pytest.mark.parametrize("kind", ["normal", "one_point", "huge", "unknown"])
def test_every_panel_is_drawn_from_every_kind_of_market(kind):
    for panel, draw, sample in DRAWN:
        drawn = frame(view(panel), draw(sample(kind), view(panel)))
        text = text_of(drawn)
        assert not {"nan", "inf", "None", "NaN"} & set(words_of(drawn).split()), (panel.id, kind)
        assert "data-panel" not in text


def test_every_panel_names_its_provider_its_day_and_its_files():
    for panel, draw, sample in DRAWN[2:]:
        content = draw(sample("normal"), view(panel))
        assert isinstance(content, Content)
        assert content.source.startswith("Source: Lighthouse")
        inside = frame(view(panel), content)
        assert "As of 30 Sep 2026" in words_of(inside)
        hrefs = [link.href for link in elements(inside, "download")]
        assert hrefs == [
            f"/api/v1/dashboards/market-intelligence/{panel.endpoint}?format={kind}"
            for kind in ("csv", "xlsx")
        ]
        copied = [getattr(button, "data-copy") for button in elements(inside, "data-copy")]
        assert copied == [f"/embed/market-intelligence?panel={panel.id}"]
        assert content.summary


def test_the_attribution_that_a_provider_asks_for_is_on_the_source_line():
    trends_ = samples.sector_trends()
    trends_.origin = samples.origin("Harbour Data", attribution="CC BY 4.0", release=None)
    content = sectors.ranked(trends_, view(page.SECTORS))
    assert content.source == (
        "Source: Harbour Data, release not named, fetched 12 Nov 2026, CC BY 4.0"
    )


def test_files_of_a_panel_that_draws_every_sector_hold_every_sector():
    own = {"source": "Lighthouse", "sector": "Fintech"}
    assert view(page.STAGES, own=own).download("csv").endswith("?source=Lighthouse&format=csv")
    asked = parse_qs(urlsplit(view(page.ENTRIES, own=own).download("csv")).query)
    assert asked == {"source": ["Lighthouse"], "sector": ["Fintech"], "format": ["csv"]}
    assert address.PAGES[page.SLUG].own == ("source", "sector")


def test_the_map_has_a_cell_for_each_sector_and_quarter_and_leads_to_both():
    content = sectors.by_quarter(samples.sector_trends(), view(page.QUARTERS))
    assert content.title == f"$2.0bn were raised in Q3 2026, 8.2{THIN}% more than before"
    row = row_of(content.body, "Software")
    assert row == ["Software", *(f"${910 * (60 + 5 * at) / 100:,.1f}m" for at in range(8))]
    assert row_of(content.body, "Consumer")[3] == "–"
    found = ways(content.body)
    assert found["Fintech"] == "/market-intelligence?sector=Fintech"
    assert found["Q2 26"] == "/market-intelligence?as_of=2026-06-30"
    assert "Q3 26" not in found
    marked = [cell for cell in elements(content.body, "className") if "prelim" in cell.className]
    assert len([cell for cell in marked if type(cell).__name__ == "Td"]) == 6
    [cell] = [cell for cell in marked if "Software, Q3" in str(getattr(cell, "title", ""))]
    assert cell.title.startswith("Software, Q3 2026: 95 deals, 83 with an amount, $864.5m")
    twin = words_of(content.twin)
    assert twin.count('"Software"') == 8


def test_the_chosen_sector_stands_out_and_its_link_leads_back():
    own = {"sector": "Fintech"}
    body = sectors.by_quarter(samples.sector_trends(), view(page.QUARTERS, own=own)).body
    assert ways(body)["Fintech"] == "/market-intelligence"
    assert ways(body)["Health"] == "/market-intelligence?sector=Health"
    assert [row for row in elements(body, "className") if row.className == "on"]


def test_sectors_are_ranked_with_growth_and_a_total_that_foots():
    content = sectors.ranked(samples.sector_trends(), view(page.SECTORS))
    assert content.title == f"Software took most money and grew fastest, +12.0{THIN}%"
    assert row_of(content.body, "Fintech") == [
        "Fintech", "36", f"−8.0{THIN}%", "$302.4m", f"−4.0{THIN}%",
    ]  # fmt: skip
    assert row_of(content.body, "All sectors")[1] == "222"
    assert row_of(content.twin, "Software")[-1] == "US 99, GB 1"


def test_stages_add_up_with_other_and_say_which_words_they_count():
    content = stages.mix(samples.sector_trends(), view(page.STAGES))
    row = [int(cell) for cell in row_of(content.twin, "Software")[1:]]
    assert sum(row[:-1]) == row[-1] == 100
    total = [int(cell) for cell in row_of(content.twin, "All sectors")[1:]]
    assert total == [86, 68, 37, 21, 10, 222]
    said = spaced(content.body)
    assert "Seed 86 : angel 86;" in said
    assert "Other 10 : venture 10." in said
    one = stages.mix(samples.sector_trends(), view(page.STAGES, own={"sector": "Fintech"}))
    assert "in Fintech) Seed 14 : angel 14;" in spaced(one.body)


def test_valuations_that_nobody_tells_are_no_data_in_words():
    content = valuations.ribbons(samples.valuations("unknown"), view(page.VALUATIONS))
    assert content.title == "Lighthouse tells no valuations: no data"
    assert row_of(content.body, "Seed") == ["Seed", "0", "no data", "no data", "0"]
    known = valuations.ribbons(samples.valuations(), view(page.VALUATIONS))
    assert (
        known.title == "Median pre-money in Q3 2026: Seed $12.8m, Series A $42.7m, Series B $106.6m"
    )
    assert "n below 5" in words_of(known.twin)


def test_places_are_named_with_their_share():
    content = valuations.places(samples.valuations(), view(page.PLACES))
    assert content.title == f"61{THIN}% of deals are in US"
    assert row_of(content.twin, "IL") == ["IL", "6", f"3.1{THIN}%", "48,000,000.00", "–",
                                          "no data", "0"]  # fmt: skip
    assert row_of(content.twin, "All places")[1] == "192"


def test_down_rounds_come_with_their_interval_and_months():
    content = rounds.steps(samples.step_ups(), view(page.STEPS))
    assert content.title == f"Series A rounds stepped up 2.10x; 14{THIN}% of 92 rounds went down"
    assert row_of(content.twin, "Series A") == [
        "Series A", "61", "1.40x", "2.10x", "3.00x", "7", f"11.5{THIN}%", f"5.7 to 21.8{THIN}%",
        "17.4 mo", "61",
    ]  # fmt: skip
    assert row_of(content.twin, "Growth")[3] == "n below 5"


def test_exits_name_type_value_and_multiple():
    content = exits.quarters(samples.exits(), view(page.EXIT_QUARTERS))
    assert content.title == "35 exits in Q3 2026, 3 of them listings; the median one returned 3.10x"
    row = row_of(content.twin, "Q3 2026, preliminary")
    assert row[1:7] == ["32", "483,000,000.00", "3", "97,000,000.00", "14", "3.10x"]
    time = exits.time(samples.exits(), view(page.TIME))
    assert time.title == "The median exit took 5.2 years"
    assert row_of(time.twin, "Listings") == [
        "Listings", "6.2 years", "8.1 years", "9.4 years", "9",
    ]  # fmt: skip


def test_what_is_hot_is_said_with_counts():
    content = trends.subsectors(samples.sector_trends(), view(page.TRENDS))
    assert content.title == "Agents is hottest: 34 deals after 19"
    [told] = tables_of(content.body)
    names = [row[0]["text"] for row in told["rows"]]
    assert names == ["Agents", "Storage", "Carbon"]
    assert told["rows"][0][0]["title"] == "34 deals after 19"
    assert told["rows"][0][2]["go"] == "/market-intelligence?sector=Software"
    quiet = samples.sector_trends()
    quiet.hot_subsectors = quiet.emerging_trends = ()
    assert trends.subsectors(quiet, view(page.TRENDS)).title == "No subsector stands out"


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
