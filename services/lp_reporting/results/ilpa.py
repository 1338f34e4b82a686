"""ILPA's two templates as answers: the lines of their tables, with the rows they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """One line of the Reporting Template (v2.0): `code` a slug of its lines, `row` its row there.

    Signed as on the account. None where nothing of the line is known; a line whose section is
    known and that has no posting is 0. `offset_share`: what part of such fees is offset against the
    investor's, as agreed with it. Of what the adviser receives (section portfolio) the last block
    is what it received on account of affiliated positions, as in the template.
    """

    code: str
    label: str
    section: str
    row: int
    total: bool
    offset_share: float | None = unit("fraction")
    lp_qtd: Decimal | None = unit("money")
    lp_ytd: Decimal | None = unit("money")
    lp_itd: Decimal | None = unit("money")
    fund_qtd: Decimal | None = unit("money")
    fund_ytd: Decimal | None = unit("money")
    fund_itd: Decimal | None = unit("money")
    gp_qtd: Decimal | None = unit("money")
    gp_ytd: Decimal | None = unit("money")
    gp_itd: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDates:
    """The head of the template; None is not known."""

    inception: day | None
    commencement: day | None
    initial_closing: day | None
    final_closing: day | None
    investment_period_end: day | None
    termination: day | None
    year_start: day
    period_start: day
    period_end: day


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingTemplate:
    """ILPA Reporting Template v2.0 of one investor: its part, the total fund's, and the GP's.

    `sources` says, by block (lp, fund, gp), what the lines stand on: ledger, statements or flows.
    """

    lp_id: str
    lp: str
    name: str
    fund: str
    fund_name: str
    period: str
    key_dates: KeyDates
    lines: tuple[TemplateLine, ...] = rows(TemplateLine)
    sources: dict[str, str]
    meta: Meta | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine:
    """One line of the Performance Template. `kind` flow, value or total (words alone).

    `amount` as investors see it: what they pay is negative. `gross_with` … say how it counts with
    and without the fund-level subscription facility, 0 where it does not. `row` is its row in the
    template of its method, None where that has none.
    """

    row: int | None
    date: day
    kind: str
    type: str | None
    label: str
    amount: Decimal | None = unit("money")
    gross_with: Decimal | None = unit("money")
    net_with: Decimal | None = unit("money")
    gross_without: Decimal | None = unit("money")
    net_without: Decimal | None = unit("money")
    facility_balance: Decimal | None = unit("money")
    working_capital: Decimal | None = unit("money")
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewMeasure:
    """One view (gross_with, net_with, gross_without, net_without): IRR, and the multiple as
    numerator / denominator (MOIC gross, TVPI net)."""

    view: str
    irr: float | None = percent()
    irr_status: str
    multiple: float | None = unit("x")
    numerator: Decimal | None = unit("money")
    denominator: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioMeasure:
    """Gross performance between fund and investments: realized, unrealized or total."""

    part: str
    irr: float | None = percent()
    irr_status: str
    moic: float | None = unit("x")
    invested: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceTemplate:
    """ILPA Performance Template (v1.1), granular or gross_up: flows since inception of the
    fee-paying limited partners together, four views of performance, and the portfolio's."""

    fund: str
    fund_name: str
    method: str
    as_of: day
    currency: str
    flows: tuple[FlowLine, ...] = rows(FlowLine)
    measures: tuple[ViewMeasure, ...] = parts(ViewMeasure)
    portfolio: tuple[PortfolioMeasure, ...] = parts(PortfolioMeasure)
    meta: Meta
    notes: tuple[Note, ...]
