"""Every fund in one table, the vintages, and all of them pooled."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine:
    """One fund, one vintage, or all pooled from their flows: rates are never averaged.

    `carry_accrued` and `carry_paid` are those of the whole fund; `gp_nav` is the general partner's
    own share of the value; None where the books do not tell. `fund` is None for several together.
    """

    fund: str | None
    name: str
    vintage_year: int | None
    strategy: str | None
    funds: int = unit("count")
    total_committed: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    dpi: float | None = unit("x")
    rvpi: float | None = unit("x")
    tvpi: float | None = unit("x")
    moic: float | None = unit("x")
    irr: float | None = percent()
    irr_status: str
    carry_accrued: Decimal | None = unit("money")
    carry_paid: Decimal | None = unit("money")
    gp_nav: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundTable:
    """Funds, oldest vintage first; vintages; and the pool. Amounts of the rows add up to it."""

    rows: tuple[FundLine, ...] = rows(FundLine)
    vintages: tuple[FundLine, ...] = parts(FundLine)
    total: FundLine = parts(FundLine)
    meta: Meta
    notes: tuple[Note, ...]
