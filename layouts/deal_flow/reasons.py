"""Why deals ended: reason by the furthest stage they had reached, as a heat map and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.deal_flow.parts import BLANK, count, leads, name_of, rows_of, source, span, texts
from layouts.figures.deal_flow import words
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bit, Cell, Line, rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import PassReasons

STEPS = 7
ENDED = {"sourced": "Sourced", "screened": "Screened", "term_sheet": "Term sheet"}


def reasons(found: PassReasons, view: View) -> Content | Empty:
    """Each cell the deals that ended for one reason at one stage."""
    if not found.ended:
        return Empty(words="No deal was passed or lost in this window.")
    title = _finding(found)
    filled = formats.percent(found.fill_rate, places=0)
    return Content(
        title=title,
        subtitle=f"Deals passed or lost in {span(found.meta)} by reason and furthest stage; "
        f"reason given for {filled}",
        body=_heat(found, view),
        twin=_rows(found, view),
        summary=f"{title}. {words.deals(found.ended)} ended, the reason of {filled} is given.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: PassReasons) -> str:
    given = {name: deals for name, deals in found.by_reason.items() if name != BLANK}
    if not given:
        return f"{words.deals(found.ended)} ended, for none is a reason given"
    first = max(given, key=lambda name: given[name])
    share = formats.percent(given[first] / found.ended, places=0)
    return f"{name_of(first)} ended most deals: {given[first]:,} of {found.ended:,} ({share})"


def _heat(found: PassReasons, view: View) -> Part:
    cells: dict[tuple[str, str], int] = {}
    for item in found.reasons:
        place = (item.reason, item.stage)
        cells[place] = cells.get(place, 0) + item.deals
    most = max(cells.values())
    stages = [stage for stage in words.STAGES if found.by_stage.get(stage) or stage in ENDED]
    names = sorted(found.by_reason, key=lambda name: (name == BLANK, -found.by_reason[name]))
    rows: list[list[Cell] | Line] = []
    for name in names:
        row: list[Cell] = [leads(view, name_of(name), reason=name)]
        for stage in stages:
            deals = cells.get((name, stage), 0)
            go = rows_of(view, reason=name, furthest=stage) if deals else None
            text = formats.count(deals) if deals else "0"
            row.append(Bit(text=text, go=go, fill=f"hc h{_step(deals, most)}"))
        rows.append([*row, formats.count(found.by_reason[name])])
    foot = [formats.count(found.by_stage.get(stage, 0)) for stage in stages]
    rows.append(Line(cells=["All reasons", *foot, formats.count(found.ended)], look="total"))
    head = ["Reason", *(words.STAGES[stage] for stage in stages), "All"]
    return rows_table(head, rows, caption="Reasons by furthest stage", look="heatmap")


def _step(deals: int, most: int) -> int:
    """Its step of the sequence: 0 for none, else 1 to 7 in proportion to the fullest cell."""
    return 0 if not deals else max(1, -(-deals * STEPS // most))


def _rows(found: PassReasons, view: View) -> Part:
    head = ["Reason", "Furthest stage", "Owner", "Deals", "Share of ended"]
    rows: list[list[Cell]] = [
        [
            name_of(item.reason),
            words.named(item.stage, words.STAGES),
            leads(view, item.owner, owner=item.owner) if item.owner else name_of(None),
            count(view, item.deals, reason=item.reason, furthest=item.stage, owner=item.owner),
            formats.percent(item.share),
        ]
        for item in sorted(found.reasons, key=lambda item: -item.deals)
    ]
    return rows_table(head, rows, caption="Reasons by stage and owner", words=(0, 1, 2))
