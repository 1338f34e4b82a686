"""A table of exact amounts in whole cents, with the sums of rows and columns whole as well."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from services.calc.allocation import CENT, in_parts, units

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
NOTHING = Decimal(0)
Place = tuple[int, int]
Rests = list[list[int]]


def allocate_table(
    cells: Mapping[R, Mapping[C, Decimal]], *, unit: Decimal = CENT
) -> dict[R, dict[C, Decimal]]:
    """Every cell rounded down or up to a whole unit so that all sums are rounded alike.

    Each row's sum, each column's and the whole table's is its exact sum rounded down or up; one
    that is whole already is kept to the unit (all tiers of all investors add up to the proceeds).
    A cell that is whole stays as it is. Investors by tier therefore foot both ways. Rounding each
    cell, or each column, on its own cannot do that. Deterministic (controlled rounding: rests
    are moved around closed loops until none is left; Cox 1987).
    """
    columns = list(dict.fromkeys(column for row in cells.values() for column in row))
    flat = [row.get(column, NOTHING) for row in cells.values() for column in columns]
    *exact, base = in_parts((*flat, unit))
    width = len(columns)
    rows = [exact[place * width : (place + 1) * width] for place in range(len(cells))]
    ups = _settled([[cell % base for cell in row] for row in rows], base)
    return {
        name: {
            column: units(cell // base + up, unit)
            for column, cell, up in zip(columns, row, ups_of_row, strict=True)
            if column in cells[name]
        }
        for name, row, ups_of_row in zip(cells, rows, ups, strict=True)
    }


def _settled(rests: Rests, base: int) -> Rests:
    """Which cells go up (1) and which down (0), from rests between 0 and `base`."""
    table = _completed(rests, base)
    walk = _Walk(table, base)
    while (loop := walk.loop()) is not None:
        up, down = loop[::2], loop[1::2]
        rise = min([base - table[r][c] for r, c in up] + [table[r][c] for r, c in down])
        fall = min([table[r][c] for r, c in up] + [base - table[r][c] for r, c in down])
        step = rise if rise <= fall else -fall  # the shorter way, so that most go to the nearest
        for r, c in up:
            table[r][c] += step
        for r, c in down:
            table[r][c] -= step
    return [[cell // base for cell in row[:-1]] for row in table[:-1]]


def _completed(rests: Rests, base: int) -> Rests:
    """The table with a row and a column more, so that every row and column adds up to wholes."""
    table = [[*row, -sum(row) % base] for row in rests]
    last = [-sum(column) % base for column in zip(*rests, strict=True)]
    return [*table, [*last, sum(map(sum, rests)) % base]]


class _Walk:
    """Ways along the cells of a table that still have rests, along rows and columns in turn.

    A cell that has become whole stays so. Each column keeps its rows with the first one on top, and
    a row that is whole is taken off once only: all loops together look at every cell a few times.
    """

    def __init__(self, table: Rests, base: int) -> None:
        self.table, self.base = table, base
        rows = range(len(table) - 1, -1, -1)
        self.columns = [[r for r in rows if self._left(r, c)] for c in range(len(table[0]))]
        self.first = 0

    def loop(self) -> list[Place] | None:
        """Cells with rests in a closed loop; None when none is left.

        A row or column that adds up to wholes never has a single rest, so a walk from rest to
        rest goes on until it comes to a row or column for the second time.
        """
        while not any(cell % self.base for cell in self.table[self.first]):
            self.first += 1
            if self.first == len(self.table):
                return None
        path: list[Place] = []
        at, came_from, in_row = self.first, -1, True
        met: dict[tuple[bool, int], int] = {(True, at): 0}
        while True:
            onward = self._along(at, came_from) if in_row else self._down(at, came_from)
            path.append((at, onward) if in_row else (onward, at))
            at, came_from, in_row = onward, at, not in_row
            if (in_row, at) in met:
                return path[met[in_row, at] :]
            met[in_row, at] = len(path)

    def _left(self, row: int, column: int) -> bool:
        return self.table[row][column] % self.base != 0

    def _along(self, row: int, besides: int) -> int:
        columns = range(len(self.columns))
        return next(c for c in columns if c != besides and self._left(row, c))

    def _down(self, column: int, besides: int) -> int:
        found = self._top(column)
        if found != besides:
            return found
        self.columns[column].pop()
        found = self._top(column)
        self.columns[column].append(besides)
        return found

    def _top(self, column: int) -> int:
        rows = self.columns[column]
        while not self._left(rows[-1], column):
            rows.pop()
        return rows[-1]
