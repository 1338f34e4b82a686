"""What Market Intelligence answers with: frozen results, the JSON contract, what figures draw.

Everything is of one provider (`meta.source`, `release`, `fetched`), in its currency, read from
figures that the worker computed; two providers are never added. Shares and growth are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.envelope import Meta, Note, unit


def _rows(row: type) -> Any:
    return field(metadata={"rows": row})


def _parts(part: type) -> Any:
    """A list beside the figures: its units are published, a file of the answer leaves it out."""
    return field(metadata={"parts": part})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and quartiles over `n` disclosed values; all None when n < 5 (n stays)."""

    n: int = unit("count")
    p25: Decimal | None = unit("money")
    median: Decimal | None = unit("money")
    p75: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who says so: provider, the release or file of its newest import, when it was fetched, and
    the attribution that must be shown. `preliminary` quarters are still filling up.

    `currency` is what its amounts are given in, None where it names none. `undated` rounds are
    known to the year alone and belong to no quarter.
    """

    provider: str
    release: str | None
    fetched: datetime | None
    attribution: str | None
    currency: str | None
    rounds: int = unit("count")
    exits: int = unit("count")
    first_day: date | None = unit("date")
    last_day: date | None = unit("date")
    undated: int = unit("count")
    preliminary: tuple[str, ...]
    computed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One sector in the shown quarter. Stage counts add up to `total_deals` with `other_deals`.

    `growth_vs_previous` of money against the quarter before, `deal_growth` of counts; None without
    a base. `total_funding` sums disclosed amounts (`disclosed_deals` have one). `stage_words` are
    the deals by the provider's own words, which `stage_mapping` puts into stages.
    """

    name: str
    quarter: str
    total_deals: int = unit("count")
    disclosed_deals: int = unit("count")
    total_funding: Decimal | None = unit("money")
    growth_vs_previous: float | None = unit("fraction")
    deal_growth: float | None = unit("fraction")
    median_deal_size: Decimal | None = unit("money")
    deal_size_p25: Decimal | None = unit("money")
    deal_size_p75: Decimal | None = unit("money")
    median_pre_money: Decimal | None = unit("money")
    n_pre_money: int = unit("count")
    seed_deals: int = unit("count")
    series_a_deals: int = unit("count")
    series_b_deals: int = unit("count")
    growth_deals: int = unit("count")
    other_deals: int = unit("count")
    stage_words: dict[str, int]
    geographic_distribution: dict[str, int]
    hot_subsectors: tuple[Evidence, ...]
    emerging_trends: tuple[Evidence, ...]
    preliminary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A subsector with the counts that make it hot or emerging; never a word without numbers."""

    name: str
    sector: str | None
    deals: int = unit("count")
    previous_deals: int = unit("count")
    funding: Decimal | None = unit("money")
    growth: float | None = unit("fraction")
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorQuarter:
    """One cell of the heat map."""

    sector: str
    quarter: str
    total_deals: int = unit("count")
    disclosed_deals: int = unit("count")
    total_funding: Decimal | None = unit("money")
    median_deal_size: Decimal | None = unit("money")
    growth_vs_previous: float | None = unit("fraction")
    preliminary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorTrends:
    """Sectors in the current quarter, most money first, and every sector-quarter of the period.

    `stage_mapping` says which of the provider's words count as which stage.
    """

    current_quarter: str | None
    sectors: tuple[Sector, ...] = _rows(Sector)
    quarters: tuple[str, ...]
    cells: tuple[SectorQuarter, ...] = _parts(SectorQuarter)
    total_deals: int | None = unit("count")
    total_funding: Decimal | None = unit("money")
    growth_vs_previous: float | None = unit("fraction")
    stage_mapping: dict[str, str]
    hot_subsectors: tuple[Evidence, ...] = _parts(Evidence)
    emerging_trends: tuple[Evidence, ...] = _parts(Evidence)
    origin: Origin | None
    source: str | None
    release: str | None
    fetched: datetime | None
    providers: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageValue:
    """Valuations of one stage in the current quarter; None with note `no_data` where the provider
    has none. `deals` counts rounds, `n_pre` those with a pre-money."""

    median_pre: Decimal | None = unit("money")
    pre_p25: Decimal | None = unit("money")
    pre_p75: Decimal | None = unit("money")
    n_pre: int = unit("count")
    median_post: Decimal | None = unit("money")
    post_p25: Decimal | None = unit("money")
    post_p75: Decimal | None = unit("money")
    n_post: int = unit("count")
    deals: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationPoint:
    """One stage in one quarter of the ribbon."""

    stage: str
    quarter: str
    median_pre: Decimal | None = unit("money")
    pre_p25: Decimal | None = unit("money")
    pre_p75: Decimal | None = unit("money")
    n_pre: int = unit("count")
    median_post: Decimal | None = unit("money")
    n_post: int = unit("count")
    preliminary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One geography over the four quarters up to the current one."""

    name: str
    deals: int = unit("count")
    share: float | None = unit("fraction")
    total_funding: Decimal | None = unit("money")
    median_deal_size: Decimal | None = unit("money")
    median_pre: Decimal | None = unit("money")
    n_pre: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuations:
    """Pre- and post-money by stage, their trend, and places beside each other."""

    current_quarter: str | None
    by_stage: dict[str, StageValue]
    trend_data: tuple[ValuationPoint, ...] = _rows(ValuationPoint)
    geographic_comparison: dict[str, Place]
    stage_mapping: dict[str, str]
    origin: Origin | None
    source: str | None
    release: str | None
    fetched: datetime | None
    providers: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitQuarter:
    """Exits of one quarter by type. Multiples are value over what had been raised."""

    quarter: str
    ipo_count: int = unit("count")
    ma_count: int = unit("count")
    ipo_value: Decimal | None = unit("money")
    ma_value: Decimal | None = unit("money")
    disclosed: int = unit("count")
    median_exit_multiple: float | None = unit("x")
    multiple_p25: float | None = unit("x")
    multiple_p75: float | None = unit("x")
    n_multiple: int = unit("count")
    median_value: Decimal | None = unit("money")
    preliminary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorExits:
    """Exits of one sector over the four quarters up to the current one."""

    name: str
    ipo_count: int = unit("count")
    ma_count: int = unit("count")
    value: Decimal | None = unit("money")
    disclosed: int = unit("count")
    median_exit_multiple: float | None = unit("x")
    n_multiple: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToExit:
    """Years from a company's first known round to its exit, by type and all together."""

    type: str
    n: int = unit("count")
    p25: float | None = unit("years")
    median: float | None = unit("years")
    p75: float | None = unit("years")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitActivity:
    """Exits: the current quarter, every quarter of the period, sectors, and time to exit."""

    current_quarter: ExitQuarter | None
    by_sector: tuple[SectorExits, ...] = _parts(SectorExits)
    exit_timeline_analysis: dict[str, TimeToExit]
    quarters: tuple[ExitQuarter, ...] = _rows(ExitQuarter)
    origin: Origin | None
    source: str | None
    release: str | None
    fetched: datetime | None
    providers: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """From the last round to this one of the same company: pre-money over the post-money before.

    `down_round_share` = share below 1.0x with its Wilson interval; months between the rounds.
    """

    stage: str
    n: int = unit("count")
    p25: float | None = unit("x")
    median: float | None = unit("x")
    p75: float | None = unit("x")
    down_rounds: int = unit("count")
    down_round_share: float | None = unit("fraction")
    down_low: float | None = unit("fraction")
    down_high: float | None = unit("fraction")
    median_months_between: float | None = unit("months")
    n_between: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUps:
    """Step-ups by the stage arrived at, over the four quarters up to the current one."""

    current_quarter: str | None
    stages: tuple[StepUp, ...] = _rows(StepUp)
    down_round_share: float | None = unit("fraction")
    down_low: float | None = unit("fraction")
    down_high: float | None = unit("fraction")
    n: int = unit("count")
    origin: Origin | None
    source: str | None
    release: str | None
    fetched: datetime | None
    providers: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OurDeal:
    """One of our entries on the market's distribution of its stage and quarter (or the four before
    where that has fewer than five). `percentile` 0-100 of `entry_pre_money` among `n`."""

    company: str
    name: str
    fund: str
    sector: str | None
    stage: str | None
    quarter: str
    invested: Decimal | None = unit("money")
    ownership: float | None = unit("fraction")
    entry_pre_money: Decimal | None = unit("money")
    entry_percentile: float | None = unit("points")
    market_p25: Decimal | None = unit("money")
    market_median: Decimal | None = unit("money")
    market_p75: Decimal | None = unit("money")
    n: int = unit("count")
    against_market: float | None = unit("x")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesis:
    """One sector three ways, as shares of their totals over the last four quarters: market money,
    our pipeline (deals), our portfolio (cost)."""

    sector: str
    market_share: float | None = unit("fraction")
    pipeline_share: float | None = unit("fraction")
    portfolio_share: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioVsMarket:
    """Our entries against the market: only funds that the caller may see."""

    deals: tuple[OurDeal, ...] = _rows(OurDeal)
    thesis: tuple[Thesis, ...] = _parts(Thesis)
    median_against_market: float | None = unit("x")
    origin: Origin | None
    source: str | None
    release: str | None
    fetched: datetime | None
    providers: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuarter:
    """What one provider says of one sector and quarter."""

    provider: str
    sector: str
    quarter: str
    total_deals: int = unit("count")
    total_funding: Decimal | None = unit("money")
    median_deal_size: Decimal | None = unit("money")
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two providers on one sector and quarter: the second over the first; None without either."""

    sector: str
    quarter: str
    first: str
    second: str
    deals_ratio: float | None = unit("x")
    funding_ratio: float | None = unit("x")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Every provider, and their figures of the same quarter side by side."""

    sources: tuple[Origin, ...]
    rows: tuple[SourceQuarter, ...] = _rows(SourceQuarter)
    disagreements: tuple[Disagreement, ...] = _parts(Disagreement)
    quarter: str | None
    source: str | None
    release: str | None
    fetched: datetime | None
    providers: tuple[str, ...]
    meta: Meta
    notes: tuple[Note, ...]
