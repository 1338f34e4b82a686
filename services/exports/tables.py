"""Any result as a table: its rows where it has some, else its figures one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.envelope import Meta, scaled

Cell = str | int | float | Decimal | date | bool | None
PASSING = frozenset({"units", "figures", "data_quality", "data_version", "computed_at"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer on paper: filters as name and value, columns with units, rows, notes.

    Rates are in the unit their column names (percent is multiplied), as in the JSON. `figures` are
    the ids by which each number explains itself.
    """

    title: str
    filters: tuple[tuple[str, Cell], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, str, str], ...]
    figures: tuple[tuple[str, str], ...] = ()


def sheet_of(result: Any, *, title: str) -> Sheet:
    """The table of a result dataclass that carries `meta` and `notes`.

    Its rows are the field declared to hold them, or what its `lines` method says.
    """
    meta: Meta = result.meta
    rows = _listed(result)
    columns: tuple[str, ...] = ("figure", "value", "unit")
    cells = tuple(_figures(result)) if rows is None else ()
    if rows:
        kept = [item for item in fields(rows[0]) if _is_plain(item)]
        columns = tuple(_heading(item) for item in kept)
        cells = tuple(tuple(_cell(getattr(row, i.name), i) for i in kept) for row in rows)
    return Sheet(
        title=title,
        filters=tuple(_filters(meta)),
        columns=columns,
        rows=cells,
        notes=tuple((note.field, note.code, note.text) for note in result.notes),
        figures=(*meta.figures.items(), *_row_ids(rows or ())),
    )


def _row_ids(rows: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Ids that rows carry themselves, by the number the row has in the list."""
    for place, row in enumerate(rows):
        if figure_id := getattr(row, "figure_id", None):
            yield f"rows[{place}]", figure_id


def _listed(result: Any) -> tuple[Any, ...] | None:
    """The rows of a result, None for one that has figures only."""
    if hasattr(result, "lines"):
        lines: tuple[Any, ...] = result.lines()
        return lines
    declared = next((item for item in fields(result) if item.metadata.get("rows")), None)
    return None if declared is None else getattr(result, declared.name)


def _figures(result: Any) -> Iterable[tuple[Cell, ...]]:
    for item in fields(result):
        value = getattr(result, item.name)
        if isinstance(value, Mapping):
            for name, part in value.items():
                yield f"{item.name}.{name}", _cell(part, item), item.metadata.get("unit", "")
        elif item.metadata.get("unit") or isinstance(value, str | int | float | Decimal | date):
            yield item.name, _cell(value, item), item.metadata.get("unit", "")


def _is_plain(item: Field[Any]) -> bool:
    return item.name not in ("meta", "notes") and not item.metadata.get("aside")


def _heading(item: Field[Any]) -> str:
    unit = item.metadata.get("unit")
    return f"{item.name} ({unit})" if unit and unit != "date" else item.name


def _cell(value: Any, item: Field[Any]) -> Cell:
    scale = item.metadata.get("scale", 1)
    if value is None or isinstance(value, str | bool | date | Decimal):
        return value
    if isinstance(value, float):
        return scaled(value, scale)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, int) else str(value)


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
