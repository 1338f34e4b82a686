"""What the firm may set for its team: how often to be in touch, how much one can carry, scores."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.orm import Session

from services.db.reads.configurations import configurations
from services.db.reads.conventions import SHIPPED, Convention, held

TEAM_OPERATIONS = "team_operations"
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]
Weight = Annotated[float, Field(ge=0, le=1000)]
Anchors = Annotated[tuple[tuple[float, Points], ...], Field(min_length=2, max_length=20)]
Days = Annotated[int, Field(ge=1, le=3660)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Load(_Part):
    """What a deal in its first stage, a deal further on, and a seat on a board weigh."""

    early_deal: Weight
    diligence: Weight
    board: Weight


class Weights(_Part):
    """What each part of the productivity score counts; they add up to one."""

    deals_reviewed: Share
    portfolio_check_ins: Share
    response_time: Share
    sourcing_outcomes: Share

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        whole = sum(Decimal(str(weight)) for weight in self.model_dump().values())
        if whole != 1:
            raise ValueError(f"the weights add up to {whole}, not to 1")
        return self


class Scales(_Part):
    """Anchors (value, score), straight lines in between: three by number in a quarter, response
    time by the median of hours."""

    deals_reviewed: Anchors
    portfolio_check_ins: Anchors
    response_time: Anchors
    sourcing_outcomes: Anchors

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for anchors in self.model_dump().values():
            if [at for at, _ in anchors] != sorted({at for at, _ in anchors}):
                raise ValueError("anchors must rise from one to the next")
        return self


class Productivity(_Part):
    """Whether scores are made at all, and how. A team of fewer than `least_people` with a score
    has no distribution: it would tell who has which."""

    enabled: bool
    weights: Weights
    scales: Scales
    least_people: Annotated[int, Field(ge=2, le=100)]


class Team(Convention):
    """The document `team_operations`.

    A company is overdue when nobody was in touch for more than `sla_days`. A planned board meeting
    was held when one is recorded at most `board_days` from its day. `capacity` is the load that one
    person can carry. The papers of a meeting are in time `pack_days` before it. Judgements are not
    scored below `least_judged` deals.
    """

    sla_days: Days
    board_days: Annotated[int, Field(ge=0, le=90)]
    capacity: Annotated[float, Field(gt=0, le=100_000)]
    pack_days: Annotated[int, Field(ge=0, le=90)] = 5
    least_judged: Annotated[int, Field(ge=2, le=10_000)] = 10
    load: Load
    productivity: Productivity


TEAM = Team(
    version=SHIPPED,
    sla_days=30,
    board_days=7,
    capacity=20,
    load=Load(early_deal=1, diligence=1, board=1),
    productivity=Productivity(
        enabled=False,
        weights=Weights(
            deals_reviewed=0.25,
            portfolio_check_ins=0.25,
            response_time=0.20,
            sourcing_outcomes=0.30,
        ),
        scales=Scales(
            deals_reviewed=((0, 0), (20, 100)),
            portfolio_check_ins=((0, 0), (15, 100)),
            response_time=((2, 100), (24, 50), (72, 0)),
            sourcing_outcomes=((0, 0), (10, 100)),
        ),
        least_people=5,
    ),
)


def conventions(session: Session, known_on: datetime | None) -> Team:
    """What holds on a moment: what the firm had set by then, else what ships with the program."""
    return held(
        configurations(session, names=(TEAM_OPERATIONS,), known_on=known_on), TEAM_OPERATIONS, TEAM
    )
