"""The things that rows refer to by code: their tables, names, and the kinds they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from services.imports.kinds.declare import Kind, Type


@dataclass(frozen=True, slots=True)
class Thing:
    """`table` keeps them by `code`; files of `kind` describe them; `noun` is what we call one."""

    table: str
    noun: str
    kind: str

    @property
    def nouns(self) -> str:
        return f"{self.noun[:-1]}ies" if self.noun.endswith("y") else f"{self.noun}s"


# in the order in which they can be made: a deal needs its fund and its company
THINGS: Mapping[Type, Thing] = MappingProxyType(
    {
        Type.FUND: Thing("funds", "fund", "funds"),
        Type.INVESTOR: Thing("limited_partners", "investor", "investors"),
        Type.COMPANY: Thing("companies", "company", "companies"),
        Type.USER: Thing("users", "team member", "team_members"),
        Type.INVESTMENT: Thing("deals", "investment", "investments"),
        Type.PIPELINE_DEAL: Thing("pipeline_deals", "pipeline deal", "pipeline_deals"),
    }
)


def referred(kind: Kind) -> dict[Type, Thing]:
    """What the columns of a kind refer to, itself included where it describes things."""
    types = {column.type for column in kind.columns}
    return {type_: thing for type_, thing in THINGS.items() if type_ in types}
