"""The head of Deal Flow: what was seen, screened, offered and closed, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats, ids
from layouts.deal_flow import FORECAST, STUCK
from layouts.deal_flow.parts import marked
from layouts.figures.deal_flow import words
from layouts.head import head
from layouts.panels import Bare, Part, View, icon
from layouts.trust import badge

if TYPE_CHECKING:
    from services.deal_flow.results import PipelineFunnel, Window

WAYS = {
    "period": "by period: each stage dated in the window",
    "cohort": "by cohort: deals sourced in the window, followed since",
}


def state(found: PipelineFunnel, view: View) -> Bare:
    """One sentence about the window, then what needs someone's hand."""
    meta = found.meta
    name = basis.named(found.funds)
    window = chosen(found)
    when = words.within(window.start, window.end)
    clocks = f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"
    counted = WAYS.get(found.counting, found.counting)
    currency = meta.currency or "several currencies"
    return head(
        view,
        title="Deal Flow",
        said=_said(found, window, name, when),
        stands=[
            html.Span([icon("age", small=True), clocks]),
            html.Span(f"{words.window(window.start, window.end)}, counted {counted}"),
            html.Span(currency),
            *badge(meta, view),
        ],
        printed=(name, f"{when} {counted} · as of {clocks} · {currency}"),
        endpoint="pipeline-funnel",
    )


def chosen(found: PipelineFunnel) -> Window:
    """The window as the answer counts it."""
    return found.cohort if found.counting == "cohort" else found.period


def earlier(found: PipelineFunnel) -> Window:
    """The window before it, counted the same way."""
    return found.previous_cohort if found.counting == "cohort" else found.previous_period


def _said(found: PipelineFunnel, window: Window, name: str, when: str) -> list[Part]:
    counts = window.counts
    if not any(counts.get(stage) for stage in words.STAGES) and not found.active_deals:
        return [html.B(name), f" has no deals in {when}: import its pipeline to begin."]

    def told(stage: str) -> Part:
        return marked(formats.count(counts.get(stage, 0)), found.meta, f"current_period.{stage}")

    overall = window.rates["overall"]
    parts: list[Part] = [
        f"{name} saw ",
        told("sourced"),
        f" deals in {when}, screened ",
        told("screened"),
        ", offered ",
        told("term_sheet"),
        " a term sheet and closed ",
        told("closed"),
    ]
    if window.still_open:
        parts.append(f"; {formats.count(window.still_open)} of them are still open")
    elif overall.rate is not None:
        share = marked(formats.percent(overall.rate), found.meta, "conversion_rates.overall")
        parts += ["; overall ", share, f" ({words.interval(overall.low, overall.high)})"]
        if overall.low is None:
            parts.pop()
    return [*parts, ". ", *_needs(found)]


def _needs(found: PipelineFunnel) -> list[Part]:
    """Stuck deals and the pipeline against capacity, each leading to its panel."""
    parts: list[Part] = []
    if found.stuck_deals:
        many = "1 deal is" if found.stuck_deals == 1 else f"{found.stuck_deals:,} deals are"
        parts += [_to(STUCK.id, f"{many} stuck"), "; "]
    worth, capacity = found.weighted_pipeline, found.new_deal_capacity
    if worth is not None and capacity is not None:
        currency = found.meta.currency
        said = f"{formats.money_short(worth, currency)} weighted"
        parts += [_to(FORECAST.id, said), f" against {formats.money_short(capacity, currency)}"]
        parts.append(" to invest.")
    elif parts:
        parts[-1] = "."
    return parts


def _to(panel_id: str, said: str) -> html.A:
    return html.A(said, href=f"#{ids.anchor(panel_id)}")
