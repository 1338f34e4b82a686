"""Marks of the period: what re-marks did to the value, apart from cash that came and went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.panels import Content, Empty, View
from layouts.portfolio_analytics.cells import (
    amount,
    company,
    marked,
    named,
    number,
    scale,
    signed,
    texts,
    unit,
)
from layouts.rows import Bar, Bit, Cell, Line, Piece, Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Mark, Marks

COLUMNS = ("opening", "cash_in", "cash_out", "realized_gain", "remark", "fx", "closing")
MOST_ROWS = 14
CASH = "cash"
SHOWN = ("opening", CASH, "realized_gain", "remark", "fx", "closing")
AGES = {"0-30": "up to 30", "31-90": "31 to 90", "91-120": "91 to 120", "over_120": "over 120"}


def marks(found: Marks, view: View) -> Content | Empty:
    """The bridge from opening to closing value by company, the largest re-mark first."""
    if not found.marks:
        return Empty(words="No company was held in this period.")
    title = _finding(found)
    size, letter = scale(
        getattr(row, key) for row in (*found.marks, found.total) for key in COLUMNS
    )
    money = unit(found.meta.currency, letter)
    return Content(
        title=title,
        subtitle=f"Marks of the period, {money}: cash in and out set apart from re-marks; "
        "sorted by the size of the re-mark",
        body=[_table(found, view, size, money), html.P(_ages(found), className="tiny")],
        twin=_twin(found, view),
        summary=f"{title}. Opening {_short(found, 'opening')}, closing {_short(found, 'closing')}.",
        source="Source: deal ledger and marks, each with its method",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Marks) -> str:
    change = found.total.remark
    if change is None:
        return "What the re-marks did is not known: a value is missing"
    moved = [row for row in found.marks if row.remark]
    if not moved:
        return "No company was re-marked in this period"
    words = formats.money_short(abs(change), found.meta.currency)
    did = f"Re-marks {'added' if change >= 0 else 'took'} {words}"
    first = moved[0]
    if not change or first.remark is None:
        return f"{did}, the largest on {first.name}"
    share = float(first.remark / change)
    if share > 1:
        return f"{did}; {first.name} alone moved more"
    if share > 0.5:
        return f"{did}, more than half of it {first.name}"
    return f"{did}, most of all on {first.name}" if share > 0 else f"{did} against {first.name}"


def _table(found: Marks, view: View, size: int, money: str) -> html.Div:
    """Rows that were re-marked or moved cash; those with neither together on one line."""
    start, end = _period(found)
    head = ["Company", f"{start}\n{money}", "Cash in\n(out)", "Realised\ngain", "Re-mark", "", "FX",
            f"{end}\n{money}", "Re-mark\n%", "Basis"]  # fmt: skip
    moved = [row for row in found.marks if _moved(row)]
    most, zero = _scaled(moved)

    def line(row: Mark) -> list[Cell]:
        return _row(row, found, view, size, (most, zero))

    cut = MOST_ROWS if len(moved) > MOST_ROWS + 1 else len(moved)
    shown, smaller = moved[:cut], moved[cut:]
    quiet = [row for row in found.marks if not _moved(row)]
    lines: list[Row | Line] = [line(row) for row in shown]
    for rows, words in ((smaller, "smaller re-marks"), (quiet, "unchanged")):
        if len(rows) < 2:
            lines += [line(row) for row in rows]
            continue
        sums = _together(rows, f"{len(rows)} {words}", size)
        lines.append(Line(cells=sums, opens=words, named=f"Companies with {words}", shut=True))
        lines += [Line(cells=line(row), look="tr", under=[words]) for row in rows]
    lines.append(Line(cells=_total(found, size), look="total"))
    return rows_table(
        head,
        lines,
        caption="Marks of the period by company",
        words=(0, 5, 9),
        deep=(1, 2, 3, 5, 6, 9),
        look="tight marks",
    )


def _row(row: Mark, found: Marks, view: View, size: int, drawn: tuple[float, float]) -> list[Cell]:
    name = f"marks[{row.company}]"
    cells = _amounts(row, size, found.meta.figures, name)
    return [
        company(row.name, row.company, view),
        *cells[:4],
        _bar(row, *drawn),
        *cells[4:],
        signed(row.remark_share),
        _basis(row),
    ]


def _amounts(row: Mark, size: int, figures: Mapping[str, str], name: str) -> list[Piece]:
    """Opening, net cash, gain, re-mark, exchange and closing in the unit of the table."""
    found: list[Piece] = []
    for key in SHOWN:
        value, source = _cash(row) if key == CASH else (getattr(row, key), key)
        look = "muted" if value is not None and not value else None
        found.append(number(amount(value, size), figures, f"{name}.{source}", look=look))
    return found


def _cash(row: Mark) -> tuple[Decimal | None, str]:
    """Cash in less cash out, and the figure that explains it: the larger of the two."""
    if row.cash_in is None or row.cash_out is None:
        return None, "cash_in"
    source = "cash_out" if row.cash_out > row.cash_in else "cash_in"
    return row.cash_in - row.cash_out, source


def _bar(row: Mark, most: float, zero: float) -> Cell:
    """The re-mark as a bar from the line of nought: gains to the right, losses to the left."""
    if not row.remark or not most:
        return ""
    length = float(row.remark) / most * (100 - zero)
    part = (zero, zero + length, "cat-1") if length > 0 else (max(zero + length, 0), zero, "div-2")
    return Bar(parts=[part], rule=zero, look="bridge")


def _basis(row: Mark) -> list[Piece]:
    shown: list[Piece] = [Bit(text=named(row.method), title=row.source)]
    if row.stale:
        shown += [" ", marked(row.mark_date, row.mark_age_days, stale=True)]
    return shown


def _scaled(rows: Sequence[Mark]) -> tuple[float, float]:
    """The largest re-mark either way, and where the line of nought stands in percent."""
    changes = [float(row.remark) for row in rows if row.remark]
    most = max((abs(change) for change in changes), default=0.0)
    low = -min([0.0, *changes])
    return most, 100 * low / (most + low) if most else 0.0


def _together(rows: Sequence[Mark], name: str, size: int) -> list[Cell]:
    """Several companies on one line: the sum of each column, unknown as soon as one is."""
    sums = [
        _sum(_cash(row)[0] if key == CASH else getattr(row, key) for row in rows) for key in SHOWN
    ]
    cells: list[Piece] = [
        Bit(text=amount(value, size), look="muted" if value is not None and not value else None)
        for value in sums
    ]
    return [name, *cells[:4], "", *cells[4:], "", ""]


def _total(found: Marks, size: int) -> list[Cell]:
    cells = _amounts(found.total, size, found.meta.figures, "total")
    share = signed(found.total.remark_share)
    return ["Portfolio", *cells[:4], "", *cells[4:], share, _check(found.total)]


def _check(total: Mark) -> str:
    """Whether the line foots: opening and what happened make the closing value."""
    parts = [total.opening, total.cash_in, total.realized_gain, total.remark, total.fx]
    if None in (*parts, total.cash_out, total.closing):
        return ""
    made = sum(part for part in parts if part) - (total.cash_out or 0)
    return "foots" if made == total.closing else "does not foot"


def _twin(found: Marks, view: View) -> html.Div:
    """The same to the cent, with the effect on the value of all and the age of each mark."""
    head = ["Company", "Opening", "Cash in", "Cash out", "Realised gain", "Re-mark", "FX",
            "Closing", "Re-mark %", "Effect on value", "Method", "Source", "Marked"]  # fmt: skip
    figures = found.meta.figures

    def line(row: Mark, first: Cell, name: str) -> list[Cell]:
        return [
            first,
            *(
                number(formats.money(getattr(row, key), cents=True), figures, f"{name}.{key}")
                for key in COLUMNS
            ),
            formats.percent(row.remark_share, places=2),
            formats.percent(row.nav_impact, places=2),
            named(row.method),
            row.source or formats.MISSING,
            marked(row.mark_date, row.mark_age_days, stale=row.stale),
        ]

    lines: list[Row | Line] = [
        line(row, company(row.name, row.company, view), f"marks[{row.company}]")
        for row in found.marks
    ]
    last = line(found.total, "Portfolio", "total")
    lines.append(Line(cells=[*last[:10], "", "", ""], look="total"))
    return rows_table(head, lines, caption="Marks to the cent", words=(0, 10, 11, 12))


def _ages(found: Marks) -> str:
    """How old the marks are, in a sentence below the table."""
    counted = [
        f"{count} {AGES.get(key, key.replace('_', ' '))}"
        for key, count in found.ages.items()
        if count
    ]
    words = f"Marks by their age in days: {', '.join(counted)}." if counted else ""
    if found.value_weighted_age_days is not None:
        words += f" Weighted by value {found.value_weighted_age_days:.0f}."
    if found.stale_fair_value:
        words += f" Stale: {formats.percent(found.stale_fair_value)} of fair value."
    return words.strip()


def _period(found: Marks) -> tuple[str, str]:
    period = found.meta.period
    if period is None:
        return "Opening", "Closing"
    start, end = (formats.day(day).rsplit(" ", 1) for day in period)
    return (start[0], end[0]) if start[1] == end[1] else (" ".join(start), " ".join(end))


def _moved(row: Mark) -> bool:
    return any(getattr(row, key) for key in COLUMNS[1:6]) or row.opening is None


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    found = list(values)
    return None if None in found else sum((item for item in found if item), Decimal(0))


def _short(found: Marks, key: str) -> str:
    return formats.money_short(getattr(found.total, key), found.meta.currency)
