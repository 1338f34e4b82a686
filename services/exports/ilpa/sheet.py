"""A sheet filled cell by cell: text that is never a formula, exact amounts, one time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from services.exports.safe import safe_text
from services.exports.xlsx import WRITTEN, saved

MONEY, DAY, RATE, MULTIPLE = "#,##0.00_);(#,##0.00)", "mm-dd-yy", "0.00%", '#,##0.00"x"'
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")


class TemplateSheet:
    """One sheet of a workbook, written by address."""

    def __init__(self, title: str, widths: Mapping[str, int]) -> None:
        self._book = Workbook()
        self._book.properties.created = self._book.properties.modified = WRITTEN
        self._page: Any = self._book.worksheets[0]
        self._page.title = title
        for column, width in widths.items():
            self._page.column_dimensions[column].width = width

    def text(self, cell: str, words: str | None, *, bold: bool = False) -> None:
        """Text as it is, whatever it looks like; None leaves the cell empty."""
        if words is None:
            return
        target = self._page[cell]
        target.value, target.data_type = safe_text(words), "s"
        target.alignment = WRAPPED
        if bold:
            target.font = BOLD

    def number(self, cell: str, value: Any, style: str = MONEY, *, bold: bool = False) -> None:
        """An amount, rate or multiple; None leaves the cell empty: unknown is not 0."""
        if value is None:
            return
        target = self._page[cell]
        target.value, target.number_format = value, style
        if bold:
            target.font = BOLD

    def day(self, cell: str, when: date | None) -> None:
        """A date; None leaves the cell empty."""
        self.number(cell, when, DAY)

    def freeze(self, cell: str) -> None:
        """What is above and left of the cell stays in sight."""
        self._page.freeze_panes = cell

    def bytes(self) -> bytes:
        """The workbook; the same cells give the same bytes."""
        return saved(self._book)
