"""Figures of the market are computed by the worker: what an import touched, as it was known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from services.jobs import ATTEMPTS, Queue, ask_for_market
from services.market_intelligence.snapshots import refresh_due
from services.scope import Scope
from tests.market_intelligence.conftest import Market, codes

A = "Alpha Data"
JAN, APR = datetime(2025, 1, 10, tzinfo=UTC), datetime(2025, 4, 10, tzinfo=UTC)


def five_quarters(market: Market) -> None:
    """Ten rounds of software a quarter from 2023Q3 to 2024Q3, a million each."""
    days = ("2023-07-05", "2023-10-05", "2024-01-05", "2024-04-05", "2024-07-05")
    market.rounds(
        *(
            f"C{quarter}-{n},{day},Software,Data,Seed,1000000,,,US,USD,{A}"
            for quarter, day in enumerate(days)
            for n in range(10)
        )
    )


def versions(market: Market) -> dict[str, int]:
    """Rows that were ever written of each quarter of software."""
    rows = market.ask("SELECT quarter, count(*) FROM sector_trends GROUP BY quarter")
    return dict(rows)


def test_an_import_makes_its_quarters_due_and_the_worker_computes_them(market: Market) -> None:
    five_quarters(market)
    assert market.due() == {
        (A, name) for name in ("", "2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3")
    }
    before = market.trends()
    assert (before.current_quarter, before.sectors) == (None, ())
    assert "not_precomputed" in codes(before)

    outcome = market.refresh()
    assert (outcome.quarters, market.due()) == (5, set())
    assert market.told == sorted(market.told) and len(market.told) == 2
    answer = market.trends()
    assert answer.current_quarter == "2024Q3"
    assert (answer.sectors[0].total_deals, answer.sectors[0].total_funding) == (10, 10_000_000)
    assert market.refresh().quarters == 0


def test_only_touched_quarters_are_computed_and_only_what_changed_is_written(
    market: Market,
) -> None:
    five_quarters(market)
    market.refresh()
    market.rounds(f"NEW,2023-11-11,Software,Data,Seed,5000000,,,US,USD,{A}")
    # the quarter, and the three whose figures look back on it; not the one before
    assert market.due() == {(A, q) for q in ("", "2023Q4", "2024Q1", "2024Q2", "2024Q3")}
    assert market.refresh().quarters == 4
    # of sectors only the quarter and the growth of the next one changed
    assert versions(market) == {"2023Q3": 1, "2023Q4": 2, "2024Q1": 2, "2024Q2": 1, "2024Q3": 1}
    places = market.ask(
        "SELECT quarter, count(*) FROM market_figures WHERE family = 'places' GROUP BY 1 ORDER BY 1"
    )
    assert places == [("2023Q3", 1), ("2023Q4", 2), ("2024Q1", 2), ("2024Q2", 2), ("2024Q3", 2)]
    growth = {cell.quarter: cell.growth_vs_previous for cell in market.trends().cells}
    assert growth["2023Q4"] == 0.5  # 15 against 10
    assert round(growth["2024Q1"], 6) == -0.333333
    assert growth["2024Q2"] == 0


def test_a_round_makes_the_next_round_of_its_company_and_its_exit_due(market: Market) -> None:
    market.rounds(
        f"T,2020-02-01,Software,,Series A,2000000,8000000,10000000,US,USD,{A}",
        f"T,2023-02-01,Software,,Series B,5000000,20000000,25000000,US,USD,{A}",
        f"U,2024-02-01,Software,,Seed,1,,,US,USD,{A}",
    )
    market.exits(f"T,2024-08-01,ma,90000000,7000000,Software,US,USD,{A}")
    market.refresh()
    market.rounds(f"T,2020-02-01,Software,,Series A,2000000,30000000,32000000,US,USD,{A}")
    due = {quarter for _, quarter in market.due()}
    assert {"2020Q1", "2023Q1", "2024Q3", ""} <= due
    assert not {"2019Q4", "2021Q2", "2022Q4", "2024Q2"} & due
    before = market.service.step_ups(market.who, Scope(as_of=date(2023, 3, 31))).stages[2]
    assert (before.n, before.down_rounds) == (1, 0)
    market.refresh()
    after = market.service.step_ups(market.who, Scope(as_of=date(2023, 3, 31))).stages[2]
    assert (after.stage, after.n, after.down_rounds) == ("series_b", 1, 1)  # 20 against 32


def test_old_figures_are_shown_while_new_ones_are_computed_but_never_for_a_fixed_moment(
    market: Market,
) -> None:
    five_quarters(market)
    market.refresh()
    market.rounds(f"NEW,2024-08-11,Software,Data,Seed,5000000,,,US,USD,{A}")
    now = market.trends()
    assert (now.total_deals, "recomputing" in codes(now)) == (10, True)
    fixed = market.trends(as_of=date(2024, 9, 30), known_on=market.now())
    assert (fixed.total_deals, fixed.sectors) == (None, ())
    assert "not_precomputed" in codes(fixed)
    market.refresh()
    now = market.trends()
    assert (now.total_deals, "recomputing" in codes(now)) == (11, False)


def test_an_answer_of_both_clocks_stays_the_same_whatever_is_learned_later(market: Market) -> None:
    five = ("1", "2", "3", "4", "5")
    row = "C{},2024-11-05,Software,Data,Seed,{}000000,,,US,USD,Alpha Data"
    market.rounds(*(row.format(n, n) for n in five), known_on=JAN)
    market.refresh()
    then = {"as_of": date(2024, 12, 31), "known_on": JAN + timedelta(days=1)}
    first = market.trends(**then)
    assert (first.total_funding, first.sectors[0].median_deal_size) == (15_000_000, 3_000_000)

    # two corrections arrive before the worker looks again: each moment has its own figures
    market.rounds(row.format(1, 11), known_on=APR)
    market.rounds(row.format(1, 21))
    market.refresh()
    again, april = market.trends(**then), market.trends(**then | {"known_on": APR})
    today = market.trends(as_of=date(2024, 12, 31))
    assert [a.total_funding for a in (again, april, today)] == [15_000_000, 25_000_000, 35_000_000]
    assert (again.sectors, again.notes, again.origin) == (first.sectors, first.notes, first.origin)
    spans = market.ask(
        "SELECT known_from, known_to FROM sector_trends WHERE quarter = '2024Q4' ORDER BY 1"
    )
    assert [span[0] for span in spans[:2]] == [JAN, APR]
    assert [span[1] for span in spans] == [APR, spans[2][0], None]


def test_what_was_known_before_any_figure_is_said_and_not_computed(market: Market) -> None:
    five_quarters(market)
    market.refresh()
    answer = market.trends(known_on=JAN)
    assert (answer.current_quarter, answer.origin, answer.total_deals) == (None, None, None)
    assert codes(answer) == {"not_precomputed"}
    assert answer.providers == (A,)


def test_a_provider_that_cannot_be_computed_leaves_the_others_alone_and_is_tried_again(
    market: Market,
) -> None:
    five_quarters(market)
    market.rounds("X1,2024-05-05,Retail,,Seed,1,,,US,USD,Broken")
    with market.db.session() as session:  # a value that no sum can hold
        session.execute(
            text("INSERT INTO market_rounds (natural_key, company, round_date, date_precision, "
                 "sector, amount, currency, source, counts, known_from) SELECT 'b' || n, 'B' || n, "
                 "'2024-05-06', 'day', 'Retail', 999999999999999999, 'USD', 'Broken', true, "
                 "'2000-01-01' "
                 "FROM generate_series(1, 9) n")
        )  # fmt: skip
    outcome = refresh_due(market.db, tell=market.told.append)
    assert list(outcome.failed) == ["Broken"]
    assert market.trends(source=A).total_deals == 10
    waiting = market.ask("SELECT DISTINCT attempt, error IS NULL FROM market_due")
    assert waiting == [(1, False)]
    assert refresh_due(market.db, tell=market.told.append).failed == {}  # it is not its turn yet
    for _ in range(ATTEMPTS):
        with market.db.session() as session:
            session.execute(text("UPDATE market_due SET lease_until = NULL"))
        refresh_due(market.db, tell=market.told.append)
    with market.db.session() as session:
        session.execute(text("UPDATE market_due SET lease_until = NULL"))
        session.execute(text("DELETE FROM market_rounds WHERE natural_key LIKE 'b%'"))
    assert refresh_due(market.db, tell=market.told.append).quarters == 0  # parked
    assert refresh_due(market.db, tell=market.told.append, attempts=None).quarters == 1
    assert market.trends(source="Broken").total_deals == 1


def test_the_sweeper_sends_for_figures_that_nobody_took_up(market: Market, redis_url: str) -> None:
    queue = Queue(redis_url)
    assert not ask_for_market(market.db, queue)
    five_quarters(market)
    assert ask_for_market(market.db, queue)
    with market.db.session() as session:
        session.execute(text("UPDATE market_due SET lease_until = now() + interval '1 minute'"))
    assert not ask_for_market(market.db, queue)
