"""The value of one investment from one day to another: cash, gains, re-marks and currency apart.

opening + cash in - cash out + realised gain + re-mark + fx = closing, to the cent. Fees buy no
value and stand outside. Gains are measured in the investment's own currency; what exchange rates
did is the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from services.calc.accounts import KINDS, Holding, Mark, Movement
from services.calc.exchange import CENT
from services.calc.holdings import (
    DIVIDEND,
    FOLLOW_ON,
    INTEREST,
    INVESTMENT,
    PROCEEDS,
)
from services.calc.ledger import Ledger
from services.calc.transactions import WITH
from services.db.reads.investments import MARK, DealRow, Event
from services.fund_performance.books import GROSS
from services.fund_performance.frame import Frame

NOTHING = Decimal(0)
IN, OUT = (INVESTMENT, FOLLOW_ON), (PROCEEDS, DIVIDEND, INTEREST)
INCOME = (DIVIDEND, INTEREST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Parts of a change of value; all None where one end or a rate is not known."""

    opening: Decimal | None = NOTHING
    cash_in: Decimal | None = NOTHING
    cash_out: Decimal | None = NOTHING
    realized_gain: Decimal | None = NOTHING
    remark: Decimal | None = NOTHING
    fx: Decimal | None = NOTHING
    closing: Decimal | None = NOTHING


PARTS = ("opening", "cash_in", "cash_out", "realized_gain", "remark", "fx", "closing")
UNKNOWN = Bridge(**dict.fromkeys(PARTS))


def added(bridges: Iterable[Bridge]) -> Bridge:
    """Bridges added part by part; a part is None where that of one of them is."""
    whole = Bridge()
    for bridge in bridges:
        sums = {}
        for part in PARTS:
            one, other = getattr(whole, part), getattr(bridge, part)
            sums[part] = None if one is None or other is None else one + other
        whole = replace(whole, **sums)
    return whole


class Bridges:
    """Bridges of every investment between two days, the first excluded and the last included."""

    def __init__(self, frame: Frame, ledger: Ledger, start: date, end: date) -> None:
        self.frame, self.ledger, self.start, self.end = frame, ledger, start, end
        self._events: dict[str, list[Event]] = {deal.id: [] for deal in frame.held.deals}
        for event in frame.held.events:
            self._events[event.deal_id].append(event)
        accounts = frame.held.accounts(basis=GROSS, credit_line=WITH)
        kept = [event for event in frame.held.events if event.deal_id in accounts]
        self._local = _ledger(kept, accounts)

    def of(self, deal: DealRow) -> Bridge:
        """The bridge of one investment."""
        account = self.ledger.accounts.get(deal.id)
        if not isinstance(account, Holding) or not account.started(self.end):
            return Bridge()
        opening = self._value(self.ledger, deal.id, self.start)
        closing = self._value(self.ledger, deal.id, self.end)
        moved = [e for e in self._events[deal.id] if self.start < e.day <= self.end]
        put, got = self._cash(moved, IN), self._cash(moved, OUT)
        if not account.known_on(self.end):
            return UNKNOWN
        if opening is None or closing is None or put is None or got is None:
            return UNKNOWN
        change = closing - opening - put + got
        own = self._currency(deal)
        if own is None:
            realized = self._realized(deal, account, change, own_currency=False)
            parts = {"realized_gain": realized, "remark": change - realized, "fx": NOTHING}
        else:
            parts = self._in_own_currency(deal, account, own, change)
        return Bridge(opening=opening, cash_in=put, cash_out=got, closing=closing, **parts)

    def mixed(self, deals: Sequence[DealRow]) -> list[str]:
        """Names of companies with an investment in several currencies: fx is in its re-marks."""
        return list(dict.fromkeys(deal.name for deal in deals if self._currency(deal) is None))

    def _in_own_currency(
        self, deal: DealRow, account: Holding, currency: str, change: Decimal
    ) -> dict[str, Decimal]:
        opening = self._local.value_of(deal.id, self.start).amount or NOTHING
        closing = self._local.value_of(deal.id, self.end).amount or NOTHING
        moved = [e for e in self._events[deal.id] if self.start < e.day <= self.end]
        put = sum((e.amount for e in moved if e.type in IN), NOTHING)
        got = sum((e.amount for e in moved if e.type in OUT), NOTHING)
        local = closing - opening - put + got
        realized = self._realized(deal, account, local, own_currency=True)
        last_out = max((e.day for e in moved if e.type in OUT), default=self.end)
        gain = self._converted(realized, currency, last_out)
        remark = self._converted(local - realized, currency, self.end)
        if gain is None or remark is None:
            return {"realized_gain": NOTHING, "remark": change, "fx": NOTHING}
        return {"realized_gain": gain, "remark": remark, "fx": change - gain - remark}

    def _realized(
        self, deal: DealRow, account: Holding, change: Decimal, *, own_currency: bool
    ) -> Decimal:
        """What of a gain was realised: all of it where the holding ended or was not marked anew.

        Else what was received beyond the value that was carried: income, and proceeds above it.
        """
        closed = account.closed_on
        ended = closed is not None and self.start < closed <= self.end
        moved = [e for e in self._events[deal.id] if self.start < e.day <= self.end]
        marked = any(event.kind == MARK for event in moved)
        if ended or not marked:
            return change
        if not own_currency:
            return NOTHING
        income = sum((e.amount for e in moved if e.type in INCOME), NOTHING)
        return income + sum(
            (self._beyond(deal, e, moved) for e in moved if e.type == PROCEEDS), NOTHING
        )

    def _beyond(self, deal: DealRow, sale: Event, moved: Sequence[Event]) -> Decimal:
        """By how much proceeds exceed the value carried just before them."""
        before = [e for e in self._events[deal.id] if e.day < sale.day]
        account = _booked(deal, before)
        carried = account.value(sale.day, lambda mark, day: mark.amount).amount or NOTHING
        bought = sum((e.amount for e in moved if e.day == sale.day and e.type in IN), NOTHING)
        return max(NOTHING, sale.amount - carried - bought)

    def _currency(self, deal: DealRow) -> str | None:
        """The one currency of an investment's flows and marks; None where there are several."""
        found = {event.currency for event in self._events[deal.id]}
        return found.pop() if len(found) == 1 else None

    def _cash(self, moved: Sequence[Event], types: Sequence[str]) -> Decimal | None:
        total = NOTHING
        for event in moved:
            if event.type in types:
                amount = self._converted(event.amount, event.currency, event.day)
                if amount is None:
                    return None
                total += amount
        return total

    def _value(self, ledger: Ledger, deal_id: str, day: date) -> Decimal | None:
        return ledger.value_of(deal_id, day).amount

    def _converted(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        frame = self.frame
        given = frame.exchange.convert(amount, currency, frame.currency, day)
        return None if given is None else given.quantize(CENT, ROUND_HALF_EVEN)


def _booked(deal: DealRow, events: Sequence[Event]) -> Holding:
    account = Holding(GROSS, WITH)
    _ledger(events, {deal.id: account})
    return account


def _ledger(events: Sequence[Event], accounts: Mapping[str, Holding]) -> Ledger:
    """Events booked into empty accounts, every amount left in its own currency."""
    return Ledger.of(
        [_movement(event) for event in events if event.kind != MARK],
        [_mark(event) for event in events if event.kind == MARK],
        accounts,
        basis=GROSS,
        credit_line=WITH,
        convert=lambda mark, day: mark.amount,
    )


def _movement(event: Event) -> Movement:
    kind = KINDS[event.type or ""]
    return Movement(event.deal_id, event.day, kind, event.amount, False, event.rows)


def _mark(event: Event) -> Mark:
    return Mark(event.deal_id, event.day, event.amount, event.currency)
