"""The Reporting Template as a workbook: each line in the row where ILPA's own has it."""

from __future__ import annotations

from datetime import date

from services.exports.ilpa import cells
from services.exports.ilpa.sheet import RATE, TemplateSheet
from services.lp_reporting.ilpa.places import PLACES
from services.lp_reporting.results.ilpa import ReportingTemplate, TemplateLine

SPANS = ("QTD", "YTD", "ITD")


def reporting_xlsx(found: ReportingTemplate) -> bytes:
    """The workbook of one investor; the same answer gives the same bytes."""
    sheet = TemplateSheet(cells.REPORTING_SHEET, cells.REPORTING_WIDTHS)
    _head(sheet, found)
    for label in cells.SECTIONS:
        sheet.text(label.cell, label.text, bold=True)
    lines = {line.code: line for line in found.lines}
    for place in PLACES:
        line = lines[place.code]
        sheet.text(f"{place.column}{place.row}", line.label, bold=line.total)
        if line.total:
            sheet.text(f"{cells.TOTAL_COLUMN}{place.row}", cells.TOTAL_MARK)
        _numbers(sheet, place.row, line)
        sheet.number(f"{cells.SHARE_COLUMN}{place.row}", line.offset_share, RATE)
    for row, code in cells.REPEATED.items():
        _numbers(sheet, row, lines[code])
    _foot(sheet, found)
    sheet.freeze("E9")
    return sheet.bytes()


def _head(sheet: TemplateSheet, found: ReportingTemplate) -> None:
    dates = found.key_dates
    sheet.text(cells.DATES_HEAD.cell, cells.DATES_HEAD.text)
    for name, (cell, text, value) in cells.KEY_DATES.items():
        sheet.text(cell, text)
        sheet.day(value, getattr(dates, name))
    sheet.text(cells.SHARE_HEAD, f"% Offset to {found.name}", bold=True)
    sheet.text(cells.FUND_CELL, found.fund_name, bold=True)
    sheet.text(cells.STATEMENT_CELL, f"A. Capital Account Statement for {found.name}", bold=True)
    starts: tuple[date | None, ...] = (dates.period_start, dates.year_start, dates.inception)
    for place, column in enumerate(cells.COLUMNS.values()):
        span = place % len(SPANS)
        sheet.text(f"{column}{cells.SPAN_ROW}", SPANS[span], bold=True)
        sheet.day(f"{column}{cells.START_ROW}", starts[span])
        sheet.day(f"{column}{cells.END_ROW}", dates.period_end)
    own = f"{found.name}'s Allocation of Total Fund"
    for row in cells.BLOCK_ROWS:
        for column, text in zip("EHK", (own, cells.FUND_BLOCK, cells.GP_BLOCK), strict=True):
            sheet.text(f"{column}{row}", text, bold=True)
    for column, text in zip("EHK", (own, *cells.RECEIVED_BLOCKS), strict=True):
        sheet.text(f"{column}{cells.RECEIVED_ROW}", text, bold=True)


def _numbers(sheet: TemplateSheet, row: int, line: TemplateLine) -> None:
    for name, column in cells.COLUMNS.items():
        sheet.number(f"{column}{row}", getattr(line, name), bold=line.total)


def _foot(sheet: TemplateSheet, found: ReportingTemplate) -> None:
    told = list(dict.fromkeys(note.text for note in found.notes))
    for row, text in enumerate(told, start=141):
        sheet.text(f"B{row}", text)
