"""The funnel: a bar a stage from a common zero, the window before as a thin bar below each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.deal_flow import words
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.deal_flow.results import PipelineFunnel, Step

HEIGHT = 246
UNDER = {"screened": "of sourced", "term_sheet": "of screened", "closed": "of term sheets"}
NOW, EARLIER = -0.1, 0.27  # where the two bars of a stage lie around its place
ROOM, NARROW_ROOM = 158, 96


def funnel_bars(
    found: PipelineFunnel, *, narrow: bool = False, go: Mapping[str, str] | None = None
) -> Figure:
    """Deals by stage now and before, with the rate from stage to stage and its interval.

    `go` is the address that a stage's bar leads to.
    """
    steps = found.steps
    most = max((max(step.count, step.previous) for step in steps), default=0)
    if not most:
        return shapes.blank(words.NOTHING, height=HEIGHT)
    places = range(len(steps))
    names = [words.named(step.stage, words.STAGES) for step in steps]
    now = _bars(
        [step.count for step in steps],
        [place + NOW for place in places],
        names=names,
        role="cat-1",
        width=0.44,
        title="This window",
    )
    if go:
        now["meta"] = {"go": [go.get(step.stage) for step in steps]}
    before = _bars(
        [step.previous for step in steps],
        [place + EARLIER for place in places],
        names=names,
        role="cat-8",
        width=0.16,
        title="The window before",
    )
    return shapes.figure(
        [now, before],
        x={"range": [0, most * 1.16], "showticklabels": False, "showgrid": False},
        y={
            "range": [len(steps) - 0.45, -0.55],
            "tickvals": list(places),
            "ticktext": names,
            "showgrid": False,
            "zeroline": False,
            "ticklabelstandoff": 6,
        },
        height=HEIGHT,
        right=NARROW_ROOM if narrow else ROOM,
        notes=[
            note
            for place, step in enumerate(steps)
            for note in _said(step, place, first=place == 0, narrow=narrow)
        ],
        hovermode="closest",
        barmode="overlay",
    )


def _bars(
    counts: list[int], places: list[float], *, names: list[str], role: str, width: float, title: str
) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": title,
        "x": counts,
        "y": places,
        "width": width,
        "customdata": names,
        "marker": {"color": colour(role)},
        "hovertemplate": "%{customdata}: %{x:,}<extra>" + title + "</extra>",
    }


def _said(step: Step, place: int, *, first: bool, narrow: bool) -> list[Figure]:
    """The count at its bar; beside the plot the rate, its interval and who fell out."""
    notes = [
        shapes.text(
            formats.count(step.count), x=step.count, y=place + NOW, role="ink", strong=True,
            shift=(6, 0),
        )
    ]  # fmt: skip
    if first:
        return notes
    share = formats.percent(step.rate)
    head = share if narrow else f"{share} {UNDER.get(step.stage, '')}".rstrip()
    tail = words.interval(step.low, step.high) if step.low is not None else "no interval"
    if not narrow and step.drop_off:
        way = "fewer" if step.drop_off > 0 else "more"
        tail += f", {formats.count(abs(step.drop_off))} {way}"
    at = {"x": 1, "y": place + NOW, "right": True}
    notes += [
        shapes.text(head, **at, role="ink", strong=True) | {"yshift": 7},
        shapes.text(tail, **at, role="ink-3") | {"yshift": -8},
    ]
    return notes
