"""Why deals ended, of what kind they were, and what became of those passed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.deal_flow.results.declared import rows
from services.envelope import Meta, Note, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PassReason:
    """Deals passed or lost for one reason at one stage (the furthest they had reached)."""

    reason: str
    stage: str
    owner: str | None
    deals: int = unit("count")
    share: float = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class PassReasons:
    """Why deals ended in the window; `fill_rate` is the share whose reason is given."""

    reasons: tuple[PassReason, ...] = rows(PassReason)
    by_reason: dict[str, int] = unit("count")
    by_stage: dict[str, int] = unit("count")
    ended: int = unit("count")
    fill_rate: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixPart:
    """Deals of the cohort that share a value; "Other" adds up the rest, "not given" the blanks."""

    dimension: str
    name: str
    deals: int = unit("count")
    share: float | None = unit("fraction")
    closed: int = unit("count")
    previous_share: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """The cohort by sector, stage, geography and check size. `fill_rates` by dimension; one below
    15 % is not broken down (`excluded`)."""

    parts: tuple[MixPart, ...] = rows(MixPart)
    fill_rates: dict[str, float | None] = unit("fraction")
    excluded: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A deal that we passed on or lost: what we said, and what the market did since.

    Rounds and exits are those of one provider (`source`) for a company of the same name, spelling
    and legal form aside. `later_raised` adds up what is disclosed; None where nothing is.
    """

    deal: str
    name: str
    fund: str
    decided_on: date
    outcome: str
    stage: str
    reason: str | None
    owner: str | None
    sector: str | None
    later_rounds: int = unit("count")
    undisclosed_rounds: int = unit("count")
    later_raised: Decimal | None = unit("money")
    last_round: str | None
    last_round_date: date | None = unit("date")
    last_post_money: Decimal | None = unit("money")
    exited: str | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The anti-portfolio: passed and lost deals of the window, those that raised since first."""

    decisions: tuple[Decision, ...] = rows(Decision)
    passed: int = unit("count")
    raised_since: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]
