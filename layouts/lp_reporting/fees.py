"""What investors bore in the quarter: management fees, expenses, and carry accrued and earned."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.lp_reporting.parts import MUTED, Rights, cents, source
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import number, texts
from layouts.rows import Bit, Cell, Line, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.waterfall import FeesAndCarry

FEES = (
    ("gross", "Management fee, gross"),
    ("offsets", "Offsets"),
    ("waivers", "Waivers"),
    ("rebates", "Rebates"),
    ("net", "Management fee, net"),
)
CARRY = (
    ("opening", "Carry accrued, opening"),
    ("change", "Change"),
    ("paid", "Paid out"),
    ("accrued", "Carry accrued, closing"),
    ("earned", "of which earned on realised profit"),
    ("escrow", "In escrow"),
    ("by_waterfall", "By the waterfall at NAV"),
    ("difference", "Accrued less waterfall"),
    ("clawback_exposure", "Clawback at fair value"),
    ("clawback_if_zero", "Clawback if all were lost"),
)
ALWAYS = ("gross", "net", "opening", "change", "accrued")
TOTALS = ("net", "accrued")


def fees(told: tuple[FeesAndCarry, Rights], view: View) -> Content | Empty:
    """Fees, expenses and carry as one statement, with the ratios below."""
    found, rights = told
    rows = found.partnership_expenses
    given = (found.management_fees.gross, found.carried_interest.accrued, *rows, *found.notes)
    if not any(item is not None for item in given):
        return Empty(words="No fee, expense or carry is known by this day.")
    title = _finding(found, rights)
    return Content(
        title=title,
        subtitle=_period(found),
        body=[_table(found), *_below(found)],
        summary=f"{title}.",
        source=source(found.meta, "partnership ledger"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: FeesAndCarry, rights: Rights) -> str:
    net, spent = found.management_fees.net, found.expenses_total
    whose = "You" if rights.investor else "Investors"
    if net is None and spent is None:
        return "What investors bore in the quarter is not known"
    borne = (net or Decimal(0)) + (spent or Decimal(0))
    currency = found.meta.currency
    words = f"{whose} bore {formats.money_short(borne, currency)} of fees and expenses"
    accrued = found.carried_interest.accrued
    return (
        f"{words}; carry stands at {formats.money_short(accrued, currency)}" if accrued else words
    )


def _period(found: FeesAndCarry) -> str:
    start, end = found.meta.period or (None, found.meta.as_of)
    span = f"{formats.day(start)} to {formats.day(end)}" if start else f"to {formats.day(end)}"
    fee = found.management_fees
    if fee.rate is None:
        return f"{span}, {found.meta.currency or 'own currency'}"
    return f"{span}, {found.meta.currency}; fee {formats.percent(fee.rate)} of {fee.basis}"


def _table(found: FeesAndCarry) -> html.Div:
    figures = found.meta.figures
    fee, carry = found.management_fees, found.carried_interest

    def shown(part: str, key: str, value: Decimal | None, look: str | None = None) -> Cell:
        quiet = look or (MUTED if value is not None and not value else None)
        return number(_money(value), figures, f"{part}.{key}", look=quiet)

    lines: list[Row | Line] = []
    for key, label in FEES:
        value = getattr(fee, key)
        if key not in ALWAYS and not value:
            continue
        ever = shown("management_fees", "net_to_date", fee.net_to_date) if key == "net" else ""
        cells: list[Cell] = [_strong(label, key), shown("management_fees", key, value), ever]
        lines.append(Line(cells=cells, look="rule" if key in TOTALS else None))
    for item in found.partnership_expenses:
        at = f"partnership_expenses[{item.category}]"
        name: list[Bit] = [Bit(text=item.label)]
        if item.internal_chargeback:
            name.append(
                Bit(text=f"{_money(item.internal_chargeback)} by the manager", look="lpunder")
            )
        both = _sum(item.external, item.internal_chargeback)
        lines.append([name, number(_money(both), figures, f"{at}.external"), _money(item.to_date)])
    if found.partnership_expenses:
        total = number(_money(found.expenses_total), figures, "expenses_total")
        lines.append(
            Line(cells=[Bit(text="Partnership expenses", tag="strong"), total, ""], look="rule")
        )
    for key, label in CARRY:
        value = getattr(carry, key)
        if key not in ALWAYS and not value:
            continue
        quiet = "tr" if key in {"earned", "escrow"} else None
        cells = [_strong(label, key), shown("carried_interest", key, value), ""]
        lines.append(Line(cells=cells, look="rule" if key in TOTALS else quiet))
    head = [found.meta.currency or "Amount", "In the period", "To date"]
    return rows_table(
        head, lines, caption="Fees, expenses and carry", deep=(2,), look="tight lptwo"
    )


def _strong(label: str, key: str) -> Cell:
    return Bit(text=label, tag="strong") if key in TOTALS else label


def _sum(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None and second is None else (first or 0) + (second or Decimal(0))


def _below(found: FeesAndCarry) -> list[Part]:
    """What the agreement says the fee should be, and the ratios."""
    fee = found.management_fees
    parts: list[Part] = []
    if fee.expected is not None:
        words = f"By the agreement, before offsets, {_money(fee.expected)}"
        if fee.gross is not None:
            off = fee.gross - fee.expected
            words += f"; charged {_money(abs(off))} {'more' if off > 0 else 'less'}" if off else \
                ", as charged"  # fmt: skip
        parts.append(html.P(f"{words}.", className="tiny"))
    if found.ratio_to_commitments is not None:
        ratio = formats.percent(found.ratio_to_commitments, places=2)
        words = f"Fees and expenses are {ratio} of commitments"
        if found.ratio_to_contributions is not None:
            words += f", {formats.percent(found.ratio_to_contributions, places=2)} of contributions"
        parts.append(html.P(f"{words}.", className="tiny"))
    return parts


def _money(value: Decimal | None) -> str:
    if value is None:
        return formats.MISSING
    return formats.money(value) if value == value.to_integral_value() else cents(value)
