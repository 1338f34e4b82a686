"""The facts of a sheet: chunk by chunk, every wrong cell told, nothing written yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from services.imports.kinds import Kind
from services.imports.kinds.declare import Facts
from services.imports.maps import Map
from services.imports.reading import Refused, Sheet
from services.imports.report import Report
from services.imports.shaping import finish
from services.imports.shaping import plan as planning
from services.imports.shaping.columns import Columns
from services.imports.shaping.derive import Dividends
from services.imports.shaping.parents import References
from services.imports.shaping.plan import Header, Plan
from services.imports.shaping.rows import Routing, Skipping

Progress = Callable[[str, int], None]


@dataclass
class Shaped:
    """What a sheet says: facts per kind, and how many rows were read."""

    facts: dict[str, Facts] = field(default_factory=dict)
    rows_read: int = 0

    def add(self, plan: Plan, numbers: list[int], values: dict[str, list[object]]) -> None:
        """Append rows of one kind."""
        facts = self.facts.setdefault(plan.kind.name, Facts(plan.kind))
        facts.rows.extend(numbers)
        for name, column in values.items():
            facts.columns.setdefault(name, []).extend(column)


def shape(
    sheet: Sheet,
    kind: Kind,
    rules: Map,
    references: References,
    report: Report,
    *,
    today: date,
    progress: Progress | None = None,
) -> Shaped:
    """Facts of every kind in the sheet. Errors and warnings go to `report`; raises Refused."""
    header = Header(sheet)
    main = planning.plan(kind, rules, sheet, header, report)
    dividends = Dividends.of(rules, header, report)
    routes = planning.routes(kind, rules)
    plans = {route.kind: planning.routed(main, route) for route in routes} | {kind.name: main}
    columns = Columns(sheet, main, rules, references, report)
    _tell_of_header(sheet, header, main, report)
    shaped = Shaped()
    if not report.errors:
        columns.settle_styles()
    if report.errors:
        return shaped
    skip, route_rows = Skipping(rules, main), Routing(main, routes)
    for raw in sheet.chunks():
        chunk = skip(raw)
        shaped.rows_read += len(chunk.numbers)
        for name, part in route_rows(chunk):
            values = columns.read(plans[name], part)
            if values is not None:
                shaped.add(plans[name], list(part.numbers), values)
            if dividends is not None and name == kind.name:
                dividends.feed(part, report)
        if progress:
            progress("reading", shaped.rows_read)
        if report.full:
            break
    _tell_of_rows(sheet, skip, columns, report)
    if not shaped.rows_read and not report.errors:
        raise Refused("The file has a header and no rows.", "export it again with its rows")
    if not report.errors:
        _complete(shaped, dividends, references, report, kind=kind.name, today=today)
    return shaped


def _tell_of_header(sheet: Sheet, header: Header, main: Plan, report: Report) -> None:
    unused = header.unused()
    if unused:
        names = ", ".join(" ".join(name.split()) for name in unused)
        words = f"Columns that were not read: {names}."
        report.odd(words, row=sheet.header_row)
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
    if skip.count:
        report.odd(f"{skip.count:,} rows were left out, as the map says (totals, notes, blanks).")
    for name, rounding in columns.rounding.items():
        words = (
            f"{rounding.rows:,} amounts were rounded to the cent; "
            f"together they changed by {rounding.sum:.8f}."
        )
        report.odd(words, row=rounding.first, column=name)
    report.errors.sort(key=lambda trouble: trouble.row or 0)


def _complete(
    shaped: Shaped,
    dividends: Dividends | None,
    references: References,
    report: Report,
    *,
    kind: str,
    today: date,
) -> None:
    if dividends is not None and kind in shaped.facts:
        dividends.add_series(shaped.facts[kind])
    for name, facts in shaped.facts.items():
        finish.fill_currencies(facts, references, report)
        shaped.facts[name] = finish.settle_twins(facts, report)
    if report.errors:
        return
    for facts in shaped.facts.values():
        finish.tell_oddities(facts, references.all_funds, today, report)
