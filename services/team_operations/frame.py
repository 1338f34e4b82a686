"""A request settled: which days, which people, what the firm's conventions say, who is asking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from sqlalchemy.orm import Session

from services import clock
from services.calc.exchange import Exchange
from services.calc.windows import before, window
from services.db.queries.team_operations import activities
from services.db.queries.team_operations.activities import Sight, Span
from services.db.reads import team
from services.db.reads.funds import FundRow, funds
from services.db.reads.market import rates
from services.db.reads.team import PersonRow
from services.db.reads.versions import SHARED, versions_of
from services.envelope import Meta, Note
from services.errors import NotFound
from services.frames import House, currency_of, envelope
from services.scope import Period, Principal, Scope
from services.team_operations.conventions import Team, conventions
from services.team_operations.eyes import Eyes

TYPES = (
    "deal_reviewed",
    "company_contacted",
    "meeting",
    "board_meeting",
    "portfolio_check_in",
    "update_response",
    "deal_sourced",
    "deal_referred",
)


@dataclass(frozen=True)
class Frame:
    """What an answer stands on once the defaults of RULES 15 and 16 are settled.

    `funds` are those the principal may see, whatever the request names: the team is the firm's.
    `people` is everybody with a code, `span` from when to when activities are on record.
    """

    principal: Principal
    scope: Scope
    house: House
    funds: tuple[FundRow, ...]
    shared_version: int
    as_of: date
    period: Period
    people: tuple[PersonRow, ...]
    rules: Team
    span: Span
    exchange: Exchange

    @property
    def eyes(self) -> Eyes:
        return Eyes.of(self.principal)

    @property
    def previous(self) -> Period:
        return before(self.period)

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self.funds]

    @property
    def known_on(self) -> datetime | None:
        return self.scope.known_on

    @property
    def until(self) -> date:
        """The last day of the window that has passed as of the day."""
        return min(self.period.end, self.as_of)

    @property
    def sight(self) -> Sight:
        return sight_of(self.principal, self.funds, self.known_on)

    @cached_property
    def currency(self) -> str:
        return currency_of(self.scope, self.funds, self.house)

    @cached_property
    def members(self) -> tuple[PersonRow, ...]:
        """The people of the firm as described then."""
        return tuple(person for person in self.people if person.member)

    @cached_property
    def by_id(self) -> dict[str, PersonRow]:
        return {person.id: person for person in self.people}

    @cached_property
    def _named(self) -> dict[str, str]:
        """Ids of people by code, name and address, small; a name that two have is nobody's."""
        found: dict[str, set[str]] = defaultdict(set)
        for person in self.people:
            for word in {person.code, person.name, person.email}:
                found[word.strip().casefold()].add(person.id)
        return {word: ids.pop() for word, ids in found.items() if len(ids) == 1}

    def person(self, word: str | None) -> str | None:
        """Whom a file means by a code, a name or an address (id); None: nobody of the team."""
        return None if word is None else self._named.get(word.strip().casefold())

    def code(self, user_id: str) -> str:
        """The code of a person."""
        return self.by_id[user_id].code

    def one(self, asked: str) -> PersonRow:
        """A member by id or code. NotFound, in the same words, for one that is missing and for
        one whose row is not the reader's to see."""
        for person in self.members:
            if asked in (person.id, person.code) and self.eyes.see(person.id):
                return person
        raise NotFound("There is nobody of that code in the team whom you may look at.")

    def recorded(self, until: date) -> bool:
        """Whether activities were on record by a day: before that nothing is known, not nothing
        was done."""
        return self.span.first is not None and self.span.first <= until

    def convert(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """An amount in the answer's currency, at the rate of a day; None without one."""
        return self.exchange.convert(amount, currency, self.currency, day)

    def meta(self, result: type, *, money: bool = False) -> Meta:
        """The envelope of an answer of type `result`; asked for when all is converted.

        It names no funds, since none can be chosen; `data_version` has those it stands on.
        """
        counted = {row.code: row.version for row in self.funds}
        return envelope(
            self.scope,
            (),
            result,
            as_of=self.as_of,
            currency=self.currency if money else None,
            versions={**counted, SHARED: self.shared_version},
            period=(self.period.start, self.period.end),
            fx=self.exchange.used(self.as_of),
        )

    def notes(self) -> Iterator[Note]:
        """What to know about every answer; asked for when all is converted."""
        if self.span.first is None:
            words = "No activity of the team is on record: import team_activities."
            yield Note("activities", "no_activities", words)
        elif self.span.first > self.period.start:
            words = f"Activities are on record from {self.span.first}; what was before is unknown."
            yield Note("activities", "recorded_from", words)
        if self.period.end > self.as_of:
            words = (
                f"The window ends on {self.period.end}; what happened after {self.as_of} is left "
                "out."
            )
            yield Note("period", "cut_at_as_of", words)
        if self.principal.funds is not None:
            words = "What concerns funds that you may not see is left out."
            yield Note("activities", "own_funds", words)
        if not self.eyes.everyone:
            words = "Totals are of the whole team; of people you see your own row."
            yield Note("people", "own_row", words)
        for pair in self.exchange.missing():
            words = (
                f"No rate from {pair.currency} to {pair.to} of {pair.day} is known, nor one of the "
                "weeks before: import fx_rates or ask for another currency."
            )
            yield Note("currency", "fx_rate_missing", words)


def sight_of(principal: Principal, rows: Iterable[FundRow], known_on: datetime | None) -> Sight:
    """Activities of the principal's funds, and those that are about none."""
    funds = None if principal.funds is None else tuple(sorted(row.id for row in rows))
    return Sight(funds, known_on)


def settle(session: Session, principal: Principal, scope: Scope, house: House) -> Frame:
    """Five statements. Raises InvalidInput for a bad period; `fund` changes nothing."""
    rows = tuple(funds(session, among=principal.funds, known_on=scope.known_on))
    as_of = scope.as_of or clock.last_closed_quarter_end(clock.today(house.timezone))
    return Frame(
        principal=principal,
        scope=scope.on(funds=()),
        house=house,
        funds=rows,
        shared_version=versions_of(session, (SHARED,))[SHARED],
        as_of=as_of,
        period=window(scope.period, as_of),
        people=tuple(team.people(session, known_on=scope.known_on)),
        rules=conventions(session, scope.known_on),
        span=activities.span(session, sight_of(principal, rows, scope.known_on)),
        exchange=Exchange(()),
    )


def with_rates(session: Session, frame: Frame, currencies: Iterable[str]) -> Frame:
    """The frame with exchange rates of these currencies: one statement where one is another than
    that of the answer."""
    wanted = set(currencies) | {frame.currency}
    if len(wanted) == 1:
        return frame
    found = rates(session, currencies=wanted, until=frame.as_of, known_on=frame.known_on)
    return replace(frame, exchange=Exchange(found))


def within(period: Period, as_of: date) -> Period | None:
    """The part of a window that has passed by a day; None where none has."""
    return None if period.start > as_of else Period(period.start, min(period.end, as_of))


def answer_notes(frame: Frame, *more: Iterable[Note]) -> tuple[Note, ...]:
    """Notes of an answer's own parts, then those of every answer, each once."""
    found = [note for some in more for note in some]
    return tuple(dict.fromkeys((*found, *frame.notes())))
