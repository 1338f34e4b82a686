"""Calls and distributions, newest first, with who paid, who has not, and how late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.lp_reporting import CALLS, STATUS
from layouts.lp_reporting.head import plural_of
from layouts.lp_reporting.parts import MUTED, Rights, cents, cut, go, leads, money, source
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import named, plural, scale, sentence, texts, unit
from layouts.rows import Bit, Cell, Line, Piece, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.account import CapitalActivity, CapitalEvent, EventShare

MOST = 12  # events whose investors are listed below them; older ones are in the file
OPEN = "outstanding"
TYPES = {"capital_call": "Call", "distribution": "Distribution"}
LOOKS = {  # of an event or an investor's part: icon and tone
    "paid": ("check", "good"),
    "late": ("age", "warn"),
    "due": ("age", ""),
    "outstanding": ("warning", "bad"),
}


def activity(told: tuple[CapitalActivity, Rights], view: View) -> Content | Empty:
    """One line an event, its investors below it; those that are open come unfolded."""
    found, rights = told
    asked = view.own.get(STATUS)
    if not found.events and not asked:
        return Empty(words="No call or distribution is known by this day.")
    title = _finding(found)
    _, head = _unit(found)
    less = len(found.events) - MOST
    return Content(
        title=title,
        subtitle=f"Calls and distributions, newest first, {head}; days late count to the as-of "
        "day while a call is unpaid",
        aside=[_ways(view)],
        body=_table(found, rights, view)
        if found.events
        else html.P("Nothing is outstanding: every call that is due is paid.", className="ripe"),
        twin=_twin(found.events, view) if found.events else None,
        summary=f"{title}. {plural_of(len(found.events), 'event')}.",
        source=source(found.meta, "partnership ledger"),
        as_of=found.meta.as_of,
        notes=[*([f"{less} older events are in the file."] if less > 0 else []), *texts(found)],
    )


def _unit(found: CapitalActivity) -> tuple[int, str]:
    """The size in which the table counts, and how its headings say so."""
    size, letter = scale(event.amount for event in found.events[:MOST])
    return size, unit(found.meta.currency, letter)


def _finding(found: CapitalActivity) -> str:
    late = [share for event in found.events for share in event.lps if share.status == OPEN]
    if late:
        who = {share.lp: share.name for share in late}
        amount = formats.money_short(found.outstanding, found.meta.currency)
        first = next(iter(who.values()))
        name = first if len(who) == 1 else f"{sentence(plural(len(who), 'investor'))}"
        owe = "owes" if len(who) == 1 else "owe"
        return f"{name} {owe} {amount} of a call that is due"
    newest = next(iter(found.events), None)
    if newest is None:
        return "Nothing is outstanding"
    return f"Every call that is due is paid; the last was on {formats.day(newest.date)}"


def _ways(view: View) -> html.Div:
    """All of them, or what is outstanding alone."""
    on = view.own.get(STATUS)
    ways = (("All", None), ("Outstanding", OPEN))
    links = [
        go(
            words,
            f"{view.here(**{STATUS: value})}#{CALLS.id}",
            **({"aria-current": "true"} if on == value else {}),
        )
        for words, value in ways
    ]
    switch = html.Nav(links, className="seg", **{"aria-label": "Which events"})
    return html.Div(switch, className="switch")


def _table(found: CapitalActivity, rights: Rights, view: View) -> html.Div:
    events = found.events[:MOST]
    size, head = _unit(found)
    columns = ["Event", "Due", f"Amount\n{head}", f"Paid\n{head}", f"Open\n{head}", "State"]
    several = len({event.fund for event in events}) > 1
    lines: list[Row | Line] = []
    for event in events:
        key = f"event {event.id}"
        many = bool(event.lps) and not (rights.investor and len(event.lps) == 1)
        cells = _event(event, found, size, several=several)
        if not many:
            lines.append(Line(cells=cells))
            continue
        shut = event.state not in {OPEN, "late"}
        name = f"Investors of {words_of(event)}"
        lines.append(Line(cells=cells, opens=key, named=name, shut=shut))
        lines += [_share(one, key, view, size) for one in event.lps]
    return rows_table(
        columns,
        lines,
        caption="Calls and distributions",
        words=(0, 1, 5),
        deep=(1, 3, 4),
        look="tight lplong lptwo",
    )


def words_of(event: CapitalEvent) -> str:
    """`Call 19`, `Distribution 4`."""
    return f"{TYPES.get(event.type, named(event.type))} {event.number}"


def _event(event: CapitalEvent, found: CapitalActivity, size: int, *, several: bool) -> list[Cell]:
    figures, at = found.meta.figures, f"events[{event.id}]"
    what: list[Piece] = [Bit(text=words_of(event), tag="strong")]
    purpose = event.purpose if event.purpose != words_of(event) else None
    beside = [part for part in (purpose, event.fund if several else None) if part]
    if event.credit_line_repayment:
        beside.append("repays the credit line")
    if event.recallable:
        beside.append(f"{cut(event.recallable, size)} recallable")
    beside.insert(0, formats.day(event.date))
    what.append(Bit(text=", ".join(beside), look="lpunder"))
    return [
        what,
        Bit(text=formats.day(event.due_date) if event.due_date else "", look=MUTED),
        money(event.amount, size, figures, f"{at}.amount"),
        money(event.paid, size, figures, f"{at}.paid", look=MUTED),
        money(event.outstanding, size, figures, f"{at}.outstanding"),
        _state(event.state, event.max_days_late, None),
    ]


def _share(one: EventShare, under: str, view: View, size: int) -> Line:
    late = one.days_late
    return Line(
        cells=[
            leads(view, one.name, one.lp, look=""),
            formats.day(one.paid_date) if one.paid_date else "",
            cut(one.amount, size),
            "",
            cut(one.amount, size) if one.status in {OPEN, "due"} else "",
            _state(one.status, late, one.paid_date),
        ],
        look="tr",
        under=[under],
    )


def _state(state: str, days: int | None, paid: date | None) -> Cell:
    """A chip that says paid, due, outstanding or late, and how many days."""
    sign, tone = LOOKS.get(state, ("age", ""))
    words = state
    if days:
        words = f"paid {days} d late" if state == "late" or paid else f"{days} d late"
        tone = "warn" if state in {"late", "paid"} else tone
    return Bit(text=words, icon=sign, look=f"chip {tone}".strip())


def _twin(events: Sequence[CapitalEvent], view: View) -> Part:
    """Every investor's part of every event to the cent."""
    head = ["Investor", "Event", "Fund", "Date", "Due", "Purpose", "Amount", "Status", "Paid on",
            "Days late"]  # fmt: skip
    lines: list[Row] = [
        [
            leads(view, one.name, one.lp),
            words_of(event),
            event.fund,
            formats.day(event.date),
            formats.day(event.due_date),
            event.purpose or formats.MISSING,
            cents(one.amount),
            one.status,
            formats.day(one.paid_date),
            formats.count(one.days_late) if one.days_late else "",
        ]
        for event in events[:MOST]
        for one in event.lps
    ]
    return rows_table(
        head,
        lines,
        caption="Parts of each event to the cent",
        words=(0, 1, 2, 3, 4, 5, 7, 8),
        deep=(2, 3, 4, 5, 8),
    )
