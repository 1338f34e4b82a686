"""Gross figures from what flowed between a fund and its companies, and who made the gain."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.db.session import Database
from services.fund_performance import FundPerformanceService
from services.scope import SYSTEM, Scope
from tests.factories import Facts, partner, statements
from tests.fund_performance.conftest import codes

END = "2021-12-31"


@pytest.fixture
def held(simple: str, facts: Facts) -> str:
    """The simple fund with three companies: 500 became 900, 300 came back as 310, 100 is lost.

    Cost 900; 310 back; 900 left: 1,210 / 900. Gains 400, 10 and -100: 310 in all.
    """
    for code, name, sector in (
        ("C1", "Acme", "Software"),
        ("C2", "Birch", "Health"),
        ("C3", "Cedar", None),
    ):
        facts.company(code, name=name, sector=sector)
    for tranche, company in (("A", "C1"), ("B", "C1"), ("C", "C2"), ("D", "C3")):
        facts.deal(tranche, fund=simple, company=f"id-{company}")
    facts.investment_flow("id-A", day="2020-01-01", amount=300)
    facts.investment_flow("id-B", day="2020-01-01", amount=200, type="follow_on")
    facts.investment_flow("id-C", day="2020-01-01", amount=300)
    facts.investment_flow("id-D", day="2020-01-01", amount=100)
    facts.investment_flow("id-C", day=END, amount=310, type="proceeds")
    facts.investment_flow("id-D", day="2021-06-30", amount=100, type="write_off")
    facts.mark("id-A", day=END, value=600)
    facts.mark("id-B", day=END, value=300)
    facts.mark("id-C", day=END, value=0)
    return simple


def test_gross_stands_on_the_flows_of_the_investments_and_their_marks(
    held: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner())
    assert found.moic == pytest.approx(1210 / 900)
    assert found.gross_irr == pytest.approx((1210 / 900) ** 0.5 - 1, abs=1e-9)
    assert (found.capital_deployed, found.realized_value, found.unrealized_value) == (900, 310, 900)
    assert found.capital_returned == 300  # of the 310 that came back 10 are gain
    assert (found.tvpi, found.paid_in, found.meta.flows) == (1.21, 1000, "fund_to_investor")
    gross = service.calculate_fund_metrics(partner(), Scope(basis="gross"))
    assert (gross.paid_in, gross.distributions, gross.nav) == (900, 310, 900)
    assert (gross.tvpi, gross.irr) == (found.moic, found.gross_irr)
    assert gross.meta.flows == "fund_to_investment"


def test_without_investments_gross_stands_on_the_gross_columns_and_says_so(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner(), Scope(basis="gross"))
    assert found.moic == 1.21
    assert found.meta.flows == "ilpa_gross_columns"
    assert found.top_performers == ()
    assert (found.capital_deployed, found.sector_concentration) == (None, None)
    assert "ilpa_gross_columns" in codes(found)


def test_a_company_with_two_tranches_is_one_row_and_the_rows_foot(
    held: str, service: FundPerformanceService
) -> None:
    found = service.top_performers(partner())
    rows = [(row.name, row.invested, row.realized_value, row.unrealized_value, row.gain)
            for row in found.rows]  # fmt: skip
    assert rows == [
        ("Acme", 500, 0, 900, 400),
        ("Birch", 300, 310, 0, 10),
        ("Cedar", 100, 0, 0, -100),
    ]
    assert (found.capital_deployed, found.realized_value, found.unrealized_value) == (900, 310, 900)
    assert found.gain == 310
    assert [row.gain_share for row in found.rows] == pytest.approx(
        [400 / 310, 10 / 310, -100 / 310]
    )
    assert [row.moic for row in found.rows] == pytest.approx([1.8, 310 / 300, 0])
    added = sum(row.multiple_contribution or 0 for row in found.rows)
    assert added == pytest.approx(1210 / 900)
    metrics = service.calculate_fund_metrics(partner())
    assert metrics.top_performers == found.rows
    assert metrics.top_performer_contribution == pytest.approx(400 / 310)
    assert metrics.sector_concentration == {"Software": 1.0}


def test_a_company_held_by_two_funds_is_one_row(
    held: str, facts: Facts, service: FundPerformanceService
) -> None:
    other = facts.fund("AQ2")
    facts.deal("E", fund=other, company="id-C1")
    facts.investment_flow("id-E", day="2021-01-01", amount=50)
    facts.mark("id-E", day=END, value=40)
    acme = service.top_performers(partner()).rows[0]
    assert (acme.name, acme.invested, acme.unrealized_value) == ("Acme", 550, 940)
    own = service.top_performers(partner(), Scope(funds=("AQ2",))).rows[0]
    assert (own.name, own.invested, own.gain, own.gain_share) == ("Acme", 50, -10, None)


def test_nobody_has_a_share_of_a_loss(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.company("C1", name="Acme")
    facts.deal("A", fund=simple, company="id-C1")
    facts.investment_flow("id-A", day="2020-01-01", amount=500)
    facts.mark("id-A", day=END, value=400)
    found = service.calculate_fund_metrics(partner())
    assert found.top_performer_contribution is None
    assert found.top_performers[0].gain == -100
    assert "no_net_gain" in codes(found)
    assert found.sector_concentration == {"unknown": 1.0}


def test_a_value_nobody_knows_leaves_the_multiple_unknown_and_names_the_company(
    held: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.company("C4", name="Dale")
    facts.deal("F", fund=held, company="id-C4")
    facts.investment_flow("id-F", day="2021-01-01", amount=70)
    young = service.calculate_fund_metrics(partner(), Scope(as_of=date(2021, 4, 30)))
    assert "held_at_cost" in codes(young)
    found = service.calculate_fund_metrics(partner())
    assert (found.moic, found.gross_irr, found.unrealized_value) == (None, None, None)
    assert (found.capital_deployed, found.top_performer_contribution) == (970, None)
    assert (found.tvpi, found.nav) == (1.21, 1000)
    told = [note.text for note in found.notes if note.field == "moic" and "Dale" in note.text]
    assert told == ["Dale: no mark is known by 2021-12-31, so the value is not known."]
    assert [row.name for row in found.top_performers] == ["Acme", "Birch", "Cedar", "Dale"]


def test_a_mark_rolls_forward_with_what_was_bought_and_sold_since(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.company("C1", name="Acme")
    facts.deal("A", fund=simple, company="id-C1")
    facts.investment_flow("id-A", day="2020-01-01", amount=100)
    facts.mark("id-A", day="2021-06-30", value=150)
    facts.investment_flow("id-A", day="2021-07-15", amount=20, type="follow_on")
    facts.investment_flow("id-A", day="2021-07-15", amount=3, type="fee")
    facts.investment_flow("id-A", day="2021-08-01", amount=30, type="proceeds")

    def worth(day: str) -> Decimal | None:
        scope = Scope(as_of=date.fromisoformat(day))
        return service.calculate_fund_metrics(partner(), scope).unrealized_value

    assert worth("2021-06-30") == 150
    assert worth("2021-07-31") == 170  # a fee buys nothing
    assert worth("2021-09-30") == 140
    facts.investment_flow("id-A", day="2021-10-01", amount=500, type="proceeds")
    assert worth("2021-10-31") == 0  # sold above its last mark: nothing is left, not -360
    assert service.calculate_fund_metrics(partner()).capital_deployed == 123


def test_a_company_that_is_over_is_worth_nothing_from_its_last_sale_on(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.company("C1", name="Acme", status="exited")
    for tranche in ("A", "B"):
        facts.deal(tranche, fund=simple, company="id-C1")
        facts.investment_flow(f"id-{tranche}", day="2020-01-01", amount=100)
        facts.mark(f"id-{tranche}", day="2021-06-30", value=150)
    facts.investment_flow("id-A", day="2021-08-01", amount=260, type="proceeds")
    before = service.calculate_fund_metrics(partner(), Scope(as_of=date(2021, 7, 31)))
    after = service.calculate_fund_metrics(partner())
    assert (before.unrealized_value, after.unrealized_value) == (300, 0)
    assert (after.realized_value, after.moic) == (260, 1.3)
    facts.mark("id-B", day="2021-09-30", value=15)  # held back by the buyer
    assert service.calculate_fund_metrics(partner()).unrealized_value == 15


def test_funds_with_and_without_investments_pool_and_say_which(
    held: str, facts: Facts, service: FundPerformanceService
) -> None:
    other = facts.fund("AQ2")
    facts.flow(other, "2020-01-01", "capital_call", 100)
    facts.nav(other, END, 190)
    found = service.calculate_fund_metrics(partner(), Scope(basis="gross"))
    assert (found.paid_in, found.nav, found.meta.flows) == (1000, 1090, "mixed")
    assert found.capital_deployed == 900
    (told,) = [note.text for note in found.notes if note.code == "mixed"]
    assert told.startswith("AQ2: no investments are known")


def test_the_gross_list_of_flows_is_that_of_the_investments(
    held: str, service: FundPerformanceService
) -> None:
    listed = service.cash_flows(partner(), Scope(basis="gross"))
    assert (listed.paid_in, listed.distributed, listed.total_rows) == (900, 310, 6)
    newest = listed.rows[0]
    assert (newest.company, newest.label, newest.amount) == ("Birch", "Proceeds", 310)
    assert newest.cumulative == -590
    lost = next(row for row in listed.rows if row.type == "write_off")
    assert (lost.counts, lost.paid_in, lost.distributed) == (False, 0, 0)
    assert service.cash_flows(partner()).total_rows == 2


def test_the_gross_trend_ends_where_the_headline_stands(
    held: str, service: FundPerformanceService
) -> None:
    for basis in ("net_lp", "gross"):
        scope = Scope(basis=basis)
        last = service.trend(partner(), scope).data_points[-1]
        found = service.calculate_fund_metrics(partner(), scope)
        assert last.moic == found.moic == pytest.approx(1210 / 900)
        assert last.gross_irr == pytest.approx(found.gross_irr, abs=1e-12)
        assert (last.tvpi, last.nav) == (found.tvpi, found.nav)


def test_a_corrected_mark_and_a_renamed_company_leave_last_years_answer_alone(
    held: str, facts: Facts, service: FundPerformanceService
) -> None:
    then = datetime(2022, 3, 1, tzinfo=UTC)
    scope = Scope(as_of=date(2021, 12, 31), known_on=then)
    before = service.calculate_fund_metrics(partner(), scope)
    facts.mark("id-A", day=END, value=1, known_from=datetime(2022, 5, 1, tzinfo=UTC))
    facts.company("C9", name="Later", known_from=datetime(2022, 5, 1, tzinfo=UTC))
    facts.deal("Z", fund=held, company="id-C9", known_from=datetime(2022, 5, 1, tzinfo=UTC))
    facts.investment_flow(
        "id-Z", day="2021-01-01", amount=7, known_from=datetime(2022, 5, 1, tzinfo=UTC)
    )
    after = service.calculate_fund_metrics(partner(), scope)
    assert (before.moic, before.top_performers) == (after.moic, after.top_performers)
    assert service.calculate_fund_metrics(partner()).moic != before.moic


def test_an_answer_costs_one_statement_more_where_there_are_investments(
    db: Database, simple: str, facts: Facts, service: FundPerformanceService
) -> None:
    def count() -> int:
        with statements(db) as sent:
            service.calculate_fund_metrics(SYSTEM)
        return len(sent)

    assert count() == 4  # the reading's own settings, funds, entries, investments
    for number in range(30):
        facts.company(f"C{number}")
        facts.deal(f"D{number}", fund=simple, company=f"id-C{number}")
        facts.investment_flow(f"id-D{number}", day="2020-01-01", amount=1)
    assert count() == 5
