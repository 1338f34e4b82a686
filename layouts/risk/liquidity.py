"""Liquidity: what the funds can get at against what it is needed for, and what that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.figures import risk as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import sentence, texts
from layouts.risk.parts import cents, measured, source, tenth, why
from layouts.rows import Bit, Line, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.holdings import Liquidity


def liquidity(found: Liquidity, view: View) -> Content | Empty:
    """Two stacked bars, the parts that foot, and each fund for itself."""
    parts = [getattr(found.sources, key) for key, _, _ in draw.SOURCES]
    parts += [getattr(found.uses, key) for key, _, _ in draw.USES]
    if all(part is None for part in parts):
        return Empty(words=sentence(why(found, "coverage", "sources", "uses")))
    title = _finding(found)
    chart = graph(
        view.panel.id,
        draw.sources_and_uses(found),
        draw.sources_and_uses(found, narrow=True),
        label=title,
    )
    return Content(
        title=title,
        subtitle=f"Sources against uses, {found.meta.currency or 'several currencies'}; coverage "
        "= sources ÷ uses",
        body=[chart, _measures(found), _legend(found), *_funds(found)],
        twin=_twin(found),
        summary=f"{title}. Coverage {formats.multiple(found.coverage)}.",
        source=source(found.meta, "commitments, balances and reserves of the funds"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Liquidity) -> str:
    currency = found.meta.currency
    if found.coverage is None:
        return "Whether the sources cover the uses is not known"
    times = formats.multiple(found.coverage)
    if found.coverage < 1:
        return f"Sources cover only {times} of what is needed"
    capacity = found.new_deal_capacity
    if capacity is None or capacity <= 0:
        return f"Sources cover {times} of the uses; nothing is left for new deals"
    left = formats.money_short(capacity, currency)
    return f"Sources cover {times} of the uses; {left} is left for new deals"


def _measures(found: Liquidity) -> html.Dl:
    figures, currency = found.meta.figures, found.meta.currency
    shown = (
        ("Coverage", "coverage", formats.multiple(found.coverage)),
        ("For new deals, without the line", "new_deal_capacity",
         measured(found.new_deal_capacity, "money", currency)),
        ("Quarters left at this pace", "quarters_left", tenth(found.quarters_left)),
        (f"{found.top_lp_name or 'Largest investor'}, of unfunded",
         "top_lp_share_of_unfunded", formats.percent(found.top_lp_share_of_unfunded)),
    )  # fmt: skip
    parts: list[Part] = []
    for name, key, text in shown:
        told = {"data-figure": key, "data-value": formats.exact(getattr(found, key))}
        parts.append(html.Div([html.Dt(name), html.Dd(mark(text, figures.get(key)), **told)]))
    return html.Dl(parts, className="measures")


def _legend(found: Liquidity) -> html.Div:
    """Each part with its colour and amount, sources left and uses right."""
    halves = [_half("Sources", found, "sources", draw.SOURCES),
              _half("Uses", found, "uses", draw.USES)]  # fmt: skip
    return html.Div(halves, className="risk-halves")


def _half(
    name: str, found: Liquidity, side: str, parts: tuple[tuple[str, str, str], ...]
) -> html.Div:
    told: Any = getattr(found, side)
    currency = found.meta.currency
    lines: list[Row | Line] = [
        [
            [Bit(text="", look=f"sw {role}"), words],
            Bit(
                text=formats.money_short(getattr(told, key), currency),
                explain=found.meta.figures.get(f"{side}.{key}"),
            ),
        ]
        for key, words, role in parts
    ]
    total = formats.money_short(told.total, currency)
    lines.append(Line(cells=["Together", total], look="total"))
    return html.Div(rows_table([name, ""], lines, caption=name, look="tight"))


def _funds(found: Liquidity) -> list[Part]:
    """Each fund for itself, where there are several."""
    if len(found.funds) < 2:
        return []
    currency = found.meta.currency
    lines: list[Row] = [
        [
            row.fund,
            formats.money_short(row.sources, currency),
            formats.money_short(row.uses, currency),
            _coverage(row.coverage),
            formats.money_short(row.new_deal_capacity, currency),
        ]
        for row in found.funds
    ]
    head = ["Fund", "Sources", "Uses", "Coverage", "For new deals"]
    return [rows_table(head, lines, caption="Liquidity by fund", look="tight next", deep=(1, 2))]


def _coverage(value: float | None) -> Bit:
    text = formats.multiple(value)
    if value is not None and value < 1:
        return Bit(text=text, icon="warning", look="chip bad", said="does not cover")
    return Bit(text=text)


def _twin(found: Liquidity) -> Part:
    """Every part to the cent, and what each fund has."""
    lines: list[Row | Line] = []
    for side, name, parts in (
        ("sources", "Sources", draw.SOURCES),
        ("uses", "Uses", draw.USES),
    ):
        told: Any = getattr(found, side)
        lines += [
            [words, name.lower(), cents(getattr(told, key), found.meta, f"{side}.{key}"), ""]
            for key, words, _ in parts
        ]
        total = formats.money(told.total, cents=True)
        lines.append(Line(cells=[name, "together", total, ""], look="sub"))
    for row in found.funds:
        at = f"funds[{row.fund}]"
        lines.append(
            [
                row.fund,
                f"stated {formats.day(row.stated_on)}",
                cents(row.new_deal_capacity, found.meta, f"{at}.new_deal_capacity"),
                formats.multiple(row.coverage),
            ]
        )
    head = ["Part", "Of", "Amount, or for new deals", "Coverage"]
    return rows_table(head, lines, caption="Sources and uses to the cent", words=(0, 1))
