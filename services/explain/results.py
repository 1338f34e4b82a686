"""What a figure says of itself: its value and meaning, what it is made of, and where that stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.definitions import Definition
from services.envelope import FundRef, Note

Day = date
Value = Decimal | float | int | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure in the unit the API gives it in, with what it stands on.

    `as_of` is the day of the figure; `known_on` None means as known now; `nav_as_of` the oldest
    value used. `hash` is the SHA-256 of everything else here but `data_quality`: as long as it is
    the same, so is the figure. `value` None has its reason in `notes`.
    """

    figure_id: str
    metric: str
    name: str
    value: Value
    unit: str
    basis: str
    credit_line: str
    currency: str
    as_of: date
    nav_as_of: date | None
    known_on: datetime | None
    funds: tuple[FundRef, ...]
    definition: Definition | None
    citation: str
    definitions_version: str
    data_quality: Mapping[str, Any]
    notes: tuple[Note, ...]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a figure is made of. `figure_id` where it is a figure itself, so that one can go on."""

    key: str
    name: str
    value: Value
    unit: str
    figure_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What a row was replaced by in a later file."""

    amount: Decimal | None
    file: str | None
    sheet: str | None
    row: int | None
    known_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row of one imported file, and what it does to the figure.

    `kind` is the kind of import. `amount` is as in the file, in `currency` (or in `unit`);
    `converted` the same in the figure's currency, at `rate` of `rate_date` as `rate_source` says,
    all None where nothing was to be converted. `counts_as` says what the row is to the figure and
    `adds` what it adds to that, signed. `counts` says what the row's type is under each basis and
    view of the credit line. Times are those of the database; `known_to` None: still believed.
    """

    kind: str
    date: date
    fund: str | None
    investor: str | None
    type: str | None
    label: str
    amount: Decimal | None
    unit: str
    currency: str | None
    rate: Decimal | None
    rate_date: Day | None
    rate_source: str | None
    converted: Decimal | None
    counts_as: str
    adds: Decimal | None
    counts: Mapping[str, str]
    file: str | None
    sheet: str | None
    row: int | None
    import_id: str | None
    imported_by: str | None
    imported_at: datetime | None
    known_from: datetime | None
    known_to: datetime | None
    replaced_by: Later | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed since the moment of knowledge, None of a figure as known now.

    `superseded`: rows of this figure that a later file corrected; `added`: rows of the same funds
    and days that were not known then.
    """

    superseded: int
    added: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Figure):
    """A figure taken apart: formula, the same with the numbers put in, inputs and rows.

    `recomputed` is the figure found a second, plain way from the rows, `difference` recomputed
    less value; both None where there is no value. `rows` are the newest of `total_rows`.
    """

    formula: str
    numbers: str
    day_count: str | None
    inputs: tuple[Input, ...]
    recomputed: Value
    difference: float | None
    checked: str
    rows: tuple[SourceRow, ...] = field(metadata={"rows": SourceRow})
    total_rows: int
    limit: int
    offset: int
    changed: Changes | None
