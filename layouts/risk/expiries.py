"""What ends soon: notes, options, valuations and the dates of the agreement, by due date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import plural, sentence, texts
from layouts.risk.parts import company, marked, severity, source
from layouts.rows import Bit, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.watch import Expiries, ExpiryRow

MOST_SHOWN = 10


def expiries(found: Expiries, view: View) -> Content | Empty:
    """The soonest first; what is past stands on top."""
    if not found.rows:
        words = f"Nothing is known to end within {found.within_days} days of this day."
        return Empty(words=words)
    title = _finding(found)
    shown = found.rows[:MOST_SHOWN]
    more = len(found.rows) - len(shown)
    said = [f"{more:,} more are in the table and the download."] if more > 0 else []
    return Content(
        title=title,
        subtitle=f"Past ones and those within {found.within_days} days, the soonest first",
        body=_table(shown, view),
        twin=_twin(found, view),
        summary=f"{title}. {sentence(plural(len(found.rows), 'entry', 'entries'))}.",
        source=source(found.meta, "days told of companies, dates of the agreement"),
        as_of=found.meta.as_of,
        notes=[*said, *texts(found)],
    )


def _finding(found: Expiries) -> str:
    past = [row for row in found.rows if row.days_left < 0]
    coming = [row for row in found.rows if row.days_left >= 0]
    words = ""
    if past:
        words = sentence(plural(len(past), "thing has", "things have")) + " ended already"
    if not coming:
        return words
    first = coming[0]
    next_ = f"next {first.item}, {first.name}, in {_days(first.days_left)}"
    return f"{words}; {next_}" if words else sentence(next_)


def _days(count: int) -> str:
    return "one day" if count == 1 else "no day" if count == 0 else f"{count:,} days"


def _table(rows: tuple[ExpiryRow, ...], view: View) -> Part:
    lines: list[Row] = [
        [
            [Bit(text=sentence(row.item), look="risk-item"), _of(row, view)],
            formats.day(row.date),
            _left(row),
            marked(severity(row.severity)),
        ]
        for row in rows
    ]
    head = ["What ends", "On", "Left", "Severity"]
    return rows_table(head, lines, caption="What ends soon", words=(0, 1, 3), deep=(1,),
                      look="risk-entries")  # fmt: skip


def _of(row: ExpiryRow, view: View) -> Bit:
    if row.of == "company":
        return company(row.name, row.code, view)
    go = None if view.embedded else row.link
    return Bit(text=row.name, go=go)


def _left(row: ExpiryRow) -> str:
    if row.days_left < 0:
        return f"{-row.days_left:,} d past"
    return f"{row.days_left:,} d"


def _twin(found: Expiries, view: View) -> Part:
    lines: list[Row] = [
        [
            sentence(row.item),
            row.of,
            _of(row, view),
            row.fund or formats.MISSING,
            formats.day(row.date),
            str(row.days_left).replace("-", formats.MINUS),
            row.severity,
        ]
        for row in found.rows
    ]
    head = ["What ends", "Kind", "Of", "Fund", "On", "Days left", "Severity"]
    return rows_table(head, lines, caption="Everything that ends", words=(0, 1, 2, 3, 4, 6),
                      deep=(1, 3))  # fmt: skip
