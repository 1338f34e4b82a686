"""What the administrator's statements say: each account from its opening to its closing value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from services.calc.transactions import TYPES, unfunded_change
from services.demo.accounts import (
    CARRY_ACCRUED,
    CARRY_PAID,
    FEE,
    FEE_BACK,
    FEE_OFFSET,
    MEMO,
    UNREALISED,
    Statement,
)
from services.demo.ledger import flows, shares
from services.demo.planted import slip, slip_posted
from services.demo.stories.story import Story

NOTHING = Decimal(0)
QUARTERS = 4  # the last ones for which statements are kept
Amounts = dict[str | None, Decimal]
Line = tuple[date, str, str, str | None, Decimal]


def posted(story: Story, book: Statement) -> dict[tuple[date, str], Amounts]:
    """A quarter's postings by day and line: the fund's total under None, and by investor."""
    found: dict[tuple[date, str], Amounts] = {}
    for (day, account), parts in book.lines.items():
        amounts: Amounts = {None: sum(parts.values(), NOTHING)}
        for investor, amount in parts.items():
            wrong = slip_posted(story.code, investor, day) if account == UNREALISED else NOTHING
            amounts[investor] = amount + wrong
        found[day, account] = amounts
    return found


def stated(story: Story, books: Sequence[Statement]) -> Iterator[Line]:
    """Lines of the last quarters' statements, and of one since inception: day, span, line, whose
    (None: the whole fund's) and how much."""
    believed = [book for book in books if book.known_to is None]
    moves = [_by_line(story, book) for book in believed]
    last = len(believed)
    for place in range(last - QUARTERS, last):
        for line in _statement(story, believed, moves, slice(place, place + 1)):
            yield believed[place].end, "qtd", *line
    for line in _statement(story, believed, moves, slice(0, last)):
        yield believed[-1].end, "itd", *line


def _statement(
    story: Story, books: Sequence[Statement], moves: list[dict[str, Amounts]], span: slice
) -> Iterator[tuple[str, str | None, Decimal]]:
    """The lines of one statement over some quarters that follow each other."""
    opening = books[span.start - 1] if span.start else None
    closing = books[span.stop - 1]
    before, own = moves[: span.start], _added(moves[span])
    for who in (None, *story.commitments):
        found = {account: amounts.get(who, NOTHING) for account, amounts in own.items()}
        carried = sum((m.get(line, {}).get(who, NOTHING) for m in before for line in MEMO), NOTHING)
        lines = {"beginning_nav": _value(story, opening, who)}
        lines |= {account: amount for account, amount in found.items() if account not in MEMO}
        if FEE in found:
            fees = (FEE, FEE_BACK, FEE_OFFSET)
            lines["management_fees_net"] = sum((found.get(a, NOTHING) for a in fees), NOTHING)
        lines["ending_nav"] = _value(story, closing, who)
        lines |= _carry(found, carried)
        lines |= _unfunded(story, who, opening.end if opening else date.min, closing.end)
        for account, amount in lines.items():
            yield account, who, amount


def _by_line(story: Story, book: Statement) -> dict[str, Amounts]:
    found: dict[str, Amounts] = {}
    for (_, account), amounts in posted(story, book).items():
        line = found.setdefault(account, defaultdict(lambda: NOTHING))
        for who, amount in amounts.items():
            line[who] += amount
    return found


def _added(quarters: list[dict[str, Amounts]]) -> dict[str, Amounts]:
    found: dict[str, Amounts] = {}
    for quarter in quarters:
        for account, amounts in quarter.items():
            line = found.setdefault(account, defaultdict(lambda: NOTHING))
            for who, amount in amounts.items():
                line[who] += amount
    return found


def _value(story: Story, book: Statement | None, who: str | None) -> Decimal:
    if book is None:
        return NOTHING
    if who is None:
        return sum(book.values.values(), NOTHING)
    return book.values[who] + slip(story.code, who, book.end)


def _carry(found: dict[str, Decimal], carried: Decimal) -> dict[str, Decimal]:
    """The accrued carry's own roll-forward, a charge on the account and so below nothing."""
    moved = {line: found.get(line, NOTHING) for line in (CARRY_ACCRUED, CARRY_PAID)}
    ending = carried + sum(moved.values(), NOTHING)
    return {"carry_beginning": carried, **moved, "carry_ending": ending}


@cache
def _changes(story: Story) -> tuple[tuple[date, Amounts], ...]:
    """What each flow adds to the open commitment, by investor and for the whole fund, by day."""
    return tuple(
        (
            entry.date,
            {who: unfunded_change(kind, part) for who, part in shares(story, entry).items()},
        )
        for entry in flows(story)
        if (kind := TYPES[entry.type]).commitment and not kind.residual
    )


def _unfunded(story: Story, who: str | None, since: date, until: date) -> dict[str, Decimal]:
    """The open commitment's roll-forward from one day to another."""
    promised = story.commitments
    total = sum(promised.values(), NOTHING) if who is None else promised[who]
    opening, called, recallable = total, NOTHING, NOTHING
    for day, changes in _changes(story):
        change = changes.get(who, NOTHING)
        if day <= since:
            opening += change
        elif day > until:
            break
        elif change < 0:
            called += change
        else:
            recallable += change
    return {
        "total_commitment": total,
        "beginning_unfunded": opening,
        "unfunded_contributions": called,
        "recallable_distributions": recallable,
        "ending_unfunded": opening + called + recallable,
    }
