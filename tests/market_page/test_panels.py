"""What the panels of Market Intelligence say about a market."""

from urllib.parse import parse_qs, urlsplit

import pytest

from layouts import address
from layouts import market_intelligence as page
from layouts.figures.market_intelligence import samples
from layouts.market_intelligence import (
    exits,
    rounds,
    sectors,
    stages,
    trends,
    valuations,
)
from layouts.market_intelligence.gallery import DRAWN
from layouts.panels import Content, frame
from tests.market_page.drawn import (
    THIN,
    elements,
    row_of,
    spaced,
    tables_of,
    text_of,
    view,
    ways,
    words_of,
)


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
