"""One investment in its own currency and in the fund's: two rates of return, and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.calc import irr
from services.calc.flows import Amount
from services.calc.fx import fx_effect
from services.calc.multiples import exact


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyEffect:
    """Yearly fractions; None where there is no single rate or an exchange rate is unknown.

    `effect` is the return of the currency alone, (1 + base) / (1 + local) - 1.
    """

    local_irr: float | None
    base_irr: float | None
    effect: float | None


def currency_effect(
    dates: Sequence[date],
    local: Sequence[Amount | None],
    base_per_local: Sequence[Amount | None],
) -> CurrencyEffect:
    """Each flow at the rate of its own day, the value among them at the reporting date's."""
    converted = [_converted(*pair) for pair in zip(local, base_per_local, strict=True)]
    own, base = irr.solve(dates, local).irr, irr.solve(dates, converted).irr
    return CurrencyEffect(local_irr=own, base_irr=base, effect=fx_effect(local=own, base=base))


def _converted(amount: Amount | None, rate: Amount | None) -> Amount | None:
    own, price = exact(amount), exact(rate)
    return None if own is None or price is None else own * price
