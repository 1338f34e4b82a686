"""Which companies send the figures they owe: by stage, then those that answer least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bar, Bit, Cell, rows_table
from layouts.team_operations.parts import counted, number, source, texts

if TYPE_CHECKING:
    from services.team_operations.results import CompanyAnswers, KpiRequests, StageAnswers

MOST = 10
NO_STAGE = "Stage not said"


def asked(found: KpiRequests, view: View) -> Content | Empty:
    """Bars by stage, and the companies that answer least."""
    if not found.rows:
        return Empty(words="No company was held at any of the last eight quarter-ends.")
    title = _finding(found)
    return Content(
        title=title,
        subtitle=f"{found.quarters[0]} to {found.quarters[-1]}; in time up to "
        f"{found.report_due_days} days after the quarter",
        body=html.Div(
            [_stages(found), _companies(found.rows[:MOST], found, view, "Answer least")],
            className="teamasked",
        ),
        twin=_companies(found.rows, found, view, "Answers of every company"),
        summary=f"{title}. {counted(len(found.rows), 'company', 'companies')}.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: KpiRequests) -> str:
    total = found.total
    if total.in_time_rate is None:
        return "No figures were owed yet"
    return (
        f"{formats.percent(total.in_time_rate)} of what was owed came in time, "
        f"{formats.percent(total.response_rate)} at all"
    )


def _stages(found: KpiRequests) -> Part:
    head = ["Stage", "Companies", "Owed", "In time", "In time or late"]
    rows: list[list[Cell]] = [_stage(line, line.stage or NO_STAGE) for line in found.by_stage]
    if len(rows) > 1:
        rows.append(_stage(found.total, "All"))
    return rows_table(head, rows, caption="By stage", words=(0, 3), deep=(1,), look="tight")


def _stage(line: StageAnswers, name: str) -> list[Cell]:
    return [
        name,
        f"{line.companies:,}",
        f"{line.owed:,}",
        _bar(line),
        _rate(line.response_rate),
    ]


def _bar(line: StageAnswers) -> Cell:
    """In time, then late, of what was owed."""
    if not line.owed:
        return missing("nothing was owed")
    in_time, came = 100 * line.in_time / line.owed, 100 * (line.in_time + line.late) / line.owed
    drawn = Bar(parts=((0, in_time, "seq-6"), (in_time, came, "seq-4")), look="flowbar")
    return [drawn, " ", _rate(line.in_time_rate)]


def _companies(
    rows: tuple[CompanyAnswers, ...], found: KpiRequests, view: View, caption: str
) -> Part:
    head = ["Company", "Stage", "Owed", "In time", "Late", "Missing", "Answered", "Last came"]
    figures = found.meta.figures
    lines: list[list[Cell]] = [
        [
            _company(row, view),
            row.stage or missing("no file says it"),
            f"{row.owed:,}",
            f"{row.in_time:,}",
            f"{row.late:,}",
            f"{row.missing:,}",
            _rate(row.response_rate)
            if row.response_rate is None
            else number(
                formats.percent(row.response_rate),
                figures,
                f"rows[{row.company}].response_rate",
            ),
            formats.day(row.last_reported)
            if row.last_reported
            else missing("nothing came, or nobody wrote down when"),
        ]
        for row in rows
    ]
    return rows_table(head, lines, caption=caption, words=(0, 1, 7), deep=(1, 3, 4), look="tight")


def _company(row: CompanyAnswers, view: View) -> Bit:
    if view.embedded:
        return Bit(text=row.name)
    return Bit(text=row.name, go=view.link("/portfolio-analytics", company=row.company))


def _rate(value: float | None) -> Bit:
    if value is None:
        return missing("nothing was owed")
    return Bit(text=formats.percent(value))
