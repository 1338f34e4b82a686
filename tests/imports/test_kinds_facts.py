"""Every kind of the record: its file is stored as written, repeated, re-sorted and corrected."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.imports.conftest import Books


@dataclass(frozen=True)
class Case:
    """A file of one kind, what is stored of it, and one line as a later file corrects it."""

    kind: str
    head: str
    lines: tuple[str, ...]
    query: str
    stored: list[tuple[object, ...]]
    corrected: str
    table: str = ""

    def content(self, *lines: str) -> str:
        return "\n".join((self.head, *lines)) + "\n"


CASES = (
    Case(
        "companies",
        "company,name,sector,founded,currency,status,cohort",
        ("C8,Gannet SA,Software,2012,EUR,Active,Winter 2014", "C9,Wren Inc,Health,,,,"),
        "SELECT c.code, v.name, v.sector, v.founded::text, v.currency, v.status, v.cohort "
        "FROM company_versions v JOIN companies c ON c.id = v.company_id WHERE c.code > 'C7'",
        [
            ("C8", "Gannet SA", "Software", "2012-01-01", "EUR", "active", "Winter 2014"),
            ("C9", "Wren Inc", "Health", None, None, None, None),
        ],
        "C9,Wren Inc,Health,,USD,exited,",
        "company_versions",
    ),
    Case(
        "investments",
        "investment,fund,company,date,round,instrument,ownership,lead_partner,pipeline_deal",
        ("I8,AQ1,C1,2022-03-31,Series B,preferred,0.15,U1,P1", "I9,AQ1,C2,2022-05-01,,,,,"),
        "SELECT d.code, f.code, c.code, v.deal_date::text, v.round, v.ownership::text, "
        "v.pipeline_deal FROM deal_versions v JOIN deals d ON d.id = v.deal_id "
        "JOIN funds f ON f.id = v.fund_id JOIN companies c ON c.id = v.company_id "
        "WHERE d.code > 'I7'",
        [
            ("I8", "AQ1", "C1", "2022-03-31", "Series B", "0.15", "P1"),
            ("I9", "AQ1", "C2", "2022-05-01", None, None, None),
        ],
        "I9,AQ1,C1,2022-05-01,,,,,",
        "deal_versions",
    ),
    Case(
        "investment_cash_flows",
        "investment,date,type,amount,currency,external_id",
        (
            "I1,2020-06-15,Investment,2000000,,",
            "I1,2021-06-15,Follow On,500000.50,EUR,W-7",
            "I1,2023-01-31,proceeds,300000,,",
            "I1,2023-01-31,proceeds,300000,,",
        ),
        "SELECT flow_date::text, type, amount::text, currency, external_id "
        "FROM investment_cash_flows",
        [
            ("2020-06-15", "investment", "2000000.00", "EUR", None),
            ("2021-06-15", "follow_on", "500000.50", "EUR", "W-7"),
            ("2023-01-31", "proceeds", "300000.00", "EUR", None),
            ("2023-01-31", "proceeds", "300000.00", "EUR", None),
        ],
        "I1,2023-01-31,proceeds,310000,,",
    ),
    Case(
        "valuations",
        "investment,date,fair_value,method,source,currency",
        ("I1,2023-12-31,2600000,last round,committee,", "I2,2023-12-31,0,write-down,,GBP"),
        "SELECT mark_date::text, fair_value::text, method, source, currency FROM valuations",
        [
            ("2023-12-31", "2600000.00", "last round", "committee", "EUR"),
            ("2023-12-31", "0.00", "write-down", None, "GBP"),
        ],
        "I2,2023-12-31,100,write-down,,GBP",
    ),
    Case(
        "company_metrics",
        "company,period_end,arr,growth_rate,gross_margin,cash,net_burn,headcount,reported_at",
        (
            "C1,2023-09-30,3900000,85%,0.71,5200000,240000,48,2023-10-20",
            "C1,2023-12-31,,,,,,51,",
        ),
        "SELECT period_end::text, arr::text, growth_rate::text, net_burn::text, headcount, "
        "reported_at::text, currency, is_latest FROM company_metrics",
        [
            (
                "2023-09-30",
                "3900000.00",
                "0.85",
                "240000.00",
                48,
                "2023-10-20",
                None,
                False,
            ),
            ("2023-12-31", None, None, None, 51, None, None, True),
        ],
        "C1,2023-12-31,4100000,,,,,51,",
    ),
    Case(
        "board_seats",
        "company,user,from,to,next_meeting",
        ("C1,U1,2020-07-01,,2026-11-30", "C1,U2,2020-07-01,2022-06-30,"),
        "SELECT from_date::text, to_date::text, next_meeting::text FROM board_seats",
        [("2020-07-01", None, "2026-11-30"), ("2020-07-01", "2022-06-30", None)],
        "C1,U2,2020-07-01,2022-12-31,",
    ),
    Case(
        "expiries",
        "company,fund,item,date",
        ("C1,,option to invest,2027-12-31", ",AQ1,credit line,2028-06-30"),
        "SELECT company_id IS NULL, fund_id IS NULL, item, expiry_date::text FROM expiries",
        [
            (False, True, "option to invest", "2027-12-31"),
            (True, False, "credit line", "2028-06-30"),
        ],
        ",AQ1,credit line,2029-06-30",
    ),
    Case(
        "pipeline_deals",
        "deal,fund,company_name,sourced_at,source_channel,check_size,outcome,pass_reason",
        ("P8,AQ1,Gannet SA,2024-02-12,referral,3000000,Open,", "P9,AQ1,Wren Inc,2024-03-01,,,,"),
        "SELECT p.code, v.company_name, v.sourced_at::text, v.check_size::text, v.outcome "
        "FROM pipeline_deal_versions v JOIN pipeline_deals p ON p.id = v.pipeline_deal_id "
        "WHERE p.code > 'P7'",
        [
            ("P8", "Gannet SA", "2024-02-12", "3000000.00", "open"),
            ("P9", "Wren Inc", "2024-03-01", None, None),
        ],
        "P9,AQ1,Wren Inc,2024-03-01,,,passed,price",
        "pipeline_deal_versions",
    ),
    Case(
        "pipeline_events",
        "deal,stage,entered_at,owner,referrer",
        ("P1,sourced,2020-01-10,U1,", "P1,Term Sheet,2020-03-05 14:05,U1,U2"),
        "SELECT stage, entered_at::text, owner, referrer FROM pipeline_events",
        [
            ("sourced", "2020-01-10 00:00:00", "U1", None),
            ("term_sheet", "2020-03-05 14:05:00", "U1", "U2"),
        ],
        "P1,Term Sheet,2020-03-06 09:00,U1,U2",
    ),
    Case(
        "channel_costs",
        "channel,period_start,period_end,cost,currency",
        ("referral,2024-01-01,2024-03-31,18500,EUR", "conference,2024-01-01,2024-03-31,9000,"),
        "SELECT channel, period_start::text, period_end::text, cost::text, currency "
        "FROM channel_costs",
        [
            ("referral", "2024-01-01", "2024-03-31", "18500.00", "EUR"),
            ("conference", "2024-01-01", "2024-03-31", "9000.00", None),
        ],
        "conference,2024-01-01,2024-03-31,9500,",
    ),
    Case(
        "team_members",
        "user,name,email,role",
        ("U8,Cleo Ruiz,Cleo@Firm.example,principal", "U9,Dag Lund,dag@firm.example,analyst"),
        "SELECT u.code, v.name, v.email, v.role FROM team_member_versions v "
        "JOIN users u ON u.id = v.user_id WHERE u.code > 'U7'",
        [
            ("U8", "Cleo Ruiz", "cleo@firm.example", "principal"),
            ("U9", "Dag Lund", "dag@firm.example", "analyst"),
        ],
        "U9,Dag Lund,dag@firm.example,associate",
        "team_member_versions",
    ),
    Case(
        "team_activities",
        "user,at,type,company,deal,response_time_hours,outcome",
        (
            "U1,2024-03-05 14:30,Deal Reviewed,,P1,,",
            "U1,2024-03-06,update_response,C1,,6.50,answered",
            "U1,2024-03-07,meeting,,,,",
            "U1,2024-03-07,meeting,,,,",
        ),
        "SELECT at::text, type, company_id IS NULL, deal_id IS NULL, response_time_hours::text, "
        "outcome FROM team_activities",
        [
            ("2024-03-05 14:30:00", "deal_reviewed", True, False, None, None),
            ("2024-03-06 00:00:00", "update_response", False, True, "6.50", "answered"),
            ("2024-03-07 00:00:00", "meeting", True, True, None, None),
            ("2024-03-07 00:00:00", "meeting", True, True, None, None),
        ],
        "U1,2024-03-07,meeting,,,,cancelled",
    ),
    Case(
        "market_rounds",
        "round,company,date,sector,stage,amount,currency,source,investor,counts,date_precision",
        (
            "R1,/c/tern,2013-04-02,software,series-a,4500000,USD,Provider,,,",
            ",/c/wren,2008-01-01,mobile,angel,,,Provider,Rhône Partners,no,year",
        ),
        "SELECT round_id, company, round_date::text, amount::text, currency, investor, counts, "
        "date_precision FROM market_rounds",
        [
            ("R1", "/c/tern", "2013-04-02", "4500000.00", "USD", None, True, "day"),
            (None, "/c/wren", "2008-01-01", None, None, "Rhône Partners", False, "year"),
        ],
        ",/c/wren,2008-01-01,mobile,seed,,,Provider,Rhône Partners,no,year",
    ),
    Case(
        "market_exits",
        "exit,company,date,type,value,invested,sector,currency,source,acquirer",
        (
            ",/c/tern,2013-05-20,M&A,82000000,16500000,software,USD,Provider,Rhône Industries",
            "E2,/c/wren,2013-06-01,IPO,,,mobile,,Provider,",
        ),
        "SELECT exit_id, company, type, value::text, invested::text, acquirer FROM market_exits",
        [
            (None, "/c/tern", "ma", "82000000.00", "16500000.00", "Rhône Industries"),
            ("E2", "/c/wren", "ipo", None, None, None),
        ],
        "E2,/c/wren,2013-06-01,IPO,500000000,,mobile,,Provider,",
    ),
    Case(
        "balance_assertions",
        "fund,date,item,amount,tolerance,source",
        (
            "AQ1,2023-12-31,NAV,84500000,1000,administrator",
            "AQ1,2023-12-31,Paid In,61000000,,auditor",
        ),
        "SELECT assertion_date::text, item, amount::text, tolerance::text, source "
        "FROM balance_assertions",
        [
            ("2023-12-31", "nav", "84500000.00", "1000.00", "administrator"),
            ("2023-12-31", "paid_in", "61000000.00", None, "auditor"),
        ],
        "AQ1,2023-12-31,Paid In,62000000,,auditor",
    ),
    Case(
        "fund_ledger",
        "fund,date,account,amount,investor,company,currency,external_id,span",
        (
            "AQ1,2023-12-31,Management Fees – Gross of Offsets; Waivers & Rebates,-187500,,,,,qtd",
            "AQ1,2023-12-31,Net Realized Gain / (Loss)*,1000000,LP07,C1,EUR,GL-1,",
            "AQ1,2023-12-31,distributions,-5,,,,,",
            "AQ1,2023-12-31,distributions,-5,,,,,",
        ),
        "SELECT entry_date::text, account, amount::text, investor_id IS NULL, company_id IS NULL, "
        "currency, external_id, span FROM fund_ledger",
        [
            ("2023-12-31", "management_fees", "-187500.00", True, True, "EUR", None, "qtd"),
            (
                "2023-12-31",
                "realized_gain",
                "1000000.00",
                False,
                False,
                "EUR",
                "GL-1",
                "transaction",
            ),
            ("2023-12-31", "distributions", "-5.00", True, True, "EUR", None, "transaction"),
            ("2023-12-31", "distributions", "-5.00", True, True, "EUR", None, "transaction"),
        ],
        "AQ1,2023-12-31,distributions,-6,,,,,",
    ),
    Case(
        "fund_balances",
        "fund,date,item,amount,company",
        ("AQ1,2023-12-31,cash,3150000,", "AQ1,2023-12-31,Reserve Follow-On,900000,C1"),
        "SELECT balance_date::text, item, amount::text, company_id IS NULL FROM fund_balances",
        [
            ("2023-12-31", "cash", "3150000.00", True),
            ("2023-12-31", "reserve_follow_on", "900000.00", False),
        ],
        "AQ1,2023-12-31,Reserve Follow-On,950000,C1",
    ),
    Case(
        "investor_terms",
        "fund,investor,term,value,effective_date",
        ("AQ1,LP07,Fee_Rate,0.015,2019-03-01", "AQ1,LP07,mfn,yes,"),
        "SELECT term, value, effective_date::text FROM investor_terms",
        [("fee_rate", "0.015", "2019-03-01"), ("mfn", "yes", None)],
        "AQ1,LP07,mfn,no,",
    ),
)
every_kind = pytest.mark.parametrize("case", CASES, ids=[case.kind for case in CASES])


@every_kind
def test_a_file_is_stored_as_it_is_written(whole_firm: Books, case: Case) -> None:
    result = whole_firm.take(case.kind, case.content(*case.lines))
    assert (result.status, result.errors) == ("imported", [])
    assert (result.rows_new, result.rows_superseded) == (len(case.lines), 0)
    assert whole_firm.ask(f"{case.query} {_order(case)}") == case.stored


@every_kind
def test_the_same_file_again_changes_nothing(whole_firm: Books, case: Case) -> None:
    whole_firm.take(case.kind, case.content(*case.lines))
    again = whole_firm.take(case.kind, case.content(*case.lines), name="again.csv")
    assert (again.status, again.touched_funds) == ("already_imported", {})
    assert whole_firm.ask(f"{case.query} {_order(case)}") == case.stored


@every_kind
def test_a_resorted_file_is_unchanged(whole_firm: Books, case: Case) -> None:
    whole_firm.take(case.kind, case.content(*case.lines))
    result = whole_firm.take(case.kind, case.content(*reversed(case.lines)))
    assert (result.rows_new, result.rows_superseded, result.rows_unchanged) == (
        0,
        0,
        len(case.lines),
    )
    assert (result.touched_funds, result.shared_version) == ({}, None)


@every_kind
def test_a_corrected_line_supersedes_and_nothing_is_deleted(whole_firm: Books, case: Case) -> None:
    table = case.table or case.kind
    whole_firm.take(case.kind, case.content(*case.lines))
    before = whole_firm.one(f"SELECT count(*) FROM {table}")
    kept = case.lines[:-1]
    result = whole_firm.take(case.kind, case.content(*kept, case.corrected))
    assert (result.rows_new, result.rows_superseded, result.rows_unchanged) == (0, 1, len(kept))
    assert whole_firm.one(f"SELECT count(*) FROM {table}") == before + 1
    assert (
        whole_firm.one(
            f"SELECT count(*) FROM {table} a JOIN {table} b "
            "ON a.natural_key = b.natural_key AND a.known_to = b.known_from"
        )
        == 1
    )


def _order(case: Case) -> str:
    """Versions are asked in the order of the file."""
    return f"ORDER BY {'v.' if case.table else ''}source_row"
