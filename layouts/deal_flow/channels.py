"""Where deals come from and what becomes of them: rates with whiskers, and the flow to outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.bits import bar, listed, missing
from layouts.deal_flow.parts import amount, count, leads, name_of, number, source, span, texts
from layouts.figures.deal_flow import words
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bar, Bit, Cell, Line, Piece, rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import Channel, ChannelPath, SourcingAnalytics

OUTCOMES = ("open", "passed", "lost")  # closed is a stage already
COHORT = {"counting": "cohort"}  # channels are always of the deals sourced in the window
NO_COST = "its cost is not known for the whole window"
NO_VALUE = "nothing invested, or its value is not known"


def channels(found: SourcingAnalytics, view: View) -> Content | Empty:
    """One row a channel: how many, how far, at what success, cost and return."""
    if not found.channels:
        return Empty(words="No deal was sourced in this window.")
    title = _finding(found)
    top = max((item.high or item.success_rate or 0.0 for item in found.channels), default=0.0)
    return Content(
        title=title,
        subtitle=f"Deals sourced in {span(found.meta)} by channel; success = closed of sourced "
        f"with Wilson 95 % interval (line), scale to {formats.percent(top, places=0)}; ranked "
        "only where intervals lie apart",
        body=_short(found, view, top),
        twin=_full(found, view),
        summary=f"{title}. {len(found.channels)} channels.",
        source=f"{source(found.meta)}; cost from channel costs, return from investments",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def flows(found: SourcingAnalytics, view: View) -> Content | Empty:
    """Channel, furthest stage, outcome: every deal of a channel stands once in each half."""
    if not found.flows:
        return Empty(words="No deal was sourced in this window.")
    title = _where(found.flows)
    return Content(
        title=title,
        subtitle=f"Deals sourced in {span(found.meta)}: the furthest stage they reached, then what "
        "became of them; bars are shares of the channel",
        body=_flow_table(found, view),
        twin=_paths(found, view),
        summary=f"{title}. {len(found.flows)} ways from channel to outcome.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: SourcingAnalytics) -> str:
    """The best channel where intervals tell them apart; that they do not, where they do not."""
    ranked = sorted((item for item in found.channels if item.rank), key=lambda item: item.rank or 0)
    if ranked and found.separated:
        best = ranked[0]
        share = formats.percent(best.success_rate)
        return f"{name_of(best.name)} closes most: {share} of {words.deals(best.deals)}"
    most = found.channels[0]
    if len(found.channels) == 1:
        return f"{name_of(most.name)} brought every deal"
    return f"{name_of(most.name)} brings most deals; success rates are not yet apart"


def _whisker(item: Channel, top: float) -> Piece:
    """The interval as a line and the rate as a tick on one scale for all channels."""
    if item.low is None or item.high is None or item.success_rate is None or not top:
        return missing("no deal, so no rate")
    low, high, at = (100 * value / top for value in (item.low, item.high, item.success_rate))
    said = f"{formats.percent(item.success_rate)}, {words.interval(item.low, item.high)}"
    return Bar(parts=[(low, high, "range")], rule=min(at, 100.0), look="whisker", said=said)


def _short(found: SourcingAnalytics, view: View, top: float) -> Part:
    head = ["Channel", "Deals", "", "Screened", "Term sheets", "Closed", "Open", "Success", "",
            "Rank", "Cost", "Cost a close", "Invested", "MOIC", "ROI"]  # fmt: skip
    most = max(item.deals for item in found.channels)
    currency, figures = found.meta.currency, found.meta.figures
    rows: list[list[Cell]] = []
    for item in found.channels:
        key = f"channels[{item.name}]"
        rows.append(
            [
                leads(view, name_of(item.name), channel=item.name, **COHORT),
                number(formats.count(item.deals), figures, f"{key}.deals"),
                bar(item.deals, most),
                formats.count(item.screened),
                formats.count(item.term_sheet),
                count(view, item.closed, channel=item.name, outcome="closed", **COHORT),
                count(view, item.still_open, channel=item.name, outcome="open", **COHORT),
                number(formats.percent(item.success_rate), figures, f"{key}.success_rate"),
                _whisker(item, top),
                str(item.rank) if item.rank else missing("its interval overlaps others'"),
                amount(item.cost, currency, NO_COST),
                amount(item.cost_per_close, currency, NO_COST if item.cost is None else "no close"),
                amount(item.invested, currency, NO_VALUE),
                formats.multiple(item.moic) if item.moic is not None else missing(NO_VALUE),
                _signed(item.roi),
            ]
        )
    return rows_table(
        head,
        rows,
        caption="Channels, most deals first",
        words=(0, 2, 8),
        deep=(2, 3, 4, 6, 10, 11, 12, 13),
    )


def _signed(roi: float | None) -> Piece:
    if roi is None:
        return missing("cost, amount invested or value is not known")
    text = formats.percent(roi, places=0)
    return f"+{text}" if roi > 0 else Bit(text=text, look="bad" if roi < 0 else None)


def _full(found: SourcingAnalytics, view: View) -> Part:
    head = ["Channel", "Deals", "Screened", "Term sheets", "Closed", "Open", "Success", "Low",
            "High", "Rank", "Cost", "Cost a deal", "Cost a close", "Investments", "Invested",
            "Realised", "Value", "MOIC", "ROI"]  # fmt: skip

    def cents(value: object) -> Piece:
        return missing("not known") if value is None else formats.money(value, cents=True)  # type: ignore[arg-type]

    rows: list[list[Cell]] = [
        [
            leads(view, name_of(item.name), channel=item.name, **COHORT),
            formats.count(item.deals),
            formats.count(item.screened),
            formats.count(item.term_sheet),
            formats.count(item.closed),
            formats.count(item.still_open),
            formats.percent(item.success_rate, places=2),
            formats.percent(item.low, places=2),
            formats.percent(item.high, places=2),
            str(item.rank) if item.rank else missing("its interval overlaps others'"),
            cents(item.cost),
            cents(item.cost_per_deal),
            cents(item.cost_per_close),
            formats.count(item.n_invested),
            cents(item.invested),
            cents(item.realized_value),
            cents(item.current_value),
            formats.multiple(item.moic),
            formats.percent(item.roi, places=2),
        ]
        for item in found.channels
    ]
    return rows_table(head, rows, caption="Channels with every figure")


def _where(paths: Sequence[ChannelPath]) -> str:
    """At which stage most deals ended, whatever their channel."""
    ended = [path for path in paths if path.outcome in {"passed", "lost"}]
    if not ended:
        return "No deal of this window has ended without closing"
    by_stage = {stage: _sum(ended, furthest=stage) for stage in words.STAGES}
    stage = max(by_stage, key=lambda name: by_stage[name])
    share = by_stage[stage] / sum(path.deals for path in ended)
    named = words.named(stage, words.STAGES).lower()
    return f"{formats.percent(share, places=0)} of ended deals had got no further than {named}"


def _sum(paths: Iterable[ChannelPath], **wanted: str) -> int:
    return sum(
        path.deals
        for path in paths
        if all(getattr(path, name) == value for name, value in wanted.items())
    )


def _flow_table(found: SourcingAnalytics, view: View) -> Part:
    """Channel by furthest stage at the left, by outcome at the right; both add up to its deals,
    those that closed counted once."""
    names = list(dict.fromkeys(path.channel for path in found.flows))
    head = ["Channel", "Deals", *words.STAGES.values(), *(words.OUTCOMES[key] for key in OUTCOMES)]
    rows: list[list[Cell] | Line] = []
    for channel in names:
        own = [path for path in found.flows if path.channel == channel]
        whole = sum(path.deals for path in own)
        cells: list[Cell] = [
            leads(view, name_of(channel), channel=channel, **COHORT),
            formats.count(whole),
        ]
        halves = [("furthest", stage, "cat-1") for stage in words.STAGES]
        halves += [("outcome", outcome, "cat-8") for outcome in OUTCOMES]
        for name, value, look in halves:
            deals, filters = _sum(own, **{name: value}), {name: value, "channel": channel}
            shown = count(view, deals, **filters, **COHORT)
            cells.append([bar(deals, whole, look=look), shown])
        rows.append(cells)
    total = sum(path.deals for path in found.flows)
    rows.append(
        Line(
            cells=[
                listed([f"{len(names)} channels"]),
                formats.count(total),
                *(formats.count(_sum(found.flows, furthest=stage)) for stage in words.STAGES),
                *(formats.count(_sum(found.flows, outcome=outcome)) for outcome in OUTCOMES),
            ],
            look="total",
        )
    )
    return rows_table(head, rows, caption="From channel to outcome", look="paths tight")


def _paths(found: SourcingAnalytics, view: View) -> Part:
    head = ["Channel", "Furthest stage", "Outcome", "Deals"]
    rows: list[list[Cell]] = [
        [
            name_of(path.channel),
            words.named(path.furthest, words.STAGES),
            words.named(path.outcome, words.OUTCOMES),
            count(
                view,
                path.deals,
                channel=path.channel,
                furthest=path.furthest,
                outcome=path.outcome,
                **COHORT,
            ),
        ]
        for path in sorted(found.flows, key=lambda path: -path.deals)
    ]
    return rows_table(head, rows, caption="Ways from channel to outcome", words=(0, 1, 2))
