"""The specification's productivity score: off unless the firm wants it, shown to few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from services.calc import team as calc
from services.calc.funnel import SCREENED
from services.calc.health import Composite
from services.calc.team import SPLIT, per_quarter
from services.calc.velocity import spread
from services.db.queries.team_operations.activities import Answer
from services.envelope import Note
from services.errors import InvalidInput, NotFound
from services.scope import Period, Principal
from services.team_operations.counting import Counts, read_counts
from services.team_operations.eyes import check_score
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import Distribution, Productivity
from services.team_operations.sourcing import Finds, read_finds, shares
from services.team_operations.times import between, read_answers, spread_of

CAVEAT = "activity, not judgement quality"
PARTS = ("components", "inputs", "low", "high", "coverage", "team_distribution")
OFF = (
    "The firm has no productivity scores: an administrator switches them on with gpdash configure "
    "set team_operations."
)


@dataclass(frozen=True, slots=True)
class Score:
    """What a person's score stands on, its components and the whole."""

    inputs: Mapping[str, float | None]
    components: Mapping[str, float | None]
    whole: Composite


def asked_of(principal: Principal, frame: Frame, user: str | None) -> tuple[str, str]:
    """Whose score is asked for (id; left out: one's own), and as whom it is seen: self or partner.

    Forbidden for somebody else's unless a partner asks; NotFound for a partner who names nobody
    of the team; InvalidInput for one who names nobody and is none of it.
    """
    own = next((p for p in frame.members if p.id == principal.user_id), None)
    if user is None:
        seen_as = check_score(principal, principal.user_id if own else None)
        if own is None:
            raise InvalidInput("Name the person: user=CODE. You are no member of the team.")
        return own.id, seen_as
    person = next((p for p in frame.members if user in (p.id, p.code)), None)
    seen_as = check_score(principal, person.id if person else None)
    if person is None:
        raise NotFound("There is nobody of that code in the team.")
    return person.id, seen_as


def productivity(session: Session, frame: Frame, *, user: str | None) -> Productivity:
    """One person's score, and how the team's scores are spread: six statements where there are
    scores, none where there are none."""
    user_id, seen_as = asked_of(frame.principal, frame, user)
    rules, person = frame.rules.productivity, frame.by_id[user_id]
    scores = read_scores(session, frame) if rules.enabled else {}
    own = scores.get(user_id)
    known = own is not None and own.whole.score is not None
    return Productivity(
        enabled=rules.enabled,
        visible_to=seen_as,
        user_id=user_id,
        user=person.code,
        name=person.name,
        period={"start": frame.period.start, "end": frame.period.end},
        productivity_score=own.whole.score if own else None,
        low=own.whole.low if own and known else None,
        high=own.whole.high if own and known else None,
        coverage=own.whole.coverage if own else None,
        weights=rules.weights.model_dump(),
        components=dict(own.components) if own else dict.fromkeys(rules.weights.model_dump()),
        inputs=dict(own.inputs) if own else dict.fromkeys(rules.weights.model_dump()),
        scales=rules.scales.model_dump(mode="json"),
        team_distribution=_distribution(scores, least=rules.least_people),
        conventions_version=frame.rules.version,
        caveat=CAVEAT,
        meta=frame.meta(Productivity),
        notes=answer_notes(frame, _notes(frame, own, scores)),
    )


def read_scores(session: Session, frame: Frame) -> dict[str, Score]:
    """Every member's score in the window, by id."""
    counts = read_counts(session, frame, frame.period)
    answers = between(read_answers(session, frame, since=frame.period.start), frame.period)
    finds = read_finds(session, frame)
    return scores_of(frame, frame.period, counts, answers, finds)


def scores_of(
    frame: Frame, period: Period, counts: Counts, answers: Sequence[Answer], finds: Finds
) -> dict[str, Score]:
    """Scores from what was read of a window."""
    rules = frame.rules.productivity
    cohort = [d for d in finds.deals if period.start <= d.row.sourced <= period.end]
    reached = {d.row.code for d in cohort if d.track.has_reached(SCREENED)}
    parts = shares(cohort, SPLIT)
    found: dict[str, Score] = {}
    for person in frame.members:
        own = parts.get(person.id, {})
        outcomes = float(sum((part for code, part in own.items() if code in reached), Fraction(0)))
        mine = [row for row in answers if row.user_id == person.id]
        inputs = {
            "deals_reviewed": _quarterly(counts.total("deal_reviewed", user_id=person.id), period),
            "portfolio_check_ins": _quarterly(
                counts.total("portfolio_check_in", user_id=person.id), period
            ),
            "response_time": spread_of(mine).median,
            "sourcing_outcomes": per_quarter(outcomes, period.start, period.end)
            if finds.deals
            else None,
        }
        components, whole = calc.productivity(
            inputs, scales=rules.scales.model_dump(), weights=rules.weights.model_dump()
        )
        found[person.id] = Score(inputs, components, whole)
    return found


def _quarterly(number: int | None, period: Period) -> float | None:
    return None if number is None else per_quarter(number, period.start, period.end)


def _distribution(scores: Mapping[str, Score], *, least: int) -> Distribution:
    """Quartiles of the team without names, from enough people on."""
    known = [s.whole.score for s in scores.values() if s.whole.score is not None]
    found = spread(known if len(known) >= least else [])
    return Distribution(p25=found.p25, p50=found.median, p75=found.p75, n=len(known))


def _notes(frame: Frame, own: Score | None, scores: Mapping[str, Score]) -> Iterator[Note]:
    rules = frame.rules.productivity
    if not rules.enabled:
        for name in ("productivity_score", *PARTS):
            yield Note(name, "switched_off", OFF)
        return
    yield Note("productivity_score", "caveat", f"It says {CAVEAT}.")
    if own is not None:
        for name, value in own.components.items():
            if value is None:
                words = "Nothing is on record for it; its weight is spread over the others."
                yield Note(f"components.{name}", "not_recorded", words)
                yield Note(f"inputs.{name}", "not_recorded", words)
        if own.whole.score is None:
            words = "None of its components is known."
            for name in ("productivity_score", "low", "high"):
                yield Note(name, "not_recorded", words)
    known = sum(score.whole.score is not None for score in scores.values())
    if known < rules.least_people:
        words = (
            f"{known} people have a score, fewer than {rules.least_people}: a distribution would "
            "tell who has which."
        )
        yield Note("team_distribution", "few_people", words)
