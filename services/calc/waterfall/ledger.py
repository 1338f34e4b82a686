"""What investors are owed from day to day: capital not yet back, and the return it has earned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.calc.waterfall.amounts import NOTHING, ONE, Dated, grain, growth
from services.calc.waterfall.tiers import Tiers, reversal, tiers

EUROPEAN, AMERICAN = "european", "american"
LEDGER, IRR = "ledger", "irr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the partnership agreement says; rates are fractions, 0.08 = 8 % a year.

    `catch_up_rate` is the general partner's part of the catch-up (1 = full; at or below the carry
    rate there is none). `hurdle` ledger: every call must come back with its return before carry is
    paid again; irr: only the rate of return of all flows together is tested, so what investors
    got beyond the hurdle earlier covers a later call. `clawback` False: carry paid stays paid.
    `preferred_before` are former rates of the preferred return, oldest first, each with the day
    from which the next one holds: what is owed earns each while it is in force.
    ValueError for words or rates that are none.
    """

    preferred_return: Decimal
    carry_rate: Decimal
    catch_up_rate: Decimal = ONE
    style: str = EUROPEAN
    hurdle: str = LEDGER
    clawback: bool = True
    preferred_before: tuple[Dated, ...] = ()

    def __post_init__(self) -> None:
        if self.style not in (EUROPEAN, AMERICAN):
            raise ValueError(f"{self.style!r} is no waterfall; use {EUROPEAN} or {AMERICAN}.")
        if self.hurdle not in (LEDGER, IRR):
            raise ValueError(f"{self.hurdle!r} is no hurdle; use {LEDGER} or {IRR}.")
        rates = (self.preferred_return, *(rate for _, rate in self.preferred_before))
        if not (min(rates) > -1 and 0 <= self.carry_rate <= 1):
            raise ValueError("The preferred return must be above -1, the carry rate from 0 to 1.")
        if not 0 <= self.catch_up_rate <= 1:
            raise ValueError("The catch-up rate must be from 0 to 1.")

    def growth(self, start: date, end: date) -> Decimal:
        """What one unit owed becomes from a day to a later one at the rates in force."""
        factor = ONE
        for until, rate in self.preferred_before:
            if start < until:
                stop = min(until, end)
                factor *= growth(rate, (stop - start).days)
                start = stop
        return factor * growth(self.preferred_return, (end - start).days)


@dataclass(slots=True)
class Owed:
    """Capital not yet back and the preferred return on it, by a day; both earn the return."""

    capital: Decimal = NOTHING
    preferred: Decimal = NOTHING
    day: date | None = None

    @property
    def total(self) -> Decimal:
        return self.capital + self.preferred

    def until(self, day: date, terms: Terms) -> None:
        """Let it earn its return up to a day, compounding yearly, act/365."""
        if self.day is not None and day > self.day and (self.capital or self.preferred):
            factor = terms.growth(self.day, day)
            self.preferred = grain(self.total * factor) - self.capital
        self.day = day

    def pay(self, paid: Tiers) -> None:
        """Take off what was paid; a reversal (negative tiers) adds it again."""
        self.capital -= paid.return_of_capital
        self.preferred -= paid.preferred_return

    def settle(self, capital: Decimal, preferred: Decimal) -> tuple[Decimal, Decimal]:
        """Take off what there is of both, and say how much of each that was."""
        back, earned = min(capital, self.capital), min(preferred, self.preferred)
        self.capital -= back
        self.preferred -= earned
        return back, earned

    def refund(self, amount: Decimal) -> None:
        """A call given back lowers capital, then the return, and never what is owed below 0."""
        self.capital -= amount
        if self.capital < 0:
            self.preferred = max(NOTHING, self.preferred + self.capital)
            self.capital = NOTHING


@dataclass(slots=True)
class Ledger:
    """A fund, or one investor in it, from flow to flow; to be used in date order under CONTEXT.

    `balance` is what all flows of the investors are worth at the preferred rate, calls positive:
    above 0 they lack that much of their hurdle, below 0 they have had more than it.
    """

    terms: Terms
    owed: Owed = field(default_factory=Owed)
    balance: Decimal = NOTHING
    contributed: Decimal = NOTHING
    paid: Tiers = field(default_factory=Tiers)
    day: date | None = None

    def until(self, day: date) -> None:
        """Let what is owed earn its return up to a day."""
        self.owed.until(day, self.terms)
        if self.day is not None and day > self.day:
            self.balance = grain(self.balance * self.terms.growth(self.day, day))
        self.day = day

    def call(self, day: date, amount: Decimal) -> None:
        """Investors pay in; below 0: a call is given back to them."""
        self.until(day)
        if amount < 0:
            self.owed.refund(-amount)
        else:
            covered = min(amount, self.excess) if self.terms.hurdle == IRR else NOTHING
            self.owed.capital += amount - covered
        self.balance += amount
        self.contributed += amount

    @property
    def excess(self) -> Decimal:
        """What investors have had beyond the hurdle so far."""
        return max(NOTHING, -self.balance)

    def distribute(self, day: date, amount: Decimal) -> Tiers:
        """Share a sum by the agreement; below 0 the tiers paid last are taken back."""
        self.until(day)
        if amount < 0:
            return self._book(-reversal(self.paid, -amount))
        return self.share(amount)

    def share(self, amount: Decimal) -> Tiers:
        """Share a sum by the agreement as things stand; investors bear one below 0."""
        return self._book(
            tiers(
                proceeds=amount,
                capital_to_return=self.owed.capital,
                preferred_return_due=self.owed.preferred,
                carry_rate=self.terms.carry_rate,
                catch_up_rate=self.terms.catch_up_rate,
                profit_paid=self.paid.profit,
                carry_paid=self.paid.gp,
            )
        )

    def received(self, day: date, amount: Decimal) -> Tiers:
        """Investors were paid a sum, whatever the agreement says; by the tier it falls into."""
        self.until(day)
        if amount < 0:
            own = Tiers(
                return_of_capital=self.paid.return_of_capital,
                preferred_return=self.paid.preferred_return,
                catch_up_lp=self.paid.catch_up_lp,
                split_lp=self.paid.split_lp,
            )
            return self._book(-reversal(own, -amount))
        capital = min(amount, self.owed.capital)
        preferred = min(amount - capital, self.owed.preferred)
        left = amount - capital - preferred
        flow, caught = self._catch_up(self.paid.preferred_return + preferred)
        catch_up = min(left, max(NOTHING, flow - caught - self.paid.catch_up_lp))
        return self._book(
            Tiers(
                return_of_capital=capital,
                preferred_return=preferred,
                catch_up_lp=catch_up,
                split_lp=left - catch_up,
            )
        )

    def carried(self, day: date, amount: Decimal) -> Tiers:
        """The general partner was paid carry; below 0: it gave carry back."""
        self.until(day)
        _, caught = self._catch_up(self.paid.preferred_return)
        if amount < 0:
            split = max(amount, min(NOTHING, -self.paid.split_gp))
            catch_up = max(amount - split, min(NOTHING, -self.paid.catch_up_gp))
            split = amount - catch_up
        else:
            catch_up = min(amount, max(NOTHING, caught - self.paid.catch_up_gp))
            split = amount - catch_up
        return self._book(Tiers(catch_up_gp=catch_up, split_gp=split))

    def _catch_up(self, preferred: Decimal) -> tuple[Decimal, Decimal]:
        """The whole catch-up on a preferred return, and the general partner's part of it."""
        ahead = self.terms.catch_up_rate - self.terms.carry_rate
        if ahead <= 0:
            return NOTHING, NOTHING
        flow = grain(self.terms.carry_rate * preferred / ahead)
        return flow, grain(self.terms.catch_up_rate * flow)

    def _book(self, paid: Tiers) -> Tiers:
        self.owed.pay(paid)
        self.balance -= paid.lp
        self.paid += paid
        return paid
