"""Who gets which part: cents by largest remainder, carried interest by the waterfall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import cache

from services.demo.stories.story import Quarter, Story

CENT = Decimal("0.01")
PREFERRED_RETURN = Decimal("1.08")
CARRY_RATE = Decimal("0.20")


def split(amount: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """`amount` by weight, each part in whole cents and their sum exactly `amount`.

    Every part is rounded down; the cents left over go to the largest remainders, ties in the order
    of the weights. A negative amount is split like its opposite.
    """
    if amount < 0:
        return {name: -part for name, part in split(-amount, weights).items()}
    whole = sum(weights.values())
    exact = {name: amount * weight / whole for name, weight in weights.items()}
    parts = {name: part.quantize(CENT, ROUND_FLOOR) for name, part in exact.items()}
    left = int((amount - sum(parts.values())) / CENT)
    for name in sorted(weights, key=lambda n: parts[n] - exact[n])[:left]:
        parts[name] += CENT
    return parts


@cache
def accrued_carry(story: Story, day: date, assets: Decimal) -> Decimal:
    """Carried interest owed but not paid if the fund were wound up for `assets` on `day`.

    Whole-fund waterfall: capital and 8 % a year (act/365) to the limited partners first, then all
    to the general partner until it has 20 % of the profit, then 80/20. Never below zero.
    """
    calls = [(q.call, paid_by_partners(q)) for q in story.quarters if q.call and q.call <= day]
    payouts = [(p.date, p.amount) for p in story.payouts if p.date <= day]
    paid = sum((p.carry for p in story.payouts if p.date <= day), Decimal(0))
    hurdle = sum((_grown(a, d, day) for d, a in calls), Decimal(0))
    hurdle -= sum((_grown(a, d, day) for d, a in payouts), Decimal(0))
    received = sum((a for _, a in payouts), Decimal(0))
    profit = assets + received + paid - sum((a for _, a in calls), Decimal(0))
    earned = min(assets + paid - hurdle, CARRY_RATE * profit)
    return max(Decimal(0), earned - paid).quantize(CENT)


def paid_by_partners(quarter: Quarter) -> Decimal:
    """The whole capital call of a quarter."""
    return quarter.invested + quarter.fees + quarter.expenses + quarter.line_cost


def _grown(amount: Decimal, start: date, end: date) -> Decimal:
    return amount * PREFERRED_RETURN ** (Decimal((end - start).days) / 365)
