"""Peer sets: which cohort fits a fund, and where the fund stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np

from services.calc import benchmark
from services.calc.flows import Amount
from services.calc.multiples import ratio, total
from services.db.queries.fund_performance import PeerRow, PointRow
from services.db.reads.funds import FundRow
from services.envelope import Note
from services.fund_performance.results import PeerSet, Rail, VintageQuartiles

FEWEST_PEERS = 8
TAILS_FROM = 20  # fewer constituents say nothing about the outer twentieths
SETTLED_AFTER_YEARS = 6
RANKS_SETTLED_DAYS = SETTLED_AFTER_YEARS * 365
BROAD = frozenset({"", "all", "any", "global", "world", "worldwide", "all strategies"})
ORDER = ("irr", "tvpi", "dpi", "rvpi")
UNITS = {"irr": "fraction"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The fund's own figures: rates as fractions; `previous` those of the quarter before."""

    as_of: date
    first_flow: date | None
    gross: bool
    values: Mapping[str, float | None]
    previous: Mapping[str, float | None]


def from_points(rows: Iterable[PointRow], fund: FundRow, measured: Measured) -> list[PeerSet]:
    """One set per provider: the cohort that fits strategy and geography best, else a broader."""
    found: list[PeerSet] = []
    for _, group in groupby(rows, key=lambda row: row.provider):
        cohorts: dict[tuple[date, str, str, str], list[PointRow]] = defaultdict(list)
        for row in group:
            cohorts[row.as_of, row.release, row.strategy, row.geography].append(row)
        fitting = [(fit, key) for key in cohorts if (fit := _fit(fund, key[2], key[3])) is not None]
        if fitting:
            best = max(fitting)
            found.append(_of_points(cohorts[best[1]], fund, measured, exact=best[0] == (2, 2)))
    return found


def from_constituents(rows: Iterable[PeerRow], fund: FundRow, measured: Measured) -> list[PeerSet]:
    """One set per provider, of all its disclosed funds of the vintage."""
    groups = groupby(rows, key=lambda row: (row.provider, row.as_of))
    return [_of_peers(key, list(group), fund, measured) for key, group in groups]


def by_vintage(rows: Iterable[PeerRow], metric: str) -> tuple[VintageQuartiles, ...]:
    """Quartiles of a measure for each vintage of one provider, oldest first."""
    vintages: dict[int, list[PeerRow]] = defaultdict(list)
    for row in rows:
        if row.vintage_year is not None:
            vintages[row.vintage_year].append(row)
    return tuple(_vintage(year, values_of(vintages[year], metric)) for year in sorted(vintages))


def _vintage(year: int, values: Sequence[Amount]) -> VintageQuartiles:
    found = benchmark.quartiles(values) if len(values) >= FEWEST_PEERS else None
    low, middle, high = found or (None, None, None)
    return VintageQuartiles(vintage_year=year, n=len(values), p25=low, p50=middle, p75=high)


def values_of(rows: Iterable[PeerRow], metric: str) -> list[Amount]:
    """The known values of a measure: multiples as published, else from the disclosed amounts."""
    found = (_value(row, metric) for row in rows)
    return [value for value in found if value is not None]


def _value(row: PeerRow, metric: str) -> Amount | None:
    if metric == "irr":
        return row.irr
    if metric == "tvpi" and row.multiple is not None:
        return row.multiple
    part = {"tvpi": total((row.distributed, row.nav)), "dpi": row.distributed, "rvpi": row.nav}
    return ratio(part[metric], row.paid_in)


def _fit(fund: FundRow, strategy: str, geography: str) -> tuple[int, int] | None:
    """How well a cohort fits: 2 the same, 1 broader or not known of the fund; None not at all."""
    fits = (_agree(fund.strategy, strategy), _agree(fund.geography, geography))
    return None if 0 in fits else fits


def _agree(own: str | None, cohort: str) -> int:
    if own is not None and _word(own) == _word(cohort):
        return 2
    return 1 if own is None or _word(cohort) in BROAD else 0


def _word(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def _of_points(
    rows: Sequence[PointRow], fund: FundRow, measured: Measured, *, exact: bool
) -> PeerSet:
    first = rows[0]
    by_metric = {row.metric: row for row in rows}
    notes = list(_common_notes(measured, first.as_of))
    if not exact:
        text = (
            f"No cohort of the fund's own strategy and geography is published: "
            f"{first.strategy}, {first.geography} is the nearest."
        )
        notes.append(Note("peer_sets", "broader_cohort", text))
    if all(row.n is None for row in rows):
        text = "The provider does not say how many funds the cohort has."
        notes.append(Note("n", "n_unknown", text))
    return PeerSet(
        provider=first.provider,
        release=first.release,
        as_of=first.as_of,
        vintage_year=first.vintage_year,
        strategy=first.strategy,
        geography=first.geography,
        n=max((row.n for row in rows if row.n is not None), default=None),
        kind="points",
        illustrative=_illustrative(first.provider, first.release),
        rails=tuple(
            _rail_of_points(by_metric[name], measured) for name in ORDER if name in by_metric
        ),
        notes=tuple(notes),
    )


def _rail_of_points(row: PointRow, measured: Measured) -> Rail:
    points = {5: row.p05, 25: row.p25, 50: row.p50, 75: row.p75, 95: row.p95}
    value = measured.values[row.metric]
    place = benchmark.rank(value, {float(p): level for p, level in points.items()}, n=row.n)
    p05, p25, p50, p75, p95 = (None if level is None else float(level) for level in points.values())
    return Rail(
        metric=row.metric,
        unit=UNITS.get(row.metric, "x"),
        value=value,
        previous=measured.previous[row.metric],
        p05=p05,
        p25=p25,
        p50=p50,
        p75=p75,
        p95=p95,
        n=row.n,
        percentile=place.percentile,
        bound=place.bound,
        quartile=place.quartile,
        percentile_se=place.percentile_se_points,
    )


def _of_peers(
    key: tuple[str, date], rows: Sequence[PeerRow], fund: FundRow, measured: Measured
) -> PeerSet:
    provider, as_of = key
    notes = list(_common_notes(measured, as_of))
    rails = tuple(_rail_of_peers(name, values_of(rows, name), measured) for name in ORDER)
    for rail in rails:
        if rail.p50 is None:
            text = (
                f"{rail.n} funds of the vintage disclose it; quartiles are given from "
                f"{FEWEST_PEERS} on."
            )
            notes.append(Note(rail.metric, "too_few_peers", text))
    text = "All strategies and geographies of the provider's list are ranked together."
    notes.append(Note("peer_sets", "broader_cohort", text))
    return PeerSet(
        provider=provider,
        release=f"funds as of {as_of}",
        as_of=as_of,
        vintage_year=rows[0].vintage_year or fund.vintage_year or 0,
        strategy=None,
        geography=None,
        n=len(rows),
        kind="constituents",
        illustrative=_illustrative(provider),
        rails=tuple(rail for rail in rails if rail.n),
        notes=tuple(notes),
    )


def _rail_of_peers(name: str, peers: Sequence[Amount], measured: Measured) -> Rail:
    value = measured.values[name]
    empty = Rail(
        metric=name,
        unit=UNITS.get(name, "x"),
        value=value,
        previous=measured.previous[name],
        p05=None,
        p25=None,
        p50=None,
        p75=None,
        p95=None,
        n=len(peers),
        percentile=None,
        bound=None,
        quartile=None,
        percentile_se=None,
    )
    quartiles = benchmark.quartiles(peers) if len(peers) >= FEWEST_PEERS else None
    if quartiles is None:
        return empty
    low, middle, high = quartiles
    tails = _tails(peers) if len(peers) >= TAILS_FROM else (None, None)
    percentile = benchmark.percentile_of(peers, value).mean
    return replace(
        empty,
        p05=tails[0],
        p25=low,
        p50=middle,
        p75=high,
        p95=tails[1],
        percentile=percentile,
        quartile=benchmark.rank(value, {25.0: low, 50.0: middle, 75.0: high}).quartile,
        percentile_se=benchmark.standard_error(percentile, len(peers)),
    )


def _tails(peers: Sequence[Amount]) -> tuple[float, float]:
    low, high = np.percentile([float(peer) for peer in peers], (5, 95))
    return float(low), float(high)


def _common_notes(measured: Measured, as_of: date) -> Iterable[Note]:
    first = measured.first_flow
    if first is not None and (measured.as_of - first).days < RANKS_SETTLED_DAYS:
        text = f"Interim: ranks settle after about {SETTLED_AFTER_YEARS} years."
        yield Note("percentile_rank", "interim", text)
    if as_of != measured.as_of:
        text = f"The peers are as of {as_of}, the fund as of {measured.as_of}."
        yield Note("peer_sets", "as_of_differs", text)
    if measured.gross:
        text = "Peers are net of fees and carry; the fund's figures here are gross."
        yield Note("peer_sets", "basis_differs", text)


def _illustrative(*texts: str) -> bool:
    return any("illustrative" in text.lower() for text in texts)
