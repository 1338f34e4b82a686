"""Growth against burn: who adds revenue for little, who for much, and who has no place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import portfolio_analytics as draw
from layouts.figures.portfolio_analytics.efficiency import placed
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import company, listed, number, plural, texts
from layouts.rows import Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import KpiMatrix, KpiRow

MOST_NAMES = 8


def efficiency(found: KpiMatrix, view: View) -> Content | Empty:
    """Growth against burn multiple, with those that have no place on it named."""
    rows = placed(found.rows)
    if not rows:
        return Empty(
            words="No company reports both its growth and a burn that can be set against it."
        )
    title = _costly(rows)
    return Content(
        title=title,
        subtitle="Growth year on year, %, against burn multiple (net burn ÷ new recurring "
        "revenue, both of four quarters)",
        body=[
            graph(
                view.panel.id,
                draw.efficiency(found),
                draw.efficiency(found, narrow=True),
                label=title,
            ),
            *_off(found.rows),
        ],
        twin=_pairs(found, view),
        summary=f"{title}. {plural(len(rows), 'company', 'companies')} placed.",
        source="Source: company reports",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _costly(rows: Sequence[KpiRow]) -> str:
    worst = max(rows, key=lambda row: row.kpis.burn_multiple or 0.0)
    best = min(rows, key=lambda row: row.kpis.burn_multiple or 0.0)
    words = f"{best.name} burns {formats.multiple(best.kpis.burn_multiple)} of the revenue it adds"
    if best is worst:
        return words
    return f"{words}, {worst.name} {formats.multiple(worst.kpis.burn_multiple)}"


def _off(rows: Sequence[KpiRow]) -> list[Part]:
    """Who has no place on the chart, and why."""
    earning = [r.name for r in rows if r.kpis.runway_state == "cash_generative"]
    shown = {row.company for row in placed(rows)}
    rest = [r.name for r in rows if r.company not in shown and r.name not in earning]
    parts: list[Part] = []
    if earning:
        parts += [html.B("Not burning: "), f"{listed(earning, most=MOST_NAMES)}. "]
    if rest:
        parts += [html.B(f"Not known ({formats.MISSING}): "), f"{listed(rest, most=MOST_NAMES)}."]
    return [html.P(parts, className="tiny")] if parts else []


def _pairs(found: KpiMatrix, view: View) -> html.Div:
    head = ["Company", "Burn multiple", "Band", "Growth", "Growth basis", "Net burn a month",
            "Rule of 40"]  # fmt: skip
    figures = found.meta.figures
    lines: list[Row] = []
    for row in found.rows:
        kpis, name = row.kpis, f"rows[{row.company}]"
        lines.append(
            [
                company(row.name, row.company, view),
                number(_six(kpis.burn_multiple), figures, f"{name}.burn_multiple"),
                (kpis.burn_multiple_band or formats.MISSING).replace("_", " "),
                number(formats.percent(kpis.growth_rate, places=2), figures, f"{name}.growth_rate"),
                (kpis.growth_basis or formats.MISSING).replace("_", " "),
                number(_cents(kpis.net_burn), figures, f"{name}.net_burn"),
                formats.percent(kpis.rule_of_40, places=2),
            ]
        )
    return rows_table(head, lines, caption="Growth and burn by company", words=(0, 2, 4))


def _cents(value: Decimal | None) -> str:
    return formats.money(value, cents=True)


def _six(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.6f}x"
