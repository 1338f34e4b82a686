"""The deal-by-deal waterfall: carry on a deal once its own capital and return are back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext

from services.calc.allocation import allocate
from services.calc.waterfall.amounts import CONTEXT, GRAIN, NOTHING, Dated, grain, summed
from services.calc.waterfall.ledger import Owed, Terms
from services.calc.waterfall.runs import DealPart, Payment, Run
from services.calc.waterfall.tiers import Tiers, clawback, reversal, tiers

# The order of what happens on one day.
CALL, EXPENSE, WRITE_OFF, PAID, REALIZED = range(5)
Event = tuple[date, int, int, Decimal]  # day, what, which deal, amount
WHOLE_FUND = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One company's flows; amounts positive in their usual direction, negative ones reversals.

    `contributions` is the capital put in, `expenses` fees and costs that belong to this deal and
    come back with it, `distributions` the proceeds before carry. `written_off` is capital that
    counts as lost from a day on; `realized` the day from which all that has not come back does.
    """

    key: str
    contributions: Sequence[Dated]
    distributions: Sequence[Dated] = ()
    expenses: Sequence[Dated] = ()
    written_off: Sequence[Dated] = ()
    realized: date | None = None

    @property
    def cost(self) -> Decimal:
        return summed(self.contributions)


@dataclass(slots=True)
class _Book:
    """One deal as it stands: what it still owes, what of that is lost, what it has paid."""

    deal: Deal
    owed: Owed = field(default_factory=Owed)
    lost: Owed = field(default_factory=Owed)
    paid: Tiers = field(default_factory=Tiers)
    contributed: Decimal = NOTHING
    expenses: Decimal = NOTHING
    written_off: Decimal = NOTHING
    recovered: Decimal = NOTHING
    realized: bool = False

    def lose(self, day: date, amount: Decimal, terms: Terms) -> None:
        """Move capital with its share of the return to what is lost; below 0: back again."""
        self.owed.until(day, terms)
        self.lost.until(day, terms)
        source, target = (self.owed, self.lost) if amount > 0 else (self.lost, self.owed)
        moved = min(abs(amount), source.capital)
        if not moved:
            return
        earned = grain(source.preferred * moved / source.capital)
        source.capital, source.preferred = source.capital - moved, source.preferred - earned
        target.capital, target.preferred = target.capital + moved, target.preferred + earned
        self.written_off += moved if amount > 0 else -moved

    def close(self, day: date, terms: Terms) -> None:
        """The deal is over: all that has not come back is lost, its return included."""
        self.lose(day, self.owed.capital, terms)
        self.lost.preferred += self.owed.preferred
        self.owed.preferred = NOTHING
        self.realized = True


@dataclass(slots=True)
class _Fund:
    """All deals from event to event; `balance` as in the whole-fund ledger, calls positive."""

    terms: Terms
    books: Sequence[_Book]
    carry_forward: bool
    contributed: Decimal = NOTHING
    balance: Decimal = NOTHING
    day: date | None = None

    def until(self, day: date) -> None:
        if self.day is not None and day > self.day:
            self.balance = grain(self.balance * self.terms.growth(self.day, day))
        self.day = day

    def happens(self, event: Event) -> Payment | None:
        """Book one event; a payment where something was paid out."""
        day, what, which, amount = event
        self.until(day)
        if what in (CALL, EXPENSE):
            book = None if which == WHOLE_FUND else self.books[which]
            self._call(day, book, amount, expense=what == EXPENSE)
        elif what == WRITE_OFF:
            self.books[which].lose(day, amount, self.terms)
        elif what == REALIZED:
            self.books[which].close(day, self.terms)
        else:
            return self._pay(day, self.books[which], amount)
        return None

    def _call(self, day: date, book: _Book | None, amount: Decimal, *, expense: bool) -> None:
        self.contributed += amount
        self.balance += amount
        if book is None:
            return
        book.owed.until(day, self.terms)
        book.contributed += amount
        book.expenses += amount if expense else NOTHING
        if amount < 0:
            book.owed.refund(-amount)
        else:
            book.owed.capital += amount

    def _pay(self, day: date, book: _Book, amount: Decimal) -> Payment:
        if amount < 0:
            paid = -reversal(book.paid, -amount)
            book.owed.until(day, self.terms)
            book.owed.pay(paid)
        else:
            paid = self._shared(day, book, amount)
        book.paid += paid
        self.balance -= paid.lp
        return Payment(day=day, amount=amount, tiers=paid, key=book.deal.key)

    def _shared(self, day: date, book: _Book, amount: Decimal) -> Tiers:
        own = (book.owed, book.lost)
        due = (*own, *self._losses_of_others(book))
        for owed in due:
            owed.until(day, self.terms)
        paid = tiers(
            proceeds=amount,
            capital_to_return=sum((owed.capital for owed in due), NOTHING),
            preferred_return_due=sum((owed.preferred for owed in due), NOTHING),
            carry_rate=self.terms.carry_rate,
            catch_up_rate=self.terms.catch_up_rate,
            profit_paid=book.paid.profit,
            carry_paid=book.paid.gp,
        )
        capital, preferred = paid.return_of_capital, paid.preferred_return
        for place, owed in enumerate(due):
            back, earned = owed.settle(capital, preferred)
            capital, preferred = capital - back, preferred - earned
            book.recovered += NOTHING if place < len(own) else back + earned
        return paid

    def _losses_of_others(self, book: _Book) -> Iterator[Owed]:
        """Realised losses and write-offs of other deals, which come back before carry."""
        if self.carry_forward:
            yield from (each.lost for each in self.books if each is not book and each.lost.total)


def american(
    *,
    deals: Sequence[Deal],
    terms: Terms,
    expenses: Sequence[Dated] = (),
    loss_carry_forward: bool = True,
    as_of: date | None = None,
) -> Run:
    """Every deal's proceeds shared on their own, with the losses of deals before them.

    Of a deal's proceeds its own capital (with its expenses) and, with `loss_carry_forward`, lost
    capital of other deals come back first, then the preferred return of both, then catch-up and
    split. `expenses` of the whole fund are allocated to the deals by their cost. The clawback is
    the whole-fund true-up: carry paid against all flows, unrealised deals counting at nothing
    unless their value is among their distributions. Order of a day: calls, expenses,
    write-offs, distributions, ends. The hurdle of each deal is a ledger, whatever the terms say.
    """
    books = [_Book(deal) for deal in deals]
    fund = _Fund(terms, books, loss_carry_forward)
    with localcontext(CONTEXT):
        happened = (*_events(deals), *_allocated(deals, expenses))
        events = sorted(
            (event for event in happened if as_of is None or event[0] <= as_of),
            key=lambda event: event[:2],
        )
        payments = [paid for event in events if (paid := fund.happens(event)) is not None]
        if as_of is not None:
            fund.until(as_of)
        return _closed(fund, payments)


def _events(deals: Sequence[Deal]) -> Iterator[Event]:
    for which, deal in enumerate(deals):
        rows = (
            (CALL, deal.contributions),
            (EXPENSE, deal.expenses),
            (WRITE_OFF, deal.written_off),
            (PAID, deal.distributions),
        )
        for what, flows in rows:
            yield from ((day, what, which, amount) for day, amount in flows)
        if deal.realized is not None:
            yield deal.realized, REALIZED, which, NOTHING


def _allocated(deals: Sequence[Deal], expenses: Sequence[Dated]) -> Iterator[Event]:
    """The fund's expenses by the deals' cost; without any cost they stay the whole fund's."""
    costs = {which: max(deal.cost, NOTHING) for which, deal in enumerate(deals)}
    anything = any(costs.values())
    for day, amount in expenses:
        parts = allocate(amount, costs, unit=GRAIN) if anything else {WHOLE_FUND: amount}
        yield from ((day, EXPENSE, which, part) for which, part in parts.items() if part)


def _closed(fund: _Fund, payments: Sequence[Payment]) -> Run:
    day, terms = fund.day, fund.terms
    if day is not None:
        for book in fund.books:
            book.owed.until(day, terms)
            book.lost.until(day, terms)
    paid = sum((book.paid for book in fund.books), Tiers())
    shortfall = max(NOTHING, fund.balance)
    back = clawback(
        carry_paid=paid.gp,
        carry_rate=fund.terms.carry_rate,
        profit=paid.total - fund.contributed,
        preferred_shortfall=shortfall,
    )
    return Run(
        payments=tuple(payments),
        tiers=paid,
        contributed=fund.contributed,
        distributed=paid.total,
        unreturned_capital=sum((b.owed.capital + b.lost.capital for b in fund.books), NOTHING),
        unpaid_preferred=sum((b.owed.preferred + b.lost.preferred for b in fund.books), NOTHING),
        preferred_shortfall=shortfall,
        clawback=back if fund.terms.clawback else NOTHING,
        as_of=day,
        deals=tuple(_part(book) for book in fund.books),
    )


def _part(book: _Book) -> DealPart:
    return DealPart(
        key=book.deal.key,
        contributed=book.contributed,
        expenses=book.expenses,
        distributed=book.paid.total,
        tiers=book.paid,
        unreturned_capital=book.owed.capital + book.lost.capital,
        unpaid_preferred=book.owed.preferred + book.lost.preferred,
        written_off=book.written_off,
        recovered=book.recovered,
        realized=book.realized,
    )
