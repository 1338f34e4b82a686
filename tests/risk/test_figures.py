"""Weights, limits, liquidity, runways, marks and currencies of one small fund, checked by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.db.session import Database
from services.errors import ChooseFund, Forbidden, InvalidInput, NotFound
from services.risk import RiskService
from services.risk.places import lies_in
from services.scope import SYSTEM, Principal, Scope
from tests.factories import Facts, partner
from tests.risk.conftest import DAY, OF_F1, THEN, Firm, agree, ends, million, write_firm

WEIGHTS = (22, 14, 12, 8, 8, 6, 6, 4, 4, 4, 4, 2, 2, 1, 1, 1, 1)  # squares add up to 1,100

RETURNS = ("0.031", "0.044", "0.052", "0.038", "0.012", "-0.015", "-0.021", "-0.004", "0.019",
           "0.035", "0.041", "0.047", "0.03", "0.016")  # fmt: skip


def fields_of(notes: Any) -> set[str]:
    return {note.field for note in notes}


def test_means_of_43_cover_needs_of_28(firm: Firm) -> None:
    found = firm.service.liquidity(SYSTEM, OF_F1)
    sources, uses = found.sources, found.uses
    assert (sources.unfunded_excluding_recallable, sources.recallable, sources.cash) == (
        40_000_000, 3_000_000, 0,
    )  # fmt: skip
    assert (uses.follow_on_reserves, uses.fees_and_expenses_remaining) == (18_000_000, 6_000_000)
    assert uses.credit_line_outstanding == 4_000_000
    assert (sources.total, uses.total) == (43_000_000, 28_000_000)
    assert found.coverage == pytest.approx(43.0 / 28.0)
    assert round(found.coverage or 0, 2) == 1.54
    assert found.new_deal_capacity == 15_000_000
    assert found.quarters_left == 6.0  # 10 million of new deals in a year: 2.5 a quarter
    assert (found.top_lp, found.top_lp_share_of_unfunded) == ("LPA", 0.75)
    (row,) = found.funds
    assert (row.fund, row.coverage, row.stated_on) == ("F1", found.coverage, DAY)
    # what is not stated is left out of the sum, and said
    assert sources.undrawn_line is None
    assert {"undrawn_line", "other_obligations"} <= fields_of(found.notes)


def test_limits_bind_on_cost_over_commitments(firm: Firm) -> None:
    found = firm.service.limits(SYSTEM, OF_F1)
    rows = {row.id: row for row in found.limits}
    company = rows["single_company"]
    assert (company.used_amount, company.used, company.limit) == (15_400_000, 0.154, 0.2)
    assert (company.headroom_amount, company.state) == (4_600_000, "ok")
    assert (company.denominator, company.denominator_amount) == ("commitments", 100_000_000)
    assert (company.largest, company.second_name, company.second_used) == ("ONE", "Two", 0.12)
    sector = rows["sector"]  # One and Two: 27.4 of 30, more than nine tenths
    assert (sector.used, sector.state, sector.largest) == (0.274, "near", "Software")
    place = rows["geography"]  # the United States are the fund's own place
    assert (place.used, place.state, place.largest) == (0.12, "breach", "DE")
    assert place.headroom_amount == -2_000_000
    assert (rows["credit_line"].used, rows["credit_line"].state) == (0.04, "ok")
    assert [row.state for row in found.limits] == ["breach", "near", "ok", "ok"]


def test_five_more_for_the_largest_company_break_its_limit(firm: Firm) -> None:
    found = firm.service.pre_trade(
        SYSTEM, OF_F1, company="ONE", amount=Decimal(5_000_000), day=date(2025, 11, 20)
    )
    (one,) = [row for row in found.results if row.limit_id == "single_company"]
    assert (one.before, one.after, one.state) == (0.154, 0.204, "breach")
    assert one.headroom_after == -400_000
    assert one.cure == "LPAC consent or amount <= 4600000"
    assert found.allowed is False
    weights = found.concentration_after  # 35 of 84
    assert (weights.top_company_weight, weights.company_weight) == pytest.approx((35 / 84, 35 / 84))
    after = found.reserves_after
    assert (after.new_deal_capacity_before, after.new_deal_capacity) == (15_000_000, 10_000_000)
    pacing = found.pacing_after
    assert (pacing.quarters_left_before, pacing.quarters_left) == (6.0, 4.0)
    assert pacing.exhausts_on == date(2026, 11, 20)


def test_reserved_money_is_not_needed_twice_and_a_small_deal_is_allowed(firm: Firm) -> None:
    asked = {"amount": Decimal(1_000_000), "day": date(2025, 11, 20)}
    held = firm.service.pre_trade(SYSTEM, OF_F1, company="THREE", **asked)
    assert held.reserves_after.reserved == 2_000_000
    assert held.reserves_after.new_deal_capacity == 15_000_000
    # the broken limit on Germany is not this deal's
    assert held.allowed is True
    assert {row.limit_id: row.state for row in held.results}["geography"] == "breach"
    new = firm.service.pre_trade(
        SYSTEM, OF_F1, name="Newco", sector="software", geography="DE", **asked
    )
    rows = {row.limit_id: row for row in new.results}
    assert (new.company, new.name, new.allowed) == (None, "Newco", False)
    assert (rows["single_company"].before, rows["single_company"].after) == (0.0, 0.01)
    assert rows["sector"].after == pytest.approx(0.284)
    assert rows["geography"].cure == "LPAC consent"
    unsaid = firm.service.pre_trade(SYSTEM, OF_F1, name="Newco", **asked)
    assert unsaid.allowed is None
    assert {"allowed", "company"} <= fields_of(unsaid.notes)


def test_a_deal_of_an_earlier_day_is_held_against_the_figures_of_that_day(firm: Firm) -> None:
    early = date(2025, 3, 30)  # the day before Four was bought again
    found = firm.service.pre_trade(
        SYSTEM, Scope(funds=("F1",)), company="FOUR", amount=Decimal(1_000_000), day=early
    )
    (row,) = [row for row in found.results if row.limit_id == "single_company"]
    assert (row.before, found.meta.as_of) == (0.006, early)
    with pytest.raises(InvalidInput) as told:
        firm.service.pre_trade(SYSTEM, OF_F1, company="FOUR", amount=Decimal(1), day=early)
    assert told.value.faults[0].place == "date"


def test_questions_that_cannot_be_answered_say_which_part(firm: Firm) -> None:
    ask = firm.service.pre_trade
    for given, place in (
        ({"amount": Decimal(1)}, "company_id"),
        ({"amount": Decimal(1), "company": "ONE", "name": "One"}, "company_id"),
        ({"amount": Decimal(0), "company": "ONE"}, "amount"),
    ):
        with pytest.raises(InvalidInput) as told:
            ask(SYSTEM, OF_F1, **given)
        assert told.value.faults[0].place == place
    with pytest.raises(NotFound):
        ask(SYSTEM, OF_F1, amount=Decimal(1), company="NOPE")
    with pytest.raises(InvalidInput):
        firm.service.concentration(SYSTEM, OF_F1, by="colour")
    with pytest.raises(InvalidInput):
        firm.service.expiries(SYSTEM, OF_F1, within_days=-1)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("company", {"One": 30, "Two": 20, "Three": 15, "Four": 14}),
        ("sector", {"Software": 50, "Health": 15, "Energy": 14}),
        ("stage", {"Series B": 79}),
        ("geography", {"US": 45, "DE": 20, "FR": 14}),
        ("currency", {"USD": 59, "EUR": 20}),
        ("vintage", {"2022": 79}),
        ("lp", {"Investor LPA": 56.25, "Investor LPB": 18.75}),
    ],
)
def test_what_hangs_on_what(firm: Firm, by: str, groups: dict[str, float]) -> None:
    found = firm.service.concentration(SYSTEM, OF_F1, by=by)
    assert {row.name: float(row.fair_value or 0) / 1e6 for row in found.groups} == groups
    whole = sum(groups.values())
    weights = [value / whole for value in groups.values()]
    assert [row.weight for row in found.groups] == pytest.approx(weights)
    assert found.groups[-1].cumulative == pytest.approx(1)
    assert found.herfindahl_index == pytest.approx(sum(weight**2 for weight in weights))
    assert found.effective_number == pytest.approx(1 / sum(weight**2 for weight in weights))
    assert (found.lorenz[0], found.lorenz[-1]) == ((0.0, 0.0), (1.0, 1.0))
    if by == "lp":
        assert found.without_winner is None and "without_winner" in fields_of(found.notes)
        assert [row.cost for row in found.groups] == [75_000_000, 25_000_000]
        return
    winner = found.without_winner  # 79 of 49 with One, 49 of 33.6 without it
    assert winner is not None
    assert (winner.company, winner.moic) == ("ONE", pytest.approx(79 / 49))
    assert winner.moic_without == pytest.approx(49 / 33.6)


def test_squares_of_eleven_hundredths_are_nine_positions(facts: Facts) -> None:
    fund = facts.fund("F2", total_committed=1000)
    facts.nav(fund, "2025-09-30", 100)
    for place, weight in enumerate(WEIGHTS):
        company = facts.company(f"C{place}")
        deal = facts.deal(f"D{place}", fund=fund, company=company)
        facts.investment_flow(deal, day="2020-01-15", amount=1)
        facts.mark(deal, day="2025-09-30", value=weight)
    service = RiskService(facts.db)
    found = service.overview(SYSTEM, THEN)
    assert (found.top_company_weight, found.top_3_weight) == (0.22, 0.48)
    assert found.herfindahl_index == 0.11
    assert found.effective_positions == pytest.approx(1 / 0.11)
    assert (found.risk_level, found.unfunded_coverage) == ("elevated", None)
    assert found.reasons == ("Company C0 is 22.0 % of fair value",)
    assert "unfunded_coverage" in fields_of(found.notes)
    bare = service.limits(SYSTEM, THEN)
    assert bare.limits == () and "limits" in fields_of(bare.notes)


def test_the_overview_says_what_worries(firm: Firm) -> None:
    found = firm.service.overview(SYSTEM, OF_F1)
    assert (found.risk_level, found.limit_breaches, found.limit_near) == ("high", 1, 1)
    assert found.reasons[0] == "the single geography limit of F1 is broken"
    assert (found.top_company, found.top_company_weight) == ("ONE", pytest.approx(30 / 79))
    assert found.companies_under_6m_runway == 1
    assert found.stale_nav_share == pytest.approx(14 / 79)  # Four2's mark is of March
    assert found.data_quality.nav_on_data_older_than_90d == pytest.approx(14 / 79)
    assert found.data_quality.nav_without_report == pytest.approx(14 / 79)
    assert found.unfunded_coverage == pytest.approx(43 / 28)
    assert found.fx_exposed_nav == pytest.approx(20 / 79)
    assert [point.date for point in found.recent][-2:] == [date(2025, 6, 30), DAY]
    assert found.recent[-1].top_company_weight == found.top_company_weight
    assert found.recent[0].top_company_weight is None and "recent" in fields_of(found.notes)


def test_the_watch_list_starts_with_the_shortest_runway(firm: Firm) -> None:
    found = firm.service.runway(SYSTEM, OF_F1)
    assert [(row.company, row.runway_months, row.band) for row in found.rows] == [
        ("TWO", 5.0, "under_6"), ("ONE", 24.0, "over_12"), ("THREE", None, "cash_generative"),
        ("FOUR", None, "unknown"),
    ]  # fmt: skip
    assert found.rows[0].reserved == 16_000_000
    assert (found.count_at_risk, found.share_at_risk) == (1, pytest.approx(20 / 79))
    assert (found.unknown_count, found.unknown_share) == (1, pytest.approx(14 / 79))
    assert {"runway_months", "reserved", "cash"} <= fields_of(found.notes)


def test_marks_tell_their_age_method_and_the_price_last_paid(firm: Firm) -> None:
    found = firm.service.valuation(SYSTEM, OF_F1)
    rows = {row.company: row for row in found.rows}
    assert rows["ONE"].vs_last_round == pytest.approx(30 / 15.4 - 1)
    four = rows["FOUR"]  # bought again in March at its price, and not marked since
    assert (four.last_round_on, four.vs_last_round) == (date(2025, 3, 31), 0.0)
    assert (four.age_days, four.stale) == (183, True)
    assert found.methods == pytest.approx({"round": 69 / 79, "cost": 10 / 79})
    assert found.weighted_age_days == pytest.approx(183 * 14 / 79)
    assert (found.quarters, found.volatility_desmoothed) == (0, None)
    assert "volatility_desmoothed" in fields_of(found.notes)


def test_fourteen_quarters_say_how_smooth_values_are(facts: Facts) -> None:
    """The returns of the published example (rho 0.7403, 2.31 % observed, 6.13 % behind it)."""
    fund = facts.fund("F3")
    value = Decimal(10**12)
    facts.flow(fund, "2021-12-31", "capital_call", str(value))
    facts.nav(fund, "2021-12-31", str(value))
    days = ("03-31", "06-30", "09-30", "12-31")
    for place, growth in enumerate(RETURNS):
        value = (value * (1 + Decimal(growth))).quantize(Decimal("0.01"))
        facts.nav(fund, f"{2022 + place // 4}-{days[place % 4]}", str(value))
    found = RiskService(facts.db).valuation(SYSTEM, Scope(as_of=date(2025, 6, 30)))
    assert found.quarters == 14
    assert found.autocorrelation == pytest.approx(0.7403363624)
    assert found.volatility_observed == pytest.approx(0.0231356487)
    assert found.volatility_desmoothed == pytest.approx(0.0613175670)
    early = RiskService(facts.db).valuation(SYSTEM, Scope(as_of=date(2023, 9, 30)))
    assert (early.quarters, early.volatility_observed) == (7, None)


def test_currencies_and_what_they_did(firm: Firm, facts: Facts) -> None:
    found = firm.service.fx(SYSTEM, OF_F1)
    rows = {row.currency: row for row in found.rows}
    assert (found.base, found.exposed) == ("USD", 20_000_000)
    assert found.exposed_share == pytest.approx(20 / 79)
    euro = rows["EUR"]
    assert (euro.rate, euro.change_year, euro.fx_effect) == (Decimal("1.25"), 0.0, 0.0)
    assert euro.nav_if_falls_10 == -2_000_000
    assert euro.local_irr == euro.base_irr == pytest.approx((20 / 12) ** (365 / 1367) - 1)
    assert (rows["USD"].change_year, rows["USD"].nav_if_falls_10) == (0.0, 0)
    # eight of euro bought at 1.25 are 8.8 a year later, at 1.00: +10 % at home, -12 % here
    fund = facts.fund("F5")
    for day, rate in (("2024-09-30", "0.8"), ("2025-09-30", "1")):
        facts.rate("EUR", day, rate)
    deal = facts.deal("E", fund=fund, company=facts.company("E"), day="2024-09-30")
    facts.investment_flow(deal, day="2024-09-30", amount=8, currency="EUR")
    facts.mark(deal, day="2025-09-30", value="8.8", currency="EUR")
    facts.nav(fund, "2025-09-30", 9)
    (euro,) = RiskService(facts.db).fx(SYSTEM, THEN).rows
    assert (euro.rate, euro.weight) == (1, 1.0)
    assert (euro.change_year, euro.fx_effect) == pytest.approx((-0.2, -0.2))
    assert (euro.local_irr, euro.base_irr) == pytest.approx((0.10, -0.12))


def test_the_line_is_told_with_its_days_and_its_cost(facts: Facts) -> None:
    fund = facts.fund("F4", total_committed=million(100))
    facts.flow(fund, "2024-01-01", "capital_call_investments", million(40))
    for day, amount in (("2024-06-30", 6), ("2025-03-31", 4)):
        kind = "fund_level_subscription_facility_drawdown_investments"
        facts.flow(fund, day, kind, million(amount))
    kind = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"
    facts.flow(fund, "2025-06-30", kind, million(7))
    cost = "capital_call_fund_level_subscription_facility_fees_interest"
    facts.flow(fund, "2025-06-30", cost, 250_000)
    facts.balance(fund, day="2025-09-30", item="credit_line_limit", amount=million(12))
    facts.nav(fund, "2025-09-30", million(50))
    found = RiskService(facts.db).credit_line(SYSTEM, THEN)
    assert (found.outstanding, found.limit, found.used) == (3_000_000, 12_000_000, 0.25)
    assert found.used_of_commitments == 0.03
    # seven back paid the six of 2024 and one of the four of March
    assert (found.oldest_drawing, found.days_outstanding) == (date(2025, 3, 31), 183)
    assert found.cost_to_date == 250_000
    assert found.irr_with_line is not None and found.irr_without_line is not None
    assert found.irr_effect == found.irr_with_line - found.irr_without_line
    assert [row.outstanding for row in found.rows][-3:] == [10_000_000, 3_000_000, 3_000_000]


def test_what_ends_is_listed_with_its_days(facts: Facts) -> None:
    fund = write_firm(facts)
    ends(facts, "option pool", "2025-09-20", fund=None, company="id-ONE")
    ends(facts, "credit line facility", "2025-11-29", fund=fund)
    ends(facts, "lease", "2027-01-01", fund=None, company="id-TWO")
    ends(facts, "warrant", "2025-10-01", fund=None, company=facts.company("NOT"))
    found = RiskService(facts.db).expiries(SYSTEM, THEN)
    assert [(row.item, row.days_left, row.severity) for row in found.rows] == [
        ("option pool", -10, "critical"), ("credit line facility", 60, "warning"),
    ]  # fmt: skip
    assert (found.rows[0].code, found.rows[0].fund) == ("ONE", "F1")
    later = RiskService(facts.db).expiries(SYSTEM, THEN, within_days=500)
    assert [row.item for row in later.rows][-1] == "lease"


def test_figures_of_one_fund_ask_which(facts: Facts) -> None:
    write_firm(facts)
    facts.fund("F9")
    service = RiskService(facts.db)
    for ask in (service.limits, service.credit_line, service.stress):
        with pytest.raises(ChooseFund):
            ask(SYSTEM, THEN)
    pooled = service.liquidity(SYSTEM, THEN)  # a fund of which nothing is known is left out
    assert pooled.coverage == pytest.approx(43 / 28)
    assert {row.fund: row.coverage for row in pooled.funds}["F9"] is None
    assert "coverage" in fields_of(pooled.notes)
    stranger = partner("id-F9")
    with pytest.raises(NotFound):
        service.overview(stranger, OF_F1)
    with pytest.raises(NotFound):  # a company of a foreign fund is a missing one
        service.pre_trade(stranger, Scope(funds=("F9",)), company="ONE", amount=Decimal(1))
    # who sees both funds may ask what it would do to buy into the other's company
    beside = service.pre_trade(SYSTEM, Scope(funds=("F9",)), company="ONE", amount=Decimal(1))
    assert (beside.company, beside.fund, beside.allowed) == ("ONE", "F9", True)


def test_limits_of_a_new_agreement_hold_from_its_day_and_when_it_is_known(db: Database) -> None:
    facts = Facts(db)
    fund = write_firm(facts)
    agree(
        facts, fund, "2025-07-01", limit_single_company=Decimal("0.1"), limit_sector=None,
        known_from=datetime.fromisoformat("2025-10-15T00:00:00+00:00"),
    )  # fmt: skip
    service = RiskService(db)
    states = {row.id: (row.limit, row.state) for row in service.limits(SYSTEM, THEN).limits}
    assert states["single_company"] == (0.1, "breach")
    assert states["sector"] == (0.3, "near")  # left blank: what was agreed before
    before = service.limits(SYSTEM, Scope(as_of=date(2025, 6, 30))).limits
    assert {row.id: row.limit for row in before}["single_company"] == 0.2
    known = Scope(as_of=DAY, known_on=datetime.fromisoformat("2025-10-01T00:00:00+00:00"))
    assert {row.id: row.limit for row in service.limits(SYSTEM, known).limits}[
        "single_company"
    ] == 0.2


def test_what_lies_in_the_funds_own_region_is_not_limited(facts: Facts) -> None:
    fund = facts.fund("F10", total_committed=1000, geography="north_america")
    facts.nav(fund, "2025-09-30", 900)
    agree(facts, fund, limit_geography=Decimal("0.2"))
    for code, place, cost in (("A", "US", 400), ("B", "Canada", 300), ("C", "DE", 150),
                              ("D", "Germany", 40), ("E", None, 10)):  # fmt: skip
        company = facts.company(code, name=code, geography=place)
        deal = facts.deal(code, fund=fund, company=company)
        facts.investment_flow(deal, day="2025-08-31", amount=cost)
    (row,) = [r for r in RiskService(facts.db).limits(SYSTEM, THEN).limits if r.id == "geography"]
    assert (row.largest_name, row.used, row.state) == ("DE", 0.19, "near")
    assert lies_in("NO", "Europe") and lies_in("JP", "global") and lies_in("uk", "United Kingdom")
    assert not lies_in("US", "Europe") and not lies_in(None, "Europe") and not lies_in("US", None)


def test_single_investors_are_for_who_may_read_of_them(firm: Firm) -> None:
    associate = Principal(user_id="a", name="Mei", roles=frozenset({"associate"}), funds=None)
    found = firm.service.liquidity(associate, OF_F1)
    assert (found.top_lp, found.top_lp_name, found.top_lp_share_of_unfunded) == (None, None, None)
    assert found.coverage == pytest.approx(43 / 28)
    assert "not_for_this_role" in {note.code for note in found.notes}
    with pytest.raises(Forbidden):
        firm.service.concentration(associate, OF_F1, by="lp")
    assert firm.service.concentration(associate, OF_F1, by="sector").groups


def test_a_date_of_the_agreement_that_was_imported_too_is_told_once(facts: Facts) -> None:
    fund = facts.fund("F11", term_end=date(2025, 12, 31), investment_period_end=date(2025, 11, 30))
    facts.nav(fund, "2025-09-30", 1)
    ends(facts, "fund term", "2025-12-31", fund=fund)
    for known_on in (None, datetime.fromisoformat("2026-01-01T00:00:00+00:00")):
        found = RiskService(facts.db).expiries(SYSTEM, THEN.on(known_on=known_on))
        assert [(row.item, row.of) for row in found.rows] == [
            ("Investment period", "agreement"), ("fund term", "fund"),
        ]  # fmt: skip
