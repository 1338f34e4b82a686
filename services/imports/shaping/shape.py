"""The facts of a sheet: chunk by chunk, every wrong cell told, nothing written yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.imports.kinds import Kind
from services.imports.kinds.declare import Facts
from services.imports.maps import Map
from services.imports.reading import Refused, Sheet
from services.imports.report import MOST_ERRORS, Report
from services.imports.shaping import plan as planning
from services.imports.shaping.columns import Columns
from services.imports.shaping.created import Firsts
from services.imports.shaping.derive import Dividends
from services.imports.shaping.finish import Finishing
from services.imports.shaping.gather import Gathering, Shaped, looks_at_all
from services.imports.shaping.parents import References
from services.imports.shaping.plan import Header, Plan
from services.imports.shaping.rows import Routing, Skipping

Progress = Callable[[str, int], None]


def shape(
    sheet: Sheet,
    kind: Kind,
    rules: Map,
    references: References,
    report: Report,
    *,
    today: date,
    progress: Progress,
) -> Shaped:
    """Facts of every kind in the sheet. Errors and warnings go to `report`; raises Refused.

    After an error the rest is read for more of them, and no facts are kept.
    """
    header = Header(sheet)
    main = planning.plan(kind, rules, sheet, header, report)
    dividends = Dividends.of(rules, header, report)
    routes = planning.routes(kind, rules)
    plans = [(route, planning.routed(main, route)) for route in routes]
    columns = Columns(sheet, main, rules, references, report)
    _tell_of_header(sheet, header, main, report)
    if not report.errors:
        columns.settle_styles()
    shaped = Shaped(Firsts(references))
    if report.errors:
        return shaped
    finishing = Finishing(references, report, today)
    gathering = Gathering(shaped, finishing, whole=looks_at_all(rules))
    skip, route_rows = Skipping(rules, main, sheet.header), Routing(main, plans)
    with gathering:
        for raw in sheet.chunks():
            chunk = skip(raw)
            shaped.rows_read += len(chunk.numbers)
            for plan, part in route_rows(chunk):
                gathering.add(plan.kind, part.numbers, columns.read(plan, part))
                if dividends is not None and plan is main:
                    dividends.feed(part, report)
            progress("reading", shaped.rows_read)
            if report.full or (len(sheet.ragged) > MOST_ERRORS and skip.pattern is None):
                break
        _tell_of_rows(sheet, skip, columns, report)
        if not shaped.rows_read and not report.errors:
            raise Refused("The file has a header and no rows.", "export it again with its rows")
        if not report.errors or not gathering.whole:
            gathering.complete(lambda facts: _add_derived(facts, dividends, kind))
    report.errors.sort(key=lambda trouble: trouble.row or 0)
    return shaped


def _add_derived(facts: dict[str, Facts], dividends: Dividends | None, kind: Kind) -> None:
    """What rules of the map make of all rows together; `looks_at_all` says which rules these are,
    only then are all the facts of the file here."""
    if dividends is not None and kind.name in facts:
        dividends.add_series(facts[kind.name])


def _tell_of_header(sheet: Sheet, header: Header, main: Plan, report: Report) -> None:
    unused = header.unused()
    if unused:
        names = ", ".join(" ".join(name.split()) for name in unused)
        words = f"Columns that were not read: {names}."
        report.odd(words, row=sheet.header_row or None)
    for note in sheet.notes:
        report.odd(note)
    used = {source.index: source.shown for source in main.sources}
    for (row, index), formula in sorted(sheet.unknown.items()):
        if row > sheet.header_row and index in used and not report.full:
            report.wrong(
                row,
                used[index],
                formula,
                "This formula has no stored result, so its value is unknown.",
                "open the workbook in Excel, let it calculate, and save it",
            )


def _tell_of_rows(sheet: Sheet, skip: Skipping, columns: Columns, report: Report) -> None:
    for ragged in sheet.ragged:
        if skip.skips(((ragged.value or "").lstrip(", "),)):
            skip.count += 1
        elif not report.full:
            report.wrong(ragged.row, ragged.column, ragged.value, ragged.message, ragged.hint)
    if sheet.blank:
        report.odd(f"{sheet.blank:,} rows were blank; they were left out.")
    if skip.repeated:
        report.odd(f"{skip.repeated:,} rows repeat the header; they were left out.")
    if skip.count:
        report.odd(f"{skip.count:,} rows were left out, as the map says (totals, notes, blanks).")
    for name, rounding in columns.rounding.items():
        words = (
            f"{rounding.rows:,} amounts were rounded to the cent; "
            f"together they changed by {rounding.sum:.8f}."
        )
        report.odd(words, row=rounding.first, column=name)
