"""Every dashboard route against every kind of principal and fund: each sees its own alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from dashapp import create_app
from dashapp.api.layer import BASE, Endpoint, declared
from services.access.embed_tokens import issue_embed
from services.access.keys import issue_key
from services.access.users import add_user
from services.db.models import Alert, LpReport
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.exports.report_pack import PackPress
from services.lp_reporting.reports import LpReports
from services.lp_reporting.results.reports import Report
from services.market_intelligence.snapshots import compute_everything
from services.modules import MODULES
from services.scope import Principal, Scope
from services.settings import Settings
from tests.conftest import settings_for
from tests.factories import Facts

OWN, OTHER, MISSING = "OWN1", "OTHER2", "NONE9"
CANARY = re.compile(r"OTHER2|7654321|Secret Investor|id-OTHER2")
NEIGHBOUR = re.compile(r"LP-NEXT|Investor LP-NEXT|1234567")
CODES = tuple(("json", fund) for fund in (OWN, OTHER, MISSING))
FILES = (
    *(("json", fund) for fund in (f"id-{OWN}", f"id-{OTHER}")),
    *(("csv", fund) for fund in (OWN, OTHER)),
    *(("xlsx", fund) for fund in (OWN, OTHER)),
)
# Answers by id and as files come the same way for everybody: these stand for all.
TRY_FILES = {"own-partner", "lp", "embed-False", "embed-True"}
LP_FAMILY, TEAM_FAMILY = "/dashboards/lp-reporting/", "/dashboards/team-operations/"
PEOPLE = {OWN: "ADA", OTHER: "BOB"}  # members of the team, one beside each fund
PARTNERS, ASSOCIATES = ("partner", "own-partner"), ("associate", "newcomer")
# What of it is the firm's alone: an investor does not know that it is there.
OF_THE_FIRM = ("waterfall", "reconciliation", "performance-template")


@dataclass(frozen=True)
class Asker:
    """Someone with a header, and what they may see: fund codes, and whether the module at all."""

    name: str
    header: dict[str, str]
    sees: frozenset[str]
    module: bool = True
    export: bool = True
    hides: int = 403


@dataclass
class Firm:
    server: Flask
    pack: str  # id of the sealed pack of one's own fund
    askers: list[Asker] = field(default_factory=list)


def _facts(db: Database) -> None:
    facts = Facts(db)
    for code, amount in ((OWN, 1000), (OTHER, 7654321)):
        fund = facts.fund(code, name=f"Fund {code}", vintage_year=2018, strategy="buyout")
        facts.flow(fund, "2018-03-31", "capital_call", amount)
        facts.flow(fund, "2021-06-30", "distribution", amount // 2)
        facts.nav(fund, "2024-12-31", amount)
        _holdings(facts, code, fund, amount)
        _partners(facts, code, fund, amount)
    for n in range(6):
        facts.market_round(
            f"M{n}", day="2024-11-05", sector="Software", stage="seed", amount=100 + n,
            pre_money=500 + n, currency="USD",
        )  # fmt: skip
    with db.session() as session:
        compute_everything(session, version=bump(session, [SHARED])[SHARED])
    facts.levels("SPX", {f"{year}-12-31": str(100 + year - 2017) for year in range(2017, 2027)})


def _holdings(facts: Facts, code: str, fund: str, amount: int) -> None:
    """A company with reports and marks, and a deal on its way, named after the fund."""
    company = facts.company(f"CO-{code}", name=f"Company of {code}", sector="Software")
    deal = facts.deal(f"I-{code}", fund=fund, company=company, day="2018-04-01", round="seed")
    facts.investment_flow(deal, day="2018-04-01", amount=amount // 2)
    facts.mark(deal, day="2024-12-31", value=amount)
    for end in ("2024-09-30", "2024-12-31"):
        facts.company_metric(
            company, period_end=end, revenue_ttm=amount, arr=amount, cash=amount, net_burn=amount
        )
    prospect = facts.pipeline_deal(
        f"P-{code}", fund=fund, sourced_at="2024-10-05", company_name=f"Prospect of {code}",
        source_channel=f"Channel of {code}", owner=f"Owner of {code}", check_size=amount,
    )  # fmt: skip
    facts.pipeline_event(prospect, stage="screened", at="2024-10-20")


def _partners(facts: Facts, code: str, fund: str, amount: int) -> None:
    """An investor named after the fund, and in one's own fund another beside it; an agreement, a
    member of the team, an alert and a pack in draft."""
    facts.agreement(fund, limit_single_company="0.2", limit_sector="0.5")
    parts = {f"LP-{code}": amount}
    if code == OWN:
        parts["LP-NEXT"] = 1234567
    for name, part in parts.items():
        investor = facts.investor(name, "pension")
        facts.commitment(fund, investor, "2018-01-01", part * 2)
        facts.flow(fund, "2018-03-31", "capital_call", part, investor_id=investor)
        facts.nav(fund, "2024-12-31", part, investor_id=investor)
    person = facts.user(PEOPLE[code], name=PEOPLE[code].title())
    facts.activity(person, at="2024-11-05", company_id=f"id-CO-{code}")
    with facts.db.session() as session:
        session.add(
            Alert(
                id=f"A-{code}", rule="runway_short", fund_id=fund, entity_type="company",
                entity_id=f"id-CO-{code}", entity_name=f"Company of {code}", severity="critical",
                measure="runway_months", value=Decimal(2), threshold=Decimal(6), unit="months",
                since=date(2024, 12, 31), as_of=date(2024, 12, 31), state="open",
            )
        )  # fmt: skip
        session.add(
            LpReport(
                id=f"R-{code}", fund_id=fund, lp_id=f"id-LP-{code}", period="2024Q4",
                report_type="quarterly", state="draft", as_of=date(2024, 12, 31),
                known_on=datetime(2025, 1, 20, tzinfo=UTC), prepared_by=person,
            )
        )  # fmt: skip


def _published(db: Database) -> str:
    """The investor of one's own fund has a sealed pack of the last quarter with a value; its id."""
    ada, bob = (
        Principal(user_id=f"id-{code}", name=code, roles=frozenset({"partner"}), funds=None)
        for code in PEOPLE.values()
    )
    packs = LpReports(db, press=PackPress(firm="Alder & Quay"))
    scope = Scope(funds=(OWN,))
    made = packs.create(ada, scope, period="2024Q4", lp=f"LP-{OWN}")
    assert isinstance(made, Report)
    packs.approve(bob, made.id)
    for tie in packs.report(ada, made.id).ties:
        if tie.state == "fail":
            packs.waive(bob, made.id, check=tie.id, reason="made up for a test")
    return packs.lock(ada, made.id).id


def _asker(db: Database, name: str, sees: set[str], roles: list[str], **more: Any) -> Asker:
    limits = {key: more.pop(key) for key in ("module", "hides") if key in more}
    person = add_user(db, f"{name}@firm.example", roles=roles, **more)
    token = issue_key(db, person.email).token
    header = {"Authorization": f"Bearer {token}"}
    return Asker(name, header, frozenset(sees), **limits)


def _embedded(db: Database, settings: Settings, issuer: str, *, exports: bool) -> Asker:
    token = issue_embed(
        db,
        settings,
        email=f"{issuer}@firm.example",
        modules=[module.slug for module in MODULES],
        funds=[OWN],
        may_export=exports,
    )
    header = {"Authorization": f"Bearer {token}"}
    return Asker(f"embed-{exports}", header, frozenset({OWN}), export=exports)


@pytest.fixture(scope="module")
def firm(
    module_db: Database, stores: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firm]:
    """Two funds; people who see both, one, the other or none; a key or a token for each."""
    db = module_db
    folder = tmp_path_factory.mktemp("firm")
    settings = settings_for(database_url=db.url, redis_url=stores.redis_url, data_dir=folder)
    _facts(db)
    pack = _published(db)
    both = {OWN, OTHER}
    askers = [
        _asker(db, "partner", both, ["partner"]),
        _asker(db, "auditor", both, ["auditor"]),
        _asker(db, "own-partner", {OWN}, ["partner"], funds=[OWN]),
        _asker(db, "associate", {OWN}, ["associate"], funds=[OWN]),
        _asker(db, "operations", {OWN}, ["operations"], funds=[OWN]),
        _asker(db, "newcomer", set(), ["associate"]),
        _asker(db, "admin", set(), ["admin"], module=False),
        _asker(db, "lp", set(), ["lp"], investor=f"LP-{OWN}", module=False, hides=404),
        _embedded(db, settings, "partner", exports=False),
        _embedded(db, settings, "partner", exports=True),
    ]
    yield Firm(create_app(settings).server, pack, askers)


def _dashboards(firm: Firm) -> list[Endpoint]:
    return [
        endpoint
        for endpoint in declared(firm.server)
        if endpoint.method == "GET" and endpoint.path.startswith("/dashboards/")
    ]


def _routes(firm: Firm) -> list[Endpoint]:
    """Those that answer of one's own funds; the others tell what providers disclose to all."""
    return [route for route in _dashboards(firm) if "fund_id" in route.query.model_fields]


def _ask(firm: Firm, asker: Asker, route: Endpoint, **query: str) -> tuple[int, bytes, str]:
    if "index" in route.query.model_fields:
        query["index"] = "SPX"
    whose = query.get("fund_id", OWN).removeprefix("id-")
    if "lp_id" in route.query.model_fields:
        query["lp_id"] = f"LP-{whose}"
    if route.path.endswith("/productivity"):
        query["user"] = PEOPLE.get(whose, MISSING)
    answer = firm.server.test_client().get(
        BASE + _path(firm, route, whose),
        query_string=query,
        headers=asker.header,
    )
    return answer.status_code, answer.data, answer.content_type


def _path(firm: Firm, route: Endpoint, whose: str) -> str:
    """The route of things that belong to a fund."""
    named = {
        "company": f"CO-{whose}",
        "lp": f"LP-{whose}",
        "report_id": firm.pack if whose == OWN else f"R-{whose}",
        "user_id": PEOPLE.get(whose, MISSING),
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: named[part[1]], route.path)


def _of_nobody(route: Endpoint) -> bool:
    """Whether the answer is of no fund, and the same whichever one is named: other people's
    companies, and the work of the team."""
    market = "/dashboards/market-intelligence/"
    if route.path.startswith(market):
        return not route.path.endswith("/portfolio-vs-market")
    return route.path.startswith(TEAM_FAMILY)


def _expected(asker: Asker, fund: str, format: str, route: Endpoint) -> set[int]:
    if asker.name == "lp" and route.path.startswith(LP_FAMILY):
        return {404} if fund != OWN or route.path.endswith(OF_THE_FIRM) else {200}
    if not asker.module:
        return {asker.hides}
    if asker.name in ASSOCIATES and route.path.startswith(LP_FAMILY):
        return {403}
    if route.path.endswith("/productivity") and asker.name not in PARTNERS:
        return {403}
    if format != "json" and not asker.export:
        return {403}
    if route.path.startswith(TEAM_FAMILY):
        return _of_the_team(asker, fund, route)
    return {200} if fund in asker.sees or _of_nobody(route) else {404}


def _of_the_team(asker: Asker, fund: str, route: Endpoint) -> set[int]:
    """The team is the firm's, whatever fund is named; a person's own sheet is not for all."""
    personal = route.path.endswith(("/<user_id>", "/productivity"))
    if not personal:
        return {200}
    return {200} if fund in PEOPLE and asker.name in (*PARTNERS, "auditor", "operations") else {404}


def test_every_cell_of_the_matrix_shows_ones_own_and_nothing_else(firm: Firm) -> None:
    cells, wrong = 0, []
    for route in _routes(firm):
        for asker in firm.askers:
            for format, fund in CODES + (FILES if asker.name in TRY_FILES else ()):
                cells += 1
                code, body, _ = _ask(firm, asker, route, fund_id=fund, format=format)
                expected = _expected(asker, fund.removeprefix("id-"), format, route)
                leaks = OTHER not in asker.sees and CANARY.search(_said(body))
                leaks = leaks or (asker.name == "lp" and NEIGHBOUR.search(_said(body)))
                if code not in expected or leaks:
                    wrong.append((route.path, asker.name, fund, format, code, bool(leaks)))
    assert wrong == []
    assert cells >= 2_500


def test_what_others_disclose_is_for_those_who_may_open_the_module(firm: Firm) -> None:
    disclosed = [route for route in _dashboards(firm) if "provider" in route.query.model_fields]
    assert len(disclosed) == 2
    for route in disclosed:
        for asker in firm.askers:
            query = {"provider": "Nobody"}
            if "fund" in route.query.model_fields:
                query["fund"] = "Nothing"
            code, body, _ = _ask(firm, asker, route, **query)
            assert code == (404 if asker.module else asker.hides), (route.path, asker.name, code)
            assert not CANARY.search(_said(body))


def _said(body: bytes) -> str:
    """The words of an answer, without the repetition of what was asked."""
    try:
        told = json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
    if isinstance(told, dict):
        told.pop("instance", None)
    return json.dumps(told)


def test_without_a_fund_only_ones_own_are_pooled(firm: Firm) -> None:
    for route in _routes(firm):
        for asker in firm.askers:
            code, body, _ = _ask(firm, asker, route)
            assert code in (200, 403, 404, 422)
            if OTHER not in asker.sees:
                assert not CANARY.search(_said(body)), (route.path, asker.name)


def test_another_ones_fund_cannot_be_told_from_one_that_does_not_exist(firm: Firm) -> None:
    for route in _routes(firm):
        for asker in firm.askers:
            if OTHER in asker.sees or _of_nobody(route):
                continue
            foreign = _ask(firm, asker, route, fund_id=OTHER)
            missing = _ask(firm, asker, route, fund_id=MISSING)
            assert foreign[0] == missing[0]
            assert _same(foreign[1]) == _same(missing[1]), (route.path, asker.name)


def _same(body: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(body)
    return {key: value for key, value in told.items() if key not in ("request_id", "instance")}


def test_two_funds_of_which_one_is_foreign_are_refused_together(firm: Firm) -> None:
    (own,) = (asker for asker in firm.askers if asker.name == "own-partner")
    for route in _routes(firm):
        if _of_nobody(route):
            continue
        answer = firm.server.test_client().get(
            BASE + _path(firm, route, OWN),
            query_string=[("fund_id", OWN), ("fund_id", OTHER), ("index", "SPX")][
                : 3 if "index" in route.query.model_fields else 2
            ],
            headers=own.header,
        )
        assert answer.status_code in (404, 422), route.path
        assert not CANARY.search(_said(answer.data))


def test_a_company_of_another_fund_is_as_good_as_missing(firm: Firm) -> None:
    path = f"{BASE}/dashboards/portfolio-analytics/companies/"
    for asker in firm.askers:
        if OTHER in asker.sees or not asker.module:
            continue
        names = (f"CO-{OTHER}", f"id-CO-{OTHER}", "CO-NOBODY")
        told = [firm.server.test_client().get(path + name, headers=asker.header) for name in names]
        assert {answer.status_code for answer in told} == {404}, asker.name
        details = {answer.get_json()["detail"] for answer in told}
        assert len(details) == 1 and not CANARY.search(details.pop()), asker.name


def test_a_filter_cannot_bring_out_a_deal_of_another_fund(firm: Firm) -> None:
    path = f"{BASE}/dashboards/deal-flow/deals?period=2024Q4&"
    (own,) = (asker for asker in firm.askers if asker.name == "own-partner")
    (both,) = (asker for asker in firm.askers if asker.name == "partner")
    for words in (f"owner=Owner of {OTHER}", f"channel=Channel of {OTHER}", "stage=screened"):
        mine, all_ = (
            firm.server.test_client().get(path + words, headers=asker.header).get_json()
            for asker in (own, both)
        )
        assert f"P-{OTHER}" in {row["deal"] for row in all_["deals"]}, words
        assert not CANARY.search(json.dumps(mine["deals"])), words
        assert mine["total"] == len(mine["deals"]) == (words == "stage=screened"), words


def test_nothing_of_the_api_answers_a_stranger(firm: Firm) -> None:
    asked = 0
    for rule in firm.server.url_map.iter_rules():
        if not str(rule).startswith("/api"):
            continue
        path = re.sub(r"<[^>]*>", "x", str(rule))
        for method in rule.methods or ():
            asked += 1
            answer = firm.server.test_client().open(path, method=method)
            assert answer.status_code == 401, (method, path)
    assert asked >= 50
