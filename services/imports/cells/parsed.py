"""Parsed columns: each distinct text is read once, and what cannot be read keeps its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MOST_REMEMBERED = 100_000
REMEDY = "fill it in; leave lines out that are no facts (totals, notes), or skip them in a map"


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a cell cannot be used, and what to do about it."""

    message: str
    hint: str | None = None


class Reader(dict[str, Any]):
    """Text to value for one column. A text that stands in many rows is parsed once.

    `prepare` trims the cell, `parse` gives the value or a `Bad`; a blank (or one of `nulls`,
    compared without case) is `default`, else None, or Bad where the column is `required`.
    `rounded` and `marks` are filled by readers of money: rounded minus exact, and the currencies
    that the amount's own sign allows, per prepared text.
    """

    def __init__(
        self,
        parse: Callable[[str], Any],
        *,
        required: bool = False,
        nulls: frozenset[str] = frozenset(),
        prepare: Callable[[str], str] = str.strip,
        default: Any = None,
    ) -> None:
        super().__init__()
        self.parse = parse
        self.prepare = prepare
        self.nulls = nulls
        missing = Bad("A value is required here.", REMEDY) if required else None
        self.blank = missing if default is None else default
        self.met_bad = False
        self.rounded: dict[str, Decimal] = {}
        self.marks: dict[str, tuple[str, ...]] = {}

    def __missing__(self, text: str) -> Any:
        cell = self.prepare(text)
        if cell == "" or (self.nulls and cell.casefold() in self.nulls):
            value = self.blank
        else:
            value = self.parse(cell)
        self.met_bad = self.met_bad or isinstance(value, Bad)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[text] = value
        return value

    def column(self, texts: Sequence[str]) -> list[Any]:
        """Every text of a column, in order."""
        return list(map(self.__getitem__, texts))
