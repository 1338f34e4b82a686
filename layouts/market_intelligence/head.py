"""The head of Market Intelligence: one sentence on the quarter, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures.market_intelligence.quarters import words
from layouts.head import head
from layouts.market_intelligence import told
from layouts.panels import Bare, Part, View, icon

if TYPE_CHECKING:
    from services.market_intelligence.results import (
        ExitActivity,
        PortfolioVsMarket,
        Sector,
        SectorTrends,
        StepUps,
        Valuations,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the cards stand on: one answer of each kind, of the same provider."""

    trends: SectorTrends
    valuations: Valuations
    exits: ExitActivity
    steps: StepUps
    ours: PortfolioVsMarket


def state(trends: SectorTrends, view: View) -> Bare:
    """The sentence, the day and the provider it stands on, and the way to another provider."""
    day = f"{formats.day(trends.meta.as_of)}, {basis.known_on(trends.meta)}"
    stands: list[Part] = [html.Span([icon("age", small=True), day])]
    if trends.origin is not None:
        stands.append(html.Span(told.source(trends.origin).removeprefix("Source: ")))
    if told.is_late(trends, trends.current_quarter):
        stands.append(html.Span(told.LATE, className="warn"))
    if any(note.code == told.RECOMPUTING for note in trends.notes):
        stands.append(html.Span("New figures are being computed", className="warn"))
    provider = trends.origin.provider if trends.origin else "No provider"
    paper = f"{words(trends.current_quarter)}, as of {day} · {trends.meta.currency or ''}"
    return head(
        view,
        title="Market Intelligence",
        said=_sentence(trends, view),
        stands=[*stands, *_switch(trends, view)],
        printed=(provider, paper),
        endpoint="sector-trends",
    )


def chosen(trends: SectorTrends, view: View) -> Sector | None:
    """The sector that the address asks for, if it had rounds in the quarter."""
    return next((row for row in trends.sectors if told.asked(view, row.name)), None)


def _sentence(trends: SectorTrends, view: View) -> list[Part]:
    if trends.origin is None or trends.current_quarter is None:
        return [_nothing(trends)]
    figures, currency = trends.meta.figures, trends.meta.currency
    sector = view.own.get("sector")
    row = chosen(trends, view)
    when = f"In {words(trends.current_quarter)} "
    if sector and row is None:
        return [when, html.B(sector), f" had no round that {trends.origin.provider} knows of."]
    subject: SectorTrends | Sector = row or trends
    key = f"sectors[{row.name}]." if row else ""
    money = formats.money_short(subject.total_funding, currency)
    deals = formats.count(subject.total_deals)
    said: list[Part] = [
        when,
        html.B(mark(f"{deals} deals", figures.get(f"{key}total_deals"))),
        f" in {row.name}" if row else "",
        " raised ",
        html.B(mark(money, figures.get(f"{key}total_funding")))
        if subject.total_funding is not None
        else "an amount nobody tells",
        _against(trends, subject.growth_vs_previous),
    ]
    return [*said, "." if row else _first(trends)]


def _nothing(trends: SectorTrends) -> str:
    if any(note.code == told.COMPUTING for note in trends.notes):
        return "The figures of the market are being computed."
    if trends.providers:
        return "The provider tells of no quarter that is closed by this day."
    return "No provider's market rounds are imported yet."


def _against(trends: SectorTrends, growth: float | None) -> str:
    change = told.grown(growth)
    if growth is None or change == formats.MISSING:
        return ""
    before = words(trends.quarters[-2]) if len(trends.quarters) > 1 else "the quarter before"
    if change == "unchanged":
        return f", as in {before}"
    rate, side = change.lstrip("+" + formats.MINUS), "more" if growth > 0 else "less"
    return f", {rate} {side} than in {before}"


def _first(trends: SectorTrends) -> str:
    """The sector with most money and what part of it."""
    first = next((row for row in trends.sectors if row.total_funding), None)
    if first is None or not trends.total_funding or first.total_funding is None:
        return "."
    share = formats.percent(first.total_funding / trends.total_funding, places=0)
    return f"; {first.name} took {share} of it."


def _switch(trends: SectorTrends, view: View) -> list[Part]:
    """A link to each other provider, and out of a sector; nothing where there is one of each."""
    current = trends.origin.provider if trends.origin else None
    parts: list[Part] = []
    if len(trends.providers) > 1:
        parts.append(html.Span("Provider", className="k"))
        parts += [_choice(name, view, on=name == current) for name in trends.providers]
    row = chosen(trends, view)
    if sector := row.name if row else view.own.get("sector"):
        close: list[Part] = [sector, icon("failed", small=True)]
        parts += [
            html.Span("Sector", className="k"),
            told.way(close, view.here(sector=None), look="pick on", title="Back to all sectors"),
        ]
    if not parts:
        return []
    return [html.Nav(parts, className="picks", **{"aria-label": "Provider and sector"})]


def _choice(name: str, view: View, *, on: bool) -> Part:
    if on:
        return html.Span(name, className="pick on", **{"aria-current": "true"})
    return told.way(name, view.here(source=name), look="pick", title=f"This page after {name}")
