"""The story the demonstration firm tells: figures that can be added up by hand, to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from services.calc import irr, multiples
from services.calc.transactions import TYPES, contribution
from services.demo.files import File
from services.demo.firm import firm
from services.demo.ledger import Entry, flows, navs
from services.demo.shares import split
from services.demo.stories import STORIES, Story

TODAY = date(2026, 9, 30)


@cache
def files() -> tuple[File, ...]:
    return firm()


def story(code: str) -> Story:
    return next(story for story in STORIES if story.code == code)


def believed(entries: Iterable[Entry], *, until: date = TODAY) -> list[Entry]:
    return [entry for entry in entries if entry.known_to is None and entry.date <= until]


def lps(code: str, *, basis: str = "net_lp", credit_line: str = "with", until: date = TODAY):  # type: ignore[no-untyped-def]
    """(multiples, irr) of the limited partners together, straight from the ledger."""
    days, amounts = [], []
    paid_in = distributed = Decimal(0)
    for entry in believed(flows(story(code)), until=until):
        if TYPES[entry.type].residual and entry.date != until:
            continue  # a balance of an earlier quarter-end
        counted = contribution(
            TYPES[entry.type], entry.partners, basis=basis, credit_line=credit_line
        )
        paid_in, distributed = paid_in + counted.paid_in, distributed + counted.distributed
        days, amounts = [*days, entry.date], [*amounts, counted.irr_amount]
    value = next(e.partners for e in believed(navs(story(code))) if e.date == until)
    sums = multiples.multiples(paid_in=paid_in, distributed=distributed, nav=value)
    return sums, irr.solve([*days, until], [*amounts, value]).irr


def test_fund_one_stands_where_its_story_says() -> None:
    sums, rate = lps("AQ1")

    assert sums.paid_in == Decimal("96000000.00")
    assert sums.distributed == Decimal("30400000.00")
    assert sums.nav == Decimal("118400000.00")
    assert sums.tvpi == pytest.approx(1.55)
    assert sums.dpi == pytest.approx(0.316667, abs=1e-6)
    assert rate == pytest.approx(0.155, abs=0.0005)


def test_fund_one_earns_more_before_fees_and_carry() -> None:
    sums, rate = lps("AQ1", basis="gross")

    assert sums.paid_in == Decimal("81600000.00")
    assert sums.tvpi == pytest.approx(1.99, abs=0.005)
    assert rate == pytest.approx(0.238, abs=0.001)


def test_the_credit_line_flatters_fund_one() -> None:
    _, with_line = lps("AQ1")
    sums, without_line = lps("AQ1", credit_line="without")

    assert without_line == pytest.approx(0.151, abs=0.0005)
    assert with_line > without_line
    # 96.0 less 0.6 of line costs, plus 2.6 still drawn and not yet called
    assert sums.paid_in == Decimal("98000000.00")


def test_three_millions_of_fund_one_may_be_called_again() -> None:
    recallable = [e.partners for e in believed(flows(story("AQ1"))) if TYPES[e.type].recallable]

    assert recallable == [Decimal("3000000.00")]
    assert sum(story("AQ1").partners.values()) == Decimal("120000000.00")


def test_the_first_fund_is_nearly_liquidated() -> None:
    sums, rate = lps("AQ0")

    assert sums.paid_in == Decimal("78400000.00")
    assert sums.distributed == Decimal("142000000.00")
    assert sums.nav == Decimal("9600000.00")
    assert sums.dpi == pytest.approx(1.811224, abs=1e-6)
    assert sums.tvpi == pytest.approx(1.933673, abs=1e-6)
    assert rate == pytest.approx(0.143, abs=0.0005)


def test_the_fund_before_the_funds_is_wound_up_with_its_carry_paid() -> None:
    """107.2 on 51.3 paid in; carry is a fifth of 107.2 + 14.0 - 51.2, the fee outside left out."""
    sums, rate = lps("AQP", until=date(2020, 6, 30))

    assert sums.paid_in == Decimal("51300000.00")
    assert sums.distributed == Decimal("107200000.00")
    assert sums.nav == 0
    assert sums.tvpi == pytest.approx(2.089669, abs=1e-6)
    assert rate == pytest.approx(0.148, abs=0.0005)
    assert sum(payout.carry for payout in story("AQP").payouts) == Decimal("14000000.00")


def test_the_young_fund_is_in_its_j_curve() -> None:
    sums, rate = lps("AQ2")

    assert sums.paid_in == Decimal("42000000.00")
    assert sums.distributed == 0
    assert sums.nav == Decimal("39500000.00")
    assert sums.tvpi == pytest.approx(0.940476, abs=1e-6)
    assert rate == pytest.approx(-0.051, abs=0.0005)


def test_carried_interest_is_a_fifth_of_the_profit_after_full_catch_up() -> None:
    """Profit before carry 30.4 + 131.6 - 96.0 = 66.0; a fifth is 13.2, and 118.4 remains."""
    accrued = [e for e in believed(flows(story("AQ1"))) if "carry_allocation" in e.type]

    assert accrued[-1].date == TODAY
    assert accrued[-1].partners == Decimal("13200000.00")


def test_no_carry_accrues_below_the_preferred_return() -> None:
    assert not [e for e in flows(story("AQ2")) if "carry" in e.type]


def test_what_is_owed_is_stated_at_quarter_ends_alone() -> None:
    for fund in STORIES[1:]:
        ends = {quarter.end for quarter in fund.quarters}
        owed = {entry.date for entry in flows(fund) if TYPES[entry.type].residual}
        assert owed == ends


def test_investors_add_up_to_the_fund_on_every_day_and_type() -> None:
    """But for the two cents that docs/demo-firm.md plants."""
    for file in files():
        if file.kind not in ("fund_cash_flows", "fund_navs"):
            continue
        totals: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        parts: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        for row in file.rows:
            cells = dict(zip(file.columns, row.cells, strict=True))
            key = (cells["fund"], cells["date"], cells.get("type", "nav"))
            amount = Decimal(cells.get("amount") or cells["nav"])
            (parts if cells["investor"] else totals)[key] += amount
        wrong = ("AQ2", "2026-06-30", "nav")
        if wrong in parts:
            parts[wrong] -= Decimal("0.02")
        assert totals == parts
        assert len(totals) > 0


def test_commitments_add_up_to_what_the_funds_say() -> None:
    by_kind = {file.kind: file for file in files()}
    pledged: dict[str, Decimal] = defaultdict(Decimal)
    for row in by_kind["commitments"].rows:
        pledged[row.cells[0]] += Decimal(row.cells[3])

    assert pledged == {row.cells[0]: Decimal(row.cells[6]) for row in by_kind["funds"].rows}
    assert pledged["AQ1"] == Decimal("122400000.00")  # 120.0 of others and 2.4 of its own


def test_value_moves_by_cash_and_by_less_than_a_fifth_a_quarter() -> None:
    """Opening assets, plus what was invested, less what was paid out, plus a believable result."""
    for fund in STORIES:
        opening = Decimal(0)
        for quarter in fund.quarters:
            start = quarter.end.replace(day=1, month=quarter.end.month - 2)
            out = sum(p.amount + p.carry for p in fund.payouts if start <= p.date <= quarter.end)
            result = quarter.assets - (opening + quarter.invested - out)
            assert abs(result) < (opening + quarter.invested) / 5
            assert quarter.assets > 0 or quarter.end == fund.term_end
            opening = quarter.assets


def test_loans_are_repaid_from_calls_that_are_large_enough() -> None:
    for fund in STORIES:
        calls = {quarter.call: quarter.invested for quarter in fund.quarters}
        for bridge in fund.bridges:
            assert bridge.drawn >= fund.inception
            if bridge.repaid:
                assert bridge.drawn < bridge.repaid
                assert bridge.amount <= calls[bridge.repaid]


def test_every_type_is_one_the_measures_know() -> None:
    used = {entry.type for fund in STORIES for entry in flows(fund)}

    assert used <= set(TYPES)
    assert len(used) == 16


def test_cents_left_over_go_to_the_largest_remainders() -> None:
    thirds = {"A": Decimal(1), "B": Decimal(1), "C": Decimal(1)}

    assert split(Decimal("0.05"), thirds) == {
        "A": Decimal("0.02"),
        "B": Decimal("0.02"),
        "C": Decimal("0.01"),
    }
    assert split(Decimal("-0.05"), thirds)["A"] == Decimal("-0.02")


def test_invented_series_say_so() -> None:
    by_kind = {file.kind: file for file in files()}

    assert all("SYNTHETIC" in row.cells[0] for row in by_kind["index_levels"].rows)
    assert {row.cells[4] for row in by_kind["fx_rates"].rows} == {"synthetic"}
    assert all("llustrative" in row.cells[0] + row.cells[1] for row in by_kind["benchmarks"].rows)


def test_index_levels_run_from_2007_to_the_last_quarter_without_a_gap() -> None:
    rows = next(file for file in files() if file.kind == "index_levels").rows
    days = [row.cells[1] for row in rows if row.cells[0] == "DEMO-LARGE-TR-SYNTHETIC"]

    assert (days[0], days[-1], len(days)) == ("2007-12-31", "2026-09-30", 226)
    assert {row.cells[3] for row in rows if "PRICE" in row.cells[0]} == {"false"}
