"""Capital accounts: what every investor put in, got back, bore and gained in each quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from services.calc.transactions import NET, TYPES, WITH, contribution
from services.demo.balances import Balance, Payment, balances, offset, payments, with_own
from services.demo.ledger import flows, reported, shares
from services.demo.portfolio import Portfolio
from services.demo.shares import accrued_carry, split
from services.demo.side_terms import discounts
from services.demo.stories.story import Quarter, Story

NOTHING = Decimal(0)
CALLED, PAID = "contributions", "distributions"
FEE, FEE_BACK, FEE_OFFSET = "management_fees", "management_fee_rebate", "management_fee_offsets"
COSTS, INTEREST = "partnership_expenses", "subscription_facility_interest"
DIVIDENDS, REALISED, UNREALISED = "dividend_income", "realized_gain", "unrealized_gain"
CARRY_ACCRUED, CARRY_PAID = "carry_accrued", "carry_paid"
MEMO = (CARRY_ACCRUED, CARRY_PAID)  # gains are net of carry: its own roll stands beside them
Parts = dict[str, Decimal]
Lines = dict[tuple[date, str], Parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The accounts of a fund at a quarter-end as they were believed from `known_from`.

    `values` are each investor's share of the net asset value, by code; `lines` what was posted in
    the quarter by day and line, and by investor: what raises the account is positive. `carry` is
    what has accrued and is not paid.
    """

    end: date
    values: Parts
    lines: Lines
    carry: Decimal
    known_from: datetime
    known_to: datetime | None


@cache
def statements(story: Story, held: Portfolio) -> tuple[Statement, ...]:
    """Every quarter of a fund, oldest first; a restated one twice, as first reported and after.

    An investor's share of the value goes by its commitment, except for what it gets back of its
    fees, which is its own.
    """
    cash, moved = _cash_lines(story), payments(story, held)
    returned: Parts = dict.fromkeys(story.commitments, NOTHING)
    opening, before = dict(returned), None
    found: list[Statement] = []
    for quarter, balance in zip(story.quarters, balances(story, held), strict=True):
        for investor, amount in discounts(story, quarter).items():
            returned[investor] += amount
        lines = cash.get(quarter.end, {}) | _results(story, quarter, balance, before, moved)
        for assets, since, until in reported(story, quarter):
            values = _values(story, quarter, assets, returned)
            carry = accrued_carry(story, quarter.end, assets)
            growth = carry - (before.carry if before else NOTHING)
            own = lines | _charged(story, quarter.end, growth, lines)
            own[quarter.end, UNREALISED] = _gains(own, opening, values)
            found.append(
                Statement(
                    end=quarter.end,
                    values=values,
                    lines=own,
                    carry=carry,
                    known_from=since,
                    known_to=until,
                )
            )
        opening, before = found[-1].values, balance
    return tuple(found)


def _values(story: Story, quarter: Quarter, assets: Decimal, returned: Parts) -> Parts:
    """Each investor's share of the net assets after accrued carry, adding up to the cent."""
    net = assets - accrued_carry(story, quarter.end, assets)
    kept = sum(returned.values(), NOTHING) if net else NOTHING
    shared = split(net - kept, story.partners)
    values = {code: part + (returned[code] if net else NOTHING) for code, part in shared.items()}
    return values | {story.general_partner: with_own(story, assets) - assets}


def _cash_lines(story: Story) -> dict[date, Lines]:
    """Contributions and distributions by quarter-end, day and investor, as the flows say."""
    found: dict[date, Lines] = defaultdict(dict)
    ends = [quarter.end for quarter in story.quarters]
    for entry in flows(story):
        kind = TYPES[entry.type]
        if kind.residual or entry.known_to is not None:
            continue
        end = next(end for end in ends if end >= entry.date)
        parts = {code: part for code, part in shares(story, entry).items() if code is not None}
        counted = contribution(kind, Decimal(1), basis=NET, credit_line=WITH)
        if counted.paid_in:
            _add(found[end], entry.date, CALLED, parts, 1)
        elif counted.distributed:
            _add(found[end], entry.date, PAID, parts, -1)
        elif kind.slug == "distribution_carry":
            _add(found[end], entry.date, CARRY_PAID, parts, 1)
    return found


def _add(lines: Lines, day: date, account: str, parts: Parts, sign: int) -> None:
    line = lines.setdefault((day, account), defaultdict(lambda: NOTHING))
    for investor, amount in parts.items():
        line[investor] += sign * amount


def _results(
    story: Story, quarter: Quarter, balance: Balance, before: Balance | None, moved: list[Payment]
) -> Lines:
    """What a quarter cost and earned but for changes of value: fees, expenses, income, sales."""
    since = before.end if before else date.min
    own = [payment for payment in moved if since < payment.date <= quarter.end]
    paid = with_own(story, quarter.expenses) if quarter.call else story.quiet_expenses
    costs = paid + balance.owed_expenses - (before.owed_expenses if before else NOTHING)
    interest = with_own(story, quarter.line_cost) + balance.owed_interest
    amounts = {
        COSTS: -costs - _sum(own, "fee"),
        INTEREST: (before.owed_interest if before else NOTHING) - interest,
        DIVIDENDS: _sum(own, "dividend"),
        REALISED: _sum(own, "proceeds") - sum((payment.cost for payment in own), NOTHING),
    }
    lines: Lines = {
        (quarter.end, account): split(amount, story.commitments)
        for account, amount in amounts.items()
        if amount
    }
    if quarter.call and quarter.fees:
        fees = lines[quarter.end, FEE] = split(-quarter.fees, story.partners)
        for day, investor, amount in story.outside_fees:
            fees[investor] -= amount if since < day <= quarter.end else NOTHING
    if back := discounts(story, quarter):
        lines[quarter.end, FEE_BACK] = back
    if less := offset(story, quarter):
        lines[quarter.end, FEE_OFFSET] = split(less, story.partners)
    return lines


def _sum(moved: list[Payment], kind: str) -> Decimal:
    return sum((payment.in_fund for payment in moved if payment.type == kind), NOTHING)


def _charged(story: Story, end: date, growth: Decimal, lines: Lines) -> Lines:
    """The line of carry that a quarter was charged with: what accrued more, and what was paid."""
    paid = sum((sum(p.values()) for (_, a), p in lines.items() if a == CARRY_PAID), NOTHING)
    charge = growth + paid
    return {(end, CARRY_ACCRUED): split(-charge, story.partners)} if charge else {}


def _gains(lines: Lines, opening: Mapping[str, Decimal], values: Parts) -> Parts:
    """The change of what is held, net of carry: what the other lines leave of the new values."""
    counted: Parts = defaultdict(lambda: NOTHING)
    for (_, account), parts in lines.items():
        for investor, amount in parts.items():
            counted[investor] += NOTHING if account in MEMO else amount
    return {code: value - opening[code] - counted[code] for code, value in values.items()}
