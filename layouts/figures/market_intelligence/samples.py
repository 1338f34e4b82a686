"""An invented market for gallery and tests: normal, empty, one of each, huge, nothing disclosed.

It carries the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Result
from typing import Any

KINDS = ("normal", "empty", "one_point", "huge", "unknown")
AS_OF = date(2026, 9, 30)
QUARTERS = (
    "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3",
)  # fmt: skip
LATE = ("2026Q3",)
# Name, deals by stage (seed, A, B, growth, other), median deal in millions.
SECTORS = (
    ("Software", (41, 30, 14, 9, 6), "9.1"),
    ("Fintech", (14, 11, 6, 3, 2), "8.4"),
    ("Health", (12, 12, 7, 5, 1), "11.2"),
    ("Industrial", (11, 9, 5, 2, 1), "7.5"),
    ("Climate <b>", (6, 5, 4, 2, 0), "10.3"),
    ("Consumer", (2, 1, 1, 0, 0), "4.2"),
)
STAGES = (("seed", "11.5", 38), ("series_a", "38.5", 27), ("series_b", "96", 12),
          ("growth", "310", 4))  # fmt: skip
PLACES = (("US", 118), ("GB", 25), ("DE", 17), ("FR", 14), ("CA", 12), ("IL", 6))
MAPPING = {
    "seed": "seed", "angel": "seed", "series a": "series_a", "series b": "series_b",
    "growth": "growth", "series c+": "growth", "venture": "other", "": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """How much of the market there is, times what, and whether its money is told."""

    sectors: int = len(SECTORS)
    quarters: int = len(QUARTERS)
    times: Decimal = Decimal(1_000_000)
    blank: bool = False


STORIES = {
    "normal": Story(),
    "empty": Story(sectors=0, quarters=0),
    "one_point": Story(sectors=1, quarters=1),
    "huge": Story(times=Decimal(1_000_000_000_000)),
    "unknown": Story(blank=True),
}


def meta(**changes: Any) -> Result:
    """The basis of an answer about no fund."""
    parts: dict[str, Any] = {
        "funds": (), "fund_id": None, "as_of": AS_OF, "nav_as_of": None, "known_on": None,
        "basis": "net_lp", "credit_line": "with", "currency": "USD", "fx": (),
        "period": (date(2024, 10, 1), AS_OF), "flows": None, "day_count": "act/365F",
        "dating": "daily", "source": "Lighthouse", "units": {}, "figures": {},
        "data_quality": {}, "definitions_version": "2026.11", "data_version": {"shared": 7},
        "computed_at": datetime(2026, 11, 12, 18, 4, tzinfo=UTC),
    }  # fmt: skip
    return Result(**(parts | changes))


def note(code: str, text: str, field: str = "sectors") -> Result:
    """Why something is not given."""
    return Result(field=field, code=code, text=text)


def origin(provider: str = "Lighthouse", **changes: Any) -> Result:
    """Who says so."""
    parts: dict[str, Any] = {
        "provider": provider, "release": "rounds 2026-11.csv",
        "fetched": datetime(2026, 11, 12, 9, 30, tzinfo=UTC), "rounds": 3000, "exits": 300,
        "first_day": date(2023, 10, 1), "last_day": AS_OF, "preliminary": LATE,
        "attribution": None, "currency": "USD", "undated": 0,
        "computed_at": datetime(2026, 11, 12, 9, 40, tzinfo=UTC),
    }  # fmt: skip
    return Result(**(parts | changes))


def who(*origins: Result) -> dict[str, Any]:
    """What each answer says of its provider beside the origin, and every provider there is."""
    first = origins[0] if origins else Result(provider=None, release=None, fetched=None)
    return {"source": first.provider, "release": first.release, "fetched": first.fetched,
            "providers": tuple(item.provider for item in origins)}  # fmt: skip


def sector_trends(kind: str = "normal") -> Result:
    """Six sectors in eight quarters; in `unknown` no amount is disclosed."""
    story = STORIES[kind]
    quarters = QUARTERS[len(QUARTERS) - story.quarters :]
    sectors = tuple(
        _sector(name, stages, Decimal(size), story, first=place == 0)
        for place, (name, stages, size) in enumerate(SECTORS[: story.sectors])
    )
    deals = sum(row.total_deals for row in sectors)
    money = None if story.blank else sum((row.total_funding for row in sectors), Decimal(0))
    hot = (evidence("Agents", 34, 19, 0.79), evidence("Storage", 12, 7, 0.71)) if sectors else ()
    return Result(
        current_quarter=quarters[-1] if quarters else None, sectors=sectors, quarters=quarters,
        cells=tuple(_cell(row, quarter, at, story) for row in sectors
                    for at, quarter in enumerate(quarters)),
        total_deals=deals if sectors else None, total_funding=money if sectors else None,
        growth_vs_previous=None if story.blank or kind == "one_point" else 0.082,
        stage_mapping=MAPPING, hot_subsectors=hot,
        emerging_trends=(evidence("Carbon", 6, 0, None),) if sectors else (),
        origin=origin() if sectors else None, meta=meta(),
        **who(*[origin(), origin("Harbour Data")] if sectors else ()),
        notes=() if sectors else (note("no_data", "No market rounds have been imported."),),
    )  # fmt: skip


def evidence(name: str, deals: int, before: int, growth: float | None) -> Result:
    """A subsector with what makes it worth naming."""
    return Result(name=name, sector="Software", deals=deals, previous_deals=before,
                  funding=Decimal(deals) * 9_000_000, growth=growth,
                  why=f"{deals} deals after {before}")  # fmt: skip


def valuations(kind: str = "normal") -> Result:
    """Four stages in eight quarters, the last of them with too few cases; six places."""
    story = STORIES[kind]
    quarters = QUARTERS[len(QUARTERS) - story.quarters :]
    points = [
        _valued(stage, quarter, at, story)
        for stage in STAGES
        for at, quarter in enumerate(quarters)
    ]
    last = [point for point in points if point.quarter == quarters[-1]] if quarters else []
    places = PLACES[: 0 if not quarters else 1 if kind == "one_point" else None]
    total = sum(deals for _, deals in places)
    return Result(
        current_quarter=quarters[-1] if quarters else None,
        by_stage={point.stage: _stage_value(point) for point in last}, trend_data=tuple(points),
        geographic_comparison={name: _place(name, deals, total, story) for name, deals in places},
        stage_mapping=MAPPING, origin=origin() if quarters else None, meta=meta(), notes=(),
        **who(*[origin()] if quarters else ()),
    )  # fmt: skip


def step_ups(kind: str = "normal") -> Result:
    """Step-ups to series A, B and growth; growth has too few pairs."""
    story = STORIES[kind]
    table = (("series_a", 61, 1.4, 2.1, 3.0, 7, 0.115, 0.057, 0.218, 17.4),
             ("series_b", 28, 1.2, 1.8, 2.6, 5, 0.179, 0.079, 0.357, 19.8),
             ("growth", 3, None, None, None, 1, None, None, None, None))  # fmt: skip
    rows = tuple(
        Result(stage=stage, n=0 if story.blank else n, p25=None if story.blank else low,
               median=None if story.blank else mid, p75=None if story.blank else high,
               down_rounds=0 if story.blank else down,
               down_round_share=None if story.blank else share,
               down_low=None if story.blank else lower, down_high=None if story.blank else upper,
               median_months_between=months, n_between=n)
        for stage, n, low, mid, high, down, share, lower, upper, months in table
    )  # fmt: skip
    rows = rows[: {"empty": 0, "one_point": 1}.get(kind, 3)]
    known = not story.blank and bool(rows)
    return Result(current_quarter=QUARTERS[-1], stages=rows,
                  down_round_share=0.1413 if known else None, down_low=0.086 if known else None,
                  down_high=0.223 if known else None, **who(*[origin()] if rows else ()),
                  n=sum(row.n for row in rows), origin=origin() if rows else None, meta=meta(),
                  notes=())  # fmt: skip


def exits(kind: str = "normal") -> Result:
    """Eight quarters of exits; prices of some quarters are too few to tell a multiple."""
    story = STORIES[kind]
    rows = tuple(
        _exit_quarter(quarter, at, story)
        for at, quarter in enumerate(QUARTERS[len(QUARTERS) - story.quarters :])
    )
    sectors = tuple(
        Result(name=name, ipo_count=1, ma_count=9 - at, value=Decimal(140 - 20 * at) * story.times,
               disclosed=5, median_exit_multiple=None if at else 2.9, n_multiple=5 - at)
        for at, (name, _, _) in enumerate(SECTORS[: story.sectors])
    )  # fmt: skip
    lengths = {
        key: Result(type=key, n=0 if story.blank else n, p25=None if story.blank else low,
                    median=None if story.blank else mid, p75=None if story.blank else high)
        for key, n, low, mid, high in (("ipo", 9, 6.2, 8.1, 9.4), ("ma", 41, 3.1, 4.8, 6.9),
                                       ("all", 50, 3.4, 5.2, 7.5))
    }  # fmt: skip
    return Result(current_quarter=rows[-1] if rows else None, by_sector=sectors, quarters=rows,
                  exit_timeline_analysis=lengths if rows else {},
                  **who(*[origin()] if rows else ()),
                  origin=origin() if rows else None, meta=meta(), notes=())  # fmt: skip


def ours(kind: str = "normal") -> Result:
    """Five entries, one above the market, one not known; three ways to weigh six sectors."""
    story = STORIES[kind]
    table = (("Fennel Analytics", "Software", "seed", "2025Q2", "9.5", 34.0, 0.83),
             ("Harbourline", "Fintech", "series_a", "2025Q4", "52", 88.0, 1.35),
             ("Ottery Health", "Health", "series_a", "2024Q4", "36", 46.0, 0.94),
             ("Quillworks <b>", "Software", "series_b", "2026Q1", None, None, None),
             ("Saltmarsh", "Industrial", None, "2026Q2", "14", None, None))  # fmt: skip
    deals = tuple(
        _our_deal(row, story) for row in table[: {"empty": 0, "one_point": 1}.get(kind, 5)]
    )
    shares = (
        Result(sector=name, market_share=None if story.blank else 0.41 / (at + 1),
               pipeline_share=0.3 / (at + 1), portfolio_share=None if at == 5 else 0.25)
        for at, (name, _, _) in enumerate(SECTORS[: story.sectors])
    )  # fmt: skip
    return Result(deals=deals, thesis=tuple(shares), **who(*[origin()] if deals else ()),
                  median_against_market=None if story.blank or not deals else 0.94,
                  origin=origin() if deals else None, meta=meta(), notes=())  # fmt: skip


def sources(kind: str = "normal") -> Result:
    """Two providers that disagree on the same quarter; `one_point` has one alone."""
    story = STORIES[kind]
    asks = {"attribution": "Harbour Data, CC BY 4.0", "preliminary": (), "release": None}
    named = (origin(), origin("Harbour Data", **asks))
    told = named[: {"empty": 0, "one_point": 1}.get(kind, 2)]
    rows = tuple(
        Result(provider=item.provider, sector=name, quarter=QUARTERS[-2],
               total_deals=sum(stages) - 7 * at, total_funding=None if story.blank else
               Decimal(size) * sum(stages) * story.times, median_deal_size=None,
               currency="USD")
        for at, item in enumerate(told) for name, stages, size in SECTORS[: story.sectors]
    )  # fmt: skip
    apart = tuple(
        Result(sector=name, quarter=QUARTERS[-2], first="Lighthouse", second="Harbour Data",
               deals_ratio=0.8 if at else None, funding_ratio=None if story.blank else 0.7)
        for at, (name, _, _) in enumerate(SECTORS)
    )  # fmt: skip
    return Result(sources=told, rows=rows, disagreements=apart if len(told) > 1 else (),
                  quarter=QUARTERS[-2] if told else None, meta=meta(), notes=(),
                  **who(*told))  # fmt: skip


def _sector(
    name: str, stages: tuple[int, ...], size: Decimal, story: Story, *, first: bool
) -> Result:
    seed, early, later, growth, other = stages
    deals, money = sum(stages), None if story.blank else size * sum(stages) * story.times
    few = deals < 5 or story.blank
    return Result(
        name=name, quarter=QUARTERS[-1], total_deals=deals,
        disclosed_deals=0 if story.blank else deals - deals // 8, total_funding=money,
        growth_vs_previous=None if story.blank else 0.12 if first else -0.04,
        deal_growth=0.05 if first else -0.08,
        median_deal_size=None if few else size * story.times,
        deal_size_p25=None if few else size * story.times / 2,
        deal_size_p75=None if few else size * story.times * 2,
        median_pre_money=None if few else size * story.times * 4, n_pre_money=deals // 3,
        seed_deals=seed, series_a_deals=early, series_b_deals=later, growth_deals=growth,
        other_deals=other,
        stage_words={"angel": seed, "series a": early, "series b": later, "growth": growth,
                     "venture": other}, geographic_distribution={"US": deals - 1, "GB": 1},
        hot_subsectors=(), emerging_trends=(), preliminary=True,
    )  # fmt: skip


def _cell(row: Result, quarter: str, at: int, story: Story) -> Result:
    share = Decimal(60 + 5 * at) / 100
    few = row.total_deals < 5
    return Result(
        sector=row.name, quarter=quarter, total_deals=int(row.total_deals * share),
        disclosed_deals=0 if story.blank else int(row.disclosed_deals * share),
        total_funding=None if story.blank or (few and at == 2) else row.total_funding * share,
        median_deal_size=row.median_deal_size,
        growth_vs_previous=None if at == 0 or story.blank else 0.08, preliminary=quarter in LATE,
    )  # fmt: skip


def _valued(stage: tuple[str, str, int], quarter: str, at: int, story: Story) -> Result:
    key, median, n = stage
    few = n < 5 or story.blank or (key == "series_b" and at == 3)
    pre = None if few else Decimal(median) * Decimal(90 + 3 * at) / 100 * story.times
    return Result(
        stage=key, quarter=quarter, median_pre=pre, pre_p25=None if pre is None else pre / 2,
        pre_p75=None if pre is None else pre * 2, n_pre=0 if story.blank else 3 if few else n,
        median_post=None if pre is None else pre * Decimal("1.25"),
        n_post=0 if story.blank else n, preliminary=quarter in LATE,
    )  # fmt: skip


def _stage_value(point: Result) -> Result:
    post = point.median_post
    return Result(
        median_pre=point.median_pre, pre_p25=point.pre_p25, pre_p75=point.pre_p75,
        n_pre=point.n_pre, median_post=post, post_p25=None if post is None else post / 2,
        post_p75=None if post is None else post * 2, n_post=point.n_post, deals=point.n_pre * 3,
    )  # fmt: skip


def _place(name: str, deals: int, total: int, story: Story) -> Result:
    money = None if story.blank else Decimal(deals) * 8 * story.times
    return Result(name=name, deals=deals, share=deals / total, total_funding=money,
                  median_deal_size=None if deals < 10 or story.blank else 8 * story.times,
                  median_pre=None, n_pre=0)  # fmt: skip


def _exit_quarter(quarter: str, at: int, story: Story) -> Result:
    few = story.blank or at == 1
    return Result(
        quarter=quarter, ipo_count=at % 4, ma_count=18 + 2 * at,
        ipo_value=None if few else Decimal(90 + at) * story.times,
        ma_value=None if few else Decimal(420 + 9 * at) * story.times, disclosed=3 if few else 14,
        median_exit_multiple=None if few else round(2.4 + at / 10, 1),
        multiple_p25=None if few else 1.3, multiple_p75=None if few else 4.1 + at / 10,
        n_multiple=3 if few else 11,
        median_value=None if few else Decimal(31) * story.times, preliminary=quarter in LATE,
    )  # fmt: skip


def _our_deal(row: tuple[Any, ...], story: Story) -> Result:
    name, sector, stage, quarter, pre, rank, ratio = row
    entry = None if pre is None or story.blank else Decimal(pre) * story.times
    middle = None if ratio is None or entry is None else entry / Decimal(str(ratio))
    return Result(
        company=name[:3].upper(), name=name, fund="AQ1", sector=sector, stage=stage,
        quarter=quarter, invested=Decimal(3) * story.times, ownership=0.12,
        entry_pre_money=entry, entry_percentile=None if story.blank else rank,
        market_p25=None if middle is None else middle / 2, market_median=middle,
        market_p75=None if middle is None else middle * 2, n=0 if middle is None else 27,
        against_market=None if story.blank else ratio,
    )  # fmt: skip


SAMPLES = {
    "stage_mix": sector_trends, "deal_sizes": sector_trends, "valuation_ribbons": valuations,
    "step_ups": step_ups, "geography": valuations, "exit_quarters": exits,
    "time_to_exit": exits, "entry_strips": ours, "thesis": ours,
}  # fmt: skip
