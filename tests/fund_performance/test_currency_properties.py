"""Random books in three currencies: pooled they equal the conversion by hand, or are unknown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc.exchange import OLDEST_RATE_DAYS, Exchange
from services.db.reads.funds import FundRow
from services.db.reads.held import Held
from services.db.reads.ledger import FLOW, NAV, Entry
from services.db.reads.market import Rate
from services.fund_performance.books import Books
from services.fund_performance.frame import Frame
from services.fund_performance.metrics import metrics
from services.scope import Period, Scope

START, AS_OF = date(2020, 1, 1), date(2021, 12, 31)
CURRENCIES = ("EUR", "GBP", "USD")
TYPES = {"capital_call": "paid_in", "distribution": "distributions"}
CENT = Decimal("0.01")

days = st.integers(0, (AS_OF - START).days).map(lambda number: START + timedelta(number))
amounts = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
per_dollar = st.integers(50, 200).map(lambda percent: Decimal(percent) / 100)
quotes = st.fixed_dictionaries(
    {code: st.dictionaries(days, per_dollar, max_size=12) for code in ("EUR", "GBP")}
)
flows = st.lists(
    st.tuples(st.sampled_from(CURRENCIES), days, st.sampled_from(sorted(TYPES)), amounts),
    min_size=1,
    max_size=8,
)
values = st.fixed_dictionaries({code: st.none() | amounts for code in CURRENCIES})


def fund(currency: str) -> FundRow:
    return FundRow(currency, currency, currency, currency, None, None, None, None, None, 1, 1)


def by_hand(
    rates: Mapping[str, Mapping[date, Decimal]], amount: Decimal, currency: str, day: date
) -> Decimal | None:
    """The amount in dollars at the last rate of the 45 days before, None without one."""
    if currency == "USD":
        return amount
    known = sorted(rates[currency])
    place = bisect_right(known, day) - 1
    if place < 0 or (day - known[place]).days > OLDEST_RATE_DAYS:
        return None
    factor = 1 / rates[currency][known[place]]
    return (amount * factor).quantize(CENT, ROUND_HALF_EVEN)


def total(parts: list[Decimal | None]) -> Decimal | None:
    return None if None in parts else sum((part for part in parts if part), Decimal(0))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(quotes, flows, values)
def test_mixed_currencies_are_never_added_without_conversion(
    rates: Mapping[str, Mapping[date, Decimal]],
    moved: list[tuple[str, date, str, Decimal]],
    navs: Mapping[str, Decimal | None],
) -> None:
    told = [
        Rate(code, "USD", day, rate, "test")
        for code, by_day in rates.items()
        for day, rate in sorted(by_day.items())
    ]
    entries = [
        Entry(FLOW, code, day, kind, code, True, False, None, amount, 1)
        for code, day, kind, amount in moved
    ]
    entries += [
        Entry(NAV, code, AS_OF, None, code, True, False, None, nav, 1)
        for code, nav in navs.items()
        if nav is not None
    ]
    frame = Frame(
        funds=tuple(map(fund, CURRENCIES)),
        as_of=AS_OF,
        period=Period(START, AS_OF),
        currency="USD",
        entries=entries,
        held=Held((), ()),
        exchange=Exchange(told),
        scope=Scope(),
    )
    found = metrics(Books.of(frame), AS_OF)
    converted = [(kind, by_hand(rates, amount, code, day)) for code, day, kind, amount in moved]
    if any(amount is None for _, amount in converted):
        assert (found.paid_in, found.distributions, found.nav) == (None, None, None)
        assert "fx_rate_missing" in {note.code for note in found.notes}
    else:
        for kind, field in TYPES.items():
            hand = total([amount for name, amount in converted if name == kind])
            assert getattr(found, field) == hand
        marked = [by_hand(rates, nav, code, AS_OF) for code, nav in navs.items() if nav is not None]
        valued = {code for code, nav in navs.items() if nav is not None}
        if {code for code, *_ in moved} <= valued:
            assert found.nav == total(marked)
        elif None in marked:
            assert found.nav is None
