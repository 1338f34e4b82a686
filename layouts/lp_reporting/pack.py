"""One pack: where it stands, its letter and files, its tie-outs, and the steps that are open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.forms import Field, Form, act, folded, form
from layouts.lp_reporting import PACKS, REPORT
from layouts.lp_reporting.parts import API, Rights, go, quarter_of, state_mark
from layouts.lp_reporting.ties import checklist
from layouts.panels import Bare, Content, Part, View, icon
from layouts.portfolio_analytics.cells import texts, word

if TYPE_CHECKING:
    from services.lp_reporting.results.reports import PackFile, Report

LONGEST_LETTER, LONGEST_REASON = 20_000, 500
KINDS = ("pdf", "xlsx", "zip")


def pack(told: tuple[Report | None, Rights], view: View) -> Content | Bare:
    """The pack that the address opens; nothing while it opens none."""
    found, rights = told
    if found is None:
        return Bare(children=None)
    whose = found.fund if rights.investor else found.lp_name
    title = f"{whose}, {quarter_of(found.period)}: {_finding(found)}"
    return Content(
        title=title,
        subtitle=f"Report pack of {found.fund}, {found.report_type}; known on "
        f"{formats.moment(found.known_on)}",
        aside=[_back(view)],
        body=[
            html.Div(
                [
                    html.Div([_facts(found), *_files(found, view)], className="lppart"),
                    html.Div(_letter(found, view), className="lppart"),
                    *([] if rights.investor else [html.Div(_checks(found), className="lppart")]),
                ],
                className="lppack",
            ),
            *_acts(found, rights, view),
        ],
        summary=f"{title}. {found.checks.passed} tie-outs pass, {found.checks.failed} fail, "
        f"{found.checks.waived} are waived.",
        source="Source: approval log and manifest of the pack",
        as_of=found.as_of,
        notes=texts(found),
    )


def _finding(found: Report) -> str:
    if found.state == "draft":
        return "a draft" if not found.blocked else "a draft that waits"
    if found.state == "approved":
        return "approved, can be locked" if not found.blocked else "approved, cannot be locked yet"
    if found.state == "superseded":
        return "superseded by a later pack"
    return "locked"


def _back(view: View) -> Part:
    if view.embedded:
        return None
    link = go("All packs", f"{view.here(**{REPORT: None})}#{PACKS.id}")
    return html.Div(link, className="tiny back")


def _facts(found: Report) -> html.Dl:
    """Who prepared, approved and locked it, and the hash that seals it."""
    rows: list[tuple[str, Part]] = [("State", state_mark(found.state))]
    rows.append(("Prepared by", found.prepared_by))
    if found.approved_by:
        rows.append(("Approved", f"{found.approved_by}, {formats.day(found.approved_at)}"))
    if found.locked_by:
        rows.append(("Locked", f"{found.locked_by}, {formats.moment(found.locked_at)}"))
    if found.state in {"locked", "superseded"}:
        opened = "not yet" if found.opened_at is None else formats.moment(found.opened_at)
        rows.append(("Opened", opened))
    if found.reason:
        rows.append(("Reason", found.reason))
    terms = [part for name, value in rows for part in (html.Dt(name), html.Dd(value))]
    if found.content_hash:
        shown = html.Code(found.content_hash, className="hash")
        terms += [
            html.Dt("Seal, over inputs and figures", className="long"),
            html.Dd(shown, className="long"),
        ]
    return html.Dl(terms, className="filed")


def _files(found: Report, view: View) -> list[Part]:
    """The files of the pack; of a draft as they would be now."""
    if not view.may_export:
        return []
    links = [
        html.A(
            [icon("download", small=True), kind.upper()],
            href=f"{API}/reports/{found.id}/download?format={kind}",
            download=True,
            className="b small",
            **{"aria-label": f"This pack as {kind.upper()}"},
        )
        for kind in KINDS
    ]
    sealed: Sequence[PackFile] = [file for file in found.files if file.sha256]
    lines = [
        html.Li([file.name, html.Code(_brief(file.sha256), title=file.sha256)]) for file in sealed
    ]
    return [
        html.Div(links, className="row start lpacts"),
        html.Ul(lines, className="lphashes") if lines else None,
    ]


def _brief(seal: str | None) -> str:
    text = (seal or "").removeprefix("sha256:")
    return f"{text[:12]}…" if len(text) > 12 else text


def _letter(found: Report, view: View) -> list[Part]:
    """The letter of the pack: written by people; it can be changed while the pack is a draft."""
    head = html.H3("Letter")
    if "edit" in found.may and not view.embedded:
        told = Form(
            id="lp-letter",
            label="Letter of this pack",
            fields=[
                Field(
                    name="letter",
                    label="Text",
                    kind="area",
                    value=found.letter or "",
                    rows=10,
                    longest=LONGEST_LETTER,
                    wide=True,
                )
            ],
            submit="Keep the letter",
            to=f"{API}/reports/{found.id}/letter",
            said="The letter is kept.",
        )
        return [head, form(told)]
    if not found.letter:
        return [head, html.P("No letter was written.", className="tiny")]
    paragraphs = [html.P(part) for part in found.letter.split("\n\n") if part.strip()]
    return [head, html.Div(paragraphs, className="lpletter")]


def _checks(found: Report) -> list[Part]:
    """The tie-outs that concern this pack; the passing ones are counted."""
    shown = [tie for tie in found.ties if tie.state != "pass"]
    counted = f"{word(found.checks.passed)} pass, {word(found.checks.failed)} fail, " \
              f"{word(found.checks.waived)} waived"  # fmt: skip
    parts: list[Part] = [html.H3("Tie-outs"), html.P(counted.capitalize() + ".", className="tiny")]
    if shown:
        parts.append(checklist(shown))
    return parts


# ---- steps


def _acts(found: Report, rights: Rights, view: View) -> list[Part]:
    """The steps that the reader may take, and why the next one is not open."""
    if view.embedded:
        return []
    at = f"{API}/reports/{found.id}"
    parts: list[Part] = []
    if "approve" in found.may:
        parts.append(act("Approve", to=f"{at}/approve", said="The pack is approved.", sign="check"))
    if "lock" in found.may:
        button = act("Lock", to=f"{at}/lock", said="The pack is locked.", sign="lock")
        button.disabled = found.blocked is not None
        parts.append(button)
    failing = [tie for tie in found.ties if tie.state == "fail"]
    if "waive" in found.may and failing:
        choices = [(tie.id, tie.name) for tie in failing]
        parts.append(folded("Waive a check", form(_waiver(at, choices)), sign="warning"))
    if "supersede" in found.may:
        parts.append(folded("Supersede", form(_successor(at)), sign="known"))
    if found.state in {"locked", "superseded"}:
        parts.append(_verify(at))
    if found.blocked and not rights.investor:
        parts.append(html.Span(found.blocked, className="tiny"))
    return [html.Div(parts, className="row start lpacts")] if parts else []


def _waiver(at: str, choices: list[tuple[str, str]]) -> Form:
    return Form(
        id="lp-waive",
        label="Let a check pass under your name",
        fields=[
            Field(name="check", label="Check", kind="select", choices=choices, required=True,
                  value=choices[0][0], wide=True),
            Field(name="reason", label="Why it may pass", kind="area", required=True, wide=True,
                  longest=LONGEST_REASON),
        ],
        submit="Waive it",
        to=f"{at}/waive",
        said="The check is waived under your name.",
    )  # fmt: skip


def _successor(at: str) -> Form:
    reason = Field(
        name="reason",
        label="What was wrong",
        kind="area",
        required=True,
        wide=True,
        longest=LONGEST_REASON,
        hint="The investor reads this beside the new pack.",
    )
    return Form(
        id="lp-supersede",
        label="Replace this pack by a new draft",
        fields=[reason],
        submit="Supersede",
        to=f"{at}/supersede",
        said="A new draft stands; this pack stays readable.",
    )


def _verify(at: str) -> html.Div:
    """A button that runs the pack again from its own clocks; the answer stands beside it."""
    button = html.Button(
        [icon("check", small=True), "Verify"],
        className="b small",
        type="button",
        **{"data-verify": f"{at}/verify"},
    )
    answer = html.Div("", className="lptold", role="status")
    return html.Div([button, answer], className="row start lpverify")
