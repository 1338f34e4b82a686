"""What was done month by month, how long answers took, and what lies on whose desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.figures import team_operations as draw
from layouts.figures.team_operations import words
from layouts.figures.team_operations.load import PARTS
from layouts.panels import Content, Empty, Part, View, graph
from layouts.rows import Bar, Bit, Cell, Line, rows_table
from layouts.team_operations.parts import (
    counted,
    legend,
    number,
    people,
    source,
    span,
    texts,
    within,
)

if TYPE_CHECKING:
    from services.team_operations.results import Activity, AnswerTimes, TypeTimes, Workload

NO_TIMES = "no response time is on record"


def activity(found: Activity, view: View) -> Content | Empty:
    """Months with their types, of the whole team or of one person."""
    if not any(month.total for month in found.months):
        return Empty(words="Nothing that anybody did is on record in these months.")
    title = _finding(found)
    types = [t for t in words.TYPES if any(m.counts.get(t) for m in found.months)]
    of = f"of {_name(found)}" if found.user else "of the whole team"
    chart = graph(
        view.panel.id,
        draw.activity_bars(found),
        draw.activity_bars(found, narrow=True),
        label=title,
    )
    return Content(
        title=title,
        subtitle=f"Activities a month by type, {of}; two who did one thing are two",
        aside=[_persons(found, view)],
        body=html.Div([legend((words.role(t), words.named(t)) for t in types), chart]),
        twin=_months(found, types),
        summary=f"{title}. {len(found.months)} months.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _persons(found: Activity, view: View) -> Part:
    return people(view, found.members, found.user, team=True)


def _name(found: Activity) -> str:
    return dict(found.members).get(found.user or "", found.user or "")


def _finding(found: Activity) -> str:
    who = _name(found) if found.user else "The team"
    total, before = found.total, found.previous_total
    if total is None:
        return f"{who}: nothing on record in {within(found.meta)}"
    many = f"{who} recorded {counted(total, 'activity', 'activities')} in {within(found.meta)}"
    if before is None:
        return many
    change = total - before
    if not change:
        return f"{many}, as many as before"
    return f"{many}, {abs(change):,} {'more' if change > 0 else 'fewer'} than before"


def _months(found: Activity, types: list[str]) -> Part:
    head = ["Month", *(words.named(type_) for type_ in types), "All"]
    rows: list[list[Cell] | Line] = [
        [
            formats.month(month.start),
            *(formats.count(month.counts.get(type_, 0)) for type_ in types),
            formats.count(month.total),
        ]
        for month in reversed(found.months)
    ]
    every = [sum(month.counts.get(type_, 0) for month in found.months) for type_ in types]
    total = formats.count(sum(month.total for month in found.months))
    rows.append(Line(cells=["All months", *map(formats.count, every), total], look="total"))
    return rows_table(head, rows, caption="Activities by month and type")


def times(found: AnswerTimes, view: View) -> Content | Empty:
    """Months as dots and lines, below them each type with its middle half."""
    if not found.overall.n and not any(month.n for month in found.trend):
        return Empty(words="No response time is on record.")
    hours = found.overall
    title = f"{span(found.meta)}: no response time is on record"
    if hours.median is not None:
        title = (
            f"Half of the answers came within {words.hours(hours.median)}, nine of ten within "
            f"{words.hours(hours.p90)}"
        )
    chart = graph(
        view.panel.id,
        draw.answer_intervals(found),
        draw.answer_intervals(found, narrow=True),
        label=title,
    )
    return Content(
        title=title,
        subtitle="Hours until an answer by month: median (dot) up to p90 (line); dotted: median "
        f"of {within(found.meta)}",
        body=html.Div([chart, _types(found)]),
        twin=html.Div([_types_in_full(found), _people(found), _by_month(found)]),
        summary=f"{title}. n = {hours.n}, {hours.unanswered} without a response time.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _types(found: AnswerTimes) -> Part:
    """Each type: middle half as a line, the median as a dot, on one scale."""
    top = max((item.p90_hours or 0 for item in found.by_type), default=0)
    rows: list[list[Cell]] = [
        [
            words.named(item.type),
            number(
                words.hours(item.median_hours),
                found.meta.figures,
                f"by_type[{item.type}].median_hours",
            ),
            _whisker(item, top),
            words.hours(item.p90_hours),
            formats.count(item.n),
        ]
        for item in found.by_type
    ]
    head = ["Answers", "Median", "p25 to p75", "p90", "n"]
    return rows_table(head, rows, caption="Hours by type", words=(0, 2), deep=(2,), look="tight")


def _whisker(item: TypeTimes, top: float) -> Bar | Bit:
    low, at, high = item.p25_hours, item.median_hours, item.p75_hours
    if low is None or at is None or high is None or not top:
        return missing(NO_TIMES)
    said = f"p25 {words.hours(low)}, p75 {words.hours(high)}"
    place = [min(100 * value / top, 100.0) for value in (low, high, at)]
    return Bar(parts=[(place[0], place[1], "range")], rule=place[2], look="whisker", said=said)


def _hours(value: float | None) -> Cell:
    return missing(NO_TIMES) if value is None else words.hours(value)


def _types_in_full(found: AnswerTimes) -> Part:
    head = ["Type", "n", "Median", "p90", "Mean", "p25", "p75", "Least", "Most", "Without",
            "Median before"]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            words.named(item.type),
            formats.count(item.n),
            *map(
                _hours,
                (
                    item.median_hours,
                    item.p90_hours,
                    item.mean_hours,
                    item.p25_hours,
                    item.p75_hours,
                    item.least_hours,
                    item.most_hours,
                ),
            ),
            formats.count(item.unanswered),
            _hours(item.previous_median_hours),
        ]
        for item in found.by_type
    ]
    return rows_table(head, rows, caption="Hours until an answer by type")


def _people(found: AnswerTimes) -> Part:
    head = ["Person", "n", "Median", "p90", "Mean", "Without"]
    rows: list[list[Cell]] = [
        [
            item.name,
            formats.count(item.n),
            _hours(item.median_hours),
            _hours(item.p90_hours),
            _hours(item.mean_hours),
            formats.count(item.unanswered),
        ]
        for item in found.by_person
    ]
    return rows_table(head, rows, caption="Hours until an answer by person") if rows else None


def _by_month(found: AnswerTimes) -> Part:
    head = ["Month", "n", "Median", "p90"]
    rows: list[list[Cell]] = [
        [
            formats.month(item.start),
            formats.count(item.n),
            _hours(item.median_hours),
            _hours(item.p90_hours),
        ]
        for item in reversed(found.trend)
    ]
    return rows_table(head, rows, caption="Hours until an answer by month")


def workload(found: Workload, view: View) -> Content | Empty:
    """A bar a person against the line of what one can carry."""
    if not found.rows:
        return Empty(words="Nobody of the team is on record.")
    title = _heaviest(found)
    weights = ", ".join(
        f"{label.lower()} × {found.weights[weight]:g}" for _, weight, label, _ in PARTS
    )
    chart = graph(
        view.panel.id, draw.load_bars(found), draw.load_bars(found, narrow=True), label=title
    )
    return Content(
        title=title,
        subtitle=f"Load as of {formats.day(found.meta.as_of)}: {weights}; dashed: what one "
        "person can carry",
        body=html.Div([legend((role, label) for _, _, label, role in PARTS), chart]),
        twin=_loads(found),
        summary=f"{title}. Capacity {found.capacity:g}.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _heaviest(found: Workload) -> str:
    over, first = found.over_capacity, found.rows[0]
    if over:
        return f"{counted(over, 'person carries', 'people carry')} more than one can"
    share = formats.percent(first.use, places=0)
    return f"Nobody is over capacity; {first.name} carries {share} of it"


def _loads(found: Workload) -> Part:
    head = ["Person", "Active deals", "Early", "In diligence", "Boards", "Load", "Of capacity"]
    rows: list[list[Cell]] = [
        [
            row.name,
            formats.count(row.active_deals),
            formats.count(row.early_deals),
            number(formats.count(row.diligence), found.meta.figures, f"rows[{row.user}].diligence"),
            formats.count(row.boards),
            words.plain(row.load),
            Bit(text=formats.percent(row.use, places=0), look="bad" if row.over else None),
        ]
        for row in found.rows
    ]
    return rows_table(head, rows, caption="Load by person, the heaviest first")
