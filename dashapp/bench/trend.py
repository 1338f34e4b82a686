"""The IRR trend of 1,000 funds over 24 months against pyxirr asked once per fund and month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyxirr

from dashapp.bench.measure import Ratio, best_of
from services.calc.trend import irr_trend

FUNDS, FLOWS, MONTHS = 1_000, 1_000, 24
ROUNDS = 3
CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Funds:
    """Flows of many funds end to end (`offsets`), and a NAV per fund and month-end."""

    offsets: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]
    amounts: npt.NDArray[np.float64]
    ends: npt.NDArray[np.int64]
    navs: npt.NDArray[np.float64]


def ratios() -> Iterator[Ratio]:
    """Goal 7: the whole trend, and one more month, each against pyxirr in the same run."""
    funds = made_funds()
    check_agreement(funds)
    whole, asked = best_of(ROUNDS, lambda: _trend(funds, funds.ends), lambda: _pyxirr(funds))
    yield Ratio("trend", "24 months of 1,000 funds / pyxirr", whole * 1e3, asked * 1e3, "ms", 1.0)
    last = funds.ends[-1:]
    month, asked = best_of(ROUNDS, lambda: _trend(funds, last), lambda: _pyxirr(funds, last))
    yield Ratio("trend", "one more month / pyxirr", month * 1e3, asked * 1e3, "ms", 1.3)


def made_funds(*, funds: int = FUNDS, flows: int = FLOWS, months: int = MONTHS) -> Funds:
    """Funds that call for five years and distribute after, with NAVs near what was paid in."""
    chance = np.random.default_rng(20261122)
    first = date(2016, 1, 15).toordinal()
    spread = np.sort(chance.integers(0, 3_200, (funds, flows)), axis=1)
    early = spread < 1_800
    sizes = chance.lognormal(14.0, 1.0, (funds, flows))
    amounts = np.where(early | (chance.random((funds, flows)) < 0.3), -sizes, sizes * 1.6)
    amounts[:, 0] = -sizes[:, 0]
    ends = np.array([_month_end(2023, 1 + n).toordinal() for n in range(months)])
    paid = -np.minimum(amounts, 0).sum(axis=1)
    growth = chance.uniform(0.4, 1.4, (funds, 1)) * np.linspace(0.9, 1.1, months)
    offsets = np.arange(funds + 1) * flows
    days = (spread + first).ravel()
    return Funds(offsets, days, amounts.ravel(), ends, paid[:, None] * growth)


def _month_end(year: int, month: int) -> date:
    after = month  # months counted on from January of `year`
    return date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _trend(funds: Funds, ends: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    navs = funds.navs[:, -len(ends) :]
    return irr_trend(funds.offsets, funds.days, funds.amounts, ends, navs)


def _pyxirr(funds: Funds, ends: npt.NDArray[np.int64] | None = None) -> list[list[float | None]]:
    """What one would write: pyxirr for each fund and month on slices of the same arrays."""
    wanted = funds.ends if ends is None else ends
    navs = funds.navs[:, -len(wanted) :]
    epoch = np.datetime64(date.fromordinal(1), "D")
    days = epoch + (funds.days - 1).astype("timedelta64[D]")
    closes = epoch + (wanted - 1).astype("timedelta64[D]")
    rates: list[list[float | None]] = []
    for fund, row in enumerate(navs):
        start, stop = funds.offsets[fund], funds.offsets[fund + 1]
        mine = funds.days[start:stop]
        found: list[float | None] = []
        for month, nav in enumerate(row):
            upto = start + int(np.searchsorted(mine, wanted[month], side="right"))
            dates = np.append(days[start:upto], closes[month])
            flows = np.append(funds.amounts[start:upto], nav)
            found.append(pyxirr.xirr(dates, flows, silent=True))
        rates.append(found)
    return rates


def check_agreement(funds: Funds) -> None:
    """Refuse to report a speed for wrong figures: both sides must agree within 1e-8.

    Where several rates solve a series pyxirr names one of them and we name none.
    """
    ours = _trend(funds, funds.ends)
    theirs = np.array(_pyxirr(funds), dtype=np.float64)
    both = np.isfinite(ours) & np.isfinite(theirs)
    worst = float(np.abs(ours[both] - theirs[both]).max())
    if worst > CLOSE or both.mean() < 0.9:
        raise RuntimeError(f"the two sides differ by {worst} over {both.mean():.0%} of months")
