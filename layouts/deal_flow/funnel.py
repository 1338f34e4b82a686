"""The funnel counted one way or the other, and its quarters: findings, charts and exact twins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing, seg
from layouts.deal_flow.head import WAYS, chosen, earlier
from layouts.deal_flow.parts import count, number, rows_of, source, texts
from layouts.figures import deal_flow as draw
from layouts.figures.deal_flow import words
from layouts.panels import Content, Empty, Part, View, graph
from layouts.rows import rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import PipelineFunnel, Step, TrendPoint, Window

NONE = "No deal reached a stage in this window."


def funnel(found: PipelineFunnel, view: View) -> Content | Empty:
    """Stages with rates and intervals, the window before below each."""
    window, before = chosen(found), earlier(found)
    if not any(step.count or step.previous for step in found.steps):
        return Empty(words=NONE)
    title = _finding(found, window)
    go = {step.stage: rows_of(view, stage=step.stage) for step in found.steps}
    leads = {stage: address for stage, address in go.items() if address}
    then = words.window(before.start, before.end)
    return Content(
        title=title,
        subtitle=f"Deals that reached each stage or a later one, "
        f"{words.window(window.start, window.end)}; rates with Wilson 95 % interval; "
        f"thin bars: {then}",
        aside=[_switch(found, view), *_ripeness(window)],
        body=graph(
            view.panel.id,
            draw.funnel_bars(found, go=leads),
            draw.funnel_bars(found, narrow=True, go=leads),
            label=title,
        ),
        twin=[_steps(found, view), *_within(found)],
        summary=f"{title}. {_spoken(found)}",
        source=f"{source(found.meta)}; counted {WAYS.get(found.counting, found.counting)}",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def trend(found: PipelineFunnel, view: View) -> Content | Empty:
    """Each stage by quarter, quarters that are not ripe hatched."""
    points = found.trend
    if not any(point.sourced or point.screened or point.closed for point in points):
        return Empty(words="There is no quarter with a deal yet.")
    title = _moved(found)
    unripe = [point for point in points if not point.mature]
    hatched = "; hatched: deals of the quarter are still open" if unripe else ""
    return Content(
        title=title,
        subtitle=f"{words.COUNTINGS.get(found.counting, found.counting)}, deals a quarter and "
        f"share of sourced that closed{hatched}",
        body=graph(
            view.panel.id,
            draw.trend_bars(found),
            draw.trend_bars(found, narrow=True),
            label=title,
        ),
        twin=_quarters(points),
        summary=f"{title}. {len(points)} quarters, {len(unripe)} of them not ripe.",
        source=f"{source(found.meta)}; counted {WAYS.get(found.counting, found.counting)}",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: PipelineFunnel, window: Window) -> str:
    """The mode, the two ends, and the step at which most fell out."""
    mode = words.COUNTINGS.get(found.counting, found.counting)
    counts = window.counts
    sourced, closed = counts.get("sourced", 0), counts.get("closed", 0)
    ends = f"{mode}: {formats.count(sourced)} sourced, {formats.count(closed)} closed"
    fallen = [step for step in found.steps if step.drop_off and step.drop_off > 0]
    if not fallen:
        return ends
    worst = max(fallen, key=lambda step: step.drop_off or 0)
    way = "before the screen" if worst.stage == "screened" else f"before {_stage(worst)}"
    return f"{ends}; most drop out {way}"


def _stage(step: Step) -> str:
    return {"term_sheet": "a term sheet", "closed": "closing"}.get(step.stage, step.stage)


def _switch(found: PipelineFunnel, view: View) -> html.Div:
    """By period or by cohort, and the rules of the count in words."""
    ways = [
        (text, view.here(counting=None if key == "period" else key), key == found.counting)
        for key, text in words.COUNTINGS.items()
    ]
    rules = [html.Li(rule) for rule in found.rules]
    how = html.Details([html.Summary("How counted"), html.Ul(rules)], className="notes how")
    return html.Div([seg(ways, label="How deals are counted"), how], className="switch")


def _ripeness(window: Window) -> list[Part]:
    """How many of a cohort can still move."""
    if not window.still_open:
        return []
    age = words.days(window.median_age_days)
    said = f"{words.deals(window.still_open)} of this cohort still open, median age {age}: "
    return [html.P([html.B(said), "their rates can only rise."], className="ripe")]


def _spoken(found: PipelineFunnel) -> str:
    told = [
        f"{words.named(step.stage, words.STAGES)} {step.count:,}"
        + (f", {formats.percent(step.rate)} of the stage before" if step.rate is not None else "")
        for step in found.steps
    ]
    return "; ".join(told) + "."


def _steps(found: PipelineFunnel, view: View) -> Part:
    figures = found.meta.figures
    head = ["Stage", "Deals", "Before", "Change", "Rate", "Low", "High", "Drop-off"]
    none = missing("there is no stage before it, or no deal in it")
    rows = [
        [
            words.named(step.stage, words.STAGES),
            count(view, step.count, stage=step.stage),
            formats.count(step.previous),
            f"{step.count - step.previous:+,}".replace("-", formats.MINUS),
            number(formats.percent(step.rate), figures, f"steps[{step.stage}].rate")
            if step.rate is not None
            else none,
            formats.percent(step.low) if step.low is not None else none,
            formats.percent(step.high) if step.high is not None else none,
            formats.count(step.drop_off) if step.drop_off is not None else none,
        ]
        for step in found.steps
    ]
    overall = chosen(found).rates["overall"]
    total = f"{overall.successes:,} of {overall.trials:,}"
    none = missing("no deal was sourced, or more closed than were sourced")
    rows.append(
        [
            "Overall",
            total,
            formats.MISSING,
            formats.MISSING,
            number(formats.percent(overall.rate), figures, "conversion_rates.overall"),
            formats.percent(overall.low) if overall.low is not None else none,
            formats.percent(overall.high) if overall.high is not None else none,
            formats.count(overall.trials - overall.successes),
        ]
    )
    return rows_table(head, rows, caption="The funnel by stage")


def _within(found: PipelineFunnel) -> list[Part]:
    """Rates after so many days, of deals that had that long: they are not biased by young deals."""
    if not found.within:
        return []
    head = ["Closed within", "Closed", "Deals at least as old", "Rate", "Low", "High"]
    none = missing("no deal of the cohort is that old")
    rows = [
        [
            words.days(item.days),
            formats.count(item.closed),
            formats.count(item.deals),
            formats.percent(item.rate) if item.rate is not None else none,
            formats.percent(item.low) if item.low is not None else none,
            formats.percent(item.high) if item.high is not None else none,
        ]
        for item in found.within
    ]
    table = rows_table(head, rows, caption="Closed within so many days, by cohort")
    return [html.P("Deals sourced in the window that had the time:", className="spec"), table]


def _moved(found: PipelineFunnel) -> str:
    """How the last quarter compares with the one before."""
    points = found.trend
    last = points[-1]
    when = words.quarter(last.quarter)
    if len(points) == 1:
        return f"{when}: {words.deals(last.sourced)} sourced, {last.closed:,} closed"
    before = points[-2]
    change = last.sourced - before.sourced
    then = words.quarter(before.quarter)
    if not change:
        return f"{when} saw as many deals as {then}: {last.sourced:,}"
    way = "more" if change > 0 else "fewer"
    many = words.deals(abs(change)).replace(" ", f" {way} ")
    return f"{when} saw {many} than {then}"


def _quarters(points: tuple[TrendPoint, ...]) -> Part:
    head = ["Quarter", "Sourced", "Screened", "Term sheets", "Closed", "Closed of sourced", "Ripe"]
    rows = [
        [
            words.quarter(point.quarter),
            formats.count(point.sourced),
            formats.count(point.screened),
            formats.count(point.term_sheet),
            formats.count(point.closed),
            formats.percent(point.overall)
            if point.overall is not None
            else missing("no deal was sourced in the quarter"),
            "ripe" if point.mature else "not yet",
        ]
        for point in reversed(points)
    ]
    return rows_table(head, rows, caption="The funnel by quarter", words=(0, 6))
