"""What the management fee is a share of, and what the agreement makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

from services.calc.accounts import NOTHING, Holding
from services.calc.exchange import CENT
from services.calc.ledger import Ledger
from services.calc.management_fees import COMMITTED, INVESTED, fee_of_period
from services.calc.multiples import total
from services.calc.transactions import WITH
from services.clock import quarter_end
from services.db.reads.ledger import COMMITMENT
from services.db.reads.terms import AgreementRow
from services.fund_performance.books import GROSS, NET_FUND, NET_LP, Books

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeeBases:
    """What the agreement's fee is a share of, on any day, in the fund's own currency.

    Committed: what the limited partners promised by the day. Invested: the cost of companies still
    held at the quarter's beginning, their part by commitment. The fee begins with the fund.
    """

    books: Books
    own: Books
    ledger: Ledger
    agreed: Sequence[AgreementRow]

    @classmethod
    def of(cls, books: Books, ledger: Ledger, agreed: Sequence[AgreementRow]) -> FeeBases:
        """The bases of one fund's agreements, oldest first."""
        frame = books.frame
        own = Books.of(replace(frame, currency=frame.funds[0].currency))
        return cls(books, own, ledger, agreed)

    def in_force(self, day: date) -> AgreementRow | None:
        """The newest agreement that took effect by a day."""
        found = [row for row in self.agreed if row.effective_date <= day]
        return found[-1] if found else None

    def expected(self, start: date, end: date) -> Decimal | None:
        """The fee from a day to another, agreement after agreement, in the answer's currency."""
        frame = self.books.frame
        began = frame.funds[0].inception_date or self.ledger.first_flow
        start = max(start, began) if began else start
        days = [row.effective_date for row in self.agreed[1:]]
        if not self.agreed or start > end:
            return None if not self.agreed else NOTHING
        cuts = [start, *(day for day in days if start < day <= end), end + _DAY]
        parts = [self._charged(first, after - _DAY) for first, after in pairwise(cuts)]
        amount = total(parts)
        if amount is None:
            return None
        fee = amount.quantize(CENT, ROUND_HALF_EVEN)
        return frame.exchange.convert(fee, frame.funds[0].currency, frame.currency, end)

    def amount(self, agreement: AgreementRow, day: date) -> Decimal | None:
        """What the rate is taken of on a day, in the answer's currency."""
        found = self._steps(agreement, day, day)
        frame = self.books.frame
        if not found or found[-1][1] is None:
            return None
        return frame.exchange.convert(found[-1][1], frame.funds[0].currency, frame.currency, day)

    def _charged(self, start: date, end: date) -> Decimal | None:
        agreement = self.in_force(start)
        if agreement is None:
            return NOTHING
        steps = self._steps(agreement, start, end)
        return fee_of_period(rate=agreement.fee_rate, bases=steps, start=start, end=end)

    def _steps(
        self, agreement: AgreementRow, start: date, end: date
    ) -> list[tuple[date, Decimal | None]]:
        if agreement.fee_basis == COMMITTED:
            return [(day, self._committed(day)) for day in self._promised(start, end)]
        if agreement.fee_basis == INVESTED:
            return [(day, self._invested(day)) for day in _quarters(start, end)]
        return []

    def _promised(self, start: date, end: date) -> list[date]:
        days = {e.day for e in self.books.frame.entries if e.kind == COMMITMENT}
        return sorted({start, *(day for day in days if start < day <= end)})

    def _committed(self, day: date) -> Decimal | None:
        return self.own.committed(day, basis=NET_LP)

    def _invested(self, day: date) -> Decimal | None:
        own = self.own
        if not own.invested:
            return None
        ledger = own.ledger(basis=GROSS, credit_line=WITH)
        promised, whole = (own.committed(day, basis=b) for b in (NET_LP, NET_FUND))
        if not ledger.known_on(day) or promised is None or not whole:
            return None
        cost = sum((_held_at_cost(account, day) for account in ledger.accounts.values()), NOTHING)
        return cost * promised / whole


def _held_at_cost(account: object, day: date) -> Decimal:
    """Cost of a holding that is not over, less what was written off."""
    if not isinstance(account, Holding):
        return NOTHING
    if account.closed_on is not None and account.closed_on <= day:
        return NOTHING
    put, _ = account.sums(day)
    lost = sum((amount for when, amount in account.written_off if when <= day), NOTHING)
    return max(NOTHING, put - lost)


def _quarters(start: date, end: date) -> list[date]:
    """The first day, and the first day of each later quarter."""
    found, day = [start], quarter_end(start) + _DAY
    while day <= end:
        found.append(day)
        day = quarter_end(day) + _DAY
    return found
