"""What each tranche in a company cost, brought back and is worth; the lines add up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from layouts import formats
from layouts.panels import Content, Empty, View
from layouts.portfolio_analytics.cells import number, plural, rate, sentence
from layouts.rows import Bit, Cell, Line, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Investment, TearSheet, Tranche

MONEY = ("cost", "realized_value", "fair_value")


def returns(sheet: TearSheet, view: View) -> Content | Empty:
    """Tranche by tranche, with the company as their sum."""
    row = sheet.investment
    if not row.tranches:
        return Empty(words=f"No investment in {sheet.name} is known by this day.")
    currency = sheet.meta.currency
    worth = "value not known" if row.moic is None else f"{formats.multiple(row.moic)} in all"
    title = f"{sentence(plural(len(row.tranches), 'tranche'))}, {worth}"
    if row.gain is not None:
        made = "gain" if row.gain >= 0 else "loss"
        title += f": a {made} of {formats.money_short(abs(row.gain), currency)}"
    head = ["Tranche", "Invested", "Cost", "Realised", "Fair value", "MOIC", "IRR", "Own"]
    funds = len({one.fund for one in row.tranches}) > 1
    lines = [_tranche(one, sheet, funds=funds) for one in row.tranches]
    lines.append(_total(row, sheet))
    return Content(
        title=title,
        subtitle=f"Gross of fees and carry, {currency or 'own currency'}; MOIC and IRR of the "
        "company are pooled, not averaged",
        body=rows_table(
            head,
            lines,
            caption="Returns by tranche",
            words=(0, 1),
            deep=(1, 2, 3, 6, 7),
            look="tight marks",
        ),
        summary=f"{title}.",
        source="Source: deal ledger and marks",
        as_of=sheet.meta.as_of,
    )


def _tranche(one: Tranche, sheet: TearSheet, *, funds: bool) -> Line:
    at = f"investment.tranches[{one.investment}]"
    words = " ".join(part for part in (one.round, one.instrument) if part) or one.investment
    shown: list[Bit | str] = [words]
    if funds:
        shown.append(Bit(text=f" · {one.fund}", look="muted"))
    return Line(
        cells=[
            shown,
            formats.day(one.invested_on),
            *_figures(one, sheet, at),
            formats.percent(one.ownership),
        ]
    )


def _total(row: Investment, sheet: TearSheet) -> Line:
    return Line(
        cells=[
            "Company",
            formats.day(row.first_invested),
            *_figures(row, sheet, "investment"),
            formats.percent(row.ownership),
        ],
        look="total",
    )


def _figures(row: Investment | Tranche, sheet: TearSheet, at: str) -> list[Cell]:
    figures = sheet.meta.figures
    money = [number(_whole(getattr(row, key)), figures, f"{at}.{key}") for key in MONEY]
    multiple = number(formats.multiple(row.moic), figures, f"{at}.moic")
    return [*money, multiple, rate(row.irr, row.irr_status)]


def _whole(value: Decimal | None) -> str:
    return formats.money(value)
