"""The figures at the head of Market Intelligence: six cards, each with its number of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from layouts import formats
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.market_intelligence.sizes import stage
from layouts.formats import Number
from layouts.kpi import Card, chip, row
from layouts.market_intelligence import told
from layouts.market_intelligence.facts import facts
from layouts.market_intelligence.head import Headline, chosen
from layouts.panels import Bare, Empty, Part, View

if TYPE_CHECKING:
    from services.market_intelligence.results import ExitQuarter, Sector, SectorTrends

TWELVE = "four quarters"


def figures(found: Headline, view: View) -> Bare | Empty:
    """Six cards and six facts, each with its number of cases."""
    if found.trends.current_quarter is None:
        return told.absent(found.trends, view, "No market rounds are known by this day.")
    return Bare(children=row(view, cards(found, view), facts(found)))


def cards(found: Headline, view: View) -> list[Card]:
    """Deals, money, pre-money of seed and series A, exits and down rounds."""
    return [
        _deals(found.trends, view),
        _money(found.trends, view),
        _pre_money(found, view, "seed"),
        _pre_money(found, view, "series_a"),
        _exits(found, view),
        _down_rounds(found, view),
    ]


def _deals(trends: SectorTrends, view: View) -> Card:
    row_ = chosen(trends, view)
    history = _history(trends, view, "total_deals")
    value = row_.total_deals if row_ else None if view.own.get("sector") else trends.total_deals
    change = _change(history)
    return Card(
        key="total_deals",
        label=f"Deals{told.of_sector(view)}",
        parts=(formats.count(value), ""),
        exact=value,
        history=history,
        change=change,
        change_text=_counted(change),
        against=_against(trends),
        chip=_chip(trends, f"{_disclosed(trends, row_)} with an amount"),
        basis=told.quarter(trends, trends.current_quarter),
        reason=told.why(trends, "total_deals"),
        good_up=None,
        figure=_figure(trends, row_, "total_deals"),
    )


def _money(trends: SectorTrends, view: View) -> Card:
    row_ = chosen(trends, view)
    subject: Any = row_ or (None if view.own.get("sector") else trends)
    value = subject.total_funding if subject else None
    growth = subject.growth_vs_previous if subject else None
    return Card(
        key="total_funding",
        label=f"Money raised{told.of_sector(view)}",
        parts=formats.money_parts(value, trends.meta.currency),
        exact=value,
        history=_history(trends, view, "total_funding"),
        change=growth,
        change_text=told.grown(growth),
        against=_against(trends) if growth is not None else "no base to compare with",
        chip=_share(trends, row_) if row_ else chip("disclosed amounts"),
        basis="sum of what is disclosed",
        reason=told.why(trends, "total_funding"),
        good_up=None,
        figure=_figure(trends, row_, "total_funding"),
    )


def _pre_money(found: Headline, view: View, key: str) -> Card:
    valuations = found.valuations
    now = valuations.by_stage.get(key)
    points = sorted(
        (point for point in valuations.trend_data if point.stage == key),
        key=lambda point: point.quarter,
    )
    history = [point.median_pre for point in points][-8:]
    value, currency = (now.median_pre if now else None), valuations.meta.currency
    change = _change(history) if value is not None else None
    n = now.n_pre if now else 0
    band = f"{_short(now.pre_p25, currency)} to {_short(now.pre_p75, currency)}" if now else ""
    return Card(
        key=f"median_pre_{key}",
        label=f"{stage(key)} pre-money",
        parts=formats.money_parts(value, currency),
        exact=value,
        history=history,
        change=change,
        change_text=formats.money_change(change, currency),
        against=_against(found.trends) if change is not None else "no earlier quarter",
        chip=chip(f"n {n}", tone="" if value is not None else "line"),
        basis=told.everywhere(view) + (band if value is not None else "median of its rounds"),
        reason=told.NO_DATA if n == 0 else f"n = {n}: too few",
        good_up=None,
        figure=valuations.meta.figures.get(f"by_stage[{key}].median_pre"),
    )


def _exits(found: Headline, view: View) -> Card:
    exits = found.exits
    now = exits.current_quarter
    ordered = sorted(exits.quarters, key=lambda item: item.quarter)
    history = [_exit_count(item) for item in ordered][-8:]
    change = _change(history)
    multiple = now.median_exit_multiple if now else None
    n = now.n_multiple if now else 0
    said = (
        f"median {formats.multiple(multiple)}, n {n}"
        if multiple is not None
        else (f"no multiple, n {n}")
    )
    return Card(
        key="exit_count",
        label="Exits",
        parts=(formats.count(_exit_count(now)) if now else formats.MISSING, ""),
        exact=_exit_count(now) if now else None,
        history=history,
        change=change,
        change_text=_counted(change),
        against=_against(found.trends) if change is not None else "no earlier quarter",
        chip=chip(said, tone="" if multiple is not None else "line"),
        basis=told.everywhere(view) + _types(now),
        reason=told.why(exits, "current_quarter"),
        good_up=None,
        figure=exits.meta.figures.get("current_quarter.ma_count"),
    )


def _down_rounds(found: Headline, view: View) -> Card:
    steps = found.steps
    share = steps.down_round_share
    known = steps.down_low is not None
    bounds = _bounds(steps.down_low, steps.down_high) if known else "no interval"
    return Card(
        key="down_round_share",
        label="Down rounds",
        parts=(formats.percent_figure(share), f"{formats.THIN}%" if share is not None else ""),
        exact=share,
        history=[],
        change=None,
        change_text="",
        against=f"of {formats.count(steps.n)} pairs of rounds",
        chip=chip(bounds, tone="" if known else "line"),
        basis=f"{told.everywhere(view)}{TWELVE} to {words(steps.current_quarter)}",
        reason=told.NO_DATA if steps.n == 0 else f"n = {steps.n}: too few",
        good_up=False,
        figure=steps.meta.figures.get("down_round_share"),
    )


def _history(trends: SectorTrends, view: View, key: str) -> list[Number | None]:
    """One value a quarter: of the asked sector, or all of them added."""
    every = not view.own.get("sector")
    rows = [cell for cell in trends.cells if every or told.asked(view, cell.sector)]
    return [
        told.total(getattr(cell, key) for cell in rows if cell.quarter == quarter)
        for quarter in trends.quarters
    ][-8:]


def _change(history: Sequence[Number | None]) -> Any:
    """The last value less the one before, None where either is unknown."""
    if len(history) < 2 or history[-1] is None or history[-2] is None:
        return None
    last: Any = history[-1]
    return last - history[-2]


def _counted(change: Number | None) -> str:
    if change is None:
        return formats.MISSING
    whole = int(change)
    return "unchanged" if not whole else f"{formats.MINUS if whole < 0 else '+'}{abs(whole):,}"


def _against(trends: SectorTrends) -> str:
    quarters = trends.quarters
    return f"vs {words(quarters[-2])[:2]}" if len(quarters) > 1 else "no earlier quarter"


def _chip(trends: SectorTrends, said: str) -> Part:
    if told.is_late(trends, trends.current_quarter):
        return told.swatch("preliminary")
    return chip(said)


def _share(trends: SectorTrends, row_: Sector) -> Part:
    if not trends.total_funding or row_.total_funding is None:
        return chip("share not known", tone="line")
    return chip(f"{formats.percent(row_.total_funding / trends.total_funding)} of all sectors")


def _disclosed(trends: SectorTrends, row_: Sector | None) -> str:
    rows = [row_] if row_ else trends.sectors
    return formats.count(sum(item.disclosed_deals for item in rows))


def _figure(trends: SectorTrends, row_: Sector | None, key: str) -> str | None:
    return trends.meta.figures.get(f"sectors[{row_.name}].{key}" if row_ else key)


def _exit_count(item: ExitQuarter) -> int:
    return item.ipo_count + item.ma_count


def _types(now: ExitQuarter | None) -> str:
    if now is None:
        return "sales and listings"
    return f"{now.ma_count} sales, {now.ipo_count} listings"


def _bounds(low: float | None, high: float | None) -> str:
    return (
        f"95 % interval {formats.percent_figure(low, places=0)}–{formats.percent(high, places=0)}"
    )


def _short(value: Number | None, currency: str | None) -> str:
    return formats.money_short(value, currency)
