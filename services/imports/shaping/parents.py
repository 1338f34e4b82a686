"""The things that rows point to: those that exist, and those a map may create."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.imports.cells import words
from services.imports.cells.parsed import Bad
from services.imports.kinds.declare import (
    Books,
    CompanyTerms,
    FundTerms,
    InvestorTerms,
    PersonTerms,
    PipelineTerms,
    Type,
)
from services.imports.kinds.things import THINGS, Thing

MOST_COMPARED = 5_000  # codes among which the nearest is sought
Codes = Callable[[str], str | Bad]
Defaults = Mapping[str, str]


@dataclass
class References:
    """What each code means, per type of thing, and the defaults of things that may be created.

    `known` holds the types that the file's kinds refer to; `parents` those that the map lets rows
    create (a missing one of any other type is a row error), `new` those that rows did create.
    `people` is everybody with an address, by it, where a file describes the team.
    """

    known: dict[Type, dict[str, Any]]
    parents: Mapping[Type, Defaults] = field(default_factory=dict)
    people: Mapping[str, PersonTerms] = field(default_factory=dict)
    new: dict[Type, dict[str, Any]] = field(default_factory=dict)

    def reader(self, type_: Type, *, describes: str | None) -> Codes:
        """A reader of codes. `describes` is the table that the rows describe, if any: there a
        code may be new."""
        thing = THINGS[type_]
        if describes == thing.table:
            return words.code
        if type_ in self.parents:
            return self._creating(type_)
        return known_code(thing, self.known.get(type_, {}))

    def _creating(self, type_: Type) -> Codes:
        known = self.known.get(type_, {})
        new = self.new.setdefault(type_, {})

        def read(text: str) -> str | Bad:
            code = words.code(text)
            if isinstance(code, Bad) or code in known or code in new:
                return code
            made = _MADE[type_](self, code, self.parents[type_])
            if not isinstance(made, Bad):
                new[code] = made
            return made if isinstance(made, Bad) else code

        return read

    def meaning(self, type_: Type) -> dict[str, Any]:
        """Things of a type by code: those that exist and those to create."""
        return self.known.get(type_, {}) | self.new.get(type_, {})

    def books(self, today: date) -> Books:
        """What the checks of a kind may look at."""
        return Books(
            today,
            funds=self.meaning(Type.FUND),
            companies=self.meaning(Type.COMPANY),
            investments=self.meaning(Type.INVESTMENT),
            pipeline_deals=self.meaning(Type.PIPELINE_DEAL),
            people=self.people,
        )


def known_code(thing: Thing, known: Mapping[str, Any]) -> Codes:
    """A reader of codes of things that must exist already; Bad names the nearest code."""

    def read(cell: str) -> str | Bad:
        found = words.code(cell)
        if isinstance(found, Bad) or found in known:
            return found
        near = difflib.get_close_matches(found, list(known)[:MOST_COMPARED], n=1)
        meant = f"did you mean {near[0]!r}? Otherwise " if near else ""
        return Bad(
            f"There is no {thing.noun} with this code.",
            f"{meant}import it with kind {thing.kind} first",
        )

    return read


def _fund(known: References, code: str, defaults: Defaults) -> FundTerms:
    """A fund whose currency is that of the defaults, else of the first row that names one."""
    return FundTerms(None, code, defaults.get("currency", ""))


def _investor(known: References, code: str, defaults: Defaults) -> InvestorTerms:
    return InvestorTerms(None, code)


def _company(known: References, code: str, defaults: Defaults) -> CompanyTerms:
    return CompanyTerms(None, code, defaults.get("currency"), defaults.get("status"))


def _person(known: References, code: str, defaults: Defaults) -> PersonTerms | Bad:
    """A member of the team whose code is an address: no address is ever made up."""
    email = words.email(code)
    if isinstance(email, Bad) or "role" not in defaults:
        return Bad(
            "There is no team member with this code.",
            "import it with kind team_members first; a map creates those with an address as code, "
            "in the role that it names",
        )
    return PersonTerms(None, code, email)


def _pipeline_deal(known: References, code: str, defaults: Defaults) -> PipelineTerms | Bad:
    """A deal of the fund that the map names; it counts as sourced on its first day in the file."""
    fund = known.reader(Type.FUND, describes=None)(defaults.get("fund", ""))
    return fund if isinstance(fund, Bad) else PipelineTerms(None, code)


_MADE: Mapping[Type, Callable[[References, str, Defaults], Any]] = {
    Type.FUND: _fund,
    Type.INVESTOR: _investor,
    Type.COMPANY: _company,
    Type.USER: _person,
    Type.PIPELINE_DEAL: _pipeline_deal,
}
