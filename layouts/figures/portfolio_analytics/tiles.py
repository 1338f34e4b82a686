"""Concentration as a map of tiles: area is the share of what is held, colour the multiple."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.portfolio_analytics.sizes import NOTHING, TILES
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.portfolio_analytics.results import RiskAnalysis, Weight

MOST_TILES = 20
WIDE, NARROW = 340, 330  # pixels a map is likely to have, by which it is decided what fits
# From which multiple on a tile has its colour, that of the words on it, and what it is called.
BANDS: tuple[tuple[float, str, str, str], ...] = (
    (2.0, "cat-1", "panel", "2x and over"),
    (1.25, "div-5", "ink", "1.25–2x"),
    (1.0, "div-4", "ink", "1–1.25x"),
    (0.75, "div-3", "ink", "0.75–1x"),
    (float("-inf"), "div-1", "panel", "under 0.75x"),
)
UNKNOWN = ("mark-band", "ink", "not known")


@dataclass(frozen=True, slots=True)
class Tile:
    """A place in the unit square, from the top left; `share` is its part of the whole."""

    name: str
    share: float
    moic: float | None
    left: float
    top: float
    width: float
    height: float


def tiles(risk: RiskAnalysis, *, narrow: bool = False, by: str = "fair_value") -> Figure:
    """The held companies as tiles, the largest first; many small ones together as one."""
    placed = laid_out(risk.concentration_risk.companies, by=by)
    if not placed:
        return shapes.blank(NOTHING, height=TILES)
    room = (NARROW if narrow else WIDE, TILES - 8)
    axis = {"range": [0, 1], "visible": False}
    return shapes.figure(
        [_hover(tile, by) for tile in placed],
        x=axis,
        y={"range": [1, 0], "visible": False},
        height=TILES,
        right=0,
        notes=[note for tile in placed for note in _words(tile, room)],
        shapes=[_drawn(tile) for tile in placed],
        hovermode="closest",
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def laid_out(companies: Sequence[Weight], *, by: str) -> list[Tile]:
    """Tiles that fill the unit square, squarified: each as near to a square as its row allows."""
    key = f"weight_{by}"
    held = sorted(
        ((getattr(item, key), item) for item in companies if (getattr(item, key) or 0) > 0),
        key=lambda pair: -pair[0],
    )
    pieces = [(item.name, share, item.moic) for share, item in held[:MOST_TILES]]
    if more := held[MOST_TILES:]:
        pieces.append((f"{len(more)} others", sum(share for share, _ in more), None))
    return _squarified(pieces)


def band(moic: float | None) -> tuple[str, str, str]:
    """Colour, colour of words and name of the band a multiple falls into."""
    if moic is None or not formats.known(moic):
        return UNKNOWN
    found = next(item for item in BANDS if moic >= item[0])
    return found[1], found[2], found[3]


def _squarified(pieces: list[tuple[str, float, float | None]]) -> list[Tile]:
    left, top, width, height = 0.0, 0.0, 1.0, 1.0
    placed: list[Tile] = []
    rest = list(pieces)
    while rest:
        area = width * height / sum(share for _, share, _ in rest)
        side = min(width, height)
        row = [rest[0]]
        for piece in rest[1:]:
            if _worst([*row, piece], area, side) > _worst(row, area, side):
                break
            row.append(piece)
        rest = rest[len(row) :]
        depth = sum(share for _, share, _ in row) * area / side
        along = 0.0
        for name, share, moic in row:
            length = share * area / depth
            if width >= height:
                place = (left, top + along, depth, length)
            else:
                place = (left + along, top, length, depth)
            placed.append(Tile(name, share, moic, *place))
            along += length
        if width >= height:
            left, width = left + depth, width - depth
        else:
            top, height = top + depth, height - depth
    return placed


def _worst(row: list[tuple[str, float, float | None]], area: float, side: float) -> float:
    """How far the least square of a row's tiles is from a square."""
    sizes = [share * area for _, share, _ in row]
    total = sum(sizes)
    return max(side**2 * max(sizes) / total**2, total**2 / (side**2 * min(sizes)))


def _drawn(tile: Tile) -> Figure:
    return {
        "type": "rect",
        "x0": tile.left,
        "x1": tile.left + tile.width,
        "y0": tile.top,
        "y1": tile.top + tile.height,
        "fillcolor": colour(band(tile.moic)[0]),
        "line": {"width": 1.5, "color": colour("panel")},
        "layer": "below",
    }


def _hover(tile: Tile, by: str) -> Figure:
    """The tile as a field that says what it is when it is pointed at; nothing is drawn of it."""
    right, low = tile.left + tile.width, tile.top + tile.height
    of = by.replace("_", " ")
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [tile.left, right, right, tile.left, tile.left],
        "y": [tile.top, tile.top, low, low, tile.top],
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": f"{shapes.words(tile.name)}: {formats.percent(tile.share)} of {of}, "
        f"{formats.multiple(tile.moic)}",
    }


def _words(tile: Tile, room: tuple[int, int]) -> list[Figure]:
    """The name, and below it share and multiple, as far as they fit into the tile."""
    wide, tall = tile.width * room[0] - 12, tile.height * room[1] - 8
    name = _fitting(tile.name, wide)
    if not name or tall < 14:
        return []
    role = band(tile.moic)[1]
    place = {"x": tile.left, "y": tile.top}
    lines = [_line(name, **place, role=role, strong=True, down=11)]
    share = formats.percent(tile.share)
    long = f"{share} · {formats.multiple(tile.moic)}" if tile.moic is not None else share
    said = long if len(long) * 6.0 <= wide else share if len(share) * 6.0 <= wide else ""
    if said and tall >= 30:
        lines.append(_line(said, **place, role=role, strong=False, down=27))
    return lines


def _line(said: str, *, x: float, y: float, role: str, strong: bool, down: int) -> Figure:
    note = shapes.text(said, x=x, y=y, role=role, strong=strong, shift=(7, -down))
    return note | {"font": note["font"] | {"size": 11.5 if strong else 11}}


def _fitting(name: str, room: float) -> str:
    """The name, or as much of it as the tile is wide; nothing where not even that reads."""
    if len(name) * 6.4 <= room:
        return name
    first = name.split(maxsplit=1)[0]
    if len(first) * 6.4 <= room:
        return first
    most = int(room / 6.4) - 1
    return f"{first[:most]}." if most >= 3 else ""
