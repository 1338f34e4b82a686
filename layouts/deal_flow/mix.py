"""What kind of deals a cohort holds: sector, round, geography and check size, with their fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats, sectors
from layouts.bits import listed, missing
from layouts.deal_flow.parts import BLANK, leads, name_of, source, span, texts
from layouts.figures.deal_flow import words
from layouts.kpi import chip
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bar, Cell, Piece, rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import Mix, MixPart

DIMENSIONS = {
    "sector": "Sector",
    "stage": "Round",
    "geography": "Geography",
    "check_size": "Check size",
}
OTHER = "Other"
LEAST_FILL = 0.15


def mix(found: Mix, view: View) -> Content | Empty:
    """Four small tables of shares side by side, what is too sparse named instead."""
    if not found.parts:
        return Empty(words="No deal was sourced in this window.")
    title = _finding(found)
    shown = [name for name in DIMENSIONS if any(part.dimension == name for part in found.parts)]
    shown += [part.dimension for part in found.parts if part.dimension not in DIMENSIONS]
    blocks = [_block(name, found, view) for name in dict.fromkeys(shown)]
    return Content(
        title=title,
        subtitle=f"Deals sourced in {span(found.meta)}, share of each value; line: the window "
        "before; filled = share of deals that name a value",
        body=[html.Div(blocks, className="dims"), *_excluded(found)],
        twin=_table(found, view),
        summary=f"{title}. " + " ".join(_filled(name, found) for name in found.fill_rates),
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Mix) -> str:
    """The value with the largest share of the first dimension that is broken down."""
    first = found.parts[0].dimension
    named = [
        part
        for part in found.parts
        if part.dimension == first and part.name not in {OTHER, BLANK} and part.share is not None
    ]
    if not named:
        return "What is in the pipeline"
    top = max(named, key=lambda part: part.share or 0.0)
    said = f"{formats.percent(top.share, places=0)} of deals are {name_of(top.name)}"
    if top.previous_share is None or top.share is None:
        return said
    change = top.share - top.previous_share
    moved = formats.points(change)
    return f"{said}, {moved}" + ("" if moved == "unchanged" else " on the window before")


def _block(dimension: str, found: Mix, view: View) -> html.Section:
    parts = [part for part in found.parts if part.dimension == dimension]
    fill = found.fill_rates.get(dimension)
    most = max((part.share or part.previous_share or 0.0 for part in parts), default=0.0)
    sparse = fill is not None and fill < 0.5
    tone = "warn" if sparse else ""
    said = f"{formats.percent(fill, places=0)} filled" if fill is not None else "fill not known"
    return html.Section(
        [
            html.H3([DIMENSIONS.get(dimension, words.named(dimension)), chip(said, tone=tone)]),
            rows_table(
                ["Value", "", "Share", "Deals"],
                [_part(part, most, view) for part in parts],
                caption=f"Deals by {DIMENSIONS.get(dimension, dimension).lower()}",
                words=(0, 1),
                look="tight",
            ),
        ]
    )


def _part(part: MixPart, most: float, view: View) -> list[Cell]:
    own = part.dimension == "sector" and part.name not in {OTHER}
    look = sectors.role(part.name) if part.dimension == "sector" else "cat-1"
    named: Piece = (
        leads(view, name_of(part.name), sector=part.name, counting="cohort")
        if own
        else name_of(part.name)
    )
    bar: Piece = ""
    if part.share is not None and most:
        before = None if part.previous_share is None else min(part.previous_share / most, 1.0) * 100
        bar = Bar(parts=[(0.0, part.share / most * 100, look)], rule=before, look="flowbar")
    return [
        named,
        bar,
        formats.percent(part.share, places=0)
        if part.share is not None
        else missing("the share is not known"),
        formats.count(part.deals),
    ]


def _excluded(found: Mix) -> list[Part]:
    """What is not broken down because too few deals name it."""
    if not found.excluded:
        return []
    named = [
        f"{DIMENSIONS.get(name, name).lower()} "
        f"({formats.percent(found.fill_rates.get(name), places=0)} filled)"
        for name in found.excluded
    ]
    least = formats.percent(LEAST_FILL, places=0)
    words_ = f"Left out, filled for fewer than {least} of deals: {listed(named)}."
    return [html.P(words_, className="ripe")]


def _filled(dimension: str, found: Mix) -> str:
    share = formats.percent(found.fill_rates[dimension], places=0)
    return f"{DIMENSIONS.get(dimension, dimension)} {share} filled."


def _table(found: Mix, view: View) -> Part:
    head = ["Dimension", "Value", "Deals", "Share", "Share before", "Closed"]
    rows: list[list[Cell]] = [
        [
            DIMENSIONS.get(part.dimension, words.named(part.dimension)),
            leads(view, name_of(part.name), sector=part.name, counting="cohort")
            if part.dimension == "sector" and part.name != OTHER
            else name_of(part.name),
            formats.count(part.deals),
            formats.percent(part.share, places=2),
            formats.percent(part.previous_share, places=2)
            if part.previous_share is not None
            else missing("no deal was sourced in the window before"),
            formats.count(part.closed),
        ]
        for part in found.parts
    ]
    return rows_table(head, rows, caption="The cohort by every dimension", words=(0, 1))
