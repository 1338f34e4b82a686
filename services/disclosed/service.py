"""Disclosed Funds: cumulative tables of pensions and the like, read as what happened between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from services.access.reading import reading
from services.db.queries.disclosed import DisclosedRow, disclosed_rows, list_days
from services.db.reads.versions import SHARED, versions_of
from services.db.session import Database
from services.disclosed.periods import periods_of
from services.disclosed.results import (
    DisclosedFund,
    DisclosedFunds,
    DisclosedPeriod,
    DisclosedPeriods,
)
from services.envelope import Meta, Note, units_of
from services.errors import NotFound
from services.scope import Principal, Scope

MODULE = "fund_performance"
EVERYTHING = Scope()


class DisclosedFundsService:
    """Funds of other managers as providers disclose them; every method takes the principal first.

    Of a scope only the two clocks matter: lists up to as_of, as known on known_on. Methods raise
    NotFound for a provider or a fund of which nothing is known then.
    """

    def __init__(self, db: Database) -> None:
        self.db = db

    def periods(
        self, principal: Principal, scope: Scope = EVERYTHING, *, provider: str, fund: str
    ) -> DisclosedPeriods:
        """What was called, distributed and gained between the lists that name a fund."""
        with reading(self.db, principal, MODULE) as session:
            rows = disclosed_rows(
                session, provider=provider, fund=fund, until=scope.as_of, known_on=scope.known_on
            )
            days = list_days(session, provider=provider, until=scope.as_of, known_on=scope.known_on)
            shared = versions_of(session, [SHARED])
        if not rows:
            raise NotFound(f"{provider} discloses no fund {fund}: ask for the list of its funds.")
        found = periods_of(rows, days)
        return DisclosedPeriods(
            rows=found,
            provider=provider,
            fund=fund,
            vintage_year=rows[-1].vintage_year,
            strategy=rows[-1].strategy,
            meta=_meta(DisclosedPeriods, scope, provider, rows, shared),
            notes=_period_notes(rows, days, found),
        )

    def funds(
        self, principal: Principal, scope: Scope = EVERYTHING, *, provider: str
    ) -> DisclosedFunds:
        """Every fund that a provider's lists name."""
        with reading(self.db, principal, MODULE) as session:
            rows = disclosed_rows(
                session, provider=provider, fund=None, until=scope.as_of, known_on=scope.known_on
            )
            shared = versions_of(session, [SHARED])
        if not rows:
            raise NotFound(f"Nothing is known of a provider {provider}: import benchmark_funds.")
        by_name: dict[str, list[DisclosedRow]] = defaultdict(list)
        for row in rows:
            by_name[row.fund].append(row)
        return DisclosedFunds(
            rows=tuple(_fund(by_name[name]) for name in sorted(by_name)),
            provider=provider,
            days=tuple(sorted({row.as_of for row in rows})),
            meta=_meta(DisclosedFunds, scope, provider, rows, shared),
            notes=(),
        )


def _fund(rows: Sequence[DisclosedRow]) -> DisclosedFund:
    last = rows[-1]
    days = {row.as_of for row in rows}
    return DisclosedFund(
        fund=last.fund,
        vintage_year=last.vintage_year,
        strategy=last.strategy,
        currency=last.currency,
        lists=len(days),
        first_list=min(days),
        last_list=max(days),
    )


def _period_notes(
    rows: Sequence[DisclosedRow], days: Sequence[date], found: Sequence[DisclosedPeriod]
) -> tuple[Note, ...]:
    notes: list[Note] = []
    for name in ("called", "distributed"):
        ends = [str(row.end) for row in found if f"{name}_decreased" in row.flags]
        if ends:
            text = (
                f"The total {name} went down on {', '.join(ends)}: a restatement, or an amount "
                "that was returned. It is given as it is."
            )
            notes.append(Note(name, "disclosed_decrease", text))
    if any(one.as_of == other.as_of for one, other in pairwise(rows)):
        text = "The provider lists the fund several times on one day; its rows are added up."
        notes.append(Note("rows", "several_rows", text))
    if rows[-1].as_of < days[-1]:
        text = f"The fund is not on the list of {days[-1]}; its last one is of {rows[-1].as_of}."
        notes.append(Note("rows", "no_longer_listed", text))
    if any("currency_changed" in row.flags for row in found):
        text = "The currency of the totals changed, so nothing is given across the change."
        notes.append(Note("rows", "currency_changed", text))
    return tuple(notes)


def _meta(
    result: type,
    scope: Scope,
    provider: str,
    rows: Sequence[DisclosedRow],
    versions: dict[str, int],
) -> Meta:
    currencies = {row.currency for row in rows}
    last = rows[-1].as_of
    given: dict[str, Any] = {"units": units_of(result), "data_version": versions}
    return Meta(
        funds=(),
        fund_id=None,
        as_of=scope.as_of or last,
        nav_as_of=last,
        known_on=scope.known_on,
        basis="net_lp",
        credit_line="with",
        currency=currencies.pop() if len(currencies) == 1 else None,
        flows="fund_to_investor",
        dating="between the days of the lists",
        source=provider,
        **given,
    )
