"""A key names everything that decides the bytes behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.cache import cache_key
from services.scope import Principal, Scope

DAY = date(2025, 10, 1)
VERSIONS = {"f-1": 3, "f-2": 4, "shared": 7}
ASSOCIATE = Principal("u-1", "Ann", frozenset({"associate"}), frozenset({"f-1"}))


def key(**changes: object) -> str:
    asked = {
        "family": "fund_metrics",
        "fund_ids": ["f-1"],
        "versions": VERSIONS,
        "scope": Scope(),
        "view": ASSOCIATE.view,
        "today": DAY,
        "extra": "",
    }
    return cache_key(**(asked | changes))  # type: ignore[arg-type]


def test_a_key_can_be_read_by_a_person():
    assert key().startswith("gp:1-2026.11:fund_metrics:f-1:3.7:")


def test_several_funds_share_one_key_in_any_order():
    assert key(fund_ids=["f-1", "f-2"]) == key(fund_ids=["f-2", "f-1"])
    assert ":2~" in key(fund_ids=["f-1", "f-2"])
    assert ":7.7:" in key(fund_ids=["f-1", "f-2"])


@pytest.mark.parametrize(
    "change",
    [
        {"family": "portfolio_agg"},
        {"fund_ids": ["f-2"]},
        {"versions": {"f-1": 4, "shared": 7}},
        {"versions": {"f-1": 3, "shared": 8}},
        {"scope": Scope(as_of=date(2025, 6, 30))},
        {"scope": Scope(known_on=datetime(2025, 6, 30, tzinfo=UTC))},
        {"scope": Scope(period="24m")},
        {"scope": Scope(basis="gross")},
        {"scope": Scope(credit_line="without")},
        {"scope": Scope(currency="EUR")},
        {"view": Principal("u-1", "Ann", frozenset({"lp"}), frozenset({"f-1"}), None, "i-1").view},
        {"view": Principal("u-1", "Ann", frozenset({"lp"}), frozenset({"f-1"}), None, "i-2").view},
        {"view": Principal("u-1", "Ann", frozenset({"partner"}), None).view},
        {"today": date(2025, 10, 2)},
        {"extra": "amounts=string"},
    ],
)
def test_whatever_decides_the_answer_decides_the_key(change: dict[str, object]):
    assert key(**change) != key()


def test_two_people_with_the_same_eyes_share_an_answer():
    other = Principal("u-2", "Bob", frozenset({"associate"}), frozenset({"f-1"}))
    assert key(view=other.view) == key()
