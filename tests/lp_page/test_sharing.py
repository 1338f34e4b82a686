"""How the page shows that money is shared: tiers, parts, a sale that is thought of."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from layouts import lp_reporting as page
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    shares,
    simulate,
    waterfall,
)
from layouts.panels import Empty
from services.errors import InvalidInput
from tests.lp_page.drawn import THIN, content, lines_of, view
from tests.portfolio_page.shown import tables_of, told_of, words_of


def test_the_tiers_stand_with_their_arithmetic_and_a_bar_from_where_the_last_one_ended():
    found = content(waterfall.waterfall, samples.waterfall(), page.WATERFALL)
    assert found.title == f"At today’s NAV the GP has earned its full 20{THIN}%"
    assert "30.40 paid + 131.60 held, $m" in found.subtitle
    lines = tables_of(found.body)[0]
    assert lines[1][0] == "1  Return of capitalpaid-in to date"
    assert lines[1][2:] == ["96.00", "0.00", "66.00"]
    assert lines[3][2:] == ["0.00", "6.03", "35.85"]
    assert lines[5][0] == "Total, 162.00" and lines[5][2:4] == ["148.80", "13.20"]
    bars = [row[1] for row in told_of(found.body)["rows"][:4]]
    assert bars[0]["parts"] == [[0.0, 59.26, "cat-1"]]
    assert bars[3]["parts"][0][0] == bars[2]["parts"][0][1], "each tier starts where one ended"
    assert bars[3]["parts"][-1][1] == pytest.approx(100)
    words = words_of(found.body)
    assert f"GP share of profit: 13.20 ÷ 66.00 = 20.0{THIN}%. Clawback today: none." in words
    sold = lines_of(found, table=1)
    assert sold[f"60{THIN}% of NAV"][1:] == ["109.36", "109.36", "0.00", "1.14x", f"0.0{THIN}%"]
    assert found.source.startswith(f"Source: LPA § 6.2, whole-fund, pref 8.0{THIN}%")


def test_the_title_of_the_waterfall_is_its_finding():
    def title(change):
        told = samples.waterfall()
        change(told)
        return waterfall.finding(told)

    def none_yet(told):
        told.totals.gp = Decimal(0)

    def part_of_it(told):
        told.gp_share_of_profit = 0.12

    def unknown(told):
        told.totals.gp = None

    assert title(none_yet) == "At today’s NAV the GP has earned no carry yet"
    assert (
        title(part_of_it) == f"At today’s NAV the GP has earned $13.2m, 12.0{THIN}% of the profit"
    )
    assert title(unknown) == "What the general partner has earned is not known"
    lost = content(waterfall.waterfall, samples.waterfall("negative"), page.WATERFALL)
    assert lost.title == "At today’s NAV the GP would owe $1.2m back"
    assert "Clawback: 1,250,000.00." in words_of(lost.body)
    for kind in ("missing", "empty"):
        assert isinstance(waterfall.waterfall(samples.waterfall(kind), view(page.WATERFALL)), Empty)


def test_parts_of_all_investors_add_up_to_the_cent_or_the_panel_says_that_they_do_not():
    found = content(shares.shares, samples.waterfall(), page.SHARES)
    assert found.title == f"Cantref State Retirement gets $31.0m, 20.8{THIN}% of it"
    assert "The parts add up to 148,800,000.00, the investors' part to the cent." in words_of(
        found.body
    )
    assert lines_of(found, twin=True)["All"][5] == "148,800,000.00"
    assert lines_of(found, table=1)["20 Aug 2026"][1:3] == ["3.60", "3.60"]
    off = samples.waterfall()
    off.per_lp[0].amount += Decimal("0.01")
    words = words_of(content(shares.shares, off, page.SHARES).body)
    assert "not to 148,800,000.00." in words


def test_a_sale_is_asked_in_percent_of_the_value_on_a_day_under_terms():
    asked = simulate.asked({"value": "120", "sold_on": "2028-12-31", "style": "american"})
    assert (asked.share, asked.day, asked.style) == (Decimal("1.2"), date(2028, 12, 31), "american")
    assert simulate.asked({}) == simulate.Asked()
    assert simulate.asked({"value": "82.5 %"}).share == Decimal("0.825")
    for told in ({"value": "much"}, {"value": "-1"}, {"value": "NaN"}, {"value": "10001"},
                 {"sold_on": "soon"}, {"sold_on": "2200-01-01"}, {"style": "roman"}):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            simulate.asked(told)
        assert refused.value.faults[0].place == next(iter(told))


def test_the_answer_to_a_sale_stands_apart_so_that_it_alone_is_drawn_again():
    told = (samples.waterfall(), samples.waterfall())
    found = content(simulate.simulate, told, page.SIMULATE, own={"value": "80"})
    slider = json.loads(
        next(getattr(part, "data-slider") for part in found.body if hasattr(part, "data-slider"))
    )
    assert slider["value"] == "80" and slider["panel"] == page.SIMULATE.id
    words = words_of(simulate.result(samples.waterfall()))
    assert (
        "Sold on 30 Sep 2026, European: of $162.0m in all, investors get $148.8m and the GP $13.2m."
        in words
    )
    assert f"LP net IRR15.5{THIN}%" in words
    assert "reference R-1" in words_of(simulate.failed("R-1"))
