"""Concentration: how much of the value, or of the cost, hangs on few companies; and the mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import formats, sectors
from layouts.explain import mark
from layouts.figures import portfolio_analytics as draw
from layouts.figures.portfolio_analytics.tiles import BANDS, UNKNOWN, laid_out
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics import WEIGHTS
from layouts.portfolio_analytics.cells import company, number, plural, sentence, texts
from layouts.rows import Bar, Bit, Cell, Line, Row, rows_table
from services.errors import InvalidInput

if TYPE_CHECKING:
    from services.portfolio_analytics.results import RiskAnalysis, Spread, Weight

BY = {"fair_value": "fair value", "cost": "cost"}
USUAL = "fair_value"
KEYS = ("weight_fair_value", "weight_cost")
MOST_GROUPS = 7
DIMENSIONS = (
    ("sectors", "Sector"),
    ("stages", "Stage"),
    ("geographies", "Geography"),
    ("vintages", "First invested"),
)


def concentration(risk: RiskAnalysis, view: View) -> Content | Empty:
    """The held companies as tiles, by fair value or by cost as the address chooses."""
    by = view.own.get(WEIGHTS, USUAL)
    if by not in BY:
        raise InvalidInput(f"{by!r} is no weight: use {' or '.join(BY)}.")
    found = risk.concentration_risk
    spread = found.by_cost if by == "cost" else found.by_fair_value
    if not laid_out(found.companies, by=by):
        return Empty(words="No company is held at a known value by this day.")
    title = _finding(found.companies, spread, BY[by])
    return Content(
        title=title,
        subtitle=f"Share of {BY[by]} (area) and gross MOIC (colour), companies held",
        body=[
            _choice(view, by),
            graph(
                view.panel.id,
                draw.tiles(risk, by=by),
                draw.tiles(risk, by=by, narrow=True),
                label=title,
            ),
            _legend(found.companies),
            _measures(risk, spread, by),
        ],
        twin=_twin(risk, view),
        summary=f"{title}. {_said(spread)}",
        source="Source: deal ledger and marks",
        as_of=risk.meta.as_of,
        notes=texts(risk),
    )


def mix(risk: RiskAnalysis, view: View) -> Content | Empty:
    """Sector, stage, geography and year: shares of fair value as bars, of cost beside them."""
    found = risk.concentration_risk
    if not found.sectors:
        return Empty(words="No company is held at a known value by this day.")
    title = _leading(found.sectors)
    blocks = [
        _block(name, getattr(found, key), coloured=key == "sectors") for key, name in DIMENSIONS
    ]
    return Content(
        title=title,
        subtitle="Share of fair value (bar), of cost, and number of companies held",
        body=html.Div(blocks, className="mixes"),
        twin=_mix_twin(risk),
        summary=f"{title}.",
        source="Source: deal ledger and marks",
        as_of=risk.meta.as_of,
        notes=texts(risk),
    )


def _finding(companies: Sequence[Weight], spread: Spread, words: str) -> str:
    if spread.positions > 3 and spread.top_3_weight is not None:
        return f"Three companies hold {formats.percent(spread.top_3_weight, places=0)} of {words}"
    if spread.top_company_weight is None:
        return f"Shares of {words} are not known"
    share = formats.percent(spread.top_company_weight, places=0)
    key = "weight_cost" if words == BY["cost"] else "weight_fair_value"
    largest = max(companies, key=lambda item: getattr(item, key) or 0.0)
    return f"{largest.name} holds {share} of {words}"


def _choice(view: View, by: str) -> html.Div:
    """Two links: the address says which, so that a colleague sees the same."""
    links = [
        html.Span(sentence(words), className="on", **{"aria-current": "true"})
        if key == by
        else dcc.Link(sentence(words), href=view.here(**{WEIGHTS: None if key == USUAL else key}))
        for key, words in BY.items()
    ]
    return html.Div(links, className="choice", role="group", **{"aria-label": "Weighted by"})


def _legend(companies: Sequence[Weight]) -> html.Div:
    entries = [(shade, name) for _, shade, _, name in reversed(BANDS)]
    if any(item.moic is None for item in companies):
        entries.append((UNKNOWN[0], UNKNOWN[2]))
    spans = [html.Span([html.I(className=f"sw {shade}"), name]) for shade, name in entries]
    return html.Div(spans, className="legend")


def _measures(risk: RiskAnalysis, spread: Spread, by: str) -> html.Dl:
    """Top 1, 3 and 5, HHI and effective number, each opening where it comes from."""
    figures = risk.meta.figures
    under = "concentration_risk" if by == USUAL else "concentration_risk.by_cost"
    shown = (
        ("Top 1", "top_company_weight", formats.percent(spread.top_company_weight)),
        ("Top 3", "top_3_weight", formats.percent(spread.top_3_weight)),
        ("Top 5", "top_5_weight", formats.percent(spread.top_5_weight)),
        ("HHI, points", "herfindahl_index", _whole(spread.hhi_points)),
        ("Effective number", "effective_number", _tenth(spread.effective_number)),
    )
    parts: list[Part] = []
    for name, key, text in shown:
        value = getattr(spread, key)
        figure = html.Dd(
            mark(text, figures.get(f"{under}.{key}")),
            **{"data-figure": f"{by}.{key}", "data-value": formats.exact(value)},
        )
        parts.append(html.Div([html.Dt(name), figure]))
    return html.Dl(parts, className="measures")


def _twin(risk: RiskAnalysis, view: View) -> html.Div:
    """Every company with its share of value, of cost and of commitments; the totals foot."""
    figures = risk.meta.figures
    found = risk.concentration_risk
    head = ["Company", "Fair value", "Share", "Cost", "Share of cost", "MOIC",
            "Cost of commitments"]  # fmt: skip
    lines: list[Row | Line] = [
        [company(item.name, item.key, view), *_weighed(item, figures)] for item in found.companies
    ]
    total = [
        plural(len(lines), "company", "companies"),
        _sum(found.companies, "fair_value"),
        _all(found.companies, "weight_fair_value"),
        _sum(found.companies, "cost"),
        _all(found.companies, "weight_cost"),
        "",
        "",
    ]
    lines.append(Line(cells=[sentence(total[0]), *total[1:]], look="total"))
    return rows_table(head, lines, caption="Shares of the companies held", deep=(3, 4, 6))


def _weighed(item: Weight, figures: Mapping[str, str]) -> list[Cell]:
    place = f"concentration_risk.companies[{item.key}]"
    return [
        number(formats.money(item.fair_value, cents=True), figures, f"{place}.fair_value"),
        formats.percent(item.weight_fair_value, places=2),
        number(formats.money(item.cost, cents=True), figures, f"{place}.cost"),
        formats.percent(item.weight_cost, places=2),
        formats.multiple(item.moic),
        formats.percent(item.share_of_commitments, places=2),
    ]


def _block(name: str, groups: Sequence[Weight], *, coloured: bool) -> html.Div:
    """One dimension: a line for each group, of many the largest and the rest together."""
    lines: list[Row] = []
    widest = max((item.weight_fair_value or 0.0 for item in groups), default=0.0)
    for item in groups[:MOST_GROUPS]:
        share = item.weight_fair_value
        shade = sectors.role(item.name) if coloured else "cat-1"
        bar = Bar(parts=[(0.0, share / widest * 100 if share and widest else 0.0, shade)])
        lines.append(
            [
                item.name,
                bar,
                formats.percent(share, places=0),
                Bit(text=formats.percent(item.weight_cost, places=0), look="muted"),
                Bit(text=formats.count(item.count), look="muted"),
            ]
        )
    if more := groups[MOST_GROUPS:]:
        shares = [sum(getattr(item, key) or 0.0 for item in more) for key in KEYS]
        texts_ = [formats.percent(share, places=0) for share in shares]
        many = formats.count(sum(item.count for item in more))
        lines.append([f"{len(more)} more", "", *texts_, many])
    head = [name, "", "Value", "Cost", "n"]
    return html.Div(
        rows_table(head, lines, caption=f"Mix by {name.lower()}", words=(0, 1), look="mix")
    )


def _mix_twin(risk: RiskAnalysis) -> html.Div:
    head = ["Group", "By", "Fair value", "Share", "Cost", "Share of cost", "Companies", "MOIC"]
    lines: list[Row] = [
        [
            item.name,
            name.lower(),
            formats.money(item.fair_value, cents=True),
            formats.percent(item.weight_fair_value, places=2),
            formats.money(item.cost, cents=True),
            formats.percent(item.weight_cost, places=2),
            formats.count(item.count),
            formats.multiple(item.moic),
        ]
        for key, name in DIMENSIONS
        for item in getattr(risk.concentration_risk, key)
    ]
    return rows_table(head, lines, caption="Mix of the companies held", words=(0, 1), deep=(4, 5))


def _leading(groups: Sequence[Weight]) -> str:
    first = groups[0]
    if first.weight_fair_value is None:
        return "The mix by value is not known"
    share = formats.percent(first.weight_fair_value, places=0)
    words = f"{first.name} is {share} of fair value"
    if first.weight_cost is None:
        return words
    return f"{words}, {formats.percent(first.weight_cost, places=0)} of cost"


def _said(spread: Spread) -> str:
    return (
        f"Largest {formats.percent(spread.top_company_weight)}, "
        f"effective number {_tenth(spread.effective_number)} of {spread.positions}."
    )


def _sum(items: Sequence[Weight], key: str) -> str:
    """The total in cents, unknown as soon as one is."""
    values = [getattr(item, key) for item in items]
    return formats.MISSING if None in values else formats.money(sum(values), cents=True)


def _all(items: Sequence[Weight], key: str) -> str:
    values = [getattr(item, key) for item in items]
    return formats.MISSING if None in values else formats.percent(sum(values), places=2)


def _whole(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:,.0f}"


def _tenth(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.1f}"
