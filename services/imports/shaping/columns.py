"""The values of columns: one reader and one style each, wrong cells and rounding told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.imports.cells import amounts
from services.imports.cells.parsed import MOST_REMEMBERED, Bad, Reader
from services.imports.kinds.declare import Type
from services.imports.maps import Map
from services.imports.reading import Chunk, Sheet
from services.imports.report import Report
from services.imports.shaping import readers, signs
from services.imports.shaping.layout import MADE
from services.imports.shaping.parents import References
from services.imports.shaping.plan import Plan, Source
from services.imports.shaping.readers import DECLARED, Style

# digits above 0 are alike for the question which sign is the decimal one
DIGITS = str.maketrans("23456789", "11111111")


class Columns:
    """Reads the columns of one sheet; keeps a reader per column, so that a text is parsed once."""

    def __init__(
        self, sheet: Sheet, main: Plan, rules: Map, references: References, report: Report
    ) -> None:
        self.sheet, self.main, self.rules = sheet, main, rules
        self.references, self.report = references, report
        self.readers: dict[tuple[str, str, str], Reader] = {}
        self.styles: dict[str, Style] = {}
        self.rounding: dict[str, Rounding] = {}

    def settle_styles(self) -> None:
        """Decide decimal signs and date orders over whole columns where they are not declared."""
        texts: dict[str, dict[str, int]] = {}
        sources = [source for source in self.main.sources if source.index is not None]
        if "auto" in (self.rules.file.decimal, self.rules.file.date_order):
            kinds = {Type.MONEY, Type.RATE, Type.NUMBER, *readers.DAYS}
            texts = self._first_rows([s for s in sources if s.column.type in kinds])
        for source in sources:
            self._settle(source, texts.get(source.column.name, {}))

    def _first_rows(self, sources: list[Source]) -> dict[str, dict[str, int]]:
        """Per column the first text, prepared, of each way in which its texts are written, and its
        row: what styles are told from, however long the file is."""
        first: dict[str, dict[str, tuple[int, str]]] = {s.column.name: {} for s in sources}
        nulls = {text.casefold() for text in self.rules.file.null} | {""}
        prepare = {s.column.name: readers.preparation(self.rules, s.column.name) for s in sources}
        for chunk in self.sheet.chunks():
            for source in sources:
                assert source.index is not None
                found = first[source.column.name]
                for text, row in dict(
                    zip(reversed(chunk.columns[source.index]), reversed(chunk.numbers), strict=True)
                ).items():
                    cell = prepare[source.column.name](text)
                    if cell.casefold() not in nulls:
                        way = cell if source.column.type in readers.DAYS else cell.translate(DIGITS)
                        found[way] = min((row, cell), found.get(way, (row, cell)))
        return {
            name: {cell: row for row, cell in sorted(found.values())}
            for name, found in first.items()
        }

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
            blank = [column.default] * len(chunk.numbers)
            values[column.name] = blank if source is None else self._column(plan, source, chunk)
        for name, other in self.rules.unknown_with.items():
            if name in values and other in values:
                both = zip(values[name], values[other], strict=True)
                values[name] = [None if known is None else value for value, known in both]
        if len(self.report.errors) == before:
            self._settle_currency(plan, chunk, values)
        self._forget()
        if len(self.report.errors) > before:
            return None
        if self.rules.sign != "positive" and plan.kind.column("type") and "amount" in values:
            flip = self.rules.sign == "reversed"
            values["amount"] = signs.canonical(values["type"], values["amount"], flip=flip)
        return values

    def _forget(self) -> None:
        """Let go of what was remembered of amounts, where that grows with the file."""
        for reader in self.readers.values():
            if max(len(reader.rounded), len(reader.marks)) > MOST_REMEMBERED:
                for remembered in (reader, reader.rounded, reader.marks):
                    remembered.clear()

    def _settle_currency(self, plan: Plan, chunk: Chunk, values: dict[str, list[Any]]) -> None:
        """Blank currencies from the amounts' own signs; signs that contradict are errors."""
        for column in plan.kind.columns:
            source = plan.source(column.name)
            if column.type is not Type.MONEY or source is None or "currency" not in values:
                continue
            reader = self._reader(plan, source)
            if reader.marks:
                texts = [reader.prepare(text) for text in self._texts(source, chunk)]
                allowed = [reader.marks.get(text) for text in texts]
                for place, words, hint in signs.contradicting(allowed, values["currency"]):
                    row = chunk.numbers[place]
                    self.report.wrong(row, source.shown, texts[place], words, hint)

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
            self._tell(source, chunk, texts, found)
        if reader.rounded:
            kept = self.rounding.setdefault(source.shown, Rounding())
            kept.add(reader.rounded, texts, chunk.numbers)
        return found

    def _texts(self, source: Source, chunk: Chunk) -> Sequence[str]:
        if source.constant is not None:
            return [source.constant] * len(chunk.numbers)
        assert source.index is not None
        first = chunk.columns[source.index]
        if source.more:
            parts = zip(first, *(chunk.columns[index] for index in source.more), strict=True)
            filled = (list(filter(None, map(str.strip, row))) for row in parts)
            return [" ".join(row[:1] if source.either else row) for row in filled]
        if source.minus is None:
            return first
        decimal = self.styles[source.column.name].decimal
        second = chunk.columns[source.minus]
        return [_difference(a, b, decimal) for a, b in zip(first, second, strict=True)]

    def _reader(self, plan: Plan, source: Source) -> Reader:
        key = (plan.kind.name, source.column.name, source.mapped)
        if key not in self.readers:
            style = self.styles.get(source.mapped, DECLARED)
            style = style if source.constant is None else DECLARED
            self.readers[key] = readers.reader(
                plan.kind, source.column, self.rules, style, self.references, mapped=source.mapped
            )
        return self.readers[key]

    def _tell(self, source: Source, chunk: Chunk, texts: Sequence[str], found: list[Any]) -> None:
        matrix = self.rules.matrix
        cell = None if matrix is None else MADE.format(matrix.value)
        for place, (row, text, value) in enumerate(zip(chunk.numbers, texts, found, strict=True)):
            if self.report.full:
                return
            if isinstance(value, Bad):
                origins = chunk.origins if source.shown == cell else None
                shown = source.shown if origins is None else origins[place]
                self.report.wrong(row, shown, text, value.message, value.hint)


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
