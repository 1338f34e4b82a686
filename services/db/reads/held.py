"""What funds hold as one reading: investments, their flows and marks, as accounts of a ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter

from sqlalchemy.orm import Session

from services.calc.accounts import KINDS, Holding, Mark, Movement
from services.calc.ledger import Ledger
from services.db.reads import investments as reads
from services.db.reads.investments import MARK, DealRow, Event

Convert = Callable[[Decimal, str, date], Decimal | None]
ACTIVE = "active"
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

    def ledger(
        self,
        *,
        basis: str,
        credit_line: str,
        convert: Convert,
        only: Collection[str] | None = None,
    ) -> Ledger:
        """Every flow and mark in one currency, as `convert` puts an amount of a currency on a day;
        None where it knows no rate. `only`: of these investments."""
        accounts = self.accounts(basis=basis, credit_line=credit_line)
        known = {n: account for n, account in accounts.items() if only is None or n in only}
        events = [event for event in self.events if event.deal_id in known]
        moved = [
            Movement(
                account=event.deal_id,
                day=event.day,
                kind=KINDS[event.type or ""],
                amount=convert(event.amount, event.currency, event.day),
                recallable=False,
                rows=event.rows,
            )
            for event in events
            if event.kind != MARK
        ]
        return Ledger.of(
            sorted(moved, key=attrgetter("account", "day")),
            [Mark(e.deal_id, e.day, e.amount, e.currency) for e in events if e.kind == MARK],
            known,
            basis=basis,
            credit_line=credit_line,
            convert=lambda mark, day: convert(mark.amount, mark.currency, day),
        )

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


def read_held(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> Held:
    """Investments, then their flows and marks up to a day; the second only where there are some."""
    deals = reads.deals(session, fund_ids=fund_ids, known_on=known_on)
    events = (
        reads.events(session, fund_ids=fund_ids, until=until, known_on=known_on) if deals else []
    )
    return Held(tuple(deals), tuple(events))


def account_of(ledger: Ledger, deal: DealRow) -> Holding | None:
    """The account of an investment; None while no flow of its fund's investments is known."""
    found = ledger.accounts.get(deal.id)
    return found if isinstance(found, Holding) else None


def has_begun(deal: DealRow, account: Holding | None, day: date) -> bool:
    """Whether a deal was held by a day: something flowed or was marked, or nothing is known of
    it but its date."""
    if account is not None and account.started(day):
        return True
    unrecorded = deal.first_flow is None and not (account and account.mark_days)
    return unrecorded and deal.deal_date <= day


def status_on(deals: Sequence[DealRow], ledger: Ledger, day: date) -> str:
    """Whether a company, of all its deals, is active, exited or failed on a day.

    One that is over is so from the day on which no fund had anything left of it. Where that day is
    not known, it is over whenever it is asked for.
    """
    word = next((deal.status for deal in deals if deal.status in OVER), None)
    if word is None:
        return ACTIVE
    accounts = [account_of(ledger, deal) for deal in deals]
    closed = [account.closed_on for account in accounts if account is not None]
    days = [when for when in closed if when is not None]
    return ACTIVE if closed and len(days) == len(closed) and max(days) > day else word
