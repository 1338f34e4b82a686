"""Why a figure is missing or what to know about it, in words: one place for all answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from services.calc import irr
from services.calc.accounts import STALE_DAYS
from services.calc.exchange import OLDEST_RATE_DAYS
from services.calc.irr import Performance
from services.calc.ledger import Standing
from services.envelope import Note
from services.fund_performance.frame import Frame

NOT_MEANINGFUL, NAV_UNKNOWN, NO_RATE = "not_meaningful", "nav_unknown", "fx_rate_missing"
BEFORE_FIRST_FLOW = "before_first_flow"
MOST_NAMES = 12

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
    """What to know about the value on a day: its age, cost, what was added, what is missing."""
    found: list[Note] = []
    if standing.unvalued:
        text = f"{_named(frame, standing.unvalued)}: no value is known by {standing.day}."
        found.append(Note("nav", NAV_UNKNOWN, text))
    if standing.at_cost:
        text = (
            f"{_named(frame, standing.at_cost)}: not valued yet, so calls less distributions "
            f"stand for the value, for {STALE_DAYS} days at most."
        )
        found.append(Note("nav", "nav_at_cost", text))
    if standing.stale:
        text = (
            f"{_named(frame, standing.stale)}: the last value is older than {STALE_DAYS} days; "
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


def conversion_notes(frame: Frame, as_of: date) -> tuple[Note, ...]:
    """Which amounts of the answer were converted at what rate, and which rates were missing.

    Asked for last, when everything that the answer holds has been converted.
    """
    missing = frame.exchange.missing()
    found = [
        Note(
            "currency",
            NO_RATE,
            f"No rate from {pair.currency} to {pair.to} of {pair.day} is known, nor one of the "
            f"{OLDEST_RATE_DAYS} days before: import fx_rates or ask for the fund's own currency.",
        )
        for pair in missing
    ]
    for use in frame.exchange.used(as_of):
        if use.nav_rate is not None:
            text = (
                f"{use.currency} amounts are converted into {use.to}: flows at the rate of their "
                f"own day, values at {use.nav_rate:.6f} of {use.nav_rate_date} ({use.source})."
            )
            found.append(Note("currency", "converted", text))
    return tuple(found)


def distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes in order, each once."""
    return tuple(dict.fromkeys(notes))


def fund_codes(frame: Frame, fund_ids: Sequence[str]) -> str:
    """Codes of some funds of a frame, as a list in words."""
    return listed([row.code for row in frame.funds if row.id in fund_ids])


def listed(names: Sequence[str]) -> str:
    """Names in a row; of many the first ones, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMES])
    return f"{shown} and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else shown


def _named(frame: Frame, accounts: Sequence[str]) -> str:
    codes = [row.code for row in frame.funds if row.id in accounts]
    return listed([*codes, *frame.held.names(accounts)])
