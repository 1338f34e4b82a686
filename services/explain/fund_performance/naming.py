"""Where in the answers of Fund Performance which figure stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from services.calc.transactions import GROSS, WITH
from services.envelope import Meta
from services.explain.fund_performance import naming_books
from services.explain.fund_performance.families import (
    COMPANIES,
    FLOWS,
    MARKET,
    METRICS,
    PEERS,
    QUARTERS,
    ROW,
    SECTORS,
)
from services.explain.fund_performance.recipes import METRIC_RECIPES
from services.explain.fund_performance.recipes.companies import EVERYONE, OF_ALL, UNITS_OF_COMPANIES
from services.explain.fund_performance.recipes.market import UNITS as MARKET_UNITS
from services.explain.fund_performance.recipes.peers import CUTS, NUMBER, PERCENTILE, set_token
from services.explain.fund_performance.recipes.quarters import BREAK_EVEN, POINT
from services.explain.keys import FigureIds, FigureKey, fund_tokens
from services.explain.recipe import Keyed
from services.fund_performance.results import (
    Benchmarks,
    CashFlows,
    Headline,
    JCurve,
    Metrics,
    PeerSet,
    Performer,
    Performers,
    Pme,
    PmeTable,
    Trend,
    TrendPoint,
)

POINT_METRICS = tuple(item.name for item in fields(TrendPoint) if item.name in METRIC_RECIPES)
OF_COMPANIES = frozenset(
    {"capital_deployed", "capital_returned", "realized_value", "unrealized_value",
     "top_performer_contribution"}
)  # fmt: skip
HEAD_OF_PEERS = {"peer_median": "p50", "top_quartile": "p75"}
HEAD_MEASURES = ("irr", "tvpi", "dpi")


def key_of(
    meta: Meta, family: str, metric: str, *, day: date | None = None, extra: tuple[str, ...] = ()
) -> FigureKey:
    """The figure of an answer: its funds, clocks, basis, line and currency are those of `meta`.

    What companies did is gross whatever was asked, so it is one figure under every basis.
    """
    tokens, is_set = fund_tokens(meta.funds)
    of_companies = family in (COMPANIES, SECTORS) or metric in OF_COMPANIES
    return FigureKey(
        family=family,
        metric=metric,
        funds=tokens,
        as_of=meta.as_of,
        day=day or meta.as_of,
        known_on=meta.known_on,
        basis=GROSS if of_companies else meta.basis,
        credit_line=WITH if of_companies else meta.credit_line,
        currency=meta.currency or "",
        extra=extra,
        is_set=is_set,
    )


def metrics(result: Metrics) -> Iterator[Keyed]:
    """Every headline figure, the companies that made the gain, and the sectors."""
    meta = result.meta
    for name in METRIC_RECIPES:
        yield Keyed(name, key_of(meta, METRICS, name))
    for place, row in enumerate(result.top_performers):
        yield Keyed(f"top_performers[{place}]", _company(meta, row, ROW))
    for sector in result.sector_concentration or ():
        key = key_of(meta, SECTORS, "sector_concentration", extra=(sector,))
        yield Keyed(f"sector_concentration.{sector}", key)


def performers(result: Performers) -> Iterator[Keyed]:
    """Totals, and every figure of every company."""
    for name in ("capital_deployed", "realized_value", "unrealized_value",
                 "top_performer_contribution"):  # fmt: skip
        yield Keyed(name, key_of(result.meta, METRICS, name))
    for name in OF_ALL:
        yield Keyed(name, key_of(result.meta, COMPANIES, name, extra=(EVERYONE,)))
    for place, row in enumerate(result.rows):
        for name in UNITS_OF_COMPANIES:
            yield Keyed(f"rows[{place}].{name}", _company(result.meta, row, name))


def performers_brief(result: Performers) -> Iterator[Keyed]:
    """Totals, and one figure per company whose inputs are the row's."""
    yield from (one for one in performers(result) if "[" not in one.name)
    for place, row in enumerate(result.rows):
        yield Keyed(f"rows[{place}]", _company(result.meta, row, ROW))


def trend(result: Trend) -> Iterator[Keyed]:
    """Every figure of every point."""
    for point in result.data_points:
        for name in POINT_METRICS:
            key = key_of(result.meta, METRICS, name, day=point.date)
            yield Keyed(f"data_points[{point.date}].{name}", key)


def trend_brief(result: Trend) -> Iterator[Keyed]:
    """One figure per point, whose inputs are the point's."""
    for point in result.data_points:
        key = key_of(result.meta, METRICS, ROW, day=point.date)
        yield Keyed(f"data_points[{point.date}]", key)


def j_curve(result: JCurve) -> Iterator[Keyed]:
    """Every figure of every quarter, and the totals, which are headline figures."""
    yield Keyed("break_even", key_of(result.meta, QUARTERS, BREAK_EVEN))
    if result.points:
        last = result.points[-1].date
        yield Keyed("total.called", key_of(result.meta, METRICS, "paid_in"))
        yield Keyed("total.distributed", key_of(result.meta, METRICS, "distributions"))
        for name in ("net_cash", "nav", "net_value"):
            yield Keyed(f"total.{name}", key_of(result.meta, QUARTERS, name, day=last))
    for point in result.points:
        for name in POINT:
            key = key_of(result.meta, QUARTERS, name, day=point.date)
            yield Keyed(f"points[{point.date}].{name}", key)


def j_curve_brief(result: JCurve) -> Iterator[Keyed]:
    """One figure per quarter, whose inputs are the quarter's."""
    yield Keyed("break_even", key_of(result.meta, QUARTERS, BREAK_EVEN))
    for point in result.points:
        key = key_of(result.meta, QUARTERS, ROW, day=point.date)
        yield Keyed(f"points[{point.date}]", key)


def pme(result: Pme) -> Iterator[Keyed]:
    """Every measure against the index."""
    for name in MARKET_UNITS:
        yield Keyed(name, key_of(result.meta, MARKET, name, extra=(result.index,)))


def pme_table(result: PmeTable) -> Iterator[Keyed]:
    """Every measure against every index."""
    for row in result.rows:
        for name, key in pme(row):
            yield Keyed(f"rows[{row.index}].{name}", key)


def pme_table_brief(result: PmeTable) -> Iterator[Keyed]:
    """One figure per index, whose inputs are the measures."""
    for row in result.rows:
        key = key_of(result.meta, MARKET, ROW, extra=(row.index,))
        yield Keyed(f"rows[{row.index}]", key)


def benchmarks(result: Benchmarks) -> Iterator[Keyed]:
    """The head of the answer, and every point and rank of every measure of every set."""
    yield from _head_of_peers(result)
    for place, peers in enumerate(result.peer_sets):
        yield from peer_set(f"peer_sets[{place}]", peers, result.meta)


def benchmarks_brief(result: Benchmarks) -> Iterator[Keyed]:
    """The head of the answer, and one figure per measure of every set."""
    yield from _head_of_peers(result)
    for place, peers in enumerate(result.peer_sets):
        for rail in peers.rails:
            key = _peer(result.meta, peers, rail.metric, ROW)
            yield Keyed(f"peer_sets[{place}].{rail.metric}", key)


def peer_set(name: str, peers: PeerSet, meta: Meta) -> Iterator[Keyed]:
    """The fund's own figure, the points, the rank and the number of peers, by measure."""
    for rail in peers.rails:
        yield Keyed(f"{name}.{rail.metric}.value", key_of(meta, METRICS, rail.metric))
        for part in (*CUTS, PERCENTILE, NUMBER):
            yield Keyed(f"{name}.{rail.metric}.{part}", _peer(meta, peers, rail.metric, part))


def cash_flows(result: CashFlows) -> Iterator[Keyed]:
    """Totals; rows carry their own id."""
    yield Keyed("paid_in", key_of(result.meta, METRICS, "paid_in"))
    yield Keyed("distributed", key_of(result.meta, METRICS, "distributions"))


def with_row_ids(result: CashFlows, ids: FigureIds) -> CashFlows:
    """Each flow with the id that explains it."""
    rows = tuple(
        replace(row, figure_id=ids.write(key_of(result.meta, FLOWS, "amount", extra=(row.row_id,))))
        for row in result.rows
    )
    return replace(result, rows=rows)


def headline(result: Headline) -> Iterator[Keyed]:
    """The figures now, and the ranks of the first set of peers."""
    yield from metrics(result.metrics)
    if result.peers is not None:
        yield from peer_set("peers", result.peers, result.meta)


def _head_of_peers(result: Benchmarks) -> Iterator[Keyed]:
    for name in HEAD_MEASURES:
        yield Keyed(f"fund_metrics.{name}", key_of(result.meta, METRICS, name))
    first = result.peer_sets[0] if result.peer_sets else None
    for rail in first.rails if first else ():
        if first is not None and rail.metric in HEAD_MEASURES:
            for name, cut in HEAD_OF_PEERS.items():
                key = _peer(result.meta, first, rail.metric, cut)
                yield Keyed(f"{name}.{rail.metric}", key)
            if rail.metric == "irr":
                yield Keyed("percentile_rank", _peer(result.meta, first, "irr", PERCENTILE))


def _peer(meta: Meta, peers: PeerSet, measure: str, metric: str) -> FigureKey:
    return key_of(meta, PEERS, metric, extra=(measure, set_token(peers)))


def _company(meta: Meta, row: Performer, metric: str) -> FigureKey:
    return key_of(meta, COMPANIES, metric, extra=(row.company,))


NAMERS: dict[type, Callable[[Any], Iterator[Keyed]]] = {
    Metrics: metrics,
    Performers: performers,
    Trend: trend,
    JCurve: j_curve,
    Pme: pme,
    PmeTable: pme_table,
    Benchmarks: benchmarks,
    CashFlows: cash_flows,
    Headline: headline,
    **naming_books.NAMERS,
}
BRIEF: dict[type, Callable[[Any], Iterator[Keyed]]] = {
    Performers: performers_brief,
    Trend: trend_brief,
    JCurve: j_curve_brief,
    PmeTable: pme_table_brief,
    Benchmarks: benchmarks_brief,
}
FILLERS: Mapping[type, Callable[[Any, FigureIds], Any]] = {CashFlows: with_row_ids}
