"""What moved a fund's value in a period, and what stands between its deals and its investors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NavStep:
    """One step of a value from the opening to the closing one, signed as it moves the value.

    `kind`: value (opening, closing), cash, result, cost, or rest (what could not be told apart or
    does not foot). `source` says what it was read from: ledger, flows, marks, values, remainder,
    or several of them. None where an exchange rate or a value is missing.
    """

    step: str
    name: str
    kind: str
    source: str
    amount: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundNavBridge:
    """One fund's steps in one line: opening + all of them = closing, to the cent.

    `unrealized` is before carry; `not_told_apart` is what the value moved by and nothing explains;
    `residual` what a ledger's lines leave of the change of value: 0.00 where the ledger foots.
    """

    fund: str
    name: str
    source: str
    opening: Decimal | None = unit("money")
    contributions: Decimal | None = unit("money")
    distributions: Decimal | None = unit("money")
    realized: Decimal | None = unit("money")
    unrealized: Decimal | None = unit("money")
    fx: Decimal | None = unit("money")
    income: Decimal | None = unit("money")
    fees: Decimal | None = unit("money")
    expenses: Decimal | None = unit("money")
    carry: Decimal | None = unit("money")
    transfers: Decimal | None = unit("money")
    not_told_apart: Decimal | None = unit("money")
    residual: Decimal | None = unit("money")
    closing: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class NavBridge:
    """How the value at the start of a period became the one at its end; funds added up.

    `change` is closing less opening. `residual` is shown whatever it is: 0.00 where every step is
    known. `start` is the day whose value opens, `end` the one on which it closes.
    """

    rows: tuple[NavStep, ...] = rows(NavStep)
    funds: tuple[FundNavBridge, ...] = parts(FundNavBridge)
    opening: Decimal | None = unit("money")
    closing: Decimal | None = unit("money")
    change: Decimal | None = unit("money")
    residual: Decimal | None = unit("money")
    start: date = unit("date")
    end: date = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetStep:
    """What one part takes (below 0) or adds: `irr_effect` in basis points, `tvpi_effect` in x.

    `irr` and `tvpi` are where the series stands with this part and all before it switched on; under
    the Shapley order they are running totals. None where a series has no single rate.
    """

    step: str
    name: str
    irr_effect: float | None = unit("bp", scale=10_000)
    tvpi_effect: float | None = unit("x")
    irr: float | None = percent()
    tvpi: float | None = unit("x")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundNetBridge:
    """One fund's way from gross to net, on its own flows."""

    fund: str
    name: str
    gross_irr: float | None = percent()
    net_irr: float | None = percent()
    gross_tvpi: float | None = unit("x")
    net_tvpi: float | None = unit("x")
    steps: tuple[NetStep, ...] = parts(NetStep)
    residual_irr: float | None = unit("bp", scale=10_000)
    residual_tvpi: float | None = unit("x")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossToNet:
    """From the deals' gross figures to what investors have, one part switched on after the other.

    `order` is stated (the steps in the order of `sequence`) or shapley (each part's mean over every
    order, so that none is favoured). Steps add up to net less gross: the residuals are 0.
    `irr_status` says why there is no bridge in rates, "unique" where there is one.
    """

    rows: tuple[NetStep, ...] = rows(NetStep)
    order: str
    sequence: tuple[str, ...]
    gross_irr: float | None = percent()
    net_irr: float | None = percent()
    gross_tvpi: float | None = unit("x")
    net_tvpi: float | None = unit("x")
    residual_irr: float | None = unit("bp", scale=10_000)
    residual_tvpi: float | None = unit("x")
    irr_status: str
    funds: tuple[FundNetBridge, ...] = parts(FundNetBridge)
    meta: Meta
    notes: tuple[Note, ...]
