"""Headline figures of one fund, or of several pooled from their flows, on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.calc.ledger import Standing
from services.calc.transactions import WITH, WITHOUT
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.capital import capital_of
from services.fund_performance.notes import (
    conversion_notes,
    distinct,
    pooled_note,
    standing_notes,
)
from services.fund_performance.portfolio import MOST_PERFORMERS, portfolio
from services.fund_performance.rates import rate
from services.fund_performance.results import Metrics

Pair = tuple[float | None, float | None]


def metrics(books: Books, day: date) -> Metrics:
    """The figures of RULES 15 to 21 as of a day of the frame."""
    frame, scope = books.frame, books.frame.scope
    basis, line = scope.basis, scope.credit_line
    ledger = books.ledger(basis=basis, credit_line=line)
    gross = ledger if basis == GROSS else books.ledger(basis=GROSS, credit_line=line)
    standing, gross_standing = ledger.at(day), gross.at(day)
    own, gross_rate = rate(ledger, standing), rate(gross, gross_standing, field="gross_irr")
    legal = books.ledger(basis=NET_FUND if basis == GROSS else basis, credit_line=WITH)
    capital, companies = capital_of(books, legal, day), portfolio(books, day)
    ratios = _multiples(standing, capital.committed)
    irrs, tvpis = _with_and_without(books, day, irr=own.irr, tvpi=ratios.tvpi)
    notes = [
        *pooled_note(frame),
        *books.notes(basis=basis),
        *standing_notes(frame, standing),
        *(shown.note for shown in (own, gross_rate) if shown.note),
        *capital.notes,
        *_ratio_notes(standing.paid_in),
        *companies.notes,
        *conversion_notes(frame, day),
    ]
    return Metrics(
        irr=own.irr,
        tvpi=ratios.tvpi,
        dpi=ratios.dpi,
        rvpi=ratios.rvpi,
        pic=ratios.pic,
        moic=_multiples(gross_standing, None).tvpi,
        nav=standing.nav,
        paid_in=standing.paid_in,
        distributions=standing.distributed,
        recallable=capital.recallable,
        total_committed=capital.committed,
        unfunded=capital.unfunded,
        dry_powder=capital.dry_powder,
        fees_to_date=capital.fees,
        credit_line_balance=legal.drawn(day),
        irr_status=own.status,
        period_return=own.period_return,
        gross_irr=gross_rate.irr,
        gross_irr_status=gross_rate.status,
        irr_with_line=irrs[0],
        irr_without_line=irrs[1],
        tvpi_with_line=tvpis[0],
        tvpi_without_line=tvpis[1],
        capital_deployed=companies.deployed,
        capital_returned=companies.returned,
        realized_value=companies.realized,
        unrealized_value=companies.unrealized,
        top_performers=companies.rows[:MOST_PERFORMERS],
        top_performer_contribution=companies.contribution,
        sector_concentration=companies.sectors,
        flow_count=sum(m.rows for m in ledger.movements if m.day <= day and not m.kind.residual),
        first_flow=ledger.first_flow if ledger.first_flow and ledger.first_flow <= day else None,
        as_of_date=day,
        funds=frame.refs,
        meta=frame.meta(Metrics, as_of=day, nav_as_of=standing.nav_as_of, flows=books.flows(basis)),
        notes=distinct(notes),
    )


def _with_and_without(
    books: Books, day: date, *, irr: float | None, tvpi: float | None
) -> tuple[Pair, Pair]:
    """Rates and multiples, with the credit line and without it; given are those of the scope."""
    scope = books.frame.scope
    drawn = scope.credit_line == WITH
    other = books.ledger(basis=scope.basis, credit_line=WITHOUT if drawn else WITH)
    standing = other.at(day)
    irrs, tvpis = (irr, rate(other, standing).irr), (tvpi, _multiples(standing, None).tvpi)
    return (irrs, tvpis) if drawn else (irrs[::-1], tvpis[::-1])


def _multiples(standing: Standing, committed: Decimal | None) -> multiples.Multiples:
    return multiples.multiples(
        paid_in=standing.paid_in,
        distributed=standing.distributed,
        nav=standing.nav,
        commitment=committed,
    )


def _ratio_notes(paid_in: Decimal | None) -> tuple[Note, ...]:
    if paid_in is None or paid_in > 0:
        return ()
    text = "Nothing was paid in by this date, so there is no multiple."
    return (Note("tvpi", "nothing_paid_in", text),)
