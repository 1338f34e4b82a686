"""What the page of the firm answers with: its funds, what changed, what needs a hand, who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from datetime import datetime
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFund:
    """One fund now and against the quarter-end before, in its own currency unless one is asked.

    Changes are now less then: money, multiples, and for the rate a fraction (0.01 is one point).
    Figures are those of Fund Performance under the same basis. `open_breaks` and `warnings` count
    checks of its books that fail or want a look; `books` is the worst of them: red, amber, green,
    or unchecked where none ever ran.
    """

    code: str
    name: str
    currency: str
    vintage_year: int | None
    as_of: day = unit("date")
    total_committed: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    nav_change: Decimal | None = unit("money")
    irr: float | None = percent()
    irr_status: str
    irr_change: float | None = unit("fraction")
    tvpi: float | None = unit("x")
    tvpi_change: float | None = unit("x")
    dpi: float | None = unit("x")
    moic: float | None = unit("x")
    books: str
    open_breaks: int = unit("count")
    warnings: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFunds:
    """Every fund, the oldest vintage first, and all of them pooled from their flows."""

    rows: tuple[FirmFund, ...] = rows(FirmFund)
    total: FirmFund = parts(FirmFund)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing that is not as it was a quarter ago.

    `kind` called, distributed, new, sold, marked_up or marked_down; `amount` in `currency`, `share`
    of its value before; `link` leads to its place.
    """

    kind: str
    fund: str | None
    company: str | None
    name: str
    currency: str
    amount: Decimal | None = unit("money")
    share: float | None = unit("fraction")
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What moved between two days, the largest amounts of each kind first."""

    rows: tuple[Changed, ...] = rows(Changed)
    start: day = unit("date")
    end: day = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """One thing that wants a hand: `kind` alert, check, pack, call, tie or mark.

    `severity` critical, warning or info. `since` is the day from which it is so, None unknown.
    """

    kind: str
    severity: str
    fund: str | None
    name: str
    text: str
    since: day | None = unit("date")
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What needs attention, the worst first; `counts` by severity."""

    rows: tuple[Needed, ...] = rows(Needed)
    counts: dict[str, int] = unit("count")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that somebody did: `kind` import, pack or alert; `who` None for a program."""

    at: datetime
    kind: str
    who: str | None
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What was done lately, the newest first."""

    rows: tuple[Done, ...] = rows(Done)
    meta: Meta
    notes: tuple[Note, ...]
