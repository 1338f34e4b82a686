"""What needs a hand, what changed, what was done: each line leads to its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from layouts import formats
from layouts.marks import MARKS
from layouts.panels import Content, Empty, View
from layouts.rows import Bit, Cell, Line, rows_table

if TYPE_CHECKING:
    from services.home.results import Activity, Attention, Changed, Changes, Needed

SEVERITIES = {"critical": "red", "warning": "amber", "info": "unchecked"}
NAMES = {"critical": "critical", "warning": "warning", "info": "to know"}
KINDS = {"alert": "Alert", "check": "Check", "pack": "Pack", "call": "Call", "tie": "Tie-out",
         "mark": "Mark"}  # fmt: skip
CHANGES = {"called": "Called", "distributed": "Distributed", "new": "New", "sold": "Sold",
           "marked_up": "Marked up", "marked_down": "Marked down"}  # fmt: skip
MOST = 14
WHOLE = "firm-whole"  # a cell that stays on one line


def attention(found: Attention, view: View) -> Content | Empty:
    """The worst first; every line opens where it can be dealt with."""
    if not found.rows:
        return Empty(words="Nothing needs a hand.")
    lines = [
        Line(
            cells=[
                _severity(row.severity),
                Bit(text=KINDS.get(row.kind, row.kind), look=WHOLE),
                _about(row, view),
                Bit(text=row.fund or "", look=WHOLE),
                Bit(text=formats.day(row.since), look=WHOLE),
            ]
        )
        for row in found.rows[:MOST]
    ]
    worst = found.counts.get("critical", 0)
    many = len(found.rows)
    title = f"{many} things need a hand" if many > 1 else "One thing needs a hand"
    title += f", {worst} of them at once" if worst else ""
    left = many - len(lines)
    return Content(
        title=title,
        subtitle="Alerts, checks, packs, calls and marks; the worst first",
        body=rows_table(
            ("How bad", "What", "About", "Fund", "Since"),
            lines,
            caption="What needs a hand",
            words=(0, 1, 2, 3, 4),
            deep=(1, 3, 4),
            look="told",
        ),
        summary=f"{title}.",
        source="Source: alerts, checks of the books, packs and marks",
        as_of=found.meta.as_of,
        notes=[f"{left} more are in the download."] if left else [],
    )


def place(link: str, view: View) -> str:
    """The address of a line with the clocks and the rest of the scope that this page is read
    under; what the line says of its own place stays."""
    parts = urlsplit(link)
    own = dict(parse_qsl(parts.query))
    scope = view.scope.on(period=None)
    if "fund" in own:
        scope = scope.on(funds=())
    if "as_of" in own:
        scope = scope.on(as_of=None)
    return replace(view, scope=scope).link(parts.path, **own)


def _about(row: Needed, view: View) -> Cell:
    """What it is about, and what is the matter; once where the sentence begins with the name."""
    go = place(row.link, view)
    if row.text.startswith(row.name):
        return Bit(text=row.text, go=go)
    return [Bit(text=row.name, tag="strong", go=go), " ", row.text]


def _severity(severity: str) -> Cell:
    look = MARKS[SEVERITIES[severity]]
    return Bit(text=NAMES[severity], icon=look.icon, look=f"chip {look.tone}".strip())


def changes(found: Changes, view: View) -> Content | Empty:
    """Calls, distributions, new and sold companies, and the marks that moved the most."""
    if not found.rows:
        return Empty(words="Nothing moved since the quarter-end before.")
    lines = [Line(cells=_change(found, row, view)) for row in found.rows]
    marks = [row for row in found.rows if row.kind in ("marked_up", "marked_down")]
    title = "What moved in the quarter"
    if marks:
        most = marks[0]
        way = "up" if most.kind == "marked_up" else "down"
        size = formats.money_short(abs(most.amount or 0), found.meta.currency)
        title = f"{most.name} was marked {way} by {size}"
    return Content(
        title=title,
        subtitle=f"From {formats.day(found.start)} to {formats.day(found.end)}; companies in "
        f"{found.meta.currency}",
        body=rows_table(
            ("What", "Of", "Amount", "Of value"),
            lines,
            caption="What changed",
            words=(0, 1),
            deep=(3,),
            look="told",
        ),
        summary=f"{title}; {len(found.rows)} changes.",
        source="Source: cash flows and marks",
        as_of=found.end,
        notes=[note.text for note in found.notes],
    )


def _change(found: Changes, row: Changed, view: View) -> list[Cell]:
    return [
        CHANGES.get(row.kind, row.kind),
        Bit(text=row.name, go=place(row.link, view)),
        formats.money_short(row.amount, row.currency),
        formats.percent(row.share),
    ]


def activity(found: Activity, view: View) -> Content | Empty:
    """Who did what, the newest first."""
    if not found.rows:
        return Empty(words="Nothing was done yet.")
    lines = [
        Line(
            cells=[
                Bit(text=formats.moment(row.at), look=WHOLE),
                row.who or "a program",
                Bit(text=row.text, go=place(row.link, view)),
            ]
        )
        for row in found.rows
    ]
    return Content(
        title="What was done lately",
        subtitle="Files, packs and alerts, the newest first",
        body=rows_table(
            ("When", "Who", "What"),
            lines,
            caption="Lately",
            words=(0, 1, 2),
            deep=(1,),
            look="told",
        ),
        summary=f"The last {len(lines)} steps.",
        source="Source: book of imports, packs, alerts",
        as_of=found.meta.as_of,
    )
