"""Where each number of an answer stands: one path per number, the same in API, pages and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from services.envelope import scaled

ASIDE = frozenset({"meta", "notes", "funds", "comparison_to_previous"})
# What tells the members of a list apart: the first of these that they have.
NAMES = ("company", "deal", "investment", "quarter", "date", "name", "provider", "channel",
         "reason", "user", "stage", "step", "type", "group", "sector")  # fmt: skip
# Types of which one word is not enough, or another one is the name.
MEMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "BackTest": ("fund", "date"),
        "ChannelPath": ("channel", "furthest", "outcome"),
        "CompanyReserve": ("company", "fund"),
        "Disagreement": ("sector", "quarter"),
        "FeeYear": ("year",),
        "FundFees": ("fund",),
        "FundNavBridge": ("fund",),
        "FundNetBridge": ("fund",),
        "FundPacing": ("fund",),
        "FundReserves": ("fund",),
        "CurrencyRow": ("currency",),
        "FundLiquidity": ("fund",),
        "Limit": ("id",),
        "LimitAfter": ("limit_id",),
        "KeyPersonRow": ("user",),
        "ActivityRow": ("key",),
        "BoardMeeting": ("day", "name"),
        "Contact": ("company", "user"),
        "Credit": ("user",),
        "Edit": ("at", "subject", "field"),
        "AccountLine": ("code",),
        "CapitalEvent": ("id",),
        "CommitmentRoll": ("column",),
        "EventShare": ("lp",),
        "ExpenseRow": ("category",),
        "LpRow": ("lp",),
        "MixPart": ("dimension", "name"),
        "PerLp": ("lp",),
        "Slice": ("dimension", "name"),
        "SoldAt": ("share_of_nav",),
        "Tie": ("id",),
        "Tier": ("tier",),
        "MonthLine": ("month",),
        "MonthTimes": ("month",),
        "PersonLoad": ("user",),
        "PersonTimes": ("user",),
        "NavStep": ("step",),
        "NetStep": ("step",),
        "OurDeal": ("company", "fund"),
        "PaceUsed": ("fund",),
        "PacingQuarter": ("quarter", "fund"),
        "PassReason": ("reason", "stage", "owner"),
        "Sector": ("name",),
        "SectorQuarter": ("sector", "quarter"),
        "SourceQuarter": ("provider", "sector"),
        "StageTime": ("step", "share"),
        "ReportedPeriod": ("kpis.period_end",),
        "Tranche": ("investment",),
        "ValuationPoint": ("stage", "quarter"),
        "WithinRate": ("days",),
    }
)
# Types that are named by the first of these that is given.
EITHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"FundLine": ("fund", "name"), "Group": ("key", "name"), "Weight": ("key", "name")}
)


class Spot(NamedTuple):
    """One number of an answer. `path` is `total.cost` or `rankings[ACME].composite_score`;
    `pattern` the same with `*` for what is named after a member; `place` the path of what it
    stands in; `scale` what the edge multiplies by."""

    path: str
    pattern: str
    place: str
    field: str
    value: Any
    unit: str
    scale: int

    @property
    def given(self) -> Any:
        """The value in the unit that the API gives it in."""
        if isinstance(self.value, float):
            return scaled(self.value, self.scale)
        return self.value


def spots(answer: Any) -> Iterator[Spot]:
    """Every number with a unit in an answer, in the order of its fields."""
    yield from _inside(answer, "", "")


def member_names(members: Sequence[Any]) -> list[str]:
    """What each member of a list is called: by its telling fields, by number without any."""
    kind = type(members[0])
    either = EITHER.get(kind.__name__)
    if either and hasattr(members[0], either[0]):
        return [
            next(_word(found) for n in either if (found := getattr(member, n)) is not None)
            for member in members
        ]
    names = MEMBERS.get(kind.__name__) or tuple(n for n in NAMES if hasattr(members[0], n))[:1]
    if not names:
        return [str(place) for place in range(len(members))]
    return [".".join(_word(attrgetter(name)(member)) for name in names) for member in members]


def is_list(value: Any) -> bool:
    """Whether a value is a list of parts that have figures of their own."""
    return isinstance(value, tuple | list) and bool(value) and is_dataclass(value[0])


def _inside(part: Any, place: str, pattern: str) -> Iterator[Spot]:
    for item in fields(part):
        if item.name in ASIDE or item.metadata.get("aside"):
            continue
        value = getattr(part, item.name)
        path = f"{place}.{item.name}" if place else item.name
        like = f"{pattern}.{item.name}" if pattern else item.name
        if is_dataclass(value):
            yield from _inside(value, path, like)
        elif is_list(value):
            for name, member in zip(member_names(value), value, strict=True):
                yield from _inside(member, f"{path}[{name}]", f"{like}[*]")
        elif isinstance(value, Mapping):
            yield from _of_map(value, item, path, like)
        elif item.metadata.get("unit"):
            yield _spot(item, value, (path, like, place))


def _of_map(value: Mapping[str, Any], item: Field[Any], path: str, like: str) -> Iterator[Spot]:
    for key, part in value.items():
        if is_dataclass(part):
            yield from _inside(part, f"{path}[{key}]", f"{like}[*]")
        elif item.metadata.get("unit"):
            yield _spot(item, part, (f"{path}.{key}", f"{like}.*", path))


def _spot(item: Field[Any], value: Any, where: tuple[str, str, str]) -> Spot:
    told = item.metadata
    return Spot(*where, item.name, value, told["unit"], told.get("scale", 1))


def _word(part: Any) -> str:
    return "unknown" if part is None else str(part)
