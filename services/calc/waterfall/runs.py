"""A waterfall as run: its payments by tier, what is still owed, and how each deal stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.multiples import ratio
from services.calc.waterfall.tiers import Tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One distribution by tier. `key` names the deal it came from, None for the whole fund's."""

    day: date
    amount: Decimal
    tiers: Tiers
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPart:
    """One deal of a deal-by-deal waterfall.

    `contributed` includes its `expenses`. `unreturned_capital` and `unpaid_preferred` are what
    nobody has paid back yet, `written_off` the capital of it that counts as lost, `recovered` what
    this deal's proceeds paid of other deals' losses (with their preferred return).
    """

    key: str
    contributed: Decimal
    expenses: Decimal
    distributed: Decimal
    tiers: Tiers
    unreturned_capital: Decimal
    unpaid_preferred: Decimal
    written_off: Decimal
    recovered: Decimal
    realized: bool

    @property
    def carry(self) -> Decimal:
        return self.tiers.gp


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A waterfall over all its flows up to `as_of`.

    `tiers` adds up all payments. `unreturned_capital` and `unpaid_preferred` are what the ledger
    still owes the investors; `preferred_shortfall` what they lack of the preferred rate with all
    their flows taken together. `clawback` is what the general partner would owe back if nothing
    more came; 0 where the terms know none. `deals` is empty for a whole-fund waterfall.
    """

    payments: tuple[Payment, ...]
    tiers: Tiers
    contributed: Decimal
    distributed: Decimal
    unreturned_capital: Decimal
    unpaid_preferred: Decimal
    preferred_shortfall: Decimal
    clawback: Decimal
    as_of: date | None
    deals: tuple[DealPart, ...] = ()

    @property
    def profit(self) -> Decimal:
        """Distributed less contributed, to both sides."""
        return self.distributed - self.contributed

    @property
    def carry(self) -> Decimal:
        """Carried interest before any clawback."""
        return self.tiers.gp

    @property
    def lp_total(self) -> Decimal:
        """What the investors got, before any clawback."""
        return self.tiers.lp

    @property
    def gp_share_of_profit(self) -> float | None:
        """Carry over profit; None without a profit."""
        return ratio(self.carry, self.profit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Liquidation:
    """What a value is shared into after everything that was really paid, and the whole lifetime.

    `outcome` is the value by tier; `capital_due` and `preferred_due` what was owed before it.
    `run` is the lifetime: past payments by the tier they fell into, then the value.
    """

    outcome: Tiers
    capital_due: Decimal
    preferred_due: Decimal
    run: Run
