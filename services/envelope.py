"""What every answer carries beside its figures: units, notes on what is missing, and its scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

DEFINITIONS_VERSION = "2026.11"


def unit(name: str, *, scale: int = 1, default: Any = ...) -> Any:
    """A dataclass field whose unit is published in `meta.units`.

    `scale` is what the edge multiplies by: rates are fractions inside and percent outside (100).
    Units in use: percent, fraction, x, money, date, count, months, points, bp (basis points).
    """
    metadata = {"unit": name, "scale": scale}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)


def percent(default: Any = ...) -> Any:
    """A rate kept as a fraction (0.155) and given as percent (15.5) by the API."""
    return unit("percent", scale=100, default=default)


def rows(row: type) -> Any:
    """The rows of an answer: what a file of it lists."""
    return field(metadata={"rows": row})


def parts(part: type) -> Any:
    """A record or list inside an answer: the units of its figures are published with the rest."""
    return field(metadata={"parts": part})


def scaled(number: float, scale: int = 100) -> float:
    """The number as the edge gives it: 0.155 as 15.5 percent.

    Scaled on the shortest decimal text, so that 0.07 becomes 7.0 and not 7.000000000000001.
    """
    return number if scale == 1 else float(Decimal(repr(float(number))) * scale)


@dataclass(frozen=True, slots=True)
class FundRef:
    """A fund as others need to know it: identity, description, currency. Unknown parts are None."""

    id: str
    code: str
    name: str
    currency: str
    vintage_year: int | None = None
    strategy: str | None = None
    geography: str | None = None
    inception_date: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Why a value is not given, or what to know about one that is: field, code, sentence."""

    field: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class FxUse:
    """How one currency was put into that of an answer.

    `nav_rate` is units of `to` for one unit of `currency` on the answer's day, from the rate of
    `nav_rate_date`; None where there is none of that time. `source` names whoever published the
    rates used, those of the flows included; None where there was none.
    """

    currency: str
    to: str
    source: str | None
    nav_rate: Decimal | None
    nav_rate_date: date | None
    convention: str

    def __str__(self) -> str:
        rate = "no rate" if self.nav_rate is None else f"{self.nav_rate:f} of {self.nav_rate_date}"
        return f"{self.currency} to {self.to}: {rate} ({self.source or 'no source'})"


@dataclass(frozen=True, slots=True)
class Meta:
    """Basis of an answer. `known_on` None means now; a stale NAV is older than 120 days at as_of.

    `computed_at` and `data_version` are left out of the JSON of a request that names both clocks,
    so that its bytes stay the same for ever.
    """

    funds: tuple[str, ...]
    fund_id: str | None
    as_of: date
    nav_as_of: date | None
    known_on: datetime | None
    basis: str
    credit_line: str
    currency: str | None
    period: tuple[date, date] | None = None
    flows: str | None = None
    day_count: str = "act/365F"
    dating: str = "daily"
    source: str | None = None
    fx: tuple[FxUse, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    data_quality: Mapping[str, Any] = field(default_factory=dict)
    definitions_version: str = DEFINITIONS_VERSION
    data_version: Mapping[str, int] = field(default_factory=dict)
    computed_at: datetime | None = None


def units_of(result_type: Any) -> dict[str, str]:
    """The units of a result dataclass by field name, those of rows and parts inside it included."""
    found: dict[str, str] = {}
    for item in fields(result_type):
        if name := item.metadata.get("unit"):
            found[item.name] = name
        row = item.metadata.get("rows") or item.metadata.get("parts")
        if row is not None and is_dataclass(row):
            found |= units_of(row)
    return found
