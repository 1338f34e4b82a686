"""From round to round: step-ups by the stage arrived at, and how many rounds go down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence import ranges
from layouts.figures.market_intelligence.sizes import NOTHING, STAGES, stage
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.market_intelligence.results import StepUp, StepUps

HEIGHT = 250
LEFT, RIGHT = [0.0, 0.48], [0.68, 1.0]
UPPER, LOWER = [0.6, 0.94], [0.0, 0.36]
WHOLE, BELOW_HEAD = [0.0, 1.0], [0.0, 0.92]


def step_ups(steps: StepUps, *, narrow: bool = False) -> Figure:
    """Left the step-up between its quartiles, right the share of down rounds with its interval."""
    found = [row for row in arrived(steps) if row.n]
    ups = [_up(row) for row in found]
    downs = [_down(row) for row in found]
    if not any(row.known for row in (*ups, *downs)):
        return shapes.blank(NOTHING, height=HEIGHT)
    multiples = [1.0, *(value for row in ups for value in (row.low, row.mid, row.high))]
    shares = [value for row in downs for value in (row.low, row.mid, row.high)]
    sides = (WHOLE, WHOLE) if narrow else (LEFT, RIGHT)
    tops = (UPPER, LOWER) if narrow else (BELOW_HEAD, BELOW_HEAD)
    return shapes.figure(
        [*ranges.marks(ups), *ranges.marks(downs, pane="2")],
        x=ranges.plain_axis(multiples, kind="x") | {"domain": sides[0], "anchor": "y"},
        y=ranges.names(ups, narrow=narrow) | {"domain": tops[0], "anchor": "x"},
        xaxis2=ranges.plain_axis(shares, kind="percent") | {"domain": sides[1], "anchor": "y2"},
        yaxis2=ranges.names(downs, narrow=narrow, shown=narrow)
        | {"domain": tops[1], "anchor": "x2"},
        height=HEIGHT,
        right=shapes.room([row.side for row in (*ups, *downs)]),
        notes=[
            _head("Step-up: pre-money over the last post-money, x", ""),
            _head("Down rounds, %, 95 % interval", "2"),
            *ranges.beside(ups, end=sides[0][1]),
            *ranges.beside(downs, pane="2", start=sides[1][0], end=sides[1][1]),
        ],
        shapes=[_par()],
        hovermode="closest",
    )


def arrived(steps: StepUps) -> list[StepUp]:
    """The stages in their order; rounds of other kinds last."""
    order = list(STAGES)
    return sorted(
        steps.stages, key=lambda row: order.index(row.stage) if row.stage in order else len(order)
    )


def _up(row: StepUp) -> ranges.Row:
    n = f"n {formats.count(row.n)}"
    between = f"p25 {formats.multiple(row.p25)}, p75 {formats.multiple(row.p75)}"
    return ranges.Row(
        name=stage(row.stage),
        low=row.p25,
        mid=row.median,
        high=row.p75,
        side=n if row.median is None else f"{formats.multiple(row.median)} · {n}",
        hover=f"{stage(row.stage)}: median {formats.multiple(row.median)}, {between}, {n}",
        why="no data" if row.n == 0 else "too few pairs of rounds",
    )


def _down(row: StepUp) -> ranges.Row:
    scaled = [
        None if value is None else value * 100
        for value in (row.down_low, row.down_round_share, row.down_high)
    ]
    share = formats.percent(row.down_round_share, places=0)
    of = f"{row.down_rounds} of {formats.count(row.n)}"
    bounds = (
        f"{formats.percent(row.down_low, places=0)} to {formats.percent(row.down_high, places=0)}"
    )
    return ranges.Row(
        name=stage(row.stage),
        low=scaled[0],
        mid=scaled[1],
        high=scaled[2],
        side=f"{share} · {of}" if row.down_round_share is not None else of,
        hover=f"{stage(row.stage)}: {share} of {row.n} rounds, {bounds}",
        why="no data" if row.n == 0 else "too few",
    )


def _head(words: str, pane: str) -> Figure:
    note = shapes.text(words, x=0, y=1, role="ink-2") | {"yshift": 12}
    return note | {"xref": f"x{pane} domain", "yref": f"y{pane} domain"}


def _par() -> Figure:
    """The line at 1.0x: left of it a round is a down round."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "y domain",
        "x0": 1,
        "x1": 1,
        "y0": 0,
        "y1": 1,
        "line": {"color": colour("mark-zero"), "width": 1, "dash": "dot"},
        "layer": "below",
    }
