"""Our own entries held against the market: implied values, percentiles, shares, whose they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from services.errors import NotFound
from services.scope import Scope
from tests.factories import partner, statements
from tests.market_intelligence.conftest import Market, codes
from tests.market_intelligence.test_figures import only

A = "Alpha Data"
M = 1_000_000


@pytest.fixture(scope="module")
def market(make_market: Callable[[], Market]) -> Market:
    """Pre-moneys of seed rounds in 2025Q3: 2, 4, 6, 8 and 10 million; three of series A before."""
    found = make_market()
    found.rounds(
        *(f"S{n},2025-07-0{n},Software,,Seed,6000000,{2*n}000000,,US,USD,{A}" for n in range(1, 6)),
        *(f"A{n},2025-04-0{n},Software,,Series A,1000000,{n}0000000,,US,USD,{A}"
          for n in range(1, 4)),
        *(f"A{n},2025-08-0{n},Health,,Series A,3500000,{n}0000000,,US,USD,{A}" for n in (4, 5)),
    )  # fmt: skip
    found.refresh()
    facts = found.facts
    mine, other = facts.fund("AQ1"), facts.fund("AQ2")
    euros = facts.fund("AQE", currency="EUR")
    facts.rate("EUR", "2025-07-31", "0.5")
    held = (
        # paid 1 for a tenth: worth 10 after, 9 before; between 8 and 10 of five: rank 80
        ("I1", mine, "C1", "2025-08-15", "seed", "0.10", 1 * M, "USD", "Software"),
        # paid 5 for a quarter: 20 after, 15 before; series A of four quarters: 10 20 30 40 50
        ("I2", mine, "C2", "2025-09-01", "Series A", "0.25", 5 * M, "USD", "Health"),
        ("I3", other, "C3", "2025-09-02", "seed", "0.5", 2 * M, "USD", "Climate"),
        # one euro is two dollars: paid 4 for a fifth, 20 after, 16 before
        ("I4", euros, "C4", "2025-08-20", "seed", "0.2", 2 * M, "EUR", "Software"),
        ("I5", mine, "C5", "2025-08-21", "seed", None, 1 * M, "USD", None),
        ("I6", mine, "C6", "2019-08-21", "Series B", "0.1", 1 * M, "USD", "Software"),
    )
    for code, fund, company, day, round_, owned, paid, currency, sector in held:
        facts.company(company, sector=sector)
        deal = facts.deal(
            code, fund=fund, company=f"id-{company}", day=day, round=round_, ownership=owned
        )
        facts.investment_flow(deal, day=day, amount=paid, currency=currency)
    facts.investment_flow("id-I1", day="2025-09-20", amount=2 * M, type="follow_on")
    for n, (fund, sector) in enumerate(((mine, "software"), (mine, "Health"), (mine, "software"),
                                        (mine, "software"), (other, "Climate"))):  # fmt: skip
        facts.pipeline_deal(f"P{n}", fund=fund, sourced_at="2025-08-01", sector=sector)
    facts.pipeline_deal("P9", fund=mine, sourced_at="2020-08-01", sector="Climate")
    return found


def test_an_entry_is_placed_among_the_market_of_its_stage_and_quarter(market: Market) -> None:
    answer = market.service.portfolio_vs_market(partner("id-AQ1"))
    seed = only(answer.deals, company="C1")
    assert (seed.fund, seed.stage, seed.quarter, seed.sector) == (
        "AQ1", "seed", "2025Q3", "Software",
    )  # fmt: skip
    assert (seed.invested, seed.ownership, seed.entry_pre_money) == (1 * M, 0.1, 9 * M)
    assert (seed.entry_percentile, seed.n) == (80.0, 5)
    assert (seed.market_p25, seed.market_median, seed.market_p75) == (4 * M, 6 * M, 8 * M)
    assert seed.against_market == 1.5
    # its quarter has two of series A: the four quarters up to it have five
    first = only(answer.deals, company="C2")
    assert (first.entry_pre_money, first.n, first.entry_percentile) == (15 * M, 5, 20.0)
    assert (first.market_median, first.against_market) == (30 * M, 0.5)
    silent, old = (only(answer.deals, company=code) for code in ("C5", "C6"))
    assert (silent.entry_pre_money, silent.entry_percentile, silent.n) == (None, None, 5)
    assert (old.entry_pre_money, old.n, old.market_median) == (9 * M, 0, None)
    assert answer.median_against_market is None  # two entries can be compared
    assert {"implied_post_money", "no_data", "too_few"} <= codes(answer)


def test_amounts_of_another_currency_stand_in_the_markets_at_the_rate_of_the_day(
    market: Market,
) -> None:
    answer = market.service.portfolio_vs_market(partner("id-AQE"))
    (deal,) = answer.deals
    assert (deal.invested, deal.entry_pre_money, deal.entry_percentile) == (4 * M, 16 * M, 100.0)
    assert answer.meta.currency == "USD"


def test_the_thesis_is_covered_by_shares_of_money_deals_and_cost(market: Market) -> None:
    answer = market.service.portfolio_vs_market(partner("id-AQ1"))
    rows = {row.sector: row for row in answer.thesis}
    # market: software 30 + 3, health 7 of 40; pipeline 3 and 1 of 4; cost 3 + 1, 5 and 1 of 10
    assert rows["Software"].market_share == 33 / 40
    assert rows["Health"].market_share == 7 / 40
    assert (rows["Software"].pipeline_share, rows["Health"].pipeline_share) == (0.75, 0.25)
    assert (rows["Software"].portfolio_share, rows["Health"].portfolio_share) == (0.4, 0.5)
    assert (rows["unknown"].market_share, rows["unknown"].portfolio_share) == (0.0, 0.1)
    assert set(rows) == {"Software", "Health", "unknown"}


def test_a_caller_sees_no_deal_and_no_share_of_a_fund_that_was_not_granted(market: Market) -> None:
    mine = market.service.portfolio_vs_market(partner("id-AQ1"))
    assert {deal.company for deal in mine.deals} == {"C1", "C2", "C5", "C6"}
    assert "Climate" not in {row.sector for row in mine.thesis}
    theirs = market.service.portfolio_vs_market(partner("id-AQ2"))
    assert [deal.company for deal in theirs.deals] == ["C3"]
    both = market.service.portfolio_vs_market(partner())
    assert len(both.deals) == 6
    named = market.service.portfolio_vs_market(partner(), Scope(funds=("AQ2",)))
    assert [deal.company for deal in named.deals] == ["C3"]
    for hidden in ("AQ2", "id-AQ2", "NONE"):
        with pytest.raises(NotFound):
            market.service.portfolio_vs_market(partner("id-AQ1"), Scope(funds=(hidden,)))
    with pytest.raises(NotFound):
        market.service.portfolio_vs_market(partner("no-fund"))
    # what the market does is the same whoever asks, whatever fund is named
    assert market.trends(funds=("AQ2",)).total_deals == 7


def test_what_was_bought_later_or_learned_later_is_left_out(market: Market) -> None:
    early = market.service.portfolio_vs_market(partner(), Scope(as_of=date(2020, 12, 31)))
    assert [deal.company for deal in early.deals] == ["C6"]
    one = market.service.portfolio_vs_market(partner(), sector="software")
    assert {deal.company for deal in one.deals} == {"C1", "C4", "C6"}


def test_statements_do_not_grow_with_deals(market: Market) -> None:
    counts = []
    for who in (partner("id-AQ2"), partner("id-AQ1")):
        with statements(market.db) as sent:
            market.service.portfolio_vs_market(who)
        counts.append(len(sent))
    assert counts == [8, 8]
