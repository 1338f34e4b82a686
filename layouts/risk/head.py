"""The head of Risk: one sentence that says how exposed the funds are, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats
from layouts.head import head
from layouts.panels import Bare, Part, View, icon
from layouts.portfolio_analytics.cells import plural, sentence, word
from layouts.risk import ALERTS, LIMITS
from layouts.risk.parts import to_panel
from layouts.trust import badge

if TYPE_CHECKING:
    from services.risk.results.exposure import Overview

LEVELS = {"low": "low", "elevated": "elevated", "high": "high"}
STANDS = "Weights by fair value, limits on cost over commitments"


def state(overview: Overview, view: View) -> Bare:
    """The level of risk with its reasons, then what asks for a hand."""
    meta = overview.meta
    name = basis.named(overview.funds)
    clocks = f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"
    currency = meta.currency or "several currencies"
    return head(
        view,
        title="Risk",
        said=_said(overview, name),
        stands=[
            html.Span([icon("age", small=True), clocks]),
            html.Span(STANDS),
            html.Span(currency),
            *badge(meta, view),
        ],
        printed=(name, f"as of {clocks} · {STANDS.lower()} · {currency}"),
        endpoint="overview",
    )


def _said(overview: Overview, name: str) -> list[Part]:
    level = LEVELS.get(overview.risk_level)
    if level is None:
        return [html.B(name), " holds nothing that is valued: import its investments to begin."]
    parts: list[Part] = [f"The risk of {name} is ", html.B(level)]
    # what is said of limits and alerts stands in the sentence after this one, as a way to them
    reasons = [reason.rstrip(". ") for reason in overview.reasons if "limit" not in reason]
    if reasons:
        *first, last = reasons
        told = f"{', '.join(first)} and {last}" if first else last
        parts.append(f": {told}")
    return [*parts, ". ", *_watched(overview)]


def _watched(overview: Overview) -> list[Part]:
    """Limits and alerts that wait for somebody; each leads to its panel."""
    found: list[Part] = []
    if many := overview.limit_breaches:
        words = "limit is broken" if many == 1 else "limits are broken"
        found.append(html.B(to_panel(LIMITS.id, f"{word(many)} {words}")))
    elif many := overview.limit_near:
        words = "limit is near" if many == 1 else "limits are near"
        found.append(to_panel(LIMITS.id, f"{word(many)} {words}"))
    if many := overview.alerts.critical:
        alerts = plural(many, "critical alert")
        found.append(to_panel(ALERTS.id, f"{alerts} {'waits' if many == 1 else 'wait'}"))
    if not found:
        return ["No limit is near and no critical alert is open."]
    parts: list[Part] = []
    for place, words in enumerate(found):
        joint = "" if place == 0 else " and " if place == len(found) - 1 else ", "
        parts += [joint, words]
    return [*_opened(parts), "."]


def _opened(parts: list[Part]) -> list[Part]:
    """The first link with a capital: it opens the sentence."""
    first = parts[1]
    link = first.children if isinstance(first, html.B) else first
    link.children = sentence(str(link.children))
    return parts
