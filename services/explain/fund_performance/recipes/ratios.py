"""Figures that are one amount over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from services.explain.fund_performance.ground import Facts, number, quotient
from services.explain.fund_performance.recipes.sums import Recipe
from services.explain.keys import FigureKey
from services.explain.recipe import Told, Use
from services.explain.words import equation, money


def ratio(parts: Sequence[str], whole: str, *, also: Sequence[str] = (), **view: Any) -> Recipe:
    """The sum of `parts` over `whole`, each a headline figure, under another view of the books.

    `also` are figures to go down to as well. Recomputed from what each amount's own rows add up
    to, never from the service's sums.
    """

    def told(facts: Facts, key: FigureKey) -> Told:
        value, unit = facts.metric(key)
        own = key.on(**view)
        amounts = [facts.part(own, name) for name in parts]
        below = facts.part(own, whole)
        again = {part.name: facts.recount(own, part.name) for part in (*amounts, below)}
        above = " + ".join(money(number(part.value)) for part in amounts)
        above = f"({above})" if len(amounts) > 1 else above
        numbers = f"{above} / {money(number(below.value))}"
        found = quotient([number(again[name].recomputed) for name in parts],
                         number(again[whole].recomputed))  # fmt: skip
        return Told(
            numbers=equation(numbers, value, unit),
            recomputed=None if value is None else found,
            parts=[*(facts.part(own, name) for name in also), *amounts, below],
            uses=once(use for item in again.values() for use in item.uses),
        )

    return told


def once(uses: Iterable[Use]) -> list[Use]:
    """Rows of several inputs, newest first, each once for what it adds to."""
    found = {(use.table, use.id, use.counts_as): use for use in uses}
    return sorted(found.values(), key=lambda use: (use.day, use.fund or "", use.id), reverse=True)
