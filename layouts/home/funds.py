"""All funds in one table, each leading to its page, with all of them pooled below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from layouts import basis, formats
from layouts.marks import MARKS
from layouts.panels import Content, Empty, View
from layouts.rows import Bit, Cell, Line, rows_table

if TYPE_CHECKING:
    from services.home.results import FirmFund, FirmFunds

HEAD = (
    "Fund",
    "Vintage",
    "Committed\nm",
    "Paid-in\nm",
    "Distributed\nm",
    "NAV\nm",
    "Change\nm",
    "Net IRR",
    "Change",
    "TVPI",
    "Change",
    "DPI",
    "Gross MOIC",
    "Books",
)
FIGURES = ("total_committed", "paid_in", "distributions", "nav", "nav_change", "irr", "irr_change",
           "tvpi", "tvpi_change", "dpi", "moic")  # fmt: skip
MILLION = 1_000_000


def funds(found: FirmFunds, view: View) -> Content | Empty:
    """The funds by vintage; a fund's name opens its performance."""
    if not found.rows:
        return Empty(words="There is no fund yet.")
    lines = [Line(cells=_row(found, row, view)) for row in found.rows]
    if len(found.rows) > 1:
        lines.append(Line(cells=_row(found, found.total, view), look="total"))
    best = max(
        (row for row in found.rows if row.tvpi is not None),
        key=lambda row: row.tvpi or 0,
        default=None,
    )
    title = "All funds" if best is None else (
        f"{best.name} stands highest at {formats.multiple(best.tvpi)}"
        if len(found.rows) > 1
        else f"{best.name} stands at {formats.multiple(best.tvpi)}"
    )  # fmt: skip
    return Content(
        title=title,
        subtitle=f"Each fund in its own currency, the total in {found.meta.currency}; "
        f"{basis.basis(found.meta)}; changes since the quarter-end before",
        body=rows_table(HEAD, lines, caption="Funds", words=(0,), deep=(1, 2, 3, 6, 8, 10, 12)),
        summary=f"{len(found.rows)} funds with their figures and changes.",
        source=basis.source(found.meta),
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _row(found: FirmFunds, row: FirmFund, view: View) -> list[Cell]:
    place = f"rows[{row.code}]" if row.code else "total"
    ways = {
        "total_committed": _millions, "paid_in": _millions, "distributions": _millions,
        "nav": _millions, "nav_change": _millions, "irr": formats.percent,
        "irr_change": formats.points, "tvpi": formats.multiple,
        "tvpi_change": formats.multiple_change, "dpi": formats.multiple, "moic": formats.multiple,
    }  # fmt: skip
    cells: list[Cell] = [_name(row, view), str(row.vintage_year or formats.MISSING)]
    if not row.code:
        cells[1] = ""
    for key in FIGURES:
        text = ways[key](getattr(row, key))
        explain = found.meta.figures.get(f"{place}.{key}")
        cells.append(text if explain is None else Bit(text=text, explain=explain))
    return [*cells, _books(row, view)]


def _name(row: FirmFund, view: View) -> Cell:
    if not row.code:
        return Bit(text=row.name, tag="strong")
    go = view.scope.on(funds=(row.code,)).to_query()
    symbol = Bit(text=f" {row.currency}", look="muted")
    return [Bit(text=row.name, go=f"/fund-performance?{go}", tag="strong"), symbol]


def _books(row: FirmFund, view: View) -> Cell:
    """What the checks of the fund's books say, a way to them."""
    look = MARKS[row.books]
    count = row.open_breaks or row.warnings
    words = f"{count} {look.word}" if count else look.word
    own = replace(view, scope=view.scope.on(funds=(row.code,))) if row.code else view
    return Bit(
        text=words,
        icon=look.icon,
        look=f"chip {look.tone}".strip(),
        go=own.link("/data-quality"),
    )


def _millions(value: formats.Number | None) -> str:
    """`118.4`, negative in parentheses; an en dash where it is unknown."""
    if value is None or not formats.known(value):
        return formats.MISSING
    figure = f"{abs(float(value)) / MILLION:,.1f}"
    return f"({figure})" if value < 0 and figure != "0.0" else figure
