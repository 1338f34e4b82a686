"""Oddities of facts about one investment: days before it, currencies that are not its fund's."""

from __future__ import annotations

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Check, Facts, Oddity


def not_before_investment(name: str) -> Check:
    """A check that the days of a column are not before the investment was made."""

    def check(facts: Facts, books: Books) -> Iterable[Oddity]:
        rows = zip(facts.rows, facts.columns["investment"], facts.columns[name], strict=True)
        for row, code, day in rows:
            terms = books.investments.get(code)
            if terms is not None and day < terms.deal_date:
                words = f"This is before the investment was made on {terms.deal_date.isoformat()}."
                yield Oddity(row, name, day.isoformat(), words)

    return check


def fund_currency(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Amounts in another currency than that of the fund that holds the investment."""
    rows = zip(facts.rows, facts.columns["investment"], facts.columns["currency"], strict=True)
    for row, code, currency in rows:
        terms = books.investments.get(code)
        if terms is not None and currency != terms.currency:
            words = f"The currency of the fund that holds it is {terms.currency}."
            yield Oddity(row, "currency", currency, words)
