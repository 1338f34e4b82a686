"""The figures at the head of Risk: six cards and the facts below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, row
from layouts.panels import Bare, Part, View, icon
from layouts.risk.parts import tenth, why
from layouts.trust import sign

if TYPE_CHECKING:
    from services.risk.results.exposure import Overview, RiskPoint

THIN_COVER = 1.0  # below it sources do not cover uses


def figures(overview: Overview, view: View) -> Bare:
    """Six cards and six facts; the same cards, unknown, where there is no company."""
    return Bare(children=row(view, cards(overview), facts(overview)))


def cards(overview: Overview) -> list[Card]:
    """Largest holding, limits, cash, marks, coverage, currencies: each against the quarter."""
    percent = f"{formats.THIN}%"
    return [
        _card(
            overview,
            "top_company_weight",
            label="Largest holding",
            parts=formats.parts(formats.percent(overview.top_company_weight), percent),
            said=formats.points,
            shown=[chip(f"top 3 {formats.percent(overview.top_3_weight)}")],
            under=overview.top_company_name or "share of fair value",
        ),
        _limits(overview),
        _card(
            overview,
            "companies_under_6m_runway",
            label="Under six months",
            parts=(formats.count(overview.companies_under_6m_runway), ""),
            said=_count_change,
            shown=[_warned(overview.companies_under_6m_runway, "runs short", "run short")],
            under="companies by cash ÷ net burn",
        ),
        _card(
            overview,
            "stale_nav_share",
            label="Stale NAV",
            parts=formats.parts(formats.percent(overview.stale_nav_share), percent),
            said=formats.points,
            shown=[chip("marks over 120 days")],
            under="share of fair value",
        ),
        _card(
            overview,
            "unfunded_coverage",
            label="Unfunded coverage",
            parts=formats.parts(formats.multiple(overview.unfunded_coverage), "x"),
            said=formats.multiple_change,
            shown=[_covered(overview.unfunded_coverage)],
            under="sources ÷ uses",
            good_up=True,
        ),
        _card(
            overview,
            "fx_exposed_nav",
            label="FX-exposed NAV",
            parts=formats.parts(formats.percent(overview.fx_exposed_nav), percent),
            said=formats.points,
            shown=[chip(f"not in {overview.meta.currency or 'one currency'}")],
            under="share of fair value",
            good_up=None,
        ),
    ]


def facts(overview: Overview) -> list[Fact]:
    """Spread of the holdings, open alerts, and the age of what the value rests on."""
    alerts, quality = overview.alerts, overview.data_quality

    def fact(key: str, label: str, text: str, exact: Number | None, note: str) -> Fact:
        return Fact(
            key=key,
            label=label,
            text=text,
            exact=exact,
            note=note,
            reason=why(overview, key),
            figure=overview.meta.figures.get(key),
            doubt=sign(overview.meta, key),
        )

    old, silent = quality.nav_on_data_older_than_90d, quality.nav_without_report
    return [
        fact("effective_positions", "Effective positions", tenth(overview.effective_positions),
             overview.effective_positions, "1 ÷ HHI"),
        fact("top_3_weight", "Three largest", formats.percent(overview.top_3_weight),
             overview.top_3_weight, "share of fair value"),
        fact("herfindahl_index", "HHI", _three(overview.herfindahl_index),
             overview.herfindahl_index, "sum of squared shares"),
        fact("alerts.critical", "Critical alerts", formats.count(alerts.critical),
             alerts.critical, f"{_many(alerts.warning, 'warning')}, {alerts.info} to know"),
        fact("data_quality.nav_on_data_older_than_90d", "NAV on old data", formats.percent(old),
             old, "marks over 90 days"),
        fact("data_quality.nav_without_report", "NAV without report", formats.percent(silent),
             silent, "last quarter's is missing"),
    ]  # fmt: skip


def _limits(overview: Overview) -> Card:
    """Broken limits, and those that are near."""
    broken, near = overview.limit_breaches, overview.limit_near
    shown = [html.Span([icon("failed", small=True), "breach"], className="chip bad")]
    if not broken:
        shown = [chip("no breach")]
    if near:
        shown.append(
            html.Span([icon("warning", small=True), f"{near} near"], className="chip warn")
        )
    return Card(
        key="limit_breaches",
        label="Limit breaches",
        parts=(formats.count(broken), ""),
        exact=broken,
        history=(),
        change=None,
        change_text="",
        against=f"{near} more above 90 % of a limit",
        chip=html.Span(shown, className="chips"),
        basis="limits of the agreement",
        good_up=False,
        figure=overview.meta.figures.get("limit_breaches"),
        doubt=sign(overview.meta, "limit_breaches"),
    )


def _card(
    overview: Overview,
    key: str,
    *,
    label: str,
    parts: tuple[str, str],
    said: Callable[[Number | None], str],
    shown: list[Part],
    under: str,
    good_up: bool | None = False,
) -> Card:
    """A card with its last quarters and its change since the quarter before."""
    now = getattr(overview, key)
    earlier = before(overview)
    change = formats.difference(now, getattr(earlier, key) if earlier else None)
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=now,
        history=_history(overview, key, now),
        change=change,
        change_text=said(change),
        against=f"vs {formats.quarter(earlier.date)[:2]}"
        if earlier is not None and change is not None
        else "no earlier quarter",
        chip=html.Span(shown, className="chips"),
        basis=under,
        reason=why(overview, key),
        good_up=good_up,
        figure=overview.meta.figures.get(key),
        doubt=sign(overview.meta, key),
    )


def before(overview: Overview) -> RiskPoint | None:
    """The last quarter-end before the day of the answer."""
    past = [point for point in overview.recent if point.date < overview.meta.as_of]
    return past[-1] if past else None


def _history(overview: Overview, key: str, now: Number | None) -> list[Number | None]:
    """The quarter-ends, and the day itself where it is none."""
    points = [getattr(point, key) for point in overview.recent]
    ended = bool(overview.recent) and overview.recent[-1].date == overview.meta.as_of
    return points if ended or not points else [*points, now]


def _warned(count: int | None, one: str, many: str) -> Part:
    if not count:
        return chip("none")
    words = [icon("warning", small=True), f"{count} {one if count == 1 else many}"]
    return html.Span(words, className="chip bad")


def _covered(times: float | None) -> Part:
    if times is None or times >= THIN_COVER:
        return chip("covered" if times is not None else "not known")
    return html.Span([icon("warning", small=True), "does not cover"], className="chip bad")


def _count_change(change: Number | None) -> str:
    if change is None or not formats.known(change):
        return formats.MISSING
    if not change:
        return "unchanged"
    return f"{formats.MINUS if change < 0 else '+'}{abs(int(change))}"


def _many(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"


def _three(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.3f}"
