"""The figures at the head of Portfolio Analytics: six cards and the facts below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, row
from layouts.panels import Bare, Part, View, icon
from layouts.trust import sign

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Overview


def figures(overview: Overview, view: View) -> Bare:
    """Six cards and six facts; the same cards, unknown, where there is no company."""
    return Bare(children=row(view, cards(overview), facts(overview)))


def cards(overview: Overview) -> list[Card]:
    """Companies, value, multiple, risk, runway, reports: each against the quarter before."""
    currency = overview.meta.currency
    return [
        _card(
            overview,
            "active_companies",
            label="Active companies",
            parts=(formats.count(overview.active_companies), ""),
            said=_count_change,
            chips=[
                chip(f"{overview.exited_companies} exited"),
                chip(f"{overview.failed_companies} written off"),
            ],
            under=f"of {overview.total_companies} ever held",
            good_up=None,
        ),
        _card(
            overview,
            "fair_value",
            label="Fair value",
            parts=formats.money_parts(overview.fair_value, currency),
            said=lambda change: formats.money_change(change, currency),
            chips=[chip(f"realised {formats.money_short(overview.realized_value, currency)}")],
            under=f"cost of active {formats.money_short(overview.active_cost, currency)}",
        ),
        _card(
            overview,
            "gross_moic",
            label="Gross MOIC",
            parts=formats.parts(formats.multiple(overview.gross_moic), "x"),
            said=formats.multiple_change,
            chips=[chip(_irr(overview))],
            under="deals, before fees and carry",
        ),
        _at_risk(overview),
        _card(
            overview,
            "median_runway_months",
            label="Median runway",
            parts=formats.parts(formats.months(overview.median_runway_months), " mo"),
            said=formats.months_change,
            chips=[
                chip(f"n = {overview.n_runway}"),
                chip(f"{overview.cash_generative_companies} not burning"),
            ],
            under="cash ÷ net burn a month",
        ),
        _card(
            overview,
            "reporting_coverage",
            label="Reporting coverage",
            parts=formats.parts(formats.percent(overview.reporting_coverage), f"{formats.THIN}%"),
            said=formats.points,
            chips=[_stale(overview)],
            under=f"{overview.reported_companies} of {overview.active_companies} in time",
        ),
    ]


def facts(overview: Overview) -> list[Fact]:
    """Revenue, growth, burn, margin, LTV:CAC and losses, each with the number that report it."""
    currency = overview.meta.currency

    def fact(key: str, label: str, text: str, note: str) -> Fact:
        return Fact(
            key=key,
            label=label,
            text=text,
            exact=getattr(overview, key),
            note=note,
            reason=_why(overview, key),
            figure=overview.meta.figures.get(key),
            doubt=sign(overview.meta, key),
        )

    return [
        fact(
            "total_revenue_ttm",
            "Revenue, 12 months",
            formats.money_short(overview.total_revenue_ttm, currency),
            f"sum of {overview.n_revenue} that report it",
        ),
        fact(
            "avg_growth_rate",
            "Growth, year on year",
            formats.percent(overview.avg_growth_rate),
            f"mean of {overview.n_growth}",
        ),
        fact(
            "median_burn_rate",
            "Net burn a month",
            formats.money_short(overview.median_burn_rate, currency),
            f"median of {overview.n_burn}; {overview.high_burn_companies} burn much",
        ),
        fact(
            "median_gross_margin",
            "Gross margin",
            formats.percent(overview.median_gross_margin),
            f"median of {overview.n_gross_margin}",
        ),
        fact(
            "avg_ltv_cac_ratio",
            "LTV : CAC",
            formats.multiple(overview.avg_ltv_cac_ratio),
            f"mean of {overview.n_ltv_cac}",
        ),
        fact(
            "loss_ratio",
            "Loss ratio",
            formats.percent(overview.loss_ratio),
            "cost held or sold below 1.0x",
        ),
    ]


def _card(
    overview: Overview,
    key: str,
    *,
    label: str,
    parts: tuple[str, str],
    said: Callable[[Number | None], str],
    chips: list[Part],
    under: str,
    good_up: bool | None = True,
) -> Card:
    """A card with its last quarters and its change since the quarter before."""
    change = overview.comparison_to_previous.get(key)
    exact = getattr(overview, key)
    points = [getattr(point, key, None) for point in overview.history]
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=exact,
        history=points,
        change=change,
        change_text=said(change),
        against=_against(overview, change),
        chip=html.Span(chips, className="chips"),
        basis=under,
        reason=_why(overview, key),
        good_up=good_up,
        figure=overview.meta.figures.get(key),
        doubt=sign(overview.meta, key),
    )


def _at_risk(overview: Overview) -> Card:
    """Companies at risk of how many, and how much of the value has under six months of cash."""
    share = overview.fair_value_under_6_months
    few = overview.companies_under_6_months
    words = f"{few} under 6 months"
    if few and share is not None:
        words = f"{formats.percent(share)} of fair value"
    sign_ = [icon("warning", small=True)] if few else []
    return _card(
        overview,
        "at_risk_companies",
        label="Companies at risk",
        parts=(formats.count(overview.at_risk_companies), f" of {overview.active_companies}"),
        said=_count_change,
        chips=[html.Span([*sign_, words], className="chip bad" if few else "chip")],
        under=f"{few} under 6 months of cash, or score under 40",
        good_up=False,
    )


def _stale(overview: Overview) -> Part:
    """How many marks are stale, and how much of the value they are."""
    if not overview.stale_marks:
        return chip("no stale mark")
    many = "1 stale mark" if overview.stale_marks == 1 else f"{overview.stale_marks} stale marks"
    if overview.stale_fair_value is not None:
        many += f" · {formats.percent(overview.stale_fair_value)}"
    return html.Span([icon("age", small=True), many], className="chip warn")


def _irr(overview: Overview) -> str:
    if overview.gross_irr is None:
        return "gross IRR not meaningful"
    return f"gross IRR {formats.percent(overview.gross_irr)}"


def _against(overview: Overview, change: Number | None) -> str:
    if change is None:
        return "no earlier quarter"
    return f"vs {formats.quarter(overview.compared_with)[:2]}"


def _why(overview: Overview, key: str) -> str:
    return basis.reason(overview.notes, key) or "not known"


def _count_change(change: Number | None) -> str:
    if change is None or not formats.known(change):
        return formats.MISSING
    if not change:
        return "unchanged"
    return f"{formats.MINUS if change < 0 else '+'}{abs(int(change))}"
