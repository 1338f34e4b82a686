"""What the sign of an amount says: the direction of a flow, or even its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from services.calc import transactions
from services.imports.cells.parsed import Bad
from services.imports.maps import BySign


def canonical(
    types: Sequence[str], amounts: Sequence[Decimal], *, flip: bool = False
) -> list[Decimal]:
    """Signed amounts (calls negative, distributions positive) in each type's usual direction.

    `flip`: the file has it the other way round, calls positive and distributions negative.
    """
    turn = -1 if flip else 1
    usual = {slug: turn * transactions.TYPES[slug].direction for slug in set(types)}
    both = zip(types, amounts, strict=True)
    return [amount if usual[slug] > 0 or not amount else -amount for slug, amount in both]


def contradicting(
    allowed: Sequence[tuple[str, ...] | None], currencies: list[str | None]
) -> Iterator[tuple[int, str, str]]:
    """Fill blank currencies from what an amount's own sign allows; (place, message, hint) of those
    that contradict it. `allowed`: the currencies per row, the usual one first ("": none is)."""
    for place, marks in enumerate(allowed):
        if marks is None:
            continue
        given = currencies[place]
        if given is None and marks[0]:
            currencies[place] = marks[0]
        elif given is None:
            words = f"The sign of this amount may mean {' or '.join(marks[1:])}."
            yield place, words, "name the currency in a column, or with --set currency=…"
        elif given not in marks:
            meant = marks[0] or marks[1]
            words = f"The amount is marked {meant}, the row's currency is {given}."
            yield place, words, "correct the one that is wrong"


def by_sign(
    texts: Sequence[str], amounts: Sequence[Decimal | Bad | None], rules: Mapping[str, BySign]
) -> list[str]:
    """The type of rows whose text says only that cash moved; other texts stay."""
    found = []
    for text, amount in zip(texts, amounts, strict=True):
        rule = rules.get(text.strip())
        if rule is None or not isinstance(amount, Decimal):
            found.append(text if rule is None else rule.positive)
        else:
            found.append(rule.negative if amount < 0 else rule.positive)
    return found
