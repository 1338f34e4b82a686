"""The charts of a portfolio, drawn from every kind of data they may meet."""

import json

import plotly.graph_objects as go
import pytest

from layouts import sectors
from layouts.figures import portfolio_analytics as figures
from layouts.figures import theme
from layouts.figures.portfolio_analytics import samples
from layouts.figures.portfolio_analytics.tiles import band, laid_out

EACH = [
    pytest.param(draw, kind, id=f"{draw.__name__}-{kind}")
    for draw in figures.FIGURES
    for kind in samples.KINDS
]


@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_each_chart_stands_in_both_widths_from_the_same_marks_in_colours_of_the_theme(draw, kind):
    data = samples.SAMPLES[draw.__name__](kind)
    wide, narrow = draw(data), draw(data, narrow=True)
    assert wide["data"] == narrow["data"]
    for figure in (wide, narrow):
        accepted = go.Figure(figure).to_plotly_json()
        assert len(accepted["data"]) == len(figure["data"])
        text = json.dumps(figure, allow_nan=False)
        assert {part[:6] for part in text.split("#")[1:]} <= {
            shade[1:] for shade in theme.LIGHT.values()
        }
        assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
        assert "<b>" not in text, "a name of the firm's data is never read as markup"


@pytest.mark.parametrize(
    ("draw", "kind"), [(figures.ladder, "empty"), (figures.tiles, "empty"),
                       (figures.efficiency, "empty"), (figures.worth, "empty"),
                       (figures.ladder, "unknown"), (figures.tiles, "unknown")],
)  # fmt: skip
def test_nothing_to_draw_is_said_in_words(draw, kind):
    figure = draw(samples.SAMPLES[draw.__name__](kind))
    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"] == "nothing to draw yet"


def test_tiles_fill_the_square_and_each_is_as_large_as_its_share():
    tiles = laid_out(samples.risk().concentration_risk.companies, by="fair_value")
    assert [tile.name for tile in tiles[:2]] == ["Halden Robotics", "Corvane"]
    for tile in tiles:
        assert tile.width * tile.height == pytest.approx(tile.share, abs=1e-9)
        assert tile.left >= 0 and tile.left + tile.width <= 1 + 1e-9
        assert tile.top >= 0 and tile.top + tile.height <= 1 + 1e-9
    assert sum(tile.width * tile.height for tile in tiles) == pytest.approx(1)
    for place, one in enumerate(tiles):
        for other in tiles[place + 1 :]:
            apart = (
                one.left + one.width <= other.left + 1e-9
                or other.left + other.width <= one.left + 1e-9
                or one.top + one.height <= other.top + 1e-9
                or other.top + other.height <= one.top + 1e-9
            )
            assert apart, (one.name, other.name)


def test_of_many_companies_the_small_ones_share_a_tile():
    risk = samples.risk()
    first = risk.concentration_risk.companies[0]
    many = [type(first)(**{**vars(first), "name": f"c{n}", "weight_fair_value": 1 / 40})
            for n in range(40)]  # fmt: skip
    tiles = laid_out(many, by="fair_value")
    assert len(tiles) == 21
    assert next(tile for tile in tiles if tile.name == "20 others").share == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("moic", "named"),
    [(2.84, "2x and over"), (1.25, "1.25–2x"), (1.0, "1–1.25x"), (0.89, "0.75–1x"),
     (0.66, "under 0.75x"), (0.0, "under 0.75x"), (None, "not known")],
)  # fmt: skip
def test_a_multiple_has_its_band_by_name(moic, named):
    assert band(moic)[2] == named


def test_the_ladder_has_the_shortest_on_top_in_red_and_the_month_its_cash_ends():
    figure = figures.ladder(samples.risk())
    bars = figure["data"][0]
    assert bars["x"] == [4, 5, 11, 14, 17, 19, 22, 26]
    assert bars["marker"]["color"][:3] == [theme.LIGHT["bad"]] * 2 + [theme.LIGHT["cat-1"]]
    assert figure["layout"]["yaxis"]["ticktext"][:2] == ["Saltmarsh", "Brightwater Foods"]
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert "under 6 months" in said and "Jan 2027" in said and "Feb 2027" in said


def test_a_runway_of_years_ends_at_the_edge_and_its_label_says_how_long():
    risk = samples.risk("one_point")
    risk.runway_analysis.companies[0].runway_months = 400.0
    figure = figures.ladder(risk)
    assert figure["data"][0]["x"] == [36.0]
    assert "400" in [note["text"] for note in figure["layout"]["annotations"]]


def test_growth_against_burn_places_only_those_of_whom_both_are_known():
    figure = figures.efficiency(samples.matrix())
    dots = figure["data"][0]
    assert len(dots["x"]) == 7
    assert max(dots["x"]) == 8.0, "a burn multiple of 9.4 stands at the edge"
    names = [item[0] for item in dots["customdata"]]
    assert "Corvane" not in names and "Northlight Bio" not in names


def test_value_stands_from_mark_to_mark():
    lines = figures.worth(samples.sheet())["data"]
    assert {line["line"]["shape"] for line in lines[:2]} == {"hv"}
    assert lines[1]["y"][-1] == pytest.approx(31_200_000)


def test_a_sector_has_one_colour_whatever_it_is_called_in_full():
    assert sectors.role("Software") == sectors.role("Enterprise software") == "cat-1"
    assert sectors.role("Fintech") == "cat-2"
    assert sectors.role("Healthcare") == "cat-3"
    assert sectors.role(None) == sectors.role("Aquaculture") == "cat-8"
