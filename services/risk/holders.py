"""Investors of the funds together: what each promised, still owes and has in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.calc import multiples
from services.envelope import Note
from services.partners.books import Partnerships
from services.partners.interests import Position


@dataclass(frozen=True, slots=True)
class Holder:
    """A limited partner over all funds asked for; None where a part of it is not known."""

    code: str
    name: str
    commitment: Decimal | None
    unfunded: Decimal | None
    nav: Decimal | None


def holders(books: Partnerships) -> tuple[Holder, ...]:
    """Every limited partner, by code; the general partner's own money is not among them."""
    found: dict[str, list[Position]] = defaultdict(list)
    names: dict[str, str] = {}
    for fund in books.funds:
        for interest in fund.partners:
            who = interest.investor
            position = interest.at(books.as_of)
            if who is not None and position.started:
                found[who.code].append(position)
                names[who.code] = who.name
    return tuple(
        Holder(
            code,
            names[code],
            multiples.total(position.commitment for position in rows),
            multiples.total(position.unfunded for position in rows),
            multiples.total(position.nav for position in rows),
        )
        for code, rows in sorted(found.items())
    )


def largest_open(found: Sequence[Holder]) -> tuple[Holder | None, float | None]:
    """The investor who still owes most, and its part of what all limited partners owe."""
    if any(one.unfunded is None for one in found):
        return None, None
    owing = [one for one in found if one.unfunded is not None and one.unfunded > 0]
    whole = multiples.total(one.unfunded for one in owing)
    if not owing:
        return None, None
    first = max(owing, key=lambda one: (one.unfunded or Decimal(0), one.code))
    return first, multiples.ratio(first.unfunded, whole)


def holder_notes(books: Partnerships, found: Sequence[Holder], *keys: str) -> list[Note]:
    """Why shares of investors are not given, and for which of them something is not known."""
    notes: list[Note] = []
    if not found:
        text = "Commitments of investors are not known one by one: import commitments."
        notes += [Note(key, "investors_unknown", text) for key in keys]
    elif missing := [one.name for one in found if one.unfunded is None]:
        text = f"What {', '.join(missing[:12])} still owe is not known."
        notes += [Note(key, "unfunded_unknown", text) for key in keys]
    elif all((one.unfunded or 0) <= 0 for one in found):
        notes += [Note(key, "all_called", "Nothing is left to be called.") for key in keys]
    return [*notes, *(note for fund in books.funds for note in fund.notes())]
