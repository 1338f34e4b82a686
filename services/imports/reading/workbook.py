"""XLSX workbooks: one sheet as text, dates in ISO form, numbers as they were typed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from services.imports.reading.sheet import MOST_COLUMNS, Batch, Refused

# openpyxl warns of features it drops (validation, drawings); none of them holds a value
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
_NO_VALUE = re.compile(
    rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|<f[^>]*/>\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)


def opened(data: bytes, *, values: bool = True) -> Any:
    """The workbook, read-only: with stored results, or with formulas when `values` is False."""
    try:
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=values, keep_links=False
        )
    except Exception as error:  # openpyxl raises what its many parsers raise
        raise Refused(
            "The workbook cannot be opened.", "open it in Excel, save a copy, import the copy"
        ) from error


def chosen_sheet(book: Any, wanted: tuple[str, ...]) -> str:
    """The name of the sheet to read: the wanted one, or the only one that is not hidden."""
    names = [sheet.title for sheet in book.worksheets]
    for name in wanted:
        found = next((title for title in names if title.strip() == name.strip()), None)
        if found is not None:
            return str(found)
    if wanted:
        raise Refused(
            f"There is no sheet named {wanted[0]!r}.", f"choose one with --sheet: {_list(names)}"
        )
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(shown) != 1:
        raise Refused(
            f"The workbook has {len(shown)} sheets.", f"choose one with --sheet: {_list(names)}"
        )
    return str(shown[0])


def _list(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names)


class Cells:
    """The rows of one sheet as text; can be read more than once."""

    def __init__(self, data: bytes, sheet: str) -> None:
        self.data = data
        self.sheet = sheet
        self.width: int | None = None

    def __call__(self, start: int, size: int) -> Iterator[Batch]:
        """Rows from number `start` on, `size` at a time, all `width` cells long once it is set."""
        book = opened(self.data)
        try:
            if book.epoch == CALENDAR_MAC_1904:
                raise Refused(
                    "The workbook counts its dates from 1904.",
                    "switch off the 1904 date system in Excel's options and save it again",
                )
            sheet = book[self.sheet]
            sheet.reset_dimensions()
            cells = sheet.iter_rows(min_row=start, max_col=MOST_COLUMNS, values_only=True)
            while rows := [self._fitted(row) for row in islice(cells, size)]:
                yield start, rows
                start += len(rows)
        finally:
            book.close()

    def _fitted(self, cells: tuple[object, ...]) -> list[str]:
        row = [as_text(value) for value in cells]
        width = self.width
        if width is None:
            return row
        return row[:width] if len(row) >= width else row + [""] * (width - len(row))

    def formulas_without_value(self) -> dict[tuple[int, int], str]:
        """Formulas that were never computed, by (row, column from 0): they would read as blank."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            if not any(_NO_VALUE.search(archive.read(name)) for name in parts):
                return {}
        return dict(_uncomputed(self.data, self.sheet))


def _uncomputed(data: bytes, sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    written, stored = opened(data, values=False), opened(data)
    rows = zip(written[sheet].iter_rows(), stored[sheet].iter_rows(), strict=False)
    for number, (formulas, values) in enumerate(rows, start=1):
        for column, (formula, value) in enumerate(zip(formulas, values, strict=False)):
            if value.value is None and formula.data_type == "f":
                yield (number, column), str(formula.value)
    written.close()
    stored.close()


def as_text(value: object) -> str:
    """A cell as text: blank "", dates 2024-06-30, numbers with the 15 digits that are kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
