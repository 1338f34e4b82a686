"""LP Reporting: what a principal may know of a fund's investors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.access.permissions import check_action
from services.access.reading import reading
from services.clock import quarter_end
from services.db.queries.lp_reporting import books as queries
from services.db.reads.partners import LineRow, lines
from services.db.session import Database
from services.errors import Fault, InvalidInput, NotFound
from services.frames import House
from services.lp_reporting import account, activity, exposure, fees, investor, register, waterfall
from services.lp_reporting import overview as together
from services.lp_reporting.eyes import NOTHING_PUBLISHED, staff_only
from services.lp_reporting.notices import read_notices
from services.lp_reporting.reconciliation import Evidence, reconciliation, ties_of
from services.lp_reporting.records import Records, closing, read_records
from services.lp_reporting.results.account import CapitalAccount, CapitalActivity
from services.lp_reporting.results.register import Exposure, Lp, Lps, Overview, Tie
from services.lp_reporting.results.reports import Reconciliation
from services.lp_reporting.results.waterfall import FeesAndCarry, Waterfall
from services.partners import overridden
from services.scope import Principal, Scope, parse_period

MODULE = "lp_reporting"
EVERYTHING = Scope()


class LpReportingService:
    """LP Reporting of the funds a principal may see; every method takes the principal first.

    An investor sees itself by the clocks of what was published to it (`eyes`); what is of the
    whole fund (waterfall, what-ifs, tie-outs) does not exist for it. Methods raise NotFound for
    funds and investors that are missing or not granted, ChooseFund where a figure belongs to one
    fund, InvalidInput for a scope that cannot be used. The number of statements of an answer does
    not grow with funds, investors or companies.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def overview(self, principal: Principal, scope: Scope = EVERYTHING) -> Overview:
        """All investors together: totals, calls that are late, packs, and the tie-outs."""
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, scope)
            notices = read_notices(session, records)
            packs = _packs(session, records)
            evidence = _evidence(session, records, notices) if records.eyes.of_firm else None
        ties = () if evidence is None else _all_ties(records, evidence)
        return together.overview(records, notices, packs, ties)

    def lps(self, principal: Principal, scope: Scope = EVERYTHING) -> Lps:
        """The register: every investor over the funds asked for; an investor sees its own row."""
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, scope)
            notices = read_notices(session, records)
            packs = _packs(session, records)
        return register.lps(records, notices, packs)

    def lp(self, principal: Principal, lp: str, scope: Scope = EVERYTHING) -> Lp:
        """One investor (code or id) across all funds. NotFound when it has no part in any."""
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, scope)
            person, parts = records.find(lp)
            notices = read_notices(session, records, investor=person.id)
            packs = _packs(session, records)
        return investor.lp(records, person, parts, notices, packs)

    def capital_account(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        lp: str,
        period: str | None = None,
        columns: Sequence[str] = account.COLUMNS,
    ) -> CapitalAccount:
        """The capital account of an investor (code or id) in one fund, in the fund's currency.

        `period` (2025Q3; else that of the scope) says at which day it closes, as_of without one;
        `columns` are qtd, ytd and itd. Opening and lines make the closing value in every column;
        where they do not, a tie says by how much.
        """
        unknown = [name for name in columns if name not in account.COLUMNS]
        if unknown or not columns:
            text = f"columns are {', '.join(account.COLUMNS)}."
            raise InvalidInput(text, faults=(Fault("columns", text),))
        asked = scope.on(period=period or scope.period, currency=None)
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, closing(asked), own_currency=True)
            fund = records.only_fund()
            person, parts = records.find(lp)
            rows = _lines(session, records, investor=person.id)
        end = _end(asked, fund.as_of)
        _check_published(records, end)
        return account.capital_account(records, fund, parts[0][1], rows, end=end, columns=columns)

    def exposure(self, principal: Principal, lp: str, scope: Scope = EVERYTHING) -> Exposure:
        """What is behind an investor's value by sector, place and company."""
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, scope)
        person, parts = records.find(lp)
        return exposure.exposure(records, person, parts)

    def capital_activity(
        self, principal: Principal, scope: Scope = EVERYTHING, *, status: str | None = None
    ) -> CapitalActivity:
        """Calls and distributions with every investor's part; an investor sees its own."""
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, scope)
            notices = read_notices(session, records)
        return activity.capital_activity(records, notices, status=status)

    def fees_and_carry(self, principal: Principal, scope: Scope = EVERYTHING) -> FeesAndCarry:
        """Fees, expenses and carry of the period: the quarter up to as_of unless one is named."""
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, closing(scope))
            rows = _lines(session, records)
        start, end = _span(scope, records.as_of)
        _check_published(records, end)
        return fees.fees_and_carry(records, rows, start=start, end=end)

    def waterfall(self, principal: Principal, scope: Scope = EVERYTHING) -> Waterfall:
        """The agreement's waterfall of one fund, were everything sold at its value on as_of."""
        staff_only(principal)
        return waterfall.waterfall(self._shared(principal, scope))

    def simulate(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        lifetime_proceeds: Decimal | None = None,
        value_share: Decimal | None = None,
        date: date | None = None,
        terms: Mapping[str, Any] | None = None,
    ) -> Waterfall:
        """What if: other proceeds, another day, other terms.

        `lifetime_proceeds` is all that limited partners and carry ever get, `value_share` a part of
        the value on as_of instead. The preferred return accrues from the dated flows up to `date`;
        flows after as_of count only where no as_of is named. `terms` replace the agreement's
        (type, pref_rate, catch_up, carry_rate, hurdle, clawback).
        """
        staff_only(principal)
        check_action(principal, "simulate")
        if lifetime_proceeds is not None and value_share is not None:
            text = "Name lifetime_proceeds or value_share, not both."
            raise InvalidInput(text, faults=(Fault("value_share", text),))
        later = scope.on(as_of=date) if scope.as_of is None and date is not None else scope
        records = self._shared(principal, later)
        fund = records.only_fund()
        day = date or fund.as_of
        if day < fund.as_of and scope.as_of is not None:
            text = f"date lies before as_of ({fund.as_of}): name a later day."
            raise InvalidInput(text, faults=(Fault("date", text),))
        return waterfall.simulated(
            records,
            agreed=overridden(fund.agreement(day), terms or {}),
            day=day,
            lifetime_proceeds=lifetime_proceeds,
            value_share=value_share,
        )

    def reconciliation(self, principal: Principal, scope: Scope = EVERYTHING) -> Reconciliation:
        """The tie-outs of one fund at as_of, that packs must pass before they are locked."""
        staff_only(principal)
        with reading(self.db, principal, MODULE) as session:
            records = self._records(session, principal, closing(scope), own_currency=True)
            notices = read_notices(session, records)
            evidence = _evidence(session, records, notices)
        return reconciliation(records, evidence)

    def _records(
        self, session: Session, principal: Principal, scope: Scope, *, own_currency: bool = False
    ) -> Records:
        return read_records(session, principal, scope, self.house, own_currency=own_currency)

    def _shared(self, principal: Principal, scope: Scope) -> Records:
        """One fund's books for a waterfall: in its own currency, with the credit line as drawn."""
        asked = scope.on(currency=None, credit_line="with")
        with reading(self.db, principal, MODULE) as session:
            return self._records(session, principal, asked, own_currency=True)


def _end(scope: Scope, as_of: date) -> date:
    """The day a statement closes: the end of the period, not after as_of."""
    if scope.period is None:
        return as_of
    return min(parse_period(scope.period, end=as_of).end, as_of)


def _span(scope: Scope, as_of: date) -> tuple[date, date]:
    """First and last day of the period; the quarter up to as_of where none is named."""
    if scope.period is None:
        last = quarter_end(as_of)
        return date(last.year, last.month - 2, 1), as_of
    period = parse_period(scope.period, end=as_of)
    return min(period.start, as_of), min(period.end, as_of)


def _check_published(records: Records, end: date) -> None:
    """NotFound for an investor, of a day of which no pack was published to it."""
    if not records.published(end):
        raise NotFound(NOTHING_PUBLISHED)


def _packs(session: Session, records: Records) -> list[queries.PackRow]:
    return queries.packs(
        session,
        fund_ids=[fund.fund.id for fund in records.funds],
        until=records.as_of,
        known_on=records.scope.known_on,
    )


def _lines(session: Session, records: Records, *, investor: str | None = None) -> list[LineRow]:
    """Every line of capital accounts, of one investor (and the fund) where one is named."""
    mine = records.eyes.investor or investor
    return [
        row
        for group in records.groups
        for row in lines(
            session,
            fund_ids=[fund.fund.id for fund in group.funds],
            until=group.as_of,
            known_on=group.frame.known_on,
            investor_id=mine,
        )
    ]


def _evidence(session: Session, records: Records, notices: Sequence[Any]) -> Evidence:
    ids = [fund.fund.id for fund in records.funds]
    known_on = records.scope.known_on
    return Evidence(
        lines=_lines(session, records),
        notices=notices,
        assertions=queries.assertions(
            session, fund_ids=ids, until=records.as_of, known_on=known_on
        ),
        waived=queries.waived(session, fund_ids=ids, as_of=records.as_of, known_on=known_on),
    )


def _all_ties(records: Records, evidence: Evidence) -> tuple[Tie, ...]:
    """The tie-outs of every fund; of several funds each is named with its fund."""
    if len(records.funds) == 1:
        return ties_of(records.funds[0], evidence)
    return tuple(
        replace(one, id=f"{fund.fund.code}:{one.id}", name=f"{fund.fund.code}: {one.name}")
        for fund in records.funds
        for one in ties_of(fund, evidence)
    )
