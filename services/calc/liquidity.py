"""Whether what a fund can still raise covers what it still has to pay; whose cash runs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.calc.flows import Amount
from services.calc.multiples import exact, ratio, total, unfunded

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`coverage_ratio` = (cash + unfunded + undrawn line) / (follow-ons + fees + other): None when
    an amount is unknown or nothing is due. `new_deal_capacity` is what is left of cash and
    unfunded after it, without the line; below 0 it is missing. Shares are of commitments."""

    unfunded: Decimal | None
    sources: Decimal | None
    uses: Decimal | None
    coverage_ratio: float | None
    new_deal_capacity: Decimal | None
    deployed_share: float | None
    called_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What can still be raised, what is still to be paid, and the first over the second.

    None where an amount is unknown; no `ratio` where nothing is to be paid either.
    """

    sources: Decimal | None
    uses: Decimal | None
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One company: its fair value, and its runway in months (None: unknown, or it earns cash)."""

    fair_value: Amount | None
    runway: float | None
    cash_generative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunwayAtRisk:
    """The part of fair value in companies that run out of cash too soon, and how many they are.

    `unknown_share` is the part in companies nobody knows this of. Shares are None where a value
    is unknown or they add up to nothing.
    """

    share_at_risk: float | None
    count: int
    unknown_share: float | None
    unknown_count: int


def cover(*, sources: Iterable[Amount | None], uses: Iterable[Amount | None] | None) -> Cover:
    """Sources (unfunded, cash, undrawn line) against uses (follow-ons, fees, what is owed).

    `uses` None: not known.
    """
    raised, needed = total(sources), None if uses is None else total(uses)
    return Cover(sources=raised, uses=needed, ratio=ratio(raised, needed))


def coverage(
    *,
    commitments: Amount | None,
    paid_in: Amount | None,
    recallable: Amount | None = NOTHING,
    expired: Amount | None = NOTHING,
    outside_commitment: Amount | None = NOTHING,
    cash: Amount | None,
    undrawn_line: Amount | None = NOTHING,
    follow_ons: Amount | None,
    fees_to_end: Amount | None,
    other_obligations: Amount | None = NOTHING,
    invested: Amount | None = None,
) -> Coverage:
    """Sources against uses of a fund to its end; `recallable` counts in full, as it may be called.

    Dry powder from balances as stated, with what it stands on in words, is `calc.powder`.
    """
    open_ = unfunded(
        commitment=commitments,
        paid_in=paid_in,
        outside_commitment=outside_commitment,
        recallable=recallable,
        released=expired,
    )
    found = cover(
        sources=(open_, cash, undrawn_line), uses=(follow_ons, fees_to_end, other_obligations)
    )
    own = total((cash, open_))
    return Coverage(
        unfunded=open_,
        sources=found.sources,
        uses=found.uses,
        coverage_ratio=found.ratio,
        new_deal_capacity=None if own is None or found.uses is None else own - found.uses,
        deployed_share=ratio(invested, commitments),
        called_share=ratio(paid_in, commitments),
    )


def runway_at_risk(companies: Sequence[Holding], *, horizon_months: float) -> RunwayAtRisk:
    """Who runs out of cash before the horizon; a runway that just reaches it is not at risk."""
    whole = total(company.fair_value for company in companies)
    risky = [c for c in companies if c.runway is not None and c.runway < horizon_months]
    risky = [c for c in risky if not c.cash_generative]
    unknown = [c for c in companies if c.runway is None and not c.cash_generative]
    return RunwayAtRisk(
        share_at_risk=ratio(_value(risky), whole),
        count=len(risky),
        unknown_share=ratio(_value(unknown), whole),
        unknown_count=len(unknown),
    )


def _value(companies: Sequence[Holding]) -> Decimal:
    return sum((exact(company.fair_value) or NOTHING for company in companies), NOTHING)
