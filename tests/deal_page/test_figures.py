"""The charts of Deal Flow, drawn from every kind of data they may meet."""

import json
from dataclasses import fields
from datetime import date

import plotly.graph_objects as go
import pytest

from layouts.figures import deal_flow as figures
from layouts.figures import theme
from layouts.figures.deal_flow import sample_lists, samples, words
from services.deal_flow import results

EACH = [
    pytest.param(draw, kind, id=f"{draw.__name__}-{kind}")
    for draw in figures.FIGURES
    for kind in samples.KINDS
]


@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_a_chart_is_made_of_bars_and_lines_in_colours_of_the_theme(draw, kind):
    sample = samples.SAMPLES[draw.__name__](kind)
    figure, narrow = draw(sample), draw(sample, narrow=True)
    accepted = go.Figure(figure).to_plotly_json()
    assert len(accepted["data"]) == len(figure["data"])
    go.Figure(narrow)
    assert figure["data"] == narrow["data"]
    text = json.dumps(figure, allow_nan=False)
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
    used = {part[:6] for part in text.split("#")[1:]}
    assert used <= {colour[1:] for colour in theme.LIGHT.values()}
    assert "<b>" not in text
    if kind == "empty":
        assert figure["layout"]["annotations"][0]["text"] == "nothing to draw yet"


def test_every_chart_has_its_samples():
    assert set(samples.SAMPLES) == {draw.__name__ for draw in figures.FIGURES}


def test_bars_of_the_funnel_stand_on_zero_and_are_as_long_as_their_counts():
    now, before = figures.funnel_bars(samples.funnel())["data"]
    assert now["x"] == [125, 45, 8, 3]
    assert before["x"] == [100, 36, 6, 2]
    assert figures.funnel_bars(samples.funnel())["layout"]["xaxis"]["range"][0] == 0


def test_quarters_that_are_not_ripe_are_hatched_and_their_rates_open():
    data = figures.trend_bars(samples.funnel())["data"]
    counts, rates = data[0], data[-1]
    assert counts["marker"]["pattern"]["shape"] == ["", "", "", "", "", "", "/", "/"]
    panel = theme.LIGHT["panel"]
    assert [colour == panel for colour in rates["marker"]["color"]] == [False] * 6 + [True] * 2


def test_the_means_lie_end_to_end_and_reach_the_whole_cycle():
    segments = [
        trace
        for trace in figures.step_days(samples.velocity())["data"]
        if trace["type"] == "bar" and trace["y"] == [0.0]
    ]
    assert [(trace["base"], trace["x"]) for trace in segments] == [
        ([0.0], [14.0]), ([14.0], [28.0]), ([42.0], [25.0]),
    ]  # fmt: skip


def test_moved_on_still_there_and_lost_fill_the_field():
    found = samples.velocity()
    for curve in found.curves:
        for point in curve.points:
            assert point.survival + point.advanced + point.lost == pytest.approx(1.0)
    traces = figures.stage_curves(found)["data"]
    tops = [trace["y"] for trace in traces if trace["name"] == "lost"]
    assert len(tops) == 4
    assert all(value == pytest.approx(1.0) for top in tops for value in top)


def test_the_interval_of_the_pipeline_is_drawn_around_its_end():
    trace = next(
        trace for trace in figures.pipeline_bar(samples.forecast())["data"] if "error_x" in trace
    )
    total = float(samples.forecast().weighted_pipeline)
    assert trace["x"] == [total]
    assert trace["error_x"]["arrayminus"][0] == pytest.approx(total * 0.3)
    assert trace["error_x"]["array"][0] == pytest.approx(total * 0.5)


@pytest.mark.parametrize(
    ("sample", "result"),
    [
        (samples.funnel(), results.PipelineFunnel),
        (samples.funnel().period, results.Window),
        (samples.funnel().period.rates["overall"], results.Rate),
        (samples.funnel().steps[0], results.Step),
        (samples.funnel().trend[0], results.TrendPoint),
        (samples.funnel().within[0], results.WithinRate),
        (samples.velocity(), results.Velocity),
        (samples.velocity().stages[0], results.StageTime),
        (samples.velocity().curves[0], results.Curve),
        (samples.velocity().curves[0].points[0], results.CurvePoint),
        (samples.velocity().trend_data[0], results.VelocityPoint),
        (samples.sourcing(), results.SourcingAnalytics),
        (samples.sourcing().channels[0], results.Channel),
        (samples.sourcing().flows[0], results.ChannelPath),
        (samples.forecast(), results.Forecast),
        (samples.forecast().stages[0], results.ForecastRow),
        (sample_lists.stuck(), results.Stuck),
        (sample_lists.stuck().deals[0], results.StuckDeal),
        (sample_lists.pass_reasons(), results.PassReasons),
        (sample_lists.pass_reasons().reasons[0], results.PassReason),
        (sample_lists.mix(), results.Mix),
        (sample_lists.mix().parts[0], results.MixPart),
        (sample_lists.decisions(), results.Decisions),
        (sample_lists.decisions().decisions[0], results.Decision),
        (sample_lists.deals(), results.Deals),
        (sample_lists.deals().deals[0], results.DealRow),
    ],
    ids=lambda value: getattr(value, "__name__", "sample"),
)
def test_samples_have_the_fields_of_the_results_they_stand_for(sample, result):
    assert set(vars(sample)) == {field.name for field in fields(result)}


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "Q3 2026"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 10, 1), date(2026, 9, 30), "12 months to 30 Sep 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "3 months to 30 Apr 2026"),
        (date(2026, 7, 3), date(2026, 9, 30), "3 Jul 2026 to 30 Sep 2026"),
    ],
)
def test_a_window_is_named_as_one_would_say_it(start, end, said):
    assert words.window(start, end) == said
