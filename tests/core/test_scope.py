"""A scope says in a query string what is asked for, and reads back to itself."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import InvalidInput
from services.scope import BASES, CREDIT_LINES, Period, Scope, parse_period


def test_an_empty_query_asks_for_everything_net_to_lps_with_the_credit_line():
    assert Scope.from_query({}) == Scope(basis="net_lp", credit_line="with")


def test_fund_and_fund_id_mean_the_same_and_repeat():
    scope = Scope.from_query({"fund": ["AQ1", "AQ2"], "fund_id": ["AQ1"]})
    assert scope.funds == ("AQ1", "AQ2")


def test_a_bare_known_on_date_means_the_end_of_that_day():
    scope = Scope.from_query({"known_on": ["2026-03-31"]})
    assert scope.known_on == datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "2025-02-30"),
        ("as_of", "0001-01-01"),
        ("as_of", "9999-12-31"),
        ("as_of", "10000-01-01"),
        ("known_on", "yesterday"),
        ("known_on", "0001-01-01T00:00:00+14:00"),
        ("period", "24"),
        ("period", "0m"),
        ("period", "9999y"),
        ("period", "2025-12-31..2025-01-01"),
        ("basis", "net"),
        ("credit_line", "yes"),
        ("currency", "usd"),
        ("fund", "A\x00B"),
        ("fund", "x" * 65),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_place(name, value):
    with pytest.raises(InvalidInput) as refusal:
        Scope.from_query({name: [value]})
    assert [fault.place for fault in refusal.value.faults] == [name]


def test_the_same_parameter_twice_with_different_values_is_refused():
    with pytest.raises(InvalidInput):
        Scope.from_query({"as_of": ["2025-03-31", "2025-06-30"]})


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidInput) as refusal:
        Scope.from_query({"basis": ["x"], "as_of": ["x"], "currency": ["x"]})
    assert {fault.place for fault in refusal.value.faults} == {"basis", "as_of", "currency"}


days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))
scopes = st.builds(
    Scope,
    funds=st.lists(st.sampled_from(["AQ1", "AQ2", "Fund 1", "Ä & Ö"]), unique=True).map(tuple),
    as_of=st.none() | days,
    known_on=st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    period=st.none() | st.sampled_from(["24m", "8q", "2025Q3", "2024-01-01..2024-12-31"]),
    basis=st.sampled_from(BASES),
    credit_line=st.sampled_from(CREDIT_LINES),
    currency=st.none() | st.sampled_from(["USD", "EUR"]),
)


@given(scope=scopes)
def test_every_scope_survives_the_address_bar(scope):
    from urllib.parse import parse_qs

    assert Scope.from_query(parse_qs(scope.to_query())) == scope


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("24m", date(2023, 9, 30), date(2025, 9, 30)),
        ("1m", date(2025, 8, 30), date(2025, 9, 30)),
        ("4q", date(2024, 9, 30), date(2025, 9, 30)),
        ("2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-29..2024-03-01", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_a_period_is_a_span_of_days(text, first, last):
    assert parse_period(text, end=date(2025, 9, 30)) == Period(first, last)


def test_a_month_before_the_end_of_march_is_the_end_of_february():
    assert parse_period("1m", end=date(2024, 3, 31)).start == date(2024, 2, 29)
