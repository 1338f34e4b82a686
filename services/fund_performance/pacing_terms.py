"""How funds of a strategy are thought to run: the parameters of the forecast, set by the firm."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from services.calc.pacing import BUYOUT, VENTURE, Pace
from services.db.reads.configurations import configurations
from services.db.reads.conventions import SHIPPED, Convention, held

PACING = "pacing"
Share = Annotated[float, Field(ge=0, le=1)]


class PaceTerms(BaseModel):
    """Parameters of one path: rates are yearly fractions, `life` in years, `bow` bends payouts to
    the end, `contribution_rates` are parts of what is uncalled by year of age."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    contribution_rates: Annotated[tuple[Share, ...], Field(min_length=1, max_length=20)]
    life: Annotated[int, Field(ge=1, le=40)]
    bow: Annotated[float, Field(ge=0, le=20)]
    growth: Annotated[float, Field(gt=-1, le=2)]
    yield_floor: Share

    def pace(self) -> Pace:
        """The same as the model reads it."""
        return Pace(
            contribution_rates=self.contribution_rates,
            life=self.life,
            bow=self.bow,
            growth=self.growth,
            yield_floor=self.yield_floor,
        )


class Pacing(Convention):
    """The document `pacing`: a path by strategy, and the one for strategies it does not name."""

    strategies: Annotated[dict[str, PaceTerms], Field(max_length=50)]
    other: PaceTerms

    def of(self, strategy: str | None) -> tuple[str, PaceTerms]:
        """The path of a fund's strategy, and under which name it stands here."""
        name = (strategy or "").strip().lower()
        return (name, self.strategies[name]) if name in self.strategies else ("other", self.other)


def _terms(pace: Pace) -> PaceTerms:
    return PaceTerms(
        contribution_rates=tuple(float(rate) for rate in pace.contribution_rates),
        life=pace.life,
        bow=float(pace.bow),
        growth=float(pace.growth),
        yield_floor=float(pace.yield_floor),
    )


# Takahashi & Alexander 2002: venture, buyout, real estate, natural resources.
BASE = Pacing(
    version=SHIPPED,
    strategies={
        **dict.fromkeys(("venture", "early_stage", "seed"), _terms(VENTURE)),
        "buyout": _terms(BUYOUT),
        "real_estate": PaceTerms(
            contribution_rates=(0.4,), life=12, bow=5.0, growth=0.08, yield_floor=0.05
        ),
        "natural_resources": PaceTerms(
            contribution_rates=(0.3, 0.5), life=15, bow=1.0, growth=0.08, yield_floor=0.15
        ),
    },
    other=_terms(VENTURE),
)


def pacing(session: Session, known_on: datetime | None) -> Pacing:
    """What holds on a moment: what the firm had set by then, else what ships with the program."""
    return held(configurations(session, names=(PACING,), known_on=known_on), PACING, BASE)
