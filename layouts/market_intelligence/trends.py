"""What is hot and what is new, each with the counts that say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures.market_intelligence.quarters import words
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View
from layouts.rows import Bit, Row, rows_table

if TYPE_CHECKING:
    from services.market_intelligence.results import Evidence, SectorTrends

NONE = "No market rounds are known by this day."
QUIET = "No subsector stands out"
HOT, NEW = "hot", "emerging"


def subsectors(trends: SectorTrends, view: View) -> Content | Bare | Empty:
    """Subsectors that grow and those that are new, with deals now and before."""
    if trends.current_quarter is None:
        return told.absent(trends, view, NONE)
    hot, new = trends.hot_subsectors, trends.emerging_trends
    title = _finding(hot, new)
    return told.panel(
        trends,
        title=title,
        subtitle=f"Counted evidence{told.of_sector(view)}: deals in "
        f"{words(trends.current_quarter)} and before, disclosed money, growth",
        body=_table(hot, new, view, trends.meta.currency),
        summary=f"{title}. {len(hot)} hot subsectors, {len(new)} emerging.",
        late=trends.current_quarter,
    )


def _finding(hot: Sequence[Evidence], new: Sequence[Evidence]) -> str:
    if hot:
        return f"{hot[0].name} is hottest: {hot[0].deals} deals after {hot[0].previous_deals}"
    if new:
        return f"{new[0].name} is new: {new[0].deals} deals after {new[0].previous_deals}"
    return QUIET


def _table(
    hot: Sequence[Evidence], new: Sequence[Evidence], view: View, currency: str | None
) -> Part:
    rows = [
        _line(item, kind, view, currency)
        for kind, found in ((HOT, hot), (NEW, new))
        for item in found
    ]
    head = ["Subsector", "State", "Sector", "Deals", "Before", "Growth", "Money"]
    caption = "Hot subsectors and emerging trends"
    return rows_table(head, rows, caption=caption, words=(0, 1, 2), deep=(2, 4, 6))


def _line(item: Evidence, kind: str, view: View, currency: str | None) -> Row:
    return [
        Bit(text=item.name, title=item.why, said=item.why),
        Bit(text=kind, look=f"chip {'acc' if kind == HOT else 'line'}"),
        _sector(item, view),
        formats.count(item.deals),
        formats.count(item.previous_deals),
        told.grown(item.growth),
        formats.money_short(item.funding, currency),
    ]


def _sector(item: Evidence, view: View) -> Bit:
    if item.sector is None:
        return Bit(text=formats.MISSING)
    return Bit(text=item.sector, go=view.here(sector=item.sector))
