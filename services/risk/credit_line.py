"""A fund's credit line: what is drawn and for how long, what it cost, what it does to figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.calc.ledger import Ledger
from services.calc.powder import latest_balances
from services.calc.transactions import WITH
from services.db.reads.ledger import BALANCE
from services.envelope import Note
from services.fund_performance.books import NET_FUND, NET_LP, Books
from services.fund_performance.frame import only_fund
from services.fund_performance.metrics import metrics
from services.fund_performance.notes import conversion_notes, distinct
from services.portfolio_analytics.pictures import days_back
from services.risk.liquidity import LINE, LINE_LIMIT, position
from services.risk.results import CreditLine, LinePoint

COST = "capital_call_fund_level_subscription_facility_fees_interest"
POINTS = 12


def credit_line(books: Books) -> CreditLine:
    """The line of the frame's one fund at as_of; ChooseFund for several."""
    frame = books.frame
    fund, day = only_fund(frame), frame.as_of
    own = position(books, day)
    legal = books.ledger(basis=NET_FUND, credit_line=WITH)
    limit = None if own.undrawn is None else _limit(books, day)
    committed = books.committed(day, basis=NET_FUND)
    oldest = oldest_drawing(legal, fund.id, day) if own.line else None
    cost = _cost(legal, day)
    net = metrics(Books.of(replace(frame, scope=frame.scope.on(basis=NET_LP))), day)
    rows = tuple(LinePoint(date=at, outstanding=position(books, at).line)
                 for at in days_back(day, POINTS))  # fmt: skip
    effect = multiples.change(net.irr_with_line, net.irr_without_line)
    found = CreditLine(
        fund=fund.code,
        rows=rows,
        outstanding=own.line,
        limit=limit,
        used=multiples.ratio(own.line, limit),
        used_of_commitments=multiples.ratio(own.line, committed),
        days_outstanding=None if oldest is None else (day - oldest).days,
        oldest_drawing=oldest,
        cost_to_date=cost,
        irr_with_line=net.irr_with_line,
        irr_without_line=net.irr_without_line,
        irr_effect=effect,
        tvpi_with_line=net.tvpi_with_line,
        tvpi_without_line=net.tvpi_without_line,
        tvpi_effect=multiples.change(net.tvpi_with_line, net.tvpi_without_line),
        meta=frame.meta(CreditLine, nav_as_of=net.meta.nav_as_of, basis=NET_LP),
        notes=(),
    )
    own_notes = [note for note in net.notes if note.field in ("irr", "tvpi", "credit_line", "nav")]
    notes = distinct([*_notes(found, committed), *own_notes, *conversion_notes(frame, day)])
    return replace(found, notes=notes)


def oldest_drawing(legal: Ledger, fund_id: str, day: date) -> date | None:
    """The day of the oldest drawing that is not repaid yet: what is repaid pays the oldest first.

    None where no drawing is known or all are repaid.
    """
    account = legal.accounts.get(fund_id)
    moved = (
        sorted((when, amount) for when, amount in account.line if when <= day) if account else []
    )
    repaid = -sum((amount for _, amount in moved if amount < 0), Decimal(0))
    for when, amount in moved:
        if amount > 0:
            repaid -= amount
            if repaid < 0:
                return when
    return None


def _limit(books: Books, day: date) -> Decimal | None:
    frame = books.frame
    stated = latest_balances([e for e in frame.entries if e.kind == BALANCE], day)
    amount, _ = stated[LINE_LIMIT]
    return frame.exchange.convert(amount, frame.funds[0].currency, frame.currency, day)


def _cost(legal: Ledger, day: date) -> Decimal | None:
    """Fees and interest of the line that investors were called for."""
    called = [m.amount for m in legal.movements if m.kind.slug == COST and m.day <= day]
    return multiples.total(called) if called else None


def _notes(found: CreditLine, committed: Decimal | None) -> list[Note]:
    notes: list[Note] = []
    if found.outstanding is None:
        text = f"No drawing and no balance {LINE} of a credit line is known."
        keys = ("outstanding", "used", "used_of_commitments")
        notes += [Note(key, "no_line", text) for key in keys]
    if any(row.outstanding is None for row in found.rows):
        text = "On some of these days nothing is known of a line."
        notes.append(Note("rows", "gaps", text))
    if found.limit is None:
        text = f"The limit of the line is not known: import a balance {LINE_LIMIT}."
        notes += [Note(key, "no_limit", text) for key in ("limit", "used")]
    if committed is None:
        notes.append(Note("used_of_commitments", "commitment_unknown",
                          "Commitments are not known."))  # fmt: skip
    if found.oldest_drawing is None:
        text = "Nothing is drawn, or the drawings themselves are not known."
        notes += [
            Note(key, "nothing_drawn", text) for key in ("oldest_drawing", "days_outstanding")
        ]
    if found.cost_to_date is None:
        text = "No call for fees and interest of a line is known."
        notes.append(Note("cost_to_date", "not_itemised", text))
    for key in ("irr_with_line", "irr_without_line", "tvpi_with_line", "tvpi_without_line"):
        if getattr(found, key) is None:
            text = "There is no single yearly rate, or no value: see the notes on irr and nav."
            notes.append(Note(key, "no_rate", text))
    for key in ("irr_effect", "tvpi_effect"):
        if getattr(found, key) is None:
            text = "One of the two figures is not known."
            notes.append(Note(key, "not_known", text))
    return notes
