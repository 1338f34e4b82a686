"""Liquidity: what the funds can get at above what it is needed for, on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layouts import formats
from layouts.figures import shapes
from layouts.figures.risk.axes import NOTHING, money, names
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.risk.results.holdings import Liquidity

HEIGHT = 140
# Each part: field of the answer, its name, the role of its colour.
SOURCES = (
    ("unfunded_excluding_recallable", "Unfunded commitments", "cat-1"),
    ("recallable", "Recallable distributions", "seq-5"),
    ("cash", "Cash", "seq-4"),
    ("undrawn_line", "Undrawn credit line", "seq-3"),
)
USES = (
    ("follow_on_reserves", "Reserves for follow-ons", "div-1"),
    ("fees_and_expenses_remaining", "Fees and expenses to come", "cat-2"),
    ("credit_line_outstanding", "Credit line drawn", "div-3"),
    ("other_obligations", "Other obligations", "mark-band"),
)


def sources_and_uses(found: Liquidity, *, narrow: bool = False) -> Figure:
    """Two stacked bars; a part that is not known is left out, and its bar has no total."""
    totals = [found.sources.total, found.uses.total]
    drawn = [
        *_parts(found.sources, SOURCES, place=0),
        *_parts(found.uses, USES, place=1),
    ]
    if not drawn:
        return shapes.blank(NOTHING, height=HEIGHT)
    ends = [
        max((trace["base"][0] + trace["x"][0] for trace in drawn if trace["y"] == [place]),
            default=0.0)
        for place in (0, 1)
    ]  # fmt: skip
    axis, size, letter = money([*ends, *totals])
    labels = [
        shapes.text(
            shapes.money_label(total, size, letter) if total is not None else formats.MISSING,
            x=1, y=place, role="ink", strong=True, right=True,
        )
        for place, total in enumerate(totals)
    ]  # fmt: skip
    if narrow:
        axis = axis | {"tickvals": axis["tickvals"][::2], "ticktext": axis["ticktext"][::2]}
    return shapes.figure(
        drawn,
        x=axis,
        y=names(["Sources", "Uses"]),
        height=HEIGHT,
        right=76,
        notes=labels,
        barmode="overlay",
        hovermode="closest",
    )


def _parts(told: Any, parts: tuple[tuple[str, str, str], ...], *, place: int) -> list[Figure]:
    """The known parts end to end from zero."""
    drawn: list[Figure] = []
    start = 0.0
    for key, name, role in parts:
        value = shapes.number(getattr(told, key))
        if not value:
            continue
        drawn.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [value],
                "y": [place],
                "base": [start],
                "width": 0.56,
                "name": name,
                "marker": {
                    "color": colour(role),
                    "line": {"color": colour("panel"), "width": 1},
                },
                "customdata": [formats.money(getattr(told, key))],
                "hovertemplate": f"{name}: %{{customdata}}<extra></extra>",
            }
        )
        start += value
    return drawn
