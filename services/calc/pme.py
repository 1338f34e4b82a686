"""Public market equivalents: the fund against an index bought and sold with the same money.

Contributions and distributions are positive and kept apart: netting those of one day would change
every ratio. `index` is the level on each flow's day (see `level_on`), a total-return index unless
the price index is meant; its last level is that of the valuation day. None means not defined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum, log1p

from pyxirr.pe import ks_pme_flows_2

from services.calc import irr
from services.calc.dates import ACT_365F
from services.calc.flows import ROUNDING, Amount, complete
from services.calc.irr import Solution

Amounts = Sequence[Amount | None]
Rate = Callable[[Sequence[float]], Solution]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pme:
    """All equivalents of one fund; rates are per year (dated) or per period.

    `ks_pme` above 1 beats the index; `direct_alpha` is the excess rate, its continuous form
    ln(1+alpha). `ln_nav` is the value an index investor would hold; below zero Long-Nickels is
    not meaningful and has no rate. PME+ scales distributions by `pme_plus_lambda` and has no rate
    where lambda is negative. The statuses are those of `irr.solve`.
    """

    fv_contributions: float | None = None
    fv_distributions: float | None = None
    ks_pme: float | None = None
    direct_alpha: float | None = None
    direct_alpha_continuous: float | None = None
    direct_alpha_status: str = irr.INVALID_INPUT
    fund_irr: float | None = None
    fund_irr_status: str = irr.INVALID_INPUT
    ln_nav: float | None = None
    ln_pme_irr: float | None = None
    ln_pme_meaningful: bool | None = None
    pme_plus_lambda: float | None = None
    pme_plus_irr: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifiedPme:
    """Cambridge's mPME: sells the same share of the index position as the fund distributed."""

    mpme_irr: float | None = None
    mpme_status: str = irr.INVALID_INPUT
    final_mpme_nav: float | None = None
    fund_irr: float | None = None


def level_on(days: Sequence[date], levels: Sequence[float], day: date) -> float | None:
    """The level of the last of `days` (ascending) on or before `day`; None before the first."""
    place = bisect_right(days, day)
    return levels[place - 1] if place else None


def dated(
    dates: Sequence[date],
    contributions: Amounts,
    distributions: Amounts,
    index: Amounts,
    *,
    nav: Amount | None,
    day_count: str = ACT_365F,
) -> Pme:
    """Equivalents of dated flows in ascending order; `nav` and the last level are of the last day.

    Everything is None when a value is missing or an index level is not above zero; without `nav`
    only what needs none is given.
    """
    if list(dates) != sorted(dates) or len(dates) != len(contributions):
        return Pme()
    return _equivalents(contributions, distributions, index, nav, _dated_rate(dates, day_count))


def periodic(
    contributions: Amounts, distributions: Amounts, index: Amounts, *, nav: Amount | None
) -> Pme:
    """Equivalents of flows one period apart; rates are per period."""
    return _equivalents(contributions, distributions, index, nav, irr.periodic)


def mpme_dated(
    dates: Sequence[date],
    contributions: Amounts,
    distributions: Amounts,
    navs: Amounts,
    index: Amounts,
    *,
    day_count: str = ACT_365F,
) -> ModifiedPme:
    """mPME of dated flows in ascending order; `navs` are values after each day's distribution."""
    if list(dates) != sorted(dates) or len(dates) != len(contributions):
        return ModifiedPme()
    return _modified(contributions, distributions, navs, index, _dated_rate(dates, day_count))


def mpme_periodic(
    contributions: Amounts, distributions: Amounts, navs: Amounts, index: Amounts
) -> ModifiedPme:
    """mPME of flows one period apart; the rate is per period."""
    return _modified(contributions, distributions, navs, index, irr.periodic)


@dataclass(frozen=True, slots=True)
class _Book:
    """Complete flows and levels, and their values carried to the last day by the index."""

    paid: list[float]
    got: list[float]
    levels: list[float]
    fv_paid: float
    fv_got: float

    @classmethod
    def of(cls, contributions: Amounts, distributions: Amounts, index: Amounts) -> _Book | None:
        paid, got, levels = complete(contributions), complete(distributions), complete(index)
        if not paid or not got or not levels or not len(paid) == len(got) == len(levels):
            return None
        if min(levels) <= 0:
            return None
        paid_forward, got_forward = ks_pme_flows_2(paid, got, levels)
        return cls(paid, got, levels, fsum(paid_forward), fsum(got_forward))

    def net(self, *, closing: float, scale: float = 1.0) -> list[float]:
        """Signed flows with distributions scaled and a closing value on the last day."""
        signed = [scale * got - paid for paid, got in zip(self.paid, self.got, strict=True)]
        return [*signed[:-1], signed[-1] + closing]

    def net_forward(self, *, closing: float) -> list[float]:
        """The same flows, each carried to the last day by the index."""
        last = self.levels[-1]
        grown = [
            flow * last / level
            for flow, level in zip(self.net(closing=0.0), self.levels, strict=True)
        ]
        return [*grown[:-1], grown[-1] + closing]


def _equivalents(
    contributions: Amounts, distributions: Amounts, index: Amounts, nav: Amount | None, rate: Rate
) -> Pme:
    book = _Book.of(contributions, distributions, index)
    if book is None:
        return Pme()
    index_nav = book.fv_paid - book.fv_got
    meaningful = bool(index_nav >= -ROUNDING * book.fv_paid)
    long_nickels = rate(book.net(closing=index_nav)).irr if meaningful else None
    without_nav = Pme(
        fv_contributions=book.fv_paid,
        fv_distributions=book.fv_got,
        ln_nav=index_nav,
        ln_pme_irr=long_nickels,
        ln_pme_meaningful=meaningful,
    )
    value = complete([nav])
    return without_nav if value is None else _with_value(without_nav, book, value[0], rate)


def _with_value(known: Pme, book: _Book, nav: float, rate: Rate) -> Pme:
    alpha = rate(book.net_forward(closing=nav))
    fund = rate(book.net(closing=nav))
    scale = (book.fv_paid - nav) / book.fv_got if book.fv_got > 0 else None
    scaled = rate(book.net(closing=nav, scale=scale)) if scale is not None and scale >= 0 else None
    return replace(
        known,
        ks_pme=(book.fv_got + nav) / book.fv_paid if book.fv_paid > 0 else None,
        direct_alpha=alpha.irr,
        direct_alpha_continuous=None if alpha.irr is None or alpha.irr <= -1 else log1p(alpha.irr),
        direct_alpha_status=alpha.status,
        fund_irr=fund.irr,
        fund_irr_status=fund.status,
        pme_plus_lambda=scale,
        pme_plus_irr=scaled.irr if scaled else None,
    )


def _modified(
    contributions: Amounts, distributions: Amounts, navs: Amounts, index: Amounts, rate: Rate
) -> ModifiedPme:
    book, values = _Book.of(contributions, distributions, index), complete(navs)
    if book is None or values is None or len(values) != len(book.paid):
        return ModifiedPme()
    held, before, index_got = 0.0, book.levels[0], []
    for paid, got, nav, level in zip(book.paid, book.got, values, book.levels, strict=True):
        grown = held * level / before + paid
        share = got / (got + nav) if got + nav > 0 else 0.0
        index_got.append(share * grown)
        held, before = (1 - share) * grown, level
    mirrored = replace(book, got=index_got)
    solution = rate(mirrored.net(closing=held))
    return ModifiedPme(
        mpme_irr=solution.irr,
        mpme_status=solution.status,
        final_mpme_nav=held,
        fund_irr=rate(book.net(closing=values[-1])).irr,
    )


def _dated_rate(dates: Sequence[date], day_count: str) -> Rate:
    return lambda amounts: irr.solve(dates, amounts, day_count=day_count)
