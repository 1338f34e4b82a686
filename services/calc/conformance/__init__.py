"""Published and derived cases run through the measures, in the shape the cases expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from math import isfinite
from typing import Any

from services.calc.conformance import (
    outlook,
    performance,
    pipeline,
    pme,
    portfolio,
    ranks,
    ratios,
    sharing,
)
from services.calc.conformance.cases import Inputs, Measure
from services.calc.irr import INVALID_INPUT

MEASURES: Mapping[str, Measure] = {
    **performance.MEASURES,
    **ratios.MEASURES,
    **pme.MEASURES,
    **ranks.MEASURES,
    **portfolio.MEASURES,
    **pipeline.MEASURES,
    **sharing.MEASURES,
    **outlook.MEASURES,
}
# Keys that tell what somebody published or what a wrong formula gives: nothing to compute.
LEFT_OUT = (
    "published*",
    "seed_formula_*",
    "*wrong*",
    "note_*",
    "naive_*",
    "*_if_hurdle_*",
    "*_in_that_case",
    "one_minus_km_*",
    "simple_average",
    "capital_weighted_average",
)


def run(cases: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the measures say about each case: {"id", "kind", "actual"}, valid JSON throughout.

    `actual` has the keys of the case's `expected` less those of LEFT_OUT, None where a figure is
    not defined; for a kind without a measure it is None. Inputs that cannot be read give
    None for every figure, and invalid_input for a status.
    """
    return [
        {"id": case.get("id"), "kind": case.get("kind"), "actual": _actual(case)} for case in cases
    ]


def _actual(case: Mapping[str, Any]) -> Any:
    measure = MEASURES.get(str(case.get("kind")))
    if measure is None:
        return None
    return _like(case.get("expected") or {}, _measured(measure, case.get("inputs") or {}))


def _measured(measure: Measure, inputs: Inputs) -> Mapping[str, Any]:
    try:
        return measure(inputs)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError):
        return {"status": INVALID_INPUT}


def _like(expected: Any, found: Any) -> Any:
    """`found` cut to the keys of `expected`, numbers that JSON cannot hold as None."""
    if isinstance(expected, Mapping):
        known = found if isinstance(found, Mapping) else {}
        return {key: _like(value, known.get(key)) for key, value in expected.items() if _asked(key)}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [_like(one, other) for one, other in zip(expected, found, strict=True)]
    return _plain(found)


def _asked(key: str) -> bool:
    return not any(fnmatchcase(key, pattern) for pattern in LEFT_OUT)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    number = float(value)
    return number if isfinite(number) else None
