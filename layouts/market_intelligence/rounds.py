"""From one round of a company to its next: step-ups, down rounds, and the months between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import market_intelligence as draw
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.market_intelligence.sizes import stage
from layouts.figures.market_intelligence.steps import arrived
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View
from layouts.rows import Cell

if TYPE_CHECKING:
    from services.market_intelligence.results import StepUp, StepUps

NONE = "No company's rounds follow each other with both valuations known."


def steps(found: StepUps, view: View) -> Content | Bare | Empty:
    """Step-ups and down rounds by the stage arrived at."""
    if not found.stages:
        return told.absent(found, view, NONE)
    title = _finding(found)
    known = any(row.median is not None or row.down_round_share is not None for row in found.stages)
    return told.panel(
        found,
        title=title,
        subtitle="By the stage arrived at, four quarters to "
        f"{words(found.current_quarter)}: median step-up with quartiles, share of down rounds "
        "(below 1.0x) with its 95 % interval",
        body=told.chart(view, draw.step_ups, found, label=title) if known else _table(found),
        twin=_table(found),
        summary=f"{title}. {'; '.join(_spoken(row) for row in arrived(found))}.",
    )


def _finding(found: StepUps) -> str:
    known = [row for row in arrived(found) if row.median is not None]
    share = formats.percent(found.down_round_share, places=0)
    down = f"; {share} of {found.n} rounds went down" if found.down_round_share is not None else ""
    if not known:
        provider = found.origin.provider if found.origin else "The provider"
        return f"{provider} tells too few valuations for step-ups{down}"
    first = known[0]
    return f"{stage(first.stage)} rounds stepped up {formats.multiple(first.median)}{down}"


def _spoken(row: StepUp) -> str:
    if row.median is None:
        return f"{stage(row.stage)} not given, n {row.n}"
    return (
        f"{stage(row.stage)} {formats.multiple(row.median)}, "
        f"{row.down_rounds} of {row.n} down, n {row.n}"
    )


def _table(found: StepUps) -> Part:
    rows = [
        [
            stage(row.stage),
            *told.explained(
                found.meta.figures,
                f"stages[{row.stage}]",
                n=formats.count(row.n),
                p25=formats.multiple(row.p25),
                median=_given(row, formats.multiple(row.median)),
                p75=formats.multiple(row.p75),
                down_rounds=formats.count(row.down_rounds),
                down_round_share=_given(row, formats.percent(row.down_round_share)),
            ),
            _interval(row),
            *told.explained(
                found.meta.figures,
                f"stages[{row.stage}]",
                median_months_between=formats.months(row.median_months_between),
                n_between=formats.count(row.n_between),
            ),
        ]
        for row in arrived(found)
    ]
    share = told.cell(
        formats.percent(found.down_round_share), found.meta.figures.get("down_round_share")
    )
    down = formats.count(sum(row.down_rounds for row in found.stages))
    total: list[Cell] = ["All", formats.count(found.n), "", "", "", down, share, "", "", ""]
    head = ["To stage", "n", "p25", "Median step-up", "p75", "Down", "Share", "95 % interval",
            "Months between", "n"]  # fmt: skip
    return told.table(head, rows, caption="Step-ups by stage", total=total, deep=(2, 4, 5, 7, 9))


def _given(row: StepUp, text: str) -> str:
    if text != formats.MISSING:
        return text
    return told.NO_DATA if row.n == 0 else "n below 5"


def _interval(row: StepUp) -> str:
    if row.down_low is None or row.down_high is None:
        return formats.MISSING
    low = formats.percent_figure(row.down_low)
    return f"{low} to {formats.percent(row.down_high)}"
