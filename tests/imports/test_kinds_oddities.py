"""Legal and yet odd: the row is taken, and the answer shows it with its place and reason."""

from __future__ import annotations

import pytest

from tests.imports.conftest import Books

ODD = (
    ("companies", "company,name,sector,founded", "C7,Wren,Health,2099", "founded", "in the future"),
    ("investments", "investment,fund,company,date", "I7,AQ1,C1,2019-01-01", "date", "inception"),
    ("investments", "investment,fund,company,date", "I7,AQ1,C2,2018-04-01", "date",
     "founded later"),
    ("investments", "investment,fund,company,date,ownership", "I7,AQ1,C1,2021-01-01,12",
     "ownership", "1200 %"),
    ("investment_cash_flows", "investment,date,type,amount", "I1,2020-01-01,fee,5", "date",
     "before the investment was made on 2020-06-15"),
    ("investment_cash_flows", "investment,date,type,amount", "I1,2021-01-01,proceeds,-5", "amount",
     "read as a reversal"),
    ("investment_cash_flows", "investment,date,type,amount,currency", "I1,2021-01-01,fee,5,USD",
     "currency", "fund that holds it is EUR"),
    ("valuations", "investment,date,fair_value", "I1,2021-01-01,-5", "fair_value", "negative"),
    ("company_metrics", "company,period_end,arr", "C1,2023-12-30,5", "period_end", "last day"),
    ("company_metrics", "company,period_end,net_burn", "C1,2023-12-31,-5", "net_burn", "comes in"),
    ("company_metrics", "company,period_end,cac", "C1,2023-12-31,0", "cac", "leave the cell blank"),
    ("company_metrics", "company,period_end,gross_margin", "C1,2023-12-31,71", "gross_margin",
     "7100 %"),
    ("company_metrics", "company,period_end,arr", "C2,2023-12-31,5", "company", "failed"),
    ("company_metrics", "company,period_end,arr,currency", "C1,2023-12-31,5,USD", "currency",
     "books are in EUR"),
    ("company_metrics", "company,period_end,arr,reported_at", "C1,2023-12-31,5,2023-12-01",
     "reported_at", "before its period ended"),
    ("company_metrics", "company,period_end,arr", "C1,2023-12-31,", None, "no figure"),
    ("pipeline_deals", "deal,fund,company_name,sourced_at,outcome", "P7,AQ1,Wren,2022-01-01,passed",
     "pass_reason", "without a reason"),
    ("pipeline_deals", "deal,fund,company_name,sourced_at,check_size",
     "P7,AQ1,Wren,2022-01-01,500000000", "check_size", "everything committed"),
    ("pipeline_events", "deal,stage,entered_at", "P1,sourced,2020-01-09", "entered_at",
     "before the deal was sourced on 2020-01-10"),
    ("pipeline_events", "deal,stage,entered_at", "P2,closed,2020-03-09", "stage", "is passed"),
    ("pipeline_events", "deal,stage,entered_at", "P1,sourced,2020-01-10", "deal",
     "no event says when"),
    ("pipeline_events", "deal,stage,entered_at", "P1,closed,2020-02-01\nP1,screened,2020-02-02",
     "entered_at", "entered screened only later"),
    ("channel_costs", "channel,period_start,period_end,cost",
     "referral,2024-01-01,2024-03-31,5\nreferral,2024-03-31,2024-06-30,5", "period_start",
     "shares days with that of row 2"),
    ("team_activities", "user,at,type", "U1,2024-01-01,deal_reviewed", "deal", "names no deal"),
    ("team_activities", "user,at,type", "U1,2099-01-01 10:00,meeting", "at", "in the future"),
    ("market_rounds", "company,date,source,amount", "/c/tern,2013-01-01,P,0", "amount",
     "not disclosed"),
    ("market_rounds", "company,date,source,amount,pre_money,post_money",
     "/c/tern,2013-01-01,P,5,10,12", "post_money", "below that before it (10"),
    ("market_exits", "company,date,type,source,value", "/c/tern,2013-01-01,ma,P,-1", "value",
     "negative"),
    ("balance_assertions", "fund,date,item,amount,source,tolerance",
     "AQ1,2023-12-31,nav,5,auditor,-1", "tolerance", "never hold"),
    ("fund_ledger", "fund,date,account,amount", "AQ1,2023-12-31,management_fees,187500", "amount",
     "usually negative"),
    ("fund_balances", "fund,date,item,amount,company", "AQ1,2023-12-31,cash,5,C1", "company",
     "only reserve_follow_on"),
    ("investor_terms", "fund,investor,term,value", "AQ1,LP07,fee_rate,1.5", "value", "a fraction"),
    ("board_seats", "company,user,from,to", "C1,U1,2021-01-01,2020-01-01", "to",
     "before it begins"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "head", "lines", "column", "words"), ODD)
def test_odd_values_are_taken_and_shown(
    whole_firm: Books, kind: str, head: str, lines: str, column: str | None, words: str
) -> None:
    result = whole_firm.take(kind, f"{head}\n{lines}\n")
    assert (result.status, result.errors) == ("imported", [])
    found = [(w.row, w.message) for w in result.warnings if w.column == column]
    assert [row for row, message in found if words in message], result.warnings


PLAIN = (
    ("companies", "company,name,sector,founded,status", "C7,Wren,Health,2015,active"),
    ("investments", "investment,fund,company,date,ownership", "I7,AQ1,C1,2021-01-01,0.12"),
    ("investment_cash_flows", "investment,date,type,amount", "I1,2020-06-15,investment,5"),
    ("valuations", "investment,date,fair_value", "I1,2021-01-01,0"),
    ("company_metrics", "company,period_end,arr,growth_rate,nrr", "C1,2023-12-31,5,2.5,1.12"),
    ("pipeline_events", "deal,stage,entered_at", "P1,sourced,2020-01-10\nP1,closed,2020-06-01"),
    ("market_rounds", "company,date,source,amount", "/c/tern,2013-01-01,Provider,"),
    ("fund_ledger", "fund,date,account,amount", "AQ1,2023-12-31,contributions,187500"),
    ("investor_terms", "fund,investor,term,value", "AQ1,LP07,excused_sector,tobacco"),
)


@pytest.mark.parametrize(("kind", "head", "lines"), PLAIN)
def test_usual_values_are_taken_in_silence(
    whole_firm: Books, kind: str, head: str, lines: str
) -> None:
    result = whole_firm.take(kind, f"{head}\n{lines}\n")
    assert (result.status, result.warnings) == ("imported", [])


REFUSED = (
    ("channel_costs", "channel,period_start,period_end,cost", "referral,2024-03-31,2024-01-01,5",
     "period_end", "ends before it starts"),
    ("expiries", "company,fund,item,date", "C1,AQ1,option,2027-01-01", "company", "either"),
    ("expiries", "company,fund,item,date", ",,option,2027-01-01", "company", "either"),
    ("fund_ledger", "fund,date,account,amount", "AQ1,2023-12-31,management fee gross,5", "account",
     "not known"),
    ("pipeline_events", "deal,stage,entered_at", "P1,won,2020-02-01", "stage", "not known"),
    ("pipeline_events", "deal,stage,entered_at", "P1,closed,2020-02-01 25:00", "entered_at",
     "time of day"),
    ("company_metrics", "company,period_end,arr",
     "C1,2023-12-31,5\nC1,2023-12-31,6", "company", "says something else"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "head", "lines", "column", "words"), REFUSED)
def test_what_cannot_be_is_refused(
    whole_firm: Books, kind: str, head: str, lines: str, column: str, words: str
) -> None:
    result = whole_firm.take(kind, f"{head}\n{lines}\n")
    assert (result.status, result.rows_new) == ("rejected", 0)
    assert result.errors[0].column == column
    assert words in result.errors[0].message
