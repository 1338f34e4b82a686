"""Investors' amounts in another currency, shared out so that they still add up to the fund's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.allocation import allocate
from services.db.reads.investors import InvestorEntry

Money = Callable[[Decimal, str, date], Decimal | None]
Group = tuple[str, date, str | None, str, bool | None]
Parts = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Shares:
    """What each investor's rows of a day come to in the answer's currency.

    The limited partners' sum is converted once, as the fund's is (its total less what is the
    general partner's), and its cents go to them by largest remainder: converting each on its own
    would leave a cent here and there. Where their rows do not add up to the total nothing is
    mended: each is converted on its own, and the difference shows.
    """

    rows: Mapping[Group, tuple[InvestorEntry, ...]]
    general: frozenset[str]
    money: Money
    _kept: dict[tuple[Group, date], Parts] = field(default_factory=dict)

    @classmethod
    def by(cls, rows: Iterable[InvestorEntry], general: frozenset[str], money: Money) -> Shares:
        """The rows of one fund, by what belongs together."""
        found: dict[Group, list[InvestorEntry]] = defaultdict(list)
        for row in rows:
            found[_group(row)].append(row)
        return cls({key: tuple(own) for key, own in found.items()}, general, money)

    def of(self, row: InvestorEntry, day: date) -> Decimal | None:
        """One investor's row at the rate of a day; None without one."""
        return self.amount(_group(row), row.investor_id or "", day)

    def amount(self, key: Group, investor: str, day: date) -> Decimal | None:
        """What an investor's rows of a group come to at the rate of a day."""
        if (key, day) not in self._kept:
            self._kept[key, day] = self._shared(key, day)
        return self._kept[key, day].get(investor)

    def _shared(self, key: Group, day: date) -> Parts:
        own = self.rows.get(key, ())
        currency = key[3]
        each = {
            row.investor_id: self.money(row.amount, currency, day)
            for row in own
            if row.investor_id is not None
        }
        partners = {
            row.investor_id: row.amount
            for row in own
            if row.investor_id is not None and row.investor_id not in self.general
        }
        gp = [row for row in own if row.investor_id in self.general]
        totals = [row.amount for row in own if row.investor_id is None]
        theirs = sum(partners.values(), NOTHING)
        said = sum(totals, NOTHING) - sum((row.amount for row in gp), NOTHING)
        if any(amount is None for amount in each.values()) or not theirs:
            return each
        whole = self.money(theirs, currency, day)
        if totals:
            if said != theirs:
                return each
            converted = self.money(sum(totals, NOTHING), currency, day)
            less = sum((each[row.investor_id or ""] or NOTHING for row in gp), NOTHING)
            whole = None if converted is None else converted - less
        return each if whole is None else each | allocate(whole, partners)


def _group(row: InvestorEntry) -> Group:
    return row.kind, row.day, row.type, row.currency, row.recallable
