"""What a change of exchange rates adds to a return."""

from __future__ import annotations


def fx_effect(*, local: float | None, base: float | None) -> float | None:
    """The return of the currency alone: (1 + base) / (1 + local) - 1.

    `local` is the return in the investment's own currency, `base` the same in the fund's, both
    fractions over the same time (both yearly or both of the period). Positive: the currency
    added. None when either is unknown, or when locally everything was lost and nothing is left
    that a currency could move.
    """
    if local is None or base is None or local <= -1:
        return None
    return (1 + base) / (1 + local) - 1
