"""What the page of Fund Performance says about a fund."""

import json

import pytest

from callbacks.fund_performance import wiring
from callbacks.panels import Filling, Ports, render
from layouts import fund_performance as page
from layouts.figures import samples
from layouts.figures.fund_performance import samples as more
from layouts.fund_performance import (
    ahead,
    bridges,
    cards,
    charts,
    contributions,
    costs,
    funds,
    head,
    investing,
    peers,
    tables,
)
from layouts.panels import Content, Empty, View
from services.errors import ChooseFund, InvalidInput, NotFound
from services.scope import Principal, Scope
from tests.portfolio_page.shown import tables_of

PARTNER = Principal(user_id="u", name="Ines Marlow", roles=frozenset({"partner"}), funds=None)
THIN = "\u2009"


def view(panel, **changes):
    parts = {"slug": "fund-performance", "panel": panel, "scope": Scope(),
             "definition": lambda _key: None}  # fmt: skip
    return View(**(parts | changes))


def text_of(part):
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def words_of(part):
    """What is read on the screen, in order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return "".join(words_of(item) for item in part)
    if getattr(part, "data-rows", None):
        return "".join("".join(line) for line in tables_of(part)[0])
    return words_of(getattr(part, "children", None) or "")


def cards_of(kind):
    drawn = cards.figures(samples.headline(kind), view(page.FIGURES)).children
    found = {}

    def walk(part):
        if isinstance(part, list | tuple):
            for item in part:
                walk(item)
            return
        if key := getattr(part, "data-figure", None):
            found[key] = part
        if children := getattr(part, "children", None):
            walk(children)

    walk(drawn)
    return found


def ports(**changes):
    def no_definition(key):
        raise NotFound(key)

    parts = {"principal": lambda: PARTNER, "db": None, "funds": lambda _who: (samples.fund(),),
             "definition": no_definition, "definitions": tuple,
             "reference": lambda _error: "7q3k-20", "firm": "A"}  # fmt: skip
    return Ports(**(parts | changes))


def failing(error):
    def load(*_args):
        raise error

    return Filling(load, charts.tvpi)


# ---- the sentence and the cards


def test_the_sentence_says_how_the_fund_stands_and_among_whom():
    said = words_of(head.state(samples.headline(), view(page.STATE)).children)
    assert (
        "Alder & Quay I stands at 1.55x paid-in capital, 0.32x of it in cash: NAV $118.4m, "
        f"net IRR 15.5{THIN}%, second quartile of 36 funds on all four measures."
    ) in said
    assert "30 Sep 2026, as known now" in said
    assert "Net to LPs, with credit line" in said


def test_a_fund_without_flows_is_told_what_to_do():
    headline = samples.headline("empty")
    headline.metrics.flow_count = 0
    said = words_of(head.state(headline, view(page.STATE)).children)
    assert "has no cash flows yet: import its ledger to begin." in said


def test_several_funds_are_said_to_be_pooled():
    headline = samples.headline()
    headline.metrics.funds = (samples.fund(), samples.fund(), samples.fund())
    said = words_of(head.state(headline, view(page.STATE)).children)
    assert "3 funds pooled stand at 1.55x" in said


def test_each_card_carries_the_exact_value_of_the_api_and_shows_it_rounded():
    found = cards_of("normal")
    shown = {key: (getattr(card, "data-value"), words_of(card)) for key, card in found.items()}
    assert shown["irr"][0] == "15.5"
    assert shown["dpi"][0] == "0.31666666666666665"
    assert shown["nav"][0] == "118400000.0"
    assert "$118.4m" in shown["nav"][1]
    assert "0.32x" in shown["dpi"][1]
    assert list(found) == ["irr", "tvpi", "dpi", "rvpi", "moic", "nav", "paid_in",
                           "distributions", "unfunded", "dry_powder", "credit_line_balance",
                           "fees_to_date"]  # fmt: skip


def test_a_change_is_named_against_the_quarter_before():
    found = cards_of("normal")
    assert "+0.1 ppvs Q2" in words_of(found["irr"])
    assert "unchangedvs Q2" in words_of(found["rvpi"])
    assert "+$6.0mvs Q2" in words_of(found["nav"])
    assert "$4.8m paid in, $3.6m out" in words_of(found["nav"])


def test_a_change_for_the_worse_says_so_in_words():
    headline = samples.headline()
    headline.previous.tvpi = 1.65
    found = next(card for card in cards.cards(headline) if card.key == "tvpi")
    from layouts.kpi import delta

    assert words_of(delta(found)).startswith("−0.10x, worse")


def test_an_unknown_figure_is_a_dash_with_its_reason_and_has_no_value():
    card = cards_of("unknown")["irr"]
    assert getattr(card, "data-value") == ""
    assert "–" in words_of(card)
    assert "Under a year of flows." in words_of(card)
    assert "nan" not in text_of(card).lower().replace("nance", "")


def test_the_rank_is_shown_as_a_quartile_with_its_percentile():
    assert "2nd quartile · p66" in words_of(cards_of("normal")["irr"])
    assert "no peer set" in words_of(cards_of("one_point")["irr"])


# ---- the panels


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


def drawn(**changes):
    filling = Filling(lambda *_: samples.trend(), charts.tvpi)
    parts = {"search": "?fund=AQ1&as_of=2026-09-30&theme=dark"} | changes
    return text_of(render(ports(), "fund-performance", page.TVPI, filling, **parts))


def test_a_download_asks_for_exactly_what_is_drawn():
    address = (
        "/api/v1/dashboards/fund-performance/trend?fund=AQ1&as_of=2026-09-30&period=600m&format=csv"
    )
    assert address in drawn()


def test_a_panel_gives_its_own_address_to_be_framed():
    address = "/embed/fund-performance?fund=AQ1&as_of=2026-09-30&panel=fund-performance-tvpi"
    assert address in drawn()


def test_a_framed_panel_offers_no_download_and_no_further_link():
    text = drawn(embedded=True)
    assert "format=csv" not in text
    assert "/embed/" not in text


def test_no_chart_offers_to_send_itself_away():
    text = drawn()
    assert '"showSendToCloud": false' in text
    assert '"plotlyServerURL": ""' in text


def test_an_unusable_address_is_told_in_every_panel():
    assert "period" in drawn(search="?period=soon")


def test_a_known_problem_is_told_in_its_own_words():
    inside = render(ports(), "fund-performance", page.TVPI,
                    failing(InvalidInput("The rate for CHF is missing.")), search="")  # fmt: skip
    assert "The rate for CHF is missing." in text_of(inside)


def test_a_figure_of_one_fund_offers_the_funds_to_choose_from():
    inside = render(ports(), "fund-performance", page.PME, failing(ChooseFund()),
                    search="?basis=gross")  # fmt: skip
    text = text_of(inside)
    assert "/fund-performance?fund=AQ1&basis=gross" in text
    assert "Alder & Quay I" in text


def test_a_defect_shows_a_reference_and_nothing_of_its_cause():
    told = []

    def reference(error):
        told.append(error)
        return "7q3k-20"

    error = ZeroDivisionError("secret inside")
    inside = render(ports(reference=reference), "fund-performance", page.TVPI, failing(error),
                    search="")  # fmt: skip
    assert told == [error]
    assert "7q3k-20" in text_of(inside)
    assert "secret inside" not in text_of(inside)


@pytest.mark.parametrize(("search", "period"), [("?fund=AQ1", "600m"), ("?period=24m", "24m")])
def test_the_page_shows_the_whole_life_where_no_period_is_chosen(search, period):
    asked = []

    def load(_ports, _principal, scope):
        asked.append(scope.period)
        return samples.trend()

    render(ports(), "fund-performance", page.TVPI, Filling(load, charts.tvpi), search=search)
    assert asked == [period]


def test_every_panel_of_the_page_is_wired():
    assert [panel.id for panel in page.PANELS] == list(wiring.fillings)


def test_a_fund_in_a_currency_without_a_rate_has_no_amounts_and_still_has_a_page():
    curve, flows = samples.j_curve(), samples.cash_flows()
    for point in curve.points[3:]:
        point.called = point.distributed = point.net_cash = point.net_value = point.nav = None
    flows.paid_in = flows.distributed = flows.rows[0].amount = flows.rows[0].paid_in = None
    content = charts.j_curve(curve, view(page.J_CURVE))
    assert content.title == "Net cash is not known"
    assert "Total–––––" in words_of(content.twin)
    assert tables.cash_flows(flows, view(page.CASH_FLOWS)).title == "– paid in, – paid out"
