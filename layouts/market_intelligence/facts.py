"""The quieter figures below the cards: our price, exits, time, what is disclosed and known."""

from __future__ import annotations

from typing import Any

from layouts import formats
from layouts.figures.market_intelligence.exits import years
from layouts.figures.market_intelligence.sizes import stage
from layouts.formats import Number
from layouts.kpi import Fact
from layouts.market_intelligence import told
from layouts.market_intelligence.head import Headline


def facts(found: Headline) -> list[Fact]:
    """Our entry price, multiples, time to exit, months between rounds, and what is disclosed."""
    ours, exits = found.ours, found.exits
    latest = exits.current_quarter
    time = exits.exit_timeline_analysis.get("all")
    placed = [deal for deal in ours.deals if deal.against_market is not None]
    disclosed = sum(item.disclosed_deals for item in found.trends.sectors)
    whole = sum(item.total_deals for item in found.trends.sectors)
    between = [
        item
        for item in found.steps.stages
        if item.median_months_between is not None and item.stage != "other"
    ]
    most = max(between, key=lambda item: item.n_between, default=None)
    return [
        _fact(
            "median_against_market",
            "Our entry price",
            text=formats.multiple(ours.median_against_market),
            exact=ours.median_against_market,
            note=f"of the market's median, n {len(placed)}",
            answer=ours,
        ),
        _fact(
            "median_exit_multiple",
            "Exit multiple",
            text=formats.multiple(latest.median_exit_multiple if latest else None),
            exact=latest.median_exit_multiple if latest else None,
            note=f"median, n {latest.n_multiple if latest else 0}",
            answer=exits,
        ),
        _fact(
            "median_time_to_exit",
            "Time to exit",
            text=years(time.median if time else None),
            exact=time.median if time else None,
            note=f"median, n {time.n if time else 0}",
            answer=exits,
        ),
        _fact(
            "median_months_between",
            "Between rounds",
            text=formats.months(most.median_months_between if most else None),
            exact=most.median_months_between if most else None,
            note=f"to {stage(most.stage)}, n {most.n_between}" if most else "no pairs of rounds",
            answer=found.steps,
        ),
        _fact(
            "disclosed_deals",
            "Amount disclosed",
            text=formats.percent(disclosed / whole, places=0) if whole else formats.MISSING,
            exact=disclosed if whole else None,
            note=f"{formats.count(disclosed)} of {formats.count(whole)} deals",
            answer=found.trends,
        ),
        _covered(found),
    ]


def _covered(found: Headline) -> Fact:
    origin = found.trends.origin
    return Fact(
        key="rounds",
        label="Rounds known",
        text=formats.count(origin.rounds if origin else None),
        exact=origin.rounds if origin else None,
        note=f"{formats.day(origin.first_day)} to {formats.day(origin.last_day)}" if origin else "",
        reason=told.NO_DATA,
    )


def _fact(key: str, label: str, *, text: str, exact: Number | None, note: str, answer: Any) -> Fact:
    return Fact(
        key=key,
        label=label,
        text=text,
        exact=exact,
        note=note,
        reason=told.why(answer, key),
        figure=answer.meta.figures.get(key),
    )
