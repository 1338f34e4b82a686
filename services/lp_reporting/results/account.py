"""Capital account and commitment of an investor; calls and distributions, event by event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit
from services.lp_reporting.results.register import Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One line of the statement for the quarter, the year and since inception, signed as on the
    account (what raises NAV is positive). `kind` opening, line, subtotal, closing or memo (carry
    beside the account); `code` a slug of the ILPA lines. Empty columns (not asked for) are None.
    """

    code: str
    label: str
    kind: str
    qtd: Decimal | None = unit("money")
    ytd: Decimal | None = unit("money")
    itd: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a statement: qtd, ytd or itd with its first and last day."""

    column: str
    start: day
    end: day


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRoll:
    """Unfunded from opening to closing of one column: opening - contributions inside + recallable
    - released +/- other = closing, to the cent."""

    column: str
    total: Decimal | None = unit("money")
    opening_unfunded: Decimal | None = unit("money")
    contributions: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    released: Decimal | None = unit("money")
    other: Decimal | None = unit("money")
    closing_unfunded: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalAccount:
    """One investor's statement in one fund; opening + lines = closing in every column.

    `source` says what the lines stand on: ledger (the administrator's postings), statements (QTD,
    YTD, ITD as stated) or flows (flows and values alone: income and gains are one line then).
    """

    lp_id: str
    lp: str
    name: str
    fund: str
    period: str
    columns: tuple[Column, ...]
    lines: tuple[AccountLine, ...] = rows(AccountLine)
    commitment: tuple[CommitmentRoll, ...] = parts(CommitmentRoll)
    share_of_fund: float | None = unit("fraction")
    ties: tuple[Tie, ...] = parts(Tie)
    source: str
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShare:
    """One investor's part of an event. `status` paid, late (paid after due), due (not yet due),
    outstanding (due and unpaid) or unknown; `days_late` counts to as_of while unpaid."""

    lp_id: str
    lp: str
    name: str
    amount: Decimal | None = unit("money")
    status: str
    paid_date: day | None
    days_late: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalEvent:
    """A call or a distribution of one fund on one day: the sum of its investors' parts.

    `type` capital_call or distribution; `purposes` its parts by transaction type.
    """

    id: str
    number: int
    fund: str
    type: str
    date: day
    due_date: day | None
    amount: Decimal | None = unit("money")
    paid: Decimal | None = unit("money")
    outstanding: Decimal | None = unit("money")
    purpose: str | None
    purposes: dict[str, Decimal]
    recallable: Decimal | None = unit("money")
    credit_line_repayment: bool
    state: str
    max_days_late: int | None = unit("count")
    lps: tuple[EventShare, ...] = parts(EventShare)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalActivity:
    """Calls and distributions, newest first; `status` (as asked) narrows them."""

    events: tuple[CapitalEvent, ...] = rows(CapitalEvent)
    called: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    outstanding: Decimal | None = unit("money")
    meta: Meta
    notes: tuple[Note, ...]
