"""The head of Portfolio Analytics: one sentence that says how the companies stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats, ids
from layouts.explain import mark
from layouts.head import head
from layouts.panels import Bare, Part, View, icon
from layouts.portfolio_analytics import COVERAGE, MARKS, RUNWAY
from layouts.portfolio_analytics.cells import plural, sentence, word
from layouts.trust import badge

if TYPE_CHECKING:
    from services.envelope import Meta
    from services.portfolio_analytics.results import Overview

GROSS = "Gross of fees and carry"


def state(overview: Overview, view: View) -> Bare:
    """How many companies are held at what, which need attention, and what that stands on."""
    meta = overview.meta
    name = basis.named(overview.funds)
    return head(
        view,
        title="Portfolio Analytics",
        said=_said(overview, name),
        stands=stands_on(meta, view),
        printed=(name, printed(meta)),
        endpoint="overview",
    )


def stands_on(meta: Meta, view: View) -> list[Part]:
    """The line below a sentence: both clocks, the basis, the currency and its rates."""
    return [
        html.Span([icon("age", small=True), _clocks(meta)]),
        html.Span(GROSS),
        html.Span(_currency(meta)),
        *badge(meta, view),
    ]


def printed(meta: Meta) -> str:
    """The filters as a line at the head of a printed page."""
    line = f"as of {_clocks(meta)} · {GROSS.lower()}"
    return f"{line} · {meta.currency}" if meta.currency else line


def _clocks(meta: Meta) -> str:
    return f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"


def _said(overview: Overview, name: str) -> list[Part]:
    if not overview.total_companies:
        return [html.B(name), " holds no company yet: import its investments to begin."]
    figures, currency = overview.meta.figures, overview.meta.currency
    many = plural(overview.active_companies, "active company", "active companies")
    parts: list[Part] = [
        sentence(many),
        " is held" if overview.active_companies == 1 else " are held",
    ]
    if overview.fair_value is None:
        parts.append("; their fair value is not known")
    else:
        worth = mark(formats.money_short(overview.fair_value, currency), figures.get("fair_value"))
        parts += [" at ", html.B(worth)]
    if overview.gross_moic is not None:
        moic = mark(formats.multiple(overview.gross_moic), figures.get("gross_moic"))
        gone = overview.exited_companies + overview.failed_companies
        parts += ["; with the exits, gross MOIC is " if gone else "; gross MOIC is ", html.B(moic)]
    return [*parts, ". ", *_watched(overview)]


def _watched(overview: Overview) -> list[Part]:
    """What asks for attention: cash, reports, marks; each leads to its panel."""
    found: list[list[Part]] = []
    if short := overview.companies_under_6_months:
        has = "has" if short == 1 else "have"
        words = [f"{word(short)} {has} ", html.B(_to(RUNWAY.id, "under six months"))]
        found.append([*words, " of cash"])
    if late := overview.active_companies - overview.reported_companies:
        has = "has" if late == 1 else "have"
        found.append([_to(COVERAGE.id, f"{word(late)} {has} not reported"), " in time"])
    if old := overview.stale_marks:
        said = "mark is stale" if old == 1 else "marks are stale"
        found.append([_to(MARKS.id, f"{word(old)} {said}")])
    if not found:
        return ["All have six months of cash or more, reported in time and carry fresh marks."]
    parts: list[Part] = []
    for place, words in enumerate(found):
        joint = "" if place == 0 else " and " if place == len(found) - 1 else ", "
        parts += [joint, *words]
    first = parts[1]
    parts[1] = sentence(first) if isinstance(first, str) else _capital(first)
    return [*parts, "."]


def _capital(link: Part) -> Part:
    """The link with a capital at its start: it opens the sentence."""
    return html.A(sentence(link.children), href=link.href)


def _to(panel_id: str, words: str) -> html.A:
    return html.A(words, href=f"#{ids.anchor(panel_id)}")


def _currency(meta: Meta) -> str:
    if not meta.fx:
        return meta.currency or "several currencies"
    used = [
        f"{item.currency} at {item.nav_rate:.4f}" for item in meta.fx if item.nav_rate is not None
    ]
    missing = [f"no rate for {item.currency}" for item in meta.fx if item.nav_rate is None]
    return f"{meta.currency}; {', '.join([*used, *missing])}"
