"""A fund's story as its administrator books it: typed flows and values, by investor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from services.demo.shares import CENT, accrued_carry, split
from services.demo.stories.story import Quarter, Story

CLOSE = timedelta(days=43)  # the administrator closes a quarter six weeks after its end
NOTICE = timedelta(days=2)  # cash is booked two days after it moved
NOON = time(12, tzinfo=UTC)

INVESTMENTS = "capital_call_investments"
FEES = "capital_call_management_fees_inside_commitment"
FEES_OUTSIDE = "capital_call_management_fees_outside_commitment"
EXPENSES = "capital_call_partnership_expenses"
LINE_COST = "capital_call_fund_level_subscription_facility_fees_interest"
DRAWN = "fund_level_subscription_facility_drawdown_investments"
REPAID = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"
CARRY_PAID = "distribution_carry"
CARRY_ACCRUED = "quarter_end_adjustment_for_carry_allocation"
EXPENSES_ACCRUED = "quarter_end_adjustment_for_accrued_management_fees_partnership_expenses"
LINE_COST_ACCRUED = (
    "quarter_end_adjustment_for_accrued_fees_interest_from_fund_level_subscription_facility"
)
LINE_OWED = "gross_up_outstanding_balance_from_fund_level_subscription_facility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One booking: what the limited partners bear together and what the general partner bears.

    `only` names the limited partner who bears all of it; None: each its part.
    Believed from `known_from` until `known_to`; None is still believed.
    """

    date: date
    type: str
    partners: Decimal
    own: Decimal
    only: str | None = None
    known_from: datetime
    known_to: datetime | None = None

    @property
    def corrects(self) -> bool:
        """Whether it came after the quarter was closed, in place of an earlier booking."""
        return self.known_from > moment(self.date + CLOSE)


@cache
def flows(story: Story) -> tuple[Entry, ...]:
    """Every typed flow of a fund in date order, as first reported and as corrected since."""
    entries = [*_calls(story), *_payouts(story), *_line(story), *_accruals(story)]
    moved = (entry for entry in entries if entry.partners or entry.own)
    return tuple(sorted(moved, key=lambda entry: (entry.date, entry.type)))


@cache
def navs(story: Story) -> tuple[Entry, ...]:
    """Net asset values at every quarter-end, as first reported and as corrected since."""
    return tuple(
        Entry(
            date=quarter.end,
            type="nav",
            partners=assets - accrued_carry(story, quarter.end, assets),
            own=_own(story, assets),
            known_from=since,
            known_to=until,
        )
        for quarter in story.quarters
        for assets, since, until in reported(story, quarter)
    )


def shares(story: Story, entry: Entry) -> dict[str | None, Decimal]:
    """The parts of a booking by investor code, and the fund's total under None."""
    parts: dict[str | None, Decimal] = {None: entry.partners + entry.own}
    if entry.only is not None:
        return parts | {entry.only: entry.partners}
    parts.update(split(entry.partners, story.partners))
    if entry.own:
        parts[story.general_partner] = entry.own
    return parts


def _calls(story: Story) -> Iterator[Entry]:
    for quarter in story.quarters:
        if quarter.call is None:
            continue
        for kind, amount in (
            (INVESTMENTS, quarter.invested),
            (EXPENSES, quarter.expenses),
            (LINE_COST, quarter.line_cost),
        ):
            yield _cash(story, quarter.call, kind, amount)
        yield _of_partners(quarter.call, FEES, quarter.fees)
    for day, investor, amount in story.outside_fees:
        yield replace(_of_partners(day, FEES_OUTSIDE, amount), only=investor)


def _payouts(story: Story) -> Iterator[Entry]:
    for payout in story.payouts:
        own = _own(story, payout.amount + payout.carry)
        entry = replace(_of_partners(payout.date, payout.type, payout.amount), own=own)
        entry = replace(entry, known_from=moment(payout.booked + NOTICE))
        yield entry
        carry = _of_partners(payout.date, CARRY_PAID, payout.carry)
        yield replace(carry, known_from=entry.known_from)


def _line(story: Story) -> Iterator[Entry]:
    for bridge in story.bridges:
        yield _cash(story, bridge.drawn, DRAWN, bridge.amount)
        if bridge.repaid is not None:
            yield _cash(story, bridge.repaid, REPAID, bridge.amount)


def _accruals(story: Story) -> Iterator[Entry]:
    """What is owed at each quarter-end: balances that belong to the value of that day."""
    for quarter in story.quarters:
        yield from _carry(story, quarter)
        yield from _owed(story, quarter)


def _carry(story: Story, quarter: Quarter) -> Iterator[Entry]:
    for assets, since, until in reported(story, quarter):
        carry = accrued_carry(story, quarter.end, assets)
        entry = _of_partners(quarter.end, CARRY_ACCRUED, carry)
        yield replace(entry, known_from=since, known_to=until)


def _owed(story: Story, quarter: Quarter) -> Iterator[Entry]:
    open_loans = [
        bridge
        for bridge in story.bridges
        if bridge.drawn <= quarter.end and (bridge.repaid is None or bridge.repaid > quarter.end)
    ]
    owed = sum((bridge.amount for bridge in open_loans), Decimal(0))
    cost = sum(
        (b.amount * story.line_rate * (quarter.end - b.drawn).days / 360 for b in open_loans),
        Decimal(0),
    ).quantize(CENT)
    for kind, amount in (
        (EXPENSES_ACCRUED, story.accrued_expenses),
        (LINE_COST_ACCRUED, cost),
        (LINE_OWED, owed),
    ):
        entry = _cash(story, quarter.end, kind, amount)
        yield replace(entry, known_from=moment(quarter.end + CLOSE))


def reported(story: Story, quarter: Quarter) -> Iterator[tuple[Decimal, datetime, datetime | None]]:
    """Net assets of a quarter with the time during which they were believed."""
    closed, restated = moment(quarter.end + CLOSE), story.restated
    if restated is None or restated.end != quarter.end:
        yield quarter.assets, closed, None
        return
    corrected = moment(restated.corrected)
    yield restated.assets, closed, corrected
    yield quarter.assets, corrected, None


def _cash(story: Story, day: date, kind: str, amount: Decimal) -> Entry:
    """A booking that the general partner's commitment bears like the others."""
    return replace(_of_partners(day, kind, amount), own=_own(story, amount))


def _of_partners(day: date, kind: str, amount: Decimal) -> Entry:
    return Entry(
        date=day,
        type=kind,
        partners=amount,
        own=Decimal(0),
        known_from=moment(day + NOTICE),
    )


def _own(story: Story, amount: Decimal) -> Decimal:
    return (amount * story.own_share).quantize(CENT)


def moment(day: date) -> datetime:
    """Noon of a day in UTC: when the demonstration firm's books are updated."""
    return datetime.combine(day, NOON)
