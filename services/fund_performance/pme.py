"""Public market equivalents of one fund's dated flows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby

from sqlalchemy.orm import Session

from services.calc import irr
from services.calc import pme as calc
from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.ledger import Ledger
from services.db.reads.ledger import FLOW
from services.db.reads.market import Level, levels
from services.envelope import Meta, Note
from services.errors import NotFound
from services.fund_performance.books import Books
from services.fund_performance.frame import Frame, only_fund
from services.fund_performance.j_curve import quarters
from services.fund_performance.notes import (
    conversion_notes,
    distinct,
    rate_note,
    standing_notes,
)
from services.fund_performance.rates import ShownRate, rate
from services.fund_performance.results import Pme, PmeTable

OLDEST_LEVEL_DAYS = 45  # monthly series are dated up to a month before the day they stand for
FIELDS_OF_RATES = ("direct_alpha", "ln_pme_irr", "pme_plus_irr", "mpme_irr")


@dataclass(frozen=True, slots=True)
class Index:
    """Levels of one index in the order of their days; only an index of total return is fair."""

    code: str
    days: tuple[date, ...]
    levels: tuple[float, ...]
    total_return: bool

    def on(self, day: date) -> float | None:
        """The level of a day: the last on or before it, None where that one is too old."""
        level = calc.level_on(self.days, self.levels, day)
        last = self.last_day(day)
        if level is None or last is None or (day - last).days > OLDEST_LEVEL_DAYS:
            return None
        return level

    def last_day(self, day: date) -> date | None:
        """The day of the last level on or before a day."""
        place = bisect_right(self.days, day)
        return self.days[place - 1] if place else None


def read_indices(session: Session, frame: Frame, code: str | None = None) -> list[Index]:
    """Levels over the life of the frame's only fund, of one index or of every one."""
    only_fund(frame)
    first = min((entry.day for entry in frame.entries if entry.kind == FLOW), default=frame.as_of)
    rows = levels(session, index=code, since=first, until=frame.as_of, known_on=frame.known_on)
    return [_index(name, list(group)) for name, group in groupby(rows, key=lambda row: row.code)]


def pme(books: Books, found: Sequence[Index], code: str) -> Pme:
    """The fund against one index. Raises NotFound when nothing is known of the index."""
    if not found:
        raise NotFound(f"No levels of an index {code} are known by {books.frame.as_of}.")
    return _against(books, _ledger(books), found[0])


def pme_table(books: Books, indices: Sequence[Index]) -> PmeTable:
    """The fund against every index, total return first, with the path beside the first."""
    ledger = _ledger(books)
    found = sorted(indices, key=lambda index: (not index.total_return, index.code))
    rows = tuple(_against(books, ledger, index) for index in found)
    shown = next((i for i, row in zip(found, rows, strict=True) if row.ks_pme is not None), None)
    nothing = Note("rows", "no_index", "No index level is known: import index_levels.")
    standing = ledger.at(books.frame.as_of)
    return PmeTable(
        rows=rows,
        path=_path(ledger, shown, books.frame.as_of) if shown else (),
        path_index=shown.code if shown else None,
        meta=_meta(books, PmeTable, standing.nav_as_of),
        notes=distinct(
            [
                *(() if rows else (nothing,)),
                *standing_notes(books.frame, standing),
                *conversion_notes(books.frame, books.frame.as_of),
            ]
        ),
    )


def _ledger(books: Books) -> Ledger:
    scope = books.frame.scope
    return books.ledger(basis=scope.basis, credit_line=scope.credit_line)


def _index(code: str, rows: Sequence[Level]) -> Index:
    return Index(
        code,
        tuple(row.day for row in rows),
        tuple(row.level for row in rows),
        all(row.total_return for row in rows),
    )


def _against(books: Books, ledger: Ledger, index: Index) -> Pme:
    frame = books.frame
    standing = ledger.at(frame.as_of)
    own = rate(ledger, standing, field="fund_irr")
    notes = list(books.notes(basis=ledger.basis)) + list(standing_notes(frame, standing))
    notes += [own.note] if own.note else []
    if not index.total_return:
        text = f"{index.code} leaves dividends out, so every measure here flatters the fund."
        notes.append(Note("ks_pme", "price_index", text))
    days, paid, got = _daily(ledger, frame.as_of)
    on_days = [index.on(day) for day in days]
    gap = next((day for day, level in zip(days, on_days, strict=True) if level is None), None)
    if gap is not None:
        text = f"{index.code} has no level of {gap}: it must cover the fund's whole life."
        notes.append(Note("ks_pme", "index_gap", text))
    found = calc.dated(days, paid, got, on_days, nav=standing.nav)
    navs = [ledger.at(day).nav for day in days]
    modified = calc.mpme_dated(days, paid, got, navs, on_days)
    notes += _rate_notes(found, modified, own, navs) if gap is None else []
    notes += conversion_notes(frame, frame.as_of)
    return _answer(
        books,
        index,
        found=found,
        modified=modified,
        own=own,
        notes=notes,
        nav_as_of=standing.nav_as_of,
    )


def _answer(
    books: Books,
    index: Index,
    *,
    found: calc.Pme,
    modified: calc.ModifiedPme,
    own: ShownRate,
    notes: Sequence[Note],
    nav_as_of: date | None,
) -> Pme:
    """Rates are left out under a year, where even the fund's own is not given."""
    yearly = own.status != irr.SHORT_PERIOD
    return Pme(
        index=index.code,
        total_return=index.total_return,
        ks_pme=found.ks_pme,
        direct_alpha=found.direct_alpha if yearly else None,
        fund_irr=own.irr,
        ln_pme_irr=found.ln_pme_irr if yearly else None,
        pme_plus_irr=found.pme_plus_irr if yearly else None,
        pme_plus_lambda=found.pme_plus_lambda,
        mpme_irr=modified.mpme_irr if yearly else None,
        index_nav=_money(found.ln_nav),
        level_as_of=index.last_day(books.frame.as_of),
        meta=_meta(books, Pme, nav_as_of),
        notes=distinct(notes),
    )


def _rate_notes(
    found: calc.Pme, modified: calc.ModifiedPme, own: ShownRate, navs: Sequence[Decimal | None]
) -> list[Note]:
    if own.status == irr.SHORT_PERIOD:
        text = "Under a year no yearly rate is given."
        return [Note(field, irr.SHORT_PERIOD, text) for field in FIELDS_OF_RATES]
    notes: list[Note] = []
    if found.direct_alpha is None:
        notes.append(rate_note("direct_alpha", found.direct_alpha_status))
    if found.ln_pme_meaningful is False:
        text = "The index position would have been sold out, so Long-Nickels has no rate."
        notes.append(Note("ln_pme_irr", "negative_index_nav", text))
    if found.pme_plus_irr is None:
        text = "PME+ needs distributions, and a scaling factor that is not negative."
        notes.append(Note("pme_plus_irr", "not_defined", text))
    if any(nav is None for nav in navs):
        text = "mPME needs a value of the fund at each of its flows."
        notes.append(Note("mpme_irr", "nav_unknown", text))
    elif modified.mpme_irr is None:
        notes.append(rate_note("mpme_irr", modified.mpme_status))
    return notes


def _daily(ledger: Ledger, as_of: date) -> tuple[list[date], list[Decimal], list[Decimal]]:
    """Contributions and distributions by day, kept apart; as_of closes the series."""
    paid: dict[date, Decimal] = defaultdict(lambda: NOTHING)
    got: dict[date, Decimal] = defaultdict(lambda: NOTHING)
    for flow in ledger.flows:
        if flow.day <= as_of:
            paid[flow.day] += flow.paid_in
            got[flow.day] += flow.distributed
    days = sorted({*paid, as_of})
    return days, [paid[day] for day in days], [got[day] for day in days]


def _path(
    ledger: Ledger, index: Index, as_of: date
) -> tuple[tuple[date, Decimal | None, Decimal | None], ...]:
    """By quarter: the fund's value, and what its flows would be worth in the index."""
    days, paid, got = _daily(ledger, as_of)
    bought = [
        (day, float(put - back) / level)
        for day, put, back in zip(days, paid, got, strict=True)
        if (level := index.on(day)) is not None
    ]
    found: list[tuple[date, Decimal | None, Decimal | None]] = []
    for day in quarters(ledger.first_flow, as_of):
        level = index.on(day)
        units = sum(share for when, share in bought if when <= day)
        found.append((day, ledger.at(day).nav, None if level is None else _money(units * level)))
    return tuple(found)


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(repr(amount)).quantize(CENT, ROUND_HALF_EVEN)


def _meta(books: Books, result: type, nav_as_of: date | None) -> Meta:
    return books.frame.meta(result, nav_as_of=nav_as_of, flows=books.flows(books.frame.scope.basis))
