"""A sheet as CSV: filters, a blank line, the rows, a blank line, the notes."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from services.exports.safe import safe_text
from services.exports.tables import Cell, Sheet


def csv_bytes(sheet: Sheet) -> bytes:
    """UTF-8 with byte order mark, so that spreadsheets read it; unknown is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Filters", safe_text(sheet.title)])
    for name, value in sheet.filters:
        writer.writerow([name, _text(value)])
    writer.writerow([])
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_text(cell) for cell in row])
    if sheet.notes:
        writer.writerow([])
        writer.writerow(["Notes"])
        writer.writerows([[safe_text(part) for part in note] for note in sheet.notes])
    return text.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f") if isinstance(cell, Decimal) else repr(cell)
