"""LP Reporting for programs: keys, units, files, refusals, cost, and the same bytes for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.cache import encode
from services.db.models import Commitment, FundCashFlow, FundNav
from services.db.session import Database
from services.lp_reporting import LpReportingService
from services.scope import SYSTEM, Scope
from services.settings import Settings
from tests.api.conftest import Caller, Site, serve
from tests.conftest import settings_for
from tests.factories import LONG_KNOWN, Facts, statements
from tests.lp_reporting.conftest import publish, write_firm

ROOT = "/api/v1/dashboards/lp-reporting"
NAMED = "fund=AQ1&as_of=2022-06-30"
PANELS = {
    "overview": {"lp_count", "total_commitments", "called", "called_pct", "distributed",
                 "recallable", "unfunded", "nav", "net_irr", "tvpi", "dpi", "rvpi",
                 "calls_outstanding", "packs"},
    "lps": {"rows", "totals", "by_type"},
    "lps/L1": {"lp_id", "name", "commitment", "called", "distributions", "recallable", "unfunded",
               "nav", "lp_irr", "lp_tvpi", "lp_dpi", "lp_rvpi", "share_of_fund", "side_letter",
               "last_report"},
    "lps/id-L1/capital-account": {"period", "columns", "lines", "commitment", "ties"},
    "lps/L1/exposure": {"nav", "holdings", "other", "slices"},
    "capital-activity": {"events"},
    "fees-and-carry": {"management_fees", "partnership_expenses", "carried_interest"},
    "waterfall": {"type", "pref_rate", "catch_up", "carry_rate", "tiers", "totals",
                  "gp_share_of_profit", "per_lp", "clawback", "effects"},
    "reconciliation": {"ties", "passed", "failed"},
}  # fmt: skip


@pytest.fixture(scope="module")
def site(module_db: Database, stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings: Settings = settings_for(
        database_url=module_db.url, redis_url=stores.redis_url,
        data_dir=tmp_path_factory.mktemp("data"),
    )  # fmt: skip
    server, parts = serve(settings, module_db)
    site = Site(server, parts, Facts(module_db))
    write_firm(site.facts)
    yield site


@pytest.fixture(scope="module")
def staff(site: Site) -> Caller:
    return site.caller("ada", "partner")


def test_every_endpoint_answers_with_its_keys(staff: Caller) -> None:
    for panel, keys in PANELS.items():
        answer = staff.get(f"{ROOT}/{panel}?{NAMED}")
        assert answer.status_code == 200, (panel, answer.get_json())
        body = answer.get_json()
        assert keys | {"meta", "notes"} <= set(body), panel
        assert (body["meta"]["basis"], body["meta"]["as_of"]) == ("net_lp", "2022-06-30")
        again = staff.get(f"{ROOT}/{panel}?{NAMED}", **{"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        for kind in ("csv", "xlsx"):
            file = staff.get(f"{ROOT}/{panel}?{NAMED}&format={kind}")
            assert file.status_code == 200 and file.data, (panel, kind)
    units = staff.get(f"{ROOT}/lps?{NAMED}").get_json()["meta"]["units"]
    assert (units["lp_irr"], units["lp_tvpi"], units["nav"]) == ("percent", "x", "money")
    one = staff.get(f"{ROOT}/lps/L1/capital-account?{NAMED}&columns=qtd&period=2022Q2").get_json()
    assert [column["column"] for column in one["columns"]] == ["qtd"]
    assert {line["code"]: line["qtd"] for line in one["lines"]}["closing_nav"] == 360
    late = staff.get(f"{ROOT}/capital-activity?fund=AQ1&as_of=2021-07-10&status=outstanding")
    assert [event["max_days_late"] for event in late.get_json()["events"]] == [9]


def test_a_what_if_is_answered_and_a_wrong_one_refused(staff: Caller) -> None:
    asked = {"lifetime_proceeds": 1000, "date": "2024-12-31", "terms": "fund"}
    body = staff.post(f"{ROOT}/waterfall/simulate?fund=AQ1", json=asked).get_json()
    assert [tier["tier"] for tier in body["tiers"]] == [
        "return_of_capital", "preferred_return", "catch_up", "split",
    ]  # fmt: skip
    assert set(body["tiers"][0]) >= {"tier", "lp", "gp"}
    assert body["totals"]["lp"] + body["totals"]["gp"] == body["totals"]["proceeds"] == 1000
    assert set(body["per_lp"][0]) >= {"lp_id", "amount"}
    assert set(body["effects"]) >= {"tvpi", "net_irr"}
    for wrong, status in (
        ({"lifetime_proceeds": 1}, 422), ({"lifetime_proceeds": -1}, 422), ({"nothing": 1}, 422),
        ({"terms": {"carry_rate": 7}}, 422), ({"terms": {"type": "other"}}, 422),
    ):  # fmt: skip
        answer = staff.post(f"{ROOT}/waterfall/simulate?fund=AQ1", json=wrong)
        assert answer.status_code == status, (wrong, answer.get_json())
    assert staff.post(f"{ROOT}/waterfall/simulate?fund=AQ1", data="{").status_code == 400
    assert staff.get(f"{ROOT}/lps/nobody?{NAMED}").status_code == 404
    assert staff.get(f"{ROOT}/lps/L1/capital-account?{NAMED}&columns=mtd").status_code == 422


def test_an_investors_key_opens_its_own_figures_only(site: Site) -> None:
    from services.access.keys import issue_key
    from services.access.users import add_user

    add_user(site.parts.db, "l1@limited.example", roles=("lp",), investor="L1")
    own = Caller(site.server.test_client(), issue_key(site.parts.db, "l1@limited.example").token)
    assert own.get(f"{ROOT}/overview").status_code == 404  # nothing published yet
    publish(site.facts.db, "id-AQ1", "id-L1", as_of=date(2022, 6, 30))
    site.facts.flow("id-AQ1", "2023-01-01", "capital_call", 7)  # moves the version on
    assert own.get(f"{ROOT}/overview").get_json()["nav"] == 360
    assert own.get(f"{ROOT}/lps/L1").status_code == 200
    for path in ("lps/L2", "waterfall", "reconciliation", "lps/L3/exposure",
                 "lps/L2/capital-account"):  # fmt: skip
        for kind in ("", "?format=csv"):
            assert own.get(f"{ROOT}/{path}{kind}").status_code == 404, path
    refused = own.post(f"{ROOT}/waterfall/simulate", json={"lifetime_proceeds": 1000})
    assert refused.status_code == 404
    assert [row["lp"] for row in own.get(f"{ROOT}/lps").get_json()["rows"]] == ["L1"]


def test_an_answer_of_both_clocks_is_the_same_for_ever(site: Site) -> None:
    service = LpReportingService(site.parts.db)
    scope = Scope(
        funds=("AQ1",), as_of=date(2022, 6, 30), known_on=datetime(2023, 1, 1, tzinfo=UTC)
    )

    def asked() -> list[bytes]:
        answers = [
            service.overview(SYSTEM, scope), service.lps(SYSTEM, scope),
            service.lp(SYSTEM, "L1", scope), service.capital_account(SYSTEM, scope, lp="L1"),
            service.capital_activity(SYSTEM, scope), service.fees_and_carry(SYSTEM, scope),
            service.waterfall(SYSTEM, scope), service.reconciliation(SYSTEM, scope),
            service.exposure(SYSTEM, "L1", scope),
        ]  # fmt: skip
        return [encode(answer, reproducible=True) for answer in answers]

    before = asked()
    later = {"known_from": datetime(2024, 1, 1, tzinfo=UTC)}
    facts, fund = site.facts, "id-AQ1"
    facts.flow(fund, "2022-05-05", "capital_call", 9, investor_id="id-L1", **later)
    facts.nav(fund, "2022-06-30", 9, investor_id="id-L2", **later)
    facts.commitment(fund, "id-L3", "2021-01-01", 50, **later)
    facts.agreement(fund, day="2021-02-02", carry_rate="0.5", **later)
    facts.side_term(fund, "id-L1", "carry_rate", "0.01", **later)
    facts.ledger_line(fund, day="2022-06-30", account="management_fees", amount=-9,
                      investor_id="id-L1", **later)  # fmt: skip
    facts.assertion(fund, day="2022-06-30", item="nav", amount=1, **later)
    assert asked() == before
    assert encode(service.lps(SYSTEM, scope.on(known_on=None)), reproducible=True) != before[1]


def test_more_funds_and_investors_take_no_more_statements(db: Database) -> None:
    facts = Facts(db)
    service = LpReportingService(db)
    counted = []
    for size in (1, 12):
        write_many(facts, f"M{size}", investors=3 * size)
        if size > 1:
            write_many(facts, "N1", investors=5)
        found = {}
        for name, given in (("overview", ()), ("lps", ()), ("capital_activity", ()),
                            ("fees_and_carry", ()), ("exposure", (f"M{size}-0",)),
                            ("lp", (f"M{size}-0",))):  # fmt: skip
            with statements(db) as sent:
                getattr(service, name)(SYSTEM, *given, Scope(as_of=date(2024, 12, 31)))
            found[name] = len(sent)
        counted.append(found)
    assert counted[0] == counted[1]
    assert max(counted[0].values()) <= 16


def test_a_what_if_of_a_full_fund_takes_no_time(db: Database, settings: Settings) -> None:
    """30 companies, 25 investors, 40 flows each: the 95th percentile of calls over the API."""
    facts = Facts(db)
    fund = write_many(facts, "BIG", investors=25, flows=40)
    for number in range(30):
        company = facts.company(f"C{number}")
        deal = facts.deal(f"I{number}", fund=fund, company=company, day="2021-03-31")
        facts.investment_flow(deal, day="2021-03-31", amount=100)
        facts.mark(deal, day="2024-12-31", value=150)
    server, parts = serve(settings, db)
    staff = Site(server, parts, facts).caller("ada", "partner")
    taken = []
    for number in range(25):
        asked = {"lifetime_proceeds": 900_000 + number, "date": "2028-12-31"}
        asked |= {"terms": {"type": "american"}} if number % 5 == 4 else {}
        started = time.process_time()  # what others do on the machine is not ours
        answer = staff.post(f"{ROOT}/waterfall/simulate?fund=BIG", json=asked)
        taken.append(time.process_time() - started)
        assert answer.status_code == 200, answer.get_json()
    assert sorted(taken)[23] < 0.3, [round(one, 3) for one in sorted(taken)]


def write_many(facts: Facts, code: str, *, investors: int, flows: int = 4) -> str:
    """A fund whose investors all promised 1,000 and paid and got a little in every flow."""
    fund = facts.fund(code)
    facts.agreement(fund)
    people = [facts.investor(f"{code}-{number}") for number in range(investors)]
    rows: list[Commitment | FundCashFlow | FundNav] = []
    for number, who in enumerate(people):
        own = {"fund_id": fund, "investor_id": who, "known_from": LONG_KNOWN}
        key = f"{code}{number}"
        rows.append(Commitment(natural_key=f"{key}c", commitment_date=date(2021, 1, 1),
                               amount=Decimal(100_000), **own))  # fmt: skip
        rows.append(FundNav(natural_key=f"{key}n", nav_date=date(2024, 12, 31), currency="USD",
                            nav=Decimal(30_000), **own))  # fmt: skip
        for place in range(flows):
            day = date(2021 + place // 12, 1 + place % 12, 10)
            kind = "distribution" if place % 4 == 3 else "capital_call"
            rows.append(FundCashFlow(natural_key=f"{key}f{place}", flow_date=day, type=kind,
                                     amount=Decimal(500), currency="USD", **own))  # fmt: skip
    with facts.db.session() as session:
        session.add_all(rows)
    facts.nav(fund, "2024-12-31", 30_000 * investors)
    return fund
