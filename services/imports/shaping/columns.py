"""The values of columns: one reader and one style each, wrong cells and rounding told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.imports.cells import amounts
from services.imports.cells.parsed import Bad, Reader
from services.imports.kinds.declare import Type
from services.imports.maps import Map
from services.imports.reading import Chunk, Sheet
from services.imports.report import Report
from services.imports.shaping import readers, signs
from services.imports.shaping.parents import References
from services.imports.shaping.plan import Plan, Source
from services.imports.shaping.readers import DECLARED, Style


class Columns:
    """Reads the columns of one sheet; keeps a reader per column, so that a text is parsed once."""

    def __init__(
        self, sheet: Sheet, main: Plan, rules: Map, references: References, report: Report
    ) -> None:
        self.sheet, self.main, self.rules = sheet, main, rules
        self.references, self.report = references, report
        self.readers: dict[tuple[str, str], Reader] = {}
        self.styles: dict[str, Style] = {}
        self.rounding: dict[str, Rounding] = {}

    def settle_styles(self) -> None:
        """Decide decimal signs and date orders over whole columns where they are not declared."""
        texts: dict[str, dict[str, int]] = {}
        sources = [source for source in self.main.sources if source.index is not None]
        if "auto" in (self.rules.file.decimal, self.rules.file.date_order):
            kinds = {Type.MONEY, Type.RATE, Type.NUMBER, Type.DATE}
            texts = self._first_rows([s for s in sources if s.column.type in kinds])
        for source in sources:
            self._settle(source, texts.get(source.column.name, {}))

    def _first_rows(self, sources: list[Source]) -> dict[str, dict[str, int]]:
        """Per column its distinct texts, prepared, and the first row each stands in."""
        found: dict[str, dict[str, int]] = {source.column.name: {} for source in sources}
        nulls = {text.casefold() for text in self.rules.file.null} | {""}
        prepare = {s.column.name: readers.preparation(self.rules, s.column.name) for s in sources}
        for chunk in self.sheet.chunks():
            for source in sources:
                assert source.index is not None
                name = source.column.name
                for text, row in dict(
                    zip(reversed(chunk.columns[source.index]), reversed(chunk.numbers), strict=True)
                ).items():
                    cell = prepare[name](text)
                    if cell.casefold() not in nulls:
                        found[name][cell] = min(row, found[name].get(cell, row))
        return found

    def _settle(self, source: Source, texts: dict[str, int]) -> None:
        style, bad, note = readers.style_of(
            source.column, self.rules, texts, serials=self.sheet.serials
        )
        if bad is not None:
            text = next((text for text in texts if repr(text) in bad.message), None)
            row = None if text is None else texts[text]
            self.report.wrong(row, source.shown, text, bad.message, bad.hint)
        if note is not None:
            self.report.odd(note, column=source.shown)
        self.styles[source.column.name] = style or DECLARED

    def read(self, plan: Plan, chunk: Chunk) -> dict[str, list[Any]] | None:
        """Values of every column of the plan's kind by name; None when a cell is wrong."""
        before = len(self.report.errors)
        values: dict[str, list[Any]] = {}
        for column in plan.kind.columns:
            source = plan.source(column.name)
            blank = [None] * len(chunk.numbers)
            values[column.name] = blank if source is None else self._column(plan, source, chunk)
        if len(self.report.errors) > before:
            return None
        if self.rules.sign == "signed" and plan.kind.column("type") and "amount" in values:
            values["amount"] = signs.canonical(values["type"], values["amount"])
        return values

    def _column(self, plan: Plan, source: Source, chunk: Chunk) -> list[Any]:
        texts = self._texts(source, chunk)
        by_sign = self.rules.type_by_sign
        amount = plan.source("amount")
        if source.column.type is Type.FLOW_TYPE and by_sign and amount is not None:
            amounts_ = self._reader(plan, amount).column(self._texts(amount, chunk))
            texts = signs.by_sign(texts, amounts_, by_sign)
        reader = self._reader(plan, source)
        found = reader.column(texts)
        if reader.met_bad:
            self._tell(source, chunk.numbers, texts, found)
        if reader.rounded:
            kept = self.rounding.setdefault(source.shown, Rounding())
            kept.add(reader.rounded, texts, chunk.numbers)
        return found

    def _texts(self, source: Source, chunk: Chunk) -> Sequence[str]:
        if source.constant is not None:
            return [source.constant] * len(chunk.numbers)
        assert source.index is not None
        first = chunk.columns[source.index]
        if source.minus is None:
            return first
        decimal = self.styles[source.column.name].decimal
        second = chunk.columns[source.minus]
        return [_difference(a, b, decimal) for a, b in zip(first, second, strict=True)]

    def _reader(self, plan: Plan, source: Source) -> Reader:
        key = (plan.kind.name, source.column.name)
        if key not in self.readers:
            name = self._mapped_name(source)
            style = self.styles.get(name, DECLARED) if source.constant is None else DECLARED
            self.readers[key] = readers.reader(
                plan.kind, source.column, self.rules, style, self.references, mapped=name
            )
        return self.readers[key]

    def _mapped_name(self, source: Source) -> str:
        """Our name of the column in the kind the map is written for (`amount` feeds `nav`)."""
        if source.index is None:
            return source.column.name
        place = (source.index, source.minus)
        same = (s.column.name for s in self.main.sources if (s.index, s.minus) == place)
        return next(same, source.column.name)

    def _tell(
        self, source: Source, rows: Sequence[int], texts: Sequence[str], found: list[Any]
    ) -> None:
        for row, text, value in zip(rows, texts, found, strict=True):
            if self.report.full:
                return
            if isinstance(value, Bad):
                self.report.wrong(row, source.shown, text, value.message, value.hint)


class Rounding:
    """How many amounts of a column were rounded to the cent, and by how much in sum."""

    def __init__(self) -> None:
        self.rows = 0
        self.first: int | None = None
        self.sum = Decimal(0)

    def add(
        self, differences: dict[str, Decimal], texts: Sequence[str], rows: Sequence[int]
    ) -> None:
        """Count the rows of a chunk; `differences` are rounded minus exact, per text."""
        for text, row in zip(texts, rows, strict=True):
            difference = differences.get(text.strip())
            if difference is not None:
                self.rows += 1
                self.first = self.first or row
                self.sum += difference


def _difference(first: str, second: str, decimal: str) -> str:
    """One amount minus another, as text; the text that is blank or wrong where one is."""
    for text in (first, second):
        if isinstance(amounts.number(text.strip(), decimal=decimal), Bad):
            return text
    a, b = (amounts.number(text.strip(), decimal=decimal) for text in (first, second))
    assert isinstance(a, Decimal) and isinstance(b, Decimal)
    found = f"{amounts.EXACT.subtract(a, b):f}"
    return found if decimal == "point" else found.replace(".", ",")
