"""What funds hold as one row a company, whatever its tranches."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.ledger import Ledger
from services.db.reads.held import Held
from services.db.reads.investments import DealRow


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
