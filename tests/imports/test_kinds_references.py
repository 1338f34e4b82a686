"""Rows name things by the firm's codes: unknown ones are refused, or made where a map says so."""

from __future__ import annotations

import pytest

from services.errors import InvalidInput
from services.imports import ImportResult
from services.imports.kinds import KINDS
from services.imports.kinds.things import referred
from services.imports.maps import canonical
from services.imports.store import references
from tests.imports.conftest import Books

UNKNOWN = (
    ("investments", "investment,fund,company,date\nI7,AQ7,C1,2022-01-01\n", "fund", "AQ7"),
    ("investments", "investment,fund,company,date\nI7,AQ1,C7,2022-01-01\n", "company", "C7"),
    ("investment_cash_flows", "investment,date,type,amount\nI7,2022-01-01,fee,5\n",
     "investment", "I7"),
    ("valuations", "investment,date,fair_value\nI7,2022-01-01,5\n", "investment", "I7"),
    ("company_metrics", "company,period_end,arr\nC7,2022-03-31,5\n", "company", "C7"),
    ("board_seats", "company,user,from\nC1,U7,2022-03-31\n", "user", "U7"),
    ("expiries", "company,item,date\nC7,option,2029-03-31\n", "company", "C7"),
    ("pipeline_deals", "deal,fund,company_name,sourced_at\nP7,AQ7,Wren,2022-01-01\n",
     "fund", "AQ7"),
    ("pipeline_events", "deal,stage,entered_at\nP7,sourced,2022-01-01\n", "deal", "P7"),
    ("team_activities", "user,at,type\nU7,2022-01-01,meeting\n", "user", "U7"),
    ("team_activities", "user,at,type,deal\nU1,2022-01-01,meeting,P7\n", "deal", "P7"),
    ("balance_assertions", "fund,date,item,amount,source\nAQ7,2022-01-01,nav,5,x\n",
     "fund", "AQ7"),
    ("fund_ledger", "fund,date,account,amount,investor\nAQ1,2022-01-01,taxes,-5,LP77\n",
     "investor", "LP77"),
    ("fund_balances", "fund,date,item,amount,company\nAQ1,2022-01-01,cash,5,C7\n", "company", "C7"),
    ("investor_terms", "fund,investor,term,value\nAQ1,LP77,mfn,yes\n", "investor", "LP77"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "column", "code"), UNKNOWN)
def test_an_unknown_code_is_refused_with_its_row_and_column(
    whole_firm: Books, kind: str, content: str, column: str, code: str
) -> None:
    result = whole_firm.take(kind, content)
    assert (result.status, result.rows_new) == ("rejected", 0)
    (error,) = result.errors
    assert (error.row, error.column, error.value) == (2, column, code)
    assert error.message.startswith("There is no ")
    assert whole_firm.one(f"SELECT count(*) FROM {KINDS[kind].table} WHERE source_row = 1") == 0


def test_the_nearest_code_is_named(whole_firm: Books) -> None:
    result = whole_firm.take("valuations", "investment,date,fair_value\nI11,2022-01-01,5\n")
    assert result.errors[0].hint == (
        "did you mean 'I1'? Otherwise import it with kind investments first"
    )


def test_only_what_a_kind_names_is_looked_up(whole_firm: Books) -> None:
    rounds = references.load(whole_firm.db, canonical("market_rounds"))
    assert (rounds.known, rounds.people) == ({}, {})
    marks = references.load(whole_firm.db, canonical("valuations"))
    assert [type_.value for type_ in marks.known] == ["investment"]
    assert sorted(marks.known[next(iter(marks.known))]) == ["I1", "I2"]


def test_every_kind_that_describes_things_names_them_in_its_first_column() -> None:
    described = {kind.name: kind for kind in KINDS.values() if kind.entity is not None}
    assert sorted(described) == [
        "companies", "funds", "investments", "investors", "pipeline_deals", "team_members",
    ]  # fmt: skip
    for kind in described.values():
        first = kind.columns[0]
        assert referred(kind)[first.type].table == kind.entity
        assert kind.identity == (first.stored,)


def take_mapped(books: Books, kind: str, content: str, rules: str) -> ImportResult:
    """Import through a map of the canonical layout with more rules."""
    path = books.folder / "own.yaml"
    path.write_text(f"kind: {kind}\nfile: {{date_order: iso}}\n{rules}")
    return books.take(kind, content, map_path=path)


def test_a_map_may_create_pipeline_deals_from_their_events(firm: Books) -> None:
    content = "deal,stage,entered_at\nP5,closed,2021-04-02 09:30\nP5,sourced,2021-02-01 08:00\n"
    rules = "parents: {pipeline_deal: {fund: AQ1, source_channel: search, outcome: closed}}\n"
    result = take_mapped(firm, "pipeline_events", content, rules)
    assert (result.status, result.rows_read, result.rows_new) == ("imported", 2, 2)
    assert "1 pipeline deals were created: P5." in [warning.message for warning in result.warnings]
    assert firm.ask(
        "SELECT p.code, f.code, p.company_name, p.sourced_at::text, p.source_channel, p.outcome, "
        "v.source_row FROM pipeline_deals p JOIN funds f ON f.id = p.fund_id "
        "JOIN pipeline_deal_versions v ON v.pipeline_deal_id = p.id"
    ) == [("P5", "AQ1", "P5", "2021-02-01", "search", "closed", 2)]


def test_a_map_may_create_companies_and_whoever_acted(firm: Books) -> None:
    content = "user,at,type,company\neve@firm.example,2024-01-05 10:00,meeting,C5\n"
    rules = "parents: {company: {sector: Health}, user: {role: analyst}}\n"
    result = take_mapped(firm, "team_activities", content, rules)
    assert result.status == "imported"
    assert firm.ask("SELECT code, name, sector, status FROM companies") == [
        ("C5", "C5", "Health", None)
    ]
    assert firm.ask("SELECT code, email, title, roles, password_hash FROM users") == [
        ("eve@firm.example", "eve@firm.example", "analyst", [], None)
    ]


def test_no_address_is_made_up_for_somebody_who_acted(firm: Books) -> None:
    content = "user,at,type\nU5,2024-01-05 10:00,meeting\n"
    result = take_mapped(firm, "team_activities", content, "parents: {user: {role: analyst}}\n")
    assert (result.status, result.errors[0].column) == ("rejected", "user")
    assert firm.one("SELECT count(*) FROM users") == 0


def test_deals_are_created_only_for_a_fund_that_there_is(firm: Books) -> None:
    content = "deal,stage,entered_at\nP5,closed,2021-04-02\n"
    rules = "parents: {pipeline_deal: {fund: AQ9}}\n"
    result = take_mapped(firm, "pipeline_events", content, rules)
    assert result.errors[0].message == "There is no fund with this code."
    assert firm.one("SELECT count(*) FROM pipeline_deals") == 0


def test_a_default_that_the_kind_lacks_is_told(firm: Books) -> None:
    content = "company,period_end,arr\nC5,2022-03-31,5\n"
    with pytest.raises(InvalidInput, match="'colour', which they have not"):
        take_mapped(firm, "company_metrics", content, "parents: {company: {colour: red}}\n")
    assert firm.one("SELECT count(*) FROM companies") == 0
