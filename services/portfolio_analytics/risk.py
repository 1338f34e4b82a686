"""What may go wrong with what is held: concentration, short runways, burn that wants attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median

from services.calc import multiples
from services.calc.company_metrics import BAD, CASH_GENERATIVE, FINITE
from services.clock import quarter_before, quarter_end
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.concentration import concentration, concentration_notes
from services.portfolio_analytics.history import Measures
from services.portfolio_analytics.kpis import kpis
from services.portfolio_analytics.notes import (
    NO_RUNWAY,
    NOT_REPORTED,
    missing,
    portfolio_notes,
    stale_notes,
)
from services.portfolio_analytics.overview import burns_much, is_short, share_of
from services.portfolio_analytics.pictures import Picture
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import (
    BurnConcern,
    RiskAnalysis,
    RunwayAnalysis,
    RunwayRow,
)
from services.portfolio_analytics.stakes import Stake, summed

CRITICAL, AT_RISK, CAUTION, OK, UNKNOWN = "critical", "at_risk", "caution", "ok", "unknown"
BANDS = (CRITICAL, AT_RISK, CAUTION, OK, CASH_GENERATIVE, UNKNOWN)
HIGH_BURN, RUNWAY_UNDER_6 = "high_burn", "runway_under_6"
BURN_MULTIPLE_BAD, BURN_RISING = "burn_multiple_bad", "burn_rising"
ROW_WORDS: Mapping[str, str] = {
    "runway_months": "no finite runway is known; each row says why.",
    "zero_cash_date": "no finite runway is known; each row says why.",
    "cash": "not in the last report.",
    "net_burn": "not in the last report.",
    "period_end": "nothing was ever reported.",
    "fair_value": "the value is not known by this date.",
    "fair_value_weight": "the value of a company is not known, so there are no weights.",
}
CONCERN_WORDS: Mapping[str, str] = {
    "previous_net_burn": "not reported for the quarter before.",
    "burn_multiple": "no multiple may be read: see the reasons.",
    "runway_months": "no finite runway is known.",
    "net_burn": "not in the last report.",
}


def risk_analysis(records: Records) -> RiskAnalysis:
    """Concentration, the runway ladder and burn of the companies that are active at as_of."""
    picture = Picture(records, records.as_of)
    spread = concentration(records, records.as_of)
    ladder = _ladder(picture)
    concerns = tuple(
        found for stake in picture.active if (found := _concern(picture, stake)) is not None
    )
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, picture.held),
        *concentration_notes(spread),
        *stale_notes(records, picture.held),
        *_runway_notes(ladder),
        *missing([(row.name, row) for row in concerns], CONCERN_WORDS),
        *conversion_notes(records.frame, records.as_of),
    ]
    return RiskAnalysis(
        concentration_risk=spread,
        runway_analysis=ladder,
        burn_rate_concerns=tuple(sorted(concerns, key=_weightiest)),
        meta=records.meta(RiskAnalysis),
        notes=distinct(notes),
    )


def _ladder(picture: Picture) -> RunwayAnalysis:
    value = summed(picture.active, "value")
    rows = [_rung(picture, stake, value) for stake in picture.active]
    months = [row.runway_months for row in rows if row.runway_months is not None]
    short = [stake for stake in picture.active if is_short(picture, stake)]
    bands = [row.band for row in rows]
    return RunwayAnalysis(
        bands={band: bands.count(band) for band in BANDS},
        under_6_months=len(short),
        fair_value_under_6_months=share_of(short, value),
        median_runway_months=median(months) if months else None,
        companies=tuple(sorted(rows, key=_shortest)),
    )


def _rung(picture: Picture, stake: Stake, value: Decimal | None) -> RunwayRow:
    given = picture.kpis[stake.company_id]
    counted = picture.counted[stake.company_id]
    band, why = _band(picture, stake)
    return RunwayRow(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        sector=stake.first.sector,
        runway_months=counted.runway_months,
        band=band,
        zero_cash_date=counted.zero_cash_date,
        cash=given.cash,
        net_burn=given.net_burn,
        period_end=given.period_end,
        stale=given.stale,
        fair_value=stake.value,
        fair_value_weight=multiples.ratio(stake.value, value),
        why=why,
    )


def _band(picture: Picture, stake: Stake) -> tuple[str, str | None]:
    """The band of a company on the ladder, and why it has no finite runway."""
    limits = picture.records.thresholds
    given, counted = picture.kpis[stake.company_id], picture.counted[stake.company_id]
    if given.stale:
        return UNKNOWN, f"no report since {given.period_end}"
    if counted.runway_state == CASH_GENERATIVE:
        return CASH_GENERATIVE, "it burns no cash"
    if counted.runway_state != FINITE or counted.runway_months is None:
        unreported = given.period_end is None
        return UNKNOWN, "nothing was ever reported" if unreported else "cash or burn is not known"
    steps = (
        (limits.runway_critical, CRITICAL),
        (limits.runway_at_risk, AT_RISK),
        (limits.runway_caution, CAUTION),
    )
    months = counted.runway_months
    return next((band for below, band in steps if months < below), OK), None


def _concern(picture: Picture, stake: Stake) -> BurnConcern | None:
    """A company whose burn wants attention, None where nothing speaks for it."""
    counted = picture.counted[stake.company_id]
    measures = picture.measures[stake.company_id]
    before = _quarter_earlier(picture, stake)
    reasons = []
    if burns_much(picture, stake):
        reasons.append(HIGH_BURN)
    if is_short(picture, stake):
        reasons.append(RUNWAY_UNDER_6)
    if counted.burn_multiple_band == BAD:
        reasons.append(BURN_MULTIPLE_BAD)
    if (
        measures is not None
        and counted.period_end is not None
        and _rises(picture, measures, before)
    ):
        reasons.append(BURN_RISING)
    if not reasons:
        return None
    earlier = kpis(picture.records, before, picture.day).net_burn if before else None
    return BurnConcern(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        net_burn=counted.net_burn,
        previous_net_burn=earlier,
        burn_multiple=counted.burn_multiple,
        runway_months=counted.runway_months,
        reasons=tuple(reasons),
    )


def _quarter_earlier(picture: Picture, stake: Stake) -> Measures | None:
    """What the report of the quarter before the latest one says."""
    history = picture.records.history(stake.company_id)
    latest = history.latest(picture.day)
    if latest is None:
        return None
    report = history.quarter_of(quarter_before(quarter_end(latest.period_end)))
    return None if report is None else history.measures(report)


def _rises(picture: Picture, now: Measures, before: Measures | None) -> bool:
    """Whether a company burns more than a quarter earlier by the firm's limit."""
    if before is None or now.net_burn is None or before.net_burn is None:
        return False
    if now.report.currency != before.report.currency or before.net_burn <= 0:
        return False
    rise = Decimal(str(picture.records.thresholds.burn_rise))
    return now.net_burn > before.net_burn * (1 + rise)


def _shortest(row: RunwayRow) -> tuple[int, float, str]:
    """The shortest runway first; then those without a finite one, the unknown last."""
    months = row.runway_months if row.runway_months is not None else 0.0
    order = BANDS.index(row.band)
    return (0 if row.runway_months is not None else order, months, row.name)


def _weightiest(row: BurnConcern) -> tuple[int, float, str]:
    months = row.runway_months
    return (-len(row.reasons), float("inf") if months is None else months, row.name)


def _runway_notes(ladder: RunwayAnalysis) -> list[Note]:
    rows: Sequence[RunwayRow] = ladder.companies
    found = missing([(row.name, row) for row in rows], ROW_WORDS)
    if ladder.median_runway_months is None:
        text = "No company has a finite runway that is known."
        found.append(Note("median_runway_months", NO_RUNWAY, text))
    if ladder.fair_value_under_6_months is None:
        text = "The value of what is held is not known, or nothing is held."
        found.append(Note("fair_value_under_6_months", NOT_REPORTED, text))
    return found
