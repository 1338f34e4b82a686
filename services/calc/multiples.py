"""Multiples of a fund: what came back and what is left, per unit of money paid in.

Sums are exact decimals, ratios floats. None means a part is unknown, or nothing was paid in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from services.calc.flows import Amount

NOTHING = Decimal(0)
Figure = TypeVar("Figure", Decimal, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples:
    """The ratios of one fund, investor or pool, with the sums they stand on."""

    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None
    dpi: float | None
    rvpi: float | None
    tvpi: float | None
    pic: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one investor (or fund) has put in, got back and still holds; None is unknown."""

    paid_in: Amount | None
    distributed: Amount | None
    nav: Amount | None
    commitment: Amount | None = None


def exact(amount: Amount | None) -> Decimal | None:
    """An amount as a decimal: a float by its shortest text, so 0.1 is a tenth.

    None when unknown or not a finite number.
    """
    if amount is None:
        return None
    value = amount if isinstance(amount, Decimal) else Decimal(repr(float(amount)))
    return value if value.is_finite() else None


def total(amounts: Iterable[Amount | None]) -> Decimal | None:
    """The exact sum; None when one of the amounts is unknown, 0 when there are none."""
    known = [exact(amount) for amount in amounts]
    if any(amount is None for amount in known):
        return None
    return sum((amount for amount in known if amount is not None), NOTHING)


def ratio(part: Amount | None, whole: Amount | None) -> float | None:
    """part / whole; None when either is unknown or the whole is not above zero."""
    above, below = exact(part), exact(whole)
    if above is None or below is None or below <= 0:
        return None
    return float(above / below)


def change(now: Figure | None, before: Figure | None) -> Figure | None:
    """What a figure changed by, exactly for amounts; None as soon as one of the two is unknown."""
    return None if now is None or before is None else now - before


def dpi(*, paid_in: Amount | None, distributed: Amount | None) -> float | None:
    """Distributions to investors per unit paid in (GIPS 2020)."""
    return ratio(distributed, paid_in)


def rvpi(*, paid_in: Amount | None, nav: Amount | None) -> float | None:
    """What is left, net of accrued carry and fees, per unit paid in (GIPS 2020)."""
    return ratio(nav, paid_in)


def tvpi(*, paid_in: Amount | None, distributed: Amount | None, nav: Amount | None) -> float | None:
    """Distributions and what is left, per unit paid in: DPI + RVPI (GIPS 2020)."""
    return ratio(total((distributed, nav)), paid_in)


def pic(*, paid_in: Amount | None, commitment: Amount | None) -> float | None:
    """Share of the commitment that was paid in; recalled distributions count again."""
    return ratio(paid_in, commitment)


def moic(
    *, invested: Amount | None, proceeds: Amount | None, fair_value: Amount | None
) -> float | None:
    """Gross proceeds and fair value per unit invested in companies: before fees and carry."""
    return ratio(total((proceeds, fair_value)), invested)


def multiples(
    *,
    paid_in: Amount | None,
    distributed: Amount | None,
    nav: Amount | None,
    commitment: Amount | None = None,
) -> Multiples:
    """All ratios of one position at once."""
    return Multiples(
        paid_in=exact(paid_in),
        distributed=exact(distributed),
        nav=exact(nav),
        dpi=dpi(paid_in=paid_in, distributed=distributed),
        rvpi=rvpi(paid_in=paid_in, nav=nav),
        tvpi=tvpi(paid_in=paid_in, distributed=distributed, nav=nav),
        pic=pic(paid_in=paid_in, commitment=commitment),
    )


def unfunded(
    *,
    commitment: Amount | None,
    paid_in: Amount | None,
    outside_commitment: Amount | None = NOTHING,
    recallable: Amount | None = NOTHING,
    released: Amount | None = NOTHING,
    adjustment: Amount | None = NOTHING,
) -> Decimal | None:
    """What may still be called: commitment less the calls inside it, plus recallable distributions.

    `outside_commitment` is the part of `paid_in` that was called beside the commitment (fees);
    `released` is commitment that expired or was cancelled; `adjustment` is any other change,
    positive when more may be called. Below zero means called beyond the commitment.
    """
    parts = [exact(p) for p in (commitment, paid_in, outside_commitment, recallable, released)]
    other = exact(adjustment)
    if other is None or any(part is None for part in parts):
        return None
    pledged, called, outside, back, gone = (part or NOTHING for part in parts)
    return pledged - (called - outside) + back - gone + other


def rollup(positions: Iterable[Position]) -> Multiples:
    """The fund's multiples from its investors': ratio of the sums, never a mean of ratios."""
    held = list(positions)
    commitments = [position.commitment for position in held]
    return multiples(
        paid_in=total(position.paid_in for position in held),
        distributed=total(position.distributed for position in held),
        nav=total(position.nav for position in held),
        commitment=total(commitments),
    )
