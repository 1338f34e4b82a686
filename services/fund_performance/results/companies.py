"""What each company did for the funds, and what the funds would be without one of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyContribution:
    """One company, all its tranches together.

    `gain` = realized + unrealized - invested. `adds_to_moic` = gain over the cost of all: those of
    all companies add up to MOIC - 1; `adds_to_tvpi` = gain over what investors paid in.
    `realized_share` is the part of its value that is cash. `running_share` adds up the shares of
    the gain from the largest on. `irr_effect` is what the portfolio's rate loses without the
    company (leave one out): such effects do not add up to the rate.
    """

    company: str
    name: str
    sector: str | None
    stage: str | None
    invested: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    unrealized_value: Decimal | None = unit("money")
    gain: Decimal | None = unit("money")
    moic: float | None = unit("x")
    irr: float | None = percent()
    gain_share: float | None = unit("fraction")
    running_share: float | None = unit("fraction")
    realized_share: float | None = unit("fraction")
    adds_to_moic: float | None = unit("x")
    adds_to_tvpi: float | None = unit("x")
    irr_without: float | None = percent()
    irr_effect: float | None = unit("bp", scale=10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The portfolio without one company: what is left, and what left with it."""

    company: str
    name: str
    moic: float | None = unit("x")
    irr: float | None = percent()
    gain: Decimal | None = unit("money")
    moic_change: float | None = unit("x")
    irr_change: float | None = unit("bp", scale=10_000)
    gain_change: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """Every company that was ever held by as_of, the largest gain first, with totals that foot.

    `winner` is the portfolio without the company of the largest gain. `left_out` is the one that
    was asked to be left out: rows and totals are then those of the others. `costs_in_tvpi` is what
    lies between what companies add to TVPI and the net TVPI less 1: fees, expenses, carry, cash.
    """

    rows: tuple[CompanyContribution, ...] = rows(CompanyContribution)
    invested: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    unrealized_value: Decimal | None = unit("money")
    gain: Decimal | None = unit("money")
    moic: float | None = unit("x")
    irr: float | None = percent()
    top_5_share: float | None = unit("fraction")
    realized_share: float | None = unit("fraction")
    tvpi: float | None = unit("x")
    costs_in_tvpi: float | None = unit("x")
    winner: LeftOut | None = parts(LeftOut)
    left_out: LeftOut | None = parts(LeftOut)
    meta: Meta
    notes: tuple[Note, ...]
