"""What is not as it was a quarter ago: money in and out, new and sold companies, marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from services.calc import multiples
from services.calc.transactions import WITH
from services.clock import quarter_before
from services.fund_performance.books import NET_LP, Books
from services.fund_performance.frame import Frame, apart
from services.home.results import Changed, Changes
from services.portfolio_analytics.results import Mark, Marks

MOST_MARKS = 5
NOTHING = Decimal(0)


def changes(frame: Frame, marks: Marks | None) -> Changes:
    """Calls and distributions by fund, then companies; those only for who may see them."""
    start = quarter_before(frame.as_of)
    rows = [row for own in apart(frame) for row in _money(own, start, frame.as_of)]
    notes = () if marks is None else marks.notes
    rows += [] if marks is None else _companies(marks.marks, frame.currency)
    return Changes(
        rows=tuple(rows),
        start=start,
        end=frame.as_of,
        meta=frame.meta(Changes),
        notes=notes,
    )


def _money(own: Frame, start: date, end: date) -> Iterator[Changed]:
    """What the fund's limited partners paid in and got between two days."""
    ledger = Books.of(own).ledger(basis=NET_LP, credit_line=WITH)
    before, now = ledger.at(start), ledger.at(end)
    fund = own.funds[0]
    for kind, then, since in (
        ("called", before.paid_in, now.paid_in),
        ("distributed", before.distributed, now.distributed),
    ):
        amount = multiples.change(since, then)
        if amount != 0:
            yield Changed(
                kind=kind,
                fund=fund.code,
                company=None,
                name=fund.name,
                currency=own.currency,
                amount=amount,
                share=multiples.ratio(amount, then),
                link=f"/lp-reporting?{urlencode({'fund': fund.code})}",
            )


def _companies(marks: Sequence[Mark], currency: str) -> Iterator[Changed]:
    """New ones, sold ones, and those whose value was put up or down the most."""
    new = [row for row in marks if row.opening == 0 and row.cash_in]
    over = [row for row in marks if row.opening and row.closing == 0]
    rest = [row for row in marks if row not in new and row not in over and row.remark]
    yield from (_changed("new", row, row.cash_in, currency) for row in _largest(new, "cash_in"))
    yield from (_changed("sold", row, row.cash_out, currency) for row in _largest(over, "cash_out"))
    for row in _largest(rest, "remark")[:MOST_MARKS]:
        kind = "marked_up" if (row.remark or NOTHING) > 0 else "marked_down"
        yield _changed(kind, row, row.remark, currency)


def _largest(marks: Iterable[Mark], part: str) -> list[Mark]:
    return sorted(marks, key=lambda row: (-abs(getattr(row, part) or NOTHING), row.name))


def _changed(kind: str, row: Mark, amount: Decimal | None, currency: str) -> Changed:
    return Changed(
        kind=kind,
        fund=None,
        company=row.company,
        name=row.name,
        currency=currency,
        amount=amount,
        share=multiples.ratio(amount, row.opening) if row.opening else None,
        link=f"/portfolio-analytics?{urlencode({'company': row.company})}",
    )
