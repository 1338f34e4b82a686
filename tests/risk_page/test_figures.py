"""The charts of Risk, drawn from every kind of data they may meet."""

import json
from dataclasses import fields

import plotly.graph_objects as go
import pytest

from layouts.figures import risk as figures
from layouts.figures import theme
from layouts.figures.risk import samples
from services.risk.results import exposure, holdings, people, watch

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


def test_shares_stand_on_zero_and_their_running_total_ends_at_the_whole():
    bars, total = figures.weight_bars(samples.concentration())["data"]
    assert bars["x"][0] == pytest.approx(31.2 / 132.5 * 100)
    assert bars["x"] == sorted(bars["x"], reverse=True)
    assert total["x"][-1] == pytest.approx(100)
    assert figures.weight_bars(samples.concentration())["layout"]["xaxis"]["range"][0] == 0


def test_sectors_keep_their_colours():
    bars = figures.weight_bars(samples.concentration(by="sector"))["data"][0]
    names = [told[0] for told in bars["customdata"]]
    assert bars["marker"]["color"][names.index("Health")] == theme.LIGHT["cat-3"]


def test_the_lorenz_curve_bends_under_the_even_line_from_nothing_to_all():
    even, curve = figures.lorenz_curve(samples.concentration())["data"]
    assert (even["x"], even["y"]) == ([0, 100], [0, 100])
    assert (curve["y"][0], curve["y"][-1]) == (0, pytest.approx(100))
    assert all(y <= x + 1e-9 for x, y in zip(curve["x"], curve["y"], strict=True))


def test_sources_and_uses_lie_end_to_end_and_foot():
    data = figures.sources_and_uses(samples.liquidity())["data"]
    ends = {}
    for trace in data:
        place = trace["y"][0]
        assert trace["base"][0] == ends.get(place, 0.0)
        ends[place] = trace["base"][0] + trace["x"][0]
    assert ends == {0: 43_000_000.0, 1: 28_000_000.0}


def test_who_is_under_the_horizon_is_drawn_in_red_and_nobody_else():
    bars = figures.watch_ladder(samples.runway())["data"][0]
    red = theme.LIGHT["bad"]
    assert [colour == red for colour in bars["marker"]["color"]] == [True, True] + [False] * 6
    assert bars["x"][:2] == [4.0, 5.0]


def test_stale_marks_stand_in_the_field_and_those_at_cost_are_hollow():
    figure = figures.mark_ages(samples.valuation())
    dots, zone = figure["data"][0], figure["layout"]["shapes"][0]
    stale = [age > zone["x0"] for age in dots["x"]]
    assert [symbol == "diamond" for symbol in dots["marker"]["symbol"]] == stale
    assert sum(stale) == 2
    hollow = dots["marker"]["color"].index(theme.LIGHT["panel"])
    assert dots["customdata"][hollow][0] == "Northlight Bio"
    names = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"Saltmarsh", "Northlight Bio"} <= set(names)


def test_what_carry_gives_back_lies_between_the_pale_and_the_dark_bar():
    gross, net = figures.tornado(samples.stress())["data"]
    worst = samples.stress().scenarios[0]
    assert gross["x"][0] == -72_500_000.0
    assert net["x"][0] == -59_300_000.0
    assert net["x"][0] - gross["x"][0] == float(worst.carry_released)
    assert net["x"] == sorted(net["x"])


def test_the_base_currency_is_grey_and_has_no_fall_of_its_own():
    figure = figures.currency_bars(samples.fx())
    bars, notes = figure["data"][0], [note["text"] for note in figure["layout"]["annotations"]]
    assert bars["marker"]["color"][0] == theme.LIGHT["cat-8"]
    assert notes[1:3] == ["70\u2009%", "base"]
    assert "(2.3m)" in notes


def test_the_line_is_drawn_under_its_limit():
    figure = figures.line_bars(samples.credit_line())
    assert figure["data"][0]["y"][4] == 12_000_000.0
    assert figure["layout"]["shapes"][0]["y0"] == 14_000_000.0
    assert {note["text"] for note in figure["layout"]["annotations"]} == {
        "limit 14.0m", "drawn 4.0m",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sample", "result"),
    [
        (samples.overview(), exposure.Overview),
        (samples.overview().alerts, exposure.AlertCounts),
        (samples.overview().data_quality, exposure.DataQuality),
        (samples.overview().recent[0], exposure.RiskPoint),
        (samples.concentration(), exposure.Concentration),
        (samples.concentration().groups[0], exposure.Group),
        (samples.concentration().without_winner, exposure.WithoutWinner),
        (samples.limits(), exposure.Limits),
        (samples.limits().limits[0], exposure.Limit),
        (samples.pre_trade(), exposure.PreTrade),
        (samples.pre_trade().results[0], exposure.LimitAfter),
        (samples.pre_trade().concentration_after, exposure.ConcentrationAfter),
        (samples.pre_trade().reserves_after, exposure.ReservesAfter),
        (samples.pre_trade().pacing_after, exposure.PacingAfter),
        (samples.liquidity(), holdings.Liquidity),
        (samples.liquidity().sources, holdings.Sources),
        (samples.liquidity().uses, holdings.Uses),
        (samples.liquidity().funds[0], holdings.FundLiquidity),
        (samples.runway(), holdings.Runway),
        (samples.runway().rows[0], holdings.RunwayRow),
        (samples.valuation(), holdings.ValuationRisk),
        (samples.valuation().rows[0], holdings.MarkRow),
        (samples.fx(), holdings.FxExposure),
        (samples.fx().rows[0], holdings.CurrencyRow),
        (samples.credit_line(), holdings.CreditLine),
        (samples.credit_line().rows[0], holdings.LinePoint),
        (samples.stress(), holdings.Stress),
        (samples.stress().base, holdings.Base),
        (samples.stress().scenarios[0], holdings.Scenario),
        (samples.stress().scenarios[0].companies[0], holdings.ScenarioCompany),
        (samples.expiries(), watch.Expiries),
        (samples.expiries().rows[0], watch.ExpiryRow),
        (samples.alerts(), watch.Alerts),
        (samples.alerts().alerts[0], watch.AlertRow),
        (samples.alerts().alerts[0].entity, watch.Entity),
        (samples.alert_rules(), watch.AlertRules),
        (samples.alert_rules().rules[0], watch.RuleRow),
        (samples.alert_rules().measures[0], watch.Measure),
        (samples.key_person(), people.KeyPerson),
        (samples.key_person().people[0], people.KeyPersonRow),
        (samples.key_person().companies[0], people.CoveredCompany),
        (samples.register(), watch.Register),
        (samples.register().risks[0], watch.RiskRow),
    ],
    ids=lambda value: getattr(value, "__name__", "sample"),
)
def test_samples_have_the_fields_of_the_results_they_stand_for(sample, result):
    assert set(vars(sample)) == {field.name for field in fields(result)}
