"""Whatever is imported later, what was known at a moment is answered in the same bytes for ever."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, inspect, make_url, select

from services.cache import encode
from services.db.models import Base
from services.db.models.base import Fact
from services.db.session import Database
from services.deal_flow import DealFlowService
from services.disclosed import DisclosedFundsService
from services.errors import GpError
from services.exports.views import VIEWS, view_of
from services.fund_performance import FundPerformanceService
from services.portfolio_analytics import PortfolioAnalyticsService
from services.scope import SYSTEM, Scope
from services.stores import RunningStores
from tests.clocks.world import BASE, World
from tests.conftest import fresh_database

AS_OF = date(2021, 12, 31)
CHANGING = tuple(BASE)
# What the answers of the other modules stand on, in the order in which it changes.
OF_MODULES = (
    "company_metrics", "pipeline_events", "market_rounds", "valuations", "pipeline_deals",
    "channel_costs", "market_exits", "companies", "investment_cash_flows", "fx_rates",
    "company_metrics", "market_rounds",
)  # fmt: skip
FACTS = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Fact)]
MODULES = ("portfolio-analytics", "deal-flow", "market-intelligence")
Ask = Callable[[Database, datetime], dict[str, bytes]]
PASSING = {"known_to", "is_latest"}  # what may change of a row once it is written

histories = st.lists(
    st.tuples(st.sampled_from(CHANGING), st.integers(0, 2**16)), min_size=2, max_size=4
)


class Told(NamedTuple):
    """A database in which a history has begun, and what was answered along its way."""

    template: str
    answers: dict[datetime, dict[str, bytes]]


@pytest.fixture(scope="module")
def begun(stores: RunningStores, template_url: str, tmp_path_factory: Any) -> Iterator[Told]:
    """The first files of the firm: asked when nothing is known, when half is, when all is."""
    told: dict[datetime, dict[str, bytes]] = {}
    with fresh_database(stores) as db:
        firm = World(db, tmp_path_factory.mktemp("begun"))
        remember(db, told)
        for number, kind in enumerate(BASE, start=1):
            firm.file(kind)
            if number in (1, 10, len(BASE)):
                remember(db, told)
        db.dispose()  # nobody may be connected to a database that is copied
        yield Told(str(make_url(db.url).database), told)


def now(db: Database) -> datetime:
    with db.read() as session:
        found = session.scalar(select(func.clock_timestamp()))
        assert found is not None
        return found


def answers(db: Database, moment: datetime) -> dict[str, bytes]:
    """Everything that is said of the funds at one moment of knowledge, as the API writes it."""
    funds, disclosed = FundPerformanceService(db), DisclosedFundsService(db)
    pool = Scope(as_of=AS_OF, known_on=moment)
    one = pool.on(funds=("F1",))
    asked: dict[str, Callable[[], Any]] = {
        "pooled": lambda: funds.calculate_fund_metrics(SYSTEM, pool),
        "metrics in euros": lambda: funds.calculate_fund_metrics(SYSTEM, one.on(currency="EUR")),
        "earlier": lambda: funds.calculate_fund_metrics(SYSTEM, pool.on(as_of=date(2021, 6, 30))),
        "companies": lambda: funds.top_performers(SYSTEM, pool),
        "trend": lambda: funds.trend(SYSTEM, pool),
        "j-curve": lambda: funds.j_curve(SYSTEM, one),
        "flows": lambda: funds.cash_flows(SYSTEM, pool),
        "gross flows": lambda: funds.cash_flows(SYSTEM, pool.on(basis="gross")),
        "benchmarks": lambda: funds.get_benchmark_comparison(SYSTEM, one),
        "pme": lambda: funds.pme_table(SYSTEM, one),
        "headline": lambda: funds.headline(SYSTEM, one),
        "quartiles": lambda: funds.vintage_quartiles(SYSTEM, "Pension", "tvpi", pool),
        "disclosed": lambda: disclosed.periods(SYSTEM, pool, provider="Pension", fund="Peer 1"),
        "disclosed list": lambda: disclosed.funds(SYSTEM, pool, provider="Pension"),
    }
    return {name: said(call) for name, call in asked.items()}


def of_modules(db: Database, moment: datetime) -> dict[str, bytes]:
    """Every answer of the other modules at one moment of knowledge."""
    pool = Scope(as_of=AS_OF, known_on=moment)
    asked: dict[str, Callable[[], Any]] = {
        "tear sheet": lambda: PortfolioAnalyticsService(db).tear_sheet(SYSTEM, "C1", pool),
        "cohort": lambda: DealFlowService(db).pipeline_funnel(SYSTEM, pool, counting="cohort"),
    }
    for slug in MODULES:
        for name in VIEWS[slug].names:
            asked[f"{slug} {name}"] = partial(view_of, db, slug, name, SYSTEM, pool)
    return {name: said(call) for name, call in asked.items()}


def remember(db: Database, told: dict[datetime, dict[str, bytes]], ask: Ask = answers) -> None:
    """Ask everything as known at this very moment, and note what is answered."""
    moment = now(db)
    told[moment] = ask(db, moment)


def said(call: Callable[[], Any]) -> bytes:
    """The bytes of an answer; a refusal is an answer too."""
    try:
        return encode(call(), reproducible=True)
    except GpError as error:
        return f"{type(error).__name__}: {error.message}".encode()


def facts(db: Database) -> dict[tuple[str, int], tuple[dict[str, Any], datetime | None]]:
    """Every row of every table of facts: what may never change of it, and until when believed."""
    found = {}
    with db.read() as session:
        for model in FACTS:
            names = [attribute.key for attribute in inspect(model).column_attrs]
            for row in session.execute(select(*(getattr(model, name) for name in names))):
                values = dict(zip(names, row, strict=True))
                kept = {name: value for name, value in values.items() if name not in PASSING}
                found[model.__tablename__, values["id"]] = kept, values["known_to"]
    return found


def nothing_was_lost(before: dict[Any, Any], after: dict[Any, Any]) -> None:
    """Rows only come: what stood there stands there still, at most no longer believed."""
    for place, (kept, known_to) in before.items():
        assert after[place][0] == kept, place
        assert known_to is None or after[place][1] == known_to, place


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(histories)
def test_later_imports_leave_every_earlier_answer_byte_for_byte_alone(
    stores: RunningStores, begun: Told, history: list[tuple[str, int]]
) -> None:
    told = dict(begun.answers)
    with (
        fresh_database(stores, template=begun.template) as db,
        tempfile.TemporaryDirectory() as folder,
    ):
        firm, book = World(db, Path(folder)), facts(db)
        for kind, seed in history:
            firm.change(kind, Random(seed))
            held = facts(db)
            nothing_was_lost(book, held)
            book = held
            remember(db, told)
        nothing_changed(db, told, answers)


def nothing_changed(db: Database, told: dict[datetime, dict[str, bytes]], ask: Ask) -> None:
    """Every moment is answered as it was."""
    for moment, before in told.items():
        after = ask(db, moment)
        changed = [name for name in before if before[name] != after[name]]
        assert changed == [], (moment, before[changed[0]], after[changed[0]])


def test_a_change_of_every_kind_leaves_the_answers_of_the_other_modules_alone(
    stores: RunningStores, begun: Told, tmp_path: Path
) -> None:
    told: dict[datetime, dict[str, bytes]] = {}
    with fresh_database(stores, template=begun.template) as db:
        firm = World(db, tmp_path)
        remember(db, told, of_modules)
        for number, kind in enumerate(OF_MODULES):
            firm.change(kind, Random(number))
            if number % 4 == 3:
                remember(db, told, of_modules)
        nothing_changed(db, told, of_modules)
    first, *_, last = told.values()
    same = [name for name in first if first[name] == last[name]]
    assert len(same) <= 3, same  # the changes are seen by whoever asks as of later
    assert [name for name in first if b"NotFound" in first[name]] == []


def test_each_of_the_first_files_is_told_in_the_answers(begun: Told) -> None:
    """The property says nothing unless the answers tell of what was imported."""
    nothing, funds, flows, everything = begun.answers.values()
    assert nothing["pooled"].startswith(b"NotFound")
    assert funds["metrics in euros"] != nothing["metrics in euros"]
    assert b'"gain":' in everything["companies"]
    assert b'"name":"Acme"' in everything["companies"]
    assert flows["companies"] != everything["companies"]
    assert [name for name in everything if b"NotFound" in everything[name]] == []
