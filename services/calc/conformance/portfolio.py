"""Cases about companies, the spread of a portfolio, and where its gain came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.calc import attribution, company_metrics, concentration
from services.calc.attribution import DealFlows, DealOutcome
from services.calc.conformance.cases import Inputs, Measure, day, series
from services.calc.multiples import ratio


def _value_bridge(inputs: Inputs) -> Mapping[str, Any]:
    revenue = inputs.get("revenue")
    found = attribution.value_bridge(
        ebitda=tuple(inputs["ebitda"]),
        ev_multiple=tuple(inputs["ev_multiple"]),
        net_debt=tuple(inputs["net_debt"]),
        dividends=inputs.get("dividends", 0),
        equity_injections=inputs.get("equity_injections", 0),
        revenue=tuple(revenue) if revenue else None,
    )
    return {} if found is None else asdict(found)


def _venture_bridge(inputs: Inputs) -> Mapping[str, Any]:
    found = attribution.venture_bridge(
        revenue=tuple(inputs["revenue"]),
        ev_revenue_multiple=tuple(inputs["ev_revenue_multiple"]),
        ownership=tuple(inputs["ownership"]),
    )
    return {} if found is None else asdict(found)


def _contribution(inputs: Inputs) -> Mapping[str, Any]:
    deals = []
    for deal in inputs["deals"]:
        days, amounts = series(deal["flows"])
        deals.append(DealFlows(dates=days, amounts=amounts, fair_value=deal.get("fair_value")))
    found = attribution.contribution(deals, as_of=day(inputs["as_of"]))
    return {
        "gross_irr": found.irr,
        "irr_without_each": found.irr_without_each,
        "irr_contribution_leave_one_out": found.irr_contributions,
        "sum_of_irr_contributions": found.sum_of_irr_contributions,
        "moic": found.moic,
        "moic_contribution": found.moic_contributions,
        "gain_share": found.gain_shares,
        "top_performer_contribution": found.top_performer,
        "total_gain": found.gain,
    }


def _loss_ratio(inputs: Inputs) -> Mapping[str, Any]:
    found = attribution.loss_ratios(
        [
            DealOutcome(
                cost=deal.get("cost"),
                realized=deal.get("realised", deal.get("realized")),
                fair_value=deal.get("fv", deal.get("fair_value")),
            )
            for deal in inputs["deals"]
        ]
    )
    return {
        "loss_ratio_by_count": found.by_count,
        "loss_ratio_invested_below_cost": found.invested_below_cost,
        "loss_ratio_capital_lost": found.capital_lost,
        "write_off_ratio_by_count": found.written_off_by_count,
        "write_off_ratio_by_cost": found.written_off_by_cost,
    }


def _hhi(inputs: Inputs) -> Mapping[str, Any]:
    found = concentration.concentration(inputs["values"])
    return {**asdict(found), "normalised_hhi": found.normalised}


def _basis(inputs: Inputs) -> Mapping[str, Any]:
    held = inputs["positions"]
    by = {
        name: concentration.shares_by_group((row["sector"], row.get(key)) for row in held)
        for name, key in (("by_sector_fv", "fv"), ("by_sector_cost", "cost"))
    }
    counted = concentration.shares_by_group((row["sector"], 1) for row in held)
    costs = [row.get("cost") for row in held]
    largest = None if None in costs else max(costs, default=None)
    return {
        **by,
        "by_sector_count": counted,
        "largest_cost_share_of_commitments": ratio(largest, inputs["commitments"]),
        "hhi_fv": concentration.concentration([row.get("fv") for row in held]).hhi,
        "hhi_cost": concentration.concentration(costs).hhi,
    }


def _runway(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.runway(cash=inputs["cash"], net_burn=inputs["monthly_net_burn"])
    return {
        "runway_months": found.months,
        "status": found.state,
        "below_6_months": found.below_6_months,
    }


def _net_burn(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.net_burn(
        cash_out=inputs["monthly_cash_out"], cash_in=inputs["monthly_cash_in"]
    )
    return {"gross_burn": found.gross, "net_burn": found.net, "above_500k": found.high}


def _burn_multiple(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.burn_multiple(
        net_burn=inputs["net_burn"], net_new_arr=inputs["net_new_arr"]
    )
    return {"burn_multiple": found.multiple, "band": found.band}


def _rule_of_40(inputs: Inputs) -> Mapping[str, Any]:
    score, passes = company_metrics.rule_of_40(
        growth=inputs["growth"], margin=inputs["profit_margin"]
    )
    return {"score": score, "passes": passes}


def _ltv_cac(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.unit_economics(
        arpa_month=inputs["arpa_month"],
        gross_margin=inputs["gross_margin"],
        monthly_churn=inputs["monthly_churn"],
        cac=inputs["cac"],
    )
    return {**asdict(found), "cac_payback_months": found.payback_months}


def _retention(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.retention(
        start=inputs["start_arr"],
        expansion=inputs["expansion"],
        contraction=inputs["contraction"],
        churn=inputs["churn"],
    )
    return asdict(found)


def _magic_number(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.magic_number(
        revenue=inputs["revenue_q"],
        revenue_before=inputs["revenue_prior_q"],
        sales_cost_before=inputs["sm_prior_q"],
    )
    return {"magic_number": found}


def _growth(inputs: Inputs) -> Mapping[str, Any]:
    return {"growth": company_metrics.growth(before=inputs["prior"], now=inputs["current"])}


def _gross_margin(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.gross_margin(revenue=inputs["revenue"], cost_of_revenue=inputs["cogs"])
    return {"gross_margin": found}


def _aggregation(inputs: Inputs) -> Mapping[str, Any]:
    found = company_metrics.summary(
        (company.get("cash"), company.get("monthly_net_burn")) for company in inputs["companies"]
    )
    return {
        **asdict(found),
        "mean_runway_finite": found.mean_runway,
        "median_runway_finite": found.median_runway,
        "companies_at_risk": found.at_risk,
    }


MEASURES: Mapping[str, Measure] = {
    "value_bridge": _value_bridge,
    "venture_value_bridge": _venture_bridge,
    "deal_contribution": _contribution,
    "loss_ratio": _loss_ratio,
    "hhi": _hhi,
    "basis": _basis,
    "runway_months": _runway,
    "net_burn": _net_burn,
    "burn_multiple": _burn_multiple,
    "rule_of_40": _rule_of_40,
    "ltv_cac": _ltv_cac,
    "retention": _retention,
    "magic_number": _magic_number,
    "growth_rate": _growth,
    "gross_margin": _gross_margin,
    "aggregation": _aggregation,
}
