"""Coverage: who was in touch with which company, how long ago, and which wait for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bit, Cell, Piece, rows_table
from layouts.team_operations.parts import counted, legend, number, source, texts

if TYPE_CHECKING:
    from services.team_operations.results import Contact, Coverage, CoverageRow

NEVER = "no touch is on record"
NO_VALUE = "its fair value is not known"
MARKS = "L leads it, B sits on its board"
# Up to how many times the days agreed, and the step of the colours: the longer ago the paler.
STEPS = ((0.25, 6), (0.5, 4), (1.0, 2))
STALE = 0


def coverage(found: Coverage, view: View) -> Content | Empty:
    """The matrix of companies and people, overdue companies first and marked in words."""
    if not found.companies:
        return Empty(words="No company is held on this day.")
    title = _finding(found)
    rate = f"{formats.percent(found.coverage_rate)} of companies"
    weighted = f"{formats.percent(found.nav_weighted_coverage)} of fair value"
    return Content(
        title=title,
        subtitle=f"Days since anybody was in touch, by company and person; within "
        f"{found.sla_days} days: {rate}, {weighted}",
        body=html.Div([_keys(found), _matrix(found)]) if found.rows else _nobody(),
        twin=_rows(found),
        summary=f"{title}. {rate} and {weighted} are in touch within {found.sla_days} days.",
        source=f"{source(found.meta)}; a touch is any activity that names the company",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Coverage) -> str:
    if found.overdue is None:
        return "Who is in touch with whom is not on record"
    if not found.overdue:
        return f"All {counted(found.companies, 'company', 'companies')} heard from us in time"
    late = [row for row in found.rows if row.overdue]
    many = f"{found.overdue:,} of {counted(found.companies, 'company', 'companies')}"
    said = f"{many} heard nothing for more than {found.sla_days} days"
    if not late:
        return said
    first = late[0]
    days = "ever" if first.days_since_touch is None else f"for {first.days_since_touch:,} days"
    return f"{said}; {first.name} {'not ' if days == 'ever' else ''}{days}"


def _nobody() -> Part:
    return html.P("None of the companies is yours to look after.", className="muted")


def _keys(found: Coverage) -> Part:
    sla = found.sla_days
    names = [f"up to {round(sla * share):,} d" for share, _ in STEPS]
    entries = [(f"tt-{step}", name) for (_, step), name in zip(STEPS, names, strict=True)]
    told = legend([*entries, (f"tt-{STALE}", f"over {sla:,} d")])
    told.children.append(html.Span(MARKS, className="muted"))
    return told


def _matrix(found: Coverage) -> Part:
    by_pair = {(item.company, item.user): item for item in found.contacts}
    codes = [code for code, _ in found.people]
    head = ["Company", "Last touch", "State", *codes, "NAV share"]
    rows: list[list[Cell]] = [
        [
            Bit(text=row.name, title=_held(row)),
            _last(row, found),
            _state(row, found),
            *(_cell(by_pair.get((row.company, code)), row, code, found.sla_days) for code in codes),
            _weight(row),
        ]
        for row in found.rows
    ]
    return rows_table(
        head, rows, caption="Days since the last touch", words=(0, 2), deep=(), look="teamheat"
    )


def _held(row: CoverageRow) -> str:
    lead = f", led by {row.lead}" if row.lead else ""
    return f"{row.company}: held since {formats.day(row.held_since)}{lead}"


def _last(row: CoverageRow, found: Coverage) -> Piece:
    if row.days_since_touch is None:
        return missing(NEVER)
    name = f"rows[{row.company}].days_since_touch"
    return number(f"{row.days_since_touch:,} d", found.meta.figures, name)


def _state(row: CoverageRow, found: Coverage) -> Piece:
    """In words and with a sign: overdue, soon, in touch, or not known."""
    if row.overdue is None:
        return missing("nothing was on record by this day")
    if row.overdue:
        return Bit(text="overdue", icon="warning", look="chip bad")
    days = row.days_since_touch
    if days is None:
        return Bit(text="new", icon="age", look="chip")
    if days > found.sla_days * 0.8:
        return Bit(text="due soon", icon="age", look="chip warn")
    return Bit(text="in touch", icon="check", look="chip good")


def _cell(contact: Contact | None, row: CoverageRow, code: str, sla: int) -> Piece:
    """One person and company: days, as dark as they are few; leads and seats are marked."""
    held = [
        (sign, word)
        for sign, word, so in (
            ("L", "leads it", row.lead == code),
            ("B", "on its board", code in row.board_seats),
        )
        if so
    ]
    sign, roles = "".join(each for each, _ in held), ", ".join(each for _, each in held)
    if contact is None:
        said = f"{code}: never in touch{', ' + roles if roles else ''}"
        return Bit(text=sign or "·", fill="tt tt-none", title=said, look="muted")
    days = contact.days_since_touch
    step = next((step for share, step in STEPS if days <= sla * share), STALE)
    text = f"{days:,}{' ' + sign if sign else ''}"
    said = (
        f"{code}: {days:,} days ago, {counted(contact.touches, 'time')} in the window"
        f"{', ' + roles if roles else ''}"
    )
    return Bit(text=text, fill=f"tt tt-{step}", title=said)


def _weight(row: CoverageRow) -> Piece:
    return missing(NO_VALUE) if row.nav_weight is None else formats.percent(row.nav_weight)


def _rows(found: Coverage) -> Part:
    head = ["Company", "Lead", "Board", "Held since", "Last touch", "By", "Days", "State",
            "Touches", "Fair value", "Weight"]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            row.name,
            row.lead or missing("nobody is named"),
            ", ".join(row.board_seats) or missing("no seat"),
            formats.day(row.held_since),
            missing(NEVER) if row.last_touch is None else formats.day(row.last_touch),
            row.last_touch_by or missing("not one of yours, or never"),
            missing(NEVER) if row.days_since_touch is None else f"{row.days_since_touch:,}",
            _state(row, found),
            formats.count(row.touches),
            missing(NO_VALUE) if row.fair_value is None else formats.money(row.fair_value),
            _weight(row),
        ]
        for row in found.rows
    ]
    return rows_table(
        head, rows, caption="Companies, the longest out of touch first", words=(0, 1, 2, 5, 7)
    )
