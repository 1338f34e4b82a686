"""Whose rows somebody may see: partners, operations and auditors everybody's, others their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from services.errors import Forbidden
from services.scope import Principal

EVERYBODY = frozenset({"partner", "operations", "auditor"})
PARTNER = "partner"
SELF = "self"
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Eyes:
    """`everyone`: all rows; else those of `own` (id of a user) alone. Totals are of all."""

    everyone: bool
    own: str

    @classmethod
    def of(cls, principal: Principal) -> Eyes:
        return cls(bool(principal.roles & EVERYBODY), principal.user_id)

    def see(self, *people: str | None) -> bool:
        """Whether a row that is these people's (ids) may be shown."""
        return self.everyone or self.own in people

    def only(self, rows: Iterable[tuple[str, Row]]) -> list[Row]:
        """Of rows with the person they are of those that may be shown."""
        return [row for person, row in rows if self.see(person)]


def check_score(principal: Principal, user_id: str | None) -> str:
    """As whom the principal sees a person's score: self or partner; Forbidden for others.

    Nobody is told whether there is such a person. A frame on another site shows no score at all.
    """
    if principal.kind != "embed":
        if user_id is not None and user_id == principal.user_id:
            return SELF
        if PARTNER in principal.roles:
            return PARTNER
    raise Forbidden("A score is for the person it is of and for partners.")
