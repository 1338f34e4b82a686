"""The reporting run: one pack for each investor, its state, who approved it or what it lacks."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dash import html

from layouts import formats
from layouts.forms import Field, Form, folded, form
from layouts.lp_reporting import LP, REPORT
from layouts.lp_reporting.head import plural_of
from layouts.lp_reporting.parts import (
    API,
    Rights,
    day_of,
    quarter_of,
    short_quarter,
    source,
    state_chip,
)
from layouts.panels import Content, Empty, Part, View, icon
from layouts.portfolio_analytics.cells import sentence, texts, word
from layouts.rows import Bit, Cell, Line, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.reports import ReportRow, Reports

COUNTED = ("draft", "approved", "locked", "superseded")
NEXT = (
    "A pack is prepared by one person and approved by another; once every tie-out holds or is "
    "waived with a name it is locked, and its investor may open it."
)
OWN = "Published to you; each opens with its letter, its files and the seal that proves it"
SIGNS = {"draft": "file-text", "approved": "check", "locked": "lock", "superseded": "known"}


def packs(told: tuple[Reports, Rights], view: View) -> Content | Empty:
    """Counts by state, the packs, and the steps that are open to the reader."""
    found, rights = told
    if not found.reports:
        return _nothing(found, rights, view)
    title = _finding(found, rights)
    period = f"{quarter_of(found.period)} reporting run" if found.period else "Reporting runs"
    said = OWN if rights.investor else f"{period}, one pack per investor"
    return Content(
        title=title,
        subtitle=said,
        body=[
            *([] if rights.investor else [_counts(found)]),
            _table(found, rights, view),
            *_acts(found, rights, view),
        ],
        summary=f"{title}. {plural_of(len(found.reports), 'pack')} listed.",
        source=source(found.meta, "approval log"),
        as_of=found.reports[0].as_of,
        notes=texts(found),
        file=partial(_file, found, view),
    )


def _file(found: Reports, view: View, kind: str) -> str:
    """The packs as they are listed: of the same quarter."""
    more = {"period": found.period} if found.period else {}
    scope = view.scope.on(period=None)
    query = urlencode({**more, "format": kind})
    return f"{API}/reports?{'&'.join(part for part in (scope.to_query(), query) if part)}"


def _nothing(found: Reports, rights: Rights, view: View) -> Content | Empty:
    if rights.investor:
        return Empty(words="No report has been published to you yet.")
    if not rights.prepare or not _period(found):
        return Empty(words="No pack of this quarter is prepared yet.")
    return Content(
        title=f"No pack of {quarter_of(_period(found))} is prepared yet",
        subtitle="One pack per investor: letter, capital account, fees, ILPA lines",
        body=[
            _counts(found),
            html.P(NEXT, className="tiny"),
            html.Div([*_prepare(found), told_here()], className="row start lpacts"),
        ],
        summary="No pack is prepared yet.",
        source=source(found.meta, "approval log"),
        as_of=found.meta.as_of if found.meta else None,
    )


def _finding(found: Reports, rights: Rights) -> str:
    count = {state: found.counts.get(state, 0) for state in COUNTED}
    live = count["draft"] + count["approved"] + count["locked"]
    if rights.investor:
        newest = max(item.period for item in found.reports)
        return f"Your last report is that of {quarter_of(newest)}"
    if live and count["locked"] == live:
        return f"All {word(live)} packs are locked"
    blocked = [item for item in found.reports if item.state == "approved" and item.blocked]
    if count["approved"]:
        are = "pack is" if count["approved"] == 1 else "packs are"
        end = "; none can be locked yet" if len(blocked) == count["approved"] else ""
        return f"{sentence(word(count['approved']))} {are} approved{end}"
    return f"{sentence(word(count['draft']))} packs are in draft, none is approved yet"


def _counts(found: Reports) -> html.Div:
    """How many packs are in each state, and how many were opened by their investor."""
    shown = [
        (state.capitalize(), SIGNS[state], found.counts.get(state, 0)) for state in COUNTED[:3]
    ]
    opened = sum(item.opened_at is not None for item in found.reports)
    shown.append(("Opened", "download", opened))
    return html.Div(
        [
            html.Div(
                [
                    html.Div([icon(sign, small=True), label], className="k"),
                    html.Div(formats.count(count), className="v"),
                ],
                className="" if count else "zero",
            )
            for label, sign, count in shown
        ],
        className="lpsteps",
    )


def _table(found: Reports, rights: Rights, view: View) -> html.Div:
    several = len({item.fund for item in found.reports}) > 1
    periods = len({item.period for item in found.reports}) > 1 or rights.investor
    before = _before(found.period)
    head = ["Pack", "State", "Approved by, or waits for", before or "Before"]
    if rights.investor:
        head = ["Report", "State", "Locked", "Opened"]
    lines: list[Row | Line] = []
    for item in found.reports:
        opened = view.own.get(REPORT) == item.id
        name = _name(item, rights, view, several=several, periods=periods)
        cells: list[Cell] = [name, state_chip(item.state)]
        cells += _own(item) if rights.investor else [_waits(item), _previous(item)]
        lines.append(Line(cells=cells, look="chosen" if opened else None))
    return rows_table(
        head, lines, caption="Packs of the quarter", words=(0, 1, 2, 3), deep=(2, 3), look="tight"
    )


def _name(
    item: ReportRow, rights: Rights, view: View, *, several: bool, periods: bool
) -> list[Bit]:
    words = item.lp_name
    if rights.investor:
        words = f"{quarter_of(item.period)}, {item.fund}"
    elif several or periods:
        words += f", {item.fund}" if several else ""
    if view.embedded:
        return [Bit(text=words, look="co")]
    go = view.here(**{REPORT: item.id, LP: None if rights.investor else item.lp})
    found = [Bit(text=words, go=f"{go}#lp-reporting-pack", look="co")]
    if periods and not rights.investor:
        found.append(Bit(text=f" {quarter_of(item.period)}", look="muted"))
    return found


def _waits(item: ReportRow) -> Cell:
    if item.blocked and item.state == "draft":
        return Bit(text=_short(item.blocked), look="muted", title=item.blocked)
    if item.approved_by is None:
        return Bit(text=f"prepared by {item.prepared_by}", look="muted")
    return Bit(text=f"{item.approved_by}, {day_of(item.approved_at)}", look="muted")


def _short(words: str) -> str:
    return words if len(words) <= 44 else words[:44].rsplit(" ", 1)[0] + " …"


def _previous(item: ReportRow) -> Cell:
    if item.previous_state is None:
        return Bit(text=formats.MISSING, look="muted", said="no pack of the quarter before")
    words = "superseded, " if item.previous_state == "superseded" else ""
    if item.previous_opened_at is None:
        return Bit(text=f"{words}not opened", look="warn")
    return Bit(text=f"{words}opened {day_of(item.previous_opened_at)}", look="muted")


def _own(item: ReportRow) -> list[Cell]:
    opened = "not opened" if item.opened_at is None else formats.day(item.opened_at)
    return [formats.day(item.locked_at), Bit(text=opened, look="muted")]


def _before(period: str | None) -> str | None:
    """`Q2 pack`, the quarter before that of the run."""
    if period is None or "Q" not in period:
        return None
    year, _, place = period.partition("Q")
    last = f"{year}Q{int(place) - 1}" if int(place) > 1 else f"{int(year) - 1}Q4"
    return f"{short_quarter(last)} pack"


def _period(found: Reports) -> str:
    return found.period or ""


# ---- steps


def _acts(found: Reports, rights: Rights, view: View) -> list[Part]:
    """Prepare what lacks, approve the drafts: in one go, each answered by name."""
    if rights.investor or view.embedded:
        return []
    drafts = [item for item in found.reports if item.state == "draft"]
    parts: list[Part] = []
    if rights.prepare and _period(found):
        parts += _prepare(found)
    if rights.approve and drafts:
        parts += _approval(drafts)
    if not parts:
        return []
    return [html.Div([*parts, told_here()], className="row start lpacts")]


def _approval(drafts: list[ReportRow]) -> list[Part]:
    """Approve what one may approve; where that is nothing, the reason beside the button."""
    ready = [item for item in drafts if not item.blocked]
    words = f"Approve {plural_of(len(ready), 'draft')}" if ready else "Approve drafts"
    button = each("check", words, "approve", ready)
    button.disabled = not ready
    why = html.Span(f"Blocked: {drafts[0].blocked}", className="tiny")
    return [button] if ready else [button, why]


def _prepare(found: Reports) -> list[Part]:
    funds = found.meta.funds if found.meta else ()
    told = Form(
        id="lp-prepare",
        label="Prepare the packs of a quarter",
        fields=[
            Field(name="period", label="Quarter", value=_period(found), required=True,
                  hint="Such as 2026Q3; investors that have a pack keep it."),
        ],
        submit="Prepare",
        to=f"{API}/reports",
        with_it={"fund_id": funds[0]} if len(funds) == 1 else {},
        said="The packs are prepared.",
    )  # fmt: skip
    return [folded("Prepare packs", form(told))]


def each(
    sign: str, words: str, step: str, items: list[ReportRow], *, primary: bool = False
) -> Part:
    """A button that takes several packs one step further, one after the other."""
    posts = [{"to": f"{API}/reports/{item.id}/{step}", "name": item.lp_name} for item in items]
    return html.Button(
        [icon(sign, small=True), words],
        className="b p" if primary else "b small",
        type="button",
        **{"data-each": json.dumps(posts, ensure_ascii=False), "data-step": step},
    )


def told_here() -> html.P:
    """Where the answer to a step is told."""
    return html.P("", className="tiny lptold", role="status")
