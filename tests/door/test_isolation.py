"""Every dashboard route against every kind of principal and fund: each sees its own alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from dashapp import create_app
from dashapp.api.layer import BASE, Endpoint, declared
from services.access.embed_tokens import issue_embed
from services.access.keys import issue_key
from services.access.users import add_user
from services.db.session import Database
from services.settings import Settings
from tests.conftest import settings_for
from tests.factories import Facts

OWN, OTHER, MISSING = "OWN1", "OTHER2", "NONE9"
CANARY = re.compile(r"OTHER2|7654321|Secret Investor|id-OTHER2")
FORMATS = ("json", "csv", "xlsx")


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
    askers: list[Asker] = field(default_factory=list)


def _facts(db: Database) -> None:
    facts = Facts(db)
    for code, amount in ((OWN, 1000), (OTHER, 7654321)):
        fund = facts.fund(code, name=f"Fund {code}", vintage_year=2018, strategy="buyout")
        facts.flow(fund, "2018-03-31", "capital_call", amount)
        facts.flow(fund, "2021-06-30", "distribution", amount // 2)
        facts.nav(fund, "2024-12-31", amount)
    facts.levels("SPX", {f"{year}-12-31": str(100 + year - 2017) for year in range(2017, 2027)})


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
        modules=["fund-performance"],
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
    Facts(db).investor("LP1")
    both = {OWN, OTHER}
    askers = [
        _asker(db, "partner", both, ["partner"]),
        _asker(db, "auditor", both, ["auditor"]),
        _asker(db, "own-partner", {OWN}, ["partner"], funds=[OWN]),
        _asker(db, "associate", {OWN}, ["associate"], funds=[OWN]),
        _asker(db, "operations", {OWN}, ["operations"], funds=[OWN]),
        _asker(db, "newcomer", set(), ["associate"]),
        _asker(db, "admin", set(), ["admin"], module=False),
        _asker(db, "lp", set(), ["lp"], investor="LP1", module=False, hides=404),
        _embedded(db, settings, "partner", exports=False),
        _embedded(db, settings, "partner", exports=True),
    ]
    yield Firm(create_app(settings).server, askers)


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
    answer = firm.server.test_client().get(
        BASE + route.path, query_string=query, headers=asker.header
    )
    return answer.status_code, answer.data, answer.content_type


def _expected(asker: Asker, fund: str, format: str) -> set[int]:
    if not asker.module:
        return {asker.hides}
    if format != "json" and not asker.export:
        return {403}
    return {200} if fund in asker.sees else {404}


def test_every_cell_of_the_matrix_shows_ones_own_and_nothing_else(firm: Firm) -> None:
    cells, wrong = 0, []
    for route in _routes(firm):
        for asker in firm.askers:
            for fund in (OWN, OTHER, f"id-{OWN}", f"id-{OTHER}", MISSING):
                for format in FORMATS:
                    cells += 1
                    code, body, _ = _ask(firm, asker, route, fund_id=fund, format=format)
                    expected = _expected(asker, fund.removeprefix("id-"), format)
                    leaks = OTHER not in asker.sees and CANARY.search(_said(body))
                    if code not in expected or leaks:
                        wrong.append((route.path, asker.name, fund, format, code, bool(leaks)))
    assert wrong == []
    assert cells >= 600


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
            if OTHER in asker.sees:
                continue
            foreign = _ask(firm, asker, route, fund_id=OTHER)
            missing = _ask(firm, asker, route, fund_id=MISSING)
            assert foreign[0] == missing[0]
            assert _same(foreign[1]) == _same(missing[1]), (route.path, asker.name)


def _same(body: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(body)
    return {key: value for key, value in told.items() if key != "request_id"}


def test_two_funds_of_which_one_is_foreign_are_refused_together(firm: Firm) -> None:
    (own,) = (asker for asker in firm.askers if asker.name == "own-partner")
    for route in _routes(firm):
        answer = firm.server.test_client().get(
            BASE + route.path,
            query_string=[("fund_id", OWN), ("fund_id", OTHER), ("index", "SPX")][
                : 3 if "index" in route.query.model_fields else 2
            ],
            headers=own.header,
        )
        assert answer.status_code in (404, 422), route.path
        assert not CANARY.search(_said(answer.data))


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
