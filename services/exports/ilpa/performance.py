"""The Performance Template as a workbook: each figure in the cell where ILPA's own has it."""

from __future__ import annotations

from services.envelope import Note
from services.exports.ilpa import cells
from services.exports.ilpa.sheet import MULTIPLE, RATE, TemplateSheet
from services.lp_reporting.results.ilpa import FlowLine, PerformanceTemplate

GRANULAR = "granular"


def performance_xlsx(found: PerformanceTemplate) -> bytes:
    """The workbook; the same answer gives the same bytes."""
    granular = found.method == GRANULAR
    title = cells.PERFORMANCE_SHEET if granular else cells.GROSS_UP_SHEET
    sheet = TemplateSheet(title, cells.PERFORMANCE_WIDTHS)
    for label in cells.PERFORMANCE_HEAD:
        sheet.text(label.cell, label.text, bold=True)
    words = "Granular" if granular else "Gross Up"
    sheet.text(cells.DESCRIPTION, f"Transaction Description - {words} Methodology", bold=True)
    sheet.day(cells.AS_OF, found.as_of)
    sheet.text(cells.CURRENCY, found.currency)
    last = cells.FIRST_FLOW_ROW - 1
    for last, flow in enumerate(found.flows, start=cells.FIRST_FLOW_ROW):
        _flow(sheet, last, flow)
    for row in range(last + 1, cells.LAST_FLOW_ROW + 1):  # as the template's own formulas show
        for column in cells.TREATMENT:
            sheet.number(f"{column}{row}", 0)
    _measures(sheet, found)
    _foot(sheet, found, max(cells.PERFORMANCE_FOOT, last + 2))
    sheet.freeze(f"A{cells.FIRST_FLOW_ROW}")
    return sheet.bytes()


def _flow(sheet: TemplateSheet, row: int, flow: FlowLine) -> None:
    total = flow.kind == "total"
    for column, name in cells.FLOW_COLUMNS.items():
        cell, value = f"{column}{row}", getattr(flow, name)
        if name == "date":
            sheet.day(cell, None if total else value)
        elif name in ("label", "words"):
            sheet.text(cell, value, bold=total)
        else:
            sheet.number(cell, value)


def _measures(sheet: TemplateSheet, found: PerformanceTemplate) -> None:
    for measure in found.measures:
        rates, sums = cells.VIEW_COLUMNS[measure.view]
        sheet.number(f"{rates}{cells.IRR_ROW}", measure.irr, RATE)
        sheet.number(f"{rates}{cells.MULTIPLE_ROW}", measure.multiple, MULTIPLE)
        sheet.number(f"{sums}{cells.NUMERATOR_ROW}", measure.numerator)
        less = None if measure.denominator is None else -measure.denominator
        sheet.number(f"{sums}{cells.DENOMINATOR_ROW}", less)
    for part in found.portfolio:
        column = cells.PORTFOLIO_COLUMNS[part.part]
        sheet.number(f"{column}{cells.PORTFOLIO_IRR_ROW}", part.irr, RATE)
        sheet.number(f"{column}{cells.PORTFOLIO_MOIC_ROW}", part.moic, MULTIPLE)


def _foot(sheet: TemplateSheet, found: PerformanceTemplate, row: int) -> None:
    """Which fund, and what to know of the figures: on the first row of the foot and below."""
    sheet.text(f"B{row}", "Disclosures/Footnotes", bold=True)
    told = [f"{found.fund_name} ({found.fund})", *_sentences(found.notes)]
    for place, text in enumerate(told, start=row + 1):
        sheet.text(f"B{place}", text)


def _sentences(notes: tuple[Note, ...]) -> list[str]:
    return list(dict.fromkeys(note.text for note in notes))
