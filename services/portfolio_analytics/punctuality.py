"""Whether a company reported a quarter, and whether in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services import clock
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.stakes import Stake, stakes

IN_TIME, LATE, MISSING, NOT_DUE, EARLY = "in_time", "late", "missing", "not_due", "early"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How the report of one quarter came. `days_late` after it was due, None unless late."""

    state: str
    reported_at: date | None = None
    days_late: int | None = None


def arrival(records: Records, stake: Stake | None, quarter: date) -> Arrival:
    """The report of the quarter that ends on a day, from the company as it was held on that day.

    A report whose day of arrival is not said counts as in time. `early`: there is none yet, and
    its time has not passed on the day of what is known.
    """
    if stake is None or not stake.active:
        return Arrival(NOT_DUE)
    due = quarter + timedelta(days=records.thresholds.report_due_days)
    report = records.history(stake.company_id).quarter_of(quarter)
    if report is None:
        return Arrival(EARLY if known_day(records) <= due else MISSING)
    came = report.reported_at
    if came is None or came <= due:
        return Arrival(IN_TIME, came)
    return Arrival(LATE, came, (came - due).days)


def punctual(records: Records, quarter: date) -> tuple[int, int]:
    """How many companies held then reported a quarter in time, and how many owe or owed it."""
    states = [arrival(records, stake, quarter).state for stake in stakes(records, quarter)]
    return states.count(IN_TIME), len(states) - states.count(NOT_DUE)


def known_day(records: Records) -> date:
    """The day of what is known: that of `known_on`, else today."""
    known_on = records.frame.known_on
    return known_on.date() if known_on else clock.today(records.house.timezone)
