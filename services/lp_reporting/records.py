"""Everything an answer about investors stands on, from one reading of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.calc import irr
from services.db.reads.funds import FundRow
from services.db.reads.investors import InvestorRow
from services.envelope import FxUse, Meta, Note
from services.errors import ChooseFund, NotFound
from services.frames import House, envelope
from services.fund_performance.notes import conversion_notes, distinct, listed
from services.fund_performance.rates import ShownRate, shown
from services.lp_reporting.eyes import Eyes, look
from services.partners import Interest, Partnership, Partnerships, Position, read_partnerships
from services.scope import Principal, Scope, parse_period

TRANSFERRED = "transferred"
TWO_DAYS = (date(2000, 1, 31), date(2001, 1, 31))  # a period that ends alike on both names its end


@dataclass(frozen=True, slots=True)
class Records:
    """The funds' books by investor as these eyes may see them.

    `groups` share both clocks; the firm's own people have one. Amounts are in one currency.
    """

    eyes: Eyes
    groups: tuple[Partnerships, ...]
    scope: Scope
    house: House

    @property
    def funds(self) -> tuple[Partnership, ...]:
        return tuple(fund for group in self.groups for fund in group.funds)

    @property
    def as_of(self) -> date:
        return max(group.as_of for group in self.groups)

    @property
    def currency(self) -> str:
        return self.groups[0].frame.currency

    @property
    def rows(self) -> tuple[FundRow, ...]:
        return tuple(fund.fund for fund in self.funds)

    def published(self, day: date, funds: Iterable[Partnership] | None = None) -> bool:
        """Whether these eyes may see figures as of a day, of some of the funds or of all."""
        several = self.funds if funds is None else funds
        return all(self.eyes.sees(fund.fund.id, min(day, fund.as_of)) for fund in several)

    def interests(self, fund: Partnership) -> tuple[Interest, ...]:
        """Everybody with a part in a fund whom these eyes may see."""
        mine = self.eyes.investor
        if mine is None:
            return fund.interests
        return tuple(i for i in fund.interests if i.investor and i.investor.id == mine)

    def people(self) -> Iterator[tuple[InvestorRow, list[tuple[Partnership, Interest]]]]:
        """Each investor who may be seen with its parts, the most promised first, gp last."""
        parts: dict[str, list[tuple[Partnership, Interest]]] = {}
        who: dict[str, InvestorRow] = {}
        for fund in self.funds:
            for interest in self.interests(fund):
                if interest.investor is not None:
                    who[interest.investor.id] = interest.investor
                    parts.setdefault(interest.investor.id, []).append((fund, interest))
        yield from ((who[name], parts[name]) for name in who)

    def find(self, name: str) -> tuple[InvestorRow, list[tuple[Partnership, Interest]]]:
        """One investor by code or id. NotFound when it has no part in any fund that is seen."""
        for person, parts in self.people():
            if name in (person.id, person.code):
                return person, parts
        raise NotFound

    def only_fund(self) -> Partnership:
        """The single fund; ChooseFund when several are visible and none is named."""
        if len(self.funds) == 1:
            return self.funds[0]
        raise ChooseFund

    def meta(self, result: type, **more: Any) -> Meta:
        """The envelope of an answer of type `result`: net to investors, whatever was asked.

        For an investor it says nothing of the checks: they speak of everybody's rows.
        """
        first = self.groups[0]
        day = more.pop("as_of", self.as_of)
        views = {fund.view for fund in self.funds}
        own: dict[str, Any] = {
            "basis": "net_lp",
            "credit_line": views.pop() if len(views) == 1 else "with",
            "fx": self._fx(day),
        }
        if not self.eyes.of_firm:
            own["data_quality"] = {}
        return envelope(
            first.frame.scope,
            self.rows,
            result,
            **(own | {"as_of": day, "currency": self.currency} | more),
        )

    def _fx(self, day: date) -> tuple[FxUse, ...]:
        used = (use for group in self.groups for use in group.frame.exchange.used(day))
        return tuple(dict.fromkeys(used))

    def notes(self, *more: Note) -> tuple[Note, ...]:
        """What to know of the books, after what an answer says itself."""
        found = list(more)
        for group in self.groups:
            if len(group.funds) > 1:
                text = f"{len(group.funds)} funds, each investor's parts in them added up."
                found.append(Note("funds", "pooled", text))
            for fund in group.funds:
                found += fund.notes()
                if self.scope.credit_line != fund.view:
                    text = (
                        f"{fund.fund.code}: the credit line is known for the whole fund only, so "
                        "investors' figures are with the line as drawn."
                    )
                    found.append(Note("credit_line", "line_of_the_whole_fund", text))
            found += conversion_notes(group.frame, group.as_of)
        return distinct(found)


def read_records(
    session: Session,
    principal: Principal,
    scope: Scope,
    house: House,
    *,
    own_currency: bool = False,
) -> Records:
    """The books that a scope asks for, as its eyes may see them.

    The number of statements does not grow with funds or investors; an investor's packs of
    different moments are read one moment after the other.
    """
    eyes = look(session, principal, scope, house)
    groups = tuple(
        read_partnerships(session, principal, own, house, own_currency=own_currency)
        for own in eyes.scopes
    )
    return Records(eyes, groups, scope, house)


def closing(scope: Scope) -> Scope:
    """The scope as of the end of its period where it names one and no as_of."""
    if scope.period is None or scope.as_of is not None:
        return scope
    ends = {parse_period(scope.period, end=day).end for day in TWO_DAYS}
    return scope if len(ends) > 1 else scope.on(as_of=ends.pop())


def rate_of(positions: Sequence[Position], *, field: str, everybody: bool = False) -> ShownRate:
    """The rate of flows pooled and closed with what is left, each on its own day.

    None where a part is not known, or where an interest was taken over or handed on: its own flows
    then say nothing about it. Of `everybody` together what one handed on another took over.
    """
    if not everybody and any(position.transferred for position in positions):
        text = "An interest was handed over between investors, so its own flows give no rate."
        return ShownRate(None, TRANSFERRED, None, Note(field, TRANSFERRED, text))
    known = [p for p in positions if p.started]
    if any(p.nav is None or p.called is None for p in known):
        text = "A value or a flow is not known, so there is no rate."
        return ShownRate(None, irr.INVALID_INPUT, None, Note(field, "nav_unknown", text))
    last = max((p.day for p in known), default=date.min)
    days = [day for p in known for day, _ in p.cash]
    amounts: list[Decimal | None] = [amount for p in known for _, amount in p.cash]
    for position in known:
        if position.day != last:
            days.append(position.day)
            amounts.append(position.nav)
    nav = sum((p.nav or Decimal(0) for p in known if p.day == last), Decimal(0))
    if not known:
        return shown(irr.performance([], []), field=field)
    return shown(irr.performance(days, amounts, nav=nav, as_of=last), field=field)


def named(rows: Sequence[tuple[str, Note]]) -> list[Note]:
    """Notes of single investors as one per reason, with the codes of those it is about."""
    groups: dict[tuple[str, str], list[tuple[str, Note]]] = {}
    for code, note in rows:
        groups.setdefault((note.field, note.code), []).append((code, note))
    return [
        Note(field, code, f"{listed([who for who, _ in own])}: {own[0][1].text}")
        for (field, code), own in groups.items()
    ]
