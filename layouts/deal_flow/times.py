"""How long deals take: days of each step, and what becomes of deals that are in a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.deal_flow.parts import number, reason, source, span, texts
from layouts.figures import deal_flow as draw
from layouts.figures.deal_flow import words
from layouts.panels import Content, Empty, Part, View, graph
from layouts.rows import rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import Curve, StageTime, Velocity

GROUPS = {"closed_cohort": "The closed deals", "all_deals": "All deals that took the step"}
FEW = 5


def velocity(found: Velocity, view: View) -> Content | Empty:
    """Quartiles by step, and the means of one closed cohort that add up to its cycle."""
    if not any(item.median is not None for item in found.stages):
        return Empty(words=reason(found, "average_cycle_time", "by_stage") or "No deal closed yet.")
    title = _finding(found)
    return Content(
        title=title,
        subtitle=f"Days by step: box = middle half, tick = median, line to the 90th percentile; "
        f"blue: deals {_which(found)} {span(found.meta)}, grey: every deal that took the step",
        aside=_sum(found),
        body=graph(
            view.panel.id, draw.step_days(found), draw.step_days(found, narrow=True), label=title
        ),
        twin=_steps(found),
        summary=f"{title}. {found.n} deals closed with every stage's day known, "
        f"{found.left_out} left out.",
        source=f"{source(found.meta)}; durations in days, percentiles interpolated",
        as_of=found.meta.as_of,
        notes=[*_few(found), *texts(found)],
    )


def curves(found: Velocity, view: View) -> Content | Empty:
    """Moved on, still there, lost: competing ends, open deals censored."""
    shown = [curve for curve in found.curves if curve.points]
    if not shown:
        return Empty(words="No deal has left a stage yet.")
    title = _fate(shown[0])
    return Content(
        title=title,
        subtitle="Share of deals by days since they entered the stage; Aalen-Johansen with losses "
        "competing, open deals censored; dotted: half have left (Kaplan-Meier)",
        body=graph(
            view.panel.id,
            draw.stage_curves(found),
            draw.stage_curves(found, narrow=True),
            label=title,
        ),
        twin=_ends(shown),
        summary=f"{title}. " + " ".join(_spoken(curve) for curve in shown),
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _which(found: Velocity) -> str:
    return "that closed of those sourced in" if found.counting == "cohort" else "closed in"


def _finding(found: Velocity) -> str:
    """The whole cycle and its longest step."""
    if found.average_cycle_time is None:
        return "No deal closed in this window; steps of all deals are shown"
    steps = {step: value for step, value in found.by_stage.items() if value is not None}
    whole = f"A closed deal took {words.days(found.average_cycle_time)} on average"
    if not steps:
        return whole
    longest = max(steps, key=lambda step: steps[step])
    return f"{whole}, longest from {words.named(longest, words.STEPS).lower()}"


def _sum(found: Velocity) -> list[Part]:
    """The means written out as the sum they are."""
    means = [value for value in found.by_stage.values() if value is not None]
    whole = found.average_cycle_time
    if whole is None or not means or len(means) < len(found.by_stage):
        return []
    left = f", {found.left_out} without every day left out" if found.left_out else ""
    said = f": means of the {words.deals(found.n)} closed{left}"
    return [html.P([html.B(words.sum_of(means, whole)), said], className="ripe")]


def _few(found: Velocity) -> list[str]:
    if not 0 < found.n < FEW:
        return []
    return [f"Only {words.deals(found.n)} closed: quartiles of so few say little."]


def _steps(found: Velocity) -> Part:
    head = ["Step", "Deals", "n", "Mean", "Median", "25th", "75th", "90th", "Least", "Most"]
    figures = found.meta.figures
    none = missing("no deal took this step")

    def cell(item: StageTime, key: str) -> object:
        value = getattr(item, key)
        name = f"stages[{item.step}.{item.share}].{key}"
        return none if value is None else number(words.days(value), figures, name)

    rows = [
        [
            words.named(item.step, words.STEPS),
            GROUPS.get(item.share, words.named(item.share)),
            formats.count(item.n),
            *(cell(item, key) for key in ("mean", "median", "p25", "p75", "p90", "least", "most")),
        ]
        for item in found.stages
    ]
    return rows_table(head, rows, caption="Days by step", words=(0, 1))


def _fate(curve: Curve) -> str:
    """What became of deals in the first stage that has a curve."""
    stage = words.named(curve.step, words.STEPS).split(" to ")[0].lower()
    if curve.advanced is None or curve.lost is None:
        return "What becomes of deals in each stage"
    return (
        f"Of deals {stage}, {formats.percent(curve.advanced, places=0)} move on and "
        f"{formats.percent(curve.lost, places=0)} are lost"
    )


def _spoken(curve: Curve) -> str:
    half = f"half have left by {words.days(curve.median)}" if curve.median else "half not reached"
    return (
        f"{words.named(curve.step, words.STEPS)}: {formats.percent(curve.advanced)} moved on, "
        f"{formats.percent(curve.lost)} lost, {half}."
    )


def _ends(curves_: list[Curve]) -> Part:
    head = ["Step", "n", "Open", "Half have left by", "Median of finished alone", "Moved on",
            "Lost", "Still there", "Steps of the curve"]  # fmt: skip
    rows = [
        [
            words.named(curve.step, words.STEPS),
            formats.count(curve.n),
            formats.count(curve.n_open),
            words.days(curve.median)
            if curve.median is not None
            else missing("fewer than half have left"),
            words.days(curve.naive_median)
            if curve.naive_median is not None
            else missing("none has finished"),
            formats.percent(curve.advanced),
            formats.percent(curve.lost),
            formats.percent(curve.points[-1].survival),
            formats.count(len(curve.points)),
        ]
        for curve in curves_
    ]
    return rows_table(head, rows, caption="What becomes of deals by stage")
