"""Where a fund's books speak of the whole fund only, so that nobody's own part is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.transactions import NET, TYPES, WITH
from services.db.reads.investors import InvestorEntry, InvestorRow
from services.db.reads.ledger import COMMITMENT, FLOW, GENERAL_PARTNER, NAV
from services.partners.interests import Gaps

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Valued:
    """One day's values of a fund: its total (None: none is stated) and those of investors."""

    day: date
    total: Decimal | None
    own: Mapping[str, Decimal]

    @property
    def complete(self) -> bool:
        """Whether the investors' values add up to the fund's."""
        return self.total is not None and abs(sum(self.own.values(), NOTHING) - self.total) <= CENT


@dataclass(frozen=True, slots=True)
class Told:
    """What a fund's rows tell of its investors.

    `flows` is the first day on which a flow is known for the whole fund only; `values` are the days
    on which the fund or its investors were valued; `promised` is what each promised, by day.
    """

    flows: date | None
    values: tuple[Valued, ...]
    promised: Mapping[str, list[tuple[date, Decimal]]]

    @classmethod
    def by(cls, rows: Iterable[InvestorEntry], people: Mapping[str, InvestorRow]) -> Told:
        """What these rows of one fund tell."""
        kept = list(rows)
        return cls(_first_gap(kept, people), _valued(kept), _promised(kept))

    def of(self, investor: str) -> tuple[Gaps, tuple[date, ...]]:
        """The gaps of one investor, and the days on which it is known to have nothing.

        Without a value beside others' on a day it has nothing where theirs are all of the fund's,
        or where nothing is promised by it any more; else its value is not known.
        """
        missing: list[date] = []
        nothing: list[date] = []
        seen = False
        for valued in self.values:
            if investor in valued.own:
                seen = True
                continue
            promised = self._committed(investor, valued.day)
            if not seen and not promised and investor in self.promised:
                continue  # not in the fund yet
            if valued.own and (valued.complete or (seen and not promised)):
                nothing.append(valued.day)
            else:
                missing.append(valued.day)
        return Gaps(self.flows, tuple(missing)), tuple(nothing)

    def _committed(self, investor: str, day: date) -> Decimal:
        dated = self.promised.get(investor, ())
        return sum((amount for when, amount in dated if when <= day), NOTHING)


def told_apart(rows: Iterable[InvestorEntry]) -> bool:
    """Whether every total among these flows stands beside rows of investors."""
    beside: dict[tuple[date, str | None], set[bool]] = defaultdict(set)
    for row in rows:
        beside[row.day, row.type].add(row.investor_id is None)
    return all(False in found for found in beside.values())


def _first_gap(rows: Iterable[InvestorEntry], people: Mapping[str, InvestorRow]) -> date | None:
    """The first day with a total of a type that no limited partner's row stands beside."""
    totals: dict[tuple[date, str], Decimal] = defaultdict(lambda: NOTHING)
    partners: set[tuple[date, str]] = set()
    for row in rows:
        kind = TYPES[row.type or ""] if row.kind == FLOW else None
        if kind is None or kind.residual or not kind.included(basis=NET, credit_line=WITH):
            continue
        key = row.day, kind.slug
        if row.investor_id is None:
            totals[key] += row.amount
        elif people[row.investor_id].type == GENERAL_PARTNER:
            totals[key] -= row.amount
        else:
            partners.add(key)
    return min((key[0] for key, left in totals.items() if left > CENT and key not in partners),
               default=None)  # fmt: skip


def _valued(rows: Iterable[InvestorEntry]) -> tuple[Valued, ...]:
    totals: dict[date, Decimal] = {}
    own: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        if row.kind != NAV:
            continue
        if row.investor_id is None:
            totals[row.day] = totals.get(row.day, NOTHING) + row.amount
        else:
            parts = own[row.day]
            parts[row.investor_id] = parts.get(row.investor_id, NOTHING) + row.amount
    days = sorted(totals.keys() | own.keys())
    return tuple(Valued(day, totals.get(day), own.get(day, {})) for day in days)


def _promised(rows: Iterable[InvestorEntry]) -> dict[str, list[tuple[date, Decimal]]]:
    found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in rows:
        if row.kind == COMMITMENT and row.investor_id is not None:
            found[row.investor_id].append((row.day, row.amount))
    return dict(found)
