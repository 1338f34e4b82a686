"""A file as the demonstration firm would have imported it: rows of text, each with its time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | date | datetime | Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file as text, '' for unknown, believed from `known_from` until `known_to`.

    `corrects`: it stands in the later file that put an earlier row right, or that came late.
    """

    cells: tuple[str, ...]
    known_from: datetime
    known_to: datetime | None = None
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """One canonical file of a kind. The first row of `rows` stands in row 2, below the header.

    `replaced` is how many of its rows took the place of earlier ones.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    replaced: int = 0

    def content(self) -> bytes:
        """The file as CSV: the same bytes on every machine."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(row.cells for row in self.rows)
        return text.getvalue().encode()


def file(kind: str, columns: tuple[str, ...], rows: Iterable[Row]) -> File:
    """A file of rows that nothing has corrected."""
    return File(kind, f"demo {kind}.csv", columns, tuple(rows))


def reported(kind: str, columns: tuple[str, ...], rows: Sequence[Row]) -> Iterator[File]:
    """The file as first reported, then one with the rows that came later in their place."""
    yield file(kind, columns, (row for row in rows if not row.corrects))
    later = tuple(row for row in rows if row.corrects)
    replaced = sum(row.known_to is not None for row in rows)
    yield File(kind, f"demo {kind}, later.csv", columns, later, replaced)


def row(known_from: datetime, *cells: Cell) -> Row:
    """A row that was never corrected."""
    return Row(texts(*cells), known_from)


def texts(*cells: Cell) -> tuple[str, ...]:
    """Cells as they are written in a canonical file."""
    return tuple("" if cell is None else _text(cell) for cell in cells)


def _text(cell: str | int | date | datetime | Decimal) -> str:
    return cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime) else str(cell)
