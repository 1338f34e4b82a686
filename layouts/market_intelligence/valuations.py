"""What rounds are priced at: pre-money by stage and quarter, and the places beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import market_intelligence as draw
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.market_intelligence.ribbons import by_stage
from layouts.figures.market_intelligence.sizes import STAGES, stage
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View

if TYPE_CHECKING:
    from services.market_intelligence.results import StageValue, Valuations

NONE = "No market rounds are known by this day."


def ribbons(valuations: Valuations, view: View) -> Content | Bare | Empty:
    """Median pre-money and quartiles by stage; in words where the provider tells none."""
    if valuations.current_quarter is None:
        return told.absent(valuations, view, NONE)
    title = _finding(valuations)
    known = any(point.median_pre is not None for point in valuations.trend_data)
    return told.panel(
        valuations,
        title=title,
        subtitle=f"Pre-money by stage, {valuations.meta.currency or ''}: median, p25 to p75 "
        f"(band) and n of each quarter; a gap where fewer than 5 tell it{told.hatched(valuations)}",
        body=told.chart(view, draw.valuation_ribbons, valuations, label=title)
        if known
        else _stages_table(valuations),
        twin=_table(valuations),
        summary=f"{title}. {_spoken(valuations)}",
    )


def places(valuations: Valuations, view: View) -> Content | Bare | Empty:
    """Deals by place over four quarters."""
    found = draw.places.largest(valuations)
    if not found:
        return told.absent(valuations, view, NONE)
    first = found[0]
    title = f"{formats.percent(first.share, places=0)} of deals are in {first.name}"
    if first.share is None:
        title = f"Most deals are in {first.name}"
    return told.panel(
        valuations,
        title=title,
        subtitle=f"Deals and their share, four quarters to {words(valuations.current_quarter)}",
        body=told.chart(view, draw.geography, valuations, label=title),
        twin=_places_table(valuations),
        summary=f"{title}. {len(valuations.geographic_comparison)} places.",
    )


def _finding(valuations: Valuations) -> str:
    currency, when = valuations.meta.currency, words(valuations.current_quarter)
    known = [
        f"{stage(key)} {formats.money_short(value.median_pre, currency)}"
        for key in STAGES
        if key != "other"
        and (value := valuations.by_stage.get(key)) is not None
        and value.median_pre is not None
    ]
    if known:
        return f"Median pre-money in {when}: {', '.join(known)}"
    ever = any(point.median_pre is not None for point in valuations.trend_data)
    if ever:
        return f"Too few rounds of {when} tell their valuation"
    provider = valuations.origin.provider if valuations.origin else "The provider"
    return f"{provider} tells no valuations: no data"


def _spoken(valuations: Valuations) -> str:
    return "; ".join(
        f"{stage(key)} {_said(value, valuations.meta.currency)}"
        for key, value in valuations.by_stage.items()
    )


def _said(value: StageValue, currency: str | None) -> str:
    if value.median_pre is None:
        return f"{_why(value)}, n {value.n_pre}"
    return f"{formats.money_short(value.median_pre, currency)}, n {value.n_pre}"


def _why(value: StageValue) -> str:
    return told.NO_DATA if value.n_pre == 0 else "too few"


def _stages_table(valuations: Valuations) -> Part:
    """Every stage of the quarter, with `no data` in words where nothing is told."""
    figures = valuations.meta.figures
    rows = []
    for key, value in valuations.by_stage.items():
        written = {
            name: told.NO_DATA if amount is None and n == 0 else formats.money(amount, cents=True)
            for name, amount, n in (
                ("median_pre", value.median_pre, value.n_pre),
                ("median_post", value.median_post, value.n_post),
            )
        }
        rows.append(
            [
                stage(key),
                *told.explained(figures, f"by_stage[{key}]", deals=formats.count(value.deals)),
                *told.explained(figures, f"by_stage[{key}]", **written),
                formats.count(value.n_pre),
            ]
        )
    head = ["Stage", "Rounds", "Median pre-money", "Median post-money", "n"]
    return told.table(head, rows, caption="Valuations by stage in the quarter")


def _table(valuations: Valuations) -> Part:
    """Every stage and quarter, the newest first."""
    figures = valuations.meta.figures
    rows = [
        [
            stage(key),
            f"{words(point.quarter)}{' (preliminary)' if point.preliminary else ''}",
            *told.explained(
                figures,
                f"trend_data[{key}.{point.quarter}]",
                median_pre=_exact(point.median_pre, point.n_pre),
                pre_p25=formats.money(point.pre_p25, cents=True),
                pre_p75=formats.money(point.pre_p75, cents=True),
                n_pre=formats.count(point.n_pre),
                median_post=_exact(point.median_post, point.n_post),
                n_post=formats.count(point.n_post),
            ),
        ]
        for key, points in by_stage(valuations)
        for _, point in reversed(points)
    ]
    head = ["Stage", "Quarter", "Median pre", "p25", "p75", "n", "Median post", "n"]
    return told.table(
        head, rows, caption="Valuations by stage and quarter", words=(0, 1), deep=(3, 4, 6, 7)
    )


def _exact(value: object, n: int) -> str:
    """The amount; where it is not given, whether nothing or too little is told."""
    if value is None:
        return told.NO_DATA if n == 0 else "n below 5"
    return formats.money(value, cents=True)  # type: ignore[arg-type]


def _places_table(valuations: Valuations) -> Part:
    found = sorted(valuations.geographic_comparison.values(), key=lambda place: -place.deals)
    rows = [
        [
            place.name,
            *told.explained(
                valuations.meta.figures,
                f"geographic_comparison[{place.name}]",
                deals=formats.count(place.deals),
                share=formats.percent(place.share),
                total_funding=formats.money(place.total_funding, cents=True),
                median_deal_size=formats.money(place.median_deal_size, cents=True),
                median_pre=_exact(place.median_pre, place.n_pre),
                n_pre=formats.count(place.n_pre),
            ),
        ]
        for place in found
    ]
    head = ["Place", "Deals", "Share", "Money", "Median deal", "Median pre", "n"]
    total = ["All places", formats.count(sum(place.deals for place in found)), *[""] * 5]
    return told.table(head, rows, caption="Deals by place", total=total, deep=(4, 5, 6))
