"""What a fund's calls, distributions and value may do in the years ahead, by one model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastYear:
    """Twelve months up to `date`: `kind` actual or forecast; `net_cash` the running total."""

    date: date
    kind: str
    called: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    net_cash: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceUsed:
    """The parameters of one fund's path, and where it was restarted from.

    Rates are yearly fractions; `contribution_rates` parts of what is uncalled, by year of age.
    """

    fund: str
    strategy: str
    version: str
    growth: float = unit("fraction")
    life: int = unit("count")
    bow: float
    yield_floor: float = unit("fraction")
    contribution_rates: tuple[float, ...]
    age: int = unit("count")
    committed: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What the model, restarted on a past day, said of the twelve months after it.

    Errors are what happened less what was said, over commitments.
    """

    fund: str
    date: date
    said_called: Decimal | None = unit("money")
    said_distributed: Decimal | None = unit("money")
    said_nav: Decimal | None = unit("money")
    called: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    called_error: float | None = unit("fraction")
    distributed_error: float | None = unit("fraction")
    nav_error: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Past years as they were and years ahead as the Takahashi-Alexander model runs on.

    One path, no statement about risk. `break_even` is the first year-end ahead at which the
    running total of cash is back at 0 or above. `mean_error_*` are the mean sizes of the errors of
    the back-test, over commitments; None without a year to test.
    """

    rows: tuple[ForecastYear, ...] = rows(ForecastYear)
    paces: tuple[PaceUsed, ...] = parts(PaceUsed)
    tests: tuple[BackTest, ...] = parts(BackTest)
    called: Decimal | None = unit("money")
    distributed: Decimal | None = unit("money")
    break_even: date | None = unit("date")
    mean_error_called: float | None = unit("fraction")
    mean_error_distributed: float | None = unit("fraction")
    mean_error_nav: float | None = unit("fraction")
    n_tests: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]
