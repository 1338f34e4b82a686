"""What holds for every dashboard answer, whichever module it is of: cost, tag, files, notes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from flask import Flask

from dashapp.api.layer import BASE, Endpoint, declared
from services.access import recent
from services.cache import connect
from services.db.session import Database
from services.stores import RunningStores
from tests.api.conftest import Caller, Site, serve
from tests.api.sized import AS_OF, FUND, INDEX, PENSION, sized
from tests.conftest import fresh_database, settings_for
from tests.factories import Facts, statements

FEW, MANY = 10, 1_000
OF_THE_CLOCK = re.compile("FROM data_versions|^SET TRANSACTION")
# Pages that ask several modules take the statements of each.
MOST = {"/dashboards/firm/attention": 40, "/dashboards/team-operations/members/<user_id>": 30}
OWN_BOOKS = "/ilpa/"  # whose workbook is the real template, not the sheets of every other answer
GIVEN = {
    "index": INDEX, "provider": PENSION, "fund": "Peer 1", "company": "C1", "lp": "L1",
    "lp_id": "L1", "report_id": "R1", "user_id": "U1", "user": "U1",
}  # fmt: skip


@pytest.fixture(scope="module")
def few(
    stores: RunningStores, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    yield from _firm(stores, tmp_path_factory, FEW)


@pytest.fixture(scope="module")
def many(
    stores: RunningStores, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    yield from _firm(stores, tmp_path_factory, MANY)


def _firm(stores: RunningStores, folders: pytest.TempPathFactory, size: int) -> Iterator[Caller]:
    """Somebody who sees a firm of so many companies, deals and market companies."""
    with fresh_database(stores) as db:
        settings = settings_for(
            database_url=db.url, redis_url=stores.redis_url, data_dir=folders.mktemp("firm")
        )
        own = sized(Database(db.url), size)
        server, parts = serve(settings, own)
        caller = Site(server, parts, Facts(own)).caller("ada", "partner")
        caller.get("/api/v1/definitions")  # who asks is known from now on
        yield caller
        own.dispose()


def dashboards(server: Flask) -> list[Endpoint]:
    """Every answer of figures, in the order of their declaration; a pack's own files and proofs are
    of a sealed pack (tests/lp_reports)."""
    return [
        endpoint
        for endpoint in declared(server)
        if endpoint.path.startswith("/dashboards/")
        and endpoint.method == "GET"
        and "amounts" in endpoint.query.model_fields
    ]


def address(endpoint: Endpoint, **more: str) -> str:
    """Where the endpoint is asked of the fund that has everything."""
    names = endpoint.query.model_fields
    query = {name: value for name, value in GIVEN.items() if name in names}
    if "fund_id" in names:
        query |= {"fund_id": FUND, "as_of": AS_OF}
        query.pop("fund", None)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: GIVEN.get(part[1], "C1"), endpoint.path)
    return f"{BASE}{path}?" + "&".join(f"{k}={v}" for k, v in (query | more).items())


def told(caller: Caller, endpoint: Endpoint, **more: str) -> Any:
    answer = caller.get(address(endpoint, **more))
    assert answer.status_code == 200, (endpoint.path, answer.text[:300])
    return answer


def cost(caller: Caller, db: Database) -> dict[str, int]:
    """Statements of each answer that nobody has computed yet: both firms have the same cache, in
    which the answers of one have the names of the other's. Not counted is what the clock decides:
    the versions of the facts, which are asked for again every five seconds."""
    found = {}
    connect(caller.client.application.extensions["gp"].settings.redis_url).flushdb()
    for endpoint in dashboards(caller.client.application):
        with statements(db) as sent:
            told(caller, endpoint, amounts="string")  # which nobody has asked for
        found[endpoint.path] = sum(not OF_THE_CLOCK.search(one) for one in sent)
    return found


def _db(caller: Caller) -> Database:
    db: Database = caller.client.application.extensions["gp"].db
    return db


def test_a_thousand_companies_and_deals_cost_no_more_statements_than_ten(
    few: Caller, many: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "SECONDS", 3600)  # who asks is not read anew in between
    small, large = cost(few, _db(few)), cost(many, _db(many))
    grown = {path: (small[path], large[path]) for path in small if large[path] > small[path]}
    assert grown == {}
    assert min(*small.values(), *large.values()) > 0, (small, large)
    assert {path: sent for path, sent in large.items() if sent > MOST.get(path, 20)} == {}


def test_an_answer_is_tagged_and_not_sent_twice(few: Caller) -> None:
    for endpoint in dashboards(few.client.application):
        first = told(few, endpoint)
        again = few.get(address(endpoint), **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), endpoint.path
        assert "no-store" in first.headers["Cache-Control"], endpoint.path


def test_every_answer_is_a_csv_and_a_workbook_too(few: Caller) -> None:
    for endpoint in dashboards(few.client.application):
        body = told(few, endpoint).get_json()
        text = told(few, endpoint, format="csv")
        assert text.mimetype == "text/csv"
        lines = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"))))
        assert lines[0][0] == "Filters"
        head = lines[lines.index([]) + 1]
        assert len(set(head)) == len(head), (endpoint.path, head)
        answer = told(few, endpoint, format="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        assert told(few, endpoint, format="xlsx").data == answer.data, endpoint.path
        if OWN_BOOKS in endpoint.path:
            assert len(book.sheetnames) == 1
            continue
        assert book.sheetnames[:3] == ["Filters", "Rows", "Notes"], endpoint.path
        notes = [row[0].value for row in book["Notes"].iter_rows(min_row=2)]
        assert len(notes) == len(body["notes"]), endpoint.path


def test_whatever_is_null_in_an_answer_has_a_note(few: Caller) -> None:
    silent = {}
    for endpoint in dashboards(few.client.application):
        if "/fund-performance/" in endpoint.path:
            continue  # a rate that needs no note has its rule in the definition
        body = told(few, endpoint).get_json()
        words = {word for note in body["notes"] for word in re.split(r"[.\[\] ]", note["field"])}
        keys = set(body["meta"].pop("units"))
        missing = {path[-1] for path in nulls(body, keys) if not words & set(path)}
        if missing:
            silent[endpoint.path] = missing
    assert silent == {}, "\n".join(f"{p}: {sorted(k)}" for p, k in silent.items())


def nulls(part: Any, keys: set[str], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where numbers are null: the names on the way down to each."""
    if isinstance(part, list):
        for one in part:
            yield from nulls(one, keys, path)
    if isinstance(part, dict):
        for name, value in part.items():
            if value is None and (name in keys or keys & set(path[-1:])):
                yield (*path, name)
            elif name != "meta":
                yield from nulls(value, keys, (*path, name))
