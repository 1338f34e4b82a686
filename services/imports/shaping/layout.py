"""Layouts that are no plain table: texts at addresses, and matrices taken apart into facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from services.errors import Fault, InvalidInput
from services.imports.kinds import Kind
from services.imports.maps import Map
from services.imports.maps.rules import CellRule, Settings, Unpivot
from services.imports.reading import Chunk, Refused, Sheet
from services.imports.reading.sheet import Turn, plain

COUNTS = "counts"  # whether a row is one of its own, or repeats one told before
BRACES = re.compile(r"\{([^{}\n]*)\}")
MADE = "{} (by the map)"  # how a column is called that the file does not have


def laid_out(sheet: Sheet, kind: Kind, rules: Map) -> tuple[Sheet, Map]:
    """The sheet as a plain table, and the map of that table. Raises Refused."""
    texts = {name: _text(sheet, rule) for name, rule in rules.cells.items()}
    constants = {name: text for name, text in texts.items() if kind.column(name) is not None}
    found = rules.model_copy(update={"constants": {**constants, **rules.constants}})
    if rules.matrix is None:
        return sheet, found
    matrix = Matrix(sheet, rules.matrix, texts | dict(found.constants))
    columns = {name: (MADE.format(name),) for name in matrix.rule.fed}
    return matrix.sheet(), found.model_copy(update={"columns": {**rules.columns, **columns}})


def _text(sheet: Sheet, rule: CellRule) -> str:
    """The text at an address, or the part of it that the rule wants."""
    letters, number = coordinate_from_string(rule.at)
    place = column_index_from_string(letters) - 1
    _, rows = next(sheet.rows(number, 1), (number, []))
    cell = rows[0][place].strip() if rows and place < len(rows[0]) else ""
    part = re.search(rule.matching, cell) if rule.matching else None
    found = cell if rule.matching is None else (part[1] if part and part.groups() else "")
    if not found:
        what = f" in the form {rule.matching!r}" if rule.matching else ""
        raise Refused(
            f"The cell {rule.at} should hold a text{what}.",
            "is this the layout that the map is for? Correct `cells`",
            row=number,
            column=letters,
            value=cell,
        )
    return found.strip()


class Matrix:
    """Takes the rows of a matrix apart: one row for every filled cell of its columns."""

    def __init__(self, sheet: Sheet, rule: Unpivot, texts: Mapping[str, str]) -> None:
        self.base, self.rule, self.texts = sheet, rule, texts
        self.places: dict[str, int] = {}
        for index, name in enumerate(sheet.header):
            self.places.setdefault(plain(name), index)
        self.label = [self._place(name) for name in rule.label]
        every = (rule.columns, *(section.columns for section in rule.sections))
        self.cells = {name: self._place(name) for columns in every for name in columns}
        taken = {*self.label, *self.cells.values()}
        self.kept = [index for index in range(len(sheet.header)) if index not in taken]

    def _place(self, name: str) -> int:
        found = self.places.get(plain(name))
        if found is None:
            there = ", ".join(text for text in self.base.header if text)
            raise Refused(
                f"The column {name!r} is missing.",
                f"the file has: {there[:300]}",
                row=self.base.header_row or None,
                column=name,
            )
        return found

    def sheet(self) -> Sheet:
        """The sheet whose rows are the matrix's cells, under the map's own column names."""
        made = [MADE.format(name) for name in self.rule.fed]
        header = (*(self.base.header[index] for index in self.kept), *made)
        return Sheet(
            header,
            self.base.header_row,
            self.base.name,
            self.base.rows,
            serials=self.base.serials,
            notes=self.base.notes,
            unknown=self._unknown(),
            width=self.base.width,
            turning=self._turning,
        )

    def _unknown(self) -> dict[tuple[int, int], str]:
        """Formulas without a result, at the places where their columns stand afterwards."""
        places = {index: place for place, index in enumerate(self.kept)}
        places |= dict.fromkeys(self.cells.values(), len(self.kept))
        found = self.base.unknown.items()
        return {(row, places[i]): formula for (row, i), formula in found if i in places}

    def _turning(self) -> Turn:
        section = [self.rule.columns]

        def turn(chunk: Chunk) -> Chunk:
            return self._turned(chunk, section)

        return turn

    def _turned(self, chunk: Chunk, section: list[dict[str, Settings]]) -> Chunk:
        """The cells of some rows as rows; `section` is what the columns mean, and is kept up."""
        numbers: list[int] = []
        origins: list[str] = []
        rows: list[list[str]] = []
        for number, *cells in zip(chunk.numbers, *chunk.columns, strict=True):
            label = next((cells[p].strip() for p in self.label if cells[p].strip()), "")
            for later in self.rule.sections:
                if re.search(later.starting, label):
                    section[0] = later.columns
            if self.rule.skip is not None and re.search(self.rule.skip, label):
                continue
            for name, settings in section[0].items():
                cell = cells[self.cells[name]]
                if cell.strip():
                    numbers.append(number)
                    origins.append(self.base.header[self.cells[name]])
                    made = self._made(cell, label, settings)
                    rows.append([*(cells[index] for index in self.kept), *made])
        width = len(self.kept) + len(self.rule.fed)
        columns = list(zip(*rows, strict=True)) if rows else [()] * width
        return Chunk(numbers, columns, origins)

    def _made(self, cell: str, label: str, settings: Settings) -> list[str]:
        """The texts of the map's own columns for one cell, the cell itself first."""
        given = {**self.rule.set, **settings}
        return [cell, *(self._filled(given.get(name, ""), label) for name in self.rule.fed[1:])]

    def _filled(self, text: str, label: str) -> str:
        return text.format_map({"label": label, **self.texts}) if "{" in text else text


def refuse_unknown(kind: Kind, rules: Map) -> None:
    """Raise InvalidInput naming the columns and places of a map that mean nothing."""
    columns = {column.name for column in kind.columns}
    used = _used(rules)
    named = [*rules.named(), *(name for name in rules.cells if name not in used)]
    unknown = [name for name in dict.fromkeys(named) if name not in columns]
    if unknown:
        raise InvalidInput(
            f"Kind {kind.name} has no column {', '.join(unknown)}. "
            f"It has: {', '.join(column.name for column in kind.columns)}.",
            faults=tuple(Fault(name, f"Kind {kind.name} has no such column.") for name in unknown),
        )
    if rules.one_of_each is not None and COUNTS not in columns:
        raise InvalidInput(
            f"Kind {kind.name} has no column {COUNTS}, so all of its rows count: leave "
            "`one_of_each` out.",
            faults=(Fault(rules.one_of_each, f"Rows of {kind.name} cannot be left uncounted."),),
        )
    known = {"label", *rules.cells, *rules.constants}
    if not used <= known:
        raise InvalidInput(
            f"The matrix names {', '.join(sorted(used - known))}, which is not in `cells`. "
            f"Its texts may hold: {', '.join(f'{{{name}}}' for name in sorted(known))}."
        )


def _used(rules: Map) -> set[str]:
    """The names in braces that the texts of a matrix hold; a lone brace counts as one."""
    if rules.matrix is None:
        return set()
    matrix = rules.matrix
    given = [matrix.set, *matrix.columns.values()]
    given += [settings for section in matrix.sections for settings in section.columns.values()]
    texts = "\n".join(text for settings in given for text in settings.values())
    alone = set(re.findall(r"[{}]", BRACES.sub("", texts)))
    return set(BRACES.findall(texts)) | alone
