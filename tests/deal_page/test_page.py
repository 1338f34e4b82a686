"""What the page of Deal Flow says of a quarter, and what it does not say where it knows nothing."""

import json
import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from layouts import deal_flow as page
from layouts.deal_flow import (
    cards,
    channels,
    deals,
    decisions,
    funnel,
    head,
    mix,
    reasons,
    standing,
    times,
)
from layouts.figures.deal_flow import sample_lists, samples
from layouts.panels import Content, Empty, View, frame
from services.scope import Scope

EVERY = (
    (page.STATE, head.state, samples.funnel),
    (page.FIGURES, cards.figures, samples.funnel),
    (page.FUNNEL, funnel.funnel, samples.funnel),
    (page.TREND, funnel.trend, samples.funnel),
    (page.VELOCITY, times.velocity, samples.velocity),
    (page.CURVES, times.curves, samples.velocity),
    (page.CHANNELS, channels.channels, samples.sourcing),
    (page.FLOWS, channels.flows, samples.sourcing),
    (page.REASONS, reasons.reasons, sample_lists.pass_reasons),
    (page.STUCK, standing.stuck, sample_lists.stuck),
    (page.FORECAST, standing.forecast, samples.forecast),
    (page.MIX, mix.mix, sample_lists.mix),
    (page.DECISIONS, decisions.decisions, sample_lists.decisions),
    (page.DEALS, deals.deals, sample_lists.deals),
)
NAMED = {
    panel.id.removeprefix("deal-flow-"): (panel, draw, sample) for panel, draw, sample in EVERY
}


def view_of(panel, **changes) -> View:
    parts = {"slug": "deal-flow", "panel": panel, "scope": Scope(), "definition": lambda _key: None}
    return View(**(parts | changes))


def text_of(part) -> str:
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def drawn(name, kind="normal", *, sample=None, **changes):
    panel, draw, samples_of = NAMED[name]
    return draw(sample or samples_of(kind), view_of(panel, **changes))


def table_of(part, caption):
    """The rows of a long table by its caption, each cell as its text."""
    for told in re.findall(r'"data-rows": ("(?:[^"\\]|\\.)*")', text_of(part)):
        found = json.loads(json.loads(told))
        if found["caption"] == caption:
            rows = [row["cells"] if isinstance(row, dict) else row for row in found["rows"]]
            return [[_text(cell) for cell in row] for row in rows]
    raise AssertionError(f"there is no table {caption!r}")


def _text(cell) -> str:
    bits = cell if isinstance(cell, list) else [cell]
    return "".join(bit if isinstance(bit, str) else bit.get("text", "") for bit in bits)


def links_in(part) -> set[str]:
    text = text_of(part).replace('\\"', '"')
    return set(re.findall(r'"(?:go|href)": ?"(/deal-flow[^"]*)"', text))


def test_every_panel_of_the_page_is_tried_here():
    assert {panel.id for panel, _, _ in EVERY} == {panel.id for panel in page.PANELS}


@pytest.mark.parametrize("kind", samples.KINDS)
@pytest.mark.parametrize("name", NAMED)
def test_a_panel_of_any_data_says_something_and_never_nan_or_none(name, kind):
    found = drawn(name, kind)
    inside = text_of(frame(view_of(NAMED[name][0]), found))
    assert not re.search(r"\bnan\b|\bNone\b(?! of)|\binf\b|Infinity", inside)
    if isinstance(found, Content):
        assert found.title and found.subtitle and found.summary and found.source
        assert found.as_of == samples.AS_OF
        words = [found.title, found.subtitle, found.summary, *found.notes]
        assert not [text for text in words if "_" in text]


@pytest.mark.parametrize("name", NAMED)
def test_a_firm_without_deals_is_told_what_to_import(name):
    found = drawn(name, "empty")
    if name in {"state", "figures"}:
        assert name == "figures" or "import its pipeline to begin" in text_of(found.children)
        return
    assert isinstance(found, Empty)
    inside = text_of(frame(view_of(NAMED[name][0]), found))
    assert "gpdash import " in inside


@pytest.mark.parametrize("name", sorted(set(NAMED) - {"state", "figures", "deals"}))
def test_every_drawing_has_its_table(name):
    found = drawn(name)
    assert found.twin is not None
    assert "data-rows" in text_of(found.twin)


def test_the_state_says_what_was_seen_screened_offered_and_closed():
    said = re.sub(r'[{}"\[\]:,]|props|children|type|namespace|dash_html_components', "",
                  text_of(head.state(samples.funnel(), view_of(page.STATE)).children))  # fmt: skip
    words = " ".join(said.split())
    assert "Alder & Quay I saw" in words
    for part in ("125", "deals in Q3 2026 screened", "45", "offered", "closed", "6 deals are stuck",
                 "$14.2m weighted", "against $31.0m to invest"):  # fmt: skip
        assert part in words, part


def test_cards_carry_the_very_values_of_the_answer():
    row = text_of(drawn("figures").children)
    keys, values = (re.findall(rf'"data-{name}": "([^"]*)"', row) for name in ("figure", "value"))
    found = dict(zip(keys, values, strict=True))
    assert found == {
        "sourced": "125", "screened": "45", "term_sheet": "8", "closed": "3", "overall": "0.024",
        "median_cycle_days": "64.0", "active_deals": "48", "stuck_deals": "6",
        "weighted_pipeline": "14200000.00", "new_deal_capacity": "31000000.00", "passed": "9",
        "still_open": "",
    }  # fmt: skip


def test_a_slower_cycle_is_worse_and_a_faster_one_is_not():
    now = samples.funnel()
    assert next(c for c in cards.cards(now) if c.key == "median_cycle_days").change == -6.5
    assert '"good"' in text_of(cards.figures(now, view_of(page.FIGURES)).children)
    now.previous_median_cycle_days = 60.0
    row = text_of(cards.figures(now, view_of(page.FIGURES)).children)
    assert "+4 d, worse" in row


def test_a_cohort_that_still_moves_is_never_called_worse():
    found = samples.funnel("normal", counting="cohort")
    found.previous_cohort.counts["closed"] = 9
    card = next(card for card in cards.cards(found) if card.key == "closed")
    assert (card.change, card.good_up, card.against) == (-6.0, None, "vs Q2 2026, not ripe")


def test_the_funnel_names_its_counting_and_offers_the_other():
    by_period = drawn("funnel")
    assert by_period.title == "By period: 125 sourced, 3 closed; most drop out before the screen"
    links = links_in(by_period.aside)
    assert links == {"/deal-flow", "/deal-flow?counting=cohort"}
    rules = text_of(by_period.aside)
    assert "A stage that was skipped counts as reached." in rules
    found = samples.funnel(counting="cohort")
    cohort = drawn("funnel", sample=found, own={"counting": "cohort"})
    assert cohort.title.startswith("By cohort: ")
    assert "31 deals of this cohort still open, median age 41 d" in text_of(cohort.aside)


def test_the_twin_of_the_funnel_has_rates_intervals_and_who_fell_out():
    rows = table_of(drawn("funnel").twin, "The funnel by stage")
    screened = next(row for row in rows if row[0] == "Screened")
    assert screened[:5] == ["Screened", "45", "36", "+9", "36.0\u2009%"]
    assert screened[-1] == "80"
    assert rows[0] == ["Sourced", "125", "100", "+25", "–", "–", "–", "–"]
    assert rows[-1][:2] == ["Overall", "3 of 125"]


def test_a_rate_above_one_has_no_interval_and_says_so():
    found = samples.funnel("unknown")  # 4 sourced, 6 screened: deals of earlier quarters
    chart = text_of(drawn("funnel", sample=found).body)
    assert "150.0\u2009%" in chart
    assert "no interval" in chart
    assert "2 more" in chart


def test_a_stage_opens_the_very_deals_its_bar_counts():
    found = drawn("funnel", scope=Scope(funds=("AQ1",)), own={"counting": "cohort"})
    go = json.loads(re.search(r'"go": (\[[^\]]*\])', text_of(found.body))[1])
    parts = urlsplit(go[1])
    assert (parts.path, parts.fragment) == ("/deal-flow", "deal-flow-deals")
    assert parse_qs(parts.query) == {"fund": ["AQ1"], "counting": ["cohort"], "stage": ["screened"]}


def test_a_frame_of_one_panel_leads_nowhere():
    framed = {"embedded": True, "own": {"panel": "deal-flow-funnel"}}
    found = drawn("funnel", **framed)
    assert '"go"' not in text_of(found.body)
    switch = set(re.findall(r'"href": "([^"]*)"', text_of(found.aside)))
    assert switch == {
        "/embed/deal-flow?panel=deal-flow-funnel",
        "/embed/deal-flow?panel=deal-flow-funnel&counting=cohort",
    }


def test_the_means_of_the_closed_cohort_are_written_as_the_sum_they_are():
    found = drawn("velocity")
    assert found.title.startswith("A closed deal took 67 d on average, longest from screened")
    assert "14 + 28 + 25 = 67 d" in text_of(found.aside)
    uneven = samples.velocity()
    uneven.by_stage = {"source_to_screen": 15.0, "screen_to_term": 21.75, "term_to_close": 31.75}
    uneven.average_cycle_time = 68.5
    assert "15.00 + 21.75 + 31.75 = 68.50 d" in text_of(drawn("velocity", sample=uneven).aside)


def test_so_few_closed_deals_are_called_few():
    assert "Only 3 deals closed: quartiles of so few say little." in drawn("velocity").notes


def test_a_curve_that_half_has_not_left_says_so():
    found = samples.velocity("one")
    rows = table_of(drawn("curves", sample=found).twin, "What becomes of deals by stage")
    assert rows[0][:5] == ["Sourced to screened", "14", "7", "–", "18 d"]


def test_channels_are_ranked_in_words_only_where_their_intervals_are_apart():
    assert drawn("channels").title == "Referral closes most: 8.9\u2009% of 45 deals"
    apart = samples.sourcing()
    apart.separated = False
    same = drawn("channels", sample=apart)
    assert same.title == "Referral brings most deals; success rates are not yet apart"
    rows = table_of(drawn("channels").body, "Channels, most deals first")
    assert [row[9] for row in rows] == ["1", "–", "–", "–", "–"]
    assert [row[14] for row in rows] == ["+74\u2009%", "−26\u2009%", "−126\u2009%", "–", "–"]


def test_a_channel_leads_to_the_deals_of_its_cohort():
    queries = [parse_qs(urlsplit(link).query) for link in links_in(drawn("channels").body)]
    assert {"counting": ["cohort"], "channel": ["referral"]} in queries
    assert {"counting": ["cohort"], "channel": ["referral"], "outcome": ["closed"]} in queries
    assert {"counting": ["cohort"], "channel": ["not given"]} in queries


def test_each_half_of_the_flow_adds_up_to_the_deals_of_its_channel():
    rows = table_of(drawn("flows").body, "From channel to outcome")
    assert rows[0] == ["Referral", "45", "25", "15", "1", "4", "1", "40", "0"]
    for row in rows:
        whole, *counts = (int(cell) for cell in row[1:])
        stages, ended = counts[:4], counts[4:]
        assert sum(stages) == whole == stages[3] + sum(ended)


def test_the_heat_map_foots_and_blanks_come_last():
    found = drawn("reasons")
    assert found.title == "Valuation ended most deals: 14 of 35 (40\u2009%)"
    rows = table_of(found.body, "Reasons by furthest stage")
    assert rows[0] == ["Valuation", "9", "4", "1", "14"]
    assert rows[-2][0] == "Not given"
    assert rows[-1] == ["All reasons", "21", "11", "3", "35"]
    assert {"reason": ["valuation"], "furthest": ["screened"]} in [
        parse_qs(urlsplit(link).query) for link in links_in(found.body)
    ]


def test_stuck_deals_come_longest_first_and_the_rest_is_counted():
    found = drawn("stuck", "huge")
    assert len(table_of(found.body, "Stuck deals")) == 12
    assert "388 more stuck deals are in the table and the download." in found.notes
    waiting = sample_lists.stuck()
    waiting.deals = ()
    assert drawn("stuck", sample=waiting).title == "None of 48 deals is stuck"


def test_a_pipeline_larger_than_the_means_says_so():
    assert drawn("forecast").title == "$16.0m weighted is 52\u2009% of the $31.0m for new deals"
    found = samples.forecast()
    found.new_deal_capacity = found.weighted_pipeline / 2
    said = drawn("forecast", sample=found).title
    assert said == "$16.0m weighted is more than the $8.0m there is for new deals"
    found.new_deal_capacity = None
    assert "capacity for new deals is not known" in drawn("forecast", sample=found).title


def test_what_too_few_deals_name_is_left_out_by_name():
    found = drawn("mix")
    said = text_of(found.body)
    assert (
        "Left out, filled for fewer than 15\u2009% of deals: geography (11\u2009% filled)." in said
    )
    assert "84\u2009% filled" in said


def test_what_we_passed_on_is_told_with_what_the_market_did():
    found = drawn("decisions")
    assert found.title == "2 of 5 deals that ended here have raised since: $90.0m"
    first = table_of(found.body, "Deals passed or lost, those that raised since first")[0]
    assert first[:5] == ["Fennel Analytics", "14 Aug 2026", "Lost", "Sourced", "Valuation"]
    assert first[6:9] == ["1", "$45.0m", "Series B"]


def test_the_list_names_its_filters_and_takes_each_back():
    own = {"stage": "screened", "channel": "founder_network"}
    found = drawn("deals", own=own)
    assert found.title == "8 deals in Q3 2026: reached screened or later, channel founder network"
    links = [parse_qs(urlsplit(link).query) for link in links_in(found.aside)]
    assert {"channel": ["founder_network"]} in links
    assert {"stage": ["screened"]} in links
    assert {} in links  # every filter at once
    none = SimpleNamespace(**vars(sample_lists.deals("empty")))
    left = drawn("deals", sample=none, own=own)
    assert "No deal passes these filters." in text_of(left.body)


def test_more_deals_than_are_listed_are_counted():
    found = drawn("deals", "huge")
    assert found.title == "12,500 deals in Q3 2026"
    assert "12,000 older deals are only in the download." in found.notes


def test_downloads_and_frames_carry_what_the_panel_stands_on():
    own = {"counting": "cohort", "stage": "screened"}
    view = view_of(page.DEALS, scope=Scope(funds=("AQ1",)), own=own)
    asked = {"fund": ["AQ1"], "counting": ["cohort"], "stage": ["screened"]}
    file = urlsplit(view.download("csv"))
    assert file.path == "/api/v1/dashboards/deal-flow/deals"
    assert parse_qs(file.query) == {**asked, "format": ["csv"]}
    assert parse_qs(urlsplit(view.framed()).query) == {**asked, "panel": ["deal-flow-deals"]}


def test_names_from_the_firms_data_are_never_read_as_markup():
    for name in NAMED:
        found = drawn(name)
        body = getattr(found, "body", None)
        for chart in re.findall(r'"figure": (\{.*?\}\})', text_of(body)):
            assert "<b>" not in chart
