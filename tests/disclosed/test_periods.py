"""Pension tables of running totals, read as what happened between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from services.db.session import Database
from services.disclosed import DisclosedFundsService
from services.errors import NotFound, Unauthenticated
from services.imports import run_import
from services.scope import SYSTEM, Scope
from services.settings import Settings
from tests.api.conftest import ROOT, Caller, Site, serve
from tests.factories import Facts, partner, statements

Q1, Q2, Q3 = date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)
FUND = "Rhône Partners V"


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@pytest.fixture
def service(db: Database) -> DisclosedFundsService:
    return DisclosedFundsService(db)


def listed(facts: Facts, day: date, paid: int | None, back: int | None, nav: int | None,
           name: str = FUND, **more: object) -> None:  # fmt: skip
    facts.peer(name, as_of=day, paid_in=paid, distributed=back, nav=nav, **more)


def figures(found: object) -> list[tuple[object, ...]]:
    return [(row.called, row.distributed, row.nav_change, row.flags)
            for row in found.rows]  # type: ignore[attr-defined]  # fmt: skip


def test_successive_lists_become_periods(facts: Facts, service: DisclosedFundsService) -> None:
    listed(facts, Q1, 100, 30, 80)
    listed(facts, Q2, 130, 40, 95)
    found = service.periods(partner(), provider="Pension", fund=FUND)
    assert figures(found) == [(100, 30, 80, ()), (30, 10, 15, ())]
    assert (found.rows[0].start, found.rows[1].start, found.rows[1].end) == (None, Q1, Q2)
    assert (found.vintage_year, found.meta.currency, found.meta.source) == (2015, "USD", "Pension")
    until = service.periods(partner(), Scope(as_of=Q1), provider="Pension", fund=FUND)
    assert len(until.rows) == 1


def test_a_total_that_went_down_is_flagged_and_not_refused(
    facts: Facts, service: DisclosedFundsService
) -> None:
    listed(facts, Q1, 100, 30, 80)
    listed(facts, Q2, 100, 25, 80)
    found = service.periods(partner(), provider="Pension", fund=FUND)
    assert figures(found)[1] == (0, -5, 0, ("distributed_decreased",))
    (note,) = found.notes
    assert (note.field, note.code) == ("distributed", "disclosed_decrease")
    assert "2024-06-30" in note.text


def test_a_fund_that_disappears_and_returns_has_one_longer_period(
    facts: Facts, service: DisclosedFundsService
) -> None:
    listed(facts, Q1, 100, 30, 80)
    listed(facts, Q2, 7, 7, 7, name="Other")
    listed(facts, Q3, 150, 30, 120)
    found = service.periods(partner(), provider="Pension", fund=FUND)
    assert figures(found) == [(100, 30, 80, ()), (50, 0, 40, ("not_listed",))]
    gone = service.periods(partner(), Scope(as_of=Q2), provider="Pension", fund=FUND)
    assert {note.code for note in gone.notes} == {"no_longer_listed"}
    funds = service.funds(partner(), provider="Pension")
    assert [(row.fund, row.lists, row.first_list, row.last_list) for row in funds.rows] == [
        ("Other", 1, Q2, Q2),
        (FUND, 2, Q1, Q3),
    ]
    assert funds.days == (Q1, Q2, Q3)


def test_a_restated_list_changes_what_is_known_now_and_not_what_was(
    facts: Facts, service: DisclosedFundsService
) -> None:
    learned, corrected = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)
    listed(facts, Q1, 100, 30, 80, known_from=learned, known_to=corrected)
    listed(facts, Q1, 110, 30, 80, known_from=corrected)
    listed(facts, Q2, 130, 40, 95, known_from=datetime(2024, 7, 1, tzinfo=UTC))

    def called(known_on: datetime | None) -> list[Decimal | None]:
        scope = Scope(known_on=known_on)
        found = service.periods(partner(), scope, provider="Pension", fund=FUND)
        return [row.called for row in found.rows]

    assert called(datetime(2024, 7, 15, tzinfo=UTC)) == [100, 30]
    assert called(None) == [110, 20]
    with pytest.raises(NotFound):
        called(datetime(2024, 4, 1, tzinfo=UTC))


def test_two_commitments_to_one_fund_are_added_up_and_currencies_never(
    facts: Facts, service: DisclosedFundsService
) -> None:
    listed(facts, Q1, 100, 30, 80)
    listed(facts, Q1, 50, 5, 60)
    listed(facts, Q2, 160, 40, 150)
    listed(facts, Q3, 170, 40, 150, currency="EUR")
    found = service.periods(partner(), provider="Pension", fund=FUND)
    assert figures(found) == [
        (150, 35, 140, ()),
        (10, 5, 10, ()),
        (None, None, None, ("currency_changed",)),
    ]
    assert {note.code for note in found.notes} == {"several_rows", "currency_changed"}
    assert found.meta.currency is None


def test_what_is_not_disclosed_is_unknown(facts: Facts, service: DisclosedFundsService) -> None:
    listed(facts, Q1, 100, None, 80)
    listed(facts, Q2, 130, 40, 95)
    found = service.periods(partner(), provider="Pension", fund=FUND)
    assert figures(found) == [
        (100, None, 80, ("not_disclosed",)),
        (30, None, 15, ("not_disclosed",)),
    ]


def test_nobody_and_nothing(facts: Facts, service: DisclosedFundsService) -> None:
    with pytest.raises(Unauthenticated):
        service.funds(None, provider="Pension")  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="import benchmark_funds"):
        service.funds(partner(), provider="Pension")


def test_a_list_of_any_length_costs_the_same_statements(
    db: Database, facts: Facts, service: DisclosedFundsService
) -> None:
    for number in range(40):
        listed(facts, Q1, 1, 1, 1, name=f"Fund {number}")
    with statements(db) as sent:
        service.periods(partner(), provider="Pension", fund="Fund 7")
    assert len(sent) == 4


@pytest.mark.shared
def test_a_pension_table_reads_as_one_period_since_inception(
    db: Database, service: DisclosedFundsService, shared: Path
) -> None:
    path = shared / "data/pension_pe_performance/oregon_operf_2025-09-30.csv"
    run_import(db, kind="benchmark_funds", path=path, imported_by="test", profile="oregon")
    provider = _provider(db)
    funds = service.funds(SYSTEM, provider=provider)
    assert sum(row.lists for row in funds.rows) == len(funds.rows)
    found = service.periods(SYSTEM, provider=provider, fund=funds.rows[0].fund)
    assert (len(found.rows), found.rows[0].start, found.rows[0].end) == (1, None, date(2025, 9, 30))


def _provider(db: Database) -> str:
    from services.db.models import BenchmarkFund

    with db.read() as session:
        return str(session.query(BenchmarkFund.provider).first()[0])  # type: ignore[index]


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    db = Database(settings.database_url)
    server, parts = serve(settings, db)
    site = Site(server, parts, Facts(db))
    listed(site.facts, Q1, 100, 30, 80)
    listed(site.facts, Q2, 130, 25, 95)
    yield site
    db.dispose()


def test_the_api_gives_periods_and_the_list_of_funds(site: Site) -> None:
    caller: Caller = site.caller("ada", "partner")
    body = caller.get(f"{ROOT}/disclosed-periods?provider=Pension&fund=Rh%C3%B4ne Partners V")
    assert body.status_code == 200
    rows = body.get_json()["rows"]
    assert [(row["called"], row["distributed"]) for row in rows] == [(100, 30), (30, -5)]
    assert rows[1]["flags"] == ["distributed_decreased"]
    again = caller.get(
        f"{ROOT}/disclosed-periods?provider=Pension&fund=Rh%C3%B4ne Partners V",
        **{"If-None-Match": body.headers["ETag"]},
    )
    assert again.status_code == 304
    funds = caller.get(f"{ROOT}/disclosed-funds?provider=Pension").get_json()
    assert [row["fund"] for row in funds["rows"]] == [FUND]
    listed_file = caller.get(f"{ROOT}/disclosed-funds?provider=Pension&format=csv")
    assert FUND in listed_file.data.decode("utf-8-sig")
    assert caller.get(f"{ROOT}/disclosed-funds?provider=Nobody").status_code == 404
    assert caller.get(f"{ROOT}/disclosed-funds").status_code == 422
    assert caller.get(f"{ROOT}/disclosed-funds?provider=Pension&as_of=soon").status_code == 422
