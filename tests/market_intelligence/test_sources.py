"""Two providers beside each other, and one provider's amounts in several currencies."""

from __future__ import annotations

from datetime import date

import pytest

from services.scope import Scope
from tests.market_intelligence.conftest import Market, codes

M = 1_000_000
RATES = "currency,date,per_base,base,source"


def two(market: Market) -> None:
    """Alpha lists four rounds of software, Beta three of them and one of health."""
    market.rounds(
        *(f"C{n},2025-07-1{n},Software,,Seed,2000000,,,US,USD,Alpha" for n in range(4)),
        *(f"/c/{n},2025-07-1{n},software,,seed,2500000,,,CA,USD,Beta" for n in range(3)),
        "/c/9,2025-08-01,Health,,seed,1000000,,,CA,USD,Beta",
        "/c/8,2025-04-01,Health,,seed,1000000,,,CA,USD,Beta",
    )
    market.refresh()


def test_two_providers_stand_side_by_side_and_are_never_added(market: Market) -> None:
    two(market)
    answer = market.service.sources(market.who)
    assert [origin.provider for origin in answer.sources] == ["Alpha", "Beta"]
    assert answer.providers == ("Alpha", "Beta")
    rows = {(row.provider, row.sector, row.quarter): row for row in answer.rows}
    assert set(rows) == {
        ("Alpha", "Software", "2025Q3"), ("Beta", "software", "2025Q3"),
        ("Beta", "Health", "2025Q3"), ("Beta", "Health", "2025Q2"),
    }  # fmt: skip
    assert rows["Alpha", "Software", "2025Q3"].total_funding == 8 * M
    (apart,) = answer.disagreements
    assert (apart.first, apart.second, apart.quarter) == ("Alpha", "Beta", "2025Q3")
    assert (apart.deals_ratio, apart.funding_ratio) == (0.75, 7.5 / 8)
    assert answer.quarter == "2025Q3"
    # of equally new providers the one with more rounds answers when none is named
    assert market.trends().source == "Beta"
    alpha = market.trends(source="Alpha")
    assert (alpha.total_deals, alpha.total_funding) == (4, 8 * M)
    assert {cell.sector for cell in alpha.cells} == {"Software"}


def test_the_provider_with_the_newest_quarter_then_answers_when_none_is_named(
    market: Market,
) -> None:
    two(market)
    market.rounds("N,2026-05-01,Health,,Seed,1,,,US,USD,Newest")
    market.refresh()
    assert (market.trends().source, market.trends().current_quarter) == ("Newest", "2026Q2")
    assert market.trends(as_of=date(2025, 9, 30)).source == "Beta"
    assert market.trends(as_of=date(2025, 4, 30)).source is not None


def test_amounts_of_another_currency_are_converted_at_their_day_or_left_out(market: Market) -> None:
    market.rounds(
        *(f"C{n},2025-07-1{n},Software,,Seed,1000000,,,US,USD,Mixed" for n in range(4)),
        "E1,2025-08-05,Software,,Seed,1000000,4000000,5000000,DE,EUR,Mixed",
        "G1,2025-08-05,Software,,Seed,3000000,,,GB,GBP,Mixed",
        "W1,2025-08-06,Software,,Seed,9000000,,,US,,Mixed",
        "E2,2025-01-05,Software,,Seed,1000000,,,DE,EUR,Mixed",
    )
    market.exits("E1,2025-09-09,ma,2000000,1000000,Software,DE,EUR,Mixed")
    market.refresh()
    answer = market.trends()
    (row,) = answer.sectors
    # pounds, euro and the amount without a currency are deals and no money
    assert (row.total_deals, row.disclosed_deals, row.total_funding) == (7, 4, 4 * M)
    assert (answer.meta.currency, answer.origin.currency) == ("USD", "USD")
    (note,) = [note for note in answer.notes if note.code == "left_out"]
    assert note.text.startswith("3 amounts are in another currency than USD")
    exits = market.service.exit_activity(market.who)
    assert exits.current_quarter is not None and exits.current_quarter.ma_value is None

    # half a euro for a dollar on the day: the rate makes the quarters with other money due
    market.take("fx_rates", RATES, "EUR,2025-08-01,0.5,USD,Fed")
    assert {quarter for _, quarter in market.due()} == {"", "2025Q1", "2025Q2", "2025Q3"}
    market.refresh()
    (row,) = market.trends().sectors
    assert (row.disclosed_deals, row.total_funding, row.n_pre_money) == (5, 6 * M, 1)
    exits = market.service.exit_activity(market.who)
    assert exits.current_quarter is not None
    assert (exits.current_quarter.ma_value, exits.current_quarter.n_multiple) == (4 * M, 1)
    # a rate of August is none for January
    january = market.trends(as_of=date(2025, 3, 31)).sectors[0]
    assert (january.total_deals, january.disclosed_deals, january.total_funding) == (1, 0, None)
    assert {"left_out", "not_disclosed", "no_base"} <= codes(market.trends(as_of=date(2025, 3, 31)))


def test_a_provider_that_names_no_currency_is_added_up_as_it_is(market: Market) -> None:
    market.rounds(
        "C1,2025-07-01,Software,,Seed,1000000,,,US,,Plain",
        "C2,2025-07-02,Software,,Seed,2000000,,,US,,Plain",
    )
    market.refresh()
    answer = market.trends()
    assert (answer.total_funding, answer.meta.currency) == (3 * M, None)
    assert "currency_unknown" in codes(answer)
    assert market.ask("SELECT DISTINCT currency FROM sector_trends") == [("XXX",)]


def test_all_quarters_are_computed_anew_when_most_amounts_are_in_another_currency(
    market: Market,
) -> None:
    market.rounds("C1,2024-07-01,Software,,Seed,1000000,,,US,USD,Turn")
    market.refresh()
    market.rounds(*(f"E{n},2025-07-01,Software,,Seed,1000000,,,DE,EUR,Turn" for n in range(2)))
    assert market.refresh().quarters == 5
    old = market.trends(as_of=date(2024, 9, 30))
    assert (old.total_deals, old.total_funding, old.meta.currency) == (1, None, "EUR")


def test_rows_that_repeat_a_round_for_another_investor_count_once(market: Market) -> None:
    head = "company,date,sector,amount,currency,source,investor,counts"
    market.take(
        "market_rounds", head,
        "C1,2025-07-01,Software,4000000,USD,Syndicate,One,yes",
        "C1,2025-07-01,Software,4000000,USD,Syndicate,Two,no",
    )  # fmt: skip
    market.refresh()
    answer = market.trends()
    assert (answer.total_deals, answer.total_funding, answer.origin.rounds) == (1, 4 * M, 1)


def test_a_round_that_is_taken_back_leaves_its_quarter(market: Market) -> None:
    rows = [f"C{n},2025-07-1{n},Software,,Seed,1000000,,,US,USD,Gone" for n in range(3)]
    market.rounds(*rows, "C9,2025-04-01,Health,,Seed,1000000,,,US,USD,Gone")
    market.refresh()
    before = market.now()
    market.rounds(*rows[1:], "C9,2025-04-01,Health,,Seed,1000000,,,US,USD,Gone", replace=True)
    market.refresh()
    assert market.trends().total_deals == 2
    then = Scope(as_of=date(2025, 9, 30), known_on=before)
    assert market.service.sector_trends(market.who, then).total_deals == 3


@pytest.mark.parametrize("asked", ["EUR", "GBP"])
def test_a_currency_that_is_asked_for_is_answered_in_the_providers_own(
    market: Market, asked: str
) -> None:
    two(market)
    answer = market.trends(currency=asked)
    assert answer.meta.currency == "USD"
    assert "provider_currency" in codes(answer)
