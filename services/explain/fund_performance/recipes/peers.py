"""A fund among its peers: the published points, or the disclosed funds, that it is ranked with."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from services.calc import plain
from services.db.queries.explain import market
from services.db.queries.explain.market import PeerFact, PointFact
from services.db.queries.explain.tables import PEERS as PEER_TABLE
from services.db.queries.explain.tables import POINTS
from services.envelope import scaled
from services.errors import NotFound
from services.explain.fund_performance.families import METRICS
from services.explain.fund_performance.ground import Facts
from services.explain.keys import FigureKey
from services.explain.names import words_for
from services.explain.recipe import Part, Told, Use
from services.explain.results import Value
from services.explain.words import UNKNOWN, equation, said
from services.fund_performance.benchmarks import peer_sets, read_peers
from services.fund_performance.results import PeerSet, Rail

CUTS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
PERCENTILE, NUMBER, VALUE = "percentile", "n", "value"
POINT_KIND = "points"


def set_token(peers: PeerSet) -> str:
    """A peer set in an id: its kind, provider, release and cohort, shortened."""
    parts = (peers.kind, peers.provider, peers.release, peers.strategy, peers.geography)
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def found(facts: Facts, key: FigureKey) -> tuple[PeerSet, Rail]:
    """The set and the measure that a key names. Raises NotFound where there are none such."""
    measure, token = key.extra
    fund = facts.frame.funds[0]
    rows = read_peers(facts.session, facts.frame)
    now = facts.metrics(key.on(metric="irr", day=facts.frame.as_of))
    sets, _ = peer_sets(facts.books_of(key), rows, fund, now)
    for peers in sets:
        for rail in peers.rails:
            if set_token(peers) == token and rail.metric == measure:
                return peers, rail
    raise NotFound


def value_of(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    """A point of the cohort, the fund's percentile in it, or how many peers it has."""
    _, rail = found(facts, key)
    if key.metric == PERCENTILE:
        return rail.percentile, "percent"
    if key.metric == NUMBER:
        return rail.n, "count"
    if key.metric not in CUTS:
        raise NotFound
    return _given(getattr(rail, key.metric), rail), _unit(rail)


def told(facts: Facts, key: FigureKey) -> Told:
    """The figure counted again from the provider's rows."""
    peers, rail = found(facts, key)
    value, unit = value_of(facts, key)
    if peers.kind == POINT_KIND:
        return _of_points(facts, key, rail, _points(facts, peers), (value, unit))
    return _of_funds(facts, key, rail, _funds(facts, peers), (value, unit))


def rail_parts(facts: Facts, key: FigureKey, rail: Rail) -> list[Part]:
    """The fund's own figure, the points, the rank and the number of peers."""
    own = facts.part(key, rail.metric, family=METRICS, extra=())
    parts = [own]
    for name in (*CUTS, PERCENTILE, NUMBER):
        value, unit = value_of(facts, key.on(metric=name))
        if value is not None:
            parts.append(
                Part(name=name, words=words_for(name), value=value, unit=unit,
                     key=key.on(metric=name))
            )  # fmt: skip
    return parts


def _of_points(
    facts: Facts, key: FigureKey, rail: Rail, rows: list[PointFact], given: tuple[Value, str]
) -> Told:
    value, unit = given
    row = next((row for row in rows if row.metric == rail.metric), None)
    if row is None:
        raise NotFound
    own = facts.part(key, rail.metric, family=METRICS, extra=())
    points = [
        (CUTS[name] * 100, float(level))
        for name in CUTS
        if (level := getattr(row, name)) is not None
    ]
    again: Value = None
    numbers = said(value, unit)
    if key.metric == PERCENTILE and rail.value is not None:
        again = plain.between_points(rail.value, points)
        numbers = equation(f"{said(own.value, own.unit)} between points of the cohort", value, unit)
    elif key.metric == NUMBER:
        again = row.n
    elif key.metric in CUTS:
        again = _given(_float(getattr(row, key.metric)), rail)
        numbers = equation("as published", value, unit)
    return Told(
        numbers=numbers,
        recomputed=None if value is None else again,
        parts=[own, *_neighbours(key, rail)] if key.metric == PERCENTILE else (),
        uses=[_point_use(key, row)],
    )


def _of_funds(
    facts: Facts, key: FigureKey, rail: Rail, rows: list[PeerFact], given: tuple[Value, str]
) -> Told:
    value, unit = given
    measured = [(row, one) for row in rows if (one := measure(row, rail.metric)) is not None]
    values = [one for _, one in measured]
    own = facts.part(key, rail.metric, family=METRICS, extra=())
    again: Value = None
    numbers = equation(f"{len(values):,} funds", value, unit)
    if key.metric == PERCENTILE and rail.value is not None and values:
        again = plain.mean_percentile(values, rail.value)
        below = sum(1 for one in values if one < rail.value)
        numbers = equation(f"{below:,} of {len(values):,} funds below", value, unit)
    elif key.metric == NUMBER:
        again = len(values)
    elif key.metric in CUTS and values:
        again = _given(plain.quantile(values, CUTS[key.metric]), rail)
    return Told(
        numbers=numbers,
        recomputed=None if value is None else again,
        parts=[own, *_neighbours(key, rail)] if key.metric == PERCENTILE else (),
        uses=[_fund_use(row, one, rail) for row, one in measured],
    )


def _neighbours(key: FigureKey, rail: Rail) -> list[Part]:
    return [
        Part(
            name=name,
            words=words_for(name),
            value=_given(getattr(rail, name), rail),
            unit=_unit(rail),
            key=key.on(metric=name),
        )
        for name in CUTS
        if getattr(rail, name) is not None
    ]


def measure(row: PeerFact, metric: str) -> float | None:
    """A measure of a disclosed fund: as published, else from its disclosed amounts."""
    if metric == "irr":
        return _float(row.irr)
    if metric == "tvpi" and row.multiple is not None:
        return float(row.multiple)
    parts = {"tvpi": (row.distributed, row.nav), "dpi": (row.distributed,), "rvpi": (row.nav,)}
    known = [part for part in parts[metric] if part is not None]
    if len(known) < len(parts[metric]) or row.paid_in is None or row.paid_in <= 0:
        return None
    return float(sum(known, Decimal(0)) / row.paid_in)


def _points(facts: Facts, peers: PeerSet) -> list[PointFact]:
    return market.point_facts(
        facts.session,
        provider=peers.provider,
        release=peers.release,
        vintage_year=peers.vintage_year,
        strategy=peers.strategy,
        geography=peers.geography,
        known_on=facts.frame.known_on,
    )


def _funds(facts: Facts, peers: PeerSet) -> list[PeerFact]:
    return market.peer_facts(
        facts.session,
        provider=peers.provider,
        as_of=peers.as_of,
        vintage_year=peers.vintage_year,
        known_on=facts.frame.known_on,
    )


def _unit(rail: Rail) -> str:
    return "percent" if rail.unit == "fraction" else rail.unit


def _given(value: float | None, rail: Rail) -> float | None:
    """Rates in percent, as the API gives a rate of return."""
    return scaled(value) if value is not None and rail.unit == "fraction" else value


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _point_use(key: FigureKey, row: PointFact) -> Use:
    cuts = [f"{name} {getattr(row, name) or UNKNOWN}" for name in CUTS]
    shown = getattr(row, key.metric) if key.metric in CUTS else row.p50
    return _use(row, POINTS, label=f"{row.metric}: {', '.join(cuts)}", amount=shown)


def _fund_use(row: PeerFact, value: float, rail: Rail) -> Use:
    return _use(row, PEER_TABLE, label=row.name, amount=Decimal(repr(value)), unit=rail.unit)


def _use(
    row: PointFact | PeerFact,
    table: str,
    *,
    label: str,
    amount: Decimal | None,
    unit: str = "points",
) -> Use:
    return Use(
        table=table,
        id=row.id,
        day=row.as_of,
        fund=None,
        type=None,
        label=label,
        amount=amount,
        unit=unit,
        currency=None,
        conversion=None,
        converted=None,
        counts_as="peer",
        adds=None,
        counts={},
    )
