"""A table of exact amounts in whole cents, with the sums of rows and columns whole as well."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeVar

from services.calc.allocation import CENT, units

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
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
    exact = [
        [Fraction(row.get(column, 0)) / Fraction(unit) for column in columns]
        for row in cells.values()
    ]
    base = lcm(*(cell.denominator for row in exact for cell in row))
    rests = [[int(cell % 1 * base) for cell in row] for row in exact]
    ups = _settled(rests, base)
    return {
        name: {
            column: units(cell.numerator // cell.denominator + up, unit)
            for column, cell, up in zip(columns, row, ups_of_row, strict=True)
            if column in cells[name]
        }
        for name, row, ups_of_row in zip(cells, exact, ups, strict=True)
    }


def _settled(rests: Rests, base: int) -> Rests:
    """Which cells go up (1) and which down (0), from rests between 0 and `base`."""
    table = _completed(rests, base)
    while (loop := _loop(table, base)) is not None:
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


def _loop(table: Rests, base: int) -> list[Place] | None:
    """Cells with rests in a closed loop, along rows and columns in turn; None when none is left.

    A row or column that adds up to wholes never has a single rest, so a walk from rest to rest
    goes on until it comes to a row or column for the second time.
    """
    rest = [[bool(cell % base) for cell in row] for row in table]
    at = next((row for row, cells in enumerate(rest) if any(cells)), None)
    if at is None:
        return None
    path: list[Place] = []
    came_from, in_row = -1, True
    met: dict[tuple[bool, int], int] = {(True, at): 0}
    while True:
        line = rest[at] if in_row else [row[at] for row in rest]
        onward = next(n for n, left in enumerate(line) if left and n != came_from)
        path.append((at, onward) if in_row else (onward, at))
        at, came_from, in_row = onward, at, not in_row
        if (in_row, at) in met:
            return path[met[in_row, at] :]
        met[in_row, at] = len(path)
