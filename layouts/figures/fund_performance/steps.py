"""Steps from one figure to another: bars that begin where the one above them ends."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from layouts import formats
from layouts.figures import shapes
from layouts.figures.fund_performance.sizes import HEIGHT, NOTHING
from layouts.figures.shapes import Figure, Value
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.fund_performance.results import GrossToNet, NavBridge

BAR, MARGIN = 26, 34
ROLES = {"cash": "cat-8", "result": "cat-1", "cost": "cat-2", "rest": "cat-4", "value": "ink"}
LONGEST_NAME = 20


class Step(NamedTuple):
    """A bar from `start` to `end` with its name and amount in words; totals begin at nothing."""

    name: str
    start: float
    end: float
    role: str
    said: str
    strong: bool = False


def nav_steps(bridge: NavBridge, *, narrow: bool = False) -> Figure:
    """What moved the value, from nothing to its change; the values themselves are in words."""
    amounts = [row.amount for row in bridge.rows]
    if not amounts or any(amount is None for amount in amounts):
        return shapes.blank(NOTHING, height=HEIGHT)
    unit = shapes.unit_of(amounts)
    steps: list[Step] = []
    at = 0.0
    for row in bridge.rows:
        said = shapes.money_label(row.amount, *unit)
        if row.kind == "value":
            start = 0.0 if row.step == "closing" else at
            steps.append(Step(row.name, start, at, "ink", said, strong=True))
            continue
        end = at + float(row.amount or 0)
        steps.append(Step(row.name, at, end, ROLES[row.kind], said))
        at = end
    return _drawn(steps, kind="money", narrow=narrow)


def net_steps(bridge: GrossToNet, *, narrow: bool = False) -> Figure:
    """What each part takes of the rate in basis points, of the multiple where there is no rate."""
    rates = [row.irr_effect for row in bridge.rows]
    if bridge.rows and None not in rates:
        known = [(row.name, float(row.irr_effect or 0) * 10_000) for row in bridge.rows]
        ends = (formats.percent(bridge.gross_irr), formats.percent(bridge.net_irr))
        return _drawn(_net(known, ends, "bp"), kind="points", narrow=narrow)
    effects = [row.tvpi_effect for row in bridge.rows]
    if not effects or None in effects:
        return shapes.blank(NOTHING, height=HEIGHT)
    known = [(row.name, float(row.tvpi_effect or 0)) for row in bridge.rows]
    ends = (formats.multiple(bridge.gross_tvpi), formats.multiple(bridge.net_tvpi))
    return _drawn(_net(known, ends, "x"), kind="x", narrow=narrow)


def _net(known: Sequence[tuple[str, float]], ends: tuple[str, str], unit: str) -> list[Step]:
    steps = [Step("Gross", 0.0, 0.0, "ink", ends[0], strong=True)]
    at = 0.0
    for place, (name, effect) in enumerate(known):
        role = "cat-8" if place == 0 and name.startswith("Cash") else "cat-2"
        role = "cat-1" if effect > 0 else role
        said = _effect(effect, unit)
        steps.append(Step(name, at, at + effect, role, said))
        at += effect
    return [*steps, Step("Net", 0.0, at, "ink", ends[1], strong=True)]


def _effect(effect: float, unit: str) -> str:
    """`−469 bp`, `+0.02x`."""
    if unit == "x":
        return formats.multiple_change(effect)
    figure = Decimal(str(effect)).quantize(Decimal(1))
    sign = "" if not figure else formats.MINUS if figure < 0 else "+"
    return f"{sign}{abs(figure):,}{formats.THIN}bp"


def _drawn(steps: Sequence[Step], *, kind: str, narrow: bool) -> Figure:
    """Bars one below the other, each joined to the next, amounts in a column on the right."""
    axis = _axis([place for step in steps for place in (step.start, step.end)], kind)
    places = list(range(len(steps)))
    data: Figure = {
        "type": "bar",
        "orientation": "h",
        "base": [step.start for step in steps],
        "x": [step.end - step.start for step in steps],
        "y": places,
        "width": 0.62,
        "marker": {"color": [colour(step.role) for step in steps]},
        "customdata": [[shapes.words(step.name), step.said] for step in steps],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    names = [_short(step.name, narrow=narrow) for step in steps]
    return shapes.figure(
        [data],
        x=axis,
        y={
            "range": [len(steps) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [shapes.words(name) for name in names],
            "showgrid": False,
            "zeroline": False,
        },
        height=max(HEIGHT, BAR * len(steps) + MARGIN),
        right=shapes.room([step.said for step in steps]),
        notes=[
            shapes.text(step.said, x=1, y=place, role="ink" if step.strong else "ink-2",
                        strong=step.strong, right=True)
            for place, step in zip(places, steps, strict=True)
        ],
        shapes=_joints(steps),
        hovermode="closest",
    )  # fmt: skip


def _axis(values: Sequence[Value], kind: str) -> Figure:
    axis = shapes.value_axis(values, kind="x" if kind == "points" else kind)
    low, high = axis["range"]
    pad = (high - low) * 0.03
    return axis | {
        "range": [low - pad, high + pad],
        "zeroline": True,
        "zerolinecolor": colour("mark-zero"),
        "showgrid": False,
        "showticklabels": False,
    }


def _joints(steps: Sequence[Step]) -> list[Figure]:
    """Thin lines that lead from the end of a bar to the beginning of the next."""
    return [
        {
            "type": "line",
            "x0": above.end,
            "x1": above.end,
            "y0": place + 0.31,
            "y1": place + 0.69,
            "line": {"color": colour("mark-zero"), "width": 1},
            "layer": "below",
        }
        for place, (above, below) in enumerate(pairwise(steps))
        if above.end == below.start or below.strong
    ]


def _short(name: str, *, narrow: bool) -> str:
    most = LONGEST_NAME if narrow else 2 * LONGEST_NAME
    return name if len(name) <= most else f"{name[: most - 1]}…"
