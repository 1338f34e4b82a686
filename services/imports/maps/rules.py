"""What a map may say about a file: how it is written, and how its columns become ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]


def _as_tuple(value: Any) -> Any:
    return (str(value),) if isinstance(value, str | int | float) else value


def _as_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"this is no regular expression: {error}") from None
    return text


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Pattern = Annotated[str, AfterValidator(_as_pattern)]


class Part(BaseModel):
    """A part of a map: keys that it does not know are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileRules(Part):
    """How the file is written. `unit` multiplies every amount; `null` lists texts for unknown.

    The header is row `header_row` (auto: the row with most of the wanted names); `header_height`
    rows from there on are stacked, and their texts are joined: a blank cell continues the merged
    one to its left. `header` names the columns of a file without a header row; its data begin
    below `rows_above` rows. Rows are left out when their first filled cell matches
    `skip_rows_matching`, or when all columns of `skip_rows_blank_in` (ours) are blank; both are
    counted and told, as are rows that repeat the header.
    """

    header_row: Annotated[int, Field(ge=1, le=1000)] | Literal["auto"] = 1
    header_height: Annotated[int, Field(ge=1, le=10)] = 1
    header: Names = ()
    rows_above: Annotated[int, Field(ge=0, le=1000)] = 0
    sheet: Names = ()
    encoding: str = "auto"
    delimiter: str = "auto"
    date_order: Literal["auto", "iso", "mdy", "dmy"] = "auto"
    decimal: Literal["auto", "point", "comma"] = "auto"
    unit: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    null: tuple[Words, ...] = ()
    skip_rows_matching: Pattern | None = None
    skip_rows_blank_in: Names = ()

    @property
    def sheets(self) -> tuple[str, ...]:
        return self.sheet

    @model_validator(mode="after")
    def _one_header(self) -> FileRules:
        if self.header_height > 1 and self.header_row == "auto":
            raise ValueError("a stacked header needs a `header_row`, not auto")
        if self.rows_above and not self.header:
            raise ValueError("`rows_above` goes with `header`; use `header_row`")
        return self


class RouteRule(Part):
    """Rows whose `when` column (ours, before `values`) holds one of the texts are another kind."""

    kind: str
    when: dict[str, Names]
    columns: dict[str, str] = {}


class BySign(Part):
    """The type of a row whose text says only that cash moved."""

    negative: str
    positive: str


class TotalReturn(Part):
    """A second series with dividends: TR_t = TR_{t-1} (P_t + D_t / periods) / P_{t-1}.

    Starts at the first level and ends before the first `missing` dividend.
    """

    dividend: str
    index: str
    periods: Annotated[int, Field(ge=1, le=366)] = 12
    missing: tuple[Words, ...] = ("0", "0.0", "")


class Derive(Part):
    """Facts computed from the file's own."""

    total_return: TotalReturn | None = None


class CellRule(Part):
    """A text of the sheet by its address (`B10`); `matching` takes the part in parentheses."""

    at: Annotated[str, Field(pattern=r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")]
    matching: Pattern | None = None


def _as_cell(value: Any) -> Any:
    return {"at": value} if isinstance(value, str) else value


Settings = dict[str, Words]


class Section(Part):
    """Rows from the one whose label matches `starting` on, where the columns mean other things."""

    starting: Pattern
    columns: dict[str, Settings]


class Unpivot(Part):
    """A matrix: every filled cell of the `columns` (theirs) is a fact of its own, of that row.

    The cell feeds `value` (ours); the settings beside each column, and `set` for all of them, feed
    our other columns. They may hold `{label}`, the text of the first filled column of `label`
    (theirs), and names from `cells`. Rows whose label matches `skip` are left out. `sections` say
    what the columns mean further down.
    """

    value: str
    label: Names = ()
    skip: Pattern | None = None
    set: Settings = {}
    columns: dict[str, Settings]
    sections: tuple[Section, ...] = ()

    @property
    def fed(self) -> tuple[str, ...]:
        """Our columns that the matrix feeds, the value first."""
        every = [self.columns, *(section.columns for section in self.sections)]
        given = (name for columns in every for settings in columns.values() for name in settings)
        return tuple(dict.fromkeys((self.value, *self.set, *given)))


class Cumulative(Part):
    """Columns (theirs) that hold what was paid in and paid back so far, and the value that day.

    Each becomes flows by difference with the day before, also with days of earlier files that were
    read by the same map; the first day counts in full. What falls becomes a reversal and is told.
    """

    paid_in: str | None = None
    distributed: str | None = None
    nav: str | None = None

    def unpivot(self) -> Unpivot:
        """The same as a matrix of typed amounts."""
        types = {"capital_call": self.paid_in, "distribution": self.distributed, "nav": self.nav}
        columns = {name: {"type": type_} for type_, name in types.items() if name is not None}
        return Unpivot(value="amount", columns=columns)


class Parents(Part):
    """Things that may be created when a row names one that does not exist; values are defaults.

    A pipeline deal needs the `fund` that looked at it, a team member a `role` and an address as
    code.
    """

    fund: dict[str, Words] | None = None
    investor: dict[str, Words] | None = None
    company: dict[str, Words] | None = None
    pipeline_deal: dict[str, Words] | None = None
    user: dict[str, Words] | None = None


class Map(Part):
    """One layout. `columns`: ours to theirs (several names: the first that is there; `Name#2` is
    the second column of that name).

    What fills a column: `constants` (columns the file lacks), `cells` (a text at an address),
    `join` (several columns with a space between), `first_filled` (the first of several that is not
    blank in the row), `difference` (one amount minus another), `unpivot` and `cumulative` (columns
    that are facts of their own), `defaults` (blank cells). `unknown_with` empties a column where
    another one is blank (a currency without a price).
    What becomes of a text: `strip` removes what a pattern matches (footnote marks), `item` takes
    the first of a comma list or the rest of it, `values` translate (`*`: every other text).
    How a cell is read: `percent` columns hold 15.2 for 15.2 %, `magnitude` columns amounts such as
    $2.3B, `day_of` columns moments whose day counts, `precision` dates known to the year or
    month, or not at all where the cell is blank.
    `sign`: positive = the type says the direction; signed = calls negative, distributions positive;
    reversed = the other way round. `one_of_each`: rows equal in all but this column are one thing,
    and only the first of each counts.
    """

    name: str = "map"
    words: str = ""
    kind: str
    file: FileRules = FileRules()
    columns: dict[str, Names] = {}
    constants: dict[str, Words] = {}
    cells: dict[str, Annotated[CellRule, BeforeValidator(_as_cell)]] = {}
    join: dict[str, Names] = {}
    first_filled: dict[str, Names] = {}
    difference: dict[str, tuple[str, str]] = {}
    unpivot: Unpivot | None = None
    cumulative: Cumulative | None = None
    defaults: dict[str, Words] = {}
    unknown_with: dict[str, str] = {}
    strip: dict[str, Pattern] = {}
    item: dict[str, Literal["first", "rest"]] = {}
    values: dict[str, dict[Words, Words]] = {}
    percent: Names = ()
    magnitude: Names = ()
    day_of: Names = ()
    precision: dict[str, Literal["year", "month"]] = {}
    sign: Literal["positive", "signed", "reversed"] = "positive"
    type_by_sign: dict[str, BySign] = {}
    one_of_each: str | None = None
    routes: tuple[RouteRule, ...] = ()
    parents: Parents = Parents()
    derive: Derive = Derive()

    @model_validator(mode="after")
    def _one_matrix(self) -> Map:
        if self.unpivot is not None and self.cumulative is not None:
            raise ValueError("`cumulative` and `unpivot` exclude each other")
        if self.cumulative is not None and self.kind != "fund_cash_flows":
            raise ValueError("`cumulative` is for kind fund_cash_flows")
        return self

    @property
    def matrix(self) -> Unpivot | None:
        """The matrix to take apart, if the file is one."""
        return self.unpivot if self.cumulative is None else self.cumulative.unpivot()

    def named(self) -> Iterator[str]:
        """Every column of ours that the map speaks of, so that a wrong name is told."""
        for part in (self.columns, self.constants, self.join, self.first_filled, self.difference):
            yield from part
        yield from (*self.defaults, *self.unknown_with, *self.unknown_with.values())
        for texts in (self.strip, self.item, self.values, self.precision):
            yield from texts
        yield from (*self.percent, *self.magnitude, *self.day_of, *self.file.skip_rows_blank_in)
        if self.one_of_each is not None:
            yield self.one_of_each
        if self.matrix is not None:
            yield from self.matrix.fed

    def described(self) -> dict[str, Any]:
        """The map as plain data: kept with the import, and part of its identity."""
        return self.model_dump(mode="json", exclude_defaults=True)
