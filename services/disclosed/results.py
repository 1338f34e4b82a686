"""What is answered about disclosed funds: periods between lists, and who is on the lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from services.envelope import Meta, Note, unit


def _rows(row: type) -> Any:
    return field(metadata={"rows": row})


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedPeriod:
    """What happened between two lists that name the fund; the first is all since inception.

    `called` and `distributed` are negative where a running total went down. `nav_change` is closing
    less opening value, flows included. None where either end is not disclosed, or where the
    currency changed. `flags`: called_decreased, distributed_decreased, not_listed (lists in
    between lack the fund), not_disclosed, currency_changed.
    """

    start: date | None = unit("date")
    end: date = unit("date")
    called: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    nav_change: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedPeriods:
    """One fund of one provider by period, oldest first; sums of all periods are the last totals."""

    rows: tuple[DisclosedPeriod, ...] = _rows(DisclosedPeriod)
    provider: str
    fund: str
    vintage_year: int | None
    strategy: str | None
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedFund:
    """One fund of a provider: on how many lists it stands, and on which first and last."""

    fund: str
    vintage_year: int | None
    strategy: str | None
    currency: str
    lists: int = unit("count")
    first_list: date = unit("date")
    last_list: date = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedFunds:
    """Every fund that a provider ever disclosed, by name."""

    rows: tuple[DisclosedFund, ...] = _rows(DisclosedFund)
    provider: str
    days: tuple[date, ...]
    meta: Meta
    notes: tuple[Note, ...]
