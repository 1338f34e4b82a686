"""What follows from facts in the same transaction: the latest period, sums, versions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.errors import InvalidInput
from services.imports import ImportResult
from tests.factories import Facts
from tests.imports.conftest import Books

METRICS = "company,period_end,arr\n"
FLOWS = "investment,date,type,amount,currency\n"
LATEST = (
    "SELECT c.code, m.period_end::text, m.arr::text FROM company_metrics m "
    "JOIN companies c ON c.id = m.company_id WHERE m.is_latest ORDER BY 1"
)
SUMS = "SELECT invested_amount::text, distributions::text, currency FROM deals WHERE code = 'I1'"
SECOND = (
    "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    "AQ2,Alder & Quay II,2021,Venture,Europe,EUR,90000000,2021-03-01\n"
)


def touched(books: Books, result: ImportResult) -> list[str]:
    """Codes of the funds whose version an import counted up."""
    codes = dict(books.ask("SELECT id, code FROM funds"))
    return sorted(codes[fund] for fund in result.touched_funds)


def test_the_last_period_of_each_company_is_the_latest(whole_firm: Books) -> None:
    content = METRICS + "C1,2023-09-30,10\nC1,2023-12-31,12\nC2,2023-06-30,5\n"
    whole_firm.take("company_metrics", content)
    assert whole_firm.ask(LATEST) == [("C1", "2023-12-31", "12.00"), ("C2", "2023-06-30", "5.00")]


def test_an_older_period_that_comes_later_is_not_the_latest(whole_firm: Books) -> None:
    whole_firm.take("company_metrics", METRICS + "C1,2023-12-31,12\n")
    whole_firm.take("company_metrics", METRICS + "C1,2023-03-31,8\n")
    assert whole_firm.ask(LATEST) == [("C1", "2023-12-31", "12.00")]


def test_a_restated_period_stays_the_latest_with_its_new_figure(whole_firm: Books) -> None:
    whole_firm.take("company_metrics", METRICS + "C1,2023-12-31,12\nC1,2023-09-30,10\n")
    result = whole_firm.take("company_metrics", METRICS + "C1,2023-12-31,11\n")
    assert result.rows_superseded == 1
    assert whole_firm.ask(LATEST) == [("C1", "2023-12-31", "11.00")]
    assert whole_firm.one("SELECT count(*) FROM company_metrics WHERE known_to IS NOT NULL") == 1


def test_a_period_that_is_taken_back_leaves_the_one_before_as_the_latest(whole_firm: Books) -> None:
    lines = "C1,2023-06-30,8\nC1,2023-09-30,10\nC1,2023-12-31,12\n"
    whole_firm.take("company_metrics", METRICS + lines)
    content = METRICS + "C1,2023-06-30,8\nC1,2024-03-31,\n"
    result = whole_firm.take("company_metrics", content, replace=True)
    assert (result.rows_new, result.rows_retracted) == (1, 2)
    assert whole_firm.ask(LATEST) == [("C1", "2024-03-31", None)]


def test_the_sums_of_an_investment_follow_from_its_flows(whole_firm: Books) -> None:
    assert whole_firm.ask(SUMS) == [(None, None, None)]
    lines = (
        "I1,2020-06-15,investment,2000000,\nI1,2021-06-15,follow_on,500000,\n"
        "I1,2020-06-15,fee,25000,\nI1,2023-01-31,proceeds,300000,\nI1,2023-05-31,dividend,40000,\n"
        "I1,2023-06-30,interest,1000.50,\nI1,2024-06-30,write_off,700000,\n"
    )
    whole_firm.take("investment_cash_flows", FLOWS + lines)
    assert whole_firm.ask(SUMS) == [("2525000.00", "341000.50", "EUR")]


def test_the_sums_follow_a_restatement_and_a_retraction(whole_firm: Books) -> None:
    first = "I1,2020-06-15,investment,2000000,\nI1,2021-06-15,follow_on,500000,\n"
    whole_firm.take("investment_cash_flows", FLOWS + first + "I1,2023-01-31,proceeds,300000,\n")
    corrected = first.replace("500000", "600000") + "I1,2023-01-31,proceeds,300000,\n"
    whole_firm.take("investment_cash_flows", FLOWS + corrected)
    assert whole_firm.ask(SUMS) == [("2600000.00", "300000.00", "EUR")]
    kept = "I1,2020-06-15,investment,2000000,\nI1,2023-01-31,proceeds,300000,\n"
    result = whole_firm.take("investment_cash_flows", FLOWS + kept, replace=True)
    assert result.rows_retracted == 1
    assert whole_firm.ask(SUMS) == [("2000000.00", "300000.00", "EUR")]


def test_currencies_are_never_added_up(whole_firm: Books) -> None:
    lines = "I1,2020-06-15,investment,2000000,EUR\nI1,2021-06-15,follow_on,500000,USD\n"
    whole_firm.take("investment_cash_flows", FLOWS + lines)
    assert whole_firm.ask(SUMS) == [(None, None, None)]


def test_an_investment_without_proceeds_has_none(whole_firm: Books) -> None:
    whole_firm.take("investment_cash_flows", FLOWS + "I1,2020-06-15,investment,2000000,\n")
    assert whole_firm.ask(SUMS) == [("2000000.00", "0.00", "EUR")]


def test_a_description_keeps_the_sums_beside_it(whole_firm: Books) -> None:
    whole_firm.take("investment_cash_flows", FLOWS + "I1,2020-06-15,investment,2000000,\n")
    content = "investment,fund,company,date,round\nI1,AQ1,C1,2020-06-15,Series A1\n"
    assert whole_firm.take("investments", content).rows_superseded == 1
    assert whole_firm.ask(SUMS) == [("2000000.00", "0.00", "EUR")]
    assert whole_firm.one("SELECT round FROM deals WHERE code = 'I1'") == "Series A1"


OF_FUNDS = (
    ("valuations", "investment,date,fair_value\nI1,2022-12-31,5\n"),
    ("investment_cash_flows", "investment,date,type,amount\nI1,2022-12-31,fee,5\n"),
    ("company_metrics", "company,period_end,arr\nC1,2022-12-31,5\n"),
    ("companies", "company,name,sector\nC1,Tern Robotics SE,Industrial\n"),
    ("expiries", "company,item,date\nC1,option,2029-12-31\n"),
    ("pipeline_events", "deal,stage,entered_at\nP1,sourced,2020-01-10\n"),
    ("pipeline_deals", "deal,fund,company_name,sourced_at\nP1,AQ1,Tern,2020-01-10\n"),
    ("fund_ledger", "fund,date,account,amount\nAQ1,2022-12-31,taxes,-5\n"),
    ("fund_balances", "fund,date,item,amount\nAQ1,2022-12-31,cash,5\n"),
    ("balance_assertions", "fund,date,item,amount,source\nAQ1,2022-12-31,nav,5,auditor\n"),
    ("investor_terms", "fund,investor,term,value\nAQ1,LP07,mfn,yes\n"),
)


@pytest.mark.parametrize(("kind", "content"), OF_FUNDS, ids=[kind for kind, _ in OF_FUNDS])
def test_only_the_funds_concerned_are_computed_anew(
    whole_firm: Books, kind: str, content: str
) -> None:
    whole_firm.take("funds", SECOND)
    result = whole_firm.take(kind, content)
    assert result.status == "imported"
    assert (touched(whole_firm, result), result.shared_version) == (["AQ1"], None)


SHARED = (
    ("channel_costs", "channel,period_start,period_end,cost\nreferral,2024-01-01,2024-03-31,5\n"),
    ("team_members", "user,name,email,role\nU3,Cleo Ruiz,cleo@firm.example,analyst\n"),
    ("team_activities", "user,at,type\nU1,2024-01-01,meeting\n"),
    ("market_rounds", "company,date,source\n/c/tern,2013-01-01,Provider\n"),
    ("market_exits", "company,date,type,source\n/c/tern,2013-01-01,ipo,Provider\n"),
    ("companies", "company,name,sector\nC7,Held by nobody,Industrial\n"),
)


@pytest.mark.parametrize(("kind", "content"), SHARED, ids=[kind for kind, _ in SHARED])
def test_facts_of_no_fund_are_shared(whole_firm: Books, kind: str, content: str) -> None:
    before = Facts(whole_firm.db).version("shared")
    result = whole_firm.take(kind, content)
    assert (result.touched_funds, result.shared_version) == ({}, before + 1)


def test_a_company_that_two_funds_hold_touches_both(whole_firm: Books) -> None:
    whole_firm.take("funds", SECOND)
    whole_firm.take("investments", "investment,fund,company,date\nI5,AQ2,C1,2022-01-31\n")
    result = whole_firm.take("company_metrics", METRICS + "C1,2023-12-31,12\n")
    assert touched(whole_firm, result) == ["AQ1", "AQ2"]


def test_an_investment_that_moves_touches_where_it_was_and_where_it_is(whole_firm: Books) -> None:
    whole_firm.take("funds", SECOND)
    content = "investment,fund,company,date\nI1,AQ2,C1,2020-06-15\n"
    result = whole_firm.take("investments", content)
    assert touched(whole_firm, result) == ["AQ1", "AQ2"]
    assert (
        whole_firm.one(
            "SELECT f.code FROM deals d JOIN funds f ON f.id = d.fund_id WHERE d.code = 'I1'"
        )
        == "AQ2"
    )


@pytest.mark.parametrize("kind", ["funds", "investors", "companies", "investments", "team_members"])
def test_descriptions_cannot_be_replaced(whole_firm: Books, kind: str) -> None:
    with pytest.raises(InvalidInput, match="import it without --replace"):
        whole_firm.take(kind, "any,thing\n1,2\n", replace=True)


def test_replacing_one_funds_expiries_leaves_those_of_another(whole_firm: Books) -> None:
    whole_firm.take("funds", SECOND)
    whole_firm.take("expiries", "fund,item,date\nAQ1,policy,2027-06-30\nAQ2,policy,2027-06-30\n")
    content = "fund,item,date\nAQ1,credit line,2027-01-31\nAQ1,lease,2027-12-31\n"
    result = whole_firm.take("expiries", content, replace=True)
    assert (result.rows_new, result.rows_retracted) == (2, 1)
    assert whole_firm.ask(
        "SELECT f.code, item FROM expiries e JOIN funds f ON f.id = e.fund_id "
        "WHERE e.known_to IS NULL ORDER BY 1, 2"
    ) == [("AQ1", "credit line"), ("AQ1", "lease"), ("AQ2", "policy")]


def test_knowledge_is_not_set_back_behind_what_is_known_of_the_fund(whole_firm: Books) -> None:
    earlier = datetime(2021, 1, 15, tzinfo=UTC)
    result = whole_firm.take(
        "valuations", "investment,date,fair_value\nI1,2020-12-31,5\n", known_on=earlier
    )
    assert result.status == "rejected"
    assert "after --known-on" in result.errors[0].message
    assert whole_firm.one("SELECT count(*) FROM valuations") == 0
