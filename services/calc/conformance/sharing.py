"""Cases about who gets what: waterfalls, clawbacks, fees, and an investor's capital account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.calc import irr, management_fees
from services.calc.account_roll import rolled
from services.calc.conformance.cases import Inputs, Measure, day
from services.calc.multiples import exact
from services.calc.waterfall import AMERICAN, LEDGER, Deal, Run, Terms, american, european, tiers

NOTHING, ONE = Decimal(0), Decimal(1)
START = date(2000, 1, 1)  # of deals whose case has no days
YEAR = timedelta(days=365)


def money(inputs: Inputs, *names: str, default: Decimal | None = None) -> Decimal:
    """The amount under the first name there is; KeyError where there is none and no default."""
    given = next((inputs[name] for name in names if inputs.get(name) is not None), default)
    amount = exact(given)
    if amount is None:
        raise KeyError(names[0])
    return amount


def _tiers(inputs: Inputs) -> Mapping[str, Any]:
    found = tiers(
        proceeds=money(inputs, "proceeds"),
        capital_to_return=money(inputs, "capital_to_return"),
        preferred_return_due=money(inputs, "preferred_return_due", default=NOTHING),
        carry_rate=money(inputs, "carry"),
        catch_up_rate=money(inputs, "catch_up", "cu", default=ONE),
    )
    return {
        "roc_lp": found.return_of_capital,
        "pref_lp": found.preferred_return,
        "catchup_gp": found.catch_up_gp,
        "catchup_lp": found.catch_up_lp,
        "split_gp": found.split_gp,
        "split_lp": found.split_lp,
        "gp_carry": found.gp,
        "lp_total": found.lp,
    }


def _dated(flows: Sequence[Sequence[Any]]) -> list[tuple[date, Decimal]]:
    return [(day(when), money({"amount": amount}, "amount")) for when, amount in flows]


def _european(inputs: Inputs) -> Mapping[str, Any]:
    called, paid = _dated(inputs["contributions"]), _dated(inputs["distributions"])
    terms = Terms(
        preferred_return=money(inputs, "rate", "preferred_return"),
        carry_rate=money(inputs, "carry"),
        catch_up_rate=money(inputs, "cu", "catch_up", default=ONE),
        hurdle=inputs.get("hurdle") or LEDGER,
    )
    run = european(contributions=called, distributions=paid, terms=terms)
    cash = [(payment.day, payment.tiers.lp) for payment in run.payments]
    flows = [*((when, -amount) for when, amount in called), *cash]
    rate = irr.solve([when for when, _ in flows], [amount for _, amount in flows])
    return {
        "lp_total": run.lp_total,
        "gp_carry": run.carry,
        "unpaid_hurdle_balance": run.unreturned_capital + run.unpaid_preferred,
        "profit": run.profit,
        "gp_share_of_profit": run.gp_share_of_profit,
        "lp_irr": rate.irr,
        "lp_cash": [[when.isoformat(), amount] for when, amount in cash],
        "clawback": run.clawback,
    }


def _deals(inputs: Inputs, *, loss_carry_forward: bool) -> Mapping[str, Any]:
    """Deals of a case follow one another and are over; without `years` each is held for one."""
    terms = Terms(
        preferred_return=money(inputs, "preferred_return", default=NOTHING),
        carry_rate=money(inputs, "carry"),
        catch_up_rate=money(inputs, "catch_up", "cu", default=ONE),
        style=AMERICAN,
    )
    deals, bought = [], START
    for place, row in enumerate(inputs["deals"]):
        sold = bought + YEAR * float(money(row, "years", default=ONE))
        deals.append(
            Deal(
                key=str(place),
                contributions=[(bought, money(row, "cost"))],
                distributions=[(sold, money(row, "proceeds"))],
                realized=sold,
            )
        )
        bought = sold
    return _carried(
        american(deals=deals, terms=terms, loss_carry_forward=loss_carry_forward), terms
    )


def _carried(run: Run, terms: Terms) -> Mapping[str, Any]:
    return {
        "carry_paid_per_deal": [deal.carry for deal in run.deals],
        "carry_paid": run.carry,
        "whole_fund_entitlement": terms.carry_rate * max(run.profit, NOTHING),
        "clawback": run.clawback,
        "carry_after_clawback": run.carry - run.clawback,
    }


def _deal_by_deal(inputs: Inputs) -> Mapping[str, Any]:
    return _deals(inputs, loss_carry_forward=False)


def _loss_carry_forward(inputs: Inputs) -> Mapping[str, Any]:
    return _deals(inputs, loss_carry_forward=True)


def _management_fee(inputs: Inputs) -> Mapping[str, Any]:
    words = str(inputs.get("basis_in_harvest") or "")
    counted = next(
        (word for word in (management_fees.END, management_fees.MIDDLE) if word in words),
        management_fees.START,
    )
    found = management_fees.lifetime_fees(
        commitment=inputs["commitment"],
        rate=inputs["rate"],
        committed_years=inputs["commitment_basis_years"],
        invested_years=inputs["net_invested_years"],
        counted=counted,
    )
    if found is None:
        return {}
    return {
        "lifetime_fees": found.lifetime,
        "investment_capital": found.investment_capital,
        "fee_by_year": found.by_year,
    }


def _management_fee_simple(inputs: Inputs) -> Mapping[str, Any]:
    promised, rate = inputs["commitment"], inputs["rate"]
    costs = inputs["cost_at_year_end"]
    years = int(inputs.get("years", len(costs)))
    constant = management_fees.yearly_fees(
        commitment=promised, rate=rate, cost_by_year=[None] * years
    )
    stepped = management_fees.yearly_fees(commitment=promised, rate=rate, cost_by_year=costs)
    return {
        "constant_on_commitment": None if constant is None else sum(constant),
        "step_to_net_invested": None if stepped is None else sum(stepped),
    }


def _carry_basis(inputs: Inputs) -> Mapping[str, Any]:
    found = management_fees.carry_bases(
        commitment=inputs["fund"],
        fee_rate=inputs["fee"],
        years=inputs["years"],
        committed_rate=inputs["carry_committed_basis"],
        investment_rate=inputs["carry_investment_basis"],
        proceeds=inputs["proceeds"],
    )
    if found is None:
        return {}
    return {
        "investment_capital": found.investment_capital,
        "carry_committed": found.committed,
        "carry_investment": found.investment,
        "break_even_proceeds": found.break_even,
    }


# The lines of a case by their slugs, and the sign they have on the account.
_STATED = {
    "beginning_nav": ("beginning_nav_net", 1),
    "contributions": ("contributions", 1),
    "distributions": ("distributions", -1),
    "placement_fees": ("placement_fees", -1),
    "management_fees": ("management_fees_gross", -1),
    "management_fee_offsets": ("fee_rebates_offsets_waivers", 1),
    "partnership_expenses": ("partnership_expenses", -1),
    "other_income": ("interest_dividend_other_income", 1),
    "interest_expense": ("interest_expense", -1),
    "realized_gain": ("realised_gain", 1),
    "carry_beginning": ("accrued_incentive_beginning", -1),
    "carry_change": ("accrued_incentive_change", -1),
    "beginning_unfunded": ("beginning_unfunded", 1),
    "unfunded_contributions": ("contributions_inside_commitment", -1),
    "recallable_distributions": ("recallable_distributions", 1),
    "expired_commitments": ("expired_commitments", -1),
    "unfunded_adjustment": ("other_unfunded_adjustment", 1),
}


def _capital_account(inputs: Inputs) -> Mapping[str, Any]:
    """Gains of a case are before carry, and the change of its accrued carry is after payments:
    what was accrued and what was paid lower the gains that the account states."""
    lines = {
        slug: sign * money(inputs, name, default=NOTHING) for slug, (name, sign) in _STATED.items()
    }
    carry = money(inputs, "accrued_incentive_change", default=NOTHING) + money(
        inputs, "incentive_allocation_paid", default=NOTHING
    )
    lines["unrealized_gain"] = money(inputs, "unrealised_change", default=NOTHING) - carry
    found = rolled(lines)
    return {
        # The older statement lists placement fees below the flows.
        "total_cash_non_cash_flows": found["total_flows"] - lines["placement_fees"],
        "net_operating_income": found["net_operating_income"],
        "ending_nav_net_of_incentive": found["ending_nav"],
        "accrued_incentive_ending": -found["carry_ending"],
        "ending_nav_gross_of_accrued_incentive": found["ending_nav_gross"],
        "ending_unfunded": found["ending_unfunded"],
    }


MEASURES: Mapping[str, Measure] = {
    "tiers": _tiers,
    "european_dated": _european,
    "deal_by_deal": _deal_by_deal,
    "deal_by_deal_loss_carryforward": _loss_carry_forward,
    "management_fee": _management_fee,
    "management_fee_simple": _management_fee_simple,
    "carry_basis": _carry_basis,
    "capital_account": _capital_account,
}
