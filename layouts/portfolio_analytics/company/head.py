"""The head of a tear sheet: who the company is, how it stands, and its figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dash import dcc, html

from layouts import basis, formats
from layouts.explain import mark
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, row
from layouts.panels import API, Part, View, icon
from layouts.portfolio_analytics import COMPANY
from layouts.portfolio_analytics.head import printed, stands_on

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Kpis, TearSheet

STATUS = {"active": "active", "exited": "exited", "failed": "written off"}
HEALTH = {"healthy": "", "at_risk": "bad", "unknown": "line", "failed": "bad", "exited": "line"}
KEPT_OUT = {"name", "code", "status"}


def header(sheet: TearSheet, view: View) -> list[Part]:
    """The way back, the sentence, what it stands on, what is known of the company."""
    return [
        html.Div(
            [html.Span([html.B(sheet.name), " · Tear sheet"]), html.Span(printed(sheet.meta))],
            className="phead",
        ),
        html.Div(
            [
                html.Div(
                    [
                        html.H1([_back(view), sheet.name]),
                        html.P(_said(sheet), className="state"),
                        html.Div(stands_on(sheet.meta, view), className="asof"),
                        html.Div(_known(sheet), className="chips known"),
                    ]
                ),
                _actions(sheet, view),
            ],
            className="head",
        ),
    ]


def figures(sheet: TearSheet, view: View) -> html.Div:
    """Six cards with their last reports, and six quieter figures."""
    kpis, currency = sheet.kpis, sheet.meta.currency

    def money(value: Any) -> tuple[str, str]:
        return formats.money_parts(value, currency)

    def money_change(value: Number | None) -> str:
        return formats.money_change(value, currency)

    burning = kpis.runway_state != "cash_generative"
    cards = [
        _card(sheet, "arr", "ARR", money(kpis.arr), money_change),
        _card(sheet, "growth_rate", "Growth", _share(kpis.growth_rate), formats.points),
        _card(sheet, "gross_margin", "Gross margin", _share(kpis.gross_margin), formats.points),
        _card(sheet, "net_burn", "Net burn a month", money(kpis.net_burn), money_change, up=False),
        _card(
            sheet,
            "runway_months",
            "Runway",
            formats.parts(formats.months(kpis.runway_months), " mo"),
            formats.months_change,
            none=None if burning else "not burning cash",
        ),
        _card(
            sheet,
            "burn_multiple",
            "Burn multiple",
            formats.parts(formats.multiple(kpis.burn_multiple), "x"),
            formats.multiple_change,
            up=False,
        ),
    ]
    return row(view, cards, _facts(sheet))


def _facts(sheet: TearSheet) -> list[Fact]:
    kpis, currency = sheet.kpis, sheet.meta.currency
    shown = (
        ("revenue_ttm", "Revenue, 12 months", formats.money_short(kpis.revenue_ttm, currency)),
        ("cash", "Cash", formats.money_short(kpis.cash, currency)),
        ("rule_of_40", "Rule of 40", formats.percent(kpis.rule_of_40)),
        ("ltv_cac", "LTV : CAC", formats.multiple(kpis.ltv_cac)),
        ("nrr", "Net retention", formats.percent(kpis.nrr)),
        ("headcount", "Headcount", formats.count(kpis.headcount)),
    )
    note = f"report of {formats.quarter(kpis.period_end)}" if kpis.period_end else "no report"
    return [
        Fact(
            key=key,
            label=label,
            text=text,
            exact=getattr(kpis, key),
            note=note,
            reason=_why(sheet, key),
            figure=sheet.meta.figures.get(f"kpis.{key}"),
        )
        for key, label, text in shown
    ]


def _card(
    sheet: TearSheet,
    key: str,
    label: str,
    parts: tuple[str, str],
    said: Callable[[Number | None], str],
    *,
    up: bool = True,
    none: str | None = None,
) -> Card:
    """A figure of the latest report with the ones before it."""
    kpis = sheet.kpis
    history = [getattr(period.kpis, key) for period in sheet.periods]
    change = formats.difference(getattr(kpis, key), history[-2] if len(history) > 1 else None)
    before = sheet.periods[-2].kpis.period_end if len(history) > 1 else None
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=getattr(kpis, key),
        history=history,
        change=change,
        change_text=said(change),
        against=f"vs {formats.quarter(before)[:2]}" if change is not None else "no earlier report",
        chip=_reported(kpis),
        basis=_under(kpis, key),
        reason=none or _why(sheet, key),
        good_up=up,
        figure=sheet.meta.figures.get(f"kpis.{key}"),
    )


def _under(kpis: Kpis, key: str) -> str:
    if key == "growth_rate":
        return f"year on year, {kpis.growth_basis or 'basis not known'}".replace("_", " ")
    if key == "runway_months" and kpis.zero_cash_date:
        return f"cash ends {formats.month(kpis.zero_cash_date)}"
    if key == "burn_multiple" and kpis.burn_multiple_band:
        return kpis.burn_multiple_band.replace("_", " ")
    return "as reported"


def _reported(kpis: Kpis) -> Part:
    if kpis.period_end is None:
        return chip("no report", tone="line")
    words = formats.quarter(kpis.period_end)
    if not kpis.stale:
        return chip(words)
    return html.Span([icon("age", small=True), f"{words}, stale"], className="chip warn")


def _said(sheet: TearSheet) -> list[Part]:
    """What went in, what it is worth, how the company stands."""
    row, meta = sheet.investment, sheet.meta
    ids = meta.figures

    def money(key: str) -> Part:
        text = formats.money_short(getattr(row, key), meta.currency)
        return html.B(mark(text, ids.get(f"investment.{key}")))

    since = f" since {formats.month(row.first_invested)}" if row.first_invested else ""
    parts: list[Part] = [html.B(sheet.name), ": ", money("cost"), f" invested{since} "]
    gone = row.status in {"exited", "failed"}
    if gone:
        parts += ["brought back ", money("realized_value")]
    elif row.fair_value is None:
        parts.append("has no value known by this day")
    else:
        parts += ["is worth ", money("fair_value")]
        if row.realized_value:
            parts += [" and brought back ", money("realized_value")]
    if row.moic is not None:
        text = formats.multiple(row.moic)
        parts += [", ", html.B(mark(text, ids.get("investment.moic")))]
    if row.irr is not None:
        parts += [", gross IRR ", html.B(formats.percent(row.irr))]
    return [*parts, ". ", *_standing(sheet)]


def _standing(sheet: TearSheet) -> list[Part]:
    health = sheet.health
    if health is None:
        return [f"The company is {STATUS.get(sheet.investment.status, sheet.investment.status)}."]
    words = health.health.replace("_", " ")
    if health.composite_score is None:
        return [f"Health {words}: too little is reported for a score."]
    return [f"Health: {words}, score {health.composite_score:.0f} of 100."]


def _known(sheet: TearSheet) -> list[Part]:
    """What is known of the company, as small labels; what is not known is left out."""
    row = sheet.investment
    labels = [chip(STATUS.get(row.status, row.status))]
    if sheet.health is not None:
        words = sheet.health.health.replace("_", " ")
        labels.append(chip(words, tone=HEALTH.get(sheet.health.health, "")))
    told = {key: text for key, text in sheet.description.items() if text and key not in KEPT_OUT}
    if "founded" in told:
        told["founded"] = told["founded"][:4]  # a year is what is known of it
    labels += [
        html.Span(
            [html.Span(f"{key.replace('_', ' ')} ", className="muted"), text], className="chip"
        )
        for key, text in told.items()
    ]
    return labels


def _back(view: View) -> Part:
    if view.own.get("panel"):
        return "Company: "
    return html.Span(
        [dcc.Link("Portfolio Analytics", href=view.here(**{COMPANY: None})), " › "],
        className="back",
    )


def _actions(sheet: TearSheet, view: View) -> html.Div:
    buttons: list[Part] = [
        html.Button([icon("print"), "Print"], className="b", type="button", **{"data-act": "print"})
    ]
    if view.may_export:
        path = f"{API}/{view.slug}/companies/{quote(sheet.company, safe='')}"
        buttons += [
            html.A(
                [icon("file-text" if kind == "pdf" else "download"), kind.upper()],
                className="b",
                href=view.link(path, format=kind),
                download=True,
                **{"aria-label": f"Tear sheet of {sheet.name} as {kind.upper()}"},
            )
            for kind in ("pdf", "xlsx", "csv")
        ]
    return html.Div(buttons, className="acts")


def _why(sheet: TearSheet, key: str) -> str:
    found = basis.reason(sheet.notes, key, f"kpis.{key}")
    return found or ("not reported" if sheet.kpis.period_end else "no report by this day")


def _share(rate: float | None) -> tuple[str, str]:
    return formats.percent_figure(rate), f"{formats.THIN}%" if rate is not None else ""
