"""Counts of activities, times of answers and days without a touch, each from its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from services.calc.plain import quantile
from services.calc.quarters import first_day, last_day
from services.db.queries.explain.team import ActivityFact
from services.explain.answers import Recipe, value_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.recipe import Told
from services.explain.results import Value
from services.explain.team_operations.facts import TeamFacts
from services.explain.words import equation

Chosen = Callable[[TeamFacts, FigureKey, Spot], list[ActivityFact]]
COUNTED = {
    "deals_reviewed": "deal_reviewed",
    "companies_contacted": "company_contacted",
    "meetings_attended": "meeting",
    "update_responses": "update_response",
    "deals_sourced": "deal_sourced",
    "deals_referred": "deal_referred",
}
BOARD = "board_meeting"
SHARES = {"median": 0.5, "p90": 0.9, "p25": 0.25, "p75": 0.75, "least": 0.0, "most": 1.0}
STATISTICS = {
    "n": "n",
    "median_hours": "median",
    "p90_hours": "p90",
    "mean_hours": "mean",
    "p25_hours": "p25",
    "p75_hours": "p75",
    "least_hours": "least",
    "most_hours": "most",
}
WORDS: dict[str, Callable[[ActivityFact], str]] = {
    "type": lambda row: row.type,
    "user": lambda row: row.user,
    "month": lambda row: f"{row.at:%Y-%m}",
}


def counted(chosen: Chosen) -> Recipe:
    """A figure that is a number of activities."""

    def told(facts: TeamFacts, key: FigureKey, spot: Spot) -> Told:
        rows = chosen(facts, key, spot)
        return Told(
            numbers=equation(f"{len(rows):,} activities", spot.value, "count"),
            recomputed=value_of(spot, len(rows)),
            uses=facts.uses(rows, "counted"),
        )

    return told


def met(chosen: Chosen) -> Recipe:
    """A number of board meetings: several who were at one company on one day are one meeting."""

    def told(facts: TeamFacts, key: FigureKey, spot: Spot) -> Told:
        rows = chosen(facts, key, spot)
        meetings = {(row.company_id, row.at.date()) for row in rows}
        return Told(
            numbers=equation(f"{len(meetings):,} meetings", spot.value, "count"),
            recomputed=value_of(spot, len(meetings)),
            uses=facts.uses(rows, "was there"),
        )

    return told


def between_asked(facts: TeamFacts, key: FigureKey, _spot: Spot) -> list[ActivityFact]:
    """Board meetings between the two days of the calendar, which may differ from the window."""
    first, _, last = key.extra[2].partition("|")
    days = date.fromisoformat(first), min(date.fromisoformat(last), key.day)
    return [row for row in facts.between(*days) if row.type == BOARD]


def statistic(chosen: Chosen, name: str) -> Recipe:
    """A figure of the hours of some answers."""

    def told(facts: TeamFacts, key: FigureKey, spot: Spot) -> Told:
        rows = [row for row in chosen(facts, key, spot) if row.hours is not None]
        again = _of(sorted(float(row.hours or 0) for row in rows), name)
        return Told(
            numbers=equation(f"{name} of {len(rows):,} answers", spot.given, spot.unit),
            recomputed=value_of(spot, again),
            uses=facts.uses(rows, "hours", hours=True),
        )

    return told


def _of(hours: Sequence[float], name: str) -> Value:
    if name == "n":
        return len(hours)
    if not hours:
        return None
    return sum(hours) / len(hours) if name == "mean" else quantile(hours, SHARES[name])


def window(type_: str | None) -> Chosen:
    """Activities of a type (None: of all) in the figure's window, of the person it is of."""

    def chosen(facts: TeamFacts, key: FigureKey, _spot: Spot) -> list[ActivityFact]:
        rows = _of_person(facts, key, facts.between(*facts.window(key)))
        return [row for row in rows if type_ is None or row.type == type_]

    return chosen


def quarter(type_: str) -> Chosen:
    """Activities of a type in the quarter that a point of the trend is of."""

    def chosen(facts: TeamFacts, _key: FigureKey, spot: Spot) -> list[ActivityFact]:
        return [row for row in _quarter(facts, spot) if row.type == type_]

    return chosen


def grouped(facts: TeamFacts, key: FigureKey, spot: Spot) -> list[ActivityFact]:
    """Activities of the type, person or month that a line is of."""
    group_by, name = key.extra[2].partition("|")[0], _member(spot)
    rows = _of_person(facts, key, facts.between(*facts.window(key)))
    return [row for row in rows if WORDS[group_by](row) == name]


def month(facts: TeamFacts, key: FigureKey, spot: Spot) -> list[ActivityFact]:
    """Activities of one month, up to the end of the figure's window."""
    first = date.fromisoformat(f"{_member(spot)}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return _of_person(facts, key, facts.between(first, min(last, facts.window(key)[1])))


def window_times(facts: TeamFacts, key: FigureKey, _spot: Spot) -> list[ActivityFact]:
    """Everything with hours in the figure's window."""
    return facts.between(*facts.window(key))


def quarter_times(facts: TeamFacts, _key: FigureKey, spot: Spot) -> list[ActivityFact]:
    """Everything with hours in the quarter of a point."""
    return _quarter(facts, spot)


def type_times(facts: TeamFacts, key: FigureKey, spot: Spot) -> list[ActivityFact]:
    """Activities of the type that a line is of."""
    name = _member(spot)
    return [row for row in facts.between(*facts.window(key)) if row.type == name]


def days_since(facts: TeamFacts, key: FigureKey, spot: Spot) -> Told:
    """Days from the last activity that names the company to the figure's day."""
    rows = [row for row in facts.activities if row.company == _member(spot)]
    last = max((row.at.date() for row in rows), default=None)
    again = None if last is None else (key.day - last).days
    return Told(
        numbers=equation(f"{key.day} − {last}", spot.value, "count"),
        recomputed=value_of(spot, again),
        uses=facts.uses([row for row in rows if row.at.date() == last], "last touch"),
    )


def _quarter(facts: TeamFacts, spot: Spot) -> list[ActivityFact]:
    name = _member(spot)
    return facts.between(first_day(name), last_day(name))


def _of_person(facts: TeamFacts, key: FigureKey, rows: list[ActivityFact]) -> list[ActivityFact]:
    user = key.extra[2].partition("|")[2]
    return [row for row in rows if not user or row.user == user]


def _member(spot: Spot) -> str:
    """`C1` of `rows[C1].days_since_touch`."""
    return spot.path.rpartition("[")[2].partition("]")[0]
