"""Transaction types of fund-to-investor flows, and what each does to IRR, multiples and unfunded.

The names are the 34 of ILPA's Performance Template (v1.1), beside five plain ones for books that
do not itemise. How a type counts depends on the basis (net or gross) and on whether the fund's
credit line is left in (with) or undone as if capital had been called at once (without).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

NET, GROSS = "net", "gross"
BASES: Mapping[str, str] = MappingProxyType(
    {"net": NET, "net_lp": NET, "net_fund": NET, "gross": GROSS}
)
WITH, WITHOUT = "with", "without"
NUMERATOR, DENOMINATOR, LESS_DENOMINATOR = "numerator", "denominator", "decrease_denominator"
INSIDE, OUTSIDE, RESTORES = "inside", "outside", "restores"
Money = TypeVar("Money", Decimal, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionType:
    """One type of transaction. A positive amount means its usual direction.

    `direction`: -1 investors pay (calls), +1 investors receive or are credited.
    `bucket`: what its amount does where it counts: denominator (paid-in), numerator (distributed
    or residual), decrease_denominator (takes paid-in back).
    `counts`: the (basis, credit line) pairs in which it counts at all; basis is net or gross.
    `residual`: part of the closing value on its date (NAV and quarter-end adjustments), not cash.
    `commitment`: inside lowers unfunded, restores raises it, outside and None leave it.
    `recallable`: a distribution that may be called again.
    `line`: the capital-account line it belongs to, None where it touches none.
    """

    slug: str
    label: str
    direction: int
    bucket: str
    counts: frozenset[tuple[str, str]]
    residual: bool = False
    commitment: str | None = None
    recallable: bool = False
    line: str | None = None

    @property
    def with_bank(self) -> bool:
        """Whether it moves cash between the fund and its bank only: such a row has no investor,
        and counts only where the line is undone."""
        return bool(self.counts) and all(line == WITHOUT for _, line in self.counts)

    @property
    def apart(self) -> bool:
        """Whether a total of it says nothing of what investors paid or got on the day: it is
        between the fund and its bank, carry, or part of a value."""
        return (NET, WITH) not in self.counts or self.residual

    def included(self, *, basis: str, credit_line: str) -> bool:
        """Whether it counts under a basis (net_lp, net_fund, net, gross) with or without line."""
        return (_basis(basis), _credit_line(credit_line)) in self.counts

    def bucket_for(self, *, basis: str, credit_line: str) -> str | None:
        """Its bucket under a basis and line, None where it does not count."""
        return self.bucket if self.included(basis=basis, credit_line=credit_line) else None


class Contribution(NamedTuple, Generic[Money]):
    """What one transaction adds: to paid-in, to the numerator, and to the IRR series (signed)."""

    paid_in: Money
    distributed: Money
    irr_amount: Money


ALWAYS = frozenset({(NET, WITH), (NET, WITHOUT), (GROSS, WITH), (GROSS, WITHOUT)})
NET_ONLY = frozenset({(NET, WITH), (NET, WITHOUT)})
GROSS_ONLY = frozenset({(GROSS, WITH), (GROSS, WITHOUT)})
LINE_UNDONE = frozenset({(NET, WITHOUT), (GROSS, WITHOUT)})
LINE_UNDONE_NET = frozenset({(NET, WITHOUT)})
LINE_LEFT_NET = frozenset({(NET, WITH)})
ACCRUED_LINE_COST = GROSS_ONLY | LINE_UNDONE_NET


def _call(
    label: str,
    counts: frozenset[tuple[str, str]],
    *,
    commitment: str | None = INSIDE,
    line: str | None = "contributions",
    slug: str | None = None,
) -> TransactionType:
    return TransactionType(
        slug=slug or _slug(label),
        label=label,
        direction=-1,
        bucket=DENOMINATOR,
        counts=counts,
        commitment=commitment,
        line=line,
    )


def _paid(
    label: str,
    counts: frozenset[tuple[str, str]] = ALWAYS,
    *,
    bucket: str = NUMERATOR,
    recallable: bool = False,
    restores: bool = False,
    line: str | None = "distributions",
    slug: str | None = None,
) -> TransactionType:
    return TransactionType(
        slug=slug or _slug(label),
        label=label,
        direction=1,
        bucket=bucket,
        counts=counts,
        commitment=RESTORES if recallable or restores else None,
        recallable=recallable,
        line=line,
    )


def _left(
    label: str, counts: frozenset[tuple[str, str]], *, line: str | None = None
) -> TransactionType:
    return TransactionType(
        slug=_slug(label),
        label=label,
        direction=1,
        bucket=NUMERATOR,
        counts=counts,
        residual=True,
        line=line,
    )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


FACILITY = "Fund-level Subscription Facility"
DRAWDOWN = f"{FACILITY} Drawdown"
REPAYMENT = f"Synthetic Distribution: {FACILITY} Repayment"
EXCESS = "Distribution: Return of Excess Capital Called"
FEES_AND_EXPENSES = "Management Fees/Partnership Expenses"

_ITEMISED = (
    _call("Capital Call: Investments", ALWAYS),
    _call(f"Capital Call: {FEES_AND_EXPENSES}", NET_ONLY, line="partnership_expenses"),
    _call("Capital Call: Management Fees (Inside Commitment)", NET_ONLY, line="management_fees"),
    _call(
        "Capital Call: Management Fees (Outside Commitment)",
        NET_ONLY,
        commitment=OUTSIDE,
        line="management_fees",
    ),
    _call("Capital Call: Partnership Expenses", NET_ONLY, line="partnership_expenses"),
    _call("Capital Call: Placement Agent Fees", NET_ONLY, line="placement_fees"),
    _call("Capital Call: Working Capital", ALWAYS),
    _call(f"{DRAWDOWN}: Investments", LINE_UNDONE, commitment=None, line=None),
    _call(f"{DRAWDOWN}: {FEES_AND_EXPENSES}", LINE_UNDONE_NET, commitment=None, line=None),
    _call(f"{DRAWDOWN}: Working Capital", LINE_UNDONE, commitment=None, line=None),
    _call(f"Capital Call: {FACILITY} Fees/Interest", LINE_LEFT_NET, line="interest_expense"),
    _paid(f"{REPAYMENT}: Investments", LINE_UNDONE, bucket=LESS_DENOMINATOR, line=None),
    _paid(f"{REPAYMENT}: {FEES_AND_EXPENSES}", LINE_UNDONE_NET, bucket=LESS_DENOMINATOR, line=None),
    _call("Deemed GP Contribution from LPs", NET_ONLY),
    _paid("Carry / Clawback", GROSS_ONLY, line="incentive_allocation"),
    _paid(
        "Distribution: Carry - (Should be input as a positive value)",
        GROSS_ONLY,
        line="incentive_allocation",
        slug="distribution_carry",
    ),
    _paid("Distribution: Clawback", GROSS_ONLY, line="incentive_allocation"),
    _paid("Distribution: Permanent"),
    _paid("Distribution: Permanent - Income/Dividends"),
    _paid("Distribution: Permanent - Gain / Loss"),
    _paid("Distribution: Permanent - Return of Capital"),
    _paid("Distribution: Permanent - Return of Management Fees"),
    _paid("Distribution: Permanent - Return of Partnership Expenses"),
    _paid("Distribution: Recallable", recallable=True),
    _paid("Distribution: Recallable - Return of Capital", recallable=True),
    _paid("Distribution: Recallable - Return of Management Fees", recallable=True),
    _paid("Distribution: Recallable - Return of Partnership Expenses", recallable=True),
    _paid(f"{EXCESS}: Investments", bucket=LESS_DENOMINATOR, restores=True, line="contributions"),
    _paid(
        f"{EXCESS}: {FEES_AND_EXPENSES}",
        NET_ONLY,
        bucket=LESS_DENOMINATOR,
        restores=True,
        line="partnership_expenses",
    ),
    _left("Quarter-end Adjustment for Carry Allocation", GROSS_ONLY, line="incentive_allocation"),
    _left(f"Quarter-end Adjustment for Accrued {FEES_AND_EXPENSES}", GROSS_ONLY),
    _left(f"Quarter-end Adjustment for Accrued Fees/Interest from {FACILITY}", ACCRUED_LINE_COST),
    _left(f"Gross Up Outstanding Balance from {FACILITY}", LINE_UNDONE),
    _left("NAV", ALWAYS, line="nav"),
)
_PLAIN = (
    _call("Capital call", ALWAYS),
    _paid("Distribution"),
    _paid("Recallable distribution", recallable=True),
    _call("Management fee", NET_ONLY, line="management_fees"),
    _call("Partnership expense", NET_ONLY, line="partnership_expenses"),
)
TYPES: Mapping[str, TransactionType] = MappingProxyType(
    {kind.slug: kind for kind in (*_ITEMISED, *_PLAIN)}
)
APART = tuple(slug for slug, kind in TYPES.items() if kind.apart)
ILPA_TYPES: tuple[TransactionType, ...] = _ITEMISED
# ILPA's own sample writes one label differently from its table of types.
_OTHER_LABELS = {
    f"Quarter-end Adjustment for Accrued Interest from {FACILITY}": (
        f"Quarter-end Adjustment for Accrued Fees/Interest from {FACILITY}"
    ),
    "Distribution: Carry": "Distribution: Carry - (Should be input as a positive value)",
}


def _names(kinds: Iterable[TransactionType]) -> dict[str, TransactionType]:
    known = {name: kind for kind in kinds for name in (kind.slug, _slug(kind.label))}
    return known | {_slug(other): known[_slug(label)] for other, label in _OTHER_LABELS.items()}


_BY_NAME: Mapping[str, TransactionType] = MappingProxyType(_names(TYPES.values()))


def resolve(text: str) -> TransactionType | None:
    """The type of a slug or a label, in any case and punctuation; None when there is none."""
    return _BY_NAME.get(_slug(text))


def contribution(
    kind: TransactionType, amount: Money, *, basis: str, credit_line: str
) -> Contribution[Money]:
    """What `amount` of a type adds under one basis, with or without the credit line.

    A positive amount is the type's usual direction, a negative one a reversal: same bucket,
    opposite sign. Residual types count in the numerator too. Zeros where the type does not count.
    """
    nothing = amount * 0
    bucket = kind.bucket_for(basis=basis, credit_line=credit_line)
    if bucket is None:
        return Contribution(nothing, nothing, nothing)
    flow = amount * kind.direction
    if bucket == DENOMINATOR:
        return Contribution(amount, nothing, flow)
    if bucket == LESS_DENOMINATOR:
        return Contribution(-amount, nothing, flow)
    return Contribution(nothing, amount, flow)


def canonical_amount(kind: TransactionType, signed_amount: Money) -> Money:
    """A signed amount (calls negative, distributions positive) in the type's usual direction."""
    return signed_amount * kind.direction


def unfunded_change(
    kind: TransactionType, amount: Money, *, recallable: bool | None = None
) -> Money:
    """What a canonical amount adds to the commitment that may still be called.

    `recallable` is what the row itself says of a distribution; None leaves it to the type.
    """
    if kind.commitment == INSIDE:
        return -amount
    is_cash_back = kind.bucket == NUMERATOR and not kind.residual
    restores = kind.commitment == RESTORES
    if recallable is not None and is_cash_back:
        restores = recallable
    return amount if restores else amount * 0


def _basis(name: str) -> str:
    if name not in BASES:
        raise ValueError(f"{name!r} is not a basis; use one of {', '.join(BASES)}")
    return BASES[name]


def _credit_line(name: str) -> str:
    if name not in (WITH, WITHOUT):
        raise ValueError(f"{name!r} is not a credit line view; use with or without")
    return name
