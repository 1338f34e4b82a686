"""Returns as appraised are smoother than the truth: undoing it after Geltner (1993)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from statistics import fmean, stdev

from services.calc.flows import Amount, complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Desmoothed:
    """An estimate of the returns behind appraised ones; volatilities per period, not per year.

    `rho` is the weight of the period before. Where it is not above 0 the returns are left alone:
    `desmoothed` are the returns given, and no first period is lost. None: too few returns (or
    rho of 1 and more, which cannot be undone).
    """

    rho: float | None
    desmoothed: tuple[float, ...] | None
    vol_observed: float | None
    vol_desmoothed: float | None
    first_period_lost: bool


def desmooth(returns: Sequence[Amount | None], *, rho: float | None = None) -> Desmoothed | None:
    """r*(t) = (r(t) - rho r(t-1)) / (1 - rho); rho is the lag-1 autocorrelation unless given.

    None when a return is unknown: a gap would be taken for calm.
    """
    known = complete(returns)
    if known is None:
        return None
    weight = autocorrelation(known) if rho is None else rho
    if weight is not None and 0 < weight < 1 and len(known) > 1:
        found = tuple((now - weight * before) / (1 - weight) for before, now in pairwise(known))
        return _result(weight, known, found, lost=True)
    left_alone = weight is not None and weight <= 0
    return _result(weight, known, tuple(known) if left_alone else None, lost=False)


def smooth(returns: Sequence[float], *, rho: float, before: float) -> tuple[float, ...]:
    """The way back: r(t) = (1 - rho) r*(t) + rho r(t-1), from the appraised return before."""
    found = []
    for true in returns:
        before = (1 - rho) * true + rho * before
        found.append(before)
    return tuple(found)


def autocorrelation(returns: Sequence[float]) -> float | None:
    """How much a return looks like the one before it, -1 to 1 (lag 1, both sums over all periods).

    None for fewer than two returns, or for returns that never change.
    """
    if len(returns) < 2 or max(returns) == min(returns):
        return None
    mean = fmean(returns)
    spread = fsum((value - mean) ** 2 for value in returns)
    if not spread:  # differences too small to be squared
        return None
    together = fsum((before - mean) * (now - mean) for before, now in pairwise(returns))
    return together / spread


def _result(
    rho: float | None, observed: Sequence[float], found: tuple[float, ...] | None, *, lost: bool
) -> Desmoothed:
    return Desmoothed(
        rho=rho,
        desmoothed=found,
        vol_observed=_volatility(observed),
        vol_desmoothed=None if found is None else _volatility(found),
        first_period_lost=lost,
    )


def _volatility(values: Sequence[float]) -> float | None:
    """The sample's standard deviation; None for fewer than two values."""
    return stdev(values) if len(values) > 1 else None
