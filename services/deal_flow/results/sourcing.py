"""Channels: what came through them, what they cost, and what it became."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.deal_flow.results.declared import parts, rows
from services.envelope import Meta, Note, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPath:
    """How many deals of a channel ended at a furthest stage with an outcome (a flow's lines)."""

    channel: str
    furthest: str
    outcome: str
    deals: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One sourcing channel over the cohort sourced in the window (blank: "not given").

    `success_rate` = closed / deals. `rank` only where its interval lies apart from every other
    one it is ranked against; else None. `cost` of the window where all of it is known, pro rata of
    overlapping periods, shared over funds by the deals each sourced; `invested`, `current_value`,
    `roi` = (value + realised - invested - cost) / (invested + cost) of its closed deals that became
    investments, None unless known.
    """

    name: str
    deals: int = unit("count")
    screened: int = unit("count")
    term_sheet: int = unit("count")
    closed: int = unit("count")
    still_open: int = unit("count")
    success_rate: float | None = unit("fraction")
    low: float | None = unit("fraction")
    high: float | None = unit("fraction")
    rank: int | None = unit("count")
    cost: Decimal | None = unit("money")
    cost_per_deal: Decimal | None = unit("money")
    cost_per_close: Decimal | None = unit("money")
    n_invested: int = unit("count")
    invested: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    current_value: Decimal | None = unit("money")
    moic: float | None = unit("x")
    roi: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingAnalytics:
    """Channels, most deals first. `roi_analysis` holds totals and what is missing; `separated`
    whether best and worst intervals lie apart."""

    channels: tuple[Channel, ...] = rows(Channel)
    roi_analysis: dict[str, Any]
    separated: bool
    flows: tuple[ChannelPath, ...] = parts(ChannelPath)
    meta: Meta
    notes: tuple[Note, ...]
