"""Sectors by quarter as a map of money, and ranked in the quarter that is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.figures.market_intelligence.quarters import last_day, short, words
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View
from layouts.rows import Cell, Row

if TYPE_CHECKING:
    from services.market_intelligence.results import Sector, SectorQuarter, SectorTrends

STEPS = 7  # colours of the map, evenly apart on a logarithmic scale
MOST_COLUMNS, NARROW_COLUMNS = 8, 3
MOST_SECTORS = 12
NONE = "No market rounds are known by this day."


def by_quarter(trends: SectorTrends, view: View) -> Content | Bare | Empty:
    """The map: one row a sector, one column a quarter, the more money the darker."""
    if not trends.cells:
        return told.absent(trends, view, NONE)
    quarters = trends.quarters[-MOST_COLUMNS:]
    shown = _shown(trends, view)
    return told.panel(
        trends,
        title=_moved(trends),
        subtitle=f"Disclosed money by sector and quarter, {trends.meta.currency or ''}, "
        "logarithmic colour; a quarter leads to the page as of then",
        body=html.Div([_map(trends, view, shown, quarters), _scale()]),
        twin=_every_cell(trends),
        summary=f"{_moved(trends)}. {len(trends.sectors)} sectors in {len(trends.quarters)} "
        "quarters; the table has deals, money, median and growth of each.",
        more=_left_out(trends, shown, quarters),
    )


def ranked(trends: SectorTrends, view: View) -> Content | Bare | Empty:
    """Sectors by money in the quarter, with growth of deals and of money."""
    if not trends.sectors:
        return told.absent(trends, view, NONE)
    title = _fastest(trends)
    return told.panel(
        trends,
        title=title,
        subtitle=f"Deals and disclosed money, {trends.meta.currency or ''}, "
        f"{words(trends.current_quarter)} against the quarter before",
        body=_short_table(trends, view),
        twin=_full_table(trends),
        summary=f"{title}. {len(trends.sectors)} sectors, "
        f"{formats.count(trends.total_deals)} deals.",
        late=trends.current_quarter,
    )


def levels(values: Sequence[Decimal | None]) -> list[int]:
    """Which of the seven colours each amount has, 0 for none: equal ratios are equal steps."""
    known = [math.log(value) for value in values if value]
    low, high = min(known, default=0.0), max(known, default=0.0)
    reach = (high - low) or 1.0
    return [
        0 if not value else 1 + min(int((math.log(value) - low) / reach * STEPS), STEPS - 1)
        for value in values
    ]


def _shown(trends: SectorTrends, view: View) -> list[str]:
    """Names of the sectors with most money in the quarter; the asked one in any case."""
    names = [row.name for row in trends.sectors] or [cell.sector for cell in trends.cells]
    names = list(dict.fromkeys(names))
    first = names[:MOST_SECTORS]
    asked = [name for name in names[MOST_SECTORS:] if told.asked(view, name)]
    return [*first[: MOST_SECTORS - len(asked)], *asked]


def _map(
    trends: SectorTrends, view: View, shown: Sequence[str], quarters: Sequence[str]
) -> html.Div:
    found = {(cell.sector, cell.quarter): cell for cell in trends.cells}
    cells = [[found.get((name, quarter)) for quarter in quarters] for name in shown]
    tones = iter(levels([cell.total_funding if cell else None for row in cells for cell in row]))
    body = [
        html.Tr(
            [
                html.Th(told.sector_link(name, view), scope="row", className="l rowhead"),
                *(_cell(cell, next(tones), place, trends) for place, cell in enumerate(row)),
            ],
            className="on" if told.asked(view, name) else None,
        )
        for name, row in zip(shown, cells, strict=True)
    ]
    hidden = len(quarters) - NARROW_COLUMNS
    head = [
        html.Th(_scrub(quarter, trends, view), scope="col", className="hm" if at < hidden else None)
        for at, quarter in enumerate(quarters)
    ]
    caption = "Disclosed money by sector and quarter"
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="sr"),
                html.Thead(html.Tr([html.Th("Sector", scope="col", className="l"), *head])),
                html.Tbody(body),
            ]
        ),
        className="tw heat",
        tabIndex=0,
        role="region",
        **{"aria-label": f"{caption}, scrolls sideways"},
    )


def _scrub(quarter: str, trends: SectorTrends, view: View) -> Part:
    """The head of a column: a way to the page as of the end of that quarter."""
    day = last_day(quarter)
    if day is None or quarter == trends.current_quarter:
        return html.Span(short(quarter), className="now", **{"aria-current": "true"})
    href = view.here() if day == trends.meta.as_of else _as_of(view, day.isoformat())
    title = f"The page as of {formats.day(day)}"
    return told.way(short(quarter), href, look="scrub", title=title)


def _as_of(view: View, day: str) -> str:
    """The address of the page on another day, with what this one asks for."""
    base, _, query = view.here().partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("as_of=")]
    return f"{base}?{'&'.join([f'as_of={day}', *kept])}"


def _cell(cell: SectorQuarter | None, tone: int, place: int, trends: SectorTrends) -> html.Td:
    hidden = place < len(trends.quarters[-MOST_COLUMNS:]) - NARROW_COLUMNS
    looks = [f"tone-{tone}", *(["hm"] if hidden else [])]
    if cell is None:
        return html.Td(formats.MISSING, className=" ".join(looks), title="no round known")
    looks += ["prelim"] if cell.preliminary else []
    currency = trends.meta.currency
    money = formats.money_short(cell.total_funding, currency)
    told_ = (
        f"{cell.sector}, {words(cell.quarter)}: {formats.count(cell.total_deals)} deals, "
        f"{formats.count(cell.disclosed_deals)} with an amount, {money}, "
        f"median {formats.money_short(cell.median_deal_size, currency)}, "
        f"{told.grown(cell.growth_vs_previous)} on the quarter before"
        f"{', preliminary' if cell.preliminary else ''}"
    )
    figure = trends.meta.figures.get(f"cells[{cell.sector}.{cell.quarter}].total_funding")
    return html.Td(mark(money, figure), className=" ".join(looks), title=told_)


def _scale() -> html.P:
    """The colours from little to much, and what the hatching is."""
    steps = [html.I(className=f"tone-{step}") for step in range(1, STEPS + 1)]
    late = html.Span([html.I(className="h3 prelim"), "preliminary"])
    scale = html.Span(["less ", *steps, " more money"], className="steps")
    return html.P([scale, late], className="keys")


def _every_cell(trends: SectorTrends) -> Part:
    """Every sector and quarter, the newest first."""
    order = {name: place for place, name in enumerate(trends.quarters)}
    rows: list[Row] = [
        [
            cell.sector,
            f"{words(cell.quarter)}{' (preliminary)' if cell.preliminary else ''}",
            formats.count(cell.total_deals),
            formats.count(cell.disclosed_deals),
            formats.money(cell.total_funding),
            formats.money(cell.median_deal_size),
            told.grown(cell.growth_vs_previous),
        ]
        for cell in sorted(
            trends.cells, key=lambda cell: (-order.get(cell.quarter, 0), cell.sector)
        )
    ]
    head = ["Sector", "Quarter", "Deals", "With amount", "Money", "Median deal", "Growth"]
    return told.table(head, rows, caption="Every sector and quarter", words=(0, 1), deep=(3, 5))


def _short_table(trends: SectorTrends, view: View) -> Part:
    currency, figures = trends.meta.currency, trends.meta.figures
    money = formats.money_short(trends.total_funding, currency)
    names = _shown(trends, view)
    rows = [
        [
            told.sector_bit(row.name, view),
            *told.explained(
                figures,
                f"sectors[{row.name}]",
                total_deals=formats.count(row.total_deals),
                deal_growth=told.grown(row.deal_growth),
                total_funding=formats.money_short(row.total_funding, currency),
                growth_vs_previous=told.grown(row.growth_vs_previous),
            ),
        ]
        for row in trends.sectors
        if row.name in names
    ]
    total: list[Cell] = [
        "All sectors",
        told.cell(formats.count(trends.total_deals), figures.get("total_deals")),
        "",
        told.cell(money, figures.get("total_funding")),
        told.grown(trends.growth_vs_previous),
    ]
    head = ["Sector", "Deals", "Growth", "Money", "Growth"]
    caption = "Sectors in the quarter, most money first"
    return told.table(head, rows, caption=caption, total=total, deep=(2,))


def _full_table(trends: SectorTrends) -> Part:
    figures = trends.meta.figures
    rows = [
        [
            row.name,
            *told.explained(
                figures,
                f"sectors[{row.name}]",
                total_deals=formats.count(row.total_deals),
                deal_growth=told.grown(row.deal_growth),
                disclosed_deals=formats.count(row.disclosed_deals),
                total_funding=formats.money(row.total_funding, cents=True),
                growth_vs_previous=told.grown(row.growth_vs_previous),
                median_deal_size=formats.money(row.median_deal_size, cents=True),
                median_pre_money=formats.money(row.median_pre_money, cents=True),
                n_pre_money=formats.count(row.n_pre_money),
            ),
            _most(row),
        ]
        for row in trends.sectors
    ]
    head = ["Sector", "Deals", "Growth", "With amount", "Money", "Growth", "Median deal",
            "Median pre-money", "n", "Most deals in"]  # fmt: skip
    total: list[Cell] = [
        "All sectors",
        told.cell(formats.count(trends.total_deals), figures.get("total_deals")),
        "",
        formats.count(sum(row.disclosed_deals for row in trends.sectors)),
        told.cell(formats.money(trends.total_funding, cents=True), figures.get("total_funding")),
        told.grown(trends.growth_vs_previous),
        *[""] * 4,
    ]
    last = len(head) - 1
    return told.table(
        head, rows, caption="Every sector in the quarter", total=total, words=(0, last)
    )


def _most(row: Sector) -> str:
    """The three places with most deals: `US 55, GB 39, DE 15`."""
    places = sorted(row.geographic_distribution.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in places[:3]) or formats.MISSING


def _moved(trends: SectorTrends) -> str:
    """The finding of the map: what the quarter did to the market's money."""
    when, change = words(trends.current_quarter), told.grown(trends.growth_vs_previous)
    money = formats.money_short(trends.total_funding, trends.meta.currency)
    if trends.total_funding is None:
        return f"Nobody tells what was raised in {when}"
    if change == formats.MISSING:
        return f"{money} were raised in {when}"
    if change == "unchanged":
        return f"{money} were raised in {when}, as in the quarter before"
    more = "more" if (trends.growth_vs_previous or 0) > 0 else "less"
    return f"{money} were raised in {when}, {change.lstrip('+' + formats.MINUS)} {more} than before"


def _fastest(trends: SectorTrends) -> str:
    """The finding of the ranking: who took most, and who grew fastest."""
    first = next((row for row in trends.sectors if row.total_funding), None)
    if first is None:
        return f"{trends.sectors[0].name} has most deals; no amount is disclosed"
    largest = trends.sectors[:MOST_SECTORS]  # the growth of next to nothing says little
    grew = [row for row in largest if row.growth_vs_previous is not None]
    best = max(grew, key=lambda row: row.growth_vs_previous or 0, default=None)
    if best is None or (best.growth_vs_previous or 0) <= 0:
        return f"{first.name} took most money"
    rate = told.grown(best.growth_vs_previous)
    if best is first:
        return f"{first.name} took most money and grew fastest, {rate}"
    return f"{first.name} took most money; {best.name} grew fastest, {rate}"


def _left_out(trends: SectorTrends, shown: Sequence[str], quarters: Sequence[str]) -> list[str]:
    """What the map does not show; the table has it all."""
    found = []
    every = {cell.sector for cell in trends.cells}
    if more := len(every - set(shown)):
        found.append(f"{more:,} smaller sectors are in the table and the download.")
    if older := len(trends.quarters) - len(quarters):
        found.append(f"{older:,} older quarters are in the table and the download.")
    return found
