"""The specification's score of one person: what was done, never how well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.envelope import Meta, Note, parts, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Quartiles of the team's scores (points) without names; None where few have one."""

    p25: float | None
    p50: float | None
    p75: float | None
    n: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Productivity:
    """Score = weighted mean of the components that are known, each 0 to 100 through `scales`.

    `enabled`: the firm has scores; without them everything is None. `inputs` are what the
    components stand on, `coverage` the share of the weights that is known, `low` and `high` the
    score if every missing component were 0 or 100. `visible_to` is self or partner.
    """

    enabled: bool
    visible_to: str
    user_id: str
    user: str
    name: str
    period: dict[str, date]
    productivity_score: float | None = unit("points")
    low: float | None = unit("points")
    high: float | None = unit("points")
    coverage: float | None = unit("fraction")
    weights: dict[str, float] = unit("fraction")
    components: dict[str, float | None] = unit("points")
    inputs: dict[str, float | None]
    scales: dict[str, Any]
    team_distribution: Distribution = parts(Distribution)
    conventions_version: str
    caveat: str
    meta: Meta
    notes: tuple[Note, ...]
