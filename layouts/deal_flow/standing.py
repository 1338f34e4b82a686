"""Where open deals stand: those that are stuck, and what they may need against what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import bar, listed, missing
from layouts.deal_flow.parts import MOST_ROWS, amount, leads, name_of, number, reason, source, texts
from layouts.figures import deal_flow as draw
from layouts.figures.deal_flow import words
from layouts.panels import Content, Empty, Part, View, graph
from layouts.rows import Bit, Cell, Piece, rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import Forecast, ForecastRow, Stuck, StuckDeal

LONGEST = 200
NO_RATE = "no ripe cohort says how many close from here"
SHORT = ("Deal", "Stage", "Owner", "Since", "In stage", "Over", "", "Check")
LONG = ("Deal", "Fund", "Stage", "Owner", "Channel", "Sector", "Since", "In stage", "Limit", "Over",
        "Check")  # fmt: skip


def stuck(found: Stuck, view: View) -> Content | Empty:
    """Open deals over the limit of their stage, the longest over first."""
    if not found.deals:
        waits = sum(found.open_by_stage.values())
        if not waits:
            return Empty(words="No deal is open.")
        return _nothing_stuck(found, waits)
    title = _finding(found)
    limits = listed(
        f"{words.named(stage, words.STAGES).lower()} {words.days(days)}"
        for stage, days in found.limits.items()
    )
    shown = found.deals[:MOST_ROWS]
    more = len(found.deals) - len(shown)
    listed_all = [f"{more:,} more stuck deals are in the table and the download."] if more else []
    return Content(
        title=title,
        subtitle=f"Open deals longer in their stage than three quarters were: {limits}",
        body=_short(shown, found, view),
        twin=_long(found.deals[:LONGEST], view),
        summary=f"{title}. The longest over comes first.",
        source=f"{source(found.meta)}; limit = 75th percentile of the stage",
        as_of=found.meta.as_of,
        notes=[*listed_all, *texts(found)],
    )


def _nothing_stuck(found: Stuck, waits: int) -> Content:
    title = f"None of {words.deals(waits)} is stuck"
    return Content(
        title=title,
        subtitle="Open deals by stage; none is longer in its stage than three quarters were",
        body=rows_table(
            ["Stage", "Open", "Limit"],
            [
                [
                    words.named(stage, words.STAGES),
                    formats.count(deals),
                    words.days(found.limits.get(stage)),
                ]
                for stage, deals in found.open_by_stage.items()
            ],
            caption="Open deals by stage",
        ),
        summary=f"{title}.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Stuck) -> str:
    many = len(found.deals)
    waits = sum(found.open_by_stage.values())
    of = f" of {waits:,}" if waits >= many else ""
    first = found.deals[0]
    are = "deals are" if many > 1 else "deals is" if of else "deal is"
    return f"{many:,}{of} open {are} stuck; {first.name} by {words.days(first.days_over)}"


def _short(rows: Sequence[StuckDeal], found: Stuck, view: View) -> Part:
    most = max(item.days_over for item in rows)
    cells: list[list[Cell]] = [
        [
            item.name,
            _stage(item.stage, view),
            _given(view, "owner", item.owner),
            formats.day(item.since),
            words.days(item.days_in_stage),
            words.days(item.days_over),
            bar(item.days_over, most, look="cat-2"),
            amount(item.check_size, found.meta.currency, "no check size given"),
        ]
        for item in rows
    ]
    return rows_table(SHORT, cells, caption="Stuck deals", words=(0, 1, 2, 6), deep=(3, 4, 6),
                      look="tight")  # fmt: skip


def _long(rows: Sequence[StuckDeal], view: View) -> Part:
    cells: list[list[Cell]] = [
        [
            item.name,
            item.fund,
            _stage(item.stage, view),
            _given(view, "owner", item.owner),
            _given(view, "channel", item.channel),
            _given(view, "sector", item.sector),
            formats.day(item.since),
            words.days(item.days_in_stage),
            words.days(item.limit_days),
            words.days(item.days_over),
            formats.money(item.check_size, cents=True),
        ]
        for item in rows
    ]
    return rows_table(LONG, cells, caption="Every stuck deal", words=(0, 1, 2, 3, 4, 5))


def _stage(stage: str, view: View) -> Piece:
    """A stage, which leads to the open deals that are in it."""
    return leads(view, words.named(stage, words.STAGES), furthest=stage, outcome="open")


def _given(view: View, name: str, value: str | None) -> Piece:
    """Who or what a deal belongs to, which leads to its other deals."""
    return (
        leads(view, name_of(value), outcome="open", **{name: value})
        if value
        else missing(f"no {name} given")
    )


def forecast(found: Forecast, view: View) -> Content | Empty:
    """The weighted pipeline with its interval against the capacity for new deals."""
    if not found.stages:
        return Empty(words=reason(found, "stages") or "No deal is open.")
    title = _covered(found)
    return Content(
        title=title,
        subtitle=f"Open deals' checks times the share that closed from their stage, in cohorts at "
        f"least {words.days(found.ripe_days)} old; line: Wilson 95 % interval; "
        f"{found.meta.currency or 'own currency'}",
        body=[
            graph(
                view.panel.id,
                draw.pipeline_bar(found),
                draw.pipeline_bar(found, narrow=True),
                label=title,
            ),
            html.Div(_chances(found, view), className="below"),
        ],
        twin=_exact(found, view),
        summary=f"{title}. {_expected(found)}",
        source=f"{source(found.meta)}; capacity from commitments, balances and reserves",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _covered(found: Forecast) -> str:
    currency = found.meta.currency
    worth, capacity = found.weighted_pipeline, found.new_deal_capacity
    if worth is None:
        return "What the pipeline is likely to need is not known"
    said = f"{formats.money_short(worth, currency)} weighted"
    if capacity is None:
        return f"{said}; capacity for new deals is not known"
    room = formats.money_short(capacity, currency)
    if worth > capacity:
        return f"{said} is more than the {room} there is for new deals"
    share = formats.percent(float(worth / capacity), places=0) if capacity else formats.MISSING
    return f"{said} is {share} of the {room} for new deals"


def _expected(found: Forecast) -> str:
    if found.expected_closings is None:
        return "How many deals close is not known."
    return f"About {found.expected_closings:.1f} of the open deals are likely to close."


def _chances(found: Forecast, view: View) -> Part:
    """What share of each stage is likely to close, and what that weighs."""
    rows = [
        [
            _stage(row.stage, view),
            formats.count(row.open_deals),
            _chance(row, found),
            f"{row.expected_closings:.1f}"
            if row.expected_closings is not None
            else missing(NO_RATE),
            amount(row.weighted, found.meta.currency, NO_RATE),
        ]
        for row in found.stages
    ]
    head = ["Stage", "Open", "Likely to close", "Closings", "Weighted"]
    return rows_table(head, rows, caption="Open deals by stage", look="tight")


def _chance(row: ForecastRow, found: Forecast) -> Cell:
    if row.probability is None:
        return missing(NO_RATE)
    share = formats.percent(row.probability)
    shown = number(share, found.meta.figures, f"stages[{row.stage}].probability")
    return [shown, Bit(text=f" {words.interval(row.low, row.high)}", look="muted hm")]


def _exact(found: Forecast, view: View) -> Part:
    head = ["Stage", "Open", "Without check", "Checks", "Closed from here", "Low", "High", "n",
            "Closings", "Weighted"]  # fmt: skip
    rows = [
        [
            _stage(row.stage, view),
            formats.count(row.open_deals),
            formats.count(row.without_check),
            formats.money(row.check_size, cents=True),
            formats.percent(row.probability, places=2),
            formats.percent(row.low, places=2),
            formats.percent(row.high, places=2),
            formats.count(row.n),
            f"{row.expected_closings:.2f}"
            if row.expected_closings is not None
            else missing(NO_RATE),
            formats.money(row.weighted, cents=True),
        ]
        for row in found.stages
    ]
    return rows_table(head, rows, caption="Open deals by stage with every figure")
