"""How much of what is held hangs on few companies, sectors, stages, places and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from services.calc import concentration as calc
from services.calc import multiples
from services.envelope import Note
from services.fund_performance.books import NET_FUND
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import ConcentrationRisk, Spread, Weight
from services.portfolio_analytics.scores import ELEVATED, HIGH, LOW, UNKNOWN
from services.portfolio_analytics.stakes import NO_GROUP, Stake, active, recorded, stakes

FAIR_VALUE, COST = "fair_value", "cost"
WEIGHED = (
    "top_company_weight",
    "top_3_weight",
    "top_5_weight",
    "herfindahl_index",
    "effective_number",
    "sector_concentration",
)
Shares = Sequence[float] | None


def concentration(records: Records, day: date) -> ConcentrationRisk:
    """Active companies of which flows or marks are known, by fair value and by cost."""
    held = active(recorded(stakes(records, day)))
    committed = records.books.committed(day, basis=NET_FUND)
    by_value = _spread(FAIR_VALUE, [stake.value for stake in held])
    companies = _companies(held, committed)
    shares = [row.share_of_commitments for row in companies if row.share_of_commitments is not None]
    sectors = _grouped(held, committed, lambda stake: stake.first.sector)
    return ConcentrationRisk(
        top_company_weight=by_value.top_company_weight,
        top_3_weight=by_value.top_3_weight,
        top_5_weight=by_value.top_5_weight,
        herfindahl_index=by_value.herfindahl_index,
        effective_number=by_value.effective_number,
        concentration_risk_level=_level(records, by_value.top_company_weight),
        sector_concentration=_weights(sectors),
        by_fair_value=by_value,
        by_cost=_spread(COST, [stake.cost for stake in held]),
        largest_share_of_commitments=(
            max(shares) if shares and len(shares) == len(companies) else None
        ),
        companies=companies,
        sectors=sectors,
        stages=_grouped(held, committed, lambda stake: stake.first.stage),
        geographies=_grouped(held, committed, lambda stake: stake.first.geography),
        vintages=_grouped(held, committed, lambda stake: str(stake.first_invested.year)),
    )


def concentration_notes(found: ConcentrationRisk) -> list[Note]:
    """Why weights are not given."""
    notes: list[Note] = []
    if found.top_company_weight is None:
        text = "Nothing is held, or the value of a company is not known, so there are no weights."
        notes += [Note(key, "no_weights", text) for key in (*WEIGHED, "weight_fair_value")]
    if found.by_cost.top_company_weight is None:
        text = "Nothing is held, or the cost of a company is not known."
        notes.append(Note("weight_cost", "no_weights", text))
    if found.largest_share_of_commitments is None:
        text = "Nothing is held, or commitments or the cost of a company are not known."
        notes.append(Note("largest_share_of_commitments", "no_commitments", text))
        notes.append(Note("share_of_commitments", "no_commitments", text))
    if any(row.moic is None for row in found.companies):
        text = "Cost or value of a company is not known, or nothing was paid for it."
        notes.append(Note("moic", "nav_unknown", text))
    return notes


def _spread(basis: str, amounts: Sequence[Decimal | None]) -> Spread:
    found = calc.concentration(amounts)
    return Spread(
        basis=basis,
        positions=found.positions,
        top_company_weight=found.top_1,
        top_3_weight=found.top_3,
        top_5_weight=found.top_5,
        herfindahl_index=found.hhi,
        hhi_points=found.hhi_points,
        effective_number=found.effective_number,
    )


def _companies(held: Sequence[Stake], committed: Decimal | None) -> tuple[Weight, ...]:
    return _rows([(stake.name, stake.code, [stake]) for stake in held], held, committed)


def _grouped(
    held: Sequence[Stake], committed: Decimal | None, of: Callable[[Stake], str | None]
) -> tuple[Weight, ...]:
    groups: dict[str, list[Stake]] = defaultdict(list)
    for stake in held:
        groups[of(stake) or NO_GROUP].append(stake)
    return _rows([(name, None, rows) for name, rows in groups.items()], held, committed)


def _rows(
    groups: Sequence[tuple[str, str | None, Sequence[Stake]]],
    held: Sequence[Stake],
    committed: Decimal | None,
) -> tuple[Weight, ...]:
    """Rows of groups, the largest value first; weights are of all that is held."""
    values = [multiples.total(stake.value for stake in rows) for _, _, rows in groups]
    costs = [multiples.total(stake.cost for stake in rows) for _, _, rows in groups]
    by_value, by_cost = calc.shares(values), calc.shares(costs)
    found = [
        Weight(
            name=name,
            key=key,
            fair_value=values[place],
            cost=costs[place],
            count=len(rows),
            moic=multiples.moic(
                invested=costs[place],
                proceeds=multiples.total(stake.realized for stake in rows),
                fair_value=values[place],
            ),
            weight_fair_value=_at(by_value, place),
            weight_cost=_at(by_cost, place),
            weight_count=len(rows) / len(held),
            share_of_commitments=multiples.ratio(costs[place], committed),
        )
        for place, (name, key, rows) in enumerate(groups)
    ]
    return tuple(sorted(found, key=lambda row: (-(row.fair_value or Decimal(0)), row.name)))


def _weights(rows: Sequence[Weight]) -> dict[str, float] | None:
    """Weights by name; those of nothing are left out. None where there are none to give."""
    found = {row.name: row.weight_fair_value for row in rows if row.weight_fair_value is not None}
    if not rows or len(found) < len(rows):
        return None
    return {name: weight for name, weight in found.items() if weight > 0}


def _at(shares: Shares, place: int) -> float | None:
    return None if shares is None else shares[place]


def _level(records: Records, largest: float | None) -> str:
    """Low, elevated or high by the largest company's share of the fair value."""
    if largest is None:
        return UNKNOWN
    limits = records.thresholds
    if largest >= limits.concentration_high:
        return HIGH
    return ELEVATED if largest >= limits.concentration_elevated else LOW
