"""What kind of rounds a sector has: its stages, whose parts add up, and the size of a deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import market_intelligence as draw
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.market_intelligence.sectors import counts
from layouts.figures.market_intelligence.sizes import STAGES, stage
from layouts.figures.shapes import Figure
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View
from layouts.rows import Cell

if TYPE_CHECKING:
    from services.market_intelligence.results import Sector, SectorTrends

NONE = "No market rounds are known by this day."


def mix(trends: SectorTrends, view: View) -> Content | Bare | Empty:
    """Deals by stage, and which of the provider's words count as which stage."""
    if not trends.sectors:
        return told.absent(trends, view, NONE)
    title = _finding(trends)
    return told.panel(
        trends,
        title=title,
        subtitle=f"Share of deals by stage, {words(trends.current_quarter)}; "
        "the number of deals in each part and at the right",
        body=html.Div(
            [
                told.legend([(role, name) for name, role in STAGES.values()]),
                told.chart(view, _leading(view), trends, label=f"Stage mix: {title}"),
                _mapping(trends, view),
            ],
            className="grows",
        ),
        twin=_table(trends),
        summary=f"{title}. The stages of each sector add up to its deals.",
        late=trends.current_quarter,
    )


def sizes(trends: SectorTrends, view: View) -> Content | Bare | Empty:
    """Median deal between its quartiles, with n."""
    if not trends.sectors:
        return told.absent(trends, view, NONE)
    title = _largest(trends)
    known, exact = any(row.median_deal_size for row in trends.sectors), _sizes_table(trends)
    return told.panel(
        trends,
        title=title,
        subtitle=f"Median deal and quartiles, {trends.meta.currency or ''}, logarithmic, "
        f"{words(trends.current_quarter)}; n amounts disclosed, none below 5",
        body=told.chart(view, draw.deal_sizes, trends, label=title) if known else exact,
        twin=exact,
        summary=f"{title}. {len(trends.sectors)} sectors.",
        late=trends.current_quarter,
    )


def words_of(trends: SectorTrends, rows: Sequence[Sector], key: str) -> list[tuple[str, int]]:
    """The provider's words that count as a stage, with the deals of each, the most first."""
    found = Counter[str]()
    for row in rows:
        for word, count in row.stage_words.items():
            if trends.stage_mapping.get(word, "other") == key:
                found[word or "not told"] += count
    return found.most_common()


def _leading(view: View) -> Callable[..., Figure]:
    """The chart with a way from each bar to the page of its sector."""

    def drawn(trends: SectorTrends, *, narrow: bool) -> Figure:
        figure = draw.stage_mix(trends, narrow=narrow)
        known = {row.name for row in trends.sectors}
        for trace in figure["data"]:
            rows = draw.sectors.mixed(trends)
            ways = [view.here(sector=name if name in known else None) for name, _, _ in rows]
            trace["meta"] = {"go": ways}
        return figure

    return drawn


def _mapping(trends: SectorTrends, view: View) -> Part:
    """Which words count as which stage, with their deals: the parts of each stage add up."""
    rows = [row for row in trends.sectors if told.asked(view, row.name)] or trends.sectors
    parts: list[Part] = [f"Counted as (deals{told.of_sector(view)}) "]
    for key in STAGES:
        whole = sum(counts(row)[key] for row in rows)
        found = words_of(trends, rows, key)
        if not whole and not found:
            continue
        said = ", ".join(f"{word} {count:,}" for word, count in found) or "no word of its own"
        parts += [html.B(f"{stage(key)} {whole:,}"), f": {said}; "]
    parts[-1] = str(parts[-1]).removesuffix("; ") + "."
    return html.P(parts, className="spec mapping")


def _finding(trends: SectorTrends) -> str:
    sums = {key: sum(counts(row)[key] for row in trends.sectors) for key in STAGES}
    whole = sum(sums.values())
    first = max(sums, key=lambda key: sums[key])
    share = formats.percent(sums[first] / whole, places=0) if whole else formats.MISSING
    if first == "other":
        return f"{share} of deals have no stage that the provider tells"
    return f"{share} of deals are {_spoken(first)} rounds"


def _spoken(key: str) -> str:
    name = stage(key)
    return name if name.startswith("Series") else name.lower()


def _table(trends: SectorTrends) -> Part:
    figures = trends.meta.figures
    rows = [
        [
            row.name,
            *told.explained(
                figures,
                f"sectors[{row.name}]",
                **{f"{key}_deals": formats.count(count) for key, count in counts(row).items()},
                total_deals=formats.count(row.total_deals),
            ),
        ]
        for row in trends.sectors
    ]
    sums = [sum(counts(row)[key] for row in trends.sectors) for key in STAGES]
    total: list[Cell] = [
        "All sectors",
        *(formats.count(number) for number in sums),
        told.cell(formats.count(trends.total_deals), figures.get("total_deals")),
    ]
    head = ["Sector", *(stage(key) for key in STAGES), "All"]
    return told.table(head, rows, caption="Deals by sector and stage", total=total)


def _largest(trends: SectorTrends) -> str:
    known = [row for row in trends.sectors if row.median_deal_size is not None]
    if not known:
        return "Too few amounts are disclosed for a median"
    top = max(known, key=lambda row: row.median_deal_size or 0)
    median = formats.money_short(top.median_deal_size, trends.meta.currency)
    if len(known) == 1:
        return f"The median deal in {top.name} is {median}"
    return f"The largest median deal is in {top.name}: {median}"


def _sizes_table(trends: SectorTrends) -> Part:
    rows = [
        [
            row.name,
            *told.explained(
                trends.meta.figures,
                f"sectors[{row.name}]",
                total_deals=formats.count(row.total_deals),
                disclosed_deals=formats.count(row.disclosed_deals),
                deal_size_p25=formats.money(row.deal_size_p25, cents=True),
                median_deal_size=formats.money(row.median_deal_size, cents=True),
                deal_size_p75=formats.money(row.deal_size_p75, cents=True),
            ),
        ]
        for row in trends.sectors
    ]
    head = ["Sector", "Deals", "n", "p25", "Median", "p75"]
    return told.table(head, rows, caption="Size of a deal by sector", deep=(1,))
