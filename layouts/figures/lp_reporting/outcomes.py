"""What investors and general partner get if the portfolio is sold for more or less than today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.lp_reporting.results.waterfall import SoldAt, Waterfall

NOTHING = "nothing to draw yet"
HEIGHT = 190


def outcomes(found: Waterfall, *, narrow: bool = False) -> Figure:
    """One bar for each price: the investors' part, on top of it the carry, with its share."""
    sold = [item for item in found.sold_at if item.lp is not None and item.gp is not None]
    if not sold:
        return shapes.blank(NOTHING, height=HEIGHT)
    tops = [float(item.lp or 0) + max(float(item.gp or 0), 0.0) for item in sold]
    axis = shapes.value_axis(tops, kind="money")
    axis["range"] = [axis["range"][0], axis["range"][1] * 1.08]
    names = [_name(item) for item in sold]
    bars = [
        _bars(sold, names, "lp", "Investors", "cat-1"),
        _bars(sold, names, "gp", "Carry", "cat-2"),
    ]
    return shapes.figure(
        bars,
        x={"type": "category", "tickfont": {"size": 11 if narrow else 12}},
        y=axis,
        height=HEIGHT,
        right=12,
        notes=[_share(item, name, top) for item, name, top in zip(sold, names, tops, strict=True)],
        barmode="relative",
        bargap=0.5,
        hovermode="closest",
    )


def _bars(sold: list[SoldAt], names: list[str], key: str, name: str, role: str) -> Figure:
    values = [getattr(item, key) for item in sold]
    return {
        "type": "bar",
        "x": names,
        "y": [shapes.number(value) for value in values],
        "name": name,
        "marker": {"color": colour(role)},
        "customdata": [formats.money(value) for value in values],
        "hovertemplate": f"{name} at %{{x}} of today's value: %{{customdata}}<extra></extra>",
    }


def _share(item: SoldAt, name: str, top: float) -> Figure:
    """The general partner's share of profit above its bar."""
    said = "no carry" if not item.gp else f"carry {formats.percent(item.gp_share_of_profit)}"
    return shapes.text(said, x=name, y=top, anchor="center", role="ink-2", shift=(0, 9))


def _name(item: SoldAt) -> str:
    return formats.percent(item.share_of_nav, places=0)
