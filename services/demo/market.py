"""The world around the demonstration firm: peers, index levels and rates, all of them invented."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

LEVEL, CENT = Decimal("0.0001"), Decimal("0.01")
LARGE, SMALL, PRICE = "DEMO-LARGE-TR-SYNTHETIC", "DEMO-SMALL-TR-SYNTHETIC", "DEMO-PRICE-SYNTHETIC"
# Each release states its cohorts anew: late reports and restated values move every point a little.
RELEASES = {
    "2026-Q1 (illustrative)": date(2026, 3, 31),
    "2026-Q2 (illustrative)": date(2026, 6, 30),
}
EARLIER_RATE, EARLIER_MULTIPLE = Decimal("0.006"), Decimal("0.97")

# Returns of the calendar years 2013 to 2025 and of the nine months to September 2026.
YEARS = (*(date(year, 12, 31) for year in range(2012, 2026)), date(2026, 9, 30))
LARGE_RETURNS = ".29 .12 .02 .11 .20 -.05 .28 .16 .24 -.17 .22 .20 .14 .09"
# The years before, 2008 to 2012, run up to the same level of 100 at the end of 2012.
EARLY_YEARS = tuple(date(year, 12, 31) for year in range(2007, 2013))
EARLY_LARGE = "-.36 .25 .14 .02 .15"
EARLY_SMALL = "-.39 .33 .26 -.04 .16"
SMALL_RETURNS = ".36 .05 -.04 .19 .14 -.11 .24 .19 .13 -.21 .16 .11 .10 .07"
DIVIDENDS = Decimal("0.018")  # a year, missing from the price index

# Units per one US dollar at the end of each of YEARS.
EUR = ".758 .727 .826 .920 .951 .833 .873 .892 .815 .881 .935 .905 .963 .852 .861"
GBP = ".618 .604 .642 .678 .810 .741 .785 .754 .732 .739 .827 .785 .799 .744 .752"

# provider | vintage strategy geography metric p05 p25 p50 p75 p95 n; irr as fractions
PEERS = """
Illustrative peers | 2008 early_stage north_america irr -0.035 0.048 0.098 0.158 0.268 52
Illustrative peers | 2008 early_stage north_america tvpi 0.71 1.28 1.68 2.19 3.74 52
Illustrative peers | 2008 early_stage north_america dpi 0.62 1.19 1.58 2.06 3.55 52
Illustrative peers | 2014 early_stage europe irr -0.040 0.055 0.108 0.169 0.275 41
Illustrative peers | 2014 early_stage europe tvpi 0.80 1.32 1.72 2.21 3.60 41
Illustrative peers | 2014 early_stage europe dpi 0.45 0.95 1.38 1.86 3.05 41
Illustrative peers | 2014 early_stage europe rvpi 0.02 0.10 0.24 0.45 1.10 41
Illustrative peers | 2021 early_stage north_america irr -0.061 0.048 0.112 0.179 0.310 36
Illustrative peers | 2021 early_stage north_america tvpi 0.82 1.12 1.36 1.62 2.31 36
Illustrative peers | 2021 early_stage north_america dpi 0.00 0.00 0.14 0.36 0.92 36
Illustrative peers | 2021 early_stage north_america rvpi 0.51 0.98 1.19 1.34 1.83 36
Illustrative peers | 2024 early_stage north_america irr -0.480 -0.210 -0.085 0.025 0.220 29
Illustrative peers | 2024 early_stage north_america tvpi 0.62 0.82 0.93 1.02 1.24 29
Illustrative peers | 2024 early_stage north_america dpi 0.00 0.00 0.00 0.00 0.08 29
Illustrative peers | 2024 early_stage north_america rvpi 0.60 0.81 0.92 1.01 1.20 29
Illustrative survey | 2014 early_stage europe irr -0.022 0.071 0.124 0.192 0.301 58
Illustrative survey | 2014 early_stage europe tvpi 0.86 1.41 1.85 2.38 3.92 58
Illustrative survey | 2014 early_stage europe dpi 0.51 1.04 1.49 1.98 3.30 58
Illustrative survey | 2021 early_stage north_america irr -0.034 0.069 0.136 0.208 0.352 64
Illustrative survey | 2021 early_stage north_america tvpi 0.88 1.18 1.44 1.74 2.52 64
Illustrative survey | 2021 early_stage north_america dpi 0.00 0.02 0.18 0.41 1.04 64
Illustrative survey | 2024 early_stage north_america irr -0.420 -0.160 -0.050 0.060 0.280 47
Illustrative survey | 2024 early_stage north_america tvpi 0.66 0.86 0.96 1.06 1.31 47
"""


def peers() -> list[tuple[str, ...]]:
    """Rows of the benchmarks file, one per provider, release, cohort and measure."""
    rows = []
    for release, as_of in RELEASES.items():
        last = as_of == max(RELEASES.values())
        for line in PEERS.strip().splitlines():
            provider, _, cells = line.partition(" | ")
            *cohort, metric, p05, p25, p50, p75, p95, n = cells.split()
            points = [p05, p25, p50, p75, p95]
            if not last:
                points, n = [_earlier(metric, point) for point in points], str(int(n) - 2)
            rows.append((provider, release, *cohort, metric, *points, n, as_of.isoformat()))
    return rows


def _earlier(metric: str, point: str) -> str:
    """A point of the release before the last one."""
    if metric == "irr":
        return str(Decimal(point) - EARLIER_RATE)
    return str((Decimal(point) * EARLIER_MULTIPLE).quantize(CENT))


def index_levels() -> list[tuple[str, date, Decimal, bool]]:
    """Month-end levels of two total-return indices and of one price index without dividends."""
    rows: list[tuple[str, date, Decimal, bool]] = []
    large, small = _numbers(LARGE_RETURNS), _numbers(SMALL_RETURNS)
    early = _numbers(EARLY_LARGE), _numbers(EARLY_SMALL)
    price, before = ([r - DIVIDENDS for r in returns] for returns in (large, early[0]))
    series = ((LARGE, large, early[0]), (SMALL, small, early[1]), (PRICE, price, before))
    for seed, (code, returns, first) in enumerate(series):
        start = _compounded(first)
        start = [level * 100 / start[-1] for level in start]
        months = [
            *list(_months(EARLY_YEARS, start, seed + 21, 150))[:-1],
            *_months(YEARS, _compounded(returns), seed + 1, 150),
        ]
        rows += [(code, day, level, code != PRICE) for day, level in months]
    return rows


def _numbers(text: str) -> list[Decimal]:
    return [Decimal(number) for number in text.split()]


def fx_rates() -> list[tuple[str, date, Decimal]]:
    """Month-end units of a currency per US dollar."""
    rows: list[tuple[str, date, Decimal]] = []
    for seed, (currency, text) in enumerate((("EUR", EUR), ("GBP", GBP))):
        months = _months(YEARS, _numbers(text), seed + 11, 80)
        rows += [(currency, day, level) for day, level in months]
    return rows


@cache
def _quotes() -> Mapping[str, tuple[list[date], list[Decimal]]]:
    found: dict[str, tuple[list[date], list[Decimal]]] = {}
    for currency, day, level in fx_rates():
        days, levels = found.setdefault(currency, ([], []))
        days.append(day)
        levels.append(level)
    return found


def per_dollar(currency: str, day: date) -> Decimal:
    """Units of a currency for one dollar by the last rate on or before a day."""
    if currency == "USD":
        return Decimal(1)
    days, levels = _quotes()[currency]
    return levels[bisect_right(days, day) - 1]


def converted(amount: Decimal, source: str, target: str, day: date) -> Decimal:
    """An amount in another currency at the rate of a day, in cents rounded half-even."""
    if source == target:
        return amount
    factor = per_dollar(target, day) / per_dollar(source, day)
    return (amount * factor).quantize(CENT, ROUND_HALF_EVEN)


def _compounded(returns: Sequence[Decimal]) -> list[Decimal]:
    levels = [Decimal(100)]
    for yearly in returns:
        levels.append(levels[-1] * (1 + yearly))
    return levels


def _months(
    years: Sequence[date], levels: Sequence[Decimal], seed: int, swing: int
) -> Iterator[tuple[date, Decimal]]:
    """Month-ends between the levels of some days: constant growth between, and a little noise.

    The noise is at most `swing` hundredths of a percent, nil on the days themselves, and the same
    on every machine: a small generator of our own, decimal arithmetic.
    """
    yield years[0], levels[0].quantize(LEVEL)
    state = seed
    spans = zip(years, years[1:], levels, levels[1:], strict=False)
    for start, end, low, high in spans:
        ends = list(_month_ends(start, end))
        for count, day in enumerate(ends, start=1):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            noise = Decimal(state // 65_536 % (2 * swing + 1) - swing) / 10_000
            level = low * (high / low) ** (Decimal(count) / len(ends))
            yield day, (level * (1 + (noise if day != end else 0))).quantize(LEVEL)


def _month_ends(after: date, until: date) -> Iterator[date]:
    first = after + timedelta(days=1)
    while first <= until:
        following = (first + timedelta(days=32)).replace(day=1)
        yield following - timedelta(days=1)
        first = following
