"""The watch-list: who runs out of cash first, and how much of the value goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import risk as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.portfolio_analytics.cells import listed, number, plural, sentence, texts
from layouts.risk.parts import cents, company, source
from layouts.rows import Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.holdings import Runway

MOST_NAMES = 6


def runway(found: Runway, view: View) -> Content | Empty:
    """Months of cash by company, the shortest first, with the fair value at risk."""
    if not found.rows:
        return Empty(words="No active company is held by this day.")
    if all(row.band == "unknown" for row in found.rows):
        return Empty(words="No company reports both its cash and what it burns.")
    title = _finding(found)
    chart = graph(
        view.panel.id, draw.watch_ladder(found), draw.watch_ladder(found, narrow=True), label=title
    )
    return Content(
        title=title,
        subtitle=f"Months of cash ÷ net burn, and fair value; horizon {found.horizon_months:g} "
        "months",
        body=[chart, *_apart(found)],
        twin=_twin(found, view),
        summary=f"{title}. {_share(found)}",
        source=source(found.meta, "company reports, the latest of each"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Runway) -> str:
    months = f"{found.horizon_months:g} months"
    if not found.count_at_risk:
        return f"No company has under {months} of cash"
    many = sentence(plural(found.count_at_risk, "company has", "companies have"))
    words = f"{many} under {months} of cash"
    if found.share_at_risk is None:
        return words
    return f"{words}: {formats.percent(found.share_at_risk)} of fair value"


def _share(found: Runway) -> str:
    return f"{formats.percent(found.share_at_risk)} of fair value is at risk."


def _apart(found: Runway) -> list[Part]:
    """Who stands on no ladder: not burning, not known, or with longer than the last bar."""
    earning = [row.name for row in found.rows if row.band == "cash_generative"]
    unknown = [row.name for row in found.rows if row.band == "unknown"]
    finite = [row for row in found.rows if row.runway_months is not None]
    parts: list[Part] = []
    if more := finite[draw.MOST_BARS :]:
        words = f"{len(more)} more have {formats.months(more[0].runway_months)} or longer: "
        parts += [html.B(words), "they are in the table. "]
    if earning:
        parts += [html.B("Not burning: "), f"{listed(earning, most=MOST_NAMES)}. "]
    if unknown:
        share = formats.percent(found.unknown_share)
        parts += [html.B(f"Not known ({share} of value): "), f"{listed(unknown, most=MOST_NAMES)}."]
    return [html.P(parts, className="tiny")] if parts else []


def _twin(found: Runway, view: View) -> Part:
    figures = found.meta.figures
    lines: list[Row] = []
    for row in found.rows:
        at = f"rows[{row.company}]"
        months = formats.MISSING if row.runway_months is None else f"{row.runway_months:.2f}"
        lines.append(
            [
                company(row.name, row.company, view),
                number(months, figures, f"{at}.runway_months"),
                row.band.replace("_", " "),
                formats.month(row.zero_cash_on),
                cents(row.cash, found.meta, f"{at}.cash"),
                cents(row.net_burn, found.meta, f"{at}.net_burn"),
                cents(row.fair_value, found.meta, f"{at}.fair_value"),
                formats.percent(row.weight, places=2),
                cents(row.reserved, found.meta, f"{at}.reserved"),
                formats.day(row.reported_on),
            ]
        )
    head = ["Company", "Months", "Band", "Cash ends", "Cash", "Net burn a month", "Fair value",
            "Share", "Reserved for it", "Report of"]  # fmt: skip
    return rows_table(head, lines, caption="Runway by company", words=(0, 2, 3, 9),
                      deep=(3, 4, 5, 7, 8, 9))  # fmt: skip
