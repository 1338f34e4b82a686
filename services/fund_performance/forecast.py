"""The years ahead by one model, restarted from where each fund stands, and how it did before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import fmean

from services.calc import multiples
from services.calc import pacing as model
from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.ledger import Ledger, Standing
from services.calc.multiples import total
from services.calc.transactions import WITH
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_LP, Books
from services.fund_performance.frame import Frame, each
from services.fund_performance.notes import (
    conversion_notes,
    distinct,
    listed,
    pooled_note,
    standing_notes,
)
from services.fund_performance.pacing_terms import PaceTerms, Pacing
from services.fund_performance.results import BackTest, Forecast, ForecastYear, PaceUsed

ACTUAL, AHEAD = "actual", "forecast"
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class _Fund:
    """One fund with the path of its strategy. `age` counts whole years, halves rounded up."""

    frame: Frame
    ledger: Ledger
    committed: Decimal | None
    strategy: str
    terms: PaceTerms

    @property
    def code(self) -> str:
        return self.frame.funds[0].code

    @property
    def first(self) -> date | None:
        return self.ledger.first_flow

    def age(self, day: date) -> int:
        """Whole years since the first flow."""
        return 0 if self.first is None else int((day - self.first).days / DAYS_OF_A_YEAR + 0.5)

    def at(self, day: date) -> Standing:
        return self.ledger.at(day)

    def path(self, day: date) -> model.Forecast | None:
        """What the model says from a day on; None where an amount is not known."""
        standing = self.at(day)
        return model.forecast(
            self.terms.pace(),
            commitment=self.committed,
            nav=standing.nav,
            paid_in=standing.paid_in,
            age=self.age(day),
        )


def forecast(books: Books, conventions: Pacing) -> Forecast:
    """Twelve-month years up to as_of as they were, and those ahead, funds added up."""
    frame = books.frame
    basis = NET_LP if frame.scope.basis == GROSS else frame.scope.basis
    funds = [_fund(own, basis, conventions) for own in each(frame)]
    lived = [fund for fund in funds if fund.first is not None and fund.first <= frame.as_of]
    told = [(fund, path) for fund in lived if (path := fund.path(frame.as_of)) is not None]
    past = _past(lived, frame.as_of)
    running = past[-1].net_cash if past else None
    ahead = _ahead([path for _, path in told], frame.as_of, running) if told else ()
    tests = tuple(test for fund in lived for test in _tests(fund, frame.as_of))
    ledger = books.ledger(basis=basis, credit_line=WITH)
    return Forecast(
        rows=(*past, *ahead),
        paces=tuple(_used(fund, conventions, frame.as_of) for fund in lived),
        tests=tests,
        called=total(year.called for year in ahead) if ahead else None,
        distributed=total(year.distributed for year in ahead) if ahead else None,
        break_even=_break_even(running, ahead),
        mean_error_called=_mean(test.called_error for test in tests),
        mean_error_distributed=_mean(test.distributed_error for test in tests),
        mean_error_nav=_mean(test.nav_error for test in tests),
        n_tests=len(tests),
        meta=frame.meta(
            Forecast,
            nav_as_of=ledger.at(frame.as_of).nav_as_of,
            basis=basis,
            credit_line=WITH,
            flows=books.flows(basis),
        ),
        notes=distinct(
            [
                *pooled_note(frame),
                *books.notes(basis=basis),
                *standing_notes(frame, ledger.at(frame.as_of)),
                *_notes(funds, lived, told, tests, ahead),
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def _fund(frame: Frame, basis: str, conventions: Pacing) -> _Fund:
    books = Books.of(frame)
    strategy, terms = conventions.of(frame.funds[0].strategy)
    return _Fund(
        frame=frame,
        ledger=books.ledger(basis=basis, credit_line=WITH),
        committed=books.committed(frame.as_of, basis=basis),
        strategy=strategy,
        terms=terms,
    )


def years_before(day: date, years: int) -> date:
    """The same day of an earlier (below 0: later) year; the last of February where it has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _past(funds: Sequence[_Fund], as_of: date) -> tuple[ForecastYear, ...]:
    """Twelve-month years back to the first flow, oldest first."""
    if not funds:
        return ()
    first = min(fund.first for fund in funds if fund.first is not None)
    ends = [as_of]
    while years_before(as_of, len(ends)) >= first:
        ends.insert(0, years_before(as_of, len(ends)))
    found = []
    put: Decimal | None = NOTHING
    got: Decimal | None = NOTHING
    for end in ends:
        standings = [fund.at(end) for fund in funds if fund.first and fund.first <= end]
        paid, back = (
            total(getattr(s, name) for s in standings) for name in ("paid_in", "distributed")
        )
        found.append(
            ForecastYear(
                date=end,
                kind=ACTUAL,
                called=multiples.change(paid, put),
                distributed=multiples.change(back, got),
                net_cash=multiples.change(back, paid),
                nav=total(standing.nav for standing in standings),
            )
        )
        put, got = paid, back
    return tuple(found)


def _ahead(
    paths: Sequence[model.Forecast], as_of: date, running: Decimal | None
) -> tuple[ForecastYear, ...]:
    """The years ahead, funds that have run their life left at nothing more."""
    longest = max(len(path.years) for path in paths)
    found = []
    for place in range(longest):
        years = [path.years[place] for path in paths if place < len(path.years)]
        left = [path.ending_nav for path in paths if place >= len(path.years)]
        called, paid = (
            _cents(sum((getattr(year, name) for year in years), NOTHING))
            for name in ("contribution", "distribution")
        )
        running = None if running is None else running + paid - called
        found.append(
            ForecastYear(
                date=years_before(as_of, -(place + 1)),
                kind=AHEAD,
                called=called,
                distributed=paid,
                net_cash=running,
                nav=_cents(sum((*(year.nav for year in years), *left), NOTHING)),
            )
        )
    return tuple(found)


def _tests(fund: _Fund, as_of: date) -> Iterable[BackTest]:
    """Every past day a whole number of years before as_of, oldest first."""
    days: list[date] = []
    while fund.first and years_before(as_of, len(days) + 1) > fund.first:
        days.insert(0, years_before(as_of, len(days) + 1))
    for day in days:
        if fund.age(day) < 1:
            continue
        path = fund.path(day)
        if path is None or not path.years:
            continue
        said, then, now = path.years[0], fund.at(day), fund.at(years_before(day, -1))
        called = multiples.change(now.paid_in, then.paid_in)
        paid = multiples.change(now.distributed, then.distributed)
        said_called, said_paid = _cents(said.contribution), _cents(said.distribution)
        said_nav = _cents(said.nav)
        yield BackTest(
            fund=fund.code,
            date=day,
            said_called=said_called,
            said_distributed=said_paid,
            said_nav=said_nav,
            called=called,
            distributed=paid,
            nav=now.nav,
            called_error=_error(called, said_called, fund.committed),
            distributed_error=_error(paid, said_paid, fund.committed),
            nav_error=_error(now.nav, said_nav, fund.committed),
        )


def _error(was: Decimal | None, said: Decimal, committed: Decimal | None) -> float | None:
    return multiples.ratio(multiples.change(was, said), committed)


def _used(fund: _Fund, conventions: Pacing, as_of: date) -> PaceUsed:
    standing = fund.at(as_of)
    return PaceUsed(
        fund=fund.code,
        strategy=fund.strategy,
        version=conventions.version,
        growth=fund.terms.growth,
        life=fund.terms.life,
        bow=fund.terms.bow,
        yield_floor=fund.terms.yield_floor,
        contribution_rates=fund.terms.contribution_rates,
        age=fund.age(as_of),
        committed=fund.committed,
        paid_in=standing.paid_in,
        nav=standing.nav,
    )


def _break_even(running: Decimal | None, ahead: Sequence[ForecastYear]) -> date | None:
    """The first year-end ahead with all cash back, where it is not back already."""
    if running is None or running >= 0:
        return None
    return next((y.date for y in ahead if y.net_cash is not None and y.net_cash >= 0), None)


def _mean(errors: Iterable[float | None]) -> float | None:
    known = [abs(error) for error in errors if error is not None]
    return fmean(known) if known else None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def _notes(
    funds: Sequence[_Fund],
    lived: Sequence[_Fund],
    told: Sequence[tuple[_Fund, model.Forecast]],
    tests: Sequence[BackTest],
    ahead: Sequence[ForecastYear],
) -> list[Note]:
    text = (
        "One path from few parameters (Takahashi & Alexander 2002), restarted from value, paid-in "
        "capital and age: it says nothing about risk. Flows fall on the ends of years."
    )
    found = [Note("rows", "one_path", text)]
    if young := [fund.code for fund in funds if fund not in lived]:
        text = f"{listed(young)}: nothing was called yet, so there is no path to go on from."
        found.append(Note("rows", "no_flows", text))
    known = [fund for fund, _ in told]
    if unknown := [fund.code for fund in lived if fund not in known]:
        text = (
            f"{listed(unknown)}: commitment, paid-in capital or value is not known, so its years "
            "ahead are not in the sums."
        )
        found.append(Note("rows", "not_forecast", text))
    if old := [fund.code for fund, path in told if not path.years]:
        text = f"{listed(old)}: as old as the model's life, so no years are ahead of it."
        found.append(Note("rows", "life_over", text))
    if not ahead:
        text = "There is no year ahead to add up."
        found += [Note(key, "no_years_ahead", text) for key in ("called", "distributed")]
    if not tests:
        text = "No fund is old enough for the model to be tried on its past."
        found += [
            Note(key, "no_tests", text)
            for key in ("mean_error_called", "mean_error_distributed", "mean_error_nav")
        ]
    return found
