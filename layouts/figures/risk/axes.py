"""What the charts of Risk share: their sizes, axes of names and of shares, notes at the edge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

NOTHING = "nothing to draw yet"
BAR, MARGIN = 27, 48
LEAST = 208
SQUARE = 300
LONGEST_NAME = 20


def said(text: str) -> str:
    """The name of a scenario as it is shown: `fair values -30%` as `Fair values −30 %`."""
    shown = re.sub(r"(?<=\d)%", "\u2009%", re.sub(r"-(?=\d)", formats.MINUS, text))
    return f"{shown[:1].upper()}{shown[1:]}"


def height(bars: int) -> int:
    """How tall a chart of so many bars is."""
    return max(LEAST, BAR * bars + MARGIN)


def name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """A name of the firm's data beside its bar, cut where it is long."""
    return shapes.words(text if len(text) <= longest else f"{text[: longest - 1]}…")


def names(texts: Sequence[str], *, longest: int = LONGEST_NAME) -> Figure:
    """An axis of names, the first on top."""
    return {
        "range": [len(texts) - 0.5, -0.5],
        "tickvals": list(range(len(texts))),
        "ticktext": [name(text, longest=longest) for text in texts],
        "tickfont": {"size": 12, "color": colour("ink-2")},
        "ticklabelstandoff": 4,
        "showgrid": False,
        "zeroline": False,
    }


def scale(last: float, step: float, suffix: str, *, first: float = 0.0) -> Figure:
    """A sideways axis with a tick every `step`, the unit at each."""
    count = int((last - first) / step + 1e-9)
    ticks = [first + place * step for place in range(count + 1)]
    return {
        "range": [first, last],
        "tickvals": ticks,
        "ticktext": [f"{tick:g}{suffix}" for tick in ticks],
        "showgrid": True,
        "gridcolor": colour("mark-grid"),
        "zeroline": True,
        "zerolinecolor": colour("mark-zero"),
    }


def money(values: Sequence[shapes.Value]) -> tuple[Figure, int, str]:
    """A sideways axis of amounts with its size and letter; the letter stands at each tick."""
    axis = shapes.value_axis(values, kind="money")
    size, letter = shapes.unit_of(axis["tickvals"])
    axis["ticktext"] = [_with(text, letter) for text in axis["ticktext"]]
    look = {"gridcolor": colour("mark-grid"), "zerolinecolor": colour("mark-zero")}
    return axis | {"showgrid": True, "zeroline": True} | look, size, letter


def _with(text: str, letter: str) -> str:
    if text == "0":
        return text
    return f"{text[:-1]}{letter})" if text.endswith(")") else f"{text}{letter}"


def heading(said: str, *, x: float, role: str, right: bool = False) -> Figure:
    """A word above the plot: at a value, or `right` of it over what stands at the edge."""
    note = shapes.text(said, x=x, y=1, role=role, anchor="left")
    return note | {
        "xref": "paper" if right else "x",
        "x": 1 if right else x,
        "yref": "paper",
        "yanchor": "bottom",
        "xshift": 9 if right else 2,
        "font": {"size": 11, "color": colour(role)},
    }


def field(first: float, last: float, role: str) -> Figure:
    """A tinted field from one value of x to another, over the whole height."""
    return {
        "type": "rect",
        "x0": first,
        "x1": last,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": colour(role),
        "line": {"width": 0},
        "layer": "below",
    }
