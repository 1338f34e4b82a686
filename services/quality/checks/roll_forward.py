"""Check 2: what was there, plus what came and went, is what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from services.clock import quarter_end
from services.db.queries.quality.accounts import StatementRow, StretchRow
from services.db.reads.checks import GREEN, RED
from services.db.reads.funds import FundRow
from services.quality.evidence import Evidence
from services.quality.finding import CENT, Finding, Place
from services.quality.words import money, several

CHECK = "nav_roll_forward"
NOTHING = Decimal(0)
LONGEST_QUARTER = 93
Break = tuple[date, Decimal, Decimal, str, Place | None]


def roll_forward(evidence: Evidence) -> Iterator[Finding]:
    """Statements within themselves, from quarter to quarter and against the values; postings
    between two values. One result per fund and per investor."""
    stated = evidence.by_fund(evidence.statements)
    posted = evidence.by_fund(evidence.stretches)
    for fund in evidence.funds.values():
        own, moved = stated.get(fund.id, []), posted.get(fund.id, [])
        accounts = dict.fromkeys([row.investor for row in own] + [row.investor for row in moved])
        for investor in accounts:
            yield from _account(
                fund,
                investor,
                [row for row in own if row.investor == investor],
                [row for row in moved if row.investor == investor],
            )


def _account(
    fund: FundRow,
    investor: str | None,
    stated: Sequence[StatementRow],
    posted: Sequence[StretchRow],
) -> Iterator[Finding]:
    seen = [*_inside(stated), *_chained(stated), *_against_values(stated), *_posted(posted)]
    if not seen:
        return
    seen.sort(key=lambda item: item[0])
    broken = [item for item in seen if abs(item[2] - item[1]) > CENT]
    subject = investor or fund.code
    if not broken:
        day, expected, actual, _, _ = seen[-1]
        words = f"{several(len(seen), 'roll-forward')} of {subject} add up, the last on {day}."
        yield _finding(fund, subject, GREEN, (day, expected, actual, words, None))
        return
    day, expected, actual, what, place = broken[0]
    words = (
        f"NAV roll-forward of {subject} is off by {money(actual - expected, fund.currency)}: {what}"
        f" {money(expected)}, stated {money(actual)}; {len(broken)} of {len(seen)} break."
    )
    yield _finding(fund, subject, RED, (day, expected, actual, words, place))


def _inside(rows: Sequence[StatementRow]) -> Iterator[Break]:
    for row in rows:
        if row.opening is None or row.closing is None:
            continue
        expected = row.opening + (row.moves or NOTHING)
        what = f"the {row.span} statement of {row.day} rolls from {money(row.opening)} to"
        yield row.day, expected, row.closing, what, _place(row)


def _chained(rows: Sequence[StatementRow]) -> Iterator[Break]:
    quarters = [row for row in rows if row.span == "qtd"]
    for before, after in pairwise(quarters):
        follows = (after.day - before.day).days <= LONGEST_QUARTER and quarter_end(
            before.day
        ) != quarter_end(after.day)
        if follows and before.closing is not None and after.opening is not None:
            what = f"the quarter to {after.day} opens where that to {before.day} closed at"
            yield after.day, before.closing, after.opening, what, _place(after)


def _against_values(rows: Sequence[StatementRow]) -> Iterator[Break]:
    for row in rows:
        if row.closing is not None and row.nav is not None:
            what = f"the {row.span} statement of {row.day} closes at the imported NAV of"
            yield row.day, row.nav, row.closing, what, _place(row)


def _posted(rows: Sequence[StretchRow]) -> Iterator[Break]:
    for row in rows:
        what = (
            f"{money(row.opening)} on {row.since} and {money(row.posted)} posted by {row.day} make"
        )
        yield row.day, row.opening + row.posted, row.closing, what, None


def _place(row: StatementRow) -> Place:
    return Place(row.import_id, row.file, row.row)


def _finding(fund: FundRow, subject: str, status: str, told: Break) -> Finding:
    day, expected, actual, words, place = told
    return Finding(
        check_id=CHECK,
        fund_id=fund.id,
        subject=subject,
        as_of=day,
        status=status,
        expected=expected,
        actual=actual,
        tolerance=CENT,
        message=words,
        cause=place,
    )
