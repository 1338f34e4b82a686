"""What the panels of Fund Performance say, and what their tables add up to."""

import json

import pytest

from callbacks.panels import Filling, render
from layouts import fund_performance as page
from layouts.figures import samples
from layouts.figures.fund_performance import samples as more
from layouts.fund_performance import (
    ahead,
    bridges,
    charts,
    contributions,
    costs,
    funds,
    investing,
    peers,
    tables,
)
from layouts.panels import Content, Empty
from tests.fund_performance.drawn import ports, text_of, view, words_of


def test_the_title_of_each_panel_is_its_finding():
    titles = {
        panel.id: draw(sample(), view(panel)).title
        for panel, draw, sample in (
            (page.TVPI, charts.tvpi, samples.trend),
            (page.IRR, charts.irr, samples.trend),
            (page.MULTIPLES, charts.multiples, samples.trend),
            (page.J_CURVE, charts.j_curve, samples.j_curve),
            (page.PEERS, peers.peers, samples.benchmarks),
            (page.PME, tables.pme, samples.pme_table),
            (page.PERFORMERS, contributions.contributions, more.contributions),
            (page.NAV_BRIDGE, bridges.nav_bridge, more.nav_bridge),
            (page.GROSS_TO_NET, bridges.gross_to_net, more.gross_to_net),
            (page.FEES, costs.fees, more.fees),
            (page.PACING, investing.pacing, more.deployment),
            (page.RESERVES, investing.reserves, more.reserves),
            (page.FORECAST, ahead.forecast, more.forecast),
            (page.FUNDS, funds.funds, more.fund_table),
            (page.CASH_FLOWS, tables.cash_flows, samples.cash_flows),
        )
    }
    assert titles == {
        "fund-performance-tvpi": "TVPI reached 1.55x; 0.32x of it is cash",
        "fund-performance-irr": "Fees and carry take 9.2 points of IRR",
        "fund-performance-multiples": "Fees and carry take 0.44x of the multiple",
        "fund-performance-j-curve": ("Investors are $65.6m out of pocket, $71.0m at the lowest"),
        "fund-performance-peers": "Above the median on every measure, below the top quartile",
        "fund-performance-pme": "Each dollar did 1.08x what LARGE-TR did",
        "fund-performance-performers": (
            "Five companies made 100.0\u2009% of the gain; without Fennel Analytics gross MOIC is "
            "1.83x"
        ),
        "fund-performance-nav-bridge": "Unrealised change added $6.3m to NAV",
        "fund-performance-gross-to-net": (
            "9.2 points of IRR lie between gross and net, 4.7 of them management fees"
        ),
        "fund-performance-fees": (
            "Fees and expenses took 14.7\u2009% of what was called; fees are as agreed"
        ),
        "fund-performance-pacing": "Money for new deals lasts until Q2 2027 at this pace",
        "fund-performance-reserves": "$5.4m of $34.8m is free for new deals",
        "fund-performance-forecast": "The base case brings the cash back in 2029; $24.0m to call",
        "fund-performance-funds": "3 funds stand at 1.55x together; Fund AQ0 leads with 1.60x",
        "fund-performance-cash-flows": "$96.0m paid in, $30.4m paid out",
    }


def test_a_fund_whose_money_is_back_says_since_when():
    curve = samples.j_curve()
    curve.points[-1].net_cash = -curve.points[-1].net_cash
    curve.break_even = samples.AS_OF
    title = charts.j_curve(curve, view(page.J_CURVE)).title
    assert title == "Investors have their money back since Q3 2026, and $65.6m more"


@pytest.mark.parametrize("kind", ["empty", "unknown"])
def test_a_chart_without_anything_to_draw_says_what_is_missing(kind):
    assert isinstance(charts.tvpi(samples.trend(kind), view(page.TVPI)), Empty)
    assert isinstance(charts.irr(samples.trend(kind), view(page.IRR)), Empty)


def test_an_empty_panel_names_the_command_that_fills_it():
    filling = Filling(lambda *_: samples.benchmarks("empty"), peers.peers)
    inside = render(ports(), "fund-performance", page.PEERS, filling, search="")
    assert "gpdash import benchmarks FILE" in text_of(inside)
    assert "No peer set covers Alder & Quay I." in text_of(inside)


def test_the_table_twin_has_the_exact_values_of_the_chart():
    content = charts.tvpi(samples.trend(), view(page.TVPI))
    assert isinstance(content, Content)
    twin = words_of(content.twin)
    assert "1.550000x" in twin
    assert "96,000,000.00" in twin
    assert "0.316667x" in twin


def test_the_j_curve_table_foots():
    content = charts.j_curve(samples.j_curve(), view(page.J_CURVE))
    assert "Total(96,000,000.00)30,400,000.00(65,600,000.00)" in words_of(content.twin)


def test_the_grid_of_flows_foots_to_paid_in_and_distributions():
    content = tables.cash_flows(samples.cash_flows(), view(page.CASH_FLOWS))
    text = text_of(content.body)
    assert '"paid_in": 96000000.0, "distributed": 30400000.0' in text
    assert '"amount": -65600000.0' in text


def test_the_table_of_companies_foots_to_the_portfolio():
    content = contributions.contributions(more.contributions(), view(page.PERFORMERS))
    twin = words_of(content.twin)
    assert "5 companies82,000,000.0038,000,000.00125,000,000.0081,000,000.00+0.99x" in twin
    assert "Saltmarsh RoboticsSoftwareSeries B10,000,000.000.000.00(10,000,000.00)" in twin


def test_the_winner_can_be_left_out_and_brought_back_by_the_address():
    content = contributions.contributions(more.contributions(), view(page.PERFORMERS))
    assert "without=winner" in text_of(content.aside)
    found = more.contributions()
    found.left_out = more.left_out()
    content = contributions.contributions(found, view(page.PERFORMERS))
    assert content.title.startswith("Without Fennel Analytics gross MOIC is")
    assert "All companies" in text_of(content.aside)
    assert "without=" not in text_of(content.aside)


def test_the_bridges_twins_have_every_step_and_the_difference():
    twin = words_of(bridges.nav_bridge(more.nav_bridge(), view(page.NAV_BRIDGE)).twin)
    assert "Unrealised change6,300,000.00ledger" in twin
    assert "Difference0.00" in twin
    content = bridges.gross_to_net(more.gross_to_net(), view(page.GROSS_TO_NET))
    assert "residual 0.00 bp and 0.00x" in content.subtitle
    assert "Management fees\u2212469.00" in words_of(content.twin)
    assert "order=shapley" in text_of(content.aside)


def test_a_model_says_that_it_is_one_and_how_it_did():
    content = ahead.forecast(more.forecast(), view(page.FORECAST))
    assert "no statement about risk" in content.subtitle
    assert "Back-test over 1 past year" in words_of(content.body)
    assert "4 px" not in words_of(content.twin)
    drawn = json.dumps(content.body, default=lambda part: part.to_plotly_json())
    assert '"dash": "4px,3px"' in drawn
    assert "venture" in words_of(content.twin)


@pytest.mark.parametrize("kind", ["empty", "unknown"])
def test_bridges_without_values_say_so(kind):
    assert isinstance(bridges.nav_bridge(more.nav_bridge(kind), view(page.NAV_BRIDGE)), Empty)
    assert isinstance(costs.fees(more.fees(kind), view(page.FEES)), Empty)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("unknown", "Who made the gain is not known: a value is missing"),
        ("negative", "The companies together lost $44.0m"),
    ],
)
def test_a_gain_that_is_none_or_not_known_is_nobodys(kind, title):
    assert (
        contributions.contributions(more.contributions(kind), view(page.PERFORMERS)).title == title
    )


def test_without_investments_the_panel_says_what_to_import():
    filling = Filling(lambda *_: more.contributions("empty"), contributions.contributions)
    inside = text_of(render(ports(), "fund-performance", page.PERFORMERS, filling, search=""))
    assert "gpdash import investments FILE" in inside


def test_an_index_without_dividends_is_marked():
    content = tables.pme(samples.pme_table(), view(page.PME))
    assert "without dividends" in words_of(content.body)


def test_stale_peers_say_how_old_they_are():
    benchmarks = samples.benchmarks()
    benchmarks.peer_sets[0].as_of = samples.AS_OF.replace(year=2025)
    content = peers.peers(benchmarks, view(page.PEERS))
    assert "Peer data is 365 days old." in words_of(content.aside)


# ---- one panel and its states
