"""The eight people of the firm; they are known to the books and cannot sign in."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """A team member. `deals` is how much of the pipeline is theirs, `answers` the median of hours
    until a company hears from them."""

    code: str
    name: str
    title: str
    deals: int
    answers: int


TEAM = (
    Person("IM", "Ines Marlow", "Managing Partner", 6, 11),
    Person("TO", "Tunde Okafor", "Partner", 9, 19),
    Person("HL", "Hanna Lindqvist", "Partner", 9, 7),
    Person("RB", "Rafael Benoit", "Principal", 17, 5),
    Person("MC", "Mei Castellan", "Senior Associate", 23, 6),
    Person("JF", "Jonas Ferrant", "Associate", 19, 4),
    Person("AD", "Amara Dallow", "Associate", 15, 9),
    Person("PK", "Petra Kovarik", "Head of Platform", 2, 3),
)
MEMBERS = {person.code: person for person in TEAM}


def address(person: Person) -> str:
    """An address in a domain that cannot exist."""
    return f"{person.name.lower().replace(' ', '.')}@alderquay.example"
