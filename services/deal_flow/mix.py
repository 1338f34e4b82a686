"""Of what kind the deals of a window are, and of how many that is known."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from services.calc.funnel import CLOSED
from services.deal_flow.counting import COHORT, counting_note
from services.deal_flow.frame import NOT_GIVEN, Frame, Prospect
from services.deal_flow.results import Mix, MixPart
from services.deal_flow.thresholds import LEAST_FILLED, MOST_PARTS
from services.envelope import Note

OTHER = "Other"
CHECK_SIZE = "check_size"
BOUNDS = tuple(Decimal(bound) for bound in (500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000))
BANDS = ("under 0.5m", "0.5m to 1m", "1m to 2m", "2m to 5m", "5m to 10m", "10m and more")

Value = Callable[[Frame, Prospect], str | None]


def _band(frame: Frame, deal: Prospect) -> str | None:
    check = frame.check_of(deal)
    return None if check is None else BANDS[bisect_right(BOUNDS, check)]


DIMENSIONS: Mapping[str, Value] = {
    "sector": lambda frame, deal: deal.row.sector,
    "stage": lambda frame, deal: deal.row.round,
    "geography": lambda frame, deal: deal.row.geography,
    CHECK_SIZE: _band,
}


def mix(frame: Frame) -> Mix:
    """The cohort of the window by every dimension, beside that of the window before."""
    now, then = frame.cohort(), frame.cohort(frame.previous)
    rates = {
        name: _filled([value(frame, deal) for deal in now]) for name, value in DIMENSIONS.items()
    }
    excluded = tuple(name for name, rate in rates.items() if (rate or 0) < LEAST_FILLED)
    parts = [
        part
        for name, value in DIMENSIONS.items()
        if name not in excluded
        for part in _parts(
            name, [value(frame, d) for d in now], now, [value(frame, d) for d in then]
        )
    ]
    return Mix(
        parts=tuple(parts),
        fill_rates=rates,
        excluded=excluded,
        meta=frame.meta(Mix),
        notes=(
            counting_note(COHORT),
            *_notes(rates, excluded, len(then)),
            *frame.notes(),
        ),
    )


def _filled(values: Sequence[str | None]) -> float | None:
    return sum(value is not None for value in values) / len(values) if values else None


def _parts(
    dimension: str,
    values: Sequence[str | None],
    deals: Sequence[Prospect],
    before: Sequence[str | None],
) -> Iterator[MixPart]:
    """Values by how often they occur (sizes in their order), the rest as one, blanks last."""
    counted = Counter(value for value in values if value is not None)
    names = [name for name, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]
    if dimension == CHECK_SIZE:
        names = [name for name in BANDS if name in counted]
    elif len(names) > MOST_PARTS + 1:
        names = names[:MOST_PARTS]
    kept = set(names)
    now = [_part(value, kept) for value in values]
    then = Counter(_part(value, kept) for value in before)
    sizes = Counter(now)
    closed = Counter(
        part for part, deal in zip(now, deals, strict=True) if deal.track.has_reached(CLOSED)
    )
    for name in (*names, OTHER, NOT_GIVEN):
        if sizes[name] or then[name]:
            yield MixPart(
                dimension=dimension,
                name=name,
                deals=sizes[name],
                share=sizes[name] / len(now),
                closed=closed[name],
                previous_share=then[name] / len(before) if before else None,
            )


def _part(value: str | None, kept: set[str]) -> str:
    if value is None:
        return NOT_GIVEN
    return value if value in kept else OTHER


def _notes(
    rates: Mapping[str, float | None], excluded: Sequence[str], before: int
) -> Iterator[Note]:
    for name in excluded:
        rate = rates[name]
        if rate is None:
            words = f"No deal was sourced in the window, so there is no mix by {name}."
            yield Note(f"fill_rates.{name}", "no_deals", words)
        else:
            words = (
                f"Only {rate:.1%} of the deals have a {name}, less than {LEAST_FILLED:.0%}: "
                "not broken down."
            )
            yield Note(name, "low_coverage", words)
    if not before:
        words = "No deal was sourced in the window before, so there are no shares to compare with."
        yield Note("previous_share", "no_deals", words)
