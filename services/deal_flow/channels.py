"""What channels cost in a window, and what the deals became that they brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from sqlalchemy.orm import Session

from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.ledger import Ledger
from services.calc.transactions import WITH
from services.db.queries.deal_flow import CostRow, channel_costs
from services.db.reads import pipeline
from services.db.reads.funds import funds
from services.db.reads.held import Held, read_held
from services.deal_flow.frame import Frame, Prospect
from services.scope import Principal

GROSS = "gross"


class Cost(NamedTuple):
    """What a channel cost in the window, None with the reason where that is not known."""

    amount: Decimal | None
    reason: str | None = None


class Value(NamedTuple):
    """What investments took, gave back and are worth, in the answer's currency; None: unknown."""

    invested: Decimal | None
    realized: Decimal | None
    current: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What else than deals is known of channels.

    `shares`: by channel, which part of the firm's deals of the window these funds sourced; None
    where they are all of the firm's funds. `hidden`: the principal may not see all of them.
    """

    costs: Mapping[str, Sequence[CostRow]]
    shares: Mapping[str, Decimal] | None
    hidden: bool
    held: Held
    investments: Mapping[str, Sequence[str]]

    @property
    def currencies(self) -> set[str]:
        """Every currency that an amount is in."""
        spent = {row.currency for rows in self.costs.values() for row in rows if row.currency}
        return spent | {event.currency for event in self.held.events}


def read_outcomes(session: Session, principal: Principal, frame: Frame) -> Outcomes:
    """Costs, investments with their flows and marks, and who else sourced: five statements."""
    until = min(frame.period.end, frame.as_of)
    costs: dict[str, list[CostRow]] = defaultdict(list)
    for row in channel_costs(
        session, since=frame.period.start, until=until, known_on=frame.known_on
    ):
        costs[row.channel].append(row)
    investments: dict[str, list[str]] = defaultdict(list)
    for link in pipeline.links(session, fund_ids=frame.ids, known_on=frame.known_on):
        investments[link.deal].append(link.investment)
    every = {row.id for row in funds(session, known_on=frame.known_on)}
    others = every - set(frame.ids)
    hidden = bool(others) and principal.funds is not None
    return Outcomes(
        costs=costs,
        shares=_shares(session, frame, every) if others and not hidden else None,
        hidden=hidden,
        held=read_held(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on),
        investments=investments,
    )


def _shares(session: Session, frame: Frame, every: Collection[str]) -> dict[str, Decimal]:
    """Deals of the window by channel: those of the frame's funds over those of all."""
    asked = frame.period
    rows = pipeline.by_channel(
        session,
        fund_ids=every,
        since=asked.start,
        until=min(asked.end, frame.as_of),
        known_on=frame.known_on,
    )
    own: dict[str | None, int] = defaultdict(int)
    for deal in frame.cohort():
        own[deal.row.channel] += 1
    return {row.channel: Decimal(own[row.channel]) / row.deals for row in rows if row.channel}


def cost_of(frame: Frame, outcomes: Outcomes, channel: str) -> Cost:
    """What a channel cost in the window: periods count by the days they share with it.

    Known only where periods cover every day of it. Several funds share a cost by deals sourced.
    """
    rows = outcomes.costs.get(channel, ())
    if outcomes.hidden:
        return Cost(None, "firm_wide")
    if not rows:
        return Cost(None, "cost_unknown")
    start, end = frame.period.start, min(frame.period.end, frame.as_of)
    days: set[int] = set()
    total = NOTHING
    for row in rows:
        first, last = max(row.start, start), min(row.end, end)
        amount = frame.convert(
            row.cost, row.currency or frame.house.reporting_currency, min(row.end, frame.as_of)
        )
        if amount is None:
            return Cost(None, "fx_rate_missing")
        shared, whole = (last - first).days + 1, (row.end - row.start).days + 1
        total += amount * shared / whole
        days.update(range(first.toordinal(), last.toordinal() + 1))
    if len(days) < (end - start) // timedelta(days=1) + 1:
        return Cost(None, "cost_incomplete")
    share = Decimal(1) if outcomes.shares is None else outcomes.shares.get(channel, NOTHING)
    return Cost((total * share).quantize(CENT, ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Worth:
    """What channels cost, and the ledger of the investments that their deals became."""

    frame: Frame
    outcomes: Outcomes
    ledger: Ledger

    @classmethod
    def of(cls, frame: Frame, outcomes: Outcomes) -> Worth:
        """Every flow and mark in the answer's currency, as Fund Performance counts them gross."""
        linked = {name for names in outcomes.investments.values() for name in names}
        ledger = outcomes.held.ledger(
            basis=GROSS, credit_line=WITH, convert=frame.convert, only=linked
        )
        return cls(frame, outcomes, ledger)

    def cost(self, channel: str) -> Cost:
        """What a channel cost in the window."""
        return cost_of(self.frame, self.outcomes, channel)

    def investments(self, deal: Prospect) -> Sequence[str]:
        """Ids of the investments that a deal became."""
        return self.outcomes.investments.get(deal.row.code, ())

    def value(self, investments: Collection[str]) -> Value:
        """Some investments together; None where one of them is not known."""
        day, accounts = self.frame.as_of, self.ledger.accounts
        if not investments or any(name not in accounts for name in investments):
            return Value(None, None, None)
        if not all(accounts[name].known_on(day) for name in investments):
            return Value(None, None, None)
        sums = [accounts[name].sums(day) for name in investments]
        values = [self.ledger.value_of(name, day).amount for name in investments]
        known = [value for value in values if value is not None]
        return Value(
            invested=sum((put for put, _ in sums), NOTHING),
            realized=sum((got for _, got in sums), NOTHING),
            current=sum(known, NOTHING) if len(known) == len(values) else None,
        )
