"""The charts of an investor's page and of a sale, drawn from every kind of data they may meet."""

import json
from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from layouts.figures import lp_reporting as figures
from layouts.figures import theme
from layouts.figures.lp_reporting import samples

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


@pytest.mark.parametrize(
    ("draw", "kind"),
    [(figures.outcomes, "empty"), (figures.outcomes, "missing"), (figures.flows, "empty"),
     (figures.flows, "missing")],
)  # fmt: skip
def test_nothing_to_draw_is_said_in_words(draw, kind):
    figure = draw(samples.SAMPLES[draw.__name__](kind))
    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"] == "nothing to draw yet"


def test_carry_stands_on_top_of_what_investors_get_with_its_share_of_the_profit():
    figure = figures.outcomes(samples.waterfall())
    lp, gp = figure["data"]
    assert lp["x"] == ["60\u2009%", "80\u2009%", "100\u2009%", "120\u2009%"]
    assert lp["y"] == [109_360_000, 127_740_000, 148_800_000, 169_860_000]
    assert gp["y"] == [0, 7_940_000, 13_200_000, 18_460_000]
    assert gp["customdata"][2] == "13,200,000"
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert said == ["no carry", *["carry 20.0\u2009%"] * 3]
    assert figure["layout"]["barmode"] == "relative"


def test_calls_stand_below_the_line_and_the_running_total_says_how_far_one_is_out_of_pocket():
    figure = figures.flows(samples.lp())
    calls, back, total = figure["data"]
    assert calls["x"] == ["2021", "2022", "2023", "2024", "2025", "2026"]
    assert calls["y"] == [-5_400_000, -3_600_000, 0, 0, 0, -600_000]
    assert back["y"] == [0, 0, 0, 1_400_000, 300_000, 360_000]
    assert total["y"] == [-5_400_000, -9_000_000, -9_000_000, -7_600_000, -7_300_000, -7_540_000]
    assert figure["layout"]["annotations"][0]["text"] == "net (7.5m)"


def test_a_single_flow_is_a_single_year():
    lp = samples.lp()
    lp.flows = lp.flows[:1]
    assert figures.flows(lp)["data"][0]["y"] == [-480_000]
    lp.flows[0].amount = Decimal(250)
    lp.flows[0].date = date(2030, 1, 2)
    assert figures.flows(lp)["data"][1]["x"] == ["2030"]
