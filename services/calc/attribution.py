"""Where a gain came from: its drivers, the deals that made it, and how much of the rest was lost.

Decimals in and out where amounts are added, floats for rates; None is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc import irr
from services.calc.flows import Amount
from services.calc.holdings import gain_share
from services.calc.multiples import exact, ratio, total

NOTHING = Decimal(0)
Pair = tuple[Amount | None, Amount | None]


@dataclass(frozen=True, slots=True)
class ValueBridge:
    """A buyout's gain by driver: the four parts add up to it, the combination kept apart.

    The revenue parts split `ebitda_growth`; they are None where revenue is not known or nothing.
    """

    entry_equity: Decimal
    exit_equity: Decimal
    gain: Decimal
    ebitda_growth: Decimal
    multiple_expansion: Decimal
    combination: Decimal
    net_debt_and_cash: Decimal
    revenue_growth: Decimal | None = None
    margin_change: Decimal | None = None
    revenue_margin_combination: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VentureBridge:
    """The change of a stake's value by driver; the parts add up to `total`, dilution is one."""

    revenue_growth: Decimal
    multiple_change: Decimal
    combination: Decimal
    dilution: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFlows:
    """One deal: dated flows, money in negative, and what it is worth at the end."""

    dates: Sequence[date]
    amounts: Sequence[Amount | None]
    fair_value: Amount | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What each deal did, in the order given.

    Multiple contributions add up to `moic`, gain shares to 1; rates of return do not add up, so
    `irr_contributions` is what the rate loses when the deal is left out.
    """

    irr: float | None
    irr_without_each: list[float | None]
    irr_contributions: list[float | None]
    sum_of_irr_contributions: float | None
    moic: float | None
    moic_contributions: list[float | None]
    gain: Decimal | None
    gain_shares: list[float | None]
    top_performer: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealOutcome:
    """One deal's cost, what came back, and what is left."""

    cost: Amount | None
    realized: Amount | None
    fair_value: Amount | None


@dataclass(frozen=True, slots=True)
class LossRatios:
    """Five readings of "loss ratio", all in use: say which one is shown.

    `invested_below_cost`, capital in deals worth less than they cost per capital invested, is the
    default; `capital_lost` counts what is actually gone. Written off: nothing back, nothing left.
    """

    by_count: float | None
    invested_below_cost: float | None
    capital_lost: float | None
    written_off_by_count: float | None
    written_off_by_cost: float | None


def value_bridge(
    *,
    ebitda: Pair,
    ev_multiple: Pair,
    net_debt: Pair,
    dividends: Amount | None = NOTHING,
    equity_injections: Amount | None = NOTHING,
    revenue: Pair | None = None,
) -> ValueBridge | None:
    """Equity = multiple x EBITDA - net debt; each pair holds entry and exit.

    Growth is valued at the entry multiple, the multiple at the entry EBITDA. None when an amount
    is unknown.
    """
    earned, priced, owed = _pair(ebitda), _pair(ev_multiple), _pair(net_debt)
    paid, injected = exact(dividends), exact(equity_injections)
    if earned is None or priced is None or owed is None or paid is None or injected is None:
        return None
    entry, end = priced[0] * earned[0] - owed[0], priced[1] * earned[1] - owed[1]
    grown, repriced = earned[1] - earned[0], priced[1] - priced[0]
    split = _revenue_split(_pair(revenue) if revenue else None, earned, priced[0])
    return ValueBridge(
        entry,
        end,
        gain=end - entry + paid - injected,
        ebitda_growth=grown * priced[0],
        multiple_expansion=repriced * earned[0],
        combination=grown * repriced,
        net_debt_and_cash=owed[0] - owed[1] + paid - injected,
        revenue_growth=split[0] if split else None,
        margin_change=split[1] if split else None,
        revenue_margin_combination=split[2] if split else None,
    )


def venture_bridge(
    *, revenue: Pair, ev_revenue_multiple: Pair, ownership: Pair
) -> VentureBridge | None:
    """Stake = revenue x multiple x ownership; growth and multiple at the entry ownership.

    None when an amount is unknown.
    """
    sold, priced, owned = _pair(revenue), _pair(ev_revenue_multiple), _pair(ownership)
    if sold is None or priced is None or owned is None:
        return None
    grown, repriced = sold[1] - sold[0], priced[1] - priced[0]
    return VentureBridge(
        revenue_growth=grown * priced[0] * owned[0],
        multiple_change=repriced * sold[0] * owned[0],
        combination=grown * repriced * owned[0],
        dilution=(owned[1] - owned[0]) * sold[1] * priced[1],
        total=sold[1] * priced[1] * owned[1] - sold[0] * priced[0] * owned[0],
    )


def contribution(deals: Sequence[DealFlows], *, as_of: date) -> Contribution:
    """What each deal did to the multiple and the rate of all of them up to `as_of`."""
    costs = [_cost(deal) for deal in deals]
    values = [_value(deal) for deal in deals]
    gains = [
        None if cost is None or value is None else value - cost
        for cost, value in zip(costs, values, strict=True)
    ]
    cost, gain = total(costs), total(gains)
    rate = _rate(deals, as_of)
    without = [_rate([*deals[:place], *deals[place + 1 :]], as_of) for place in range(len(deals))]
    effects = [None if rate is None or other is None else rate - other for other in without]
    shares = [gain_share(own, gain) for own in gains]
    known = [share for share in shares if share is not None]
    added = [effect for effect in effects if effect is not None]
    return Contribution(
        irr=rate,
        irr_without_each=without,
        irr_contributions=effects,
        sum_of_irr_contributions=sum(added) if added and len(added) == len(effects) else None,
        moic=ratio(total(values), cost),
        moic_contributions=[ratio(value, cost) for value in values],
        gain=gain,
        gain_shares=shares,
        top_performer=max(known, default=None),
    )


def loss_ratios(deals: Sequence[DealOutcome]) -> LossRatios:
    """How many deals, and how much capital, are worth less than they cost; None when unknown."""
    costs = [exact(deal.cost) for deal in deals]
    values = [total((deal.realized, deal.fair_value)) for deal in deals]
    pairs = [
        (cost, value)
        for cost, value in zip(costs, values, strict=True)
        if cost is not None and value is not None
    ]
    if len(pairs) < len(deals) or not pairs:
        return LossRatios(None, None, None, None, None)
    invested = sum((cost for cost, _ in pairs), NOTHING)
    below = [(cost, value) for cost, value in pairs if value < cost]
    gone = [cost for cost, value in below if value <= 0]
    return LossRatios(
        by_count=len(below) / len(pairs),
        invested_below_cost=ratio(sum((cost for cost, _ in below), NOTHING), invested),
        capital_lost=ratio(sum((cost - value for cost, value in below), NOTHING), invested),
        written_off_by_count=len(gone) / len(pairs),
        written_off_by_cost=ratio(sum(gone, NOTHING), invested),
    )


def _pair(given: Pair) -> tuple[Decimal, Decimal] | None:
    first, last = exact(given[0]), exact(given[1])
    return None if first is None or last is None else (first, last)


def _revenue_split(
    revenue: tuple[Decimal, Decimal] | None, ebitda: tuple[Decimal, Decimal], multiple: Decimal
) -> tuple[Decimal, Decimal, Decimal] | None:
    """EBITDA growth at the entry multiple, split into revenue, margin, and both together."""
    if revenue is None or not revenue[0] or not revenue[1]:
        return None
    margins = ebitda[0] / revenue[0], ebitda[1] / revenue[1]
    grown, widened = revenue[1] - revenue[0], margins[1] - margins[0]
    return (
        grown * margins[0] * multiple,
        revenue[0] * widened * multiple,
        grown * widened * multiple,
    )


def _cost(deal: DealFlows) -> Decimal | None:
    paid = total(deal.amounts)
    if paid is None:
        return None
    return -sum((amount for amount in map(exact, deal.amounts) if amount and amount < 0), NOTHING)


def _value(deal: DealFlows) -> Decimal | None:
    left = exact(deal.fair_value)
    if left is None or total(deal.amounts) is None:
        return None
    got = (amount for amount in map(exact, deal.amounts) if amount and amount > 0)
    return sum(got, NOTHING) + left


def _rate(deals: Sequence[DealFlows], as_of: date) -> float | None:
    """The pooled yearly rate of some deals; None where it has no single value."""
    left = total(deal.fair_value for deal in deals)
    if not deals or left is None:
        return None
    found = irr.performance(
        [day for deal in deals for day in deal.dates],
        [amount for deal in deals for amount in deal.amounts],
        nav=left,
        as_of=as_of,
    )
    return found.irr_annualised
