"""How a kind of file is declared: its columns, what makes two rows the same fact, what is odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Type(StrEnum):
    """What a column's cells mean; it settles how they are read and stored."""

    TEXT = "text"
    CODE = "code"
    WORD = "word"
    INTEGER = "integer"
    MONEY = "money"
    RATE = "rate"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "yes or no"
    CHOICE = "choice"
    CURRENCY = "currency"
    FUND = "fund"
    INVESTOR = "investor"
    COMPANY = "company"
    INVESTMENT = "investment"
    PIPELINE_DEAL = "pipeline deal"
    USER = "team member"
    FLOW_TYPE = "transaction type"
    ACCOUNT = "capital-account line"
    MOMENT = "date and time"
    DAY_OR_YEAR = "day or year"
    EMAIL = "e-mail address"


SQL_TYPES: Mapping[Type, str] = {
    Type.INTEGER: "integer",
    Type.MONEY: "numeric(20,2)",
    Type.RATE: "numeric",
    Type.NUMBER: "numeric",
    Type.DATE: "date",
    Type.DAY_OR_YEAR: "date",
    Type.MOMENT: "timestamp",
    Type.BOOLEAN: "boolean",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind. `stored_as` is the table's column, the same name unless given.

    `positive`: only numbers above zero mean anything here (levels, exchange rates).
    `earliest`: the first year that is not odd. `default`: what a blank means; None: unknown.
    `undated`: this date, though required, may be blank where a map knows no days but years.
    """

    name: str
    type: Type
    meaning: str
    example: str
    required: bool = False
    stored_as: str | None = None
    choices: tuple[str, ...] = ()
    positive: bool = False
    earliest: int = 1900
    default: Any = None
    undated: bool = False

    @property
    def stored(self) -> str:
        return self.stored_as or self.name

    @property
    def sql_type(self) -> str:
        return SQL_TYPES.get(self.type, "text")


@dataclass(frozen=True, slots=True)
class FundTerms:
    """What is known of a fund while a file is read. `id` is None until it is stored."""

    id: str | None
    code: str
    currency: str
    inception_date: date | None = None
    total_committed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CompanyTerms:
    """What is known of a company while a file is read. `id` is None until it is stored."""

    id: str | None
    code: str
    currency: str | None = None
    status: str | None = None
    founded: date | None = None


@dataclass(frozen=True, slots=True)
class InvestmentTerms:
    """What is known of an investment: its day, and the currency of the fund that holds it."""

    id: str | None
    code: str
    deal_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PipelineTerms:
    """What is known of a pipeline deal. `has_closed`: it has an event that says it closed."""

    id: str | None
    code: str
    sourced_at: date | None = None
    outcome: str | None = None
    has_closed: bool = False


@dataclass(frozen=True, slots=True)
class PersonTerms:
    """A person with an e-mail address. `code` None: somebody who signs in and is not yet known as
    a member of the team."""

    id: str | None
    code: str | None
    email: str


@dataclass(frozen=True, slots=True)
class InvestorTerms:
    """What is known of an investor while a file is read: that there is one."""

    id: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """A value that is accepted and shown: where it stands and why it is odd."""

    row: int | None
    column: str | None
    value: str | None
    message: str


@dataclass
class Facts:
    """Parsed rows of one kind: their row numbers and one list of values per column name."""

    kind: Kind
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def known(self, name: str) -> Iterator[tuple[int, Any]]:
        """(row, value) where the column's value is known."""
        pairs = zip(self.rows, self.columns[name], strict=True)
        return (pair for pair in pairs if pair[1] is not None)


@dataclass(frozen=True, slots=True)
class Books:
    """What the checks of a kind may look at beside the rows: the day it is, and what the codes in
    its columns mean (empty for things that the kind does not refer to). `people` by address."""

    today: date
    funds: Mapping[str, FundTerms] = field(default_factory=dict)
    companies: Mapping[str, CompanyTerms] = field(default_factory=dict)
    investments: Mapping[str, InvestmentTerms] = field(default_factory=dict)
    pipeline_deals: Mapping[str, PipelineTerms] = field(default_factory=dict)
    people: Mapping[str, PersonTerms] = field(default_factory=dict)


Check = Callable[[Facts, Books], Iterable[Oddity]]


@dataclass(frozen=True, slots=True)
class Route:
    """Rows that belong to another kind: those whose `column` text passes `when`.

    `columns` says which column of ours feeds which of theirs; equal names need not be told.
    """

    kind: str
    column: str
    when: Callable[[str], bool]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file and the table of facts behind it.

    `identity`: stored columns that say which fact a row is; the others are what was measured.
    `external`: stored column of the source's own identifier, which then takes identity's place.
    `series`: what rows of one file share with earlier files (fund, index): a stored column, or an
    SQL expression of some.
    `day`: stored column of the fact's date, None where there is none.
    `twins`: two rows of one identity are two facts (True) or a contradiction (False).
    `entity`: table of the things described, keyed by `code`, kept equal to the latest facts.
    `latest`: stored flag of the last day of each series, among the rows that are believed.
    `faults`: checks whose findings refuse the file; those of `oddities` are shown and accepted.
    """

    name: str
    meaning: str
    table: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    series: str
    day: str | None = None
    twins: bool = False
    external: str | None = None
    entity: str | None = None
    latest: str | None = None
    routes: tuple[Route, ...] = ()
    faults: tuple[Check, ...] = ()
    oddities: tuple[Check, ...] = ()

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def measured(self) -> tuple[str, ...]:
        """Stored columns that are not part of the identity."""
        return tuple(c.stored for c in self.columns if c.stored not in self.identity)
