"""`gpdash import --list` tells everything that a file may hold, from the one declaration."""

from __future__ import annotations

import json

import pytest

from dashapp.cli import main
from services.imports import listing

CONTRACT = {
    "companies": "company* name* sector* subsector stage geography founded currency status",
    "investments": (
        "investment* fund* company* date* round instrument ownership lead_partner source_channel "
        "pipeline_deal"
    ),
    "investment_cash_flows": "investment* date* type* amount* currency external_id",
    "valuations": "investment* date* fair_value* method source currency",
    "company_metrics": (
        "company* period_end* revenue_ttm arr growth_rate gross_margin cash net_burn ltv cac nrr "
        "headcount reported_at currency"
    ),
    "pipeline_deals": (
        "deal* fund* company_name* sourced_at* source_channel sector stage geography owner "
        "check_size outcome pass_reason"
    ),
    "pipeline_events": "deal* stage* entered_at*",
    "channel_costs": "channel* period_start* period_end* cost* currency",
    "team_members": "user* name* email* role*",
    "team_activities": "user* at* type* company deal response_time_hours outcome",
    "market_rounds": (
        "round company* date* sector subsector stage amount pre_money post_money geography "
        "currency source*"
    ),
    "market_exits": ("exit company* date* type* value invested sector geography currency source*"),
    "balance_assertions": "fund* date* item* amount* tolerance source*",
    "fund_ledger": "fund* date* account* amount* investor company currency external_id",
    "fund_balances": "fund* date* item* amount* company",
    "investor_terms": "fund* investor* term* value* effective_date",
    "board_seats": "company* user* from* to next_meeting",
    "expiries": "company fund item* date*",
}


@pytest.mark.parametrize("kind", CONTRACT)
def test_the_columns_are_those_that_were_promised(kind: str) -> None:
    columns = listing.described(kind)["columns"]
    names = [column["name"] + "*" * column["required"] for column in columns]
    promised = CONTRACT[kind].split()
    assert names[: len(promised)] == promised
    assert not [name for name in names[len(promised) :] if name.endswith("*")]


def test_the_list_has_28_kinds_in_the_order_of_a_firms_files() -> None:
    kinds = [row["kind"] for row in listing.overview()["kinds"]]
    assert len(kinds) == 28
    assert kinds.index("companies") < kinds.index("investments") < kinds.index("valuations")
    assert kinds.index("pipeline_deals") < kinds.index("pipeline_events")


def test_the_ledger_lists_its_account_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--list", "fund_ledger", "--json"]) == 0
    accounts = json.loads(capsys.readouterr().out)["accounts"]
    fees = next(row for row in accounts if row["account"] == "management_fees")
    assert fees == {
        "account": "management_fees",
        "label": "Management Fees - Gross of Offsets, Waivers & Rebates",
        "section": "fees",
        "usual": "lowers",
        "total": False,
    }
    assert main(["import", "--list", "fund_ledger"]) == 0
    printed = capsys.readouterr().out
    assert "transaction, qtd, ytd, itd" in printed
    assert "ending_nav" in printed


def test_choices_are_listed_word_by_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--list", "pipeline_events"]) == 0
    printed = capsys.readouterr().out
    assert "sourced, screened, term_sheet, closed, passed, lost" in printed
    stage = next(
        column
        for column in listing.described("pipeline_events")["columns"]
        if column["name"] == "stage"
    )
    assert stage["choices"][2] == "term_sheet"
