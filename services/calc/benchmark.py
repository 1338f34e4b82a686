"""Where a fund stands among its peers: an exact quartile, and a percentile only where it is known.

Percentiles run from 0 to 100 and higher is always better, whichever way the measure points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from services.calc.flows import Amount

TOP, MEDIAN, BOTTOM = 75.0, 50.0, 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A place among published breakpoints.

    `quartile`: "1" (best) to "4", or what it may be ("3 or 4") where the points leave it open.
    `percentile` only between published points; beyond them `bound` such as ">75". A value on a
    point takes the better side. `percentile_se_points` is the standard error of the percentile,
    sqrt(p(1-p)/n) in points, None without a percentile or n.
    """

    quartile: str | None = None
    percentile: float | None = None
    bound: str | None = None
    percentile_se_points: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A place among constituents under the four counting conventions of ties; `mean` is ours."""

    rank: float | None = None
    strict: float | None = None
    weak: float | None = None
    mean: float | None = None


def rank(
    value: Amount | None,
    points: Mapping[float, Amount | None],
    *,
    n: int | None = None,
    higher_is_better: bool = True,
) -> Rank:
    """Place `value` among breakpoints {percentile: level}; points that are None are not published.

    Levels must rise with the percentile in the sense of the measure. For a measure where less is
    better, points may be labelled by merit (75 = the good quarter) or by size (75 = the large
    quarter): their order tells. Everything is None for a value or points that cannot be used.
    """
    known = {p: float(level) for p, level in points.items() if level is not None}
    if value is None or not known or not all(map(isfinite, (float(value), *known.values()))):
        return Rank()
    score = float(value)
    if not higher_is_better:
        score, known = -score, {p: -level for p, level in known.items()}
    ladder = _ascending(known, may_flip=not higher_is_better)
    return Rank() if ladder is None else _placed(score, ladder, n)


def percentile_of(
    peers: Sequence[Amount | None], value: Amount | None, *, higher_is_better: bool = True
) -> Standing:
    """The share of constituents at or below `value` in percent; unknown peers are left out."""
    from scipy.stats import percentileofscore  # noqa: PLC0415 - a second that a start can do without

    known = _known(peers)
    if value is None or not isfinite(float(value)) or not known.size:
        return Standing()
    sign = 1.0 if higher_is_better else -1.0
    scores, score = sign * known, sign * float(value)
    return Standing(
        rank=float(percentileofscore(scores, score, kind="rank")),
        strict=float(percentileofscore(scores, score, kind="strict")),
        weak=float(percentileofscore(scores, score, kind="weak")),
        mean=float(percentileofscore(scores, score, kind="mean")),
    )


def quartiles(
    values: Sequence[Amount | None], *, exclusive: bool = False
) -> tuple[float, float, float] | None:
    """Lower quartile, median and upper quartile of the known values; None when there are none.

    Inclusive is Hyndman-Fan type 7 (QUARTILE.INC), exclusive type 6 (QUARTILE.EXC).
    """
    known = _known(values)
    if not known.size:
        return None
    points = [BOTTOM, MEDIAN, TOP]
    if exclusive:
        lower, middle, upper = np.percentile(known, points, method="weibull")
    else:
        lower, middle, upper = np.percentile(known, points, method="linear")
    return float(lower), float(middle), float(upper)


def standard_error(percentile: float | None, n: int | None) -> float | None:
    """Standard error in points of a percentile read from a sample of n; None when unknown."""
    if percentile is None or n is None or n <= 0:
        return None
    share = percentile / 100
    return 100 * sqrt(share * (1 - share) / n)


def quartile_label(*, at_least: float, below: float) -> str:
    """The quartiles a percentile from `at_least` up to, not including, `below` may lie in."""
    worst = _quartile(at_least)
    best = next(q for q, floor in enumerate((TOP, MEDIAN, BOTTOM, 0.0), start=1) if floor < below)
    return " or ".join(str(quartile) for quartile in range(best, worst + 1))


def _quartile(percentile: float) -> int:
    return 1 + sum(percentile < edge for edge in (TOP, MEDIAN, BOTTOM))


def _known(values: Sequence[Amount | None]) -> np.typing.NDArray[np.float64]:
    known = [float(value) for value in values if value is not None]
    return np.array([value for value in known if isfinite(value)], dtype=np.float64)


def _ascending(
    points: Mapping[float, float], *, may_flip: bool
) -> list[tuple[float, float]] | None:
    """(percentile, level) with both ascending; labels by size are turned round where allowed."""
    ladder = sorted(points.items())
    if may_flip and ladder[0][1] > ladder[-1][1]:
        ladder = sorted((100 - percentile, level) for percentile, level in ladder)
    levels = [level for _, level in ladder]
    return ladder if levels == sorted(levels) else None


def _placed(score: float, ladder: list[tuple[float, float]], n: int | None) -> Rank:
    reached = [point for point in ladder if point[1] <= score]
    ahead = [point for point in ladder if point[1] > score]
    at_least = reached[-1][0] if reached else 0.0
    below = ahead[0][0] if ahead else 100.0
    quartile = quartile_label(at_least=at_least, below=below)
    if reached and score == reached[-1][1]:
        percentile = at_least
    elif reached and ahead:
        low, high = reached[-1][1], ahead[0][1]
        percentile = at_least + (below - at_least) * (score - low) / (high - low)
    else:
        bound = f">{at_least:g}" if reached else f"<{below:g}"
        return Rank(quartile=quartile, bound=bound)
    return Rank(
        quartile=quartile,
        percentile=percentile,
        percentile_se_points=standard_error(percentile, n),
    )
