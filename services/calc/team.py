"""What people do, counted fairly: credit for deals, touch with companies, boards, load, score.

House rules; the score is the specification's, and says what was done, not how well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple, TypeVar

from services.calc.health import Anchors, Composite, composite, interpolated

FIRST, SPLIT = CREDITS = ("first", "split")
HELD, MISSED, UPCOMING = "held", "missed", "upcoming"
DAYS_OF_A_QUARTER = 91.3125  # a quarter of 365.25 days
Person = TypeVar("Person")


def credit(people: Sequence[Person], rule: str) -> dict[Person, Fraction]:
    """Who gets how much of one deal, the shares adding up to 1; nobody for nobody.

    `people` in the order in which they came. first: all to the first; split: equal shares to each
    different one. Raises ValueError for another rule.
    """
    different = list(dict.fromkeys(people))
    if rule == FIRST:
        different = different[:1]
    elif rule != SPLIT:
        raise ValueError(f"{rule!r} is no rule of credit.")
    return {person: Fraction(1, len(different)) for person in different}


def days_since(day: date, last: date | None) -> int | None:
    """Whole days since somebody was last in touch; None where nobody ever was."""
    return None if last is None else (day - last).days


def is_overdue(day: date, *, last: date | None, since: date, limit: int) -> bool:
    """Whether nobody was in touch for more than `limit` days; before the first touch the days
    count from `since`, when the company was bought."""
    return (day - (last or since)).days > limit


class Meeting(NamedTuple):
    """A board meeting: the day it took place, or the day it was planned for where it did not.

    `planned` is the day that was planned, None where none was; `state` held, missed or upcoming.
    """

    day: date
    planned: date | None
    state: str


def meetings(
    planned: Iterable[date], took_place: Iterable[date], *, tolerance: int, by: date
) -> list[Meeting]:
    """The meetings of one company in the order of their days, as known by a day.

    Each planned day takes the nearest meeting not taken yet that is at most `tolerance` days off;
    without one it was missed, or lies ahead. Meetings that nobody planned were held as well.
    """
    left = sorted(set(took_place))
    found: list[Meeting] = []
    for day in sorted(set(planned)):
        place = bisect_left(left, day)
        near = [d for d in left[max(0, place - 1) : place + 1] if abs((d - day).days) <= tolerance]
        if near:
            nearest = min(near, key=lambda d: (abs((d - day).days), d))
            left.remove(nearest)
            found.append(Meeting(nearest, day, HELD))
        else:
            found.append(Meeting(day, day, MISSED if day <= by else UPCOMING))
    found += [Meeting(day, None, HELD) for day in left]
    return sorted(found, key=lambda meeting: (meeting.day, meeting.state))


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned day, and from when to when it was believed (days; `until` None: still)."""

    day: date
    until: date | None


def planned_days(plans: Iterable[Plan]) -> list[date]:
    """Days that were still planned when they came: one moved before it came never was due."""
    return sorted({plan.day for plan in plans if plan.until is None or plan.until > plan.day})


IN_TIME, TOO_LATE, DUE, AWAITED, ABSENT = PACKS = (
    "received",
    "late",
    "due",
    "awaited",
    "missing",
)


def pack_state(planned: date, came: date | None, *, ahead: int, by: date) -> str:
    """How the papers of a meeting stand on a day: in time `ahead` days before the planned one.

    late: they came after that; due: they are not there and should be; awaited: there is time left;
    missing: the day of the meeting came without them.
    """
    limit = planned - timedelta(days=ahead)
    if came is not None and came <= by:
        return IN_TIME if came <= limit else TOO_LATE
    if by >= planned:
        return ABSENT
    return DUE if by >= limit else AWAITED


def load(counts: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """Sum of number x weight."""
    return float(sum(Fraction(str(weights[name])) * number for name, number in counts.items()))


def productivity(
    values: Mapping[str, float | None],
    *,
    scales: Mapping[str, Anchors],
    weights: Mapping[str, float],
) -> tuple[dict[str, float | None], Composite]:
    """Each part as 0 to 100 through its anchors, and the weighted whole; unknown parts left out."""
    scores = {name: interpolated(values.get(name), anchors) for name, anchors in scales.items()}
    return scores, composite(scores, weights)


def per_quarter(number: float, start: date, end: date) -> float:
    """A number counted between two days, both included, as that of one quarter."""
    days = (end - start + timedelta(days=1)).days
    return number if 89 <= days <= 92 else number * DAYS_OF_A_QUARTER / days


def growth(now: float | None, before: float | None) -> float | None:
    """Change as a part of what was before; None where either is not known or it was nothing."""
    return None if now is None or not before else now / before - 1


Key = TypeVar("Key")


def summed(rows: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """The sum by key."""
    found: dict[Key, int] = defaultdict(int)
    for key, number in rows:
        found[key] += number
    return dict(found)
