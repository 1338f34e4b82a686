"""A fund's books by investor, as its agreement sees them: who has what, and what was agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from services.calc.accounts import NOTHING, Account, Mark, Movement
from services.calc.allocation import allocate
from services.calc.ledger import Ledger
from services.calc.transactions import TYPES, WITH, WITHOUT
from services.db.reads.funds import FundRow
from services.db.reads.investors import InvestorEntry, InvestorRow, investor_entries, investors
from services.db.reads.ledger import COMMITMENT, FLOW, GENERAL_PARTNER, NAV
from services.db.reads.partners import POSTED, LineRow, lines
from services.db.reads.terms import AgreementRow, SideTermRow, agreements, side_terms
from services.envelope import Note
from services.frames import House
from services.fund_performance.books import NET_LP, Books
from services.fund_performance.frame import Frame, settle
from services.partners.conversion import Shares
from services.partners.gaps import Told, told_apart
from services.partners.interests import LINES, Interest, Promise
from services.partners.terms import Agreement, agreement
from services.scope import Principal, Scope

CARRY_BALANCES = ("carry_beginning", "carry_accrued", "carry_earned", "carry_paid", "clawback",
                  "carry_ending")  # fmt: skip
LINES_READ = (*LINES, *CARRY_BALANCES)
ONLY_THE_FUND = "known_for_the_fund_only"
Row = TypeVar("Row", InvestorEntry, LineRow, AgreementRow, SideTermRow)


@dataclass(frozen=True)
class Partnership:
    """One fund, everybody who has a part in it, and its agreement, as of a day.

    Amounts are in `frame.currency`. `rows` are the fund's entries by investor, `lines` postings
    and statements of the carried interest and of what changes commitments beside cash.
    """

    fund: FundRow
    frame: Frame
    books: Books
    people: Mapping[str, InvestorRow]
    rows: tuple[InvestorEntry, ...]
    lines: tuple[LineRow, ...]
    agreements: tuple[AgreementRow, ...]
    side: tuple[SideTermRow, ...]

    @property
    def as_of(self) -> date:
        return self.frame.as_of

    @property
    def currency(self) -> str:
        return self.frame.currency

    @property
    def separable(self) -> bool:
        """Whether the general partner's own money can be told apart."""
        return self.fund.id not in self.books.together

    def agreement(self, day: date | None = None) -> Agreement:
        """What was agreed by a day (as_of where none is named)."""
        return agreement(self.agreements, self.side, day or self.as_of)

    @cached_property
    def told(self) -> Told:
        """Where the rows tell investors apart, and where they do not."""
        return Told.by(self.rows, self.people)

    @cached_property
    def view(self) -> str:
        """With the credit line or without it; with it where its rows are of the whole fund only."""
        asked = self.frame.scope.credit_line
        bank = [row for row in self.rows if row.kind == FLOW and TYPES[row.type or ""].with_bank]
        shared = all(row.investor_id is not None for row in bank) or told_apart(bank)
        return WITHOUT if asked == WITHOUT and shared else WITH

    @cached_property
    def whole(self) -> Interest:
        """All limited partners together: totals where there are some (RULES 7)."""
        ledger = self.books.ledger(basis=NET_LP, credit_line=self.view)
        return self._whole(ledger)

    @cached_property
    def interests(self) -> tuple[Interest, ...]:
        """Everybody by what they promised, the largest first, the general partner last."""
        own: dict[str, list[InvestorEntry]] = defaultdict(list)
        for row in self.rows:
            if row.investor_id is not None:
                own[row.investor_id].append(row)
        for line in self.lines:
            if line.investor_id is not None:
                own.setdefault(line.investor_id, [])
        found = [self._interest(self.people[who], rows) for who, rows in own.items()]
        found.sort(key=self._place)
        return tuple(found)

    @property
    def partners(self) -> tuple[Interest, ...]:
        """The limited partners alone; where they cannot be told apart, none."""
        return tuple(interest for interest in self.interests if not interest.is_gp)

    @property
    def general(self) -> tuple[Interest, ...]:
        """The general partner's own commitment."""
        return tuple(interest for interest in self.interests if interest.is_gp)

    def of(self, name: str) -> Interest | None:
        """The part of one investor, by code or id; None where it has none."""
        for interest in self.interests:
            if interest.investor is not None and name in (
                interest.investor.id,
                interest.investor.code,
            ):
                return interest
        return None

    def in_own_currency(self) -> Partnership:
        """The same fund with every amount in its own currency."""
        if not self._foreign:
            return self
        frame = alone(self.frame, self.fund)
        return replace(self, frame=frame, books=Books.of(frame))

    def money(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """An amount in the answer's currency at the rate of a day; None without one."""
        source = currency or self.fund.currency
        return self.frame.exchange.convert(amount, source, self.currency, day)

    def notes(self) -> tuple[Note, ...]:
        """What cannot be told apart."""
        found = list(self.books.notes(basis=NET_LP))
        gap = self.told.flows
        if gap is not None:
            text = (
                f"{self.fund.code}: flows of {gap} (and maybe of later days) are known for the "
                "whole fund only, so no investor's part of them is."
            )
            found.append(Note("called", ONLY_THE_FUND, text))
        newest = max((valued for valued in self.told.values), key=lambda v: v.day, default=None)
        if newest is not None and not newest.own:
            text = (
                f"{self.fund.code}: the value of {newest.day} is known for the whole fund only, so "
                "no investor's part of it is."
            )
            found.append(Note("nav", ONLY_THE_FUND, text))
        return tuple(found)

    def _place(self, interest: Interest) -> tuple[bool, Decimal, str]:
        code = interest.investor.code if interest.investor else ""
        return interest.is_gp, -(interest.committed(self.as_of) or NOTHING), code

    def _interest(self, who: InvestorRow, rows: Sequence[InvestorEntry]) -> Interest:
        movements = [self._movement(row, who.id) for row in rows if row.kind == FLOW]
        marks = [Mark(who.id, r.day, r.amount, r.currency) for r in rows if r.kind == NAV]
        promised = [Promise(r.day, self._promises[r], r.type) for r in rows if r.kind == COMMITMENT]
        gaps, nothing = self.told.of(who.id)
        marks += [Mark(who.id, day, NOTHING, self.currency) for day in nothing]
        return Interest(
            fund_id=self.fund.id,
            investor=who,
            promised=tuple(promised) or None,
            ledger=self._ledger(who.id, movements, marks),
            lines=self._dated(who.id),
            gaps=gaps,
        )

    def _whole(self, ledger: Ledger) -> Interest:
        fund = self.fund.id
        movements = [m for m in ledger.movements if m.account == fund]
        own = replace(
            ledger,
            flows=tuple(flow for flow in ledger.flows if flow.account == fund),
            movements=movements,
            accounts={fund: ledger.accounts[fund]},
        )
        return Interest(
            fund_id=fund,
            investor=None,
            promised=self._promised_together(),
            ledger=own,
            lines=self._dated(None),
        )

    def _promised_together(self) -> tuple[Promise, ...] | None:
        leave_out = self._gp_ids if self.separable else frozenset[str]()
        rows = [r for r in self.rows if r.kind == COMMITMENT and r.investor_id not in leave_out]
        if rows:
            return tuple(Promise(r.day, self._promises[r], r.type) for r in rows)
        amount = self.fund.total_committed
        if amount is None:
            return None
        return (Promise(date.min, self.money(amount, "", self.as_of), None),)

    @cached_property
    def _promises(self) -> dict[InvestorEntry, Decimal | None]:
        """Every promise at the rate of as_of: converted as a sum, like the fund's, and shared."""
        rows = [row for row in self.rows if row.kind == COMMITMENT]
        general = [r for r in rows if self.separable and r.investor_id in self._gp_ids]
        found: dict[InvestorEntry, Decimal | None] = {}
        for own in (general, [row for row in rows if row not in general]):
            whole = sum((row.amount for row in own), NOTHING)
            amount = self.money(whole, "", self.as_of)
            if not self._foreign or amount is None or not whole:
                found |= {row: self.money(row.amount, "", self.as_of) for row in own}
            else:
                found |= allocate(amount, {row: row.amount for row in own})
        return found

    @cached_property
    def _gp_ids(self) -> frozenset[str]:
        return frozenset(w.id for w in self.people.values() if w.type == GENERAL_PARTNER)

    def _ledger(self, name: str, movements: list[Movement], marks: Iterable[Mark]) -> Ledger:
        movements.sort(key=attrgetter("account", "day"))
        return Ledger.of(
            movements,
            marks,
            {name: Account(NET_LP, self.view)},
            basis=NET_LP,
            credit_line=self.view,
            convert=self._worth,
        )

    def _worth(self, mark: Mark, day: date) -> Decimal | None:
        """A value of an investor at the rate of a day."""
        key = (NAV, mark.day, None, mark.currency, None)
        if self._foreign and mark.account in self.people and key in self._shares.rows:
            found = self._shares.amount(key, mark.account, day)
            if found is not None:
                return found
        return self.money(mark.amount, mark.currency, day)

    @property
    def _foreign(self) -> bool:
        """Whether amounts are given in another currency than the fund's own."""
        return self.currency != self.fund.currency

    @cached_property
    def _shares(self) -> Shares:
        return Shares.by(self.rows, self._gp_ids, self.money)

    def _movement(self, row: InvestorEntry, account: str) -> Movement:
        kind = TYPES[row.type or ""]
        recallable = kind.recallable if row.recallable is None else row.recallable
        amount = (
            self._shares.of(row, row.day)
            if self._foreign
            else self.money(row.amount, row.currency, row.day)
        )
        return Movement(account, row.day, kind, amount, recallable, row.rows)

    @cached_property
    def _own_postings(self) -> Mapping[str | None, list[LineRow]]:
        """Postings that change what is open, by the investor they were posted to."""
        found: dict[str | None, list[LineRow]] = defaultdict(list)
        for row in self._postings:
            found[row.investor_id].append(row)
        return found

    @cached_property
    def _postings(self) -> list[LineRow]:
        """Postings that change what is open."""
        return [row for row in self.lines if row.span == POSTED and row.account in LINES]

    def _dated(self, who: str | None) -> dict[str, tuple[tuple[date, Decimal], ...]]:
        """Postings that change what is open; those of all limited partners where `who` is None."""
        found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        own = self._own_postings.get(who, [])
        if who is None:
            own = self._postings
            totals = {(row.day, row.account) for row in own if row.investor_id is None}
            own = [
                row
                for row in own
                if (row.investor_id is None) == ((row.day, row.account) in totals)
                and row.investor_id not in self._gp_ids
            ]
        for row in own:
            amount = self.money(row.amount, row.currency, row.day)
            if amount is not None:
                found[row.account].append((row.day, amount))
        return {name: tuple(dated) for name, dated in found.items()}


@dataclass(frozen=True, slots=True)
class Partnerships:
    """Several funds' books by investor, from one reading of one moment, in one currency."""

    frame: Frame
    books: Books
    house: House
    funds: tuple[Partnership, ...]

    @property
    def as_of(self) -> date:
        return self.frame.as_of


def read_partnerships(
    session: Session,
    principal: Principal,
    scope: Scope,
    house: House,
    *,
    own_currency: bool = False,
) -> Partnerships:
    """Funds of a scope by investor: five statements beside those of Fund Performance's frame.

    `own_currency` gives each fund in its own currency instead of the answer's. NotFound for a fund
    that is missing or not granted.
    """
    frame = settle(session, principal, scope, house)
    ids = [row.id for row in frame.funds]
    given: dict[str, Any] = {"fund_ids": ids, "known_on": scope.known_on}
    day = frame.as_of
    people = {row.id: row for row in investors(session, **given)}
    rows = by_fund(investor_entries(session, until=day, **given))
    posted = by_fund(lines(session, until=day, accounts=LINES_READ, **given))
    agreed = by_fund(agreements(session, until=day, **given))
    side = by_fund(side_terms(session, until=day, **given))
    books = Books.of(frame)
    found = []
    for fund in frame.funds:
        own = alone(frame, fund) if own_currency else frame
        found.append(
            Partnership(
                fund=fund,
                frame=own,
                books=Books.of(own) if own_currency else books,
                people=people,
                rows=tuple(rows.get(fund.id, ())),
                lines=tuple(posted.get(fund.id, ())),
                agreements=tuple(agreed.get(fund.id, ())),
                side=tuple(side.get(fund.id, ())),
            )
        )
    return Partnerships(frame, books, house, tuple(found))


def alone(frame: Frame, fund: FundRow) -> Frame:
    """The frame of one of its funds in its own currency, with the same days."""
    return replace(
        frame,
        funds=(fund,),
        currency=fund.currency,
        entries=[entry for entry in frame.entries if entry.fund_id == fund.id],
        held=frame.held.of({fund.id}),
        exchange=frame.exchange.afresh(),
    )


def by_fund(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by their fund, in their order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.fund_id].append(row)
    return found
