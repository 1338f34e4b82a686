"""How much hangs on one company, sector, stage, place, currency, year or investor."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from services.calc import concentration as calc
from services.calc import multiples
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.portfolio_analytics.concentration import concentration as by_company
from services.portfolio_analytics.notes import portfolio_notes
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Weight
from services.portfolio_analytics.stakes import recorded, summed
from services.risk.exposure import Exposure
from services.risk.results import Concentration, Group, WithoutWinner

COMPANY, CURRENCY, LP = "company", "currency", "lp"
DIMENSIONS = {"sector": "sectors", "stage": "stages", "geography": "geographies",
              "vintage": "vintages"}  # fmt: skip
BY = (COMPANY, *("sector", "stage", "geography"), CURRENCY, "vintage", LP)
WEIGHTS = ("weight", "cumulative", "top_1", "top_3", "top_5", "herfindahl_index", "hhi_points",
           "effective_number", "lorenz")  # fmt: skip


def of_holdings(records: Records, by: str) -> Concentration:
    """What is held at as_of by one dimension (BY but lp), the largest value first."""
    exposure = Exposure(records, records.as_of)
    groups = _currencies(exposure) if by == CURRENCY else _groups(records, by)
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, exposure.picture.held),
        *conversion_notes(records.frame, records.as_of),
    ]
    return _concentration(records, by, groups, _winner(exposure), notes)


def of_investors(
    records: Records,
    investors: Sequence[tuple[str, str, Decimal | None, Decimal | None]],
    told: Sequence[Note] = (),
) -> Concentration:
    """Investors (code, name, part of NAV, commitment), the largest value first."""
    rows = [
        Group(
            name=name, key=code, cost=promised, fair_value=value, weight=None,
            cost_weight=None, count=1, cumulative=None,
        )
        for code, name, value, promised in investors
    ]  # fmt: skip
    notes = [*pooled_note(records.frame), *told, *conversion_notes(records.frame, records.as_of)]
    return _concentration(records, LP, rows, None, notes)


def _concentration(
    records: Records,
    by: str,
    groups: Sequence[Group],
    winner: WithoutWinner | None,
    notes: Sequence[Note],
) -> Concentration:
    ordered = _weighed(groups)
    values = [row.fair_value for row in ordered]
    spread = calc.concentration(values)
    told = [*notes, *_notes(by, spread, winner, ordered)]
    return Concentration(
        by=by,
        groups=tuple(ordered),
        top_1=spread.top_1,
        top_3=spread.top_3,
        top_5=spread.top_5,
        herfindahl_index=spread.hhi,
        hhi_points=spread.hhi_points,
        effective_number=spread.effective_number,
        lorenz=calc.lorenz(values),
        without_winner=winner,
        meta=records.meta(Concentration),
        notes=distinct(told),
    )


def _groups(records: Records, by: str) -> list[Group]:
    found = by_company(records, records.as_of)
    rows: Sequence[Weight] = found.companies if by == COMPANY else getattr(found, DIMENSIONS[by])
    return [
        Group(
            name=row.name, key=row.key or (None if by == COMPANY else row.name), cost=row.cost,
            fair_value=row.fair_value, weight=None, cost_weight=None, count=row.count,
            cumulative=None,
        )
        for row in rows
    ]  # fmt: skip


def _currencies(exposure: Exposure) -> list[Group]:
    return [
        Group(
            name=row.currency, key=row.currency, cost=row.cost, fair_value=row.value, weight=None,
            cost_weight=None, count=len({piece.deal.company_id for piece in row.pieces}),
            cumulative=None,
        )
        for row in exposure.currencies
    ]  # fmt: skip


def _weighed(groups: Sequence[Group]) -> list[Group]:
    """The groups with their weights, the largest value first, and what they add up to so far."""
    rows = sorted(groups, key=lambda row: (-(row.fair_value or Decimal(0)), row.name))
    weights = calc.shares([row.fair_value for row in rows])
    costs = calc.shares([row.cost for row in rows])
    below = calc.running(weights)
    return [
        Group(
            name=row.name,
            key=row.key,
            cost=row.cost,
            fair_value=row.fair_value,
            weight=None if weights is None else weights[place],
            cost_weight=None if costs is None else costs[place],
            count=row.count,
            cumulative=None if below is None else below[place],
        )
        for place, row in enumerate(rows)
    ]


def _winner(exposure: Exposure) -> WithoutWinner | None:
    """The gross multiple of everything ever held, with the largest position and without it."""
    largest = exposure.largest
    if largest is None:
        return None
    every = recorded(exposure.picture.held)
    others = [stake for stake in every if stake.company_id != largest.company_id]
    with_it, without = (
        multiples.moic(
            invested=summed(rows, "cost"),
            proceeds=summed(rows, "realized"),
            fair_value=summed(rows, "value"),
        )
        for rows in (every, others)
    )
    return WithoutWinner(
        company=largest.code,
        moic=with_it,
        moic_without=without,
        fair_value_share=exposure.spread.top_1,
    )


def _notes(
    by: str, spread: calc.Concentration, winner: WithoutWinner | None, groups: Sequence[Group]
) -> list[Note]:
    notes: list[Note] = []
    if spread.top_1 is None:
        text = "Nothing is held, or a value is not known, so there are no weights."
        notes += [Note(key, "no_weights", text) for key in WEIGHTS]
    if names := [row.name for row in groups if row.cost is None]:
        notes.append(Note("cost", "cost_unknown", f"{listed(names)}: the cost is not known."))
    if any(row.cost_weight is None for row in groups):
        text = "A cost is not known, so there are no weights by cost."
        notes.append(Note("cost_weight", "no_weights", text))
    if any(row.key is None for row in groups):
        notes.append(Note("key", "no_group", "It is not known to which group these belong."))
    if winner is None:
        text = "Only companies are set against the rest: ask by another dimension."
        if by != LP:
            text = "Nothing is held, or a value is not known, so there is no largest position."
        notes.append(Note("without_winner", "no_weights", text))
    elif winner.moic is None or winner.moic_without is None:
        text = "Cost or value of a company is not known, or nothing else was ever bought."
        notes += [Note(key, "no_multiple", text) for key in ("moic", "moic_without")]
    return notes
