"""Concentration: how much hangs on few, by the dimension chosen; the fund without its winner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import seg
from layouts.explain import mark
from layouts.figures import risk as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import plural, sentence, texts, word
from layouts.risk import BY
from layouts.risk.parts import cents, company, source, tenth
from layouts.rows import Line, Row, rows_table
from services.errors import InvalidInput

if TYPE_CHECKING:
    from services.risk.results.exposure import Concentration, Group, WithoutWinner

USUAL = "company"
DIMENSIONS = {
    "company": ("Company", "companies"),
    "sector": ("Sector", "sectors"),
    "stage": ("Stage", "stages"),
    "geography": ("Geography", "places"),
    "currency": ("Currency", "currencies"),
    "vintage": ("Vintage", "years"),
    "lp": ("Investor", "investors"),
}


def dimension(view: View) -> str:
    """The dimension of the address; InvalidInput for one there is not."""
    by = view.own.get(BY, USUAL)
    if by not in DIMENSIONS:
        raise InvalidInput(f"{by!r} is no dimension: use {', '.join(DIMENSIONS)}.")
    return by


def concentration(found: Concentration, view: View) -> Content | Empty:
    """Shares of one dimension, the largest first, with their running total."""
    by = dimension(view)
    if not found.groups:
        return Empty(words=_nothing(by))
    known = [group for group in found.groups if group.weight is not None]
    title = _finding(found, known, by)
    chart = graph(
        view.panel.id, draw.weight_bars(found), draw.weight_bars(found, narrow=True), label=title
    )
    return Content(
        title=title,
        subtitle=f"{_of(by)} by {DIMENSIONS[by][0].lower()}; the line is the running total",
        body=[_switch(view, by), chart, _measures(found)],
        twin=_twin(found, view, by),
        summary=f"{title}. Effective number {tenth(found.effective_number)} of "
        f"{len(found.groups)}.",
        source=source(found.meta, "commitments and accounts" if by == "lp" else "deals and marks"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def evenness(found: Concentration, view: View) -> Content | Empty:
    """The Lorenz curve, and what the multiple is without the largest position."""
    by = dimension(view)
    if len(found.lorenz) < 2:
        return Empty(words=_nothing(by))
    title = _winner(found) or _uneven(found, by)
    chart = graph(
        view.panel.id, draw.lorenz_curve(found), draw.lorenz_curve(found, narrow=True), label=title
    )
    said = _small(found, by)
    return Content(
        title=title,
        subtitle=f"Lorenz curve of {DIMENSIONS[by][1]}: the smaller they are, the further left",
        body=[chart, html.P(said, className="ripe below")],
        twin=_curve(found, by),
        summary=f"{title}. {said}",
        source=source(found.meta, "commitments and accounts" if by == "lp" else "deals and marks"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _nothing(by: str) -> str:
    if by == "lp":
        return "No investor's account is known by this day."
    return "No company is held at a known value by this day."


def _of(by: str) -> str:
    return "Share of the investors' NAV" if by == "lp" else "Share of fair value"


def _finding(found: Concentration, known: list[Group], by: str) -> str:
    if not known:
        return f"Shares by {DIMENSIONS[by][0].lower()} are not known"
    if len(known) > 3 and found.top_3 is not None:
        share = formats.percent(found.top_3, places=0)
        return f"Three of {len(known)} {DIMENSIONS[by][1]} hold {share}, {known[0].name} most"
    return f"{known[0].name} holds {formats.percent(known[0].weight, places=0)}"


def _winner(found: Concentration) -> str | None:
    told = found.without_winner
    if told is None or told.moic is None:
        return None
    name = _name(found, told.company)
    if told.moic_without is None:
        return f"{name} is all there is: {formats.multiple(told.moic)} gross"
    without = formats.multiple(told.moic_without)
    return f"Without {name} the gross multiple is {without}, not {_times(told)}"


def _name(found: Concentration, code: str) -> str:
    """The name of a company of the groups; its code where it is none of them."""
    return next((group.name for group in found.groups if group.key == code), code)


def _times(told: WithoutWinner) -> str:
    return formats.multiple(told.moic)


def _uneven(found: Concentration, by: str) -> str:
    share = formats.percent(found.top_1, places=0)
    return f"The largest of {len(found.groups)} {DIMENSIONS[by][1]} holds {share}"


def _small(found: Concentration, by: str) -> str:
    """What the smaller half holds together: a point of the curve."""
    count = len(found.lorenz) - 1
    few = max(count // 2, 1)
    share = formats.percent(found.lorenz[few][1])
    if count == 1:
        return f"One of one: it holds {share}."
    return f"The smallest {word(few)} of {word(count)} {DIMENSIONS[by][1]} hold {share}."


def _switch(view: View, by: str) -> Part:
    ways = [
        (name, view.here(**{BY: None if key == USUAL else key}), key == by)
        for key, (name, _) in DIMENSIONS.items()
    ]
    return html.Div(seg(ways, label="By"), className="switch")


def _measures(found: Concentration) -> html.Dl:
    """Top 1, 3 and 5, HHI and effective number, each opening where it comes from."""
    figures = found.meta.figures
    shown = (
        ("Top 1", "top_1", formats.percent(found.top_1)),
        ("Top 3", "top_3", formats.percent(found.top_3)),
        ("Top 5", "top_5", formats.percent(found.top_5)),
        ("HHI, points", "hhi_points", _whole(found.hhi_points)),
        ("Effective number", "effective_number", tenth(found.effective_number)),
    )
    parts: list[Part] = []
    for name, key, text in shown:
        told = {"data-figure": key, "data-value": formats.exact(getattr(found, key))}
        parts.append(html.Div([html.Dt(name), html.Dd(mark(text, figures.get(key)), **told)]))
    return html.Dl(parts, className="measures")


def _twin(found: Concentration, view: View, by: str) -> Part:
    """Every group with value and cost; the totals foot."""
    head = [DIMENSIONS[by][0], "NAV" if by == "lp" else "Fair value", "Share", "Together",
            "Commitment" if by == "lp" else "Cost", "Share of it", "n"]  # fmt: skip
    lines: list[Row | Line] = []
    for group in found.groups:
        at = f"groups[{group.key}]"
        name = company(group.name, group.key, view) if by == "company" else group.name
        lines.append(
            [
                name,
                cents(group.fair_value, found.meta, f"{at}.fair_value"),
                formats.percent(group.weight, places=2),
                formats.percent(group.cumulative, places=2),
                cents(group.cost, found.meta, f"{at}.cost"),
                formats.percent(group.cost_weight, places=2),
                formats.count(group.count),
            ]
        )
    lines.append(Line(cells=_total(found, by), look="total"))
    return rows_table(head, lines, caption=f"Shares by {DIMENSIONS[by][0].lower()}", deep=(3, 4, 5))


def _total(found: Concentration, by: str) -> list[str]:
    one, many = DIMENSIONS[by][0].lower(), DIMENSIONS[by][1]
    sums = []
    for key in ("fair_value", "cost"):
        amounts = [getattr(group, key) for group in found.groups]
        sums.append(formats.MISSING if None in amounts else formats.money(sum(amounts), cents=True))
    return [
        sentence(plural(len(found.groups), one, many)),
        sums[0],
        "",
        "",
        sums[1],
        "",
        formats.count(sum(group.count for group in found.groups)),
    ]


def _curve(found: Concentration, by: str) -> Part:
    lines: list[Row] = [
        [formats.percent(positions, places=2), formats.percent(value, places=4)]
        for positions, value in found.lorenz
    ]
    head = [f"Smallest share of {DIMENSIONS[by][1]}", "Share of value they hold"]
    return rows_table(head, lines, caption="The Lorenz curve", words=())


def _whole(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:,.0f}"
