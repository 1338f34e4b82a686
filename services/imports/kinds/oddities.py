"""Values that are legal and yet worth a look; a kind names those that apply to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from services.imports.kinds.declare import Books, Check, Facts, Oddity, Type

LATEST_YEAR = 2200
DAYS = (Type.DATE, Type.MOMENT, Type.DAY_OR_YEAR)


def years(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Dates before the first usual year of their column, or after 2200."""
    for column in facts.kind.columns:
        if column.type not in DAYS:
            continue
        for row, day in facts.known(column.name):
            if not column.earliest <= day.year <= LATEST_YEAR:
                words = f"The year {day.year} lies outside {column.earliest} to {LATEST_YEAR}."
                yield Oddity(row, column.name, day.isoformat(), words)


def not_after_today(name: str) -> Check:
    """A check that the days of a column are not in the future."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        for row, value in facts.known(name):
            if books.today < day_of(value) <= date(LATEST_YEAR, 12, 31):
                yield Oddity(row, name, value.isoformat(), "This date is in the future.")

    return check


def day_of(value: date | datetime) -> date:
    """The day of a day or of a moment."""
    return value.date() if isinstance(value, datetime) else value


def not_before_inception(name: str) -> Check:
    """A check that the days of a column are not before the fund's inception."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        starts = {code: fund.inception_date for code, fund in books.funds.items()}
        for row, code, day in zip(
            facts.rows, facts.columns["fund"], facts.columns[name], strict=True
        ):
            start = starts.get(code)
            if start is not None and day is not None and day < start:
                words = f"This date is before the fund's inception on {start.isoformat()}."
                yield Oddity(row, name, day.isoformat(), words)

    return check


def not_negative(name: str, words: str) -> Check:
    """A check that a column's amounts are not below zero."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        for row, amount in facts.known(name):
            if amount < 0:
                yield Oddity(row, name, str(amount), words)

    return check


def not_zero(name: str, words: str) -> Check:
    """A check that a column's amounts are not zero."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        for row, amount in facts.known(name):
            if amount == 0:
                yield Oddity(row, name, str(amount), words)

    return check


def not_before(name: str, first: str, words: str) -> Check:
    """A check that the days of a column are not before those of another one."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        both = zip(facts.rows, facts.columns[first], facts.columns[name], strict=True)
        for row, start, day in both:
            if start is not None and day is not None and day_of(day) < day_of(start):
                yield Oddity(row, name, day.isoformat(), words)

    return check


def fraction(name: str, *, most: int = 1) -> Check:
    """A check that a rate is a fraction: above `most` it may be a percent number."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        for row, rate in facts.known(name):
            if abs(rate) > most:
                words = f"This rate is {rate * 100:f} %. Rates are fractions: 0.08 is 8 %."
                yield Oddity(row, name, str(rate), words)

    return check


def above(name: str, most: Decimal, words: str) -> Check:
    """A check that a column's amounts are not above what is usual at most."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        for row, amount in facts.known(name):
            if amount > most:
                yield Oddity(row, name, str(amount), words)

    return check


def funds_own_currency(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Amounts in another currency than the fund's."""
    usual = {code: fund.currency for code, fund in books.funds.items()}
    both = zip(facts.rows, facts.columns["fund"], facts.columns["currency"], strict=True)
    for row, code, currency in both:
        own = usual.get(code, currency)
        if currency != own:
            yield Oddity(row, "currency", currency, f"The fund's currency is {own}.")
