"""What funds can still get at against what they need it for, fund by fund and together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.calc import multiples
from services.calc.holdings import INVESTMENT
from services.calc.liquidity import Cover, cover
from services.calc.powder import CASH, latest_balances
from services.calc.transactions import WITH
from services.db.reads.funds import FundRow
from services.db.reads.ledger import BALANCE
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.capital import Capital, capital_of
from services.fund_performance.frame import Frame, each
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.risk.results import FundLiquidity, Liquidity, Sources, Uses

FOLLOW_ON, FEES, LINE, LINE_LIMIT = (
    "reserve_follow_on", "reserve_fees", "credit_line", "credit_line_limit",
)  # fmt: skip
OTHER = "liabilities"
NOTHING = Decimal(0)
PACE_DAYS, PACE_QUARTERS = 365, 4
DAYS_OF_A_QUARTER = 91.3125
NAMES = {CASH: "cash", FOLLOW_ON: "reserves for follow-ons", FEES: "fees to the end of the term"}


@dataclass(frozen=True, slots=True)
class Position:
    """One fund's means and needs on a day, in the answer's currency; None is not known.

    `capital` has its commitment and dry powder; `stated_on` is the oldest day of its balances,
    `has_line` whether a credit line is on record at all.
    """

    fund: FundRow
    capital: Capital
    recallable: Decimal | None
    rest: Decimal | None
    cash: Decimal | None
    undrawn: Decimal | None
    follow_on: Decimal | None
    fees: Decimal | None
    line: Decimal | None
    other: Decimal | None
    stated_on: date | None
    has_line: bool

    @property
    def cover(self) -> Cover:
        """Unfunded with the cash and the line that are known, over what is known to be needed.

        No sources while the commitment is not known, no uses while no reserve is.
        """
        reserved = self.follow_on is not None or self.fees is not None
        needed = (self.follow_on, self.fees, self.line, self.other)
        return cover(
            sources=(self.capital.unfunded, self.cash or NOTHING, self.undrawn or NOTHING),
            uses=[amount or NOTHING for amount in needed] if reserved else None,
        )

    @property
    def sources(self) -> Decimal | None:
        """What can still be raised."""
        return self.cover.sources

    @property
    def uses(self) -> Decimal | None:
        """What is reserved and owed."""
        return self.cover.uses

    @property
    def counts(self) -> bool:
        """Whether both sides are known, so that they can be set against each other."""
        return self.sources is not None and self.uses is not None


def each_fund(books: Books) -> Iterator[Books]:
    """Each fund's own books out of those of several: same day, same currency."""
    return (Books.of(alone) for alone in each(books.frame))


def positions(alone: Iterable[Books], day: date) -> list[Position]:
    """Every fund's position on a day, from its own books."""
    return [position(books, day) for books in alone]


def position(books: Books, day: date) -> Position:
    """One fund's means and needs, with the unfunded commitment of the basis (of all for gross)."""
    frame = books.frame
    (row,) = frame.funds
    basis = NET_FUND if frame.scope.basis == GROSS else frame.scope.basis
    legal = books.ledger(basis=basis, credit_line=WITH)
    capital = capital_of(books, legal, day)
    stated = latest_balances([e for e in frame.entries if e.kind == BALANCE], day)
    held = {item: _converted(frame, row, stated, item, day) for item in stated}
    whole = books.ledger(basis=NET_FUND, credit_line=WITH)
    line = held.get(LINE) if LINE in held else whole.drawn(day)
    limit = held.get(LINE_LIMIT)
    recallable = _recallable(capital)
    used = [when for item, (_, when) in stated.items() if item in (CASH, FOLLOW_ON, FEES)]
    return Position(
        fund=row,
        capital=capital,
        recallable=recallable,
        rest=multiples.change(capital.unfunded, recallable),
        cash=held.get(CASH),
        undrawn=None if limit is None else max(limit - (line or NOTHING), NOTHING),
        follow_on=held.get(FOLLOW_ON),
        fees=held.get(FEES),
        line=line,
        other=held.get(OTHER),
        stated_on=min(used, default=None),
        has_line=LINE in held or any(account.line for account in whole.accounts.values()),
    )


def coverage(found: Sequence[Position]) -> float | None:
    """Sources over uses of the funds of which both are known."""
    known = [one for one in found if one.counts]
    if not known:
        return None
    return cover(sources=[one.sources for one in known], uses=[one.uses for one in known]).ratio


def capacity(found: Sequence[Position]) -> Decimal | None:
    """What is left for new deals: the funds' dry powder (RULES 21)."""
    return multiples.total(one.capital.dry_powder for one in found)


def pace(frame: Frame, day: date) -> Decimal | None:
    """What was put into new investments in a quarter, the mean of the four up to a day.

    None where an exchange rate is missing.
    """
    since = day - timedelta(days=PACE_DAYS)
    spent = multiples.total(
        frame.exchange.convert(event.amount, event.currency, frame.currency, event.day)
        for event in frame.held.events
        if event.type == INVESTMENT and since < event.day <= day
    )
    return None if spent is None else spent / PACE_QUARTERS


def quarters_left(left: Decimal | None, quarterly: Decimal | None) -> float | None:
    """How long an amount lasts at a pace; None where nothing is spent, nothing left: 0."""
    if left is None or quarterly is None or quarterly <= 0:
        return None
    return float(max(left, NOTHING) / quarterly)


def exhausted_on(day: date, quarters: float | None) -> date | None:
    """The day on which what is left is spent; None where that lies beyond a lifetime."""
    if quarters is None or quarters > 400:
        return None
    return day + timedelta(days=round(quarters * DAYS_OF_A_QUARTER))


def liquidity(
    books: Books,
    *,
    top: tuple[str, str] | None,
    top_share: float | None,
    told: Sequence[Note] = (),
) -> Liquidity:
    """Means and needs of the funds at as_of.

    `top` is the investor (code, name) who owes most; `told` says why it is missing.
    """
    frame = books.frame
    found = positions(each_fund(books), frame.as_of)
    known = [one for one in found if one.counts] or found
    left, quarterly = capacity(found), pace(frame, frame.as_of)
    lasts = quarters_left(left, quarterly)
    sources, uses = _sources(known), _uses(known)
    notes = [
        *pooled_note(frame),
        *_left_out(found),
        *_missing(known),
        *_undated(found),
        *(note for one in found for note in one.capital.notes if note.field == "dry_powder"),
        *_lasting(left, quarterly, lasts),
        *told,
        *conversion_notes(frame, frame.as_of),
    ]
    return Liquidity(
        sources=sources,
        uses=uses,
        coverage=coverage(found),
        new_deal_capacity=left,
        top_lp_share_of_unfunded=top_share,
        top_lp=top[0] if top else None,
        top_lp_name=top[1] if top else None,
        quarters_left=lasts,
        funds=tuple(_row(one) for one in found),
        meta=frame.meta(Liquidity),
        notes=distinct(notes),
    )


def _row(one: Position) -> FundLiquidity:
    return FundLiquidity(
        fund=one.fund.code,
        sources=one.sources,
        uses=one.uses,
        coverage=coverage([one]),
        new_deal_capacity=one.capital.dry_powder,
        stated_on=one.stated_on,
    )


def _sources(found: Sequence[Position]) -> Sources:
    return Sources(
        unfunded_excluding_recallable=multiples.total(one.rest for one in found),
        recallable=multiples.total(one.recallable for one in found),
        cash=_known(found, "cash"),
        undrawn_line=_known(found, "undrawn"),
        total=_sum(found, "sources"),
    )


def _uses(found: Sequence[Position]) -> Uses:
    return Uses(
        follow_on_reserves=_known(found, "follow_on"),
        fees_and_expenses_remaining=_known(found, "fees"),
        credit_line_outstanding=_known(found, "line"),
        other_obligations=_known(found, "other"),
        total=_sum(found, "uses"),
    )


def _recallable(capital: Capital) -> Decimal | None:
    """What of the unfunded commitment was paid out and may be called again."""
    if capital.recallable is None or capital.unfunded is None:
        return None
    return min(capital.recallable, max(capital.unfunded, NOTHING))


def _converted(
    frame: Frame, row: FundRow, stated: dict[str, tuple[Decimal, date]], item: str, day: date
) -> Decimal | None:
    return frame.exchange.convert(stated[item][0], row.currency, frame.currency, day)


def _sum(found: Sequence[Position], name: str) -> Decimal | None:
    return multiples.total(getattr(one, name) for one in found)


def _known(found: Sequence[Position], name: str) -> Decimal | None:
    """The sum of what is known; None where it is of no fund."""
    amounts = [amount for one in found if (amount := getattr(one, name)) is not None]
    return sum(amounts, NOTHING) if amounts else None


def _left_out(found: Sequence[Position]) -> list[Note]:
    names = [one.fund.code for one in found if not one.counts]
    if not names:
        return []
    left = "" if len(names) == len(found) else " They are left out of the sums."
    text = (
        f"{listed(names)}: the commitment or the reserves are not known, so there is no coverage."
        f"{left} Import fund_balances with reserve_follow_on and reserve_fees."
    )
    return [
        Note(key, "reserves_unknown", text) for key in ("coverage", "uses", "unfunded_coverage")
    ]


def _undated(found: Sequence[Position]) -> list[Note]:
    names = [one.fund.code for one in found if one.stated_on is None]
    if not names:
        return []
    text = f"{listed(names)}: no balance of cash or reserves was ever stated."
    return [Note("stated_on", "not_stated", text)]


def _missing(found: Sequence[Position]) -> list[Note]:
    """Items that are not known of some fund: left out of the sums."""
    told = (
        ("cash", "cash", "cash"),
        ("undrawn_line", "undrawn", "a limit of a credit line"),
        ("follow_on_reserves", "follow_on", "a reserve for follow-ons"),
        ("fees_and_expenses_remaining", "fees", "a reserve for fees"),
        ("credit_line_outstanding", "line", "a credit line"),
        ("other_obligations", "other", "other liabilities"),
        ("total", "sources", "the commitment"),
        ("unfunded_excluding_recallable", "rest", "the commitment"),
        ("recallable", "recallable", "the commitment"),
    )
    notes = []
    for key, name, words in told:
        if without := [one.fund.code for one in found if getattr(one, name) is None]:
            text = f"{listed(without)}: {words} is not known and not in the sum."
            notes.append(Note(key, "not_stated", text))
    return notes


def _lasting(left: Decimal | None, quarterly: Decimal | None, lasts: float | None) -> list[Note]:
    notes = []
    if left is None:
        text = "The commitment of a fund or an exchange rate is not known."
        notes.append(Note("new_deal_capacity", "commitment_unknown", text))
    if lasts is None:
        text = "No new investment was made in the last four quarters, so there is no pace."
        if quarterly is None or left is None:
            text = "What is left, or an exchange rate of an investment, is not known."
        notes.append(Note("quarters_left", "no_pace", text))
    return notes
