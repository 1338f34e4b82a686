"""Money that goes out: into companies by quarter, for fees by year, and what is kept for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts.figures import shapes
from layouts.figures.fund_performance.sizes import HEIGHT, NOTHING
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.fund_performance.results import Deployment, Fees, Reserves

HOVER = "%{y:,.0f}"
MOST_QUARTERS = 24
BAR, MARGIN = 34, 40
USES = (
    ("fees", "Fees to the end", "cat-2"),
    ("follow_on", "Follow-ons", "cat-1"),
    ("owed", "Owed", "cat-8"),
    ("new_deals", "New deals", "cat-3"),
)


def deployment_bars(found: Deployment, *, narrow: bool = False) -> Figure:
    """Money for new companies and for those held already, by quarter, funds added up."""
    rows = [row for row in found.rows if row.deployed is not None]
    if not rows:
        return shapes.blank(NOTHING, height=HEIGHT)
    sums: dict[object, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in rows:
        total = sums[row.date]
        total[0] += float(row.new_money or 0)
        total[1] += float(row.follow_on or 0)
        total[2] += row.new_companies
    days = sorted({row.date for row in rows})[-MOST_QUARTERS:]
    new, more = ([sums[day][place] for day in days] for place in (0, 1))
    axis = shapes.value_axis([a + b for a, b in zip(new, more, strict=True)], kind="money")
    bars = [
        shapes.bars(days, new, name="New companies", role="cat-1", hover=HOVER),
        shapes.bars(days, more, name="Follow-on", role="cat-6", hover=HOVER),
    ]
    notes = [
        shapes.text(f"{sums[day][2]:.0f}", x=day.isoformat(), y=sums[day][0] + sums[day][1],
                    anchor="center", shift=(0, 9))
        for day in days
        if sums[day][2] and not narrow
    ]  # fmt: skip
    low, high = axis["range"]
    return shapes.figure(
        bars,
        x=shapes.date_axis(days, narrow=narrow, least_pad=60),
        y=axis | {"range": [low, high * 1.08]},
        height=HEIGHT,
        right=8,
        notes=notes,
        barmode="stack",
    )


def fee_bars(found: Fees, *, narrow: bool = False) -> Figure:
    """Net fees and expenses by year, and the fee that was agreed as a mark."""
    rows = [row for row in found.rows if row.fees_net is not None or row.expenses is not None]
    if not rows:
        return shapes.blank(NOTHING, height=HEIGHT)
    years = [row.year for row in rows]
    fees = [shapes.number(row.fees_net) for row in rows]
    costs = [shapes.number(row.expenses) for row in rows]
    agreed = [shapes.number(row.expected) for row in rows]
    tops = [(fee or 0) + (cost or 0) for fee, cost in zip(fees, costs, strict=True)]
    axis = shapes.value_axis([*tops, *agreed], kind="money")
    data = [
        _columns(years, fees, "Management fee, net", "cat-2"),
        _columns(years, costs, "Partnership expenses", "cat-8"),
        {
            "type": "scatter",
            "mode": "markers",
            "x": years,
            "y": agreed,
            "name": "Fee agreed",
            "marker": {"symbol": "line-ew", "size": 22,
                       "line": {"color": colour("ink"), "width": 2}},
            "hovertemplate": HOVER,
        },
    ]  # fmt: skip
    return shapes.figure(
        data,
        x=_years(years, narrow=narrow),
        y=axis,
        height=HEIGHT,
        right=8,
        barmode="stack",
    )


def reserve_bars(found: Reserves, *, narrow: bool = False) -> Figure:
    """What each fund can draw on by use; what is short stands left of nothing."""
    funds = [line for line in found.funds if line.new_deals is not None]
    if not funds:
        return shapes.blank(NOTHING, height=HEIGHT // 2)
    places = list(range(len(funds)))
    ends = [sum(max(float(getattr(f, key) or 0), 0) for key, _, _ in USES) for f in funds]
    lows = [min(float(f.new_deals or 0), 0) for f in funds]
    axis = shapes.value_axis([*ends, *lows], kind="money") | {"zeroline": True}
    axis |= {"zerolinecolor": colour("mark-zero"), "showgrid": False}
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [shapes.number(getattr(line, key)) for line in funds],
            "y": places,
            "name": name,
            "width": 0.6,
            "marker": {"color": colour(role)},
            "hovertemplate": "%{x:,.0f}",
        }
        for key, name, role in USES
    ]
    unit = shapes.unit_of(ends)
    said = [shapes.money_label(line.available or 0, *unit) for line in funds]
    return shapes.figure(
        data,
        x=axis,
        y={
            "range": [len(funds) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [shapes.words(line.fund if narrow else line.name) for line in funds],
            "showgrid": False,
            "zeroline": False,
        },
        height=max(HEIGHT // 2, BAR * len(funds) + MARGIN),
        right=shapes.room(said),
        notes=[
            shapes.text(words, x=1, y=place, right=True)
            for place, words in zip(places, said, strict=True)
        ],
        barmode="relative",
        hovermode="y unified",
    )


def _columns(years: Sequence[int], values: Sequence[float | None], name: str, role: str) -> Figure:
    return {
        "type": "bar",
        "x": list(years),
        "y": list(values),
        "name": name,
        "width": 0.6,
        "marker": {"color": colour(role)},
        "hovertemplate": HOVER,
    }


def _years(years: Sequence[int], *, narrow: bool) -> Figure:
    """An axis of years with half a year free at both ends."""
    step = -(-len(years) // (5 if narrow else 12))
    named = list(years)[::-1][::step]
    return {
        "range": [years[0] - 0.6, years[-1] + 0.6],
        "tickmode": "array",
        "tickvals": named,
        "ticktext": [f"’{year % 100:02}" if narrow else str(year) for year in named],
    }
