"""Numbers of a body come as numbers or as plain text, and the description says which text."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from dashapp.api.bodies import Amount, Change, Day, Level, Price, Rate, Times

TAKEN = {
    Amount: (0, 1500000.25, "0", "1500000.25"),
    Price: (0.01, "0.01", "1000000", 10**15),
    Level: (-5, "-5.5", "0"),
    Rate: (0, 1, 0.08, "0.08", "1", "1.0"),
    Times: (0, "0.8", 1000, "1000"),
    Change: (-1, "-1", "-0.3", "99.5", "100", 100),
}
REFUSED = {
    Amount: (-1, "-1", "", "1e3", "nan", " 5", "1,000", True, 10**15, None),
    Price: (0, "0", "0.000000", ""),
    Level: ("", "+5", 1e16),
    Rate: (1.01, "1.01", -0.1, "8%"),
    Times: (1000.1, "1000.1", "Infinity"),
    Change: (-1.01, "-1.01", "100.5", 101),
    Day: ("2025-13-01", "2025-02-30", 20250101, "01.02.2025", "2025-1-1"),
}


@pytest.mark.parametrize("kind", TAKEN, ids=lambda kind: kind.__metadata__[-1].pattern)
def test_a_number_is_taken_exactly_whether_it_is_text_or_not(kind: object) -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(kind)
    as_text = next(way for way in adapter.json_schema()["anyOf"] if way["type"] == "string")
    for value in TAKEN[kind]:
        assert adapter.validate_python(value) == Decimal(str(value)), value
        assert not isinstance(value, str) or re.search(as_text["pattern"], value), value


@pytest.mark.parametrize("kind", REFUSED, ids=str)
def test_what_is_no_number_of_the_kind_is_refused(kind: object) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(kind)
    for value in REFUSED[kind]:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
    assert TypeAdapter(Day).validate_python("2024-02-29").isoformat() == "2024-02-29"
