"""Answers as files: what was asked for first, then the rows, then what to know about them."""

from __future__ import annotations

from typing import Any

from services.exports.csv import csv_bytes
from services.exports.tables import Sheet, sheet_of
from services.exports.templates import template_bytes
from services.exports.xlsx import xlsx_bytes

__all__ = [
    "CSV",
    "XLSX",
    "Sheet",
    "csv_bytes",
    "export",
    "sheet_bytes",
    "sheet_of",
    "template_bytes",
    "xlsx_bytes",
]

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(result: Any, *, name: str, format: str) -> bytes:
    """The rows of a result as `csv` (UTF-8 with byte order mark) or `xlsx`; same in, same bytes."""
    return sheet_bytes(sheet_of(result, title=name), format=format)


def sheet_bytes(sheet: Sheet, *, format: str) -> bytes:
    """A sheet as `csv` or `xlsx`."""
    return csv_bytes(sheet) if format == "csv" else xlsx_bytes(sheet)
