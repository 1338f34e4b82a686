"""What the invented companies report, how they score, and one of them on a page of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.portfolio_analytics.samples.companies import (
    AS_OF,
    BEFORE,
    Firm,
    active,
    firms,
    fund,
    kpis,
    meta,
)
from layouts.figures.portfolio_analytics.samples.holdings import investment, schedule
from services.envelope import Note

WEIGHTS = {"growth": 0.30, "efficiency": 0.25, "runway": 0.25, "market": 0.20}
QUARTERS = ("2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
ENDS = (
    date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30),
    date(2025, 12, 31), date(2026, 3, 31), BEFORE, AS_OF,
)  # fmt: skip
LEAST = 0.6


def rankings(kind: str = "normal") -> Result:
    """Companies by score, those without one last."""
    rows = sorted(
        (ranking(firm) for firm in active(kind)),
        key=lambda row: (row.composite_score is None, -(row.composite_score or 0), row.name),
    )
    for place, row in enumerate(rows, start=1):
        if row.composite_score is not None:
            row.rank, row.previous_rank = place, place + (1, -1, 0, 0, -2)[place % 5]
            row.rank_change = row.previous_rank - place
    return Result(rankings=tuple(rows), weights=WEIGHTS, anchors_version="2026-01",
                  least_coverage=LEAST, compared_with=BEFORE, meta=meta(), notes=())  # fmt: skip


def ranking(firm: Firm) -> Result:
    """One company's score from its four parts, bounds for what is missing."""
    parts = tuple(
        Result(name=name, weight=weight, score=score, input=score,
               why="scored against the anchors" if score is not None else "not reported")
        for (name, weight), score in zip(WEIGHTS.items(), firm.scores, strict=True)
    )  # fmt: skip
    known = [part for part in parts if part.score is not None]
    coverage = sum(part.weight for part in known)
    points = sum(part.weight * part.score for part in known)
    score = points / coverage if coverage >= LEAST else None
    short = firm.runway is not None and firm.runway < 6
    risk = "unknown" if score is None else "low" if score >= 70 else "elevated"
    risk = "high" if short or (score is not None and score < 40) else risk
    health = "at_risk" if risk == "high" else "unknown" if score is None else "healthy"
    return Result(
        company_id=f"id-{firm.code}", company=firm.code, name=firm.name, sector=firm.sector,
        stage=firm.stage, rank=None, previous_rank=None, rank_change=None,
        composite_score=score, previous_score=score,
        **{f"{part.name}_score": part.score for part in parts}, coverage=coverage, low=points,
        high=points + (1 - coverage) * 100, risk_level=risk, health=health,
        override="runway_under_6_months" if short else None, components=parts,
        period_end=AS_OF if known else None,
    )  # fmt: skip


def overview(kind: str = "normal") -> Result:
    """The cards and the sentence; `unknown` has no quarter before."""
    total, held = schedule(kind).total, active(kind)
    all_ = firms(kind)
    blank = kind in {"unknown", "empty"}
    few = [firm for firm in held if firm.runway is not None and firm.runway < 6]
    at_risk = sum(ranking(firm).health == "at_risk" for firm in held)
    known = None if blank else 15.5
    gone = {name: sum(firm.status == name for firm in all_) for name in ("exited", "failed")}
    unsure = sum(ranking(firm).health == "unknown" for firm in held)
    change = {"active_companies": 0, "fair_value": Decimal("6200000"), "gross_moic": 0.03,
              "at_risk_companies": 1, "median_runway_months": -1.0,
              "reporting_coverage": -0.091}  # fmt: skip
    return Result(
        total_companies=len(all_), active_companies=len(held),
        healthy_companies=len(held) - at_risk - unsure, at_risk_companies=at_risk,
        failed_companies=gone["failed"], exited_companies=gone["exited"],
        unknown_companies=unsure, sector_distribution={}, stage_distribution={},
        geography_distribution={}, cost=total.cost, active_cost=total.cost,
        fair_value=total.fair_value, realized_value=total.realized_value, gross_moic=total.moic,
        gross_irr=None if blank else 0.247, gross_irr_status="unique",
        loss_ratio=None if blank else 0.146,
        total_revenue_ttm=None if blank else Decimal("96000000"), n_revenue=0 if blank else 10,
        avg_growth_rate=None if blank else 0.48, n_growth=0 if blank else 9,
        median_burn_rate=None if blank else Decimal("330000"), n_burn=0 if blank else 10,
        avg_runway_months=known, median_runway_months=known, n_runway=0 if blank else 8,
        cash_generative_companies=0 if blank else 2, companies_under_6_months=len(few),
        fair_value_under_6_months=None if blank else 0.054, high_burn_companies=0 if blank else 2,
        avg_ltv_cac_ratio=None if blank else 3.4, n_ltv_cac=0 if blank else 10,
        median_gross_margin=None if blank else 0.71, n_gross_margin=0 if blank else 10,
        reporting_coverage=None if blank else 10 / 11, reported_companies=max(len(held) - 1, 0),
        stale_marks=0 if blank else 1, stale_fair_value=None if blank else 0.039,
        compared_with=BEFORE, comparison_to_previous={} if blank else change,
        history=tuple(_point(day, place, total.fair_value) for place, day in enumerate(ENDS)),
        funds=(fund(),), meta=meta(), notes=_notes(blank),
    )  # fmt: skip


def matrix(kind: str = "normal") -> Result:
    """Companies by measures."""
    rows = tuple(
        Result(company_id=f"id-{firm.code}", company=firm.code, name=firm.name,
               sector=firm.sector, stage=firm.stage, kpis=kpis(firm), bands=_bands(firm))
        for firm in active(kind)
    )  # fmt: skip
    told = {"burn_multiple": "12 × net burn ÷ (ARR − ARR four quarters before)"}
    return Result(rows=rows, metrics=told, meta=meta(), notes=())


def coverage(kind: str = "normal") -> Result:
    """Reports by company and quarter."""
    rows = tuple(_reported(firm, place) for place, firm in enumerate(active(kind)))
    shares = dict.fromkeys(QUARTERS, 0.9 if rows else None)
    return Result(companies=rows, quarters=QUARTERS if rows else (), reporting_coverage=shares,
                  meta=meta(), notes=())  # fmt: skip


def sheet(kind: str = "normal") -> Result:
    """The first company on a page of its own; `empty` was never valued and never reported."""
    firm = firms("normal" if kind == "empty" else kind)[0]
    bare = kind in {"empty", "unknown"}
    count = 1 if kind == "one_point" else 6
    days = ENDS[-count:]
    worth = firm.money(firm.value)
    values = tuple(
        Result(date=day, fair_value=None if worth is None else worth * Decimal(place + 3) / 8,
               cost=firm.money(firm.cost), method=firm.method)
        for place, day in enumerate(days)
    )  # fmt: skip
    periods = tuple(
        Result(kpis=kpis(firm, day=day, aged=len(days) - 1 - place))
        for place, day in enumerate(days)
    )
    seats = (Result(user="Ines Marlow", since=date(2022, 3, 9), next_meeting=date(2026, 11, 19)),)
    return Result(
        company_id=f"id-{firm.code}", company=firm.code, name=firm.name,
        description={"subsector": "Robotics", "founded": "2018", "website": None},
        investment=investment(firm, "normal" if kind == "empty" else kind),
        kpis=kpis(firm), periods=() if bare else periods,
        valuations=() if kind == "empty" else values, health=None if bare else _ranked(firm),
        board=() if bare else seats,
        expiries={} if bare else {"option_pool": date(2027, 3, 31)}, meta=meta(),
        notes=_notes(bare),
    )  # fmt: skip


def _ranked(firm: Firm) -> Result:
    found = next((row for row in rankings().rankings if row.company == firm.code), None)
    return found or ranking(firm)


def _notes(blank: bool) -> tuple[Note, ...]:
    if not blank:
        return ()
    return (Note("median_runway_months", "no_reports", "No company reports its cash."),
            Note("kpis.arr", "not_reported", "ARR was not reported."))  # fmt: skip


def _point(day: date, place: int, value: Decimal | None) -> Result:
    return Result(
        date=day, active_companies=11 - (7 - place) // 3, companies_under_6_months=place // 4,
        at_risk_companies=place // 3,
        fair_value=None if value is None else value * Decimal(20 + place) / 27,
        gross_moic=1.6 + place / 18, median_runway_months=20.0 - place * 0.6,
        reporting_coverage=0.7 + place * 0.03,
    )  # fmt: skip


def _bands(firm: Firm) -> dict[str, str]:
    found = kpis(firm)
    growth = "unknown" if firm.growth is None else "good" if firm.growth > 0.5 else "poor"
    months = found.runway_months
    runway = "unknown" if months is None else "poor" if months < 6 else "fair"
    return {"growth_rate": growth, "runway_months": runway, "gross_margin": "good",
            "burn_multiple": "fair", "rule_of_40": "fair", "ltv_cac": "good"}  # fmt: skip


def _reported(firm: Firm, place: int) -> Result:
    states = ["in_time"] * 8
    if place % 4 == 1:
        states[3] = "late"
    if firm.runway is None and firm.burn is None:
        states[5:] = ["missing"] * 3
    if firm.since.year >= 2025:
        states[0] = "not_due"
    cells = tuple(
        Result(quarter=quarter, state=state, days_late=12 if state == "late" else None,
               reported_at=day if state in {"in_time", "late"} else None)
        for quarter, state, day in zip(QUARTERS, states, ENDS, strict=True)
    )  # fmt: skip
    return Result(company_id=f"id-{firm.code}", company=firm.code, name=firm.name, cells=cells,
                  last_period=AS_OF, source="company portal")  # fmt: skip
