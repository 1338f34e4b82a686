"""What one row is to a figure: whether it counts, with which sign, and under which name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from services.calc.holdings import HOLDING_TYPES
from services.calc.transactions import (
    DENOMINATOR,
    GROSS,
    LESS_DENOMINATOR,
    NET,
    TYPES,
    WITH,
    WITHOUT,
    TransactionType,
)
from services.db.queries.explain.facts import Fact
from services.db.queries.explain.tables import COMMITMENTS, FLOWS, HOLDING_FLOWS

KINDS: Mapping[str, TransactionType] = MappingProxyType(dict(TYPES) | dict(HOLDING_TYPES))
PAID_IN, DISTRIBUTION, VALUE = "paid-in", "distribution", "value"
LESS_PAID_IN = "less paid-in"
NOTHING = "nothing"
LABELS = {
    "fund_navs": "Net asset value",
    "commitments": "Commitment",
    "fund_balances": "Balance",
    "valuations": "Mark",
    "fund_versions": "Total commitment of the fund",
}


def kind_of(fact: Fact) -> TransactionType | None:
    """The type of a flow, None for values, promises and balances."""
    return KINDS[fact.type or ""] if fact.table in (FLOWS, HOLDING_FLOWS) else None


def label_of(fact: Fact) -> str:
    """What a row is called."""
    kind = kind_of(fact)
    if kind is not None:
        return kind.label
    return (fact.type or "").replace("_", " ").capitalize() or LABELS[fact.table]


def sign_of(fact: Fact, *, beside_total: bool, leave_out_gp: bool) -> int:
    """1 where a row counts, 0 where it does not, -1 where it is taken off the total beside it.

    Beside a total of the day investors' rows do not count; where the general partner is left out
    his rows are taken off that total, or left out where there is none.
    """
    if fact.is_total or fact.table not in (FLOWS, COMMITMENTS, "fund_navs"):
        return 1
    own = leave_out_gp and fact.is_gp
    if beside_total:
        return -1 if own else 0
    return 0 if own else 1


def counts_as(kind: TransactionType, basis: str, credit_line: str) -> str:
    """What a type is under a basis (net or gross) and a view of the line."""
    if (basis, credit_line) not in kind.counts:
        return NOTHING
    if kind.residual:
        return VALUE
    words = {DENOMINATOR: PAID_IN, LESS_DENOMINATOR: LESS_PAID_IN}
    return words.get(kind.bucket, DISTRIBUTION)


@cache
def everywhere(slug: str) -> Mapping[str, str]:
    """What a type is under each basis and view of the line."""
    kind = KINDS[slug]
    views = ((basis, line) for basis in (NET, GROSS) for line in (WITH, WITHOUT))
    return {f"{basis}_{line}": counts_as(kind, basis, line) for basis, line in views}


def of_line(kind: TransactionType) -> bool:
    """Whether a type exists only where the credit line is undone: it moves the line itself."""
    return (NET, WITHOUT) in kind.counts and not {(NET, WITH), (GROSS, WITH)} & kind.counts
