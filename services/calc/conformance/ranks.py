"""Cases about a fund's place among its peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.calc import benchmark
from services.calc.conformance.cases import Inputs, Measure

PERCENTILES = {
    "p05": 5.0,
    "lower_quartile": 25.0,
    "p25": 25.0,
    "median": 50.0,
    "p50": 50.0,
    "top_quartile": 75.0,
    "p75": 75.0,
    "p95": 95.0,
}


def _rank_from_breakpoints(inputs: Inputs) -> Mapping[str, Any]:
    published = inputs["benchmark"]
    placed = benchmark.rank(
        inputs["value"],
        {PERCENTILES[key]: published[key] for key in PERCENTILES if key in published},
        n=published.get("n"),
        higher_is_better=_higher_is_better(inputs),
    )
    return asdict(placed)


def _percentile_of_constituents(inputs: Inputs) -> Mapping[str, Any]:
    standing = benchmark.percentile_of(
        inputs["peers"], inputs["value"], higher_is_better=_higher_is_better(inputs)
    )
    return asdict(standing)


def _quartiles_of_constituents(inputs: Inputs) -> Mapping[str, Any]:
    inclusive = benchmark.quartiles(inputs["values"])
    exclusive = benchmark.quartiles(inputs["values"], exclusive=True)
    return {
        "hf7_excel_inc_numpy_default": None if inclusive is None else list(inclusive),
        "hf6_excel_exc": None if exclusive is None else list(exclusive),
    }


def _higher_is_better(inputs: Inputs) -> bool:
    return bool(inputs.get("higher_is_better", True))


MEASURES: Mapping[str, Measure] = {
    "rank_from_breakpoints": _rank_from_breakpoints,
    "percentile_of_constituents": _percentile_of_constituents,
    "quartiles_of_constituents": _quartiles_of_constituents,
}
