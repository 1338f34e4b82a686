"""Companies ranked by health, against their places a quarter ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.clock import quarter_before
from services.envelope import Note
from services.errors import NotFound
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.portfolio_analytics.notes import (
    NOT_REPORTED,
    UNDER_COVERED,
    missing,
    portfolio_notes,
    stale_notes,
)
from services.portfolio_analytics.pictures import Picture
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Ranking, Rankings
from services.portfolio_analytics.scores import EFFICIENCY, GROWTH, MARKET, RUNWAY
from services.portfolio_analytics.stakes import Stake

EARLIER_WORDS: Mapping[str, str] = {
    "previous_rank": "not ranked a quarter ago.",
    "previous_score": "no score a quarter ago.",
    "rank_change": "not ranked both now and a quarter ago.",
}


@dataclass(frozen=True, slots=True)
class Places:
    """The place and the score of each company that has one on a day, by its id."""

    ranks: Mapping[str, int]
    scores: Mapping[str, float]


def rankings(records: Records) -> Rankings:
    """Active companies, the healthiest first; those without a score last, by name."""
    now = Picture(records, records.as_of)
    before = Picture(records, quarter_before(records.as_of))
    rows = ranked(now, before)
    return Rankings(
        rankings=rows,
        weights=records.health.weights.model_dump(),
        anchors_version=records.health.version,
        least_coverage=records.health.least_coverage,
        compared_with=before.day,
        meta=records.meta(Rankings),
        notes=distinct(
            [
                *pooled_note(records.frame),
                *portfolio_notes(records, now.held),
                *ranking_notes(now, rows),
                *conversion_notes(records.frame, records.as_of),
            ]
        ),
    )


def scores(records: Records) -> dict[str, Ranking]:
    """The ranking of every active company by its id."""
    now = Picture(records, records.as_of)
    before = Picture(records, quarter_before(records.as_of))
    return {row.company_id: row for row in ranked(now, before)}


def ranked(now: Picture, before: Picture) -> tuple[Ranking, ...]:
    """A row for every company that is active now, in the order of their scores."""
    places, earlier = _places(now), _places(before)
    rows = [_row(now, stake, places, earlier) for stake in now.active]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.composite_score is None,
                -(row.composite_score or 0.0),
                row.name,
                row.company,
            ),
        )
    )


def row_of(rows: Sequence[Ranking], company_id: str) -> Ranking:
    """One company's row. NotFound when it is not among them."""
    found = next((row for row in rows if row.company_id == company_id), None)
    if found is None:
        raise NotFound
    return found


def ranking_notes(picture: Picture, rows: Sequence[Ranking]) -> list[Note]:
    """Why parts of scores, scores and places are not given."""
    least = picture.records.health.least_coverage
    found = list(stale_notes(picture.records, picture.held))
    for name in (GROWTH, EFFICIENCY, RUNWAY, MARKET):
        key = f"{name}_score"
        reasons: dict[str, list[str]] = {}
        for row in rows:
            part = next(part for part in row.components if part.name == name)
            if part.score is None:
                reasons.setdefault(part.why, []).append(row.name)
        found += [
            Note(key, NOT_REPORTED, f"{listed(names)}: {why}.") for why, names in reasons.items()
        ]
    if any(part.score is None for row in rows for part in row.components):
        text = "A part without a score is left out of the composite; its own words say why."
        found.append(Note("score", NOT_REPORTED, text))
    if names := [row.name for row in rows if row.composite_score is None]:
        text = f"{listed(names)}: less than {least:.0%} of the score is known, so none is shown."
        found += [Note(key, UNDER_COVERED, text) for key in ("composite_score", "rank")]
    named = [(row.name, row) for row in rows]
    never = {"period_end": "nothing was ever reported."}
    return found + missing(named, EARLIER_WORDS, code="no_score_then") + missing(named, never)


def _places(picture: Picture) -> Places:
    """Equal scores share a place; the next one is as many further down."""
    scored = {
        stake.company_id: score
        for stake in picture.active
        if (score := picture.health[stake.company_id].composite) is not None
    }
    ordered = sorted(scored.values(), reverse=True)
    first = {score: ordered.index(score) + 1 for score in set(ordered)}
    return Places({company: first[score] for company, score in scored.items()}, scored)


def _row(picture: Picture, stake: Stake, places: Places, earlier: Places) -> Ranking:
    health = picture.health[stake.company_id]
    rank = places.ranks.get(stake.company_id)
    previous = earlier.ranks.get(stake.company_id)
    return Ranking(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        sector=stake.first.sector,
        stage=stake.first.stage,
        rank=rank,
        previous_rank=previous,
        rank_change=None if rank is None or previous is None else previous - rank,
        composite_score=health.composite,
        previous_score=earlier.scores.get(stake.company_id),
        growth_score=health.score(GROWTH),
        efficiency_score=health.score(EFFICIENCY),
        runway_score=health.score(RUNWAY),
        market_score=health.score(MARKET),
        coverage=health.coverage,
        low=health.low,
        high=health.high,
        risk_level=health.risk_level,
        health=health.word,
        override=health.override,
        components=health.components,
        period_end=picture.kpis[stake.company_id].period_end,
    )
