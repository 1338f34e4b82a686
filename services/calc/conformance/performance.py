"""Cases about rates of return: dated, periodic, modified, and the values at a given rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.calc import irr, value
from services.calc.conformance.cases import Inputs, Measure, dates, day, day_count
from services.calc.dates import year_fraction


def _solution(solution: irr.Solution) -> dict[str, Any]:
    return {"status": solution.status, "irr": solution.irr, "roots": list(solution.roots)}


def _xirr(inputs: Inputs) -> Mapping[str, Any]:
    return _solution(irr.solve(dates(inputs), inputs["amounts"], day_count=day_count(inputs)))


def _xirr_edge(inputs: Inputs) -> Mapping[str, Any]:
    """The latest flow of a case is its value at the end where it is 0: known to be worthless."""
    days, amounts = dates(inputs), inputs["amounts"]
    worthless = bool(days) and len(days) == len(amounts) and _last(days, amounts) == 0
    shown = irr.performance(
        days,
        amounts,
        nav=0 if worthless else None,
        as_of=max(days) if worthless else None,
        day_count=day_count(inputs),
    )
    return {
        "status": shown.status,
        "irr": shown.irr,
        "irr_annualised": shown.irr_annualised,
        "period_return": shown.period_return,
        "display": shown.display,
        "days": shown.days,
        "roots": list(shown.roots),
    }


def _last(days: list[Any], amounts: list[Any]) -> Any:
    """The amount of the latest day, the later row where two share it."""
    latest = max(range(len(days)), key=lambda place: (days[place], place))
    return amounts[latest]


def _irr_periodic(inputs: Inputs) -> Mapping[str, Any]:
    return _solution(irr.periodic(inputs["amounts"]))


def _mirr(inputs: Inputs) -> Mapping[str, Any]:
    rate = value.mirr(
        inputs["amounts"],
        finance_rate=inputs["finance_rate"],
        reinvest_rate=inputs["reinvest_rate"],
    )
    return {"mirr": rate}


def _npv(inputs: Inputs) -> Mapping[str, Any]:
    at_start = bool(inputs.get("first_flow_at_t0", True))
    return {"npv": value.npv(inputs["rate"], inputs["amounts"], first_flow_at_t0=at_start)}


def _xnpv(inputs: Inputs) -> Mapping[str, Any]:
    days, count = dates(inputs), day_count(inputs)
    return {"xnpv": value.xnpv(inputs["rate"], days, inputs["amounts"], day_count=count)}


def _xnfv(inputs: Inputs) -> Mapping[str, Any]:
    days, count = dates(inputs), day_count(inputs)
    return {"xnfv": value.xnfv(inputs["rate"], days, inputs["amounts"], day_count=count)}


def _year_fraction(inputs: Inputs) -> Mapping[str, Any]:
    start, end = day(inputs["start"]), day(inputs["end"])
    return {"year_fraction": year_fraction(start, end, day_count(inputs))}


MEASURES: Mapping[str, Measure] = {
    "xirr": _xirr,
    "xirr_day_count": _xirr,
    "xirr_edge": _xirr_edge,
    "irr_periodic": _irr_periodic,
    "mirr": _mirr,
    "npv": _npv,
    "xnpv": _xnpv,
    "xnfv": _xnfv,
    "year_fraction": _year_fraction,
}
