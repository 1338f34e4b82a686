"""What one check says about one subject, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FUND_FLOWS, FUND_NAVS = "fund_cash_flows", "fund_navs"
CENT = Decimal("0.01")
RATIO = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Place:
    """A row of an imported file; `row` is the number a spreadsheet shows."""

    import_id: str | None
    file: str | None
    row: int | None

    @property
    def words(self) -> str:
        """`calls.csv, row 12`; empty where the file is not known."""
        if self.file is None:
            return ""
        return self.file if self.row is None else f"{self.file}, row {self.row}"


@dataclass(frozen=True, slots=True)
class Total:
    """A fund's total of a day whose place in a file is still to be looked up."""

    table: str
    fund_id: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result: `difference` = actual - expected unless given; all exact, in the figure's unit.

    `fund_id` None: facts of no fund. `cause` is the row that the difference comes from, if one is.
    """

    check_id: str
    fund_id: str | None
    subject: str
    as_of: date
    status: str
    message: str
    expected: Decimal | None = None
    actual: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    cause: Place | Total | None = None

    @property
    def off(self) -> Decimal | None:
        """actual - expected; None where one of them is not a number."""
        if self.difference is not None or self.expected is None or self.actual is None:
            return self.difference
        return self.actual - self.expected


@dataclass(frozen=True, slots=True)
class Left:
    """A check that could not look at a fund this time: what it found before still stands."""

    check_id: str
    fund_id: str
