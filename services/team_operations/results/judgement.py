"""What the team thought of deals, and what became of them; of the whole team alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Deals whose chance lay between two shares: what was thought on average, what came, and the
    Wilson 95 % interval of that. None without a deal."""

    low: float = unit("fraction")
    high: float = unit("fraction")
    deals: int = unit("count")
    predicted: float | None = unit("fraction")
    came: float | None = unit("fraction")
    came_low: float | None = unit("fraction")
    came_high: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDeal:
    """A deal with its last chance before it ended (None: none was given) and its notes.

    `outcome` closed, passed, lost or open. `link` is the address of the newest notes, None where
    none are kept or the address is not one that a page leads to.
    """

    deal: str
    name: str
    judged_on: date | None = unit("date")
    chance: float | None = unit("fraction")
    outcome: str
    ended_on: date | None = unit("date")
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Chances that deals close against what came, of all deals that ended by as_of.

    `brier_score` = mean of (chance - outcome)², 0 perfect; `reference` is that of always saying
    the share that closed; `skill` = 1 - score / reference. None below `least` deals.
    """

    bins: tuple[CalibrationBin, ...] = rows(CalibrationBin)
    judged: int = unit("count")
    ended: int = unit("count")
    least: int = unit("count")
    brier_score: float | None = unit("points")
    reference: float | None = unit("points")
    skill: float | None = unit("fraction")
    predicted: float | None = unit("fraction")
    closed_share: float | None = unit("fraction")
    deals: tuple[JudgedDeal, ...] = parts(JudgedDeal)
    caveat: str
    meta: Meta
    notes: tuple[Note, ...]
