"""What the firm may set for itself: weights and anchors of the health score, and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.orm import Session

from services.calc.accounts import STALE_DAYS
from services.db.reads.configurations import configurations
from services.db.reads.conventions import (
    REPORT_DUE_DAYS,
    SHIPPED,
    THRESHOLDS,
    Convention,
    held,
    read_document,
)
from services.errors import NotFound
from services.fund_performance.pacing_terms import BASE as BASE_PACE
from services.fund_performance.pacing_terms import PACING
from services.team_operations.conventions import TEAM, TEAM_OPERATIONS

HEALTH_SCORE = "health_score"
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]
Anchor = tuple[float, Points]
Anchors = Annotated[tuple[Anchor, ...], Field(min_length=2, max_length=20)]
Days = Annotated[int, Field(ge=1, le=3660)]
Months = Annotated[float, Field(ge=0, le=120)]
Level = Annotated[float, Field(ge=-10, le=1000)]


class Weights(BaseModel):
    """What each part of a score counts; they add up to one."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    growth: Share
    efficiency: Share
    runway: Share
    market: Share

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        whole = sum(Decimal(str(weight)) for weight in self.model_dump().values())
        if whole != 1:
            raise ValueError(f"the weights add up to {whole}, not to 1")
        return self


class GrowthBand(BaseModel):
    """Anchors (growth as a fraction, score) of companies whose ARR is below a size; None: any."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    arr_below: Annotated[Decimal, Field(gt=0)] | None
    anchors: Anchors


class HealthScore(Convention):
    """How companies are scored. Anchors are (value, score), straight lines in between.

    `growth` bands go from small to large, the last one without a limit. `efficiency` is by burn
    multiple, `runway` by months, `market` by percentile. A composite is shown from
    `least_coverage` on; from `low_risk_from` on the risk is low, below `high_risk_below` high.
    """

    weights: Weights
    growth: Annotated[tuple[GrowthBand, ...], Field(min_length=1, max_length=12)]
    efficiency: Anchors
    runway: Anchors
    market: Anchors
    least_coverage: Share
    low_risk_from: Points
    high_risk_below: Points
    override_runway_months: Months

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for anchors in (
            self.efficiency,
            self.runway,
            self.market,
            *(b.anchors for b in self.growth),
        ):
            if [at for at, _ in anchors] != sorted({at for at, _ in anchors}):
                raise ValueError("anchors must rise from one to the next")
        sizes = [band.arr_below for band in self.growth]
        known = [size for size in sizes if size is not None]
        if sizes[-1] is not None or len(known) < len(sizes) - 1 or known != sorted(set(known)):
            raise ValueError("growth bands must rise in arr_below, the last one being null")
        if self.high_risk_below > self.low_risk_from:
            raise ValueError("high_risk_below must not lie above low_risk_from")
        return self


class KpiBand(BaseModel):
    """From which value on a measure is good, and from which fair; the other way where less is."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    good: Level
    fair: Level

    def word(self, value: float | None) -> str:
        """Good, fair or poor; unknown without a value."""
        if value is None:
            return "unknown"
        rises = self.good >= self.fair
        for name, limit in (("good", self.good), ("fair", self.fair)):
            if value >= limit if rises else value <= limit:
                return name
        return "poor"


class Thresholds(Convention):
    """Where attention begins. Amounts are in `currency`, None: the firm's reporting currency.

    A report is stale `stale_report_days` after its period (a quarter and 45 days), and due
    `report_due_days` after a quarter's end. `burn_rise` is the growth of burn within a quarter.
    Shares of the largest company by fair value say how concentrated a portfolio is. A market
    percentile needs `least_sectors`.
    """

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None
    stale_mark_days: Days
    stale_report_days: Days
    report_due_days: Days
    high_burn: Annotated[Decimal, Field(gt=0)]
    burn_rise: Annotated[float, Field(gt=0, le=10)]
    runway_critical: Months
    runway_at_risk: Months
    runway_caution: Months
    concentration_elevated: Share
    concentration_high: Share
    least_sectors: Annotated[int, Field(ge=2, le=100)]
    kpi_bands: dict[str, KpiBand]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.runway_critical <= self.runway_at_risk <= self.runway_caution:
            raise ValueError("runway limits must rise: critical, at_risk, caution")
        if self.concentration_elevated > self.concentration_high:
            raise ValueError("concentration_elevated must not lie above concentration_high")
        if strangers := set(self.kpi_bands) - set(BANDED):
            raise ValueError(f"no such measure: {', '.join(sorted(strangers))}")
        return self


@dataclass(frozen=True, slots=True)
class Conventions:
    """Both documents as they hold on a moment."""

    health: HealthScore
    thresholds: Thresholds


BANDED = (
    "growth_rate",
    "gross_margin",
    "runway_months",
    "burn_multiple",
    "rule_of_40",
    "ltv_cac",
    "nrr",
)
# Growth: Bessemer's middle half of companies of 1-10m and of 50m+ ARR, between them our judgement.
# Burn multiple: Sacks' bands. Runway: practitioners' rules. Market: a judgement by rank.
HEALTH = HealthScore(
    version=SHIPPED,
    weights=Weights(growth=0.30, efficiency=0.25, runway=0.25, market=0.20),
    growth=(
        GrowthBand(
            arr_below=Decimal(10_000_000), anchors=((0, 0), (1.0, 50), (2.3, 90), (2.625, 100))
        ),
        GrowthBand(
            arr_below=Decimal(50_000_000), anchors=((0, 0), (0.6, 50), (1.35, 90), (1.5375, 100))
        ),
        GrowthBand(arr_below=None, anchors=((0, 0), (0.35, 50), (0.8, 90), (0.9125, 100))),
    ),
    efficiency=((0, 100), (1, 85), (1.5, 70), (2, 55), (3, 30), (5, 0)),
    runway=((0, 0), (6, 25), (12, 55), (18, 80), (24, 100)),
    market=((0, 0), (100, 100)),
    least_coverage=0.60,
    low_risk_from=70,
    high_risk_below=40,
    override_runway_months=6,
)
LIMITS = Thresholds(
    version=SHIPPED,
    currency=None,
    stale_mark_days=STALE_DAYS,
    stale_report_days=137,
    report_due_days=REPORT_DUE_DAYS,
    high_burn=Decimal(500_000),
    burn_rise=0.25,
    runway_critical=3,
    runway_at_risk=6,
    runway_caution=12,
    concentration_elevated=0.15,
    concentration_high=0.25,
    least_sectors=5,
    kpi_bands={
        "growth_rate": KpiBand(good=0.5, fair=0.2),
        "gross_margin": KpiBand(good=0.7, fair=0.5),
        "runway_months": KpiBand(good=18, fair=6),
        "burn_multiple": KpiBand(good=1.5, fair=3),
        "rule_of_40": KpiBand(good=0.4, fair=0.2),
        "ltv_cac": KpiBand(good=3, fair=1),
        "nrr": KpiBand(good=1.1, fair=1.0),
    },
)
DEFAULTS: Mapping[str, Convention] = {
    HEALTH_SCORE: HEALTH,
    THRESHOLDS: LIMITS,
    TEAM_OPERATIONS: TEAM,
    PACING: BASE_PACE,
}


def conventions(session: Session, known_on: datetime | None) -> Conventions:
    """What holds on a moment: what the firm had set by then, else what ships with the program."""
    found = configurations(session, names=DEFAULTS, known_on=known_on)
    return Conventions(held(found, HEALTH_SCORE, HEALTH), held(found, THRESHOLDS, LIMITS))


def shipped(name: str) -> Convention:
    """The document that holds while the firm has set none. NotFound for no such name."""
    if name not in DEFAULTS:
        raise NotFound(f"There is no convention {name}: choose of {', '.join(DEFAULTS)}.")
    return DEFAULTS[name]


def parse(name: str, payload: Any) -> Convention:
    """A document read and checked. NotFound for no such name, InvalidInput with every fault."""
    return read_document(name, type(shipped(name)), payload)
