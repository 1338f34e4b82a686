"""What is said of a firm of six companies, every number written as worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.db.models import SectorTrend
from services.errors import NotFound
from services.portfolio_analytics.results import Overview, Ranking
from services.scope import SYSTEM, Scope
from tests.factories import partner
from tests.portfolio_analytics.conftest import DAY, MILLION, THEN, Firm

D = Decimal


@pytest.fixture(scope="module")
def overview(firm: Firm) -> Overview:
    return firm.service.overview(SYSTEM, THEN)


@pytest.fixture(scope="module")
def ranked(firm: Firm) -> dict[str, Ranking]:
    return {row.company: row for row in firm.service.rankings(SYSTEM, THEN).rankings}


def codes(answer: Any) -> set[tuple[str, str]]:
    return {(note.field, note.code) for note in answer.notes}


def test_the_classes_add_up_to_all_companies(overview: Overview) -> None:
    assert overview.total_companies == 6
    assert overview.active_companies == 4
    assert (overview.healthy_companies, overview.at_risk_companies) == (2, 1)
    assert (overview.failed_companies, overview.exited_companies) == (1, 1)
    assert overview.unknown_companies == 1
    assert overview.sector_distribution == {"Software": 3, "Health": 2, "Fintech": 1}
    assert overview.stage_distribution["unknown"] == 1
    assert overview.geography_distribution == {"US": 3, "unknown": 2, "DE": 1}


def test_amounts_are_sums_over_every_company(overview: Overview) -> None:
    assert (overview.cost, overview.active_cost) == (335, 285)
    assert (overview.fair_value, overview.realized_value) == (400, 75)
    assert overview.gross_moic == pytest.approx(475 / 335)
    # Gamma (80) is worth less than it cost, Echo (20) nothing: 100 of 335
    assert overview.loss_ratio == pytest.approx(100 / 335)
    assert overview.gross_irr_status == "unique"


def test_means_and_medians_are_over_those_that_report(overview: Overview) -> None:
    assert (overview.total_revenue_ttm, overview.n_revenue) == (60 * MILLION, 2)
    assert (overview.avg_growth_rate, overview.n_growth) == (pytest.approx(0.475), 2)
    # burn of 1,000,000, 500,000 and -10,000 a month; Foxt's is not known
    assert (overview.median_burn_rate, overview.n_burn) == (500_000, 3)
    # finite runways are 18 and 5 months; Gamma burns nothing and is counted apart
    assert (overview.avg_runway_months, overview.n_runway) == (11.5, 2)
    assert overview.median_runway_months == 11.5
    assert overview.cash_generative_companies == 1
    assert (overview.avg_ltv_cac_ratio, overview.n_ltv_cac) == (3.0, 1)
    assert (overview.median_gross_margin, overview.n_gross_margin) == (pytest.approx(0.6), 2)


def test_what_wants_attention_is_counted(overview: Overview) -> None:
    assert overview.companies_under_6_months == 1
    assert overview.fair_value_under_6_months == 0.25  # Beta, 100 of 400
    assert overview.high_burn_companies == 1  # 1m is above 500,000 a month, 500,000 is not
    # Gamma was marked 183 days before, 60 of 400
    assert (overview.stale_marks, overview.stale_fair_value) == (1, 0.15)
    # Alfa and Gamma in time, Beta six days late, Foxt never: two of four
    assert (overview.reported_companies, overview.reporting_coverage) == (2, 0.5)


def test_the_portfolio_is_compared_with_the_quarter_before(overview: Overview) -> None:
    change = overview.comparison_to_previous
    assert overview.compared_with == date(2025, 6, 30)
    assert (change["fair_value"], change["cost"]) == (50, 25)  # 400 - 350; Beta's new 25
    assert change["active_companies"] == -1  # Echo was held still
    assert change["gross_moic"] == pytest.approx(475 / 335 - 425 / 310)
    assert [point.date for point in overview.history][-2:] == [date(2025, 6, 30), DAY]
    assert overview.history[-2].fair_value == 350
    assert overview.history[-1].median_runway_months == 11.5


def test_a_score_leaves_out_what_is_missing_and_says_how_much_was_known(
    ranked: dict[str, Ranking],
) -> None:
    alfa = ranked["A"]
    # growth 0.6 at 20m ARR: 50; 12m burnt for 8m of ARR = 1.5: 70; 18 months: 80; no market
    assert (alfa.growth_score, alfa.efficiency_score, alfa.runway_score) == (50, 70, 80)
    assert alfa.market_score is None
    # (0.30 x 50 + 0.25 x 70 + 0.25 x 80) / 0.80 = 52.5 / 0.80
    assert (alfa.composite_score, alfa.coverage) == (pytest.approx(65.625), pytest.approx(0.8))
    assert (alfa.low, alfa.high) == (pytest.approx(52.5), pytest.approx(72.5))
    assert (alfa.health, alfa.risk_level) == ("healthy", "elevated")


def test_making_cash_is_the_best_score_for_burn_and_runway(ranked: dict[str, Ranking]) -> None:
    gamma = ranked["G"]
    # growth 0.35 at 60m ARR is the lower quartile there: 50
    assert (gamma.growth_score, gamma.efficiency_score, gamma.runway_score) == (50, 100, 100)
    assert gamma.composite_score == pytest.approx(81.25)  # (15 + 25 + 25) / 0.8
    assert (gamma.health, gamma.risk_level) == ("healthy", "low")


def test_a_company_with_five_months_of_cash_is_at_risk_whatever_its_score(
    ranked: dict[str, Ranking],
) -> None:
    beta = ranked["B"]
    assert (beta.coverage, beta.composite_score, beta.rank) == (0.25, None, None)
    assert (beta.health, beta.risk_level) == ("at_risk", "high")
    assert beta.override == "runway_under_6_months"


def test_a_company_that_never_reported_is_unknown(ranked: dict[str, Ranking]) -> None:
    foxt = ranked["F"]
    assert (foxt.health, foxt.risk_level, foxt.coverage) == ("unknown", "unknown", 0.0)
    assert (foxt.low, foxt.high) == (0.0, 100.0)
    assert {part.why for part in foxt.components if part.name != "market"} == {
        "nothing was ever reported"
    }


def test_ranks_follow_scores_and_change_against_a_quarter_ago(
    firm: Firm, ranked: dict[str, Ranking]
) -> None:
    assert list(ranked) == ["G", "A", "B", "F"]  # those without a score last, by name
    assert (ranked["G"].rank, ranked["G"].previous_rank, ranked["G"].rank_change) == (1, None, None)
    # in June Alfa was alone with (15 + 17.5 + 0.25 x 90) / 0.8: 21 months are half way to 100
    assert (ranked["A"].rank, ranked["A"].previous_rank, ranked["A"].rank_change) == (2, 1, -1)
    assert ranked["A"].previous_score == pytest.approx(68.75)
    answer = firm.service.rankings(SYSTEM, THEN)
    assert answer.weights == {"growth": 0.3, "efficiency": 0.25, "runway": 0.25, "market": 0.2}
    assert answer.anchors_version == "2026.11"
    assert {("composite_score", "low_coverage"), ("market_score", "not_reported")} <= codes(answer)


def test_one_company_is_scored_like_all_of_them(firm: Firm, ranked: dict[str, Ranking]) -> None:
    every = firm.service.calculate_portfolio_health_scores(SYSTEM, THEN)
    assert every["id-A"] == ranked["A"]
    assert firm.service.calculate_company_health_score(SYSTEM, "A", THEN) == ranked["A"]
    with pytest.raises(NotFound):
        firm.service.calculate_company_health_score(SYSTEM, "D", THEN)  # sold: not scored
    with pytest.raises(NotFound):
        firm.service.calculate_company_health_score(SYSTEM, "nobody", THEN)


def test_top_weights_are_sums_of_the_largest_shares(firm: Firm) -> None:
    found = firm.service.analyze_portfolio_concentration(SYSTEM, THEN)
    # 200, 100, 60 and 40 of 400
    assert found.top_company_weight == 0.5
    assert found.top_3_weight == pytest.approx(0.9)
    assert found.top_5_weight == pytest.approx(1.0)
    assert found.herfindahl_index == pytest.approx(0.345)  # 0.25 + 0.0625 + 0.0225 + 0.01
    assert found.by_fair_value.hhi_points == pytest.approx(3450)
    assert found.effective_number == pytest.approx(1 / 0.345)
    assert found.concentration_risk_level == "high"
    assert found.sector_concentration == {
        "Software": pytest.approx(0.6), "Fintech": 0.25, "Health": 0.15,
    }  # fmt: skip
    # by cost 100, 80, 65 and 40 of 285; limits of the fund bind on cost over 500 promised
    assert found.by_cost.top_3_weight == pytest.approx(245 / 285)
    assert found.largest_share_of_commitments == 0.2
    assert [row.key for row in found.companies] == ["A", "B", "G", "F"]
    assert {row.name: row.cost for row in found.vintages} == {"2021": 100, "2022": 145, "2024": 40}


def test_the_runway_ladder_counts_every_active_company(firm: Firm) -> None:
    risk = firm.service.risk_analysis(SYSTEM, THEN)
    ladder = risk.runway_analysis
    assert ladder.bands == {
        "critical": 0, "at_risk": 1, "caution": 0, "ok": 1, "cash_generative": 1, "unknown": 1,
    }  # fmt: skip
    assert [row.company for row in ladder.companies] == ["B", "A", "G", "F"]
    assert ladder.companies[0].zero_cash_date == date(2026, 3, 1)  # 5 x 30.4375 = 152 days on
    assert ladder.companies[3].why == "nothing was ever reported"
    assert (ladder.under_6_months, ladder.median_runway_months) == (1, 11.5)
    reasons = {row.company: row.reasons for row in risk.burn_rate_concerns}
    assert reasons == {"B": ("runway_under_6",), "A": ("high_burn",)}


def test_the_schedule_lists_a_company_once_and_foots(firm: Firm) -> None:
    found = firm.service.schedule_of_investments(SYSTEM, THEN)
    assert [row.company for row in found.investments] == ["A", "B", "F", "G", "D", "E"]
    assert [row.group for row in found.groups] == ["above_cost", "below_cost", "exited", "failed"]
    beta = found.investments[1]
    assert [row.investment for row in beta.tranches] == ["B1", "B2"]
    assert (beta.cost, beta.fair_value, beta.gain) == (65, 100, 35)
    assert (beta.ownership, beta.share_of_fair_value) == (pytest.approx(0.2), 0.25)
    assert sum(row.cost for row in beta.tranches) == beta.cost
    for name in ("cost", "realized_value", "fair_value", "gain"):
        assert sum(getattr(row, name) for row in found.groups) == getattr(found.total, name)
        assert sum(getattr(row, name) for row in found.investments) == getattr(found.total, name)
    assert (found.total.companies, found.total.moic) == (6, pytest.approx(475 / 335))
    gamma = found.investments[3]
    assert (gamma.mark_date, gamma.mark_age_days, gamma.stale) == (date(2025, 3, 31), 183, True)
    assert found.investments[4].fair_value == 0  # sold, and said to be over
    assert (beta.tranches[1].irr, beta.tranches[1].irr_status) == (None, "short_period")


def test_marks_of_the_quarter_foot_and_come_by_their_effect(firm: Firm) -> None:
    found = firm.service.marks(SYSTEM, THEN)
    assert found.meta.period == (date(2025, 6, 30), DAY)
    rows = {
        row.company: (row.opening, row.cash_in, row.realized_gain, row.remark, row.closing)
        for row in found.marks
    }
    assert rows == {
        "A": (180, 0, 0, 20, 200),
        "B": (60, 25, 0, 15, 100),
        "E": (10, 0, -10, 0, 0),  # written off: a loss that was realised
        "F": (40, 0, 0, 0, 40),
        "G": (60, 0, 0, 0, 60),
    }
    assert list(rows) == ["A", "B", "E", "F", "G"]
    whole = found.total
    assert (whole.opening, whole.cash_in, whole.cash_out) == (350, 25, 0)
    assert (whole.realized_gain, whole.remark, whole.fx, whole.closing) == (-10, 35, 0, 400)
    assert found.marks[0].nav_impact == pytest.approx(20 / 350)
    assert found.marks[1].remark_share == pytest.approx(15 / 85)
    assert found.ages == {"0-30": 3, "31-90": 0, "91-120": 0, "over 120": 1, "never": 0}
    assert found.value_weighted_age_days == pytest.approx(60 * 183 / 400)


def test_a_sale_is_a_gain_that_was_realised(firm: Firm) -> None:
    found = firm.service.marks(SYSTEM, THEN.on(period="2024Q4"))
    delta = next(row for row in found.marks if row.company == "D")
    # 30 since 2021 without a mark: its value is not known on the day before the quarter
    assert (delta.opening, delta.closing) == (None, None)
    assert ("opening", "nav_unknown") in codes(found)
    early = firm.service.marks(SYSTEM, Scope(as_of=date(2021, 12, 31), period="2021Q4"))
    assert {row.company: (row.opening, row.closing) for row in early.marks} == {
        "A": (100, 100), "D": (30, 30), "E": (20, 20),
    }  # fmt: skip


def test_the_matrix_says_how_each_measure_stands(firm: Firm) -> None:
    found = firm.service.kpi_matrix(SYSTEM, THEN)
    rows = {row.company: row for row in found.rows}
    assert list(rows) == ["A", "B", "F", "G"]
    alfa = rows["A"].kpis
    assert (alfa.burn_multiple, alfa.burn_multiple_band) == (1.5, "good")
    assert alfa.rule_of_40 == pytest.approx(-0.6)  # 0.6 of growth less 12m of 10m burnt
    assert (alfa.ltv_cac, alfa.growth_basis) == (3.0, "reported")
    assert rows["A"].bands == {
        "growth_rate": "good", "gross_margin": "good", "runway_months": "good",
        "burn_multiple": "good", "rule_of_40": "poor", "ltv_cac": "good", "nrr": "unknown",
    }  # fmt: skip
    assert rows["G"].bands["runway_months"] == "good"
    assert set(rows["F"].bands.values()) == {"unknown"}


def test_coverage_tells_in_time_from_late_from_missing(firm: Firm) -> None:
    found = firm.service.coverage(SYSTEM, THEN)
    assert found.quarters[-1] == "2025Q3" and len(found.quarters) == 8
    cells = {row.company: [cell.state for cell in row.cells] for row in found.companies}
    assert [states[-1] for states in (cells["A"], cells["B"], cells["F"], cells["G"])] == [
        "in_time", "late", "missing", "in_time",
    ]  # fmt: skip
    beta = next(row for row in found.companies if row.company == "B")
    assert beta.cells[-1].days_late == 6  # due on 14 November
    assert cells["D"][-4:] == ["not_due"] * 4  # sold at the end of 2024
    assert cells["F"][:3] == ["not_due"] * 3  # bought at the end of September 2024
    assert found.reporting_coverage["2025Q3"] == 0.5


def test_a_tear_sheet_is_found_by_code_and_by_id(firm: Firm) -> None:
    found = firm.service.tear_sheet(SYSTEM, "A", THEN)
    assert found.investment == firm.service.tear_sheet(SYSTEM, "id-A", THEN).investment
    assert (found.investment.moic, found.kpis.runway_months) == (2.0, 18.0)
    assert found.periods[0].kpis.period_end == date(2024, 9, 30)
    assert [(p.date, p.fair_value) for p in found.valuations] == [
        (date(2025, 6, 30), 180), (DAY, 200),
    ]  # fmt: skip
    assert found.health is not None and found.health.rank == 2
    sold = firm.service.tear_sheet(SYSTEM, "D", THEN)
    assert sold.health is None and ("health", "not_active") in codes(sold)
    with pytest.raises(NotFound):
        firm.service.tear_sheet(SYSTEM, "nobody", THEN)
    with pytest.raises(NotFound):  # not held yet
        firm.service.tear_sheet(SYSTEM, "F", Scope(as_of=date(2023, 12, 31)))


def test_nobody_sees_a_company_of_a_fund_that_is_not_granted(firm: Firm) -> None:
    other = firm.facts.fund("ZZ9")
    stranger = partner(other)
    for company in ("A", "id-A"):
        with pytest.raises(NotFound):
            firm.service.tear_sheet(stranger, company, THEN)
    assert firm.service.overview(stranger, THEN).total_companies == 0
    assert firm.service.rankings(stranger, THEN).rankings == ()
    with pytest.raises(NotFound):
        firm.service.overview(stranger, THEN.on(funds=("AQ1",)))


def test_the_market_is_a_place_among_the_other_sectors(firm: Firm) -> None:
    growth = {"Software": 200, "Fintech": 150, "Consumer": 120, "Health": 100, "Climate": 50}
    quarters = [f"{year}Q{n}" for year in (2023, 2024, 2025) for n in (1, 2, 3, 4)][3:11]
    with firm.db.session() as session:
        for sector, now in growth.items():
            for place, quarter in enumerate(quarters):
                session.add(
                    SectorTrend(
                        sector=sector, quarter=quarter, data_source="Provider", currency="USD",
                        total_deals=1, disclosed_deals=1, data_version=1, median_deal_size=None,
                        median_pre_money=None, total_funding=D(100 if place < 4 else now),
                        geographic_distribution=None, hot_subsectors=None, emerging_trends=None,
                        payload=None, known_to=None,
                    )
                )  # fmt: skip
    scored = firm.service.calculate_portfolio_health_scores(SYSTEM, THEN)
    # Software grew most of five: above all four others; Health above one of them
    assert scored["id-A"].market_score == 100
    assert scored["id-G"].market_score == 25
    assert scored["id-A"].composite_score == pytest.approx(72.5)  # 52.5 + 0.2 x 100
    assert scored["id-A"].coverage == 1.0
    market = scored["id-A"].components[-1]
    assert market.why.startswith("judgement: ") and "Provider" in market.why
