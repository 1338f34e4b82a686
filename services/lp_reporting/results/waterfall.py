"""How money is shared: fees and carried interest, the tiers of a waterfall, and what-ifs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagementFees:
    """Fees of the period: gross - offsets - waivers - rebates = net (offsets are negative here).

    `expected` is rate x basis over the period's days by the agreement; `difference` net of offsets.
    """

    gross: Decimal | None = unit("money")
    offsets: Decimal | None = unit("money")
    waivers: Decimal | None = unit("money")
    rebates: Decimal | None = unit("money")
    net: Decimal | None = unit("money")
    basis: str | None
    rate: float | None = unit("fraction")
    expected: Decimal | None = unit("money")
    net_to_date: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRow:
    """One kind of partnership expense, costs positive; `internal_chargeback` is what the manager
    or related persons charged."""

    category: str
    label: str
    external: Decimal | None = unit("money")
    internal_chargeback: Decimal | None = unit("money")
    to_date: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedInterest:
    """`accrued` on unrealised profit, `earned` on realised profit, `paid` out, in `escrow`.

    accrued(end) = opening + change - paid. `clawback_exposure` is what the general partner would
    owe back were everything sold at fair value on as_of (or written off: `clawback_if_zero`).
    `by_waterfall` is what the exact waterfall gives at NAV; `difference` accrued less that.
    """

    opening: Decimal | None = unit("money")
    change: Decimal | None = unit("money")
    accrued: Decimal | None = unit("money")
    earned: Decimal | None = unit("money")
    paid: Decimal | None = unit("money")
    escrow: Decimal | None = unit("money")
    clawback_exposure: Decimal | None = unit("money")
    clawback_if_zero: Decimal | None = unit("money")
    by_waterfall: Decimal | None = unit("money")
    difference: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesAndCarry:
    """What the investors bore in the period; of one investor alone for an investor who looks."""

    management_fees: ManagementFees = parts(ManagementFees)
    partnership_expenses: tuple[ExpenseRow, ...] = rows(ExpenseRow)
    expenses_total: Decimal | None = unit("money")
    carried_interest: CarriedInterest = parts(CarriedInterest)
    ratio_to_commitments: float | None = unit("fraction")
    ratio_to_contributions: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One step: return_of_capital, preferred_return, catch_up or split. lp + gp = amount.

    `remaining` is what is still to share after it; `arithmetic` says in words and numbers how it
    was worked out.
    """

    tier: str
    label: str
    lp: Decimal | None = unit("money")
    gp: Decimal | None = unit("money")
    remaining: Decimal | None = unit("money")
    arithmetic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PerLp:
    """What one investor gets of all that is shared, in cents; they add up to the fund's figure.

    `capital`, `preferred`, `catch_up`, `split` are its tiers; `carry` what it bears of the carry.
    """

    lp_id: str
    lp: str
    name: str
    amount: Decimal | None = unit("money")
    capital: Decimal | None = unit("money")
    preferred: Decimal | None = unit("money")
    catch_up: Decimal | None = unit("money")
    split: Decimal | None = unit("money")
    carry: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Totals of a waterfall: lp + gp = proceeds, to the cent."""

    lp: Decimal | None = unit("money")
    gp: Decimal | None = unit("money")
    proceeds: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidTiers:
    """One past distribution and the tiers it falls into, lifetime ledger."""

    date: day
    amount: Decimal | None = unit("money")
    return_of_capital: Decimal | None = unit("money")
    preferred_return: Decimal | None = unit("money")
    catch_up_lp: Decimal | None = unit("money")
    catch_up_gp: Decimal | None = unit("money")
    split_lp: Decimal | None = unit("money")
    split_gp: Decimal | None = unit("money")
    carry_booked: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldAt:
    """What-if the portfolio sold at a share of its value today."""

    share_of_nav: float = unit("fraction")
    proceeds: Decimal | None = unit("money")
    lp: Decimal | None = unit("money")
    gp: Decimal | None = unit("money")
    lp_tvpi: float | None = unit("x")
    gp_share_of_profit: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class DealCarry:
    """American only: carry of one deal, what of it losses of earlier deals took."""

    company: str
    name: str
    cost: Decimal | None = unit("money")
    proceeds: Decimal | None = unit("money")
    carry: Decimal | None = unit("money")
    realized: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What an outcome means to the limited partners: all they got and would get, per unit paid in,
    and the rate of their dated flows closed with it."""

    tvpi: float | None = unit("x")
    net_irr: float | None = percent()
    net_irr_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """The agreement's waterfall over everything paid out and what is held, sold at its value.

    `proceeds` = distributed to date (with carry paid) + value before carry, of the limited partners
    and the carry: the general partner's own commitment stands beside (`gp_commitment` is what its
    holder has in the fund by its value, None where it cannot be told apart).
    """

    fund: str
    type: str
    hurdle: str
    pref_rate: float | None = unit("fraction")
    catch_up: float | None = unit("fraction")
    carry_rate: float | None = unit("fraction")
    date: day
    tiers: tuple[Tier, ...] = rows(Tier)
    totals: Split = parts(Split)
    profit: Decimal | None = unit("money")
    gp_share_of_profit: float | None = unit("fraction")
    clawback: Decimal | None = unit("money")
    clawback_text: str
    per_lp: tuple[PerLp, ...] = parts(PerLp)
    per_distribution: tuple[PaidTiers, ...] = parts(PaidTiers)
    per_deal: tuple[DealCarry, ...] = parts(DealCarry)
    sold_at: tuple[SoldAt, ...] = parts(SoldAt)
    effects: Effects = parts(Effects)
    lifetime_proceeds: Decimal | None = unit("money")
    agreement: str | None
    gp_commitment: Decimal | None = unit("money")
    meta: Meta
    notes: tuple[Note, ...]
