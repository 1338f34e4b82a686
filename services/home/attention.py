"""What needs a hand: alerts, failing checks, packs and calls that are late, old marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from services.db.reads.checks import GREEN, ResultRow
from services.envelope import Note
from services.home.results import Needed
from services.lp_reporting.results.register import Overview
from services.portfolio_analytics.results import Marks
from services.risk.results.watch import Alerts

CRITICAL, WARNING, INFO = "critical", "warning", "info"
ORDER = (CRITICAL, WARNING, INFO)
OF_CHECK = {"red": CRITICAL, "amber": WARNING}
OF_CHECKS = "check"
MARK_AGE = "mark_age_days"
SOON = timedelta(days=14)


def sorted_by_need(rows: Sequence[Needed]) -> tuple[Needed, ...]:
    """The worst first, then the oldest."""
    return tuple(
        sorted(rows, key=lambda row: (ORDER.index(row.severity), row.since or date.max, row.name))
    )


def counted(rows: Sequence[Needed]) -> dict[str, int]:
    """How many there are of each severity."""
    found = Counter(row.severity for row in rows)
    return {severity: found[severity] for severity in ORDER}


def undated(rows: Sequence[Needed]) -> tuple[Note, ...]:
    """Why some lines have no day since which they hold."""
    if all(row.since is not None for row in rows):
        return ()
    text = (
        "Checks and tie-outs look at the books as they are now: since when one fails is not kept."
    )
    return (Note("rows.since", "not_dated", text),)


def of_alerts(alerts: Alerts) -> Iterator[Needed]:
    """Alerts that are open, each leading to its place; those on checks stand among the checks."""
    for alert in alerts.alerts:
        if alert.entity.type == OF_CHECKS:
            continue
        yield Needed(
            kind="alert",
            severity=alert.severity,
            fund=alert.fund,
            name=alert.entity.name,
            text=alert.text,
            since=alert.since,
            link=alert.link,
        )


def with_old_marks(alerts: Alerts) -> set[str]:
    """Codes of the companies of whose mark an alert tells."""
    return {alert.entity.id for alert in alerts.alerts if alert.measure == MARK_AGE}


def of_checks(breaks: Iterable[Mapping[str, Any]]) -> Iterator[Needed]:
    """Checks of the funds' books that fail or want a look."""
    for found in breaks:
        query = urlencode({"fund": found["fund"], "status": found["status"]})
        yield Needed(
            kind="check",
            severity=OF_CHECK[found["status"]],
            fund=found["fund"],
            name=found["fund"],
            text=found["message"],
            since=None,
            link=f"/data-quality?{query}",
        )


def of_shared(results: Iterable[ResultRow]) -> Iterator[Needed]:
    """The same of facts that belong to no fund, such as a provider's list: a line a check."""
    told: set[str] = set()
    for found in results:  # the worst first
        if found.status != GREEN and found.check_id not in told:
            told.add(found.check_id)
            yield Needed(
                kind="check",
                severity=OF_CHECK[found.status],
                fund=None,
                name="Facts of no fund",
                text=found.message,
                since=None,
                link=f"/data-quality?{urlencode({'status': found.status})}",
            )


def of_investors(overview: Overview, *, today: date) -> Iterator[Needed]:
    """Packs that are due, calls that nobody paid yet, and tie-outs that keep packs from a lock."""
    yield from _packs(overview, today)
    calls = overview.calls_outstanding
    if calls.lps:
        late = calls.max_days_late or 0
        who = "1 investor has" if calls.lps == 1 else f"{calls.lps} investors have"
        yield Needed(
            kind="call",
            severity=WARNING,
            fund=None,
            name="Capital calls",
            text=f"{who} not paid a call that is due; {late} days at most.",
            since=overview.meta.as_of - timedelta(days=late),
            link="/lp-reporting?status=outstanding",
        )
    for tie in overview.ties:
        if tie.state == "fail":
            yield Needed(
                kind="tie",
                severity=CRITICAL,
                fund=None,
                name=tie.name,
                text=tie.text,
                since=None,
                link=tie.link or "/lp-reporting",
            )


def _packs(overview: Overview, today: date) -> Iterator[Needed]:
    packs = overview.packs
    if packs is None:
        return
    waiting = packs.draft + packs.approved + packs.missing
    if not waiting or today < packs.due_date - SOON:
        return
    late = today > packs.due_date
    when = "were due on" if late else "are due on"
    who = "1 pack" if waiting == 1 else f"{waiting} packs"
    yield Needed(
        kind="pack",
        severity=CRITICAL if late else WARNING,
        fund=None,
        name=f"Packs of {packs.period}",
        text=f"{who} of {packs.period} {when} {packs.due_date} and {_is(waiting)} not locked.",
        since=packs.due_date,
        link="/lp-reporting",
    )


def of_marks(marks: Marks, told: Collection[str]) -> Iterator[Needed]:
    """Companies whose value stands on a mark that is older than the firm allows; not those (codes)
    of which an alert tells that already."""
    for row in marks.marks:
        if row.stale and row.company not in told:
            query = urlencode({"company": row.company})
            yield Needed(
                kind="mark",
                severity=INFO,
                fund=None,
                name=row.name,
                text=_age(row.mark_age_days),
                since=row.mark_date,
                link=f"/portfolio-analytics?{query}",
            )


def _age(days: int | None) -> str:
    if days is None:
        return "Its value stands on no mark."
    return f"Its value stands on a mark of {days} days."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
