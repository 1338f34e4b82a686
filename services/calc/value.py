"""What flows are worth at a given rate: net present and future value, modified IRR."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

import pyxirr

from services.calc.dates import ACT_365F, convention, year_fraction
from services.calc.flows import Amount, complete, read


def npv(
    rate: float, amounts: Sequence[Amount | None], *, first_flow_at_t0: bool = True
) -> float | None:
    """Net present value of flows one period apart; None when an amount is missing or rate <= -1.

    Spreadsheets discount the first flow too: `first_flow_at_t0=False`. `rate` is per period.
    """
    known = complete(amounts)
    if known is None or not rate > -1:
        return None
    return _finite(pyxirr.npv(rate, known, start_from_zero=first_flow_at_t0))


def mirr(
    amounts: Sequence[Amount | None], *, finance_rate: float, reinvest_rate: float
) -> float | None:
    """Modified IRR per period: outflows financed at one rate, inflows reinvested at the other.

    None when an amount is missing or money went one way only.
    """
    known = complete(amounts)
    if known is None or min(known, default=0) >= 0 or max(known, default=0) <= 0:
        return None
    return _finite(pyxirr.mirr(known, finance_rate, reinvest_rate, silent=True))


def xnpv(
    rate: float,
    dates: Sequence[date],
    amounts: Sequence[Amount | None],
    *,
    day_count: str = ACT_365F,
) -> float | None:
    """Value of dated flows on the earliest date; None when one is missing or rate <= -1.

    No flow at all is worth 0. ValueError for an unknown day count.
    """
    known = complete(amounts)
    if read(dates, amounts) is None or known is None or not rate > -1:
        return None
    if not known:
        return 0.0
    return _finite(pyxirr.xnpv(rate, list(dates), known, day_count=convention(day_count)))


def xnfv(
    rate: float,
    dates: Sequence[date],
    amounts: Sequence[Amount | None],
    *,
    day_count: str = ACT_365F,
) -> float | None:
    """Value of dated flows on the latest date; None when one is missing or rate <= -1."""
    present = xnpv(rate, dates, amounts, day_count=day_count)
    if present is None or not dates:
        return present
    return _finite(present * (1 + rate) ** year_fraction(min(dates), max(dates), day_count))


def residue(rate: float, dates: Sequence[date], amounts: Sequence[Amount | None]) -> float | None:
    """What dated flows are worth at a rate, without sign, as a share of all that moved.

    0 at an exact rate of return. Discounted to whichever end of the series keeps every amount at
    most its own size, so that no rate makes it overflow. None when an amount is missing, nothing
    moved or rate <= -1.
    """
    known = complete(amounts)
    if known is None or not known or not rate > -1:
        return None
    moved = sum(abs(amount) for amount in known)
    anchor = xnpv if rate >= 0 else xnfv
    worth = anchor(rate, dates, known)
    return None if worth is None or not moved else abs(worth) / moved


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
