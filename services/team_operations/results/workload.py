"""What lies on whose desk, against what one person can carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.envelope import Meta, Note, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLoad:
    """One person as of the day. `active_deals` are their open deals, of which `diligence` are past
    screening and `early_deals` are not; `boards` the boards they sit on.

    `load` = early_deals, diligence and boards, each times its weight; `use` = load / capacity.
    """

    user_id: str
    user: str
    name: str
    active_deals: int = unit("count")
    early_deals: int = unit("count")
    diligence: int = unit("count")
    boards: int = unit("count")
    load: float = unit("points")
    use: float = unit("fraction")
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Everybody's load, the heaviest first; `capacity` is the line of one person."""

    capacity: float = unit("points")
    weights: dict[str, float] = unit("points")
    rows: tuple[PersonLoad, ...] = rows(PersonLoad)
    totals: dict[str, Any]
    over_capacity: int = unit("count")
    median_load: float | None = unit("points")
    unassigned_deals: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]
