"""How a fund's calls, distributions and value may run: the Takahashi-Alexander model.

Deterministic: one path from few parameters, no statement about risk. Amounts are Decimals in the
unit of the commitment, flows fall on year-ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from services.calc import irr
from services.calc.flows import Amount
from services.calc.multiples import exact, ratio, total

NOTHING, ONE = Decimal(0), Decimal(1)
LONGEST = 100  # years


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The model's parameters; rates are yearly fractions.

    `contribution_rates` are the parts of what is still uncalled that are called in year 1, 2, …;
    the last one holds for all later years. `life` in years, `bow` bends distributions to the
    end, `growth` is the yearly growth of the value, `yield_floor` the least part distributed.
    """

    contribution_rates: tuple[Amount, ...]
    life: int
    bow: Amount
    growth: Amount
    yield_floor: Amount = 0


VENTURE = Pace(contribution_rates=(0.25, 0.333, 0.5), life=12, bow=2.5, growth=0.13)
BUYOUT = Pace(contribution_rates=(0.25, 0.5), life=12, bow=2.5, growth=0.13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of the fund's life; `nav` after its flows, `rate_of_distribution` of the value."""

    year: int
    contribution: Decimal
    distribution: Decimal
    nav: Decimal
    cumulative_paid_in: Decimal
    rate_of_distribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The years ahead and what they come to.

    `paid_in` and `distributed` are those of the years ahead; the multiples set them, and the value
    at the end, against what goes in: calls, and the value a restart began with. `irr` is the
    model's growth, found from its flows. The trough is the lowest running total of cash, the
    break-even the first year it is back at 0 or above after it was below; None if never.
    """

    years: tuple[Year, ...]
    paid_in: Decimal
    distributed: Decimal
    ending_nav: Decimal
    dpi: float | None
    tvpi: float | None
    irr: float | None
    peak_nav: Decimal | None
    peak_nav_year: int | None
    j_curve_trough: Decimal | None
    j_curve_trough_year: int | None
    cash_breakeven_year: int | None


def forecast(
    pace: Pace,
    *,
    commitment: Amount | None,
    nav: Amount | None = NOTHING,
    paid_in: Amount | None = NOTHING,
    age: int = 0,
) -> Forecast | None:
    """The years after `age`, from actual value and paid-in capital: from year 1 by default.

    C(t) = RC(t) (commitment - paid in), D(t) = max(yield, (t / life)^bow) NAV(t-1) (1 + growth),
    NAV(t) = NAV(t-1) (1 + growth) + C(t) - D(t) (Takahashi & Alexander 2002). No call beyond the
    commitment. None when an amount is unknown or a parameter is none; no years when the fund is
    as old as its life.
    """
    promised, value, called = exact(commitment), exact(nav), exact(paid_in)
    read = _read(pace)
    if promised is None or value is None or called is None or read is None or age < 0:
        return None
    rates, bow, growth, floor = read
    years: list[Year] = []
    opening = value
    with localcontext(prec=34):
        for year in range(age + 1, pace.life + 1):
            rate = rates[min(year, len(rates)) - 1]
            call = rate * max(NOTHING, promised - called)
            share = min(ONE, max(floor, (Decimal(year) / pace.life) ** bow))
            grown = value * (1 + growth)
            paid = share * grown
            value, called = grown + call - paid, called + call
            years.append(
                Year(
                    year=year,
                    contribution=call,
                    distribution=paid,
                    nav=value,
                    cumulative_paid_in=called,
                    rate_of_distribution=float(share),
                )
            )
        return _forecast(years, opening, float(growth))


def steady_commitment(
    nav_by_age: Sequence[Amount | None], *, target_nav: Amount | None
) -> tuple[float | None, Decimal | None]:
    """NAV that one unit committed every year carries in the end, and the commitment for a target.

    `nav_by_age` is the NAV of one unit of commitment at age 1, 2, …; its sum is the first figure,
    target over sum the second. None when unknown, or where the sum is not above zero.
    """
    carried, target = total(nav_by_age), exact(target_nav)
    if carried is None or carried <= 0:
        return None, None
    return float(carried), None if target is None else target / carried


def _read(pace: Pace) -> tuple[list[Decimal], Decimal, Decimal, Decimal] | None:
    """The parameters as decimals; None when one is no number or out of its range."""
    rates = [exact(rate) for rate in pace.contribution_rates]
    bow, growth, floor = exact(pace.bow), exact(pace.growth), exact(pace.yield_floor)
    known = [rate for rate in rates if rate is not None and 0 <= rate <= 1]
    if not known or len(known) < len(rates) or not 0 < pace.life <= LONGEST:
        return None
    if bow is None or bow < 0 or growth is None or growth <= -1 or floor is None:
        return None
    return known, bow, growth, floor


def _forecast(years: Sequence[Year], opening: Decimal, growth: float) -> Forecast:
    called = sum((year.contribution for year in years), NOTHING)
    paid = sum((year.distribution for year in years), NOTHING)
    ending = years[-1].nav if years else opening
    peak = max(years, key=lambda year: year.nav, default=None)
    running = _running(years)
    trough = min(running, key=lambda each: each[1], default=None)
    back = [year for year, cash in running if cash >= 0 and trough and year > trough[0]]
    return Forecast(
        years=tuple(years),
        paid_in=called,
        distributed=paid,
        ending_nav=ending,
        dpi=ratio(paid, called + opening),
        tvpi=ratio(paid + ending, called + opening),
        irr=_rate(years, opening, growth),
        peak_nav=peak.nav if peak else None,
        peak_nav_year=peak.year if peak else None,
        j_curve_trough=trough[1] if trough else None,
        j_curve_trough_year=trough[0] if trough else None,
        cash_breakeven_year=min(back, default=None),
    )


def _running(years: Sequence[Year]) -> list[tuple[int, Decimal]]:
    """Distributions less calls, added up year by year."""
    cash, found = NOTHING, []
    for year in years:
        cash += year.distribution - year.contribution
        found.append((year.year, cash))
    return found


def _rate(years: Sequence[Year], opening: Decimal, growth: float) -> float | None:
    """The rate of the flows with the value at the end; of several the one the model grows at."""
    if not years:
        return None
    flows = [-opening, *(year.distribution - year.contribution for year in years)]
    flows[-1] += years[-1].nav
    roots = irr.periodic(flows).roots
    return min(roots, key=lambda root: abs(root - growth), default=None)
