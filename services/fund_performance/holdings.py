"""What funds hold: their investments as read, as accounts of a ledger, and as one row a company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.db.reads import investments as reads
from services.db.reads.investments import DealRow, Event
from services.fund_performance.accounts import NOTHING, Holding
from services.fund_performance.ledger import Ledger

OVER = ("exited", "failed")  # words of a company's status that say nothing more is held


@dataclass(frozen=True, slots=True)
class Held:
    """Investments of a frame's funds with their flows and marks, as known then."""

    deals: tuple[DealRow, ...]
    events: tuple[Event, ...]

    @property
    def funds(self) -> frozenset[str]:
        """Ids of the funds whose investment flows are known: gross figures stand on those."""
        return frozenset(deal.fund_id for deal in self.deals if deal.first_flow is not None)

    def until(self, day: date) -> Held:
        """The same up to and including a day."""
        return Held(self.deals, tuple(event for event in self.events if event.day <= day))

    def of(self, fund_ids: Collection[str]) -> Held:
        """What these funds hold."""
        deals = tuple(deal for deal in self.deals if deal.fund_id in fund_ids)
        ids = {deal.id for deal in deals}
        return Held(deals, tuple(event for event in self.events if event.deal_id in ids))

    def names(self, deal_ids: Collection[str]) -> list[str]:
        """Names of the companies behind some investments, each once."""
        return list(dict.fromkeys(deal.name for deal in self.deals if deal.id in deal_ids))

    def accounts(self, *, basis: str, credit_line: str) -> dict[str, Holding]:
        """An empty account for every investment of the funds whose investment flows are known."""
        closed, funds = self._closed(), self.funds
        return {
            deal.id: Holding(
                basis, credit_line, closed_on=closed.get((deal.fund_id, deal.company_id))
            )
            for deal in self.deals
            if deal.fund_id in funds
        }

    def _closed(self) -> dict[tuple[str, str], date]:
        """The day on which a fund had nothing left of a company that is known to be over.

        That is the last sale or write-off of any of its tranches, when nothing was bought later.
        """
        tranches: dict[tuple[str, str], list[DealRow]] = defaultdict(list)
        for deal in self.deals:
            tranches[deal.fund_id, deal.company_id].append(deal)
        found: dict[tuple[str, str], date] = {}
        for key, deals in tranches.items():
            left = max((deal.last_left for deal in deals if deal.last_left), default=None)
            bought = max((deal.last_bought for deal in deals if deal.last_bought), default=date.min)
            if left is not None and left >= bought and any(d.status in OVER for d in deals):
                found[key] = left
        return found


@dataclass(frozen=True, slots=True)
class Position:
    """One company as its funds together stand in it on a day, whatever its tranches.

    None where an amount could not be put into the answer's currency, or a value is not known.
    """

    company: str
    name: str
    sector: str | None
    invested: Decimal | None
    realized: Decimal | None
    unrealized: Decimal | None

    @property
    def gain(self) -> Decimal | None:
        """What came back and is left, less what was put in."""
        if self.invested is None or self.realized is None or self.unrealized is None:
            return None
        return self.realized + self.unrealized - self.invested


def read_held(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> Held:
    """Investments, then their flows and marks up to a day; the second only where there are some."""
    deals = reads.deals(session, fund_ids=fund_ids, known_on=known_on)
    events = (
        reads.events(session, fund_ids=fund_ids, until=until, known_on=known_on) if deals else []
    )
    return Held(tuple(deals), tuple(events))


def positions(held: Held, ledger: Ledger, day: date) -> list[Position]:
    """One row per company that anything was put into, or that was valued, by a day."""
    companies: dict[str, list[DealRow]] = defaultdict(list)
    for deal in held.deals:
        account = ledger.accounts.get(deal.id)
        if account is not None and account.started(day):
            companies[deal.company_id].append(deal)
    return [_position(deals, ledger, day) for deals in companies.values()]


def _position(deals: list[DealRow], ledger: Ledger, day: date) -> Position:
    invested = realized = NOTHING
    known = True
    values: list[Decimal | None] = []
    for deal in deals:
        account = ledger.accounts[deal.id]
        put, got = account.sums(day)
        invested, realized = invested + put, realized + got
        known = known and account.known_on(day)
        values.append(ledger.value_of(deal.id, day).amount)
    held = [value for value in values if value is not None]
    return Position(
        company=deals[0].company,
        name=deals[0].name,
        sector=deals[0].sector,
        invested=invested if known else None,
        realized=realized if known else None,
        unrealized=sum(held, NOTHING) if known and len(held) == len(values) else None,
    )
