"""A sheet as a workbook: Filters, Rows, Notes, the figures' ids, and what stands beside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from services.exports.safe import safe_text
from services.exports.tables import Cell, Sheet

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zone; fixed for equal bytes
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
MONEY = "#,##0.00"
LONGEST_LEAF = 31  # signs in the name of a leaf, as spreadsheets allow
BOLD = Font(bold=True)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: its name, the heading in bold, and rows of cells."""

    title: str
    heading: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The workbook; the same sheet gives the same bytes whenever it is written."""
    leaves = [
        Leaf("Filters", ("Filters", sheet.title), sheet.filters),
        Leaf("Rows", sheet.columns, sheet.rows),
        Leaf("Notes", ("field", "code", "text"), sheet.notes),
    ]
    if sheet.figures:
        leaves.append(Leaf("Figures", ("figure", "id"), sheet.figures))
    leaves += [Leaf(_leaf_name(one.title), one.columns, one.rows) for one in sheet.beside]
    return workbook(leaves)


def _leaf_name(path: str) -> str:
    """`runway_analysis.companies` as `Runway analysis companies`, as long as a leaf may be called.

    No two leaves of an answer may begin with the same 31 signs; openpyxl numbers them then.
    """
    return path.replace(".", " ").replace("_", " ").capitalize()[:LONGEST_LEAF]


def workbook(leaves: Sequence[Leaf]) -> bytes:
    """A workbook of these sheets; the same sheets give the same bytes whenever it is written."""
    book = Workbook()
    book.properties.created = book.properties.modified = WRITTEN
    book.remove(book.worksheets[0])
    for leaf in leaves:
        page = book.create_sheet(leaf.title)
        _fill(page, leaf.heading, leaf.rows)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook, the same whenever it is saved."""
    written = io.BytesIO()
    book.save(written)
    return _at_a_fixed_time(written.getvalue())


def _fill(leaf: Any, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    for column, text in enumerate(heading, start=1):
        cell = leaf.cell(row=1, column=column)
        _put(cell, text)
        cell.font = BOLD
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            if value is not None:
                _put(leaf.cell(row=number, column=column), value)
    leaf.freeze_panes = "A2"


def _put(cell: Any, value: Cell) -> None:
    """Numbers and dates as such; text as text, whatever it looks like."""
    cell.value = safe_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    elif not isinstance(value, int | float) and hasattr(value, "quantize"):
        cell.number_format = MONEY


def _at_a_fixed_time(book: bytes) -> bytes:
    """The same archive with one time for all members, and the properties' time as well."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _without_now(content)
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _without_now(properties: bytes) -> bytes:
    """openpyxl writes the present moment as `modified` while saving."""
    before, opening, rest = properties.partition(b"<dcterms:modified")
    if not opening:
        return properties
    start = rest.index(b">") + 1
    moment = WRITTEN.isoformat().encode() + b"Z"
    return before + opening + rest[:start] + moment + rest[rest.index(b"</dcterms:modified>") :]
