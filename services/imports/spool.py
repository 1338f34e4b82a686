"""Parsed rows on their way into the database: outside of memory, written as COPY reads them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from services.errors import Unavailable
from services.imports.kinds.declare import Column, Facts, Kind, Type
from services.imports.kinds.things import THINGS

IN_MEMORY = 2_000_000  # bytes; what is longer goes to a temporary file
AT_ONCE = 500_000  # bytes of whole lines that are handed on together
NULL = "\\N"
EXACT = (Type.MONEY, Type.RATE, Type.NUMBER)  # their values repeat too rarely to be remembered
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Codes = Mapping[Type, Mapping[str, str]]


class Spool:
    """The rows of one kind in the order of the file; codes stand where ids will be.

    A line holds the codes, its number from 1 on, the row of the file, and the other columns.
    `described` keeps the facts in memory too where the kind describes things, which are made before
    their facts are written. Raises Unavailable when the temporary file finds no space.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.rows = 0
        self.described = None if kind.entity is None else Facts(kind)
        self.referring = [column for column in kind.columns if column.type in THINGS]
        self.others = [column for column in kind.columns if column.type not in THINGS]
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="gpdash-import-")  # noqa: SIM115 - closed by close()

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """A spool that holds these facts."""
        found = cls(facts.kind)
        found.add(facts)
        return found

    @property
    def columns(self) -> list[str]:
        """Names of a line's columns, as the staging table has them."""
        codes = [column.stored for column in self.referring]
        return [*codes, "line", "source_row", *(column.stored for column in self.others)]

    def add(self, facts: Facts) -> None:
        """Append facts of the kind."""
        numbers = range(self.rows + 1, self.rows + len(facts) + 1)
        cells = zip(
            *(_texts(column, facts.columns[column.name]) for column in self.referring),
            map(str, numbers),
            map(str, facts.rows),
            *(_texts(column, facts.columns[column.name]) for column in self.others),
            strict=True,
        )
        try:
            self._file.write("".join(f"{line}\n" for line in map("\t".join, cells)).encode())
            self._file.flush()
        except OSError as full:
            raise Unavailable(
                f"The temporary file of the import cannot be written ({full.strerror}); "
                "nothing was changed."
            ) from full
        self.rows += len(facts)
        if self.described is not None:
            self.described.rows.extend(facts.rows)
            for name, values in facts.columns.items():
                self.described.columns.setdefault(name, []).extend(values)

    def blocks(self, codes: Codes) -> Iterator[tuple[int, bytes]]:
        """The lines with the ids of `codes`, and how many they are, some at a time."""
        known = [_known(codes[column.type]) for column in self.referring]
        self._file.seek(0)
        while lines := self._file.readlines(AT_ONCE):
            yield len(lines), _resolved(lines, known)

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()


def _texts(column: Column, values: Sequence[Any]) -> list[str]:
    """A column's values as COPY reads them: unknown is \\N, signs that it knows are escaped."""
    if column.type in EXACT:
        return [NULL if value is None else str(value) for value in values]
    texts = {value: _text(value) for value in set(values)}
    return [texts[value] for value in values]


def _text(value: Any) -> str:
    return NULL if value is None else str(value).translate(ESCAPES)


def _known(ids: Mapping[str, str]) -> dict[bytes, bytes]:
    return {NULL.encode(): NULL.encode()} | {
        _text(code).encode(): id_.encode() for code, id_ in ids.items()
    }


def _resolved(lines: list[bytes], known: list[dict[bytes, bytes]]) -> bytes:
    if not known:
        return b"".join(lines)
    *codes, rest = zip(*(line.split(b"\t", len(known)) for line in lines), strict=True)
    ids = [map(of.__getitem__, column) for of, column in zip(known, codes, strict=True)]
    return b"".join(map(b"\t".join, zip(*ids, rest, strict=True)))
