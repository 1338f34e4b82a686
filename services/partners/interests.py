"""What somebody has in a fund: promised, called, paid back, still open, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.calc.accounts import NOTHING, Movement
from services.calc.ledger import Ledger
from services.calc.waterfall import Dated
from services.db.reads.investors import InvestorRow
from services.db.reads.ledger import GENERAL_PARTNER

RELEASED, ADJUSTED, TRANSFERRED = (
    "expired_commitments",
    "unfunded_adjustment",
    "partner_transfers",
)
LINES = (RELEASED, ADJUSTED, TRANSFERRED)


class Promise(NamedTuple):
    """What was promised on a day under a share class; None where the answer's currency lacks a
    rate."""

    day: date
    amount: Decimal | None
    share_class: str | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """From when the books know the whole fund only: None where investors are told apart.

    `flows` is the first day with a total that nobody's rows stand beside; `values` are days on
    which this investor has no value although the fund has one, and nothing says that it is 0.
    """

    flows: date | None = None
    values: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where somebody stands on a day, sums exact; None is unknown.

    `called` and `distributions` count as paid-in and distributed do. `inside` is what flows took
    off the commitment: calls inside it less excess given back; recallable distributions count
    apart. `released` is positive, `adjusted` positive when more may be called. unfunded =
    commitment - inside + recallable - released + adjusted. `transferred` is the value that came
    from other investors.
    `cash` are flows as the investor sees them (calls < 0).
    """

    day: date
    commitment: Decimal | None
    called: Decimal | None
    distributions: Decimal | None
    inside: Decimal | None
    recallable: Decimal | None
    released: Decimal | None
    adjusted: Decimal | None
    unfunded: Decimal | None
    nav: Decimal | None
    nav_as_of: date | None
    at_cost: bool
    transferred: Decimal
    cash: tuple[Dated, ...]
    started: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One investor's part of one fund, or that of all limited partners together (`investor` None).

    Amounts are in the answer's currency. `lines` are postings beside cash that change the open
    commitment or hand an interest over. `promised` None: no promise is known.
    """

    fund_id: str
    investor: InvestorRow | None
    promised: tuple[Promise, ...] | None
    ledger: Ledger
    lines: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    gaps: Gaps = Gaps()
    _kept: dict[date, Position] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_gp(self) -> bool:
        """The general partner's own money."""
        return self.investor is not None and self.investor.type == GENERAL_PARTNER

    @property
    def movements(self) -> Sequence[Movement]:
        """Its transactions, oldest first."""
        return self.ledger.movements

    def share_class(self, day: date) -> str | None:
        """The class of its interests by a day; None where none is named or they differ."""
        named = {p.share_class for p in self.promised or () if p.day <= day and p.share_class}
        return named.pop() if len(named) == 1 else None

    def committed(self, day: date) -> Decimal | None:
        """What it had promised by a day; None where that is not known."""
        if self.promised is None:
            return None
        return total(p.amount for p in self.promised if p.day <= day)

    def line(self, name: str, *, until: date, after: date | None = None) -> Decimal:
        """The sum of a line's postings up to a day, and after another."""
        dated = self.lines.get(name, ())
        return sum(
            (amount for day, amount in dated if day <= until and (after is None or day > after)),
            NOTHING,
        )

    def knows_flows(self, day: date) -> bool:
        """Whether every flow up to a day is told for it, and in the answer's currency."""
        gap = self.gaps.flows
        return (gap is None or day < gap) and self.ledger.known_on(day)

    def value(self, day: date) -> tuple[Decimal | None, date | None, bool]:
        """What it is worth on a day, the day of the value used, and whether that is its cost."""
        (account,) = self.ledger.accounts
        found = self.ledger.value_of(account, day)
        newest = found.marked_on or date.min
        if any(newest < gap <= day for gap in self.gaps.values) or not self.knows_flows(day):
            return None, found.marked_on, False
        return found.amount, found.marked_on, found.at_cost

    def at(self, day: date) -> Position:
        """Where it stands on a day."""
        if day not in self._kept:
            self._kept[day] = self._at(day)
        return self._kept[day]

    def _at(self, day: date) -> Position:
        (account,) = self.ledger.accounts.values()
        known = self.knows_flows(day)
        put, got = account.sums(day)
        moved = [m for m in self.movements if m.day <= day]
        back = sum((m.unfunded_change for m in moved if m.recallable), NOTHING)
        inside = -sum((m.unfunded_change for m in moved if not m.recallable), NOTHING)
        committed = self.committed(day)
        released = -self.line(RELEASED, until=day)
        adjusted = self.line(ADJUSTED, until=day)
        open_part = None
        if committed is not None and known:
            open_part = committed - inside + back - released + adjusted
        nav, marked_on, at_cost = self.value(day)
        return Position(
            day=day,
            commitment=committed,
            called=put if known else None,
            distributions=got if known else None,
            inside=inside if known else None,
            recallable=back if known else None,
            released=released,
            adjusted=adjusted,
            unfunded=open_part,
            nav=nav,
            nav_as_of=marked_on,
            at_cost=at_cost,
            transferred=self.line(TRANSFERRED, until=day),
            cash=tuple((f.day, f.cash) for f in self.ledger.flows if f.day <= day and f.cash),
            started=account.started(day) or bool(committed),
        )


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None when one of the amounts is unknown, 0 when there are none."""
    found = NOTHING
    for amount in amounts:
        if amount is None:
            return None
        found += amount
    return found


def pooled(positions: Sequence[Position], *, day: date) -> Position:
    """Several positions as one: sums, and flows side by side. Unknown parts make sums unknown."""

    def summed(name: str) -> Decimal | None:
        return total(getattr(position, name) for position in positions)

    return Position(
        day=day,
        commitment=summed("commitment"),
        called=summed("called"),
        distributions=summed("distributions"),
        inside=summed("inside"),
        recallable=summed("recallable"),
        released=summed("released"),
        adjusted=summed("adjusted"),
        unfunded=summed("unfunded"),
        nav=summed("nav"),
        nav_as_of=min((p.nav_as_of for p in positions if p.nav_as_of), default=None),
        at_cost=any(p.at_cost for p in positions),
        transferred=sum((p.transferred for p in positions), NOTHING),
        cash=tuple(sorted(flow for p in positions for flow in p.cash)),
        started=any(p.started for p in positions),
    )
