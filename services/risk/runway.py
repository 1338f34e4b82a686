"""The watch-list: how long each company's cash lasts, and what value hangs on the short ones."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from services.calc.company_metrics import CASH_GENERATIVE
from services.calc.liquidity import Holding, runway_at_risk
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.notes import missing, portfolio_notes, stale_notes
from services.portfolio_analytics.pictures import Picture
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import RunwayRow as Rung
from services.portfolio_analytics.risk import AT_RISK, CAUTION, CRITICAL, OK, UNKNOWN, risk_analysis
from services.portfolio_analytics.stakes import stakes
from services.risk.results import Runway, RunwayRow

BANDS = {
    CRITICAL: "under_3",
    AT_RISK: "under_6",
    CAUTION: "under_12",
    OK: "over_12",
    CASH_GENERATIVE: CASH_GENERATIVE,
    UNKNOWN: UNKNOWN,
}
NOTHING = Decimal(0)
WORDS: Mapping[str, str] = {
    "runway_months": "no finite runway is known: no cash is burnt, or cash or burn is not known.",
    "zero_cash_on": "no finite runway is known.",
    "cash": "not in the last report.",
    "net_burn": "not in the last report.",
    "fair_value": "the value is not known by this date.",
    "weight": "the value of a company is not known, so there are no weights.",
    "reserved": "no reserve for follow-ons is told by company.",
    "reported_on": "nothing was ever reported.",
}


def runway(records: Records, reserved: Mapping[str, Decimal | None]) -> Runway:
    """Active companies, the shortest runway first; `reserved` for follow-ons by company (id)."""
    ladder = risk_analysis(records).runway_analysis
    rows = [_row(rung, reserved.get(rung.company_id)) for rung in ladder.companies]
    horizon = float(records.health.override_runway_months)
    risk = runway_at_risk(
        [
            Holding(
                fair_value=row.fair_value,
                runway=row.runway_months,
                cash_generative=row.band == CASH_GENERATIVE,
            )
            for row in rows
        ],
        horizon_months=horizon,
    )
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, stakes(records, records.as_of)),
        *stale_notes(records, Picture(records, records.as_of).held),
        *missing([(row.name, row) for row in rows], WORDS),
        *_shares(risk.share_at_risk, risk.unknown_share),
        *conversion_notes(records.frame, records.as_of),
    ]
    return Runway(
        rows=tuple(rows),
        horizon_months=horizon,
        count_at_risk=risk.count,
        share_at_risk=risk.share_at_risk,
        unknown_count=risk.unknown_count,
        unknown_share=risk.unknown_share,
        meta=records.meta(Runway),
        notes=distinct(notes),
    )


def _row(rung: Rung, reserved: Decimal | None) -> RunwayRow:
    return RunwayRow(
        company_id=rung.company_id,
        company=rung.company,
        name=rung.name,
        runway_months=rung.runway_months,
        zero_cash_on=rung.zero_cash_date,
        cash=rung.cash,
        net_burn=rung.net_burn,
        fair_value=rung.fair_value,
        weight=rung.fair_value_weight,
        reserved=reserved,
        band=BANDS[rung.band],
        reported_on=rung.period_end,
    )


def _shares(at_risk: float | None, unknown: float | None) -> list[Note]:
    text = "The value of what is held is not known, or nothing is held."
    keys = [
        key
        for key, share in (("share_at_risk", at_risk), ("unknown_share", unknown))
        if share is None
    ]
    return [Note(key, "nav_unknown", text) for key in keys]
