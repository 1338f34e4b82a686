"""What the page of Portfolio Analytics says about the companies a firm holds."""

import pytest

from layouts import kpi
from layouts import portfolio_analytics as page
from layouts.figures.portfolio_analytics import samples
from layouts.panels import Content, Empty
from layouts.portfolio_analytics import (
    cards,
    cells,
    concentration,
    coverage,
    efficiency,
    head,
    health,
    marks,
    matrix,
    runway,
    schedule,
)
from services.envelope import FxUse
from services.errors import InvalidInput
from tests.portfolio_page.shown import figures_of, tables_of, text_of, told_of, view, words_of

THIN = "\u2009"


def lines_of(draw, sample, panel, *, twin=False, table=0, **seen):
    content = draw(sample, view(panel, **seen))
    assert isinstance(content, Content)
    return {line[0]: line for line in tables_of(content.twin if twin else content.body)[table]}


# ---- the sentence and the cards


def test_the_sentence_says_what_is_held_at_what_and_what_asks_for_attention():
    said = words_of(head.state(samples.overview(), view(page.STATE)).children)
    assert (
        "Eleven active companies are held at $132.5m; with the exits, gross MOIC is 1.99x. "
        "Two have under six months of cash, one has not reported in time and one mark is stale."
    ) in said
    assert "30 Sep 2026, as known now" in said and "Gross of fees and carry" in said


def test_a_firm_without_companies_is_told_what_to_import():
    said = words_of(head.state(samples.overview("empty"), view(page.STATE)).children)
    assert "Alder & Quay I holds no company yet: import its investments to begin." in said


def test_where_nothing_asks_for_attention_the_sentence_says_so():
    overview = samples.overview()
    overview.companies_under_6_months = overview.stale_marks = 0
    overview.reported_companies = overview.active_companies
    said = words_of(head.state(overview, view(page.STATE)).children)
    assert "All have six months of cash or more, reported in time and carry fresh marks." in said


def test_rates_of_exchange_stand_beside_the_currency():
    overview = samples.overview()
    rate = FxUse("EUR", "USD", "ecb", samples.overview().fair_value / 100_000_000, None, "")
    object.__setattr__(overview.meta, "fx", (rate,))
    assert "USD; EUR at 1.3250" in words_of(head.state(overview, view(page.STATE)).children)


def test_each_card_and_fact_carries_the_exact_value_of_the_api():
    shown = figures_of(cards.figures(samples.overview(), view(page.FIGURES)).children)
    assert list(shown) == [
        "active_companies", "fair_value", "gross_moic", "at_risk_companies",
        "median_runway_months", "reporting_coverage", "total_revenue_ttm", "avg_growth_rate",
        "median_burn_rate", "median_gross_margin", "avg_ltv_cac_ratio", "loss_ratio",
    ]  # fmt: skip
    exact = {key: getattr(part, "data-value") for key, part in shown.items()}
    assert exact["fair_value"] == "132500000.0"
    assert exact["median_runway_months"] == "15.5"
    assert exact["reporting_coverage"] == "0.9090909090909091"
    said = {key: words_of(part) for key, part in shown.items()}
    assert "11" in said["active_companies"] and "of 14 ever held" in said["active_companies"]
    assert "2 exited" in said["active_companies"] and "1 written off" in said["active_companies"]
    assert f"5.4{THIN}% of fair value" in said["at_risk_companies"]
    assert "n = 8" in said["median_runway_months"]
    assert f"1 stale mark · 3.9{THIN}%" in said["reporting_coverage"]


def test_changes_stand_in_words_against_the_quarter_before_and_say_when_they_are_worse():
    found = {card.key: words_of(kpi.delta(card)) for card in cards.cards(samples.overview())}
    assert found == {
        "active_companies": "unchangedvs Q2",
        "fair_value": "+$6.2mvs Q2",
        "gross_moic": "+0.03xvs Q2",
        "at_risk_companies": "+1, worsevs Q2",
        "median_runway_months": "−1.0 mo, worsevs Q2",
        "reporting_coverage": "−9.1 pp, worsevs Q2",
    }


def test_an_unknown_figure_is_a_dash_with_its_reason_and_has_no_value():
    shown = figures_of(cards.figures(samples.overview("unknown"), view(page.FIGURES)).children)
    card = shown["median_runway_months"]
    assert getattr(card, "data-value") == ""
    assert "–" in words_of(card) and "No company reports its cash." in words_of(card)


# ---- the panels


def test_the_title_of_each_panel_is_its_finding():
    each = (
        (page.HEALTH, health.health, samples.rankings),
        (page.RUNWAY, runway.runway, samples.risk),
        (page.CONCENTRATION, concentration.concentration, samples.risk),
        (page.MARKS, marks.marks, samples.marks),
        (page.SCHEDULE, schedule.schedule, samples.schedule),
        (page.MATRIX, matrix.matrix, samples.matrix),
        (page.EFFICIENCY, efficiency.efficiency, samples.matrix),
        (page.MIX, concentration.mix, samples.risk),
        (page.COVERAGE, coverage.coverage, samples.coverage),
    )
    contents = {panel.id.removeprefix("portfolio-analytics-"): draw(sample(), view(panel))
                for panel, draw, sample in each}  # fmt: skip
    assert {name: found.title for name, found in contents.items()} == {
        "health": "Brightwater Foods and Saltmarsh are at risk; Tarn Analytics fell two places",
        "runway": "Two companies run out of cash by Feb 2027",
        "concentration": f"Three companies hold 55{THIN}% of fair value",
        "marks": "Re-marks added $6.4m, more than half of it Halden Robotics",
        "schedule": "$83.4m invested stands at 1.99x; three of 14 companies below cost",
        "matrix": "Four companies have a measure that reads poor, Brightwater Foods two of them",
        "efficiency": "Halden Robotics burns 1.10x of the revenue it adds, Saltmarsh 9.40x",
        "mix": f"Industrial is 29{THIN}% of fair value, 24{THIN}% of cost",
        "coverage": "Ten of 11 reported Q3 2026 in time; Quillon <b> has not",
    }
    for name, found in contents.items():
        assert found.source.startswith("Source: "), name
        assert found.as_of == samples.AS_OF and found.twin is not None and found.summary, name


def test_a_score_shows_its_parts_and_one_that_is_suppressed_says_why():
    content = health.health(samples.rankings(), view(page.HEALTH))
    lines = tables_of(content.body)[0]
    assert [line[0] for line in lines[1:3]] == ["Corvane", "Halden Robotics"]
    assert [line[0] for line in lines[-2:]] == ["Northlight Bio", "Quillon <b>"]
    assert lines[-2][2] == f"not scored: 45{THIN}% known, 60{THIN}% needed"
    assert lines[-1][2] == "not scored: nothing reported"
    bar = told_of(content.body)["rows"][0][2]
    # Corvane: 0.30 · 73 = 21.9, then 0.25 · 90 = 22.5, 0.25 · 98 = 24.5, 0.20 · 76 = 15.2
    assert [part[:2] for part in bar["parts"]] == [
        [0.0, 21.9], [21.9, 44.4], [44.4, 68.9], [68.9, 84.1],
    ]  # fmt: skip
    assert bar["said"] == "growth 73, efficiency 90, runway 98, market 76"
    twin = {line[0]: line for line in tables_of(content.twin)[0]}
    quiet = twin["Northlight Bio"]  # 0.25 · 72 + 0.20 · 68 = 31.6, and 55 more at most
    assert (quiet[2], quiet[8]) == ("–", "31.6–86.6")


def test_a_missing_part_lengthens_no_bar_the_weights_are_rescaled():
    ranked = samples.rankings("one_point")
    parts = ranked.rankings[0].components
    parts[3].score = None  # growth 87, efficiency 69, runway 89 under 30, 25 and 25 of 80
    bar = health.parts_bar(parts)
    assert bar.parts[-1][1] == pytest.approx((30 * 87 + 25 * 69 + 25 * 89) / 80)


def test_many_companies_fold_but_none_at_risk_is_hidden():
    found = samples.rankings()
    first = found.rankings[0]
    many = [type(first)(**{**vars(first), "company": f"C{n}", "name": f"Company {n}", "rank": n,
                           "health": "at_risk" if n == 40 else "healthy"})
            for n in range(1, 41)]  # fmt: skip
    found.rankings = tuple(many)
    rows = told_of(health.health(found, view(page.HEALTH)).body)["rows"]
    folds = [row for row in rows if isinstance(row, dict) and row.get("opens")]
    assert [row["cells"][0] for row in folds] == ["27 more, none at risk"]
    hidden = [row for row in rows if isinstance(row, dict) and row.get("under")]
    assert len(hidden) == 27
    assert rows[-1][0]["text"] == "Company 40"


def test_companies_that_do_not_burn_and_those_not_known_stand_apart_from_the_ladder():
    said = words_of(runway.runway(samples.risk(), view(page.RUNWAY)).body)
    assert "Not burning, no runway: Corvane and Kestrel Freight." in said
    assert "Unknown (–): Quillon <b> (no report since 31 Mar 2026)." in said


def test_concentration_is_weighted_by_cost_where_the_address_says_so():
    risk = samples.risk()
    found = concentration.concentration(risk, view(page.CONCENTRATION, own={"weights": "cost"}))
    assert found.title == f"Three companies hold 39{THIN}% of cost"
    figures = figures_of(found.body)
    assert set(figures) == {"cost.top_company_weight", "cost.top_3_weight", "cost.top_5_weight",
                            "cost.herfindahl_index", "cost.effective_number"}  # fmt: skip
    assert words_of(figures["cost.effective_number"]) == "9.7"  # 73.6² / 556.96
    with pytest.raises(InvalidInput):
        concentration.concentration(risk, view(page.CONCENTRATION, own={"weights": "noise"}))


def test_shares_of_the_companies_foot():
    lines = lines_of(concentration.concentration, samples.risk(), page.CONCENTRATION, twin=True)
    assert lines["Eleven companies"][1:5] == [
        "132,500,000.00", f"100.00{THIN}%", "73,600,000.00", f"100.00{THIN}%",
    ]  # fmt: skip


def test_the_bridge_of_marks_foots_to_the_cent_and_says_so():
    lines = lines_of(marks.marks, samples.marks(), page.MARKS)
    # 126.3 opening - 0.7 net cash + 0.9 gain + 6.4 re-marks - 0.4 exchange = 132.5
    assert lines["Portfolio"] == ["Portfolio", "126.3", "(0.7)", "0.9", "6.4", "", "(0.4)",
                                  "132.5", f"+5.1{THIN}%", "foots"]  # fmt: skip
    assert lines["2 unchanged"][1:8] == ["12.9", "0.0", "0.0", "0.0", "", "0.0", "12.9"]
    twin = lines_of(marks.marks, samples.marks(), page.MARKS, twin=True)
    assert twin["Portfolio"][1:8] == [
        "126,300,000.00", "3,000,000.00", "3,700,000.00", "900,000.00", "6,400,000.00",
        "(400,000.00)", "132,500,000.00",
    ]  # fmt: skip


def test_a_bridge_that_does_not_foot_says_that_too():
    found = samples.marks()
    found.total.closing += 1
    assert lines_of(marks.marks, found, page.MARKS)["Portfolio"][-1] == "does not foot"


def test_a_mark_that_is_old_says_how_old():
    lines = lines_of(marks.marks, samples.marks(), page.MARKS)
    assert lines["Northlight Bio"][-1] == "Cost 31 Mar 2026, 183 d"


def test_the_schedule_lists_each_company_once_with_totals_that_foot():
    content = schedule.schedule(samples.schedule(), view(page.SCHEDULE))
    lines = {line[0]: line for line in tables_of(content.body)[0]}
    assert lines["14 companies"][3:7] == ["83.4", "33.4", "132.5", "1.99x"]
    assert lines["Active, at or above cost (9)"][3:7] == ["64.8", "6.1", "125.4", "2.03x"]
    assert lines["Active, below cost (2)"][3:7] == ["8.8", "0.0", "7.1", "0.81x"]
    twin = tables_of(content.twin)[0]
    assert len(twin) == 1 + 14 + 1
    assert twin[-1][6:11] == [
        "83,400,000.00", "33,400,000.00", "132,500,000.00", "82,500,000.00", "1.989209x",
    ]  # fmt: skip


def test_a_company_opens_to_its_tranches_which_add_up_to_it():
    rows = told_of(schedule.schedule(samples.schedule(), view(page.SCHEDULE)).body)["rows"]
    place = next(n for n, row in enumerate(rows) if row.get("opens") == "company HALD")
    assert rows[place]["shut"] is True and rows[place]["named"] == "Tranches of Halden Robotics"
    below = rows[place + 1 : place + 3]
    assert all(row["under"] == ["group above_cost", "company HALD"] for row in below)
    assert [row["cells"][0][0] for row in below] == ["Series A preferred", "Series B preferred"]
    assert sum(float(row["cells"][3]) for row in below) == pytest.approx(11.0)


def test_colour_of_a_multiple_is_never_alone():
    bar, text = cells.moic_bar(0.66, 4.0)
    assert bar.parts[0][2] == "div-2" and text == "0.66x"
    assert cells.moic_bar(2.84, 4.0)[0].parts[0][2] == "cat-1"
    assert cells.moic_bar(None, 4.0) == ["–"]


def test_measures_say_in_words_how_they_are_read():
    lines = lines_of(matrix.matrix, samples.matrix(), page.MATRIX)
    assert lines["Saltmarsh"][6] == f"−4{THIN}% poor"
    assert lines["Saltmarsh"][8] == "4.0 mo poor"
    assert lines["Corvane"][8] == "not burning good"
    assert lines["Northlight Bio"][6] == "–"


def test_who_has_no_place_beside_growth_and_burn_is_named():
    said = words_of(efficiency.efficiency(samples.matrix(), view(page.EFFICIENCY)).body)
    assert "Not burning: Corvane and Kestrel Freight." in said
    assert "Not known (–): Northlight Bio and Quillon <b>." in said


def test_coverage_says_late_by_how_much_and_adds_the_share_in_time():
    lines = lines_of(coverage.coverage, samples.coverage(), page.COVERAGE)
    assert lines["Corvane"][4] == "12 d late"
    assert lines["Quillon <b>"][1] == "" and lines["Quillon <b>"][-2] == "missing"
    assert lines["In time"][1] == f"90{THIN}%"


# ---- ways in and out


def test_every_name_of_a_company_leads_to_its_tear_sheet_but_not_in_a_frame():
    each = ((page.HEALTH, health.health, samples.rankings),
            (page.MARKS, marks.marks, samples.marks),
            (page.SCHEDULE, schedule.schedule, samples.schedule),
            (page.MATRIX, matrix.matrix, samples.matrix),
            (page.COVERAGE, coverage.coverage, samples.coverage))  # fmt: skip
    for panel, draw, sample in each:
        text = text_of(draw(sample(), view(panel)).body)
        assert "/portfolio-analytics?company=HALD" in text, panel.id
        assert "company=HALD" not in text_of(draw(sample(), view(panel, embedded=True)).body)


def test_a_figure_opens_where_it_comes_from_once_it_has_an_id():
    found = samples.marks()
    object.__setattr__(
        found.meta, "figures", {"marks[HALD].remark": "fig_1", "total.closing": "fig_2"}
    )
    text = text_of(marks.marks(found, view(page.MARKS)).body)
    assert '\\"explain\\":\\"fig_1\\"' in text and '\\"explain\\":\\"fig_2\\"' in text


@pytest.mark.parametrize(
    ("panel", "draw", "sample", "command"),
    [
        (page.HEALTH, health.health, samples.rankings, "company_metrics"),
        (page.RUNWAY, runway.runway, samples.risk, "company_metrics"),
        (page.CONCENTRATION, concentration.concentration, samples.risk, "investments"),
        (page.MARKS, marks.marks, samples.marks, "investments"),
        (page.SCHEDULE, schedule.schedule, samples.schedule, "investments"),
        (page.MATRIX, matrix.matrix, samples.matrix, "company_metrics"),
        (page.EFFICIENCY, efficiency.efficiency, samples.matrix, "company_metrics"),
        (page.MIX, concentration.mix, samples.risk, "investments"),
        (page.COVERAGE, coverage.coverage, samples.coverage, "company_metrics"),
    ],
)  # fmt: skip
def test_a_panel_without_anything_to_show_says_what_to_import(panel, draw, sample, command):
    found = draw(sample("empty"), view(panel))
    assert isinstance(found, Empty)
    assert found.words.startswith("No ") and found.words.endswith(".")
    assert panel.command == f"gpdash import {command} FILE"


def test_notes_of_an_answer_stand_below_its_panel():
    overview = samples.overview("unknown")
    found = samples.rankings()
    found.notes = overview.notes
    content = health.health(found, view(page.HEALTH))
    assert content.notes == ["No company reports its cash.", "ARR was not reported."]


def test_small_numbers_are_words_and_long_lists_are_cut():
    assert cells.plural(1, "company", "companies") == "one company"
    assert cells.plural(14, "company", "companies") == "14 companies"
    assert cells.listed(["A", "B"]) == "A and B"
    assert cells.listed(["A", "B", "C", "D"]) == "A, B and 2 more"
    assert cells.listed([]) == ""
