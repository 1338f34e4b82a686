"""Who gets what of a sum: capital back, preferred return, catch-up, and the split of the rest."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal, localcontext

from services.calc.waterfall.amounts import CONTEXT, NOTHING, grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """A sum by tier. Capital and preferred return are the investors' (LP); of catch-up and split
    the general partner's (GP) part is carried interest. The six add up to the sum exactly."""

    return_of_capital: Decimal = NOTHING
    preferred_return: Decimal = NOTHING
    catch_up_lp: Decimal = NOTHING
    catch_up_gp: Decimal = NOTHING
    split_lp: Decimal = NOTHING
    split_gp: Decimal = NOTHING

    @property
    def lp(self) -> Decimal:
        """What the investors get."""
        return self.return_of_capital + self.preferred_return + self.catch_up_lp + self.split_lp

    @property
    def gp(self) -> Decimal:
        """The carried interest."""
        return self.catch_up_gp + self.split_gp

    @property
    def catch_up(self) -> Decimal:
        return self.catch_up_lp + self.catch_up_gp

    @property
    def split(self) -> Decimal:
        return self.split_lp + self.split_gp

    @property
    def total(self) -> Decimal:
        return self.lp + self.gp

    @property
    def profit(self) -> Decimal:
        """What is shared beyond capital: to investors and general partner together."""
        return self.total - self.return_of_capital

    def __add__(self, other: Tiers) -> Tiers:
        return Tiers(
            return_of_capital=self.return_of_capital + other.return_of_capital,
            preferred_return=self.preferred_return + other.preferred_return,
            catch_up_lp=self.catch_up_lp + other.catch_up_lp,
            catch_up_gp=self.catch_up_gp + other.catch_up_gp,
            split_lp=self.split_lp + other.split_lp,
            split_gp=self.split_gp + other.split_gp,
        )

    def __neg__(self) -> Tiers:
        return Tiers(**{name: -getattr(self, name) for name in NAMES})

    def __sub__(self, other: Tiers) -> Tiers:
        return self + -other


NAMES = tuple(field.name for field in fields(Tiers))


def tiers(
    *,
    proceeds: Decimal,
    capital_to_return: Decimal,
    preferred_return_due: Decimal,
    carry_rate: Decimal,
    catch_up_rate: Decimal,
    profit_paid: Decimal = NOTHING,
    carry_paid: Decimal = NOTHING,
) -> Tiers:
    """`proceeds` by tier; what is due comes first, then the general partner catches up.

    With carry rate c and catch-up rate k (the general partner's part of the catch-up), the
    catch-up is the flow x after which the general partner has c of all profit shared:
    carry_paid + k x = c (profit_paid + preferred + x), so x = c x preferred / (k - c) where nothing
    was shared before. k <= c has no catch-up: carry on what exceeds the preferred return only
    (hard hurdle). `profit_paid` is what was shared beyond capital before, to both sides,
    `carry_paid` the general partner's part of it. The investors bear proceeds below nothing.
    Standard four-tier waterfall; closed form: carry = min(k (P - preferred), c P) for profit P.
    """
    with localcontext(CONTEXT):
        capital = min(proceeds, max(capital_to_return, NOTHING))
        left = proceeds - capital
        preferred = min(left, max(preferred_return_due, NOTHING))
        left -= preferred
        profit = profit_paid + preferred
        behind = carry_rate * profit - carry_paid
        catches_up = catch_up_rate > carry_rate
        flow = caught = NOTHING
        if catches_up and behind > 0:
            flow = min(left, grain(behind / (catch_up_rate - carry_rate)))
            caught = grain(catch_up_rate * flow)
            left -= flow
        carry = grain(carry_rate * left)
        if left and catches_up and behind >= 0:
            # Caught up: the carry to date is c of all profit, whatever the catch-up was rounded by.
            even = grain(carry_rate * (profit + flow + left)) - carry_paid - caught
            carry = min(max(even, NOTHING), left)
        return Tiers(
            return_of_capital=capital,
            preferred_return=preferred,
            catch_up_lp=flow - caught,
            catch_up_gp=caught,
            split_lp=left - carry,
            split_gp=carry,
        )


def clawback(
    *,
    carry_paid: Decimal,
    carry_rate: Decimal,
    profit: Decimal,
    preferred_shortfall: Decimal = NOTHING,
) -> Decimal:
    """What the general partner owes back at the end, before any cap for taxes; never below 0.

    Two tests, and the larger shortfall counts: carry beyond its share of the whole fund's profit,
    and what the investors lack of their capital and preferred return; no more than the carry.
    """
    beyond = carry_paid - carry_rate * max(profit, NOTHING)
    return max(NOTHING, min(carry_paid, max(beyond, preferred_shortfall)))


def reversal(paid: Tiers, amount: Decimal) -> Tiers:
    """The tiers that taking `amount` (positive) back undoes: those paid last come back first.

    Split and catch-up come back in the parts they were paid in; more than was ever paid is a
    call on the investors' capital. To be called under CONTEXT.
    """
    split = min(amount, max(paid.split, NOTHING))
    split_gp = grain(paid.split_gp * split / paid.split) if split else NOTHING
    left = amount - split
    catch_up = min(left, max(paid.catch_up, NOTHING))
    caught = grain(paid.catch_up_gp * catch_up / paid.catch_up) if catch_up else NOTHING
    left -= catch_up
    preferred = min(left, max(paid.preferred_return, NOTHING))
    return Tiers(
        return_of_capital=left - preferred,
        preferred_return=preferred,
        catch_up_lp=catch_up - caught,
        catch_up_gp=caught,
        split_lp=split - split_gp,
        split_gp=split_gp,
    )
