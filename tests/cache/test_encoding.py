"""What leaves the program as JSON: exact amounts, percent where promised, never a nan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.cache import encode
from services.envelope import Meta, Note, percent, unit
from services.fund_performance.results import Trend, TrendPoint

META = Meta(
    funds=("AQ1",),
    fund_id="f-1",
    as_of=date(2025, 9, 30),
    nav_as_of=None,
    known_on=None,
    basis="net_lp",
    credit_line="with",
    currency="USD",
    data_version={"f-1": 3, "shared": 1},
    data_quality={"nav_roll_forward": "ok"},
    computed_at=datetime(2025, 10, 1, 8, 0, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A small result of a service."""

    irr: float | None = percent()
    tvpi: float | None = unit("x")
    nav: Decimal | None = unit("money")
    already: dict[str, float | None]
    as_of_date: date = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


def answer(**changes: object) -> Answer:
    values = {
        "irr": 0.07,
        "tvpi": 1.5,
        "nav": Decimal("12345678901234567.89"),
        "already": {"irr": 15.5},
        "as_of_date": date(2025, 9, 30),
        "meta": META,
        "notes": (),
    }
    return Answer(**(values | changes))  # type: ignore[arg-type]


def test_a_rate_is_given_as_percent_without_the_noise_of_multiplying():
    assert b'"irr":7.0,' in encode(answer())


def test_a_multiple_and_a_value_that_is_percent_already_stay_as_they_are():
    assert b'"tvpi":1.5,' in encode(answer())
    assert b'"already":{"irr":15.5}' in encode(answer())


def test_an_amount_keeps_every_digit_as_a_number():
    assert b'"nav":12345678901234567.89,' in encode(answer())


def test_an_amount_is_text_on_request():
    assert b'"nav":"12345678901234567.89",' in encode(answer(), amounts="string")


def test_an_amount_in_scientific_notation_is_written_out():
    assert b'"nav":1000000,' in encode(answer(nav=Decimal("1E+6")))


def test_an_unknown_figure_is_null():
    assert b'"irr":null,"tvpi":null,"nav":null' in encode(answer(irr=None, tvpi=None, nav=None))


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf")])
def test_a_rate_that_is_no_number_never_leaves(wrong: float):
    with pytest.raises(ValueError, match="must not leave"):
        encode(answer(irr=wrong))


@pytest.mark.parametrize("wrong", ["NaN", "Infinity"])
def test_an_amount_that_is_no_number_never_leaves(wrong: str):
    with pytest.raises(ValueError, match="no amount"):
        encode(answer(nav=Decimal(wrong)))


def test_an_object_without_a_json_form_is_refused():
    with pytest.raises(TypeError, match="object has no JSON form"):
        encode({"what": object()})


def test_the_units_of_an_answer_stand_in_its_meta():
    meta = json.loads(encode(answer()))["meta"]
    assert meta["units"] == {"irr": "percent", "tvpi": "x", "nav": "money", "as_of_date": "date"}


def test_the_rows_of_a_trend_are_scaled_and_their_units_published():
    point = TrendPoint(
        date=date(2025, 6, 30),
        irr=0.155,
        gross_irr=None,
        tvpi=1.2,
        dpi=0.2,
        rvpi=1.0,
        moic=None,
        nav=Decimal("10.00"),
        paid_in=Decimal("10.00"),
        distributions=Decimal("2.00"),
        irr_status="unique",
    )
    given = json.loads(encode(Trend(data_points=(point,), meta=META, notes=())))
    assert given["data_points"][0]["irr"] == 15.5
    assert given["data_points"][0]["date"] == "2025-06-30"
    assert given["meta"]["units"]["gross_irr"] == "percent"


def test_an_answer_with_both_clocks_leaves_out_what_changes_between_two_computations():
    meta = json.loads(encode(answer(), reproducible=True))["meta"]
    assert not {"computed_at", "data_version", "data_quality"} & set(meta)
    assert meta["definitions_version"]


def test_an_answer_without_them_says_when_and_from_what_it_was_computed():
    meta = json.loads(encode(answer()))["meta"]
    assert meta["computed_at"] == "2025-10-01T08:00:00+00:00"
    assert meta["data_version"] == {"f-1": 3, "shared": 1}
