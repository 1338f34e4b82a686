"""Reading a case's inputs: dates from text, series, sums and labels as cases spell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.calc.dates import ACT_365F
from services.calc.multiples import total

Inputs = Mapping[str, Any]
Measure = Callable[[Inputs], Mapping[str, Any]]


def day(text: str) -> date:
    """A calendar day from ISO text, a time of day cut off; ValueError when it is none."""
    return date.fromisoformat(text[:10])


def dates(inputs: Inputs) -> list[date]:
    return [day(text) for text in inputs["dates"]]


def series(flows: Sequence[Sequence[Any]]) -> tuple[list[date], list[Any]]:
    """Days and amounts of [[day, amount], …]."""
    return [day(text) for text, _ in flows], [amount for _, amount in flows]


def day_count(inputs: Inputs) -> str:
    return str(inputs.get("day_count") or inputs.get("convention") or ACT_365F)


def summed(inputs: Inputs, key: str) -> Decimal | None:
    """The sum under a key that holds one amount or a list of them; 0 where the key is absent."""
    held = inputs.get(key, 0)
    return total(held if isinstance(held, list) else [held])
