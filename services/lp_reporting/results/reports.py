"""Packs as answers: their state, their checks, their files, and whether they still hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit
from services.lp_reporting.results.register import Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksCount:
    """How many tie-outs of a pack pass, fail, or fail and were let pass under somebody's name."""

    passed: int = unit("count")
    failed: int = unit("count")
    waived: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """One file of a pack. `sha256` None while it is a draft: nothing is fixed then."""

    lp_id: str
    name: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One pack of one investor. Names of people, not ids; `may` are the steps open to the reader
    (approve, lock, supersede, waive, edit), `blocked` why the next step is not, in a sentence."""

    id: str
    fund_id: str
    fund: str
    lp_id: str
    lp: str
    lp_name: str
    period: str
    report_type: str
    state: str
    as_of: date
    known_on: datetime
    content_hash: str | None
    supersedes: str | None
    superseded_by: str | None
    reason: str | None
    letter: str | None
    prepared_by: str
    approved_by: str | None
    approved_at: datetime | None
    locked_by: str | None
    locked_at: datetime | None
    opened_at: datetime | None
    checks: ChecksCount = parts(ChecksCount)
    ties: tuple[Tie, ...] = parts(Tie)
    files: tuple[PackFile, ...]
    may: tuple[str, ...]
    blocked: str | None
    meta: Meta | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One pack as a list shows it; `previous` is the pack of the period before."""

    id: str
    fund: str
    lp_id: str
    lp: str
    lp_name: str
    period: str
    report_type: str
    state: str
    as_of: date
    known_on: datetime
    content_hash: str | None
    prepared_by: str
    approved_by: str | None
    approved_at: datetime | None
    locked_at: datetime | None
    opened_at: datetime | None
    blocked: str | None
    previous_state: str | None
    previous_opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Packs of a period (or of all), by investor; counts by state."""

    reports: tuple[ReportRow, ...] = rows(ReportRow)
    counts: dict[str, int] = unit("count")
    period: str | None
    meta: Meta | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedInput:
    """A row that a pack stood on and that says something else now, or is gone."""

    table: str
    row_id: str
    what: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A pack run again from its own clocks: the same hash, or which rows differ."""

    id: str
    ok: bool
    expected_hash: str
    found_hash: str
    inputs: int
    changed: tuple[ChangedInput, ...] = rows(ChangedInput)
    files_ok: bool | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """One figure of a published pack that would be another today, and the import that changed it.

    `was` as published, `now` as known now; `cause` says which file of which day did it.
    """

    report_id: str
    fund: str
    lp: str
    lp_name: str
    period: str
    figure: str
    label: str
    was: Decimal | None = unit("money")
    now: Decimal | None = unit("money")
    change: Decimal | None = unit("money")
    materiality: str
    cause: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatements:
    """What changed since packs were locked, largest change first."""

    restatements: tuple[Restated, ...] = rows(Restated)
    packs_compared: int = unit("count")
    meta: Meta | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The tie-outs of a fund and quarter that packs must pass before they are locked."""

    fund: str
    period: str
    ties: tuple[Tie, ...] = rows(Tie)
    passed: int = unit("count")
    failed: int = unit("count")
    unknown: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]
