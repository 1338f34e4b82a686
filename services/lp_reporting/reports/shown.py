"""Packs as answers: as a list shows them, and one whole with its checks and files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.db.queries.lp_reporting.reports import PUBLISHED, PackRow
from services.envelope import Meta, Note
from services.lp_reporting.eyes import is_investor
from services.lp_reporting.reports import states
from services.lp_reporting.reports.press import FORMATS
from services.lp_reporting.results.register import Tie
from services.lp_reporting.results.reports import PackFile, Report, ReportRow, Reports
from services.scope import Principal

NOBODY = "-"
UNFIT = re.compile(r"[^A-Za-z0-9.-]+")  # for the name of a file
Waived = Mapping[str, dict[str, Any]]
DRAFT_NOTE = Note(
    "content_hash",
    "not_sealed",
    "Nothing is fixed before the report is locked: it has no hash yet, and its files say draft.",
)


def investor_of(principal: Principal) -> str | None:
    """The investor with whose eyes the principal looks, None for the firm's own people.

    A login that is tied to none although it is an investor's sees nothing.
    """
    return (principal.investor_id or NOBODY) if is_investor(principal) else None


def name_of(row: PackRow) -> str:
    """How the pack's files are called, without the ending."""
    parts = (row.fund, row.lp, row.pack.period, row.pack.report_type)
    return "_".join(UNFIT.sub("-", part) for part in parts)


def ties_of(row: PackRow, waived: Waived) -> tuple[Tie, ...]:
    """The pack's checks as they stand."""
    return states.with_waivers(row.pack.checks, waived.get(row.pack.id, {}))


def report(principal: Principal, row: PackRow, waived: Waived, *, meta: Meta) -> Report:
    """One pack whole. An investor reads the names of checks, not the rows of others in them."""
    pack, ties = row.pack, ties_of(row, waived)
    sealed = pack.state in PUBLISHED
    shown = tuple(_told_outside(tie) for tie in ties) if is_investor(principal) else ties
    outside = is_investor(principal)
    return Report(
        id=pack.id,
        fund_id=pack.fund_id,
        fund=row.fund,
        lp_id=pack.lp_id,
        lp=row.lp,
        lp_name=row.lp_name,
        period=pack.period,
        report_type=pack.report_type,
        state=pack.state,
        as_of=pack.as_of,
        known_on=pack.known_on,
        content_hash=_hash(row),
        supersedes=pack.supersedes,
        superseded_by=None if outside and pack.state == "locked" else row.successor,
        reason=pack.reason,
        letter=pack.letter,
        prepared_by=row.prepared_by,
        approved_by=row.approved_by,
        approved_at=pack.approved_at,
        locked_by=row.locked_by,
        locked_at=pack.locked_at,
        opened_at=row.opened_at,
        checks=states.counted(ties),
        ties=shown,
        files=_files(row),
        may=states.open_steps(principal, pack, ties, superseded_by=row.successor),
        blocked=states.blocked(principal, pack, ties),
        meta=meta,
        notes=() if sealed else (DRAFT_NOTE,),
    )


def reports(
    principal: Principal,
    rows: Sequence[PackRow],
    waived: Waived,
    *,
    period: str | None,
    before: Mapping[tuple[str, str, str], PackRow],
    meta: Meta,
) -> Reports:
    """Packs as a list; `before` holds those of the period before by fund, investor and type."""
    notes: tuple[Note, ...] = ()
    if not rows:
        nothing = "There is no report here yet." if period is None else f"No report of {period}."
        notes = (Note("reports", "none", nothing),)
    return Reports(
        reports=tuple(
            _row(
                principal,
                row,
                waived,
                before.get((row.pack.fund_id, row.pack.lp_id, row.pack.report_type)),
            )
            for row in rows
        ),
        counts=dict(sorted(Counter(row.pack.state for row in rows).items())),
        period=period,
        meta=meta,
        notes=notes,
    )


def _row(principal: Principal, row: PackRow, waived: Waived, before: PackRow | None) -> ReportRow:
    pack = row.pack
    return ReportRow(
        id=pack.id,
        fund=row.fund,
        lp_id=pack.lp_id,
        lp=row.lp,
        lp_name=row.lp_name,
        period=pack.period,
        report_type=pack.report_type,
        state=pack.state,
        as_of=pack.as_of,
        known_on=pack.known_on,
        content_hash=_hash(row),
        prepared_by=row.prepared_by,
        approved_by=row.approved_by,
        approved_at=pack.approved_at,
        locked_at=pack.locked_at,
        opened_at=row.opened_at,
        blocked=states.blocked(principal, pack, ties_of(row, waived)),
        previous_state=None if before is None else before.pack.state,
        previous_opened_at=None if before is None else before.opened_at,
    )


def _hash(row: PackRow) -> str | None:
    return None if row.pack.content_sha256 is None else f"sha256:{row.pack.content_sha256}"


def _files(row: PackRow) -> tuple[PackFile, ...]:
    kept = {told["format"]: told for told in row.pack.files or ()}
    return tuple(
        PackFile(
            lp_id=row.pack.lp_id,
            name=f"{name_of(row)}.{format}",
            size=kept[format]["size"] if format in kept else None,
            sha256=kept[format]["sha256"] if format in kept else None,
        )
        for format in FORMATS
    )


def _told_outside(tie: Tie) -> Tie:
    """Whether it held: sums of all investors less one's own would be another one's figures."""
    return replace(
        tie, text=tie.name, expected=None, found=None, difference=None, link=None, waived_by=None
    )
