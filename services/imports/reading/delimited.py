"""CSV and its relatives: delimiter, quotes, line ends, and records counted as spreadsheets do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from services.imports.reading.sheet import MOST_COLUMNS, Refused

DELIMITERS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 100_000
SAMPLE = 30


class Records:
    """The records of a text. A record is one row of a spreadsheet, even over several lines."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter

    def __call__(self, start: int = 1) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each record from number `start` on. Raises Refused for bad quotes."""
        csv.field_size_limit(LONGEST_CELL)
        lines = io.StringIO(self.text, newline="")
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        number = 0
        try:
            for number, record in enumerate(reader, start=1):
                if number >= start:
                    yield number, record
        except csv.Error as error:
            raise Refused(
                f"The quotes of this row cannot be understood ({error}).",
                'a quote inside a quoted cell is written twice: "He said ""yes"""',
                row=number + 1,
            ) from None


def delimiter_of(text: str, declared: str) -> tuple[str, str | None]:
    """The delimiter, and a sentence when it is not a comma. `declared` auto looks at the text."""
    if declared != "auto":
        sign = {"tab": "\t", "\\t": "\t"}.get(declared, declared)
        if len(sign) != 1:
            raise Refused(f"{declared!r} is no delimiter.", "use one character, or `tab`")
        return sign, None
    found = max(DELIMITERS, key=lambda sign: _columns(text, sign))
    note = None if found == "," else f"The cells are separated by {NAMES[found]}s."
    return found, note


def _columns(text: str, sign: str) -> int:
    """How many cells the widest of the first records has under this delimiter."""
    records = Records(text, sign)()
    widths = []
    try:
        for _, record in islice(records, SAMPLE):
            widths.append(len(record))
    except Refused:
        pass  # quotes that only make sense under another delimiter: judged by the records before
    steady = [width for width in set(widths) if widths.count(width) * 2 > len(widths)]
    width = max(steady, default=max(widths, default=0))
    return width if width <= MOST_COLUMNS else 0
