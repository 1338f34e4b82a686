"""What becomes of deals in a stage: moved on, still there, lost, day by day since they entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.deal_flow import words
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.deal_flow.results import Curve, CurvePoint, Velocity

HEIGHT, TALL = 336, 600
Span = tuple[float, float]
LEAST = 0.09  # of the height that a field needs to hold its name
FIELDS: tuple[tuple[str, str, Callable[[CurvePoint], float]], ...] = (
    ("moved on", "seq-3", lambda point: point.advanced),
    ("still there", "seq-1", lambda point: point.advanced + point.survival),
    ("lost", "mark-band", lambda point: point.advanced + point.survival + point.lost),
)


def stage_curves(found: Velocity, *, narrow: bool = False) -> Figure:
    """One field chart a stage: the shares of deals that moved on, are still there and were lost.

    Open deals are censored, losses compete with moving on, so that the three add up to one.
    """
    curves = [curve for curve in found.curves if curve.points]
    height = TALL if narrow else HEIGHT
    if not curves:
        return shapes.blank(words.NOTHING, height=HEIGHT)
    data: list[Figure] = []
    notes: list[Figure] = []
    rules: list[Figure] = []
    axes: Figure = {}
    for place, curve in enumerate(curves):
        number = str(place + 1) if place else ""
        across, up = _domains(place, len(curves), narrow=narrow)
        axes |= _axes(curve, number, across, up)
        data += _fields(curve, number)
        notes += [*_head(curve, across, up), *_names(curve, number)]
        rules += _median(curve, number)
    x, y = axes.pop("xaxis"), axes.pop("yaxis")
    return shapes.figure(data, x=x, y=y, height=height, right=10, notes=notes, shapes=rules, **axes)


def _domains(place: int, count: int, *, narrow: bool) -> tuple[Span, Span]:
    """Two beside each other on a wide screen, one below the other on a narrow one."""
    columns = 1 if narrow else min(count, 2)
    lines = -(-count // columns)
    row, column = divmod(place, columns)
    head, foot = (0.07, 0.05) if narrow else (0.09, 0.1)
    wide, tall = 1 / columns, 1 / lines
    start, top = column * wide, 1 - row * tall
    across = (start + (0.04 if column else 0.0), start + wide - (0.02 if columns > 1 else 0.0))
    return across, (max(top - tall + (foot if row < lines - 1 else 0.0), 0.0), top - head)


def _axes(curve: Curve, number: str, across: Span, up: Span) -> Figure:
    longest = curve.points[-1].day or 1.0
    ticks = shapes.value_axis([longest], kind="percent")
    few = ticks["tickvals"][:: 2 if len(ticks["tickvals"]) > 4 else 1]
    return {
        f"xaxis{number}": {
            "domain": list(across),
            "anchor": f"y{number}",
            "range": [0, longest],
            "tickvals": few,
            "ticktext": [f"{tick:,.0f}" for tick in few],
        },
        f"yaxis{number}": {
            "domain": list(up),
            "anchor": f"x{number}",
            "range": [0, 1],
            "tickvals": [0, 0.5, 1],
            "ticktext": ["0", "50", "100"],
        },
    }


def _fields(curve: Curve, number: str) -> list[Figure]:
    """Three lines with the field below each filled."""
    marks = []
    days = [0.0, *(point.day for point in curve.points)]
    for name, role, reach in FIELDS:
        start = 0.0 if name == "moved on" else 1.0
        marks.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": days,
                "y": [start, *(reach(point) for point in curve.points)],
                "line": {"color": colour(role), "width": 0, "shape": "hv"},
                "fill": "tozeroy" if name == "moved on" else "tonexty",
                "fillcolor": colour(role),
                "customdata": [0.0 if start == 0.0 else 1.0 if name == "still there" else 0.0]
                + [_share(point, name) for point in curve.points],
                "hovertemplate": "%{customdata:.1%}",
                "xaxis": f"x{number}",
                "yaxis": f"y{number}",
            }
        )
    return marks


def _share(point: CurvePoint, name: str) -> float:
    return {"moved on": point.advanced, "still there": point.survival, "lost": point.lost}[name]


def _head(curve: Curve, across: Span, up: Span) -> list[Figure]:
    """The step at the left above its field, at the right how many deals it stands on."""
    paper = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
    name = words.named(curve.step, words.STEPS)
    count = f"n {curve.n:,}, {curve.n_open:,} open"
    return [
        shapes.text(name, x=across[0], y=up[1], role="ink-2", strong=True) | paper,
        shapes.text(count, x=across[1], y=up[1], role="ink-3", anchor="right") | paper,
    ]


def _names(curve: Curve, number: str) -> list[Figure]:
    """The final share in each field that is tall enough to hold it."""
    last = curve.points[-1]
    fields: Sequence[tuple[str, float, float]] = (
        ("moved on", last.advanced, last.advanced / 2),
        ("still there", last.survival, last.advanced + last.survival / 2),
        ("lost", last.lost, last.advanced + last.survival + last.lost / 2),
    )
    return [
        shapes.text(
            f"{name} {formats.percent(share, places=0)}", x=last.day, y=middle, role="ink",
            anchor="right", shift=(-4, 0),
        )
        | {"xref": f"x{number}", "yref": f"y{number}"}
        for name, share, middle in fields
        if share >= LEAST
    ]  # fmt: skip


def _median(curve: Curve, number: str) -> list[Figure]:
    """The day by which half had left, where it is reached."""
    if curve.median is None:
        return []
    return [
        {
            "type": "line",
            "xref": f"x{number}",
            "yref": f"y{number}",
            "x0": curve.median,
            "x1": curve.median,
            "y0": 0,
            "y1": 1,
            "line": {"color": colour("ink-2"), "width": 1, "dash": "dot"},
        }
    ]
