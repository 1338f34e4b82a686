"""The alert centre: what was found, how grave it is, and who has taken it up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from dash import html

from layouts import formats
from layouts.bits import seg
from layouts.explain import mark
from layouts.forms import Field, Form, act, folded, form
from layouts.panels import API, Content, Empty, Part, View, icon
from layouts.portfolio_analytics.cells import plural, sentence, texts, word
from layouts.risk import SEVERITY, STATE_OF
from layouts.risk.asked import Inbox
from layouts.risk.parts import SEVERITIES, chip, marked, measured, severity, way
from layouts.rows import Bit, Row, rows_table
from services.errors import InvalidInput

if TYPE_CHECKING:
    from services.risk.results.watch import AlertRow, Alerts

MOST_SHOWN = 8
DAYS = 14  # what the day of a snooze stands at
STATES = ("open", "acknowledged", "snoozed", "resolved")


def alerts(inbox: Inbox, view: View) -> Content | Empty:
    """Critical ones first, then the oldest; each leads to its place."""
    found = inbox.found
    for name, known in ((SEVERITY, SEVERITIES), (STATE_OF, STATES)):
        if (value := view.own.get(name)) is not None and value not in known:
            raise InvalidInput(f"{value!r} is no {name}: use {', '.join(known)}.")
    title = _finding(found, view)
    rows = found.alerts[:MOST_SHOWN]
    more = len(found.alerts) - len(rows)
    body: list[Part] = [_filters(found, view)]
    if rows:
        body.append(html.Ul([_alert(row, inbox, view) for row in rows], className="risk-inbox"))
    else:
        body.append(html.P([icon("check"), _nothing(found, view)], className="risk-calm"))
    said = [f"{more:,} more alerts are in the table and the download."] if more > 0 else []
    return Content(
        title=title,
        subtitle="What a rule of this firm found: value against threshold, since when, its state",
        body=body,
        twin=_twin(found, view) if rows else None,
        summary=f"{title}. {sentence(plural(len(found.alerts), 'alert'))} listed.",
        source=f"Source: rules of the alerts, checked {formats.moment(found.checked_at)}",
        as_of=found.meta.as_of,
        notes=[*said, *texts(found)],
    )


def _finding(found: Alerts, view: View) -> str:
    state = view.own.get(STATE_OF)
    if state is not None:
        words = plural(len(found.alerts), "alert")
        return sentence(f"{words} {'is' if len(found.alerts) == 1 else 'are'} {state}")
    waiting = [row for row in found.alerts if row.state == "open"]
    if not waiting:
        return "No alert waits for anybody"
    grave = [row for row in waiting if row.severity == "critical"]
    if not grave:
        many = plural(len(waiting), "alert waits", "alerts wait")
        return sentence(f"{many}, none is critical")
    others = len(waiting) - len(grave)
    words = plural(len(grave), "critical alert")
    if not others:
        return sentence(f"{words} {'waits' if len(grave) == 1 else 'wait'}")
    return sentence(f"{words} and {word(others)} other{'' if others == 1 else 's'} wait")


def _filters(found: Alerts, view: View) -> html.Div:
    """By state and by severity; the address says which."""
    state, grave = view.own.get(STATE_OF), view.own.get(SEVERITY)
    counts = found.counts
    states = [("Not resolved", view.here(**{STATE_OF: None}), state is None)] + [
        (
            f"{sentence(name)} {counts[name]}" if name in counts else sentence(name),
            view.here(**{STATE_OF: name}),
            state == name,
        )
        for name in STATES
    ]
    severities = [("Any", view.here(**{SEVERITY: None}), grave is None)] + [
        (sentence(name), view.here(**{SEVERITY: name}), grave == name) for name in SEVERITIES
    ]
    return html.Div(
        [seg(states, label="State"), seg(severities, label="Severity")], className="risk-filters"
    )


def _nothing(found: Alerts, view: View) -> str:
    if view.own:
        return "No alert is of this kind."
    if found.checked_at is None:
        return "The rules have not been checked yet; the next refresh does it."
    return "Nothing is out of bounds. The rules are below, and can be drawn tighter."


def _alert(row: AlertRow, inbox: Inbox, view: View) -> html.Li:
    look = severity(row.severity)
    value = measured(row.value, row.unit, inbox.found.meta.currency)
    threshold = measured(row.threshold, row.unit, inbox.found.meta.currency)
    words = [
        html.Strong(way(sentence(row.text), row.link, view)),
        html.P(
            [
                html.B(mark(value, row.figure, label=row.text)),
                f" against {threshold} · since {formats.day(row.since)} · ",
                html.Span(_standing(row), className="standing"),
            ],
            className="figures",
        ),
    ]
    if row.note:
        words.append(html.P(f"“{row.note}”", className="risk-noted"))
    hands = _hands(row, inbox) if inbox.may_act and not view.embedded else []
    return html.Li(
        [
            chip(look),
            html.Div(words, className="risk-told"),
            html.Div(hands, className="risk-hands"),
        ],
        **{"data-alert": row.id, "data-state": row.state},
    )


def _standing(row: AlertRow) -> str:
    if row.state == "open":
        return "open"
    by = f" by {row.acted_by}" if row.acted_by else ""
    if row.state == "snoozed" and row.snoozed_until:
        return f"snoozed until {formats.day(row.snoozed_until)}{by}"
    return f"{row.state}{by}"


def _hands(row: AlertRow, inbox: Inbox) -> list[Part]:
    """What can be done with it: taking it up, putting it off; nothing once it is resolved."""
    if row.state == "resolved":
        return []
    base = f"{API}/risk/alerts/{quote(row.id, safe='')}"
    parts: list[Part] = []
    if row.state != "acknowledged":
        said = f"Acknowledged: {row.text}"
        parts.append(act("Acknowledge", to=f"{base}/acknowledge", said=said, sign="check",
                         label=f"Acknowledge: {row.text}"))  # fmt: skip
    until = inbox.today + timedelta(days=DAYS)
    fields = (
        Field(name="until", label="Until", kind="date", value=until.isoformat(), required=True,
              least=(inbox.today + timedelta(days=1)).isoformat(), wide=True),
        Field(name="note", label="Why", kind="area", wide=True),
    )  # fmt: skip
    asked = Form(
        id=f"snooze-{row.id}", label=f"Snooze: {row.text}", fields=fields, submit="Snooze",
        to=f"{base}/snooze", said=f"Snoozed: {row.text}",
    )  # fmt: skip
    return [*parts, folded("Snooze", form(asked), sign="age", label=f"Snooze: {row.text}")]


def _twin(found: Alerts, view: View) -> Part:
    currency = found.meta.currency
    lines: list[Row] = []
    for row in found.alerts:
        go = None if view.embedded else row.link
        lines.append(
            [
                Bit(text=sentence(row.text), go=go),
                marked(severity(row.severity)),
                row.rule_text,
                row.fund,
                Bit(text=measured(row.value, row.unit, currency), explain=row.figure),
                measured(row.threshold, row.unit, currency),
                formats.day(row.since),
                _standing(row),
                formats.moment(row.acted_at),
                row.note or "",
            ]
        )
    head = ["Alert", "Severity", "Rule", "Fund", "Value", "Threshold", "Since", "State",
            "Acted on", "Note"]  # fmt: skip
    return rows_table(head, lines, caption="Alerts", words=(0, 1, 2, 3, 6, 7, 8, 9),
                      deep=(2, 3, 5, 6, 8, 9))  # fmt: skip
