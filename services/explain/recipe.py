"""How a module tells what its figures are made of: the words its recipes answer with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from sqlalchemy.orm import Session

from services.envelope import Meta, Note
from services.explain.keys import FigureKey
from services.explain.results import Value
from services.scope import Principal, Scope


@dataclass(frozen=True, slots=True)
class House:
    """The firm's own conventions, as services take them."""

    reporting_currency: str = "USD"
    timezone: str = "UTC"


class Conversion(NamedTuple):
    """The factor by which an amount was put into the figure's currency, and whose it is."""

    rate: Decimal
    day: date
    source: str


class Keyed(NamedTuple):
    """A key of an answer, such as `data_points[2024-06-30].irr`, and the figure it holds."""

    name: str
    key: FigureKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One row at work in a figure. `counts_as` names what it adds `adds` to, signed.

    `table` and `id` lead to the file; `amount` is the row's own, `converted` in the figure's
    currency. `counts` says what its type is under each basis and view of the credit line;
    `ended` whether a later file took its place.
    """

    table: str
    id: int
    day: date
    fund: str | None
    type: str | None
    label: str
    amount: Decimal | None
    unit: str
    currency: str | None
    conversion: Conversion | None
    converted: Decimal | None
    counts_as: str
    adds: Decimal | None
    counts: Mapping[str, str]
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An input of a figure; `key` where it is a figure itself."""

    name: str
    words: str
    value: Value
    unit: str
    key: FigureKey | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure taken apart by its module.

    `numbers` is the formula with the numbers put in; `recomputed` the figure found a second way
    from `uses` alone, in the unit of the API, None where there is nothing to compare;
    `formula` None takes that of the definition. `day_count` is named where days count.
    """

    numbers: str
    recomputed: Value
    parts: Sequence[Part] = ()
    uses: Sequence[Use] = ()
    formula: str | None = None
    day_count: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a figure is: its value as the API gives it, what it stands on, and what to know."""

    value: Value
    unit: str
    name: str
    definition: str | None
    meta: Meta
    notes: Sequence[Note] = ()


class Ground(Protocol):
    """The facts of one scope at one moment, on which a family of figures stands."""

    def named(self, key: FigureKey) -> Named:
        """The figure itself. Raises NotFound for one that is not there."""
        ...

    def told(self, key: FigureKey) -> Told:
        """The figure taken apart."""
        ...

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """How many rows of the same things and days are believed now and were not known then."""
        ...


@dataclass(frozen=True, slots=True)
class Family:
    """Figures that are explained alike: `code` stands in their ids, `module` is whose they are.

    `of_funds`: they belong to funds, and whoever asks must see those.
    """

    code: str
    module: str
    open: Callable[[Session, Principal, Scope, FigureKey, House], Ground]
    of_funds: bool = True
