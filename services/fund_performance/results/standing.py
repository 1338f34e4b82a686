"""How funds stand: headline figures, their history, peers, index and flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.envelope import FundRef, Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Performer:
    """What one company did for the funds, all its tranches together.

    `gain` = realized + unrealized - invested; `gain_share` its part of the net gain, above 1 where
    others lose, None without a net gain. `multiple_contribution` is what it adds to the portfolio's
    multiple: those of all companies add up to it.
    """

    company: str
    name: str
    sector: str | None
    invested: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    unrealized_value: Decimal | None = unit("money")
    gain: Decimal | None = unit("money")
    moic: float | None = unit("x")
    gain_share: float | None = unit("fraction")
    multiple_contribution: float | None = unit("x")


@dataclass(frozen=True, slots=True, kw_only=True)
class Performers:
    """Every company that was ever held by as_of, the largest gain first, with totals that foot."""

    rows: tuple[Performer, ...] = rows(Performer)
    capital_deployed: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    unrealized_value: Decimal | None = unit("money")
    gain: Decimal | None = unit("money")
    moic: float | None = unit("x")
    top_performer_contribution: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Headline figures of one fund or of several pooled from their flows.

    `irr` is None under a year (`period_return` stands beside it) and where it has no single
    value; `irr_status` says why. `moic`, `gross_irr` and what is said of companies stand on
    investments where they are known; else `moic` and `gross_irr` on the gross columns of the
    flows. `capital_returned` is what came back of the cost, `realized_value` all that came back.
    `sector_concentration` holds weights by fair value. Money is None only where an exchange rate
    or a value is missing, or as the notes say.
    """

    irr: float | None = percent()
    tvpi: float | None = unit("x")
    dpi: float | None = unit("x")
    rvpi: float | None = unit("x")
    pic: float | None = unit("fraction")
    moic: float | None = unit("x")
    nav: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    total_committed: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    dry_powder: Decimal | None = unit("money")
    fees_to_date: Decimal | None = unit("money")
    credit_line_balance: Decimal | None = unit("money")
    irr_status: str
    period_return: float | None = unit("fraction")
    gross_irr: float | None = percent()
    gross_irr_status: str
    irr_with_line: float | None = percent()
    irr_without_line: float | None = percent()
    tvpi_with_line: float | None = unit("x")
    tvpi_without_line: float | None = unit("x")
    capital_deployed: Decimal | None = unit("money")
    capital_returned: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    unrealized_value: Decimal | None = unit("money")
    top_performers: tuple[Performer, ...] = parts(Performer)
    top_performer_contribution: float | None = unit("fraction")
    sector_concentration: dict[str, float] | None = unit("fraction")
    flow_count: int = unit("count")
    first_flow: date | None = unit("date")
    as_of_date: date = unit("date")
    funds: tuple[FundRef, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """The figures as of one day. Values that were not meaningful then are None: a gap, not a 0."""

    date: date
    irr: float | None = percent()
    gross_irr: float | None = percent()
    tvpi: float | None = unit("x")
    dpi: float | None = unit("x")
    rvpi: float | None = unit("x")
    moic: float | None = unit("x")
    nav: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    irr_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Quarter-ends of the period plus as_of (monthly where NAVs are monthly), oldest first."""

    data_points: tuple[TrendPoint, ...] = rows(TrendPoint)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """One measure against one set of peers.

    Points p05 … p95, `value` and `previous` are in `unit` (fraction for irr, x for multiples).
    `percentile` (0-100, higher is better) only between published points; outside them `bound`
    such as ">75". `quartile` is exact: "1", "2", "3", "4" or "3 or 4"; None when not rankable.
    """

    metric: str
    unit: str
    value: float | None
    previous: float | None
    p05: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p95: float | None
    n: int | None
    percentile: float | None
    bound: str | None
    quartile: str | None
    percentile_se: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSet:
    """One provider's release of one cohort. `kind`: points as published, or constituents ranked."""

    provider: str
    release: str
    as_of: date
    vintage_year: int
    strategy: str | None
    geography: str | None
    n: int | None
    kind: str
    illustrative: bool
    rails: tuple[Rail, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankLine:
    """One measure against one set of peers as a file lists it; rates are fractions."""

    provider: str
    release: str
    vintage_year: int
    metric: str
    unit: str
    value: float | None
    p05: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p95: float | None
    n: int | None
    percentile: float | None
    bound: str | None
    quartile: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VintageQuartiles:
    """One vintage of a provider's disclosed funds: how many give the measure, and its quartiles.

    In the unit of the measure (fraction for irr, x for multiples); None with too few funds.
    """

    vintage_year: int
    n: int
    p25: float | None
    p50: float | None
    p75: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmarks:
    """The fund beside its peers, once per provider and release; the first set fills the top keys.

    `fund_metrics`, `peer_median`, `top_quartile` hold irr (percent), tvpi and dpi as the API
    gives them. `percentile_rank` is that of the IRR, None where only a bound is honest.
    """

    fund_metrics: dict[str, float | None]
    peer_median: dict[str, float | None]
    top_quartile: dict[str, float | None]
    percentile_rank: float | None = unit("percent")
    bound: str | None
    quartile: str | None
    peer_sets: tuple[PeerSet, ...]
    fund: FundRef
    meta: Meta
    notes: tuple[Note, ...]

    def lines(self) -> tuple[RankLine, ...]:
        """Every measure of every set as one line of a file."""
        return tuple(
            RankLine(
                provider=peers.provider,
                release=peers.release,
                vintage_year=peers.vintage_year,
                metric=rail.metric,
                unit=rail.unit,
                value=rail.value,
                p05=rail.p05,
                p25=rail.p25,
                p50=rail.p50,
                p75=rail.p75,
                p95=rail.p95,
                n=rail.n,
                percentile=rail.percentile,
                bound=rail.bound,
                quartile=rail.quartile,
            )
            for peers in self.peer_sets
            for rail in peers.rails
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pme:
    """The fund's dated flows against one index. `total_return` False: dividends are missing and
    every measure flatters the fund. `index_nav` is what the same dollars would be worth."""

    index: str
    total_return: bool | None
    ks_pme: float | None = unit("x")
    direct_alpha: float | None = unit("fraction")
    fund_irr: float | None = percent()
    ln_pme_irr: float | None = percent()
    pme_plus_irr: float | None = percent()
    pme_plus_lambda: float | None = unit("fraction")
    mpme_irr: float | None = percent()
    index_nav: Decimal | None = unit("money")
    level_as_of: date | None = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PmeTable:
    """The fund against every index whose levels cover its life, total return first."""

    rows: tuple[Pme, ...] = rows(Pme)
    path: tuple[tuple[date, Decimal | None, Decimal | None], ...]
    path_index: str | None
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JCurvePoint:
    """One quarter: what was called and distributed in it (both positive), running totals at its
    end. `net_cash` = distributions less calls to date; `net_value` adds NAV, None where unknown."""

    date: date
    called: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    net_cash: Decimal | None = unit("money")
    net_value: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class JCurve:
    """Cash between investors and fund since the first flow, by quarter, oldest first."""

    points: tuple[JCurvePoint, ...] = rows(JCurvePoint)
    trough: JCurvePoint | None
    break_even: date | None = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFlowRow:
    """One flow as it counts under the basis: what it adds to paid-in and to distributions.

    `amount` is signed as the investors see it: negative a call, positive a distribution; the other
    way round where a row of the general partner is taken off the fund's total.
    `file`, `sheet`, `row` say where it comes from; `row_id` tells it apart from rows like it and
    `figure_id` explains it.
    """

    date: date
    fund: str
    type: str
    label: str
    amount: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    cumulative: Decimal | None = unit("money")
    counts: bool
    investor: str | None
    company: str | None
    currency: str
    file: str | None
    sheet: str | None
    row: int | None
    row_id: str = field(default="", metadata={"aside": True})
    figure_id: str | None = field(default=None, metadata={"aside": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFlows:
    """Flows up to as_of, newest first, with totals that equal the headline figures."""

    rows: tuple[CashFlowRow, ...] = rows(CashFlowRow)
    paid_in: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    total_rows: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the head of the page says: figures now, a quarter ago, eight quarters and the ranks."""

    metrics: Metrics
    previous: Metrics | None
    recent: tuple[TrendPoint, ...]
    peers: PeerSet | None
    meta: Meta
    notes: tuple[Note, ...]
