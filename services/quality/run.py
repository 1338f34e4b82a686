"""A run of the checks: look, keep what changed, and say whose answers change with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services.db.queries.quality import flows, results
from services.db.reads.checks import GREEN
from services.db.reads.funds import every_id
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.jobs import Tell, each_batch, in_words
from services.quality.evidence import Evidence
from services.quality.finding import Finding, Left, Place, Total
from services.quality.registry import CHECKS, OF_MARKET


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whose answers tell something else of their data now: ids of funds, and facts of no fund.

    A green result that stays green with other numbers is in no answer but that of the checks.
    """

    funds: frozenset[str]
    shared: bool

    @property
    def scopes(self) -> set[str]:
        """The counters to raise."""
        return set(self.funds) | ({SHARED} if self.shared else set())


def run(
    session: Session,
    *,
    fund_ids: Collection[str] | None,
    today: date,
    import_id: str | None = None,
    run_id: str | None = None,
    shared: bool = True,
    only: Collection[str] | None = None,
) -> Outcome:
    """Check these funds (ids; None: every fund) in the caller's transaction, and keep the results.

    `import_id` says that an import of that id wrote facts in this same transaction: the counter
    of facts is still to be raised, and snapshots are about to be computed anew. `run_id` names
    what else made the checks run. `shared` looks at facts of no fund too; `only` names the checks
    that run (None: all), what others found stays. Statements do not grow with the number of funds.
    The caller raises the counters of what the outcome names.
    """
    results.take_turn(session)
    ids = tuple(sorted(every_id(session) if fund_ids is None else set(fund_ids)))
    evidence = Evidence(session, ids, today, only_facts=import_id is not None)
    said = [
        item
        for check in CHECKS.values()
        if (shared if check.shared else ids) and (only is None or check.id in only)
        for item in check.look(evidence)
    ]
    found = _placed(session, _distinct(item for item in said if isinstance(item, Finding)))
    written = results.keep(
        session,
        orjson.dumps([_row(finding) for finding in found]),
        fund_ids=ids,
        shared=shared,
        kept=[(item.check_id, item.fund_id) for item in said if isinstance(item, Left)],
        run_id=import_id or run_id,
        ahead=1 if import_id else 0,
        shared_scope=SHARED,
        only=only,
    )
    changed = _visible(written)
    return Outcome(frozenset(f for f in changed if f is not None), None in changed)


@dataclass(slots=True)
class Checked:
    """What a round of checks did: funds that were checked, and why others could not be."""

    funds: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def check_funds(
    db: Database,
    fund_ids: Sequence[str],
    *,
    today: date,
    tell: Tell,
    run_id: str | None = None,
    only: Collection[str] | None = None,
) -> Checked:
    """Check funds (ids) in transactions of their own, in batches of a fixed number of statements.
    `only` names the checks that run, such as those of aggregates that were just stored.

    A fund whose results changed gets a new data version, so that answers that carry them are made
    anew; `tell` is called with the counters after each commit. When a batch raises, its funds are
    tried one by one, so that one bad fund fails alone.
    """
    checked = Checked()
    work = partial(_round, db, today=today, run_id=run_id, only=only)
    for chunk, counted in each_batch(fund_ids, work, what="checking"):
        if isinstance(counted, Exception):
            checked.failed[chunk[0]] = in_words(counted)
            continue
        checked.funds += chunk
        if counted:
            tell(counted)
    return checked


def check_market(db: Database, *, today: date, tell: Tell) -> None:
    """Check the stored figures of the market, which are of no fund, in one transaction."""
    if counted := _round(db, (), today=today, run_id=None, only=OF_MARKET):
        tell(counted)


def _round(
    db: Database,
    fund_ids: Sequence[str],
    *,
    today: date,
    run_id: str | None,
    only: Collection[str] | None,
) -> dict[str, int]:
    """One transaction of checks; the raised counters by scope."""
    with db.session() as session:
        outcome = run(session, fund_ids=fund_ids, today=today, run_id=run_id, only=only)
        return bump(session, outcome.scopes)


def _visible(written: Sequence[results.WrittenRow]) -> set[str | None]:
    """Funds (None: no fund) of which a result that is not green came or went, or that are new."""
    wrong = {row.fund_id for row in written if row.status != GREEN}
    more = Counter[str | None]()
    for row in written:
        more[row.fund_id] += 1 if row.added else -1
    return wrong | {fund for fund, count in more.items() if count > 0}


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with subjects of their own: a company may have the code of its fund."""
    seen = Counter[tuple[str, str | None, str]]()
    found = []
    for finding in findings:
        key = (finding.check_id, finding.fund_id, finding.subject)
        seen[key] += 1
        again = f" ({seen[key]})" if seen[key] > 1 else ""
        found.append(replace(finding, subject=finding.subject + again))
    return found


def _placed(session: Session, findings: Sequence[Finding]) -> Sequence[Finding]:
    """Findings with the place of their cause, and its words at the end of the sentence."""
    wanted = sorted({_key(f.cause) for f in findings if isinstance(f.cause, Total)})
    known: dict[tuple[str, str, date], Place] = {}
    if wanted:
        for row in flows.places(session, wanted):
            known[row.table, row.fund_id, row.day] = Place(row.import_id, row.file, row.row)
    return [_told(finding, known) for finding in findings]


def _key(total: Total) -> tuple[str, str, date]:
    return total.table, total.fund_id, total.day


def _told(finding: Finding, known: Mapping[tuple[str, str, date], Place]) -> Finding:
    cause = finding.cause
    place = known.get(_key(cause)) if isinstance(cause, Total) else cause
    if place is None:
        return replace(finding, cause=None)
    message = finding.message
    if finding.status != GREEN and place.words and place.words not in message:
        message = f"{message} See {place.words}."
    return replace(finding, cause=place, message=message)


def _row(finding: Finding) -> dict[str, Any]:
    """A finding by column; amounts keep every digit as JSON numbers."""
    numbers = {
        "expected": finding.expected,
        "actual": finding.actual,
        "difference": finding.off,
        "tolerance": finding.tolerance,
    }
    place = finding.cause if isinstance(finding.cause, Place) else Place(None, None, None)
    return {
        "check_id": finding.check_id,
        "fund_id": finding.fund_id,
        "subject": finding.subject,
        "as_of": finding.as_of,
        "status": finding.status,
        "message": finding.message,
        "import_id": place.import_id,
        "source_row": place.row,
    } | {
        name: None if number is None else orjson.Fragment(format(number, "f"))
        for name, number in numbers.items()
    }
