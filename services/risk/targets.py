"""What a new investment would go into: a company of the firm, or one that it does not hold yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.db.reads.investments import DealRow
from services.errors import Fault, InvalidInput, NotFound
from services.risk.pre_trade import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An investment as asked for: `company` (code or id) or the `name` of a new one."""

    amount: Decimal
    company: str | None = None
    name: str | None = None
    sector: str | None = None
    geography: str | None = None
    day: date | None = None


def checked(asked: Asked) -> Asked:
    """The question where it can be answered; InvalidInput with every fault where it cannot."""
    faults = []
    if (asked.company is None) == (asked.name is None):
        text = "Name either company_id, a company of the firm, or name, a new one."
        faults.append(Fault("company_id", text, "either"))
    if not asked.amount.is_finite() or asked.amount <= 0:
        faults.append(Fault("amount", "amount is money above 0, in the fund's currency."))
    if faults:
        raise InvalidInput(faults[0].text, faults=tuple(faults))
    return asked


def find_target(asked: Asked, own: Iterable[DealRow], others: Iterable[DealRow]) -> Target:
    """The company among the fund's investments, else among those of other funds one may see.

    NotFound, in the same words, for one that is missing and one of a foreign fund. What is asked
    for wins over what is known of sector and geography.
    """
    if asked.company is None:
        return Target(
            company_id=None,
            company=None,
            name=asked.name or "",
            sector=asked.sector,
            geography=asked.geography,
        )
    for deal in (*own, *others):
        if asked.company in (deal.company, deal.company_id):
            return Target(
                company_id=deal.company_id,
                company=deal.company,
                name=deal.name,
                sector=asked.sector or deal.sector,
                geography=asked.geography or deal.geography,
            )
    raise NotFound
