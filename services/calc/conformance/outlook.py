"""Cases about what is ahead of a fund, and about what may go wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.calc import concentration, liquidity, pacing, staleness, stress
from services.calc.accounts import STALE_DAYS
from services.calc.conformance.cases import Inputs, Measure, dates, day
from services.calc.currency_effect import currency_effect
from services.calc.liquidity import Holding
from services.calc.pacing import Pace
from services.calc.smoothing import desmooth


def _takahashi_alexander(inputs: Inputs) -> Mapping[str, Any]:
    found = pacing.forecast(
        Pace(
            contribution_rates=tuple(inputs["contribution_rates"]),
            life=inputs["life"],
            bow=inputs["bow"],
            growth=inputs["growth"],
            yield_floor=inputs.get("yield_floor") or 0,
        ),
        commitment=inputs["commitment"],
        nav=inputs.get("nav", 0),
        paid_in=inputs.get("paid_in", 0),
        age=inputs.get("age", 0),
    )
    return {} if found is None else {**asdict(found), "rows": [asdict(y) for y in found.years]}


def _pacing(inputs: Inputs) -> Mapping[str, Any]:
    carried, commitment = pacing.steady_commitment(
        inputs["nav_per_unit_commitment_by_age"], target_nav=inputs["target_nav"]
    )
    return {"steady_state_multiplier": carried, "annual_commitment": commitment}


def _geltner(inputs: Inputs) -> Mapping[str, Any]:
    found = desmooth(inputs["returns"], rho=inputs.get("rho"))
    return {} if found is None else asdict(found)


def _staleness(inputs: Inputs) -> Mapping[str, Any]:
    marks = [
        (mark.get("fv"), day(mark["valued_on"]) if mark.get("valued_on") else None)
        for mark in inputs["marks"]
    ]
    limit = inputs.get("stale_after_days", STALE_DAYS)
    found = staleness.staleness(marks, as_of=day(inputs["as_of"]), stale_after_days=limit)
    return {**asdict(found), "stale_share_of_fv": found.stale_share}


def _unfunded_coverage(inputs: Inputs) -> Mapping[str, Any]:
    found = liquidity.coverage(
        commitments=inputs["commitments"],
        paid_in=inputs["paid_in"],
        recallable=inputs.get("recallable", 0),
        expired=inputs.get("expired", 0),
        outside_commitment=inputs.get("outside_commitment", 0),
        cash=inputs.get("cash", 0),
        undrawn_line=inputs.get("undrawn_line", 0),
        follow_ons=inputs.get("planned_followons", 0),
        fees_to_end=inputs.get("fees_to_end", 0),
        other_obligations=inputs.get("other_obligations", 0),
        invested=inputs.get("invested"),
    )
    return {**asdict(found), "dry_powder_new_deals": found.new_deal_capacity}


def _fx_irr(inputs: Inputs) -> Mapping[str, Any]:
    found = currency_effect(dates(inputs), inputs["local_amounts"], inputs["fx_base_per_local"])
    return {**asdict(found), "fx_effect_geometric": found.effect}


def _exit_delay(inputs: Inputs) -> Mapping[str, Any]:
    found = stress.exit_delay(
        multiple=inputs["multiple"], years=inputs["years"], delay_years=inputs["delay_years"]
    )
    return asdict(found)


def _multiple_compression(inputs: Inputs) -> Mapping[str, Any]:
    found = stress.multiple_compression(
        ebitda=inputs["ebitda"],
        multiple=inputs["multiple"],
        net_debt=inputs["net_debt"],
        cut=inputs["cut"],
    )
    return asdict(found)


def _runway_at_risk(inputs: Inputs) -> Mapping[str, Any]:
    companies = [
        Holding(
            fair_value=company.get("fv"),
            runway=company.get("runway"),
            cash_generative=bool(company.get("cash_generative")),
        )
        for company in inputs["companies"]
    ]
    found = liquidity.runway_at_risk(companies, horizon_months=inputs.get("horizon_months", 6))
    return asdict(found)


def _vintage(inputs: Inputs) -> Mapping[str, Any]:
    held = inputs["fair_value_by_vintage"]
    spread = concentration.concentration(list(held.values()))
    return {
        "weights": concentration.shares_by_group(held.items()),
        "effective_vintages": spread.effective_number,
        "hhi": spread.hhi,
    }


MEASURES: Mapping[str, Measure] = {
    "takahashi_alexander": _takahashi_alexander,
    "takahashi_alexander_restart": _takahashi_alexander,
    "pacing": _pacing,
    "geltner": _geltner,
    "staleness": _staleness,
    "unfunded_coverage": _unfunded_coverage,
    "fx_irr": _fx_irr,
    "exit_delay": _exit_delay,
    "multiple_compression": _multiple_compression,
    "runway_at_risk": _runway_at_risk,
    "vintage": _vintage,
}
