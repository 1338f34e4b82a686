"""How the portfolio stands: how many companies how, what they cost and are worth, what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from statistics import fmean, median
from typing import Any

from services.calc import attribution, multiples
from services.calc.company_metrics import CASH_GENERATIVE
from services.clock import last_closed_quarter_end
from services.envelope import Note, scaled
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.notes import (
    NO_RUNWAY,
    NOT_REPORTED,
    portfolio_notes,
    stale_notes,
)
from services.portfolio_analytics.pictures import Picture, days_back
from services.portfolio_analytics.punctuality import punctual
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Kpis, Overview, OverviewPoint
from services.portfolio_analytics.returns import Returns, rate_notes
from services.portfolio_analytics.scores import AT_RISK, HEALTHY, UNKNOWN
from services.portfolio_analytics.stakes import EXITED, FAILED, Stake, counted, recorded, summed

CENT = Decimal("0.01")
WHY_NONE = {
    "total_revenue_ttm": "No company reported revenue.",
    "avg_growth_rate": "No company's growth is known.",
    "median_burn_rate": "No company reported its burn.",
    "avg_ltv_cac_ratio": "No company reported LTV and CAC.",
    "median_gross_margin": "No company reported a gross margin.",
    "reporting_coverage": "No company owed a report for the last closed quarter.",
    "stale_fair_value": "The value of what is held is not known, or nothing is held.",
    "fair_value_under_6_months": "The value of what is held is not known, or nothing is held.",
    "gross_moic": "Cost or value is not known, or nothing was invested.",
    "loss_ratio": "Cost or value is not known, or nothing was invested.",
    "active_cost": "The cost of an active company is not known.",
    "cost": "The cost of a company is not known, or of none.",
    "fair_value": "The value of a company is not known.",
    "realized_value": "What a company paid back is not known.",
}
RUNWAYS = ("avg_runway_months", "median_runway_months")


def overview(records: Records) -> Overview:
    """The portfolio at as_of, against the quarter-end before it and over eight quarter-ends."""
    pictures = [Picture(records, day) for day in days_back(records.as_of)]
    before, now = pictures[-2:]
    figures, earlier = _figures(now), _figures(before)
    rate = figures.pop("rate")
    earlier.pop("rate")
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, now.held),
        *stale_notes(records, now.held),
        *rate_notes("gross_irr", [("The portfolio", rate)]),
        *_blank(figures),
    ]
    history = tuple(_point(picture) for picture in pictures)
    comparison = _compared(figures, earlier)
    notes += _point_notes(history)
    if unknown := [key for key, value in comparison.items() if value is None]:
        text = f"Not known on both days: {', '.join(unknown)}."
        notes.append(Note("comparison_to_previous", "not_comparable", text))
    return Overview(
        **figures,
        compared_with=before.day,
        comparison_to_previous=comparison,
        history=history,
        funds=records.frame.refs,
        meta=records.meta(Overview),
        notes=distinct([*notes, *conversion_notes(records.frame, records.as_of)]),
    )


def _figures(picture: Picture) -> dict[str, Any]:
    """Every figure of one day by its key, and the pooled rate under `rate`."""
    held = picture.held
    words = [picture.health[stake.company_id].word for stake in held]
    found = {
        "total_companies": len(held),
        "active_companies": len(picture.active),
        "healthy_companies": words.count(HEALTHY),
        "at_risk_companies": words.count(AT_RISK),
        "failed_companies": words.count(FAILED),
        "exited_companies": words.count(EXITED),
        "unknown_companies": words.count(UNKNOWN),
        "sector_distribution": counted(stake.first.sector for stake in held),
        "stage_distribution": counted(stake.first.stage for stake in held),
        "geography_distribution": counted(stake.first.geography for stake in held),
    }
    return found | _amounts(picture) | _operations(picture) | _attention(picture)


def _amounts(picture: Picture) -> dict[str, Any]:
    held = recorded(picture.held)
    cost, realized, value = (summed(picture.held, name) for name in ("cost", "realized", "value"))
    rate = Returns(picture.records, picture.day).pooled(held, value)
    losses = attribution.loss_ratios(
        [
            attribution.DealOutcome(
                cost=stake.cost, realized=stake.realized, fair_value=stake.value
            )
            for stake in held
        ]
    )
    return {
        "cost": cost,
        "active_cost": summed(picture.active, "cost"),
        "fair_value": value,
        "realized_value": realized,
        "gross_moic": multiples.moic(invested=cost, proceeds=realized, fair_value=value),
        "gross_irr": rate.irr,
        "gross_irr_status": rate.status,
        "loss_ratio": losses.invested_below_cost,
        "rate": rate,
    }


def _operations(picture: Picture) -> dict[str, Any]:
    """Sums, means and medians over the active companies that report what is asked for."""
    reports = list(picture.counted.values())
    revenue = _known(reports, "revenue_ttm")
    growth = _known(reports, "growth_rate")
    burn = _known(reports, "net_burn")
    runway = [months for given in reports if (months := given.runway_months) is not None]
    ltv_cac, margin = _known(reports, "ltv_cac"), _known(reports, "gross_margin")
    return {
        "total_revenue_ttm": sum(revenue, Decimal(0)) if revenue else None,
        "n_revenue": len(revenue),
        "avg_growth_rate": fmean(growth) if growth else None,
        "n_growth": len(growth),
        "median_burn_rate": median(burn).quantize(CENT) if burn else None,
        "n_burn": len(burn),
        "avg_runway_months": fmean(runway) if runway else None,
        "median_runway_months": median(runway) if runway else None,
        "n_runway": len(runway),
        "cash_generative_companies": sum(
            1 for given in reports if given.runway_state == CASH_GENERATIVE
        ),
        "avg_ltv_cac_ratio": fmean(ltv_cac) if ltv_cac else None,
        "n_ltv_cac": len(ltv_cac),
        "median_gross_margin": median(margin) if margin else None,
        "n_gross_margin": len(margin),
    }


def _attention(picture: Picture) -> dict[str, Any]:
    records = picture.records
    short = [stake for stake in picture.active if is_short(picture, stake)]
    stale = [stake for stake in picture.active if is_stale_mark(records, stake)]
    value = summed(picture.active, "value")
    in_time, owed = punctual(records, last_closed_quarter_end(picture.day))
    return {
        "companies_under_6_months": len(short),
        "fair_value_under_6_months": share_of(short, value),
        "high_burn_companies": sum(1 for stake in picture.active if burns_much(picture, stake)),
        "reporting_coverage": in_time / owed if owed else None,
        "reported_companies": in_time,
        "stale_marks": len(stale),
        "stale_fair_value": share_of(stale, value),
    }


def is_short(picture: Picture, stake: Stake) -> bool:
    """Whether a company's cash lasts less than half a year."""
    months = picture.counted[stake.company_id].runway_months
    return months is not None and months < picture.records.health.override_runway_months


def is_stale_mark(records: Records, stake: Stake) -> bool:
    """Whether the mark a company's value stands on is older than allowed."""
    age = stake.mark_age()
    return age is not None and age > records.thresholds.stale_mark_days


def burns_much(picture: Picture, stake: Stake) -> bool:
    """Whether a company burns more a month than the firm's limit, in the limit's currency."""
    found, records = picture.measures[stake.company_id], picture.records
    if found is None or picture.counted[stake.company_id].period_end is None:
        return False
    burn = records.sized(found.net_burn, found.report, picture.day)
    return burn is not None and burn > records.thresholds.high_burn


def share_of(part: Sequence[Stake], value: Decimal | None) -> float | None:
    """The part's share of a value; None where either is not known or there is none."""
    return multiples.ratio(summed(part, "value"), value)


def _known(reports: Sequence[Kpis], key: str) -> list[Any]:
    return [value for given in reports if (value := getattr(given, key)) is not None]


def _point(picture: Picture) -> OverviewPoint:
    words = [picture.health[stake.company_id].word for stake in picture.active]
    every: dict[str, Any] = {
        "date": picture.day,
        "active_companies": len(picture.active),
        "at_risk_companies": words.count(AT_RISK),
    }
    every |= _amounts(picture) | _operations(picture) | _attention(picture)
    return OverviewPoint(**{item.name: every[item.name] for item in fields(OverviewPoint)})


def _compared(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Now less before by key; rates that the API gives in percent are percent points here."""
    found: dict[str, Any] = {}
    for key, value in now.items():
        if isinstance(value, dict | str):
            continue
        earlier = before[key]
        change = None if value is None or earlier is None else value - earlier
        found[key] = scaled(change) if key == "gross_irr" and change is not None else change
    return found


def _blank(figures: dict[str, Any]) -> list[Note]:
    found = [
        Note(key, NOT_REPORTED, text) for key, text in WHY_NONE.items() if figures[key] is None
    ]
    if figures["median_runway_months"] is None:
        text = "No company has a finite runway that is known."
        found += [Note(key, NO_RUNWAY, text) for key in RUNWAYS]
    return found


def _point_notes(history: Sequence[OverviewPoint]) -> list[Note]:
    days: list[date] = [
        point.date
        for point in history
        if any(getattr(point, item.name) is None for item in fields(OverviewPoint))
    ]
    if not days:
        return []
    text = f"On {', '.join(str(day) for day in days)} some figures are not known: gaps, not 0."
    return [Note("history", "gaps", text)]
