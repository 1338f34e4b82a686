"""The head of LP Reporting: one sentence that says how far the packs of the quarter are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats, ids
from layouts.explain import mark
from layouts.head import head
from layouts.lp_reporting import CALLS, INVESTOR_VIEW, PACKS, TIES
from layouts.lp_reporting.parts import Rights, day_of, due, short_quarter, today_of
from layouts.panels import Bare, Part, View, icon
from layouts.portfolio_analytics.cells import plural, sentence, word
from layouts.trust import badge

if TYPE_CHECKING:
    from services.envelope import Meta
    from services.lp_reporting.results.register import Overview, Packs, Tie

NET = "Net to the investor, with credit line"


def state(told: tuple[Overview, Rights], view: View) -> Bare:
    """Packs due, approved, locked, and what fails; to an investor how it stands."""
    overview, rights = told
    meta = overview.meta
    name = basis.named(overview.funds)
    return head(
        view,
        title="LP Reporting",
        said=_own(overview, view) if rights.investor else _said(overview, name),
        stands=stands_on(meta, view),
        printed=(name, printed(meta)),
        endpoint="overview",
    )


def stands_on(meta: Meta, view: View) -> list[Part]:
    """The line below a sentence: both clocks, the basis, the currency."""
    return [
        html.Span([icon("age", small=True), _clocks(meta)]),
        html.Span(NET),
        html.Span(meta.currency or "several currencies"),
        *badge(meta, view),
    ]


def printed(meta: Meta) -> str:
    """The filters as a line at the head of a printed page."""
    line = f"as of {_clocks(meta)} · {NET.lower()}"
    return f"{line} · {meta.currency}" if meta.currency else line


def _clocks(meta: Meta) -> str:
    return f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"


def _said(overview: Overview, name: str) -> list[Part]:
    if not overview.lp_count:
        return [html.B(name), " has no investors yet: import their commitments to begin."]
    packs = overview.packs
    if packs is None:
        return [*_stands(overview), *_late(overview)]
    return [*_packs(packs, overview, today_of(overview.meta)), *_ties(overview.ties)]


def _packs(packs: Packs, overview: Overview, today: date | None) -> list[Part]:
    """`Q3 packs for 12 investors are due in two days: 9 approved, 3 in draft, none locked.`"""
    many = html.B(plural_of(overview.lp_count, "investor"))
    start: list[Part] = [f"{short_quarter(packs.period)} packs for ", many]
    made = packs.draft + packs.approved + packs.locked
    if packs.locked and packs.locked == made and not packs.missing:
        return [*start, " are ", html.B(_to(PACKS.id, "all locked")), ". "]
    when = due(packs.due_date, today)
    are = "were due" if when.endswith("ago") else "are due"
    if not made:
        return [*start, f" {are} {when}; ", html.B(_to(PACKS.id, "none is prepared yet")), ". "]
    counts: list[Part] = []
    for count, words in ((packs.approved, "approved"), (packs.draft, "in draft"),
                         (packs.locked, "locked"), (packs.missing, "not prepared")):  # fmt: skip
        if not count and words in {"in draft", "not prepared"}:
            continue
        said = f"{count or 'none'} {words}"
        counts += [", " if counts else "", html.B(said) if words == "approved" else said]
    return [*start, f" {are} {when}: ", *counts, ". "]


def _ties(ties: tuple[Tie, ...]) -> list[Part]:
    """`One tie-out fails by $280,000 and blocks the lock.`"""
    failing = [tie for tie in ties if tie.state == "fail"]
    if not failing:
        held = [tie for tie in ties if tie.state in {"pass", "waived"}]
        if not held:
            return []
        words = "Every tie-out holds." if len(held) == len(ties) else "No tie-out fails."
        return [words]
    by = sum((abs(tie.difference or Decimal(0)) for tie in failing), Decimal(0))
    said = sentence(plural(len(failing), "tie-out"))
    fails = "fails" if len(failing) == 1 else "fail"
    return [
        _to(TIES.id, f"{said} {fails} by {formats.money(by)}"),
        " and blocks the lock." if len(failing) == 1 else " and block the lock.",
    ]


def _stands(overview: Overview) -> list[Part]:
    """Where there is no one run of packs: how much is committed, called, and worth."""
    meta = overview.meta
    figures, currency = meta.figures, meta.currency
    parts: list[Part] = [
        html.B(plural_of(overview.lp_count, "investor")),
        " has committed " if overview.lp_count == 1 else " have committed ",
        html.B(
            mark(
                formats.money_short(overview.total_commitments, currency),
                figures.get("total_commitments"),
            )
        ),
    ]
    if overview.called_pct is not None:
        parts.append(f", {formats.percent(overview.called_pct)} of it is called")
    if overview.nav is not None:
        worth = mark(formats.money_short(overview.nav, currency), figures.get("nav"))
        parts += ["; their NAV is ", html.B(worth)]
    return [*parts, ". "]


def _late(overview: Overview) -> list[Part]:
    calls = overview.calls_outstanding
    if not calls.amount:
        return ["Every call that is due is paid."]
    amount = formats.money_short(calls.amount, overview.meta.currency)
    owe = "owes" if calls.lps == 1 else "owe"
    return [f"{sentence(word(calls.lps))} {owe} ", _to(CALLS.id, amount), " of calls."]


def _own(overview: Overview, view: View) -> list[Part]:
    """What an investor reads of itself, with the way to all its funds."""
    if not overview.lp_count:
        return ["Nothing has been published to you yet."]
    meta = overview.meta
    currency = meta.currency
    parts: list[Part] = [
        "You committed ",
        html.B(formats.money_short(overview.total_commitments, currency)),
    ]
    if overview.called_pct is not None:
        parts.append(f"; {formats.percent(overview.called_pct)} of it is called")
    if overview.distributed is not None:
        parts.append(f", {formats.money_short(overview.distributed, currency)} came back")
    if overview.nav is not None:
        parts += [" and your NAV is ", html.B(formats.money_short(overview.nav, currency))]
    parts.append(". ")
    if not view.embedded:
        href = view.here(view=INVESTOR_VIEW)
        parts.append(html.A("All your funds and what is behind them", href=href, **{"data-go": ""}))
        parts.append(".")
    return parts


def plural_of(count: int, one: str) -> str:
    """`12 investors`: figures in digits."""
    return f"{count:,} {one if count == 1 else one + 's'}"


def _to(panel_id: str, words: str) -> html.A:
    return html.A(words, href=f"#{ids.anchor(panel_id)}")


def when_due(packs: Packs, meta: Meta) -> str:
    """`14 Nov, in two days`."""
    left = due(packs.due_date, today_of(meta))
    return f"{day_of(packs.due_date)}, {left}" if not left.startswith("by") else left
