"""Time until something happens, when for some it has not happened yet.

Cases that still wait are censored, not left out (Kaplan & Meier 1958). Different ends compete:
whatever is lost can no longer be won (Aalen & Johansen 1978).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

HALF = 0.5 + 1e-12  # a product of fractions that is one half may miss it by that much


@dataclass(frozen=True, slots=True)
class Waiting:
    """Steps of the curves at the times at which something happened, in order.

    `survival` is the share for which nothing has happened yet, `incidence` by cause the share to
    which it has: together they are 1. `at_risk` is how many were still waiting just before.
    """

    n: int
    n_censored: int
    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    survival: tuple[float, ...]
    incidence: Mapping[Hashable, tuple[float, ...]]
    naive_median: float | None

    def survival_at(self, time: float) -> float:
        """The share for which nothing has happened by a time."""
        return self._at(self.survival, time, 1.0)

    def incidence_at(self, cause: Hashable, time: float) -> float:
        """The share to which it has happened by a time, by that cause."""
        return self._at(self.incidence.get(cause, ()), time, 0.0)

    def final(self, cause: Hashable) -> float | None:
        """The share to which it happened by that cause in the end; None without any case."""
        steps = self.incidence.get(cause, ())
        return None if self.n == 0 else (steps[-1] if steps else 0.0)

    @property
    def median(self) -> float | None:
        """The first time at which it has happened to half; None where that is not reached."""
        reached = (t for t, s in zip(self.times, self.survival, strict=True) if s <= HALF)
        return next(reached, None)

    def _at(self, steps: Sequence[float], time: float, before: float) -> float:
        place = bisect_right(self.times, time) - 1
        return before if place < 0 or not steps else steps[place]


def waiting(durations: Sequence[float], causes: Sequence[Hashable | None]) -> Waiting:
    """Curves over cases that waited so long until the cause, or (None) are waiting still.

    With one cause `survival` is the product-limit estimate of Kaplan and Meier; with several,
    `incidence` is that of Aalen and Johansen. Who is censored at a time was still at risk then.
    Raises ValueError for different lengths and for times below 0.
    """
    cases = sorted(zip(durations, causes, strict=True), key=lambda case: case[0])
    if cases and not cases[0][0] >= 0:
        raise ValueError("A time before the start cannot be waited for.")
    happened = sorted({time for time, cause in cases if cause is not None})
    names = list(dict.fromkeys(cause for _, cause in cases if cause is not None))
    ordered = [time for time, _ in cases]
    events: dict[float, Counter[Hashable]] = {time: Counter() for time in happened}
    for time, cause in cases:
        if cause is not None:
            events[time][cause] += 1
    survival, left = [], 1.0
    at_risk: list[int] = []
    sums: dict[Hashable, float] = dict.fromkeys(names, 0.0)
    incidence: dict[Hashable, list[float]] = {name: [] for name in names}
    for time in happened:
        risk = len(cases) - bisect_left(ordered, time)
        for name in names:
            sums[name] += left * events[time][name] / risk
            incidence[name].append(sums[name])
        left *= 1 - events[time].total() / risk
        at_risk.append(risk)
        survival.append(left)
    finished = [time for time, cause in cases if cause is not None]
    return Waiting(
        n=len(cases),
        n_censored=len(cases) - len(finished),
        times=tuple(happened),
        at_risk=tuple(at_risk),
        survival=tuple(survival),
        incidence={name: tuple(steps) for name, steps in incidence.items()},
        naive_median=float(median(finished)) if finished else None,
    )
