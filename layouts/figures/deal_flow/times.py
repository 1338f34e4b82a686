"""Days by step: the means of one closed cohort end to end, and the spread of every step below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layouts.figures import shapes
from layouts.figures.deal_flow import words
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.deal_flow.results import StageTime, Velocity

HEIGHT = 300
STEPS = ("source_to_screen", "screen_to_term", "term_to_close", "total")
SEGMENTS = ("seq-2", "seq-3", "seq-4")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of deals and how its row is drawn: place below the step, height, colours."""

    share: str
    shift: float
    width: float
    box: str
    mark: str
    tick: int


CLOSED = Group("closed_cohort", -0.14, 0.34, "seq-2", "cat-1", 15)
EVERY = Group("all_deals", 0.24, 0.18, "mark-band", "mark-peer", 9)
GROUPS = (CLOSED, EVERY)


def step_days(found: Velocity, *, narrow: bool = False) -> Figure:
    """On top the means of the closed cohort, which add up to its cycle; below for each step the
    middle half of deals as a box, the median as a tick, and a line up to the ninetieth in a
    hundred: the closed cohort in blue, every deal that took the step in grey."""
    times = {(item.share, item.step): item for item in found.stages if item.median is not None}
    if not times:
        return shapes.blank(words.NOTHING, height=HEIGHT)
    means = [found.by_stage.get(step) for step in STEPS[:-1]]
    reach = [value for item in times.values() for value in (item.p90, item.p75, item.median)]
    axis = shapes.value_axis([*reach, found.average_cycle_time], kind="percent")
    segments, said = _segments(means)
    data = [*segments, *(mark for group in GROUPS for mark in _spread(times, group))]
    names = ["Means", *(words.named(step, words.STEPS) for step in STEPS)]
    shown = ["Means", "To screened", "To term sheet", "To closed", "In all"] if narrow else names
    return shapes.figure(
        data,
        x=axis | {"showgrid": True, "gridcolor": colour("mark-grid"), "zeroline": True},
        y={
            "range": [len(names) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": shown,
            "showgrid": False,
            "zeroline": False,
            "ticklabelstandoff": 6,
        },
        height=HEIGHT,
        right=8 if narrow else 92,
        notes=[*said, *([] if narrow else _medians(times))],
        barmode="overlay",
        hovermode="closest",
    )


def _segments(means: Sequence[float | None]) -> tuple[list[Figure], list[Figure]]:
    """The stacked bar of means with its figures; nothing where one of them is unknown."""
    if any(mean is None for mean in means):
        return [], []
    marks, notes, start = [], [], 0.0
    for step, mean, role in zip(STEPS, means, SEGMENTS, strict=False):
        length = mean or 0.0
        marks.append(
            _bar([start], [length], [0.0], width=0.5, role=role)
            | {
                "name": words.STEPS[step],
                "hovertemplate": f"{words.STEPS[step]}: mean {words.days(mean)}<extra></extra>",
            }
        )
        place = {"x": start + length / 2, "y": 0}
        notes.append(shapes.text(words.days(mean), **place, role="ink", anchor="center"))
        start += length
    return marks, _apart(notes, means)


def _apart(notes: list[Figure], means: Sequence[float | None]) -> list[Figure]:
    """The figures of segments that are wide enough to hold them."""
    whole = sum(mean or 0.0 for mean in means)
    return [
        note
        for note, mean in zip(notes, means, strict=False)
        if whole and (mean or 0.0) / whole > 0.1
    ]


def _spread(times: Mapping[tuple[str, str], StageTime], group: Group) -> list[Figure]:
    """Boxes, lines to the ninetieth percentile and ticks at the median of one group of deals."""
    share, box, mark = group.share, group.box, group.mark
    rows = [
        (times[share, step], place + group.shift)
        for place, step in enumerate(STEPS, start=1)
        if (share, step) in times
    ]
    if not rows:
        return []
    starts = [item.p25 or 0.0 for item, _ in rows]
    lengths = [(item.p75 or 0.0) - (item.p25 or 0.0) for item, _ in rows]
    places = [place for _, place in rows]
    tails: tuple[list[float | None], list[float | None]] = ([], [])
    for item, place in rows:
        tails[0].extend([item.p75, item.p90, None])
        tails[1].extend([place, place, None])
    said = [
        f"{words.named(item.step, words.STEPS)}: median {words.days(item.median)}, middle half "
        f"{words.days(item.p25)} to {words.days(item.p75)}, n {item.n}"
        for item, _ in rows
    ]
    stroke = {"color": colour(mark), "width": 1.4}
    return [
        {"type": "scatter", "mode": "lines", "x": tails[0], "y": tails[1], "line": stroke,
         "hoverinfo": "skip"},
        _bar(starts, lengths, places, width=group.width, role=box)
        | {"customdata": said, "hovertemplate": "%{customdata}<extra></extra>", "name": share},
        {"type": "scatter", "mode": "markers", "x": [item.median for item, _ in rows], "y": places,
         "marker": {"symbol": "line-ns", "size": group.tick,
                    "line": {"color": colour(mark), "width": 2.2}},
         "hoverinfo": "skip"},
    ]  # fmt: skip


def _bar(
    starts: list[float], lengths: list[float], places: list[float], *, width: float, role: str
) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": lengths,
        "y": places,
        "width": width,
        "marker": {"color": colour(role), "line": {"color": colour("panel"), "width": 1}},
    }


def _medians(times: Mapping[tuple[str, str], StageTime]) -> list[Figure]:
    """Median and number of deals beside each row."""
    notes = []
    for place, step in enumerate(STEPS, start=1):
        for group in GROUPS:
            if (item := times.get((group.share, step))) is not None:
                said = f"{words.days(item.median)}, n {item.n:,}"
                role = "ink" if group is CLOSED else "ink-3"
                at = {"x": 1, "y": place + group.shift, "right": True}
                notes.append(shapes.text(said, **at, role=role))
    return notes
