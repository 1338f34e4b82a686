"""The score as a page shows it: whose may be chosen, and the one that was; often nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.team_operations.eyes import PARTNER
from services.team_operations.frame import Frame
from services.team_operations.productivity import productivity
from services.team_operations.results import Productivity


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """`shown`: the firm has scores and the reader may see somebody's. `people` are those they may
    choose (code, name); `score` None while nobody is chosen."""

    shown: bool
    people: tuple[tuple[str, str], ...] = ()
    score: Productivity | None = None


NOTHING = ScoreCard(shown=False)


def score_card(session: Session, frame: Frame, *, user: str | None) -> ScoreCard:
    """Never an error for who may see none: the page then has no such card.

    A person who is chosen for another panel and whose score is not the reader's to see is as good
    as nobody chosen.
    """
    principal = frame.principal
    if not frame.rules.productivity.enabled or principal.kind == "embed":
        return NOTHING
    every = PARTNER in principal.roles
    mine = [p for p in frame.members if every or p.id == principal.user_id]
    if not mine:
        return NOTHING
    asked = next((p for p in mine if user in (p.id, p.code)), None)
    own = next((p for p in mine if p.id == principal.user_id), None)
    chosen = asked or (own if user is None else None)
    return ScoreCard(
        shown=True,
        people=tuple((p.code, p.name) for p in mine),
        score=None if chosen is None else productivity(session, frame, user=chosen.id),
    )
