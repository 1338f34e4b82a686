"""How companies left: sales and listings by quarter, what they returned, how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import market_intelligence as draw
from layouts.figures.market_intelligence.exits import TYPES, quarter_of, years
from layouts.figures.market_intelligence.quarters import words
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View
from layouts.rows import Cell

if TYPE_CHECKING:
    from services.market_intelligence.results import ExitActivity, ExitQuarter, SectorExits

NONE = "No market exits are known by this day."
MOST_SECTORS = 6


def quarters(found: ExitActivity, view: View) -> Content | Bare | Empty:
    """Exits by type and quarter, with the multiple of what had been raised."""
    if not any(row.ipo_count or row.ma_count for row in found.quarters):
        return told.absent(found, view, NONE)
    title = _finding(found)
    return told.panel(
        found,
        title=title,
        subtitle="Number of exits by quarter; multiple of the money raised: median, p25 to p75, n"
        f"{told.hatched(found)}",
        body=html.Div(
            [
                told.legend([("cat-1", "Sales"), ("cat-2", "Listings")]),
                told.chart(view, draw.exit_quarters, found, label=title),
            ],
            className="grows",
        ),
        twin=_table(found),
        summary=f"{title}. {len(found.quarters)} quarters.",
    )


def time(found: ExitActivity, view: View) -> Content | Bare | Empty:
    """Years to the exit by type, and the exits of each sector."""
    if not found.exit_timeline_analysis and not found.by_sector:
        return told.absent(found, view, NONE)
    title = _slowest(found)
    latest = found.current_quarter.quarter if found.current_quarter else None
    lengths = _times(found)
    sectors = _sectors(found, view)
    known = any(item.median is not None for item in found.exit_timeline_analysis.values())
    return told.panel(
        found,
        title=title,
        subtitle="Years from the first known round to the exit: median, p25 to p75, n; below "
        f"exits by sector, four quarters to {words(latest)}",
        body=html.Div(
            [
                told.chart(view, draw.time_to_exit, found, label=title) if known else lengths,
                sectors,
            ]
        ),
        twin=html.Div([_times(found), _sectors(found, view, every=True)]),
        summary=f"{title}. {len(found.by_sector)} sectors had exits.",
    )


def _finding(found: ExitActivity) -> str:
    now = found.current_quarter
    if now is None:
        return "Exits by type"
    count = now.ipo_count + now.ma_count
    said = f"{count} exits in {words(now.quarter)}"
    said += f", {now.ipo_count} of them listings" if now.ipo_count else ", none a listing"
    if now.median_exit_multiple is None:
        return f"{said}; too few tell a multiple"
    return f"{said}; the median one returned {formats.multiple(now.median_exit_multiple)}"


def _slowest(found: ExitActivity) -> str:
    every = found.exit_timeline_analysis.get("all")
    if every is None or every.median is None:
        return "Too few exits tell how long they took"
    return f"The median exit took {years(every.median)}"


def _table(found: ExitActivity) -> Part:
    """Quarters, the newest first; a value that nobody disclosed is no zero."""
    ordered = sorted(found.quarters, key=lambda row: row.quarter, reverse=True)
    head = ["Quarter", "Sales", "Value", "Listings", "Value", "With price", "Median multiple",
            "p25", "p75", "n"]  # fmt: skip
    return told.table(
        head,
        [_line(row, found) for row in ordered],
        caption="Exits by quarter and type",
        deep=(2, 4, 5, 7, 8, 9),
    )


def _line(row: ExitQuarter, found: ExitActivity) -> list[Cell]:
    return [
        quarter_of(row),
        *told.explained(
            found.meta.figures,
            f"quarters[{row.quarter}]",
            ma_count=formats.count(row.ma_count),
            ma_value=formats.money(row.ma_value, cents=True),
            ipo_count=formats.count(row.ipo_count),
            ipo_value=formats.money(row.ipo_value, cents=True),
            disclosed=formats.count(row.disclosed),
            median_exit_multiple=formats.multiple(row.median_exit_multiple),
            multiple_p25=formats.multiple(row.multiple_p25),
            multiple_p75=formats.multiple(row.multiple_p75),
            n_multiple=formats.count(row.n_multiple),
        ),
    ]


def _times(found: ExitActivity) -> Part:
    rows = [
        [
            name,
            *told.explained(
                found.meta.figures,
                f"exit_timeline_analysis[{key}]",
                p25=years(item.p25),
                median=years(item.median) if item.median is not None else _few(item.n),
                p75=years(item.p75),
                n=formats.count(item.n),
            ),
        ]
        for key, name in TYPES.items()
        if (item := found.exit_timeline_analysis.get(key)) is not None
    ]
    return told.table(
        ["Type", "p25", "Median", "p75", "n"], rows, caption="Years to the exit by type"
    )


def _few(n: int) -> str:
    return told.NO_DATA if n == 0 else "n below 5"


def _sectors(found: ExitActivity, view: View, *, every: bool = False) -> Part:
    ordered = sorted(found.by_sector, key=lambda row: -row.ma_count - row.ipo_count)
    shown = ordered if every else ordered[:MOST_SECTORS]
    head = ["Sector", "Sales", "Listings", "Value", "Multiple", "n"]
    lines = [_sector(row, found, view) for row in shown]
    return told.table(head, lines, caption="Exits by sector", deep=(3,))


def _sector(row: SectorExits, found: ExitActivity, view: View) -> list[Cell]:
    return [
        told.sector_bit(row.name, view),
        *told.explained(
            found.meta.figures,
            f"by_sector[{row.name}]",
            ma_count=formats.count(row.ma_count),
            ipo_count=formats.count(row.ipo_count),
            value=formats.money_short(row.value, found.meta.currency),
            median_exit_multiple=formats.multiple(row.median_exit_multiple),
            n_multiple=formats.count(row.n_multiple),
        ),
    ]
