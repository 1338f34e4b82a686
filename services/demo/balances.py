"""What a fund has and owes at each quarter-end, and so what its companies must be worth then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from services.demo.market import converted
from services.demo.portfolio import Lot, Move, Portfolio
from services.demo.shares import CENT, accrued_carry, split
from services.demo.side_terms import discounts
from services.demo.stories.story import Bridge, Payout, Quarter, Story

NOTHING = Decimal(0)
OUT = ("investment", "follow_on", "fee")
BACK = ("proceeds", "dividend", "interest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One quarter-end of a fund, all amounts positive and of the general partner's part too.

    `carry` is what has accrued and is not paid; `needed` is what the companies are worth together.
    """

    end: date
    cash: Decimal
    receivable: Decimal
    owed_expenses: Decimal
    owed_interest: Decimal
    line: Decimal
    carry: Decimal
    net_assets: Decimal

    @property
    def needed(self) -> Decimal:
        """Net assets before carry, less what is not a company, plus what is owed."""
        owed = self.owed_expenses + self.owed_interest + self.line
        return self.net_assets + owed - self.cash - self.receivable


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money between a fund and one tranche, in the currency of the tranche and of the fund.

    `cost` is what the part that was sold or lost had cost, in the fund's currency.
    """

    date: date
    company: str
    deal: str
    type: str
    amount: Decimal
    currency: str
    in_fund: Decimal
    cost: Decimal


def with_own(story: Story, amount: Decimal) -> Decimal:
    """What the limited partners bear of something together with the general partner's part."""
    return amount + (amount * story.own_share).quantize(CENT)


@cache
def balances(story: Story, held: Portfolio) -> tuple[Balance, ...]:
    """Every quarter-end of a fund, oldest first, as it is believed now."""
    cash = sorted(movements(story, held))
    return tuple(_balance(story, held, quarter, cash) for quarter in story.quarters)


def movements(story: Story, held: Portfolio) -> Iterator[tuple[date, Decimal]]:
    """Everything that changed a fund's cash, money in positive."""
    for quarter in story.quarters:
        yield from _calls(story, quarter)
    for payout in story.payouts:
        yield payout.date, -payout.carry - payout.amount - own_of_payout(story, payout)
    for bridge in story.bridges:
        yield bridge.drawn, with_own(story, bridge.amount)
        if bridge.repaid:
            yield bridge.repaid, -with_own(story, bridge.amount)
    for payment in payments(story, held):
        if payment.type in OUT:
            yield payment.date, -payment.in_fund
        elif payment.type in BACK:
            yield payment.date, payment.in_fund


def own_of_payout(story: Story, payout: Payout) -> Decimal:
    """The general partner's own part of a distribution."""
    return ((payout.amount + payout.carry) * story.own_share).quantize(CENT)


def _calls(story: Story, quarter: Quarter) -> Iterator[tuple[date, Decimal]]:
    """What a quarter's call leaves in the fund: the fee and its expenses are paid the same day."""
    if quarter.call is None:
        yield quarter.end, -story.quiet_expenses
        return
    yield quarter.call, with_own(story, quarter.invested)
    yield quarter.call, sum(discounts(story, quarter).values(), offset(story, quarter))


def offset(story: Story, quarter: Quarter) -> Decimal:
    """What of a quarter's fee the manager gives back for what it earned on boards."""
    since = story.offset_from
    charged = bool(since and quarter.call and quarter.fees and quarter.call >= since)
    return story.fee_offset if charged else NOTHING


def payments(story: Story, held: Portfolio) -> list[Payment]:
    """Every flow between a fund and its companies, split over the tranches they concern."""
    found = [_bought(story, held, lot) for lot in held.lots]
    for move in held.moves:
        found += _moved(story, held, move)
    return sorted(found, key=lambda payment: (payment.date, payment.deal, payment.type))


def _bought(story: Story, held: Portfolio, lot: Lot) -> Payment:
    currency = held.currency(lot.company, story.currency)
    paid = converted(lot.amount, currency, story.currency, lot.date)
    kind = "follow_on" if lot.follow_on else "investment"
    return Payment(
        date=lot.date,
        company=lot.company,
        deal=lot.deal,
        type=kind,
        amount=lot.amount,
        currency=currency,
        in_fund=paid,
        cost=NOTHING,
    )


def _moved(story: Story, held: Portfolio, move: Move) -> Iterator[Payment]:
    """A sale, dividend or loss by tranche: as each is worth on the eve, and what it had cost."""
    eve = date.fromordinal(move.date.toordinal() - 1)
    currency = held.currency(move.company, story.currency)
    deals = [d for d in held.deals(move.company) if _first(held, d) <= move.date]
    worth = {deal: held.worth(deal, eve) for deal in deals}
    weights = worth if any(worth.values()) else dict.fromkeys(deals, Decimal(1))
    parts = split(move.amount, weights)
    for deal in deals:
        cost = (held.cost(deal, eve) * move.part).quantize(CENT)
        amount = cost if move.kind == "write_off" else parts[deal]
        if not amount:
            continue
        yield Payment(
            date=move.date,
            company=move.company,
            deal=deal,
            type=move.kind,
            amount=amount,
            currency=currency,
            in_fund=converted(amount, currency, story.currency, move.date),
            cost=converted(cost, currency, story.currency, _first(held, deal)),
        )


def _first(held: Portfolio, deal: str) -> date:
    return min(lot.date for lot in held.lots if lot.deal == deal)


def _balance(
    story: Story, held: Portfolio, quarter: Quarter, cash: list[tuple[date, Decimal]]
) -> Balance:
    end = quarter.end
    loans = [b for b in story.bridges if _is_open(b, end)]
    owed = sum((b.amount for b in loans), NOTHING)
    last = quarter == story.quarters[-1] and not quarter.assets
    return Balance(
        end=end,
        cash=sum((amount for day, amount in cash if day <= end), NOTHING),
        receivable=sum((r.amount for r in held.receivables if r.since <= end < r.until), NOTHING),
        owed_expenses=NOTHING if last else with_own(story, story.accrued_expenses),
        owed_interest=with_own(story, interest_owed(story, end)),
        line=with_own(story, owed),
        carry=accrued_carry(story, end, quarter.assets),
        net_assets=with_own(story, quarter.assets),
    )


def interest_owed(story: Story, day: date) -> Decimal:
    """Interest of the limited partners' part of the open loans, act/360."""
    return sum(
        (
            bridge.amount * story.line_rate * (day - bridge.drawn).days / 360
            for bridge in story.bridges
            if _is_open(bridge, day)
        ),
        NOTHING,
    ).quantize(CENT)


def _is_open(bridge: Bridge, day: date) -> bool:
    return bridge.drawn <= day and (bridge.repaid is None or bridge.repaid > day)
