"""What a panel of Fund Performance does beside its figures: files, frames, refusals, defects."""

import pytest

from callbacks.fund_performance import wiring
from callbacks.panels import Filling, render
from layouts import fund_performance as page
from layouts.figures import samples
from layouts.fund_performance import (
    charts,
    tables,
)
from services.errors import ChooseFund, InvalidInput
from tests.fund_performance.drawn import failing, ports, text_of, view, words_of


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
