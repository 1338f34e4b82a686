"""How a fund's life is written down: quarters, cash to investors, bridge loans, in millions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """What all limited partners together paid in one quarter, and what stood at its end.

    `call` is the day of the capital call, None in a quarter without one. `assets` is their share of
    the net assets at quarter-end before the carried interest that has accrued.
    """

    end: date
    call: date | None
    invested: Decimal
    fees: Decimal
    expenses: Decimal
    line_cost: Decimal
    assets: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money to the limited partners on a day, with the carried interest paid out beside it.

    `booked` is the day on which it came into the books where that was late, else the day itself.
    """

    booked: date
    date: date
    type: str
    amount: Decimal
    carry: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A drawing on the credit line, repaid from a later call; `repaid` None is still owed."""

    drawn: date
    repaid: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """Net assets of a quarter as first reported, and the day on which the correction came."""

    end: date
    assets: Decimal
    corrected: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Story:
    """One fund of the firm, equal to itself alone.

    Amounts in the fund's currency; commitments by investor code.
    `accrued_expenses` is owed at every quarter-end and called later; `line_rate` is the
    yearly interest of the credit line, act/360. The general partner's own
    commitment bears its part of investments and expenses, but neither fees nor carried interest.
    `outside_fees` are what single investors paid the manager on a day beside their commitment.
    `quiet_expenses` are paid out of the fund's cash in every quarter without a call; the manager
    gives back `fee_offset` of what it earned on boards in every quarter from `offset_from` on.
    """

    code: str
    name: str
    vintage_year: int
    strategy: str
    geography: str
    currency: str
    inception: date
    investment_period_end: date
    term_end: date
    commitments: Mapping[str, Decimal]
    general_partner: str
    fee_steps: tuple[tuple[date, Decimal, str], ...]
    accrued_expenses: Decimal
    quarters: tuple[Quarter, ...]
    payouts: tuple[Payout, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    line_rate: Decimal = Decimal(0)
    line_limit: Decimal = Decimal(0)
    restated: Restated | None = None
    outside_fees: tuple[tuple[date, str, Decimal], ...] = ()
    quiet_expenses: Decimal = Decimal(0)
    fee_offset: Decimal = Decimal(0)
    offset_from: date | None = None

    @property
    def partners(self) -> dict[str, Decimal]:
        """Commitments of the limited partners alone."""
        return {code: a for code, a in self.commitments.items() if code != self.general_partner}

    @property
    def own_share(self) -> Decimal:
        """The general partner's commitment as a part of that of all limited partners."""
        return self.commitments[self.general_partner] / sum(self.partners.values())


def money(text: str) -> Decimal:
    """An amount written in millions, in whole units of currency."""
    return (Decimal(text) * MILLION).quantize(Decimal("0.01"))


def millions(text: str) -> dict[str, Decimal]:
    """Lines `code amount` as a mapping, amounts written in millions."""
    return {code: money(amount) for code, amount in _cells(text)}


def quarters(text: str) -> tuple[Quarter, ...]:
    """Lines `end call invested fees expenses line_cost assets`; `-` is a quarter without a call."""
    return tuple(
        Quarter(
            end=date.fromisoformat(end),
            call=_day(call),
            invested=money(invested),
            fees=money(fees),
            expenses=money(expenses),
            line_cost=money(line_cost),
            assets=money(assets),
        )
        for end, call, invested, fees, expenses, line_cost, assets in _cells(text)
    )


def payouts(text: str) -> tuple[Payout, ...]:
    """Lines `date type amount carry`, and the day of booking where that was late."""
    return tuple(
        Payout(
            date=date.fromisoformat(day),
            type=kind,
            amount=money(amount),
            carry=money(carry),
            booked=date.fromisoformat(booked[0] if booked else day),
        )
        for day, kind, amount, carry, *booked in _cells(text)
    )


def bridges(text: str) -> tuple[Bridge, ...]:
    """Lines `drawn repaid amount`; `-` is not repaid yet."""
    return tuple(
        Bridge(drawn=date.fromisoformat(drawn), repaid=_day(repaid), amount=money(amount))
        for drawn, repaid, amount in _cells(text)
    )


def _cells(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)
