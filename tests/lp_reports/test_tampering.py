"""Whatever is changed behind a locked report's back is named, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from services.db.reads.configurations import set_configuration
from services.db.session import Database
from services.errors import Unavailable
from services.lp_reporting.reports import LpReports
from tests.factories import Facts
from tests.lp_reports.conftest import ADA, BOB, FUND, PERIOD, House, firm

# A value of each table that a report stands on, and another in its place.
FORGED = {
    "funds": "code = 'AQ9'",
    "fund_versions": "name = name || 'x'",
    "fund_cash_flows": "amount = amount + 0.01",
    "fund_navs": "known_from = known_from - interval '1 second'",
    "fund_ledger": "amount = 7",
    "fund_balances": "amount = -3",
    "balance_assertions": "amount = 9",
    "lpa_terms": "waterfall = 'none'",
    "commitments": "investor_id = 'id-NOBODY'",
    "investor_terms": "value = 0.01",
    "limited_partners": "code = 'EVE'",
    "limited_partner_versions": "name = 'Eve'",
    "deal_versions": "fund_id = 'id-AQ2'",
    "companies": "code = 'CX'",
    "company_versions": "sector = 'Other'",
    "investment_cash_flows": "currency = 'EUR'",
    "valuations": "known_to = known_from",
    "fx_rates": "per_base = 3",
    "configurations": "set_by = 'nobody'",
    "lp_reports": "approved_by = 'id-EVE'",
    "lp_report_waivers": "reason = 'none'",
    "lp_report_manifests": "inputs = inputs - 'fund_navs'",
}
# What makes a row one of the pack's rather than another's.
WHICH = {
    "funds": "id = 'id-AQ1'",
    "fund_versions": "fund_id = 'id-AQ1'",
    "deal_versions": "fund_id = 'id-AQ1'",
    "limited_partners": "id = 'id-BERT'",
    "limited_partner_versions": "investor_id = 'id-BERT'",
    "companies": "id = 'id-C1'",
    "company_versions": "company_id = 'id-C1'",
    "commitments": "fund_id = 'id-AQ1'",
    "fx_rates": "currency = 'GBP'",
    "investment_cash_flows": "deal_id = 'id-D-C1'",
    "valuations": "deal_id = 'id-D-C1'",
    "lp_report_manifests": "sha256 IN (SELECT manifest_sha256 FROM lp_reports)",
}
# Rows that bring others in with them: one too many, or too few, is named alone.
FACTS = (
    "fund_versions", "commitments", "deal_versions", "limited_partner_versions",
    "investment_cash_flows", "fund_navs",
)  # fmt: skip


@pytest.fixture(scope="module")
def house(module_db: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The firm's fund with a company in pounds, everything a report reads, and a pack locked."""
    found = firm(module_db, tmp_path_factory.mktemp("firm"))
    facts = Facts(module_db)
    _more(facts)
    draft = found.draft("ANNA")
    reports = found.reports
    reports.write_letter(ADA, draft.id, "Dear Anna")
    for tie in draft.ties:
        if tie.state == "fail":  # the administrator is off by one
            reports.waive(BOB, draft.id, check=tie.id, reason="known")
    found.locked(draft.id)
    yield found


def _more(facts: Facts) -> None:
    """What the small firm lacks: holdings, rates, terms, lines, balances; another fund beside."""
    fund, other = "id-AQ1", facts.fund("AQ2")
    stranger = facts.investor("NOBODY")
    facts.commitment(other, stranger, "2024-01-01", 5)
    for where, code in ((fund, "C1"), (other, "C2")):
        company = facts.company(code, sector="Software")
        deal = facts.deal(f"D-{code}", fund=where, company=company, day="2024-02-01", round="seed")
        facts.investment_flow(deal, day="2024-02-01", amount=1000, currency="GBP")
        facts.mark(deal, day="2025-06-30", value=1500, currency="GBP")
    for currency in ("GBP", "EUR"):
        facts.rate(currency, "2024-01-31", "0.8")
    facts.agreement(fund)
    facts.ledger_line(fund, day="2024-03-31", account="management_fees", amount=-500)
    facts.balance(fund, day="2025-06-30", item="cash", amount=10)
    facts.assertion(fund, day="2025-09-30", item="nav", amount=935_001)
    facts.side_term(fund, "id-ANNA", "management_fee_rate", "0.015")
    with facts.db.session() as session:
        payload = {"stale_mark_days": 90}
        set_configuration(session, name="thresholds", version="1", payload=payload, set_by="ADA")


def _forgeries(table: str, change: str) -> dict[str, str]:
    """Statements that each forge one row; of what is no fact its values alone."""
    row = f"(SELECT ctid FROM {table} WHERE {WHICH.get(table, 'true')} LIMIT 1)"
    found = {"changed": f"UPDATE {table} SET {change} WHERE ctid = {row}"}
    if table in FACTS:
        found["vanished"] = f"DELETE FROM {table} WHERE ctid = {row}"
        own = "jsonb_build_object('id', 999999, 'natural_key', 'forged')"
        found["added"] = (
            f"INSERT INTO {table} SELECT (jsonb_populate_record(told, {own})).* "
            f"FROM {table} told WHERE ctid = {row}"
        )
    return found


def _as_owner(house: House, *statements: str) -> None:
    """As somebody who may do everything: no trigger, no foreign key stands in the way."""
    with house.db.session() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            session.execute(text(statement))


def test_the_row_that_was_changed_is_named_and_no_other(house: House):
    (pack,) = house.reports.reports(ADA, FUND, period=PERIOD, state="locked").reports
    assert house.reports.verify(ADA, pack.id).ok
    tried, wrong = 0, []
    for table, change in FORGED.items():
        for what, forge in _forgeries(table, change).items():
            tried += 1
            _as_owner(house, f"CREATE TABLE kept AS SELECT * FROM {table}", forge)
            found = LpReports(house.db).verify(ADA, pack.id)
            named = {(one.table, one.what) for one in found.changed if one.table != "figures"}
            rows = sum(one.table == table for one in found.changed)
            # What ends before the report knew it is gone, not changed.
            expected = "vanished" if "known_to" in change and what == "changed" else what
            if (named, rows, found.ok) != ({(table, expected)}, 1, False):
                wrong.append((table, what, named, rows))
            back = f"INSERT INTO {table} SELECT * FROM kept"
            _as_owner(house, f"DELETE FROM {table}", back, "DROP TABLE kept")
    assert (wrong, tried) == ([], len(FORGED) + 2 * len(FACTS))
    assert house.reports.verify(ADA, pack.id).ok


def test_a_report_holds_wherever_its_verifier_sits(house: House, monkeypatch: pytest.MonkeyPatch):
    (pack,) = house.reports.reports(ADA, FUND, period=PERIOD, state="locked").reports
    monkeypatch.setenv("PGTZ", "Asia/Kolkata")
    elsewhere = Database(house.db.url)
    assert LpReports(elsewhere, timezone="Asia/Tokyo").verify(ADA, pack.id).ok
    elsewhere.dispose()


def test_no_file_is_made_of_a_report_that_somebody_forged(house: House):
    (pack,) = house.reports.reports(ADA, FUND, period=PERIOD, state="locked").reports
    for value in ("replace(payload, '540000.00', '640000.00')", "payload || 'x'"):
        forge = f"UPDATE lp_reports SET payload = {value} WHERE id = '{pack.id}'"
        _as_owner(house, "CREATE TABLE kept AS SELECT * FROM lp_reports", forge)
        for format in ("pdf", "json"):
            with pytest.raises(Unavailable, match="is not what was sealed"):
                house.reports.download(ADA, pack.id, format)
        found = house.reports.verify(ADA, pack.id)
        assert not found.ok and "payload, says something else" in found.changed[0].text
        back = "INSERT INTO lp_reports SELECT * FROM kept"
        _as_owner(house, "DELETE FROM lp_reports", back, "DROP TABLE kept")
    assert house.reports.download(ADA, pack.id, "json").content
