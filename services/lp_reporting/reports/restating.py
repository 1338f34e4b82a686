"""What published packs would say otherwise today, figure by figure, and the file that did it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from services.db.queries.lp_reporting.report_causes import Cause, causes
from services.db.queries.lp_reporting.reports import PackRow
from services.db.reads.partners import LineRow, lines
from services.envelope import Meta, Note
from services.frames import House
from services.lp_reporting.account import statement
from services.lp_reporting.lines import (
    CALLED,
    CLOSING,
    GAIN,
    LABELS,
    OPENING,
    PAID_OUT,
    columns_of,
)
from services.lp_reporting.reports import canonical
from services.lp_reporting.results.reports import Restated, Restatements
from services.partners.books import Partnership, read_partnerships
from services.partners.interests import Interest, Position
from services.scope import SYSTEM, Scope

# Key of the register, name, attribute of a position, and the tables that can change it.
FLOWS, VALUES, PROMISES = "fund_cash_flows", "fund_navs", "commitments"
FIGURES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("nav", "Net asset value", "nav", (VALUES, FLOWS)),
    ("called", "Called", "called", (FLOWS,)),
    ("distributions", "Distributed", "distributions", (FLOWS,)),
    ("recallable", "Recallable", "recallable", (FLOWS,)),
    ("commitment", "Commitment", "commitment", (PROMISES,)),
    ("unfunded", "Unfunded", "unfunded", (FLOWS, PROMISES, "fund_ledger")),
)
SPANS = ("qtd", "ytd", "itd")
MATERIAL, NOTABLE = Decimal("0.01"), Decimal("0.001")  # of the investor's NAV as published
NOTHING = Decimal(0)
COMPARED = (
    "Compared are the investor's standing figures and every line of its capital account of each "
    "locked report; income and gains that are what the others leave follow from them."
)
# Lines of an account that say again what a standing figure says, or follow from the others.
SAID_AGAIN = {CLOSING: SPANS, GAIN: SPANS, OPENING: ("itd",), CALLED: ("itd",), PAID_OUT: ("itd",)}
IN_WORDS = {"qtd": "quarter", "ytd": "year", "itd": "since inception"}
POSTED_IN = ("fund_ledger", FLOWS, VALUES)


def restatements(
    session: Session,
    locked: Sequence[PackRow],
    *,
    meta: Meta,
    known_on: datetime | None,
    since: date | None,
    until: date | None,
) -> Restatements:
    """Locked packs against what is known now, or was at the end of `until`; read all at once.

    Only figures that a change known from `since` on explains are kept where `since` is named.
    """
    moment = known_on if until is None else datetime.combine(until, time.max, tzinfo=UTC)
    found: list[Restated] = []
    locked = [row for row in locked if moment is None or row.pack.known_on <= moment]
    if locked:
        ids = sorted({row.pack.fund_id for row in locked})
        last = max(row.pack.as_of for row in locked)
        scope = Scope(funds=tuple(ids), as_of=last, known_on=moment)
        books = read_partnerships(session, SYSTEM, scope, House(), own_currency=True)
        by_fund = {part.fund.id: part for part in books.funds}
        first = min(row.pack.known_on for row in locked)
        known = causes(session, fund_ids=ids, after=first, until=moment)
        posted = lines(session, fund_ids=ids, until=last, known_on=moment)
        for row in locked:
            part = by_fund.get(row.pack.fund_id)
            own = [one for one in posted if one.fund_id == row.pack.fund_id]
            found += _of(row, part, own, known, since)
    return _answer(found, compared=len(locked), meta=meta)


def between_packs(
    published: Sequence[PackRow], *, meta: Meta, since: date | None, until: date | None
) -> Restatements:
    """What an investor was told anew: locked packs against those that they took the place of.

    What is known and not published is not its to see. `since` and `until` are days of locking.
    """
    by_id = {row.pack.id: row for row in published}
    replaced = [
        (by_id[row.pack.supersedes], row)
        for row in published
        if row.pack.supersedes in by_id
        and row.pack.locked_at is not None
        and (since or date.min) <= row.pack.locked_at.date() <= (until or date.max)
    ]
    found: list[Restated] = []
    for old, new in replaced:
        was, now = _standing(old), _standing(new)
        for figure, label, _, _ in FIGURES:
            before, after = _amount(was.get(figure)), _amount(now.get(figure))
            if before != after:
                told = _Told(figure, label, before, after, new.pack.reason)
                found.append(_restated(new, told, nav=_amount(was.get("nav"))))
        lines_now = _account(new)
        for place, before in _account(old).items():
            after = lines_now.get(place, NOTHING)
            if before != after:
                told = _line_told(place, before, after, new.pack.reason)
                found.append(_restated(new, told, nav=_amount(was.get("nav"))))
    return _answer(found, compared=sum(row.pack.state == "locked" for row in published), meta=meta)


def _answer(found: list[Restated], *, compared: int, meta: Meta) -> Restatements:
    found.sort(
        key=lambda one: (-abs(one.change or NOTHING), one.fund, one.lp, one.period, one.figure)
    )
    return Restatements(
        restatements=tuple(found),
        packs_compared=compared,
        meta=meta,
        notes=_notes(compared, found),
    )


class _Told(NamedTuple):
    """One figure on both sides, and why it differs."""

    figure: str
    label: str
    was: Decimal | None
    now: Decimal | None
    cause: str | None


def _of(
    row: PackRow,
    part: Partnership | None,
    posted: Sequence[LineRow],
    known: Sequence[Cause],
    since: date | None,
) -> Iterable[Restated]:
    interest = None if part is None else part.of(row.pack.lp_id)
    if part is None or interest is None or row.pack.payload is None:
        return
    told = _standing(row)
    now: Position = interest.at(row.pack.as_of)
    compared = [
        (_Told(figure, label, _amount(told.get(figure)), getattr(now, name), None), tables)
        for figure, label, name, tables in FIGURES
    ]
    is_now = _account_now(row, part, interest, posted)
    for place, was in _account(row).items():
        compared.append((_line_told(place, was, is_now.get(place, NOTHING), None), POSTED_IN))
    for both, tables in compared:
        if both.was == both.now:
            continue
        cause = _cause(row, known, tables)
        if since is not None and (cause is None or cause.moment.date() < since):
            continue
        why = None if cause is None else cause.told()
        yield _restated(row, both._replace(cause=why), nav=_amount(told.get("nav")))


def _account(row: PackRow) -> dict[tuple[str, str], Decimal | None]:
    """The lines of the capital account that a pack printed, by code and column; nothing where it
    printed none. A line that it left out was nothing."""
    told = canonical.read(row.pack.payload or "{}").get("account", {})
    said = {line["code"]: line for line in told.get("lines", ())}
    return {
        (code, span): _amount(said[code][span]) if code in said else NOTHING
        for code in (LABELS if said else ())
        for span in SPANS
        if span not in SAID_AGAIN.get(code, ())
    }


def _account_now(
    row: PackRow, part: Partnership, interest: Interest, posted: Sequence[LineRow]
) -> dict[tuple[str, str], Decimal | None]:
    """The same lines as the books have them now."""
    found = statement(part, interest, posted, columns_of(row.pack.as_of, since=None))
    return {
        (code, column.column): amount
        for column, own in zip(found.columns, found.accounts, strict=True)
        for code, amount in own.lines.items()
    }


def _line_told(
    place: tuple[str, str], was: Decimal | None, now: Decimal | None, cause: str | None
) -> _Told:
    code, span = place
    figure, label = f"account.{code}.{span}", f"{LABELS[code]}, {IN_WORDS[span]}"
    return _Told(figure, label, was or NOTHING, now or NOTHING, cause)


def _restated(row: PackRow, told: _Told, *, nav: Decimal | None) -> Restated:
    """`nav` is the investor's value as published before."""
    change = None if told.was is None or told.now is None else told.now - told.was
    return Restated(
        report_id=row.pack.id,
        fund=row.fund,
        lp=row.lp,
        lp_name=row.lp_name,
        period=row.pack.period,
        figure=told.figure,
        label=told.label,
        was=told.was,
        now=told.now,
        change=change,
        materiality=materiality(change, of=nav),
        cause=told.cause,
    )


def _standing(row: PackRow) -> dict[str, Any]:
    standing: dict[str, Any] = canonical.read(row.pack.payload or "{}").get("standing", {})
    return standing


def materiality(change: Decimal | None, *, of: Decimal | None) -> str:
    """material from 1 % of the investor's published NAV, notable from 0.1 %, else immaterial.

    A change that cannot be measured, or of nothing, is material.
    """
    if change is None or not of:
        return "material"
    share = abs(change / of)
    return "material" if share >= MATERIAL else "notable" if share >= NOTABLE else "immaterial"


def _cause(row: PackRow, known: Sequence[Cause], tables: tuple[str, ...]) -> Cause | None:
    """The newest change that this pack did not know and that can explain the figure."""
    fitting = [
        cause
        for cause in known
        if cause.fund_id == row.pack.fund_id
        and cause.table in tables
        and cause.day <= row.pack.as_of
        and cause.moment > row.pack.known_on
        and cause.investor_id in (row.pack.lp_id, None)
    ]
    own = [cause for cause in fitting if cause.investor_id is not None]
    return max(own or fitting, key=lambda cause: cause.moment, default=None)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _notes(compared: int, found: Sequence[Restated]) -> tuple[Note, ...]:
    if not compared:
        return (Note("restatements", "none", "No report is locked yet: there is none to compare."),)
    notes = [Note("restatements", "standing_figures", COMPARED)]
    for one in found:
        if one.change is None:
            text = f"{one.label} of {one.lp} in {one.period} is known only on one of both sides."
            notes.append(Note("change", "unknown", text))
    return tuple(dict.fromkeys(notes))
