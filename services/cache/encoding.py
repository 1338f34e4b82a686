"""Results as JSON bytes: the one place where rates become percent and money becomes text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

import orjson

from services.envelope import Meta, scaled, units_of

Amounts = Literal["number", "string"]
# What differs between two computations of the same answer.
_PASSING = frozenset({"computed_at", "data_version", "data_quality"})
_BIGGEST = 2**53  # beyond it other readers of JSON lose digits, and orjson refuses at 2**64


def encode(result: Any, *, reproducible: bool = False, amounts: Amounts = "number") -> bytes:
    """The JSON of a result (dataclasses, mappings, sequences), as the API gives it.

    Fields declared as percent are multiplied by their scale; every other value stays as it is.
    Money is a JSON number written from its exact decimal text, or that text with
    `amounts="string"`. `reproducible` leaves out what depends on the moment of computing. None
    is null. Raises ValueError for nan and infinity, TypeError for what has no JSON form.
    """
    return orjson.dumps(_Encoder(reproducible, amounts).value(result))


class _Plan(NamedTuple):
    """How a result type is written: fields with their scale, and the units it publishes."""

    items: tuple[tuple[str, int], ...]
    units: dict[str, str]


@cache
def _plan(kind: type) -> _Plan:
    scaled = tuple((item.name, item.metadata.get("scale", 1)) for item in fields(kind))
    return _Plan(scaled, units_of(kind))


class _Encoder:
    def __init__(self, reproducible: bool, amounts: Amounts) -> None:
        self.reproducible = reproducible
        self.money_as_text = amounts == "string"

    def value(self, item: Any, scale: int = 1) -> Any:
        if item is None or item is True or item is False or isinstance(item, str):
            return item
        if isinstance(item, int):
            return _whole(item * scale)
        if isinstance(item, float):
            return _number(item, scale)
        if isinstance(item, Decimal):
            return self.amount(item * scale)
        if isinstance(item, date | datetime):
            return item.isoformat()
        return self.compound(item)

    def compound(self, item: Any) -> Any:
        if is_dataclass(item) and not isinstance(item, type):
            return self.record(item)
        if isinstance(item, Mapping):
            return {str(key): self.value(part) for key, part in item.items()}
        if isinstance(item, Set):
            return [self.value(part) for part in sorted(item)]
        if isinstance(item, list | tuple):
            return [self.value(part) for part in item]
        raise TypeError(f"{type(item).__name__} has no JSON form")

    def record(self, item: Any) -> dict[str, Any]:
        kind: type = type(item)
        plan = _plan(kind)
        if isinstance(item, Meta):
            return self.meta(item, {})
        found: dict[str, Any] = {}
        for name, scale in plan.items:
            part = getattr(item, name)
            found[name] = (
                self.meta(part, plan.units) if isinstance(part, Meta) else self.value(part, scale)
            )
        return found

    def meta(self, meta: Meta, units: Mapping[str, str]) -> dict[str, Any]:
        left_out = _PASSING if self.reproducible else ()
        found = {
            name: self.value(getattr(meta, name))
            for name, _ in _plan(Meta).items
            if name not in left_out
        }
        found["units"] = dict(meta.units or units)
        return found

    def amount(self, amount: Decimal) -> Any:
        if not amount.is_finite():
            raise ValueError(f"{amount} is no amount")
        text = format(amount, "f")
        return text if self.money_as_text else orjson.Fragment(text)


def _number(number: float, scale: int) -> float:
    if not math.isfinite(number):
        raise ValueError(f"{number} must not leave the program: None says what is unknown")
    return scaled(number, scale)


def _whole(number: int) -> Any:
    return number if abs(number) < _BIGGEST else orjson.Fragment(str(int(number)))
