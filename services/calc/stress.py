"""What a later exit or a lower multiple does to one investment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from services.calc.flows import Amount
from services.calc.multiples import exact

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """The same multiple later: yearly rates before and after. A loss looks better when delayed."""

    moic: float | None
    base_irr: float | None
    delayed_irr: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compression:
    """Equity before and after a lower multiple, never below nothing; the change as a fraction of
    what it was, None where it was nothing."""

    equity_before: Decimal | None
    equity_after: Decimal | None
    equity_change: float | None


def exit_delay(
    *, multiple: Amount | None, years: Amount | None, delay_years: Amount | None
) -> Delay:
    """IRR = multiple^(1 / years) - 1, as planned and `delay_years` later.

    None when unknown, for a multiple below 0, or where no time passes.
    """
    moic, held, late = exact(multiple), exact(years), exact(delay_years)
    end = None if held is None or late is None else held + late
    return Delay(
        moic=None if moic is None else float(moic),
        base_irr=_yearly(moic, held),
        delayed_irr=_yearly(moic, end),
    )


def multiple_compression(
    *,
    ebitda: Amount | None,
    multiple: Amount | None,
    net_debt: Amount | None,
    cut: Amount | None,
) -> Compression:
    """Equity = max(0, EBITDA x multiple x (1 - cut) - net debt); `cut` is a fraction.

    EBITDA and multiple may as well be revenue and EV / revenue. None when unknown.
    """
    earned, priced, owed, less = exact(ebitda), exact(multiple), exact(net_debt), exact(cut)
    if earned is None or priced is None or owed is None:
        return Compression(equity_before=None, equity_after=None, equity_change=None)
    before = max(NOTHING, earned * priced - owed)
    after = None if less is None else max(NOTHING, earned * priced * (1 - less) - owed)
    change = None if after is None or before <= 0 else float(after / before - 1)
    return Compression(equity_before=before, equity_after=after, equity_change=change)


def _yearly(multiple: Decimal | None, years: Decimal | None) -> float | None:
    if multiple is None or years is None or multiple < 0 or years <= 0:
        return None
    try:
        rate = float(multiple) ** (1 / float(years)) - 1
    except (OverflowError, ZeroDivisionError):
        return None
    return rate if isfinite(rate) else None
