"""What running the funds costs, year by year, against what was agreed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.figures import shapes
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import Fees

COLUMNS = (
    ("fees_gross", "Fee, gross", "money"),
    ("offsets", "Offsets", "money"),
    ("fees_net", "Fee, net", "money"),
    ("expected", "Agreed", "money"),
    ("difference", "Charged less agreed", "money"),
    ("expenses", "Expenses", "money"),
    ("fees_of_commitments", "Fee of commitments", "percent"),
    ("costs_of_contributions", "Costs of contributions", "percent"),
)
NEAR = Decimal("0.02")  # charged within this part of what was agreed reads as agreed


def fees(found: Fees, view: View) -> Content | Empty:
    """Net fees and expenses by year, and the fee that was agreed."""
    if not any(row.fees_net is not None or row.expenses is not None for row in found.rows):
        return Empty(words="Neither ledger nor flows itemise fees and expenses.")
    title = _finding(found)
    currency = found.meta.currency
    tops = [row.fees_net for row in found.rows] + [row.expenses for row in found.rows]
    size, letter = shapes.unit_of(tops)
    unit = f"{formats.symbol(currency)}{letter}" if size > 1 else currency or ""
    return Content(
        title=title,
        subtitle=f"Management fee net of offsets (orange) and expenses (grey) by year, {unit}; "
        "mark: fee agreed",
        body=graph(
            view.panel.id, draw.fee_bars(found), draw.fee_bars(found, narrow=True), label=title
        ),
        twin=_table(found),
        summary=f"{title}. {formats.money_short(found.fees_net, currency)} of fees, "
        f"{formats.money_short(found.expenses, currency)} of expenses.",
        source=f"Source: fund ledger or itemised calls; {basis.BASES[found.meta.basis]}",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _finding(found: Fees) -> str:
    cost = formats.percent(found.costs_of_contributions)
    said = f"Fees and expenses took {cost} of what was called"
    if found.costs_of_contributions is None:
        said = f"Fees so far {formats.money_short(found.fees_net, found.meta.currency)}"
    if found.difference is None or not found.expected:
        return said
    if abs(found.difference) <= NEAR * found.expected:
        return f"{said}; fees are as agreed"
    amount = formats.money_short(abs(found.difference), found.meta.currency)
    return f"{said}; fees are {amount} {'above' if found.difference > 0 else 'below'} the agreement"


def _written(value: Any, kind: str) -> str:
    return formats.percent(value) if kind == "percent" else formats.money(value, cents=True)


def _table(found: Fees) -> Part:
    figures = found.meta.figures
    rows = [
        [
            str(row.year),
            f"{formats.percent(row.rate)} of {row.basis}" if row.basis else formats.MISSING,
            *(
                mark(_written(getattr(row, key), kind), figures.get(f"rows[{row.year}].{key}"))
                for key, _, kind in COLUMNS
            ),
            mark(
                formats.percent(row.expense_ratio), figures.get(f"rows[{row.year}].expense_ratio")
            ),
        ]
        for row in reversed(found.rows)
    ]
    total: list[Part] = [
        "Since inception",
        "",
        *(mark(_written(getattr(found, key), kind), figures.get(key)) for key, _, kind in COLUMNS),
        "",
    ]
    head: list[Part] = ["Year", "Rate and basis", *(words for _, words, _ in COLUMNS),
                        "Expenses of NAV"]  # fmt: skip
    return table(head, rows, caption="Fees and expenses by year", total=total, words=(0, 1))
