"""From a path to a sheet with its header found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.imports.maps import FileRules
from services.imports.reading import delimited, encoding, guard, signs, workbook
from services.imports.reading.sheet import Refused, Rows, Sheet, plain

MOST_BYTES = 1_000_000_000
HEADER_WITHIN = 30
REPORT_WITHIN = 10


def read_bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """The file's bytes. Refused when it is not there or larger than `most`."""
    try:
        if path.is_dir():
            raise Refused("This is a folder, not a file.", "name a .csv or .xlsx file")
        if path.stat().st_size > most:
            raise Refused(f"The file is larger than {most // 1_000_000:,} MB.", "split it by year")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"The file cannot be read: {error.strerror}.", "check the path") from None


def open_sheet(
    data: bytes, rules: FileRules, *, sheet: str | None, wanted: Sequence[Sequence[str]]
) -> Sheet:
    """The table inside `data` (CSV, .gz or XLSX, told by content).

    `wanted` are the column names that must stand in the header, each with its alternatives; they
    find the header where `header_row` is auto. Raises Refused.
    """
    data = signs.unpacked(data, limit=MOST_BYTES)
    if guard.is_archive(data):
        return _open_workbook(data, rules, sheet=sheet, wanted=wanted)
    if sheet is not None:
        raise Refused("A sheet was named, but the file is text.", "leave --sheet out")
    signs.refuse_strangers(data)
    text, note = encoding.decoded(data, rules.encoding)
    signs.refuse_strangers(text[:4096].encode())  # a page in UTF-16 is seen only now
    delimited.refuse_too_many(text)
    delimiter, second = delimited.delimiter_of(text, rules.delimiter)
    records = delimited.Records(text, delimiter)
    row, header = _header(records, rules, wanted)
    found = Sheet(header, row, None, records)
    found.notes = [words for words in (note, second) if words]
    return found


def _open_workbook(
    data: bytes, rules: FileRules, *, sheet: str | None, wanted: Sequence[Sequence[str]]
) -> Sheet:
    guard.refuse_unsafe(data)
    book = workbook.opened(data)
    names = (sheet,) if sheet else rules.sheets
    name = workbook.chosen_sheet(book, names)
    book.close()
    cells = workbook.Cells(data, name)
    row, header = _header(cells, rules, wanted)
    cells.width = len(header)
    found = Sheet(header, row, name, cells, serials=True)
    found.unknown = cells.formulas_without_value()
    return found


def _header(
    rows: Rows, rules: FileRules, wanted: Sequence[Sequence[str]]
) -> tuple[int, tuple[str, ...]]:
    """Number and cells of the header: the map's own names, stacked rows joined, or one row."""
    if rules.header:
        return rules.rows_above, _given(rows, rules)
    auto = rules.header_row == "auto"
    most = HEADER_WITHIN if rules.header_row == "auto" else rules.header_row
    last = most + rules.header_height - 1
    _, top = next(rows(1, max(last, REPORT_WITHIN)), (1, []))
    signs.refuse_reports(top[:REPORT_WITHIN])
    first = top[:last]
    place = most - 1
    if auto:
        matches = [_matches(_named(first, row), wanted) for row in range(len(first))]
        place = max(range(len(first)), key=lambda row: matches[row], default=0)
    if rules.header_height > 1:
        names = joined(first[place:last])
    else:
        names = _named(first, place) if place < len(first) else ()
    if not any(names) or (rules.header_height == 1 and not _filled(first[place])):
        raise Refused(
            f"Row {place + 1} should hold the header, but it is blank.",
            "put the column names there, or declare `header_row` in a map",
            row=place + 1,
        )
    return place + rules.header_height, names


def _given(rows: Rows, rules: FileRules) -> tuple[str, ...]:
    """The names a map gives, if the first row below them has as many cells."""
    number = rules.rows_above + 1
    _, first = next(rows(number, 1), (number, []))
    cells = first[0] if first else []
    found, width = len(cells), len(rules.header)
    if found < width or _filled(cells[width:]):
        raise Refused(
            f"Row {number} has {found} cells, the map names {width} columns.",
            "is this the layout that the map is for? Correct `header` or `rows_above`",
            row=number,
        )
    return rules.header


def _filled(row: list[str]) -> bool:
    return any(cell.strip() for cell in row)


def joined(rows: list[list[str]]) -> tuple[str, ...]:
    """One name per column of a stacked header; upper rows continue to the right (merged cells)."""
    width = max(map(len, rows), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for place, row in enumerate(rows):
        last = place == len(rows) - 1
        text = ""
        for index in range(width):
            cell = " ".join(row[index].split()) if index < len(row) else ""
            text = cell or ("" if last else text)
            if text and parts[index][-1:] != [text]:
                parts[index].append(text)
    while parts and not parts[-1]:
        parts.pop()
    return tuple(map(" ".join, parts))


def _named(first: list[list[str]], place: int) -> tuple[str, ...]:
    """The names of one row. A blank cell under a merged one takes the name above it."""
    names = [cell.strip() for cell in first[place]]
    above = first[place - 1] if place else []
    for index, name in enumerate(names):
        if not name and index < len(above):
            names[index] = above[index].strip()
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _matches(names: tuple[str, ...], wanted: Sequence[Sequence[str]]) -> int:
    there = {plain(name) for name in names}
    return sum(any(plain(name) in there for name in names_) for names_ in wanted)
