"""What the answers of every module share: the firm's conventions, and their envelope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services import clock
from services.access.funds import fund_ref
from services.db.reads.checks import standing
from services.db.reads.funds import FundRow
from services.db.reads.versions import SHARED
from services.envelope import FundRef, Meta, units_of
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class House:
    """The firm's own conventions: currency of mixed answers and the zone of its business day."""

    reporting_currency: str = "USD"
    timezone: str = "UTC"


def refs(funds: Sequence[FundRow]) -> tuple[FundRef, ...]:
    """The funds as answers name them."""
    return tuple(fund_ref(row) for row in funds)


def for_ever(scope: Scope) -> bool:
    """Both clocks are named: the answer stays as it is, whatever later checks find."""
    return scope.as_of is not None and scope.known_on is not None


def currency_of(scope: Scope, funds: Sequence[FundRow], house: House) -> str:
    """What money is given in: as asked, the funds' own, or the firm's where theirs differ."""
    if scope.currency:
        return scope.currency
    own = {row.currency for row in funds}
    return own.pop() if len(own) == 1 else house.reporting_currency


def envelope(
    scope: Scope,
    funds: Sequence[FundRow],
    result: type,
    *,
    as_of: date,
    currency: str | None,
    versions: Mapping[str, int] | None = None,
    **more: Any,
) -> Meta:
    """The `meta` of an answer of type `result` about these funds, or about none (`versions`)."""
    counted = {row.code: row.version for row in funds}
    if funds:
        counted[SHARED] = funds[0].shared_version
    given = {
        "funds": tuple(row.code for row in funds),
        "fund_id": funds[0].id if len(funds) == 1 else None,
        "as_of": as_of,
        "nav_as_of": None,
        "known_on": scope.known_on,
        "basis": scope.basis,
        "credit_line": scope.credit_line,
        "currency": currency,
        "units": units_of(result),
        "data_quality": {} if for_ever(scope) or not funds else standing(funds),
        "data_version": counted | dict(versions or {}),
        "computed_at": clock.now(),
    }
    return Meta(**(given | more))
