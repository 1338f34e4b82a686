"""Any result as a table: its rows where it has some, else its figures one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from services.envelope import Meta
from services.exports.flat import Cell, columns_of, lists_of, of_figures, table

PASSING = frozenset({"units", "figures", "data_quality", "data_version", "computed_at"})
FIGURE = ("figure", "value", "unit")

__all__ = ["Cell", "Sheet", "Table", "sheet_of"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a name and heads that say their unit."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer on paper: filters as name and value, columns with units, rows, notes.

    Rates are in the unit their column names (percent is multiplied), as in the JSON. `figures` are
    the ids by which each number explains itself; `beside` is what stands beside the rows: the
    figures of the whole, and further lists. A workbook has leaves for it, a CSV the rows alone.
    """

    title: str
    filters: tuple[tuple[str, Cell], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, str, str], ...]
    figures: tuple[tuple[str, str], ...] = ()
    beside: tuple[Table, ...] = ()


def sheet_of(result: Any, *, title: str) -> Sheet:
    """The table of a result dataclass that carries `meta` and `notes`.

    Its rows are the field declared to hold them, or what its `lines` method says.
    """
    meta: Meta = result.meta
    rows, kind = _listed(result)
    columns: tuple[str, ...] = FIGURE
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (one.name, one.cell, one.unit) for one in of_figures(result)
    )
    if rows:
        columns, cells = table(rows)
    elif rows is not None:
        columns, cells = columns_of(kind) if kind else FIGURE, ()
    return Sheet(
        title=title,
        filters=tuple(_filters(meta)),
        columns=columns,
        rows=cells,
        notes=tuple((note.field, note.code, note.text) for note in result.notes),
        figures=(*meta.figures.items(), *_row_ids(rows or ())),
        beside=tuple(_beside(result, rows)),
    )


def _row_ids(rows: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Ids that rows carry themselves, by the number the row has in the list."""
    for place, row in enumerate(rows):
        if figure_id := getattr(row, "figure_id", None):
            yield f"rows[{place}]", figure_id


def _listed(result: Any) -> tuple[tuple[Any, ...] | None, type | None]:
    """The rows of a result and their type, None for one that has figures only."""
    declared = next((item for item in fields(result) if item.metadata.get("rows")), None)
    kind = declared.metadata["rows"] if declared is not None else None
    if callable(getattr(result, "lines", None)):
        lines: tuple[Any, ...] = result.lines()
        return lines, kind
    return (None, None) if declared is None else (getattr(result, declared.name), kind)


def _beside(result: Any, rows: tuple[Any, ...] | None) -> Iterator[Table]:
    """The figures of the whole, where the rows do not hold them, and every list but the rows."""
    if rows is not None:
        whole = [(i.name, i.cell, i.unit) for i in of_figures(result, lists=False)]
        if whole:
            yield Table("whole", FIGURE, tuple(whole))
    for name, members in lists_of(result):
        if members is not rows:
            yield Table(name, *table(members))


def _filters(meta: Meta) -> Iterable[tuple[str, Cell]]:
    for item in fields(meta):
        value = getattr(meta, item.name)
        if item.name in PASSING or value is None:
            continue
        if isinstance(value, tuple):
            value = ", ".join(str(part) for part in value)
        elif isinstance(value, datetime):
            value = value.isoformat()
        yield item.name, value
    for name, unit in sorted(meta.units.items()):
        yield f"unit of {name}", unit
