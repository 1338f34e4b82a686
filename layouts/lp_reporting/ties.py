"""The tie-outs of the quarter: each must hold or be let pass under a name before a pack locks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.lp_reporting.head import plural_of
from layouts.lp_reporting.packs import each, told_here
from layouts.lp_reporting.parts import Rights, cents, quarter_of, source
from layouts.panels import Content, Empty, Part, View, icon
from layouts.portfolio_analytics.cells import sentence, texts, word
from layouts.rows import Bit, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.register import Tie
    from services.lp_reporting.results.reports import Reconciliation, Reports

LOOKS = {  # class of the sign, its icon, the word for who does not see it
    "pass": ("good", "check", "passed"),
    "fail": ("bad", "failed", "failed"),
    "waived": ("warn", "warning", "waived"),
    "unknown": ("muted", "age", "not compared"),
}


def ties(told: tuple[Reconciliation, Reports, Rights], view: View) -> Content | Empty:
    """The checklist with its differences, and the button that it blocks."""
    found, run, rights = told
    if not found.ties:
        return Empty(words="There is nothing to compare yet.")
    title = _finding(found)
    unit = formats.symbol(found.meta.currency) or "own currency"
    return Content(
        title=title,
        subtitle=f"{quarter_of(found.period)}: each must pass or be waived with a name before a "
        f"pack locks; difference in {unit}",
        body=[checklist(found.ties, found.meta.figures), *_lock(found, run, rights, view)],
        twin=twin(found.ties),
        summary=f"{title}. {found.passed} pass, {found.failed} fail, {found.unknown} could not be "
        "compared.",
        source=source(found.meta, "ledger, administrator's statements, marks"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Reconciliation) -> str:
    of = f"of {word(len(found.ties))} tie-outs"
    if found.failed:
        return f"{sentence(word(found.failed))} {of} {'fails' if found.failed == 1 else 'fail'}"
    if found.unknown == len(found.ties):
        return "No tie-out could be compared yet"
    waived = sum(tie.state == "waived" for tie in found.ties)
    if waived or found.unknown:
        rest = [f"{word(waived)} waived"] if waived else []
        rest += [f"{word(found.unknown)} not compared"] if found.unknown else []
        return f"No tie-out fails; {' and '.join(rest)}"
    return f"All {word(len(found.ties))} tie-outs hold"


def checklist(found: Sequence[Tie], figures: object = None) -> html.Ul:
    """One line a comparison; one that fails stands in red with the sentence and where to look."""
    named = figures if isinstance(figures, dict) else dict(getattr(figures, "items", dict)())
    return html.Ul([_line(tie, named) for tie in found], className="lpchecks")


def _line(tie: Tie, figures: dict[str, str]) -> html.Li:
    tone, sign, said = LOOKS.get(tie.state, LOOKS["unknown"])
    words: list[Part] = [tie.name]
    if tie.state != "pass" and tie.text:
        words.append(html.Small(tie.text))
    if tie.state == "waived" and tie.waived_by and tie.waived_by not in tie.text:
        words.append(html.Small(f"Waived by {tie.waived_by}."))
    difference = cents(tie.difference)
    shown = mark(
        difference,
        figures.get(f"ties[{tie.id}].difference"),
        label=f"{tie.name}, difference {difference}",
    )
    look = "num bad" if tie.state == "fail" else "num muted"
    return html.Li(
        [
            html.Span([icon(sign), html.Span(said, className="sr")], className=tone),
            html.Span(words, className="what"),
            html.Span(shown, className=look),
        ],
        className=tie.state,
        **{"data-tie": tie.id},
    )


def _lock(found: Reconciliation, run: Reports, rights: Rights, view: View) -> list[Part]:
    """Lock what is approved; blocked while one check fails, with the way to look at it."""
    failing = [tie for tie in found.ties if tie.state == "fail"]
    way = next((tie.link for tie in failing if tie.link), None)
    parts: list[Part] = []
    if rights.lock and not view.embedded:
        ready = [item for item in run.reports if item.state == "approved" and not item.blocked]
        words = f"Lock {plural_of(len(ready), 'pack')}" if ready else "Lock packs"
        button = each("lock", words, "lock", ready, primary=True)
        why = _why(len(failing), run) if failing or not ready else None
        button.disabled = why is not None
        parts += [button, html.Span(why, className="tiny") if why else told_here()]
    if way and not view.embedded:
        parts.append(html.A("Open the difference", href=way, className="nb end"))
    return [html.Div(parts, className="row start lpacts")] if parts else []


def _why(failing: int, run: Reports) -> str:
    """Why no pack can be locked."""
    if failing:
        checks = "one check fails" if failing == 1 else f"{word(failing)} checks fail"
        return f"Blocked: {checks}."
    waiting = next((item.blocked for item in run.reports if item.state == "approved"), None)
    return f"Blocked: {waiting}" if waiting else "Nothing to lock: no pack is approved."


def twin(found: Sequence[Tie]) -> html.Div:
    """The two sides of each comparison to the cent."""
    lines: list[Row] = [
        [
            tie.name,
            Bit(text=LOOKS.get(tie.state, LOOKS["unknown"])[2]),
            cents(tie.expected),
            cents(tie.found),
            cents(tie.difference),
            tie.waived_by or "",
        ]
        for tie in found
    ]
    head = ["Tie-out", "State", "Expected", "Found", "Difference", "Waived by"]
    return rows_table(head, lines, caption="Tie-outs to the cent", words=(0, 1, 5), deep=(2, 5))
