"""The figures at the head of Team Operations: six cards against the window before, six facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from layouts import formats, spans
from layouts.figures.team_operations import words
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, row
from layouts.panels import Bare, View
from layouts.team_operations.parts import reason

if TYPE_CHECKING:
    from services.team_operations.results import Overview


def figures(found: Overview, view: View) -> Bare:
    """Six cards and six facts."""
    return Bare(children=row(view, cards(found), facts(found)))


def cards(found: Overview) -> list[Card]:
    """Deals, contacts, boards, check-ins, answers and what closed."""
    met, check, hours = (
        found.board_meetings,
        found.portfolio_check_ins,
        found.first_response_hours,
    )
    p90 = f"p90 {words.hours(hours.p90)}, n = {formats.count(hours.n)}"
    closed = found.sourcing
    return [
        _count(found, "deals_reviewed", "Deals reviewed", found.deals_reviewed,
               badge=f"{formats.count(found.deals_sourced)} sourced", under="activities",
               history="deals_reviewed"),
        _count(found, "companies_contacted", "Companies contacted", found.companies_contacted,
               badge=f"{formats.count(found.meetings_attended)} meetings", under="activities",
               history="companies_contacted"),
        _count(found, "board_meetings.held", "Board meetings held", met.held,
               badge=f"{formats.count(met.missed)} missed", under="several there are one",
               history="board_meetings"),
        _count(found, "portfolio_check_ins.overdue", "Check-ins overdue", check.overdue,
               badge=f"over {found.sla_days} days", under=f"{formats.count(check.done)} done",
               good_up=False),
        _card(found, "first_response_hours.median", "Median response", hours.median,
              parts=_hour_parts(hours.median), said=_hours_more, badge=p90,
              under="hours until an answer", good_up=False, history="median_hours"),
        _count(found, "sourcing.closed", "Sourced to closed", closed.closed,
               badge=_rate(found), under=f"of {formats.count(closed.sourced)} sourced",
               good_up=True),
    ]  # fmt: skip


def facts(found: Overview) -> list[Fact]:
    """What else was done, and what comes."""
    hours, met = found.first_response_hours, found.board_meetings

    def fact(key: str, label: str, value: Number | None, text: str, note: str) -> Fact:
        return Fact(
            key=key,
            label=label,
            text=text,
            exact=value,
            note=note,
            reason=reason(found, key, key.partition(".")[0]) or "not known",
            figure=found.meta.figures.get(key),
        )

    def count(key: str, label: str, value: int | None, note: str) -> Fact:
        return fact(key, label, value, formats.count(value), note)

    mean = found.avg_response_time_hours
    return [
        count("meetings_attended", "Meetings attended", found.meetings_attended, "boards apart"),
        count("portfolio_check_ins.done", "Check-ins done", found.portfolio_check_ins.done,
              "with companies that are held"),
        fact("avg_response_time_hours", "Mean response", mean, words.hours(mean),
             "pulled up by few late answers"),
        count("first_response_hours.unanswered", "Without response time", hours.unanswered,
              "unanswered or not recorded"),
        count("board_meetings.missed", "Board meetings missed", met.missed,
              "planned, none on record"),
        count("board_meetings.upcoming_30d", "Boards in 30 days", met.upcoming_30d,
              "planned after as-of"),
    ]  # fmt: skip


def _rate(found: Overview) -> str:
    """The share that closed and its interval."""
    rate = found.sourcing
    if rate.close_rate is None or rate.low is None or rate.high is None:
        return "no rate"
    low, high = (formats.percent_figure(value) for value in (rate.low, rate.high))
    return (
        f"{formats.percent(rate.close_rate)} ({low} to {formats.percent(rate.high)})"
        if high
        else low
    )


def _hour_parts(value: float | None) -> tuple[str, str]:
    text = words.hours(value)
    if value is None:
        return text, ""
    figure, _, unit = text.partition(" ")
    return figure, f"{formats.THIN}{unit}"


def _count(
    found: Overview,
    key: str,
    label: str,
    value: int | None,
    *,
    badge: str,
    under: str,
    good_up: bool | None = None,
    history: str | None = None,
) -> Card:
    return _card(
        found,
        key,
        label,
        value,
        parts=(formats.count(value), ""),
        said=_more,
        badge=badge,
        under=under,
        good_up=good_up,
        history=history,
    )


def _card(
    found: Overview,
    key: str,
    label: str,
    value: Number | None,
    *,
    parts: tuple[str, str],
    said: Callable[[Number | None], str],
    badge: str,
    under: str,
    good_up: bool | None,
    history: str | None = None,
) -> Card:
    """A card with its change since the window before."""
    before = found.previous.get(key)
    change = None if value is None or before is None else float(value) - float(before)
    points: Sequence[Number | None] = []
    if history is not None:
        points = [getattr(point, history) for point in found.trend]
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=value,
        history=points,
        change=change,
        change_text=said(change),
        against=_against(found) if change is not None else "",
        chip=chip(badge),
        basis=under,
        reason=reason(found, key, key.partition(".")[0]) or "not known",
        good_up=good_up,
        figure=found.meta.figures.get(key),
    )


def _against(found: Overview) -> str:
    """`vs Q2 2026`."""
    days = found.previous_period
    if spans.is_quarter(days["start"], days["end"]):
        return f"vs {spans.window(days['start'], days['end'])}"
    return "vs the window before"


def _more(change: Number | None) -> str:
    """`+5`, `−3`, `unchanged`."""
    if change is None:
        return formats.MISSING
    size = formats.count(abs(int(change)))
    return "unchanged" if not change else f"{formats.MINUS if change < 0 else '+'}{size}"


def _hours_more(change: Number | None) -> str:
    """`+1.5 h`, `−0.5 h`, `unchanged`."""
    if change is None:
        return formats.MISSING
    size = words.hours(abs(float(change)))
    if size == "0.0 h":
        return "unchanged"
    return f"{formats.MINUS if change < 0 else '+'}{size}"
