"""Empty files to fill in: the header of an import kind with one row that shows what goes where."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.exports.safe import safe_text
from services.exports.tables import Cell
from services.exports.xlsx import LONGEST_LEAF, Leaf, workbook

NUMBERS = frozenset({"integer", "money", "rate", "number"})


def template_bytes(kind: str, columns: Sequence[Mapping[str, Any]], *, format: str) -> bytes:
    """A file of this kind as `csv` or `xlsx`, with one example row; same in, same bytes.

    `columns` have name, type and example; a workbook holds numbers and days as such.
    """
    names = tuple(str(column["name"]) for column in columns)
    if format == "csv":
        return _csv(names, columns)
    example = tuple(_typed(column) for column in columns)
    return workbook([Leaf(kind[:LONGEST_LEAF], names, [example])])


def _csv(names: Sequence[str], columns: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([names, [_written(column) for column in columns]])
    return text.getvalue().encode("utf-8-sig")


def _written(column: Mapping[str, Any]) -> str:
    """The example as text; a number stands as it is, also a negative one."""
    example = str(column["example"])
    return safe_text(example) if isinstance(_typed(column), str) else example


def _typed(column: Mapping[str, Any]) -> Cell:
    """The example as a spreadsheet keeps it; text where it is no number and no day."""
    text, type_ = str(column["example"]), str(column["type"])
    try:
        if type_ in NUMBERS:
            return int(text) if type_ == "integer" else float(Decimal(text))
        return date.fromisoformat(text) if type_ == "date" else text
    except (ValueError, InvalidOperation):
        return text
