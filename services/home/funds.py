"""All funds in one table: each as Fund Performance gives it, now and a quarter ago."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.calc.multiples import change
from services.clock import quarter_before
from services.db.reads.checks import standing
from services.db.reads.funds import FundRow
from services.envelope import Note
from services.fund_performance.books import Books
from services.fund_performance.frame import Frame, apart
from services.fund_performance.metrics import metrics
from services.fund_performance.results import Metrics
from services.home.results import FirmFund, FirmFunds

ALL = "All funds"
CHANGES = ("nav_change", "irr_change", "tvpi_change")
NOTHING = Decimal(0)  # what a fund is worth before its first flow


def funds(frame: Frame) -> FirmFunds:
    """Every fund of the frame, and all of them pooled."""
    whole, before = _now_and_before(frame)
    told = [(own, *_now_and_before(own)) for own in _each(frame)]
    rows = [_row(now, then, fund=own.funds[0], frame=own) for own, now, then in told]
    rows.sort(key=lambda row: (row.vintage_year or date.max.year, row.code))
    notes = [*whole.notes, *(note for own, now, _ in told for note in _named(own, now))]
    total = _row(whole, before, fund=None, frame=frame)
    notes += [note for row in (*rows, total) for note in _uncompared(row)]
    return FirmFunds(
        rows=tuple(rows),
        total=total,
        meta=frame.meta(FirmFunds, nav_as_of=whole.meta.nav_as_of, flows=whole.meta.flows),
        notes=tuple(dict.fromkeys(notes)),
    )


def _each(frame: Frame) -> Iterator[Frame]:
    """Each fund's own frame; in the currency that was asked for where one was."""
    asked = frame.scope.currency
    for own in apart(frame):
        yield own if asked is None else replace(own, currency=asked)


def _now_and_before(frame: Frame) -> tuple[Metrics, Metrics]:
    books = Books.of(frame)
    return metrics(books, frame.as_of), metrics(books, quarter_before(frame.as_of))


def _named(own: Frame, now: Metrics) -> Iterator[Note]:
    """Notes of one fund's figures, with its code in front where there are several."""
    code = own.funds[0].code
    for note in now.notes:
        yield Note(f"rows.{code}.{note.field}", note.code, f"{code}: {note.text}")


def _uncompared(row: FirmFund) -> Iterator[Note]:
    """Why a figure is not compared with the quarter before."""
    place, who = (f"rows.{row.code}", f"{row.code}: ") if row.code else ("total", "")
    for name in CHANGES:
        if getattr(row, name) is None:
            text = "not known now, or there was no such figure a quarter ago."
            yield Note(f"{place}.{name}", "not_compared", f"{who}{text}")


def _row(now: Metrics, then: Metrics, *, fund: FundRow | None, frame: Frame) -> FirmFund:
    known = then.first_flow is not None
    quality = standing(frame.funds)
    return FirmFund(
        code=fund.code if fund else "",
        name=fund.name if fund else ALL,
        currency=frame.currency,
        vintage_year=fund.vintage_year if fund else None,
        as_of=now.as_of_date,
        total_committed=now.total_committed,
        paid_in=now.paid_in,
        distributions=now.distributions,
        unfunded=now.unfunded,
        nav=now.nav,
        nav_change=change(now.nav, then.nav if known else NOTHING),
        irr=now.irr,
        irr_status=now.irr_status,
        irr_change=change(now.irr, then.irr if known else None),
        tvpi=now.tvpi,
        tvpi_change=change(now.tvpi, then.tvpi if known else None),
        dpi=now.dpi,
        moic=now.moic,
        books=quality["status"],
        open_breaks=quality["open_breaks"],
        warnings=quality["warnings"],
    )
