"""Rules watched: what holds now is opened, changed or resolved, and everybody is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from services.db.models.base import new_id
from services.db.queries.risk import alerts as kept
from services.db.queries.risk import facts
from services.db.queries.risk.alerts import AlertRow
from services.db.reads.terms import agreements
from services.db.reads.versions import bump
from services.db.session import Database
from services.frames import House
from services.jobs import Tell, each_batch, in_words
from services.portfolio_analytics.records import each_fund, read_records
from services.risk.alerts.looks import Ground, Look
from services.risk.alerts.measures import unit_of
from services.risk.alerts.rules import Rule, in_force
from services.scope import SYSTEM, Scope

LONGEST_AHEAD = timedelta(days=3660)  # what a rule about endings may look ahead


class Key(NamedTuple):
    """Which alert: one per rule, fund and thing."""

    rule: str
    fund_id: str
    entity_type: str
    entity_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds of something, with the value that broke it; None: not known any more."""

    rule: Rule
    look: Look
    value: Decimal | None
    day: date


@dataclass(slots=True)
class Watched:
    """What came of a round: funds looked at, their counters where alerts changed, failures."""

    looked: list[str] = field(default_factory=list)
    raised: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def watch(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    today: date,
    house: House = House(),  # noqa: B008 - frozen
    only: Collection[str] | None = None,
) -> Watched:
    """Hold the rules in force against funds (ids), each as of its latest value's day.

    Twice leaves the same alerts. A fund whose alerts changed gets a new data version; `tell` hears
    of them after each commit. `only` names the codes of the rules that are looked at (None: all).
    A fund that fails does so alone. Statements do not grow with funds, companies or alerts.
    """
    done = Watched()
    work = partial(_round, db, today=today, house=house, only=only)
    for chunk, raised in each_batch(fund_ids, work, what="watching"):
        if isinstance(raised, Exception):
            done.failed[chunk[0]] = in_words(raised)
            continue
        done.looked += chunk
        done.raised |= raised
        if raised:
            tell(raised)
    return done


def _round(
    db: Database,
    fund_ids: Sequence[str],
    *,
    today: date,
    house: House,
    only: Collection[str] | None,
) -> dict[str, int]:
    """One transaction: hold the funds, look at one moment's facts, keep what changed."""
    with db.session() as session:
        kept.hold(session, fund_ids)
        # A reading of its own begins after the lock is held: it sees all that is committed.
        with db.read() as reading:
            rules = kept.rules(reading, fund_ids=fund_ids, known_on=None)
            grounds = list(_grounds(reading, fund_ids, house, today))
        holding: dict[Key, Found] = {}
        unknown: dict[Key, Found] = {}
        for ground in grounds:
            chosen = [r for r in in_force(rules, ground.fund.id) if _chosen(r, only)]
            for key, found in _held(ground, chosen):
                (unknown if found.value is None else holding)[key] = found
        standing = [
            row for row in kept.standing(session, fund_ids=fund_ids)
            if only is None or row.rule in only
        ]  # fmt: skip
        touched = _keep(session, standing, holding, unknown, today)
        if only is None:
            kept.seen(session, fund_ids=fund_ids)
        return bump(session, touched)


def _chosen(rule: Rule, only: Collection[str] | None) -> bool:
    return rule.enabled and (only is None or rule.code in only)


def _grounds(
    session: Session, fund_ids: Sequence[str], house: House, today: date
) -> Iterator[Ground]:
    """Each fund's own ground, from one reading of all of them."""
    together = read_records(session, SYSTEM, Scope(funds=tuple(fund_ids)), house)
    ids, companies = list(fund_ids), {d.company_id for d in together.frame.held.deals}
    agreed = _by_fund(agreements(session, fund_ids=ids, until=today, known_on=None))
    late = _by_fund(facts.late_calls(session, fund_ids=ids, today=today, known_on=None))
    ends = facts.expiries(
        session,
        fund_ids=ids,
        company_ids=companies,
        until=today + LONGEST_AHEAD,
        known_on=None,
    )
    for records in each_fund(together):
        (fund,) = records.frame.funds
        held = set(records.currencies) | {fund.id}
        yield Ground(
            records,
            agreed=agreed.get(fund.id, ()),
            late=late.get(fund.id, ()),
            ends=[one for one in ends if one.id in held],
            today=today,
        )


def _held(ground: Ground, rules: Iterable[Rule]) -> Iterator[tuple[Key, Found]]:
    """What breaks a rule, and what is not known any more."""
    looks: dict[str, list[Look]] = {}
    for rule in rules:
        if rule.measure not in looks:
            looks[rule.measure] = ground.look(rule.measure)
        for look in looks[rule.measure]:
            value = rule.holds(look.now, look.before)
            if value is not None or look.now is None:
                key = Key(rule.code, ground.fund.id, look.entity_type, look.entity_id)
                yield key, Found(rule, look, value, ground.day)


def _keep(
    session: Session,
    standing: Sequence[AlertRow],
    holding: Mapping[Key, Found],
    unknown: Mapping[Key, Found],
    today: date,
) -> set[str]:
    """Open, change, wake and resolve; the funds whose alerts are other ones now."""
    there = {Key(r.rule, r.fund_id, r.entity_type, r.entity_id): r for r in standing}
    new = [_new(key, found) for key, found in holding.items() if key not in there]
    changed: list[tuple[AlertRow, str]] = []
    for key, row in there.items():
        found = holding.get(key)
        if found is None and key in unknown:
            continue  # nobody knows whether it still holds: what was found stays
        now, what = _now(row, found, today)
        if now != row:
            changed.append((now, what))
    kept.open_new(session, new)
    kept.change(session, changed)
    return {row["fund_id"] for row in new} | {row.fund_id for row, _ in changed}


def _new(key: Key, found: Found) -> dict[str, Any]:
    rule = found.rule
    return {
        "id": new_id(),
        "rule": key.rule,
        "fund_id": key.fund_id,
        "entity_type": key.entity_type,
        "entity_id": key.entity_id,
        "entity_name": found.look.entity_name,
        "severity": rule.severity,
        "measure": rule.measure,
        "value": found.value,
        "threshold": rule.threshold,
        "unit": unit_of(rule.measure, rule.compare),
        "since": found.day,
        "as_of": found.day,
        "state": kept.OPEN,
    }


def _now(row: AlertRow, found: Found | None, today: date) -> tuple[AlertRow, str]:
    """How an alert stands after this look, and what happened to it."""
    if found is None:
        return row._replace(state=kept.RESOLVED, snoozed_until=None), "resolved"
    now = row._replace(
        severity=found.rule.severity,
        value=found.value,
        threshold=found.rule.threshold,
        as_of=found.day,
    )
    if row.state == kept.SNOOZED and row.snoozed_until is not None and row.snoozed_until <= today:
        return now._replace(state=kept.OPEN, snoozed_until=None), "woken"
    return now, "changed"


def _by_fund(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.fund_id].append(row)
    return found
