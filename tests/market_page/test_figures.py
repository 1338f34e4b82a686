"""The charts of the market are drawn from every kind of data they may meet."""

import json
from dataclasses import fields
from datetime import date

import plotly.graph_objects as go
import pytest

from layouts.figures import market_intelligence as figures
from layouts.figures import theme
from layouts.figures.market_intelligence import quarters, ranges, ribbons, samples
from layouts.market_intelligence.gallery import SHOWING
from layouts.market_intelligence.sectors import levels
from services.envelope import Meta
from services.market_intelligence import results

EACH = [
    pytest.param(draw, kind, id=f"{draw.__name__}-{kind}")
    for draw in figures.FIGURES
    for kind in samples.KINDS
]


def drawn(draw, kind, *, narrow=False):
    return draw(samples.SAMPLES[draw.__name__](kind), narrow=narrow)


def test_every_chart_has_its_samples_and_is_in_the_gallery():
    public = set(figures.__all__) - {"FIGURES"}
    assert public == {draw.__name__ for draw in figures.FIGURES} == set(samples.SAMPLES)
    assert SHOWING.figures == figures.FIGURES
    assert len({shown.panel.id for shown in SHOWING.panels}) == 16


@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_every_chart_is_made_of_bars_and_lines_in_colours_of_the_theme_for_both_widths(draw, kind):
    wide, narrow = drawn(draw, kind), drawn(draw, kind, narrow=True)
    assert wide["data"] == narrow["data"]
    for figure in (wide, narrow):
        assert len(go.Figure(figure).to_plotly_json()["data"]) == len(figure["data"])
        text = json.dumps(figure, allow_nan=False)
        assert '"template"' not in text
        assert "T00:00" not in text
        assert {part[:6] for part in text.split("#")[1:]} <= {
            colour[1:] for colour in theme.LIGHT.values()
        }
        assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
        assert "<b>" not in text.replace("<b>Software", "")


@pytest.mark.parametrize("draw", figures.FIGURES)
def test_nothing_to_draw_is_said_in_words(draw):
    figure = drawn(draw, "empty")
    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"] == "nothing to draw yet"


@pytest.mark.parametrize(
    ("sample", "result"),
    [
        (samples.sector_trends(), results.SectorTrends),
        (samples.sector_trends().sectors[0], results.Sector),
        (samples.sector_trends().cells[0], results.SectorQuarter),
        (samples.evidence("Agents", 3, 1, 2.0), results.Evidence),
        (samples.origin(), results.Origin),
        (samples.valuations(), results.Valuations),
        (samples.valuations().by_stage["seed"], results.StageValue),
        (samples.valuations().trend_data[0], results.ValuationPoint),
        (samples.valuations().geographic_comparison["US"], results.Place),
        (samples.exits(), results.ExitActivity),
        (samples.exits().quarters[0], results.ExitQuarter),
        (samples.exits().by_sector[0], results.SectorExits),
        (samples.exits().exit_timeline_analysis["ipo"], results.TimeToExit),
        (samples.step_ups(), results.StepUps),
        (samples.step_ups().stages[0], results.StepUp),
        (samples.ours(), results.PortfolioVsMarket),
        (samples.ours().deals[0], results.OurDeal),
        (samples.ours().thesis[0], results.Thesis),
        (samples.sources(), results.Sources),
        (samples.sources().rows[0], results.SourceQuarter),
        (samples.sources().disagreements[0], results.Disagreement),
        (samples.meta(), Meta),
    ],
    ids=lambda value: getattr(value, "__name__", "sample"),
)
def test_samples_have_the_fields_of_the_results_they_stand_for(sample, result):
    assert set(vars(sample)) == {field.name for field in fields(result)}


def test_a_quarter_is_named_in_words_and_ends_on_its_last_day():
    assert quarters.last_day("2026Q3") == date(2026, 9, 30)
    assert quarters.last_day("2023Q4") == date(2023, 12, 31)
    assert quarters.words("2026Q3") == "Q3 2026"
    assert quarters.short("2026Q3") == "Q3 26"
    assert quarters.last_day("some time") is None
    assert quarters.words("some time") == "some time"
    assert quarters.words(None) == "–"
    assert quarters.spaced(list(range(1, 21)), most=5) == [4, 8, 12, 16, 20]
    assert quarters.spaced([1, 2], most=5) == [1, 2]


def test_the_stages_of_every_bar_add_up_to_all_of_its_deals():
    """Software: 41 seed, 30 A, 14 B, 9 growth and 6 others are its 100 deals."""
    figure = drawn(figures.stage_mix, "normal")
    at = 1  # below all sectors together
    assert [trace["customdata"][at] for trace in figure["data"]] == [41, 30, 14, 9, 6]
    assert [trace["x"][at] for trace in figure["data"]] == [0.41, 0.30, 0.14, 0.09, 0.06]
    for place in range(7):
        assert sum(trace["x"][place] for trace in figure["data"]) == pytest.approx(1)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts == ["222", "100", "37", "36", "28", "17", "4"]
    assert figure["layout"]["yaxis"]["ticktext"][:2] == ["All sectors", "Software"]
    assert figure["layout"]["yaxis"]["ticktext"][5] == "Climate &lt;b&gt;"


def test_a_median_of_too_few_amounts_is_not_drawn_but_said():
    """Consumer has four deals: no median; the five others stand in their rows with n."""
    figure = drawn(figures.deal_sizes, "normal")
    middles = figure["data"][1]
    assert middles["y"] == [0, 1, 2, 3, 4]
    assert middles["x"][0] == 9_100_000
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert "$9.1m · n 88" in texts
    assert "n 4" in texts
    assert "too few amounts are disclosed" in texts


def test_a_quarter_with_too_few_valuations_is_a_gap_with_its_n_and_preliminary_is_hatched():
    """Series B has three valuations in 2025Q3; growth has three in every quarter."""
    figure = drawn(figures.valuation_ribbons, "normal")
    series_b = [trace for trace in figure["data"] if trace["xaxis"] == "x3"]
    bands = [trace for trace in series_b if trace.get("fillcolor") == theme.LIGHT["seq-2"]]
    middle = next(trace for trace in series_b if "markers" in trace["mode"])
    assert len(bands) == 2
    assert middle["y"][3] is None
    assert middle["connectgaps"] is False
    hatched = [trace for trace in figure["data"] if "fillpattern" in trace]
    assert len(hatched) == 4
    notes = [note for note in figure["layout"]["annotations"] if note["xref"] == "x3"]
    assert [note["text"] for note in notes] == ["n 12", "12", "12", "3", "12", "12", "12", "12"]
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert "no data: fewer than 5 a quarter" in said
    assert figure["layout"]["yaxis4"]["showticklabels"] is False


def test_many_quarters_keep_room_for_their_numbers():
    valuations = samples.valuations()
    seed = [point for point in valuations.trend_data if point.stage == "seed"]
    points = [(date(2020 + at // 4, 3 * (at % 4) + 1, 1), seed[0]) for at in range(28)]
    axis = {"range": [0, 1], "tickvals": [0, 1]}
    notes = ribbons._notes("seed", points, axis, "", currency="USD")
    assert len(notes) <= ribbons.MOST_COUNTS + 1


def test_step_ups_stand_beside_the_share_of_down_rounds_with_its_interval():
    """7 of 61 rounds to series A went down: 11.5 %, with 95 % between 5.7 and 21.8 %."""
    figure = drawn(figures.step_ups, "normal")
    left, right = figure["data"][1], figure["data"][3]
    assert left["x"][:2] == [2.1, 1.8]
    assert right["x"][0] == pytest.approx(11.5)
    assert figure["data"][2]["x"][:2] == pytest.approx([5.7, 21.8])
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert "2.10x · n 61" in texts
    assert "too few pairs of rounds" in texts
    narrow = drawn(figures.step_ups, "normal", narrow=True)["layout"]
    assert narrow["yaxis2"]["domain"][1] < narrow["yaxis"]["domain"][0]


def test_exits_are_stacked_hatched_while_preliminary_and_a_multiple_of_three_is_not_given():
    figure = drawn(figures.exit_quarters, "normal")
    sales, listings = figure["data"][:2]
    assert sales["y"][-1] + listings["y"][-1] == 35
    assert sales["marker"]["pattern"]["shape"] == [*[""] * 7, "/"]
    assert figure["data"][3]["y"][1] is None
    assert figure["layout"]["barmode"] == "stack"


def test_our_entry_stands_on_the_band_of_the_market_with_its_percentile():
    figure = drawn(figures.entry_strips, "normal")
    names = figure["layout"]["yaxis"]["ticktext"]
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert names[0] == "Saltmarsh"
    assert "Harbourline · Series A" in names
    assert names[-1] == "Quillworks &lt;b&gt; · Series B"
    assert texts[:3] == ["–", "p88 of 27", "p34 of 27"]
    assert figure["data"][2]["x"][1] == 52_000_000
    assert figure["data"][2]["marker"]["symbol"] == "diamond"
    assert "neither our pre-money nor the market's is known" in texts


def test_a_sector_without_a_share_has_a_dash_and_no_bar():
    figure = drawn(figures.thesis, "normal")
    assert figure["data"][2]["x"][-1] is None
    assert figure["layout"]["annotations"][-1]["text"] == "–"


def test_a_logarithmic_axis_has_few_round_ticks_however_far_it_reaches():
    assert ranges.money_axis([5_000_000, 20_000_000])["ticktext"] == ["5m", "10m", "20m"]
    assert len(ranges.money_axis([1_000, 10**14])["tickvals"]) <= ranges.MOST_TICKS
    assert ranges.money_axis([None, 0, -5]) == {"visible": False}
    assert ranges.positive(0) is None


def test_equal_ratios_are_equal_steps_of_colour_and_unknown_has_none():
    assert levels([None, 1, 10, 100, 1000]) == [0, 1, 3, 5, 7]
    assert levels([None, 0]) == [0, 0]
    assert levels([5, 5]) == [1, 1]
