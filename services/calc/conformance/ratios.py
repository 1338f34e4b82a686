"""Cases about multiples, pooling, horizons, dating bases and the credit line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from statistics import median
from typing import Any

from services.calc import irr, multiples
from services.calc.conformance.cases import Inputs, Measure, dates, day, series, summed
from services.calc.credit_line import line_effect
from services.calc.dates import DATINGS, moved
from services.calc.multiples import Position


def _multiples(inputs: Inputs) -> Mapping[str, Any]:
    commitment = inputs.get("commitment")
    found = multiples.multiples(
        paid_in=summed(inputs, "contributions"),
        distributed=summed(inputs, "distributions"),
        nav=inputs.get("nav"),
        commitment=commitment,
    )
    unfunded = multiples.unfunded(
        commitment=commitment,
        paid_in=found.paid_in,
        outside_commitment=summed(inputs, "outside_commitment"),
        recallable=summed(inputs, "recallable"),
        released=multiples.total([summed(inputs, "released"), summed(inputs, "expired")]),
        adjustment=summed(inputs, "other_unfunded_adjustment"),
    )
    return {**asdict(found), "distributions": found.distributed, "unfunded": unfunded}


def _moic_vs_tvpi(inputs: Inputs) -> Mapping[str, Any]:
    gross = multiples.moic(
        invested=inputs["invested_in_companies"],
        proceeds=inputs["gross_proceeds"],
        fair_value=inputs["gross_fair_value"],
    )
    net = multiples.multiples(
        paid_in=inputs["lp_paid_in"],
        distributed=inputs["lp_distributions"],
        nav=inputs["nav_net_of_accrued_carry_and_fees"],
    )
    return {"moic_gross": gross, "tvpi_net": net.tvpi, "dpi_net": net.dpi, "rvpi_net": net.rvpi}


def _lp_rollup(inputs: Inputs) -> Mapping[str, Any]:
    positions = [
        Position(
            paid_in=lp["paid_in"],
            distributed=lp["distributions"],
            nav=lp["nav"],
            commitment=lp.get("commitment"),
        )
        for lp in inputs["lps"]
    ]
    lps = [asdict(multiples.rollup([position])) for position in positions]
    return {"fund": asdict(multiples.rollup(positions)), "lps": lps}


def _pooled_irr(inputs: Inputs) -> Mapping[str, Any]:
    funds = [(dates(fund), fund["amounts"]) for fund in inputs["funds"]]
    alone = [irr.solve(days, amounts) for days, amounts in funds]
    known = [solution.irr for solution in alone if solution.irr is not None]
    together = irr.pooled(funds)
    return {
        "individual": [solution.irr for solution in alone],
        "pooled": together.irr,
        "status": together.status,
        "median": median(known) if known else None,
    }


def _horizon_irr(inputs: Inputs) -> Mapping[str, Any]:
    days, amounts = series(inputs["flows"])
    shown = irr.horizon(
        days,
        amounts,
        opening_nav=inputs["nav"].get(inputs["start"]),
        start=day(inputs["start"]),
        closing_nav=inputs["nav"].get(inputs["end"]),
        end=day(inputs["end"]),
    )
    return {**asdict(shown), "display": shown.display, "horizon_irr": shown.irr}


def _dating(inputs: Inputs) -> Mapping[str, Any]:
    days, amounts = series(inputs["flows"])
    closed = [*amounts, inputs["nav"]]
    as_of = day(inputs["as_of"])
    return {basis: irr.solve([*moved(days, basis), as_of], closed).irr for basis in DATINGS}


def _subscription_line(inputs: Inputs) -> Mapping[str, Any]:
    effect = line_effect(
        investment_date=day(inputs["investment_date"]),
        amount=inputs["amount"],
        lp_call_date=day(inputs["lp_call_date"]),
        line_cost=inputs["line_cost"],
        exit_date=day(inputs["exit_date"]),
        proceeds=inputs["proceeds"],
    )
    return asdict(effect)


MEASURES: Mapping[str, Measure] = {
    "multiples": _multiples,
    "moic_vs_tvpi": _moic_vs_tvpi,
    "lp_rollup": _lp_rollup,
    "pooled_irr": _pooled_irr,
    "horizon_irr": _horizon_irr,
    "dating": _dating,
    "subscription_line": _subscription_line,
}
