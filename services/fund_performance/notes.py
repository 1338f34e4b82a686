"""Why a figure is missing or what to know about it, in words: one place for all answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.calc import irr
from services.calc.irr import Performance
from services.envelope import Note
from services.fund_performance.frame import Frame
from services.fund_performance.ledger import STALE_DAYS, Standing

NOT_MEANINGFUL, NAV_UNKNOWN, NO_RATE = "not_meaningful", "nav_unknown", "fx_rate_missing"
BEFORE_FIRST_FLOW = "before_first_flow"

RATE_WORDS = {
    irr.MULTIPLE: "Several rates solve these flows ({roots}), so none of them is shown.",
    irr.NONE: "No rate solves these flows.",
    irr.ZERO_DURATION: "All flows fall on one day, so there is no rate over time.",
    irr.SHORT_PERIOD: (
        "The flows span {days} days, less than a year: the return over the period is given and "
        "is not annualised."
    ),
    irr.NO_SIGN_CHANGE: "Money went one way only, so there is no rate.",
    irr.NO_FLOWS: "Nothing was called or distributed by this date.",
    irr.INVALID_INPUT: "A value or date that the rate needs is missing.",
    irr.TOTAL_LOSS: "Everything paid in is lost: nothing came back and nothing is left.",
    NOT_MEANINGFUL: "The rate lies above 1,000 % a year, which says nothing about the fund.",
    NAV_UNKNOWN: "No value of the fund is known by this date, so there is no rate.",
}


def rate_note(field: str, status: str, performance: Performance | None = None) -> Note:
    """Why a rate is not given, or how the one that is given has to be read."""
    roots = performance.roots if performance else ()
    words = RATE_WORDS[status].format(
        roots=", ".join(f"{root * 100:.1f} %" for root in roots[:4]),
        days=performance.days if performance else None,
    )
    return Note(field, status, words)


def standing_notes(frame: Frame, standing: Standing) -> tuple[Note, ...]:
    """What to know about value and sums on a day: age, cost, missing values and rates."""
    found: list[Note] = []
    if standing.unconverted:
        text = (
            f"An exchange rate into {frame.currency} is missing for some amounts: "
            "import fx_rates or ask for the fund's own currency."
        )
        found.append(Note("currency", NO_RATE, text))
    if standing.unvalued:
        text = f"{_codes(frame, standing.unvalued)}: no value is known by {standing.day}."
        found.append(Note("nav", NAV_UNKNOWN, text))
    if standing.at_cost:
        text = (
            f"{_codes(frame, standing.at_cost)}: not valued yet, so calls less distributions "
            f"stand for the value, for {STALE_DAYS} days at most."
        )
        found.append(Note("nav", "nav_at_cost", text))
    if standing.stale:
        text = (
            f"{_codes(frame, standing.stale)}: the last value is older than {STALE_DAYS} days; "
            "later calls and distributions were added to it."
        )
        found.append(Note("nav", "nav_stale", text))
    if standing.nav_as_of and standing.nav_as_of != standing.day and not standing.stale:
        text = (
            f"Valued on {standing.nav_as_of} and rolled forward: plus calls, minus "
            "distributions since."
        )
        found.append(Note("nav", "nav_rolled_forward", text))
    if standing.adjusted:
        text = "The value includes quarter-end adjustments or the credit line, as the basis asks."
        found.append(Note("nav", "nav_adjusted", text))
    return tuple(found)


def pooled_note(frame: Frame) -> tuple[Note, ...]:
    """That several funds are pooled from their flows, without netting them against each other."""
    if len(frame.funds) == 1:
        return ()
    text = (
        f"{len(frame.funds)} funds pooled from their flows; flows of one day are not netted "
        "between funds before multiples are taken."
    )
    return (Note("funds", "pooled", text),)


def distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes in order, each once."""
    return tuple(dict.fromkeys(notes))


def _codes(frame: Frame, fund_ids: Sequence[str]) -> str:
    return ", ".join(row.code for row in frame.funds if row.id in fund_ids)
