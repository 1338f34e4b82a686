"""What the sign of an amount says: the direction of a flow, or even its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from services.calc import transactions
from services.imports.cells.parsed import Bad
from services.imports.maps import BySign


def canonical(types: Sequence[str], amounts: Sequence[Decimal]) -> list[Decimal]:
    """Signed amounts (calls negative, distributions positive) in each type's usual direction."""
    usual = {slug: transactions.TYPES[slug].direction for slug in set(types)}
    both = zip(types, amounts, strict=True)
    return [amount if usual[slug] > 0 or not amount else -amount for slug, amount in both]


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
