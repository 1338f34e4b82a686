"""A table of cells with the row numbers that a spreadsheet shows, read in chunks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

CHUNK_ROWS = 1_000  # small, so that rows die young and the collector has little to do
MOST_ROWS = 2_000_000
MOST_COLUMNS = 512


# (number of the first row, rows); from a row number on, so many rows at a time
Batch = tuple[int, list[list[str]]]
Rows = Callable[[int, int], Iterator[Batch]]
Turn = Callable[["Chunk"], "Chunk"]


class Refused(Exception):
    """A file that cannot be read as a table: what it is, and what to do."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.row = row
        self.column = column
        self.value = value


def too_many() -> Refused:
    """What is told of a file that has more rows than are taken."""
    return Refused(f"The file has more than {MOST_ROWS:,} rows.", "split it by year")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: their numbers, and the cells as text, column by column.

    `origins`: where a row was made of one cell, the column of the file that the cell stands in.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    origins: Sequence[str] | None = None


@dataclass
class Sheet:
    """One table: its header as written, and its rows, which can be read more than once.

    `serials`: a bare number in a date column is a spreadsheet's count of days. `notes` say what
    was noticed while opening (encoding, delimiter). `ragged` are rows of another length than the
    header's, and `blank` is the number of rows of nothing but delimiters, both found by the last
    reading; `unknown` are formulas without a result, by (row, column).
    `width` is the number of cells in a row. `turning` starts a turn of every chunk into the columns
    that `header` then names (a matrix taken apart); each reading has a turn of its own.
    """

    header: tuple[str, ...]
    header_row: int
    name: str | None
    rows: Rows
    serials: bool = False
    notes: list[str] = field(default_factory=list)
    ragged: list[Refused] = field(default_factory=list)
    blank: int = 0
    unknown: dict[tuple[int, int], str] = field(default_factory=dict)
    width: int = 0
    turning: Callable[[], Turn] | None = None

    def __post_init__(self) -> None:
        self.width = self.width or len(self.header)

    def chunks(self) -> Iterator[Chunk]:
        """The rows below the header, without blank and ragged ones. Refused beyond 2 M rows."""
        if self.turning is None:
            yield from self._read()
            return
        turned = map(self.turning(), self._read())
        yield from (chunk for chunk in turned if chunk.numbers)

    def _read(self) -> Iterator[Chunk]:
        self.ragged, self.blank = [], 0
        width = self.width
        for start, rows in self.rows(self.header_row + 1, CHUNK_ROWS):
            if start - self.header_row > MOST_ROWS:
                raise too_many()
            if set(map(len, rows)) == {width} and all(row[0] for row in rows):
                yield Chunk(range(start, start + len(rows)), list(zip(*rows, strict=True)))
                continue
            numbered = [(n, self._fitted(n, row)) for n, row in enumerate(rows, start=start)]
            kept = [(number, row) for number, row in numbered if row is not None]
            if kept:
                columns = list(zip(*(row for _, row in kept), strict=True))
                yield Chunk([number for number, _ in kept], columns)

    def _fitted(self, number: int, row: list[str]) -> list[str] | None:
        """The row cut to the header's length; None when it is blank or cells are missing."""
        width = self.width
        extra = any(cell.strip() for cell in row[width:])
        if not any(cell.strip() for cell in row):
            self.blank += len(row) > 1 and not self.serials
            return None
        if len(row) >= width and not extra:
            return row[:width]
        hint = (
            "is there a comma inside an amount or a name without quotes?"
            if extra
            else "a cell or a delimiter is missing; give every row as many cells as the header"
        )
        words = f"This row has {len(row)} cells, the header has {width}."
        self.ragged.append(Refused(words, hint, row=number, value=", ".join(row)[:120]))
        return None


def plain(name: str) -> str:
    """A column's name without case, spaces, underscores and other marks: for comparing."""
    return " ".join(re.sub(r"[\W_]+", " ", name).split()).casefold()
