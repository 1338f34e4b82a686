"""Who the investors are and how each stands: overview, register, one investor, exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal

from services.envelope import FundRef, Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsOutstanding:
    """Calls that are due and not paid by as_of: their amount, how many investors, days late."""

    amount: Decimal | None = unit("money")
    lps: int = unit("count")
    max_days_late: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """Packs of the quarter by state, and how many investors have none yet (`missing`).

    `exported` counts locked packs of which somebody took a file away. `due_date` is the day by
    which they are owed (45 days after the quarter unless configured).
    """

    period: str
    due_date: day = unit("date")
    draft: int = unit("count")
    approved: int = unit("count")
    locked: int = unit("count")
    superseded: int = unit("count")
    exported: int = unit("count")
    missing: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One comparison of two figures that must be equal. `state` pass, fail, waived or unknown.

    `id` names the check; `difference` = found - expected; `text` says it in a sentence with the
    rows concerned; `link` leads to where it can be looked at.
    """

    id: str
    name: str
    state: str
    expected: Decimal | None = unit("money")
    found: Decimal | None = unit("money")
    difference: Decimal | None = unit("money")
    text: str
    waived_by: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The register's totals as of a quarter-end, for deltas and sparklines."""

    date: day
    total_commitments: Decimal | None = unit("money")
    called: Decimal | None = unit("money")
    called_pct: float | None = unit("fraction")
    distributed: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All investors together (limited partners; the general partner's own money stays out).

    `unfunded` = commitments - called inside + recallable - released. `recent` holds the last eight
    quarter-ends, `previous` the one before as_of. An investor who looks sees itself alone.
    """

    lp_count: int = unit("count")
    total_commitments: Decimal | None = unit("money")
    called: Decimal | None = unit("money")
    called_pct: float | None = unit("fraction")
    distributed: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    net_irr: float | None = percent()
    net_irr_status: str
    tvpi: float | None = unit("x")
    dpi: float | None = unit("x")
    rvpi: float | None = unit("x")
    calls_outstanding: CallsOutstanding = parts(CallsOutstanding)
    packs: Packs | None = parts(Packs)
    ties: tuple[Tie, ...] = parts(Tie)
    previous: Standing | None = parts(Standing)
    recent: tuple[Standing, ...] = parts(Standing)
    funds: tuple[FundRef, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTerm:
    """What was agreed with one investor; rates are fractions. `since` None: from the start."""

    term: str
    value: str
    fund: str
    since: day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReport:
    """The newest pack of an investor: of which period, in which state, opened when."""

    id: str
    period: str
    state: str
    opened_at: day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LpRow:
    """One investor over the funds asked for. `lp` is the firm's code, `lp_id` the row's id.

    `lp_class` is the share class, None where they differ between funds; `share_of_fund` its part
    of commitments; `days_late` of its latest unpaid or late-paid call, None where none is late.
    """

    lp_id: str
    lp: str
    name: str
    lp_type: str | None
    country: str | None
    lp_class: str | None
    is_gp: bool
    commitment: Decimal | None = unit("money")
    share_of_fund: float | None = unit("fraction")
    called: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    lp_irr: float | None = percent()
    lp_irr_status: str
    lp_tvpi: float | None = unit("x")
    lp_dpi: float | None = unit("x")
    lp_rvpi: float | None = unit("x")
    days_late: int | None = unit("count")
    side_letter: tuple[SideTerm, ...]
    last_report: LastReport | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LpTotals:
    """The sum over investors and what the fund's own total says: equal to the cent, or a tie fails.

    `top_3_share` is the part of commitments of the three largest.
    """

    commitment: Decimal | None = unit("money")
    called: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    lp_irr: float | None = percent()
    lp_tvpi: float | None = unit("x")
    lp_dpi: float | None = unit("x")
    lp_rvpi: float | None = unit("x")
    top_3_share: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lps:
    """The register: limited partners, the largest commitment first, the general partner last."""

    rows: tuple[LpRow, ...] = rows(LpRow)
    totals: LpTotals = parts(LpTotals)
    by_type: dict[str, float] | None = unit("fraction")
    by_country: dict[str, float] | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LpFund:
    """How one investor stands in one fund, in the fund's currency (`currency`)."""

    fund: str
    name: str
    currency: str
    vintage_year: int | None
    commitment: Decimal | None = unit("money")
    share_of_fund: float | None = unit("fraction")
    called: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    lp_irr: float | None = percent()
    lp_irr_status: str
    lp_tvpi: float | None = unit("x")
    lp_dpi: float | None = unit("x")
    lp_rvpi: float | None = unit("x")
    as_of: day = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class LpFlow:
    """One flow between a fund and the investor; `amount` as the investor sees it (calls < 0)."""

    date: day
    fund: str
    type: str
    label: str
    amount: Decimal | None = unit("money")
    currency: str
    recallable: bool
    due_date: day | None
    paid_date: day | None
    days_late: int | None
    purpose: str | None
    file: str | None
    sheet: str | None
    row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lp:
    """One investor across all funds it is in: the keys of the register's row for all together
    (pooled from flows), one line per fund, and its flows, newest first."""

    lp_id: str
    lp: str
    name: str
    lp_type: str | None
    country: str | None
    lp_class: str | None
    commitment: Decimal | None = unit("money")
    share_of_fund: float | None = unit("fraction")
    called: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    lp_irr: float | None = percent()
    lp_irr_status: str
    lp_tvpi: float | None = unit("x")
    lp_dpi: float | None = unit("x")
    lp_rvpi: float | None = unit("x")
    side_letter: tuple[SideTerm, ...]
    last_report: LastReport | None
    funds: tuple[LpFund, ...] = rows(LpFund)
    flows: tuple[LpFlow, ...] = parts(LpFlow)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The investor's part of what its funds hold in one sector, place or company.

    `amount` = fair value x its share of each fund's NAV; weights add up to 1.
    """

    dimension: str
    name: str
    company: str | None
    amount: Decimal | None = unit("money")
    weight: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Look-through: what is behind an investor's NAV (`dimension` sector, geography, company).

    `other` is the part of its NAV that is no holding: cash, receivables, less what is owed and
    accrued. Slices of one dimension + other = nav.
    """

    lp_id: str
    lp: str
    name: str
    nav: Decimal | None = unit("money")
    holdings: Decimal | None = unit("money")
    other: Decimal | None = unit("money")
    slices: tuple[Slice, ...] = rows(Slice)
    meta: Meta
    notes: tuple[Note, ...]
