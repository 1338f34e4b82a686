"""The runway ladder: months of cash by company, the shortest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.portfolio_analytics.sizes import BAR, LEAST, LONGEST_NAME, MARGIN, NOTHING
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.portfolio_analytics.results import RiskAnalysis, RunwayRow

UNDER = 6.0
LONGEST = 36.0  # months at which a bar ends; its label says how many there are
MOST_BARS = 20
STEP = 6


def ladder(risk: RiskAnalysis, *, narrow: bool = False) -> Figure:
    """One bar a company with the month its cash ends at the right; under six months in red."""
    finite = [row for row in risk.runway_analysis.companies if row.runway_months is not None]
    rows = finite[:MOST_BARS]
    if not rows:
        return shapes.blank(NOTHING, height=LEAST)
    ends = [min(row.runway_months or 0.0, LONGEST) for row in rows]
    places = list(range(len(rows)))
    last = max(*ends, 2 * UNDER) * (1.2 if narrow else 1.1)
    return shapes.figure(
        [_bars(rows, ends, places)],
        x=_months(last, narrow=narrow),
        y={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [_name(row.name) for row in rows],
            "tickfont": {"size": 12, "color": colour("ink-2")},
            "showgrid": False,
            "zeroline": False,
        },
        height=max(LEAST, BAR * len(rows) + MARGIN),
        right=64,
        notes=_notes(rows, ends),
        shapes=[_zone()],
        hovermode="closest",
        margin={"l": 4, "r": 74, "t": 22, "b": 22},
    )


def _bars(rows: list[RunwayRow], ends: list[float], places: list[int]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "x": ends,
        "y": places,
        "width": 0.62,
        "marker": {"color": [colour("bad" if _short(row) else "cat-1") for row in rows]},
        "customdata": [
            [
                shapes.words(row.name),
                formats.months(row.runway_months),
                formats.money(row.cash),
                formats.money(row.net_burn),
                formats.month(row.zero_cash_date),
            ]
            for row in rows
        ],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<br>cash %{customdata[2]}, burns "
        "%{customdata[3]} a month<br>cash ends %{customdata[4]}<extra></extra>",
    }


def _months(last: float, *, narrow: bool) -> Figure:
    step = STEP * (2 if narrow and last > 4 * STEP else 1)
    ticks = list(range(0, int(last) + 1, step))
    return {
        "range": [0, last],
        "tickvals": ticks,
        "ticktext": ["0 mo", *(str(tick) for tick in ticks[1:])],
        "showgrid": True,
        "gridcolor": colour("mark-grid"),
        "zeroline": True,
        "zerolinecolor": colour("mark-zero"),
    }


def _zone() -> Figure:
    """The field of under six months."""
    return {
        "type": "rect",
        "x0": 0,
        "x1": UNDER,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": colour("bad-soft"),
        "line": {"width": 0},
        "layer": "below",
    }


def _notes(rows: list[RunwayRow], ends: list[float]) -> list[Figure]:
    """The months beside each bar, the month the cash ends at the edge, and the two headings."""
    notes = [
        _heading("under 6 months", x=0, role="bad", anchor="left", xref="x"),
        _heading("cash ends", x=1, role="ink-3", anchor="left", xref="paper"),
    ]
    for place, (row, end) in enumerate(zip(rows, ends, strict=True)):
        months = f"{row.runway_months:.0f}"
        notes.append(shapes.text(months, x=end, y=place, strong=True, role="ink", shift=(5, 0)))
        ending = formats.month(row.zero_cash_date)
        notes.append(shapes.text(ending, x=1, y=place, role="ink-2", right=True))
    return notes


def _heading(said: str, *, x: float, role: str, anchor: str, xref: str) -> Figure:
    return shapes.text(said, x=x, y=0, role=role, anchor=anchor) | {
        "xref": xref,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "xshift": 9 if xref == "paper" else 2,
        "font": {"size": 11, "color": colour(role)},
    }


def _short(row: RunwayRow) -> bool:
    return row.runway_months is not None and row.runway_months < UNDER


def _name(name: str) -> str:
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return shapes.words(short)
