"""Channels compared: what came of their deals, with intervals, costs and returns where known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.funnel import CLOSED, SCREENED, TERM_SHEET
from services.calc.intervals import Proportion, extremes_overlap, ranks, wilson
from services.deal_flow.channels import Cost, Outcomes, Value, Worth
from services.deal_flow.counting import COHORT, counting_note
from services.deal_flow.frame import NOT_GIVEN, Frame, Prospect
from services.deal_flow.results import Channel, ChannelPath, SourcingAnalytics
from services.envelope import Note

REASONS = {
    "cost_unknown": "no cost of this channel is known for the window",
    "cost_incomplete": "costs are not known for every day of the window",
    "firm_wide": "costs are those of the whole firm, of which these are not all funds",
    "fx_rate_missing": "an exchange rate of its cost is missing",
    "none_closed": "none of its deals closed",
    "not_linked": "not every deal that closed is linked to an investment (pipeline_deal)",
    "value_unknown": "the value of an investment is not known",
}
OF_COST = ("cost_unknown", "cost_incomplete", "firm_wide", "fx_rate_missing")


def sourcing_analytics(frame: Frame, outcomes: Outcomes) -> SourcingAnalytics:
    """Every channel of the deals sourced in the window, most deals first."""
    by_channel: dict[str, list[Prospect]] = defaultdict(list)
    for deal in frame.cohort():
        by_channel[deal.row.channel or NOT_GIVEN].append(deal)
    found = {
        name: wilson(sum(deal.track.has_reached(CLOSED) for deal in deals), len(deals))
        for name, deals in by_channel.items()
    }
    named = {name: rate for name, rate in found.items() if name != NOT_GIVEN}
    places = ranks(named)
    worth = Worth.of(frame, outcomes)
    rows: list[Channel] = []
    reasons: dict[str, list[str]] = {}
    for name, deals in sorted(by_channel.items(), key=lambda each: (-len(each[1]), each[0])):
        row, why = _channel(worth, name, deals, found[name], places.get(name))
        rows.append(row)
        reasons[name] = why
    apart = extremes_overlap(named) is False
    whole = _whole(rows)
    return SourcingAnalytics(
        channels=tuple(rows),
        roi_analysis={**whole, "not_known": reasons},
        separated=apart,
        flows=tuple(_flows(by_channel)),
        meta=frame.meta(SourcingAnalytics),
        notes=(
            *_notes(rows, reasons, whole),
            *_rank_notes(rows, named, places, separated=apart),
            *frame.notes(),
        ),
    )


def _channel(
    worth: Worth, name: str, deals: Sequence[Prospect], rate: Proportion, rank: int | None
) -> tuple[Channel, list[str]]:
    """One row, and why its return is not known where it is not."""
    cost = worth.cost(name) if name != NOT_GIVEN else Cost(None, "cost_unknown")
    closed = [deal for deal in deals if deal.track.has_reached(CLOSED)]
    linked = [deal for deal in closed if worth.investments(deal)]
    value = worth.value([name for deal in linked for name in worth.investments(deal)])
    whole = len(linked) == len(closed)
    why = list(_why(cost, value, len(closed), whole=whole))
    return Channel(
        name=name,
        deals=len(deals),
        screened=sum(deal.track.has_reached(SCREENED) for deal in deals),
        term_sheet=sum(deal.track.has_reached(TERM_SHEET) for deal in deals),
        closed=len(closed),
        still_open=sum(deal.track.is_open for deal in deals),
        success_rate=rate.rate,
        low=rate.low,
        high=rate.high,
        rank=rank,
        cost=cost.amount,
        cost_per_deal=_per(cost.amount, len(deals)),
        cost_per_close=_per(cost.amount, len(closed)),
        n_invested=len(linked),
        invested=value.invested,
        realized_value=value.realized,
        current_value=value.current,
        moic=_ratio(_plus(value.realized, value.current), value.invested),
        roi=_roi(value, cost.amount) if whole else None,
    ), why


def _why(cost: Cost, value: Value, closed: int, *, whole: bool) -> Iterator[str]:
    if cost.reason:
        yield cost.reason
    if not closed:
        yield "none_closed"
    elif not whole:
        yield "not_linked"
    elif value.invested is None or value.current is None:
        yield "value_unknown"


def _roi(value: Value, cost: Decimal | None) -> float | None:
    """(value + realised - invested - cost) / (invested + cost); None where a part is unknown."""
    back = _plus(value.realized, value.current)
    spent = _plus(value.invested, cost)
    return None if back is None or spent is None else _ratio(back - spent, spent)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _ratio(above: Decimal | None, below: Decimal | None) -> float | None:
    return None if above is None or below is None or below <= 0 else float(above / below)


def _per(amount: Decimal | None, count: int) -> Decimal | None:
    if amount is None or not count:
        return None
    return (amount / count).quantize(CENT, ROUND_HALF_EVEN)


def _whole(rows: Sequence[Channel]) -> dict[str, Any]:
    """All channels together; a sum is given only where every channel's part is known.

    A channel of which nothing closed has put nothing into a company.
    """
    cost = _sum([row.cost for row in rows])
    closed = [row for row in rows if row.closed]
    invested = _sum([row.invested for row in closed])
    realized = _sum([row.realized_value for row in closed])
    current = _sum([row.current_value for row in closed])
    linked = sum(row.n_invested for row in rows)
    complete = linked == sum(row.closed for row in rows)
    value = Value(invested, realized, current)
    return {
        "deals": sum(row.deals for row in rows),
        "closed": sum(row.closed for row in rows),
        "n_invested": linked,
        "cost": cost,
        "invested": invested,
        "realized_value": realized,
        "current_value": current,
        "moic": _ratio(_plus(realized, current), invested),
        "roi": _roi(value, cost) if complete else None,
    }


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, NOTHING) if parts and len(known) == len(parts) else None


def _flows(by_channel: Mapping[str, Sequence[Prospect]]) -> Iterator[ChannelPath]:
    """Lines from each channel to a furthest stage and an outcome, the widest first."""
    found = Counter(
        (name, deal.track.furthest, deal.outcome)
        for name, deals in by_channel.items()
        for deal in deals
    )
    for (name, furthest, outcome), deals in sorted(found.items(), key=lambda e: (-e[1], e[0])):
        yield ChannelPath(channel=name, furthest=furthest, outcome=outcome, deals=deals)


def _notes(
    rows: Sequence[Channel], reasons: Mapping[str, list[str]], whole: Mapping[str, Any]
) -> Iterator[Note]:
    yield counting_note(COHORT)
    yield Note("roi", "ripens_late", "What a channel brought takes years to ripen.")
    for row in rows:
        for code in reasons[row.name]:
            key = "cost" if code in OF_COST else "roi"
            yield Note(f"channels[{row.name}].{key}", code, f"{row.name}: {REASONS[code]}.")
    if any(whole[name] is None for name in ("cost", "invested", "current_value", "roi")):
        words = "Totals are given only where the part of every channel is known."
        yield Note("roi_analysis", "incomplete", words)


def _rank_notes(
    rows: Sequence[Channel],
    named: Mapping[str, Proportion],
    places: Mapping[str, int | None],
    *,
    separated: bool,
) -> Iterator[Note]:
    if not rows or all(places[name] is not None for name in named):
        return
    words = "A channel is ranked only where its interval lies apart from those of all others."
    if not separated:
        words += " Those of the best and the worst share values: the order may be chance."
    yield Note("rank", "intervals_overlap", words)
