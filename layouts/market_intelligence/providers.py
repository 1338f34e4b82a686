"""Who says so: every provider with what it covers, and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures.market_intelligence.quarters import words
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View
from layouts.rows import Bit, Cell

if TYPE_CHECKING:
    from services.market_intelligence.results import Disagreement, Origin, SourceQuarter, Sources

NONE = "No provider's rounds or exits are imported yet."
MOST_ROWS = 12
FAR = 0.25  # two providers this far from each other on deals are worth a word


def compared(found: Sources, view: View) -> Content | Bare | Empty:
    """Two providers on the same quarter, sector by sector, and how far apart they are."""
    pairs = _pairs(found)
    if not found.sources:
        return told.absent(found, view, NONE)
    if not pairs:
        return _alone(found)
    first, second = pairs[0].first, pairs[0].second
    title = _finding(pairs)
    return _content(
        found,
        title=title,
        subtitle=f"A is {first}, B is {second}, both on {words(found.quarter)}: deals, disclosed "
        "money, and B over A",
        body=_pair_table(found, pairs[:MOST_ROWS]),
        twin=_pair_table(found, pairs) if len(pairs) > MOST_ROWS else None,
        summary=f"{title}. {len(pairs)} sectors that both tell of.",
    )


def sources(found: Sources, view: View) -> Content | Bare | Empty:
    """Provider, release, fetched, days covered, attribution; a way to each one's figures."""
    if not found.sources:
        return told.absent(found, view, NONE)
    one = len(found.sources) == 1
    title = f"{found.sources[0].provider} is the only provider" if one else (
        f"{len(found.sources)} providers, never added to each other"
    )  # fmt: skip
    rows = [part for origin in found.sources for part in _origin(origin, view)]
    head = ["Provider", "Rounds", "Exits", "Last day", "Fetched"]
    return _content(
        found,
        title=title,
        subtitle="What each provider's newest import holds; the page shows one of them at a time",
        body=html.Div(
            [
                told.table(head, [row for row, _ in rows], caption="Providers", deep=(2, 3)),
                html.Ul([words_ for _, words_ in rows], className="tellers"),
            ],
            className="wraps",
        ),
        summary=f"{title}.",
    )


def _content(found: Sources, **parts: Part) -> Content:
    named = ", ".join(origin.provider for origin in found.sources)
    return Content(
        source=f"Source: {named}",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
        **parts,
    )


def _alone(found: Sources) -> Content | Empty:
    if len(found.sources) > 1:
        return Empty(words="No sector of the same quarter is told by two providers.")
    name = found.sources[0].provider
    return Empty(words=f"{name} stands alone: a second provider would show how far to trust it.")


def _pairs(found: Sources) -> list[Disagreement]:
    """What the two providers with most in common both tell of in the quarter."""
    there = [pair for pair in found.disagreements if pair.quarter == found.quarter]
    named = [(pair.first, pair.second) for pair in there]
    first = max(dict.fromkeys(named), key=named.count, default=None)
    return [pair for pair in there if (pair.first, pair.second) == first]


def _finding(pairs: Sequence[Disagreement]) -> str:
    known = [pair for pair in pairs if pair.deals_ratio is not None]
    far = [pair for pair in known if abs((pair.deals_ratio or 1) - 1) > FAR]
    second = pairs[0].second
    if not known:
        return f"{second} and {pairs[0].first} tell of no sector both"
    if not far:
        return (
            f"{second} and {pairs[0].first} agree on deals within {formats.percent(FAR, places=0)}"
        )
    widest = max(far, key=lambda pair: abs((pair.deals_ratio or 1) - 1))
    times = formats.multiple(widest.deals_ratio)
    return f"{second} counts {times} the deals of {widest.first} in {widest.sector}"


def _pair_table(found: Sources, pairs: Sequence[Disagreement]) -> Part:
    told_of = {
        (row.provider, row.sector.casefold()): row
        for row in found.rows
        if row.quarter == found.quarter
    }
    first, second = pairs[0].first, pairs[0].second
    rows = []
    for pair in pairs:
        sides = (
            told_of.get((first, pair.sector.casefold())),
            told_of.get((second, pair.sector.casefold())),
        )
        rows.append(
            [
                pair.sector,
                *(_deals(found, side) for side in sides),
                formats.multiple(pair.deals_ratio),
                *(_money(found, side) for side in sides),
                formats.multiple(pair.funding_ratio),
            ]
        )
    head = ["Sector", "A, deals", "B, deals", "B / A", "A, money", "B, money", "B / A"]
    return told.table(head, rows, caption=f"{first} (A) beside {second} (B)", deep=(4, 5))


def _deals(found: Sources, row: SourceQuarter | None) -> Cell:
    if row is None:
        return formats.MISSING
    figure = found.meta.figures.get(f"rows[{row.provider}.{row.sector}].total_deals")
    return told.cell(formats.count(row.total_deals), figure)


def _money(found: Sources, row: SourceQuarter | None) -> Cell:
    if row is None:
        return formats.MISSING
    figure = found.meta.figures.get(f"rows[{row.provider}.{row.sector}].total_funding")
    return told.cell(formats.money_short(row.total_funding, row.currency), figure)


def _origin(origin: Origin, view: View) -> list[tuple[list[Cell], Part]]:
    """The row of a provider, and the line of its release and what it asks to be said."""
    look = "turns on" if view.own.get("source") == origin.provider else "turns"
    link = Bit(
        text=origin.provider,
        go=view.here(source=origin.provider),
        look=look,
        title=f"This page after {origin.provider}",
    )
    row: list[Cell] = [
        link,
        formats.count(origin.rounds),
        formats.count(origin.exits),
        formats.day(origin.last_day),
        formats.day(origin.fetched),
    ]
    late = ", ".join(words(quarter) for quarter in origin.preliminary)
    said = [
        f"release {origin.release}" if origin.release else "release not named",
        f"covers {formats.day(origin.first_day)} to {formats.day(origin.last_day)}",
        *([f"preliminary: {late}"] if late else []),
        origin.attribution or "asks for no attribution",
        *([f"{origin.undated:,} rounds known to the year alone"] if origin.undated else []),
        *([f"figures computed {formats.moment(origin.computed_at)}"] if origin.computed_at else []),
    ]
    line = html.Li([html.B(f"{origin.provider}: "), "; ".join(said)])
    return [(row, line)]
