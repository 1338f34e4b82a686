"""CSV and its relatives: delimiter, quotes, line ends, and records counted as spreadsheets do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from services.imports.reading.sheet import MOST_COLUMNS, MOST_ROWS, Batch, Refused, too_many

DELIMITERS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 100_000
SAMPLE = 30
SAMPLE_CHARACTERS = 200_000
PART = 1_000_000  # characters: a copy of the whole text would take four bytes for each
MOST_ABOVE = 2_000  # lines above the header, and blank ones
END_OF_LINE = re.compile(r"\r\n|\r|\n")


class Records:
    """The records of a text. A record is one row of a spreadsheet, even over several lines."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter

    def __call__(self, start: int, size: int) -> Iterator[Batch]:
        """Records from number `start` on, `size` at a time. Raises Refused for bad quotes."""
        reader = self._reader()
        try:
            for _ in islice(reader, start - 1):
                pass
            while records := list(islice(reader, size)):
                yield start, records
                start += len(records)
        except csv.Error as error:
            raise Refused(
                f"The quotes of this row cannot be understood ({error}).",
                'a quote inside a quoted cell is written twice: "He said ""yes"""',
                row=self._broken_at(),
            ) from None

    def _reader(self) -> Iterator[list[str]]:
        csv.field_size_limit(LONGEST_CELL)
        return csv.reader(lines(self.text), delimiter=self.delimiter, strict=True)

    def _broken_at(self) -> int:
        """Number of the first record that cannot be read."""
        number = 1
        try:
            for _ in self._reader():
                number += 1
        except csv.Error:
            return number
        return number


def refuse_too_many(text: str) -> None:
    """Raise Refused for more rows than are taken, before any is read.

    A text with quotes may have line breaks inside its cells: its rows are counted while they are
    read.
    """
    ends = max(text.count("\n"), text.count("\r"))
    if ends > MOST_ROWS + MOST_ABOVE and '"' not in text:
        raise too_many()


def lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends as they are; a copy of a part at a time is made."""
    start = 0
    while start < len(text):
        found = END_OF_LINE.search(text, start + PART)
        end = found.end() if found else len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def delimiter_of(text: str, declared: str) -> tuple[str, str | None]:
    """The delimiter, and a sentence when it is not a comma. `declared` auto looks at the text."""
    if declared != "auto":
        sign = {"tab": "\t", "\\t": "\t"}.get(declared, declared)
        if len(sign) != 1:
            raise Refused(f"{declared!r} is no delimiter.", "use one character, or `tab`")
        return sign, None
    start = text[:SAMPLE_CHARACTERS]
    found = max(DELIMITERS, key=lambda sign: _columns(start, sign))
    note = None if found == "," else f"The cells are separated by {NAMES[found]}s."
    return found, note


def _columns(text: str, sign: str) -> int:
    """How many cells the widest of the first records has under this delimiter."""
    widths: list[int] = []
    try:
        for _, records in islice(Records(text, sign)(1, 1), SAMPLE):
            widths += map(len, records)
    except Refused:
        pass  # quotes that only make sense under another delimiter: judged by the records before
    steady = [width for width in set(widths) if widths.count(width) * 2 > len(widths)]
    width = max(steady, default=max(widths, default=0))
    return width if width <= MOST_COLUMNS else 0
