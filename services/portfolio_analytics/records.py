"""Everything an answer about a portfolio stands on, from one reading of one moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.calc.exchange import Exchange
from services.calc.ledger import Ledger
from services.calc.transactions import WITH
from services.clock import last_closed_quarter_end
from services.db.queries.portfolio_analytics import Funding, sector_funding
from services.db.reads.companies import Report, reports
from services.db.reads.market import rates
from services.envelope import Meta
from services.frames import House
from services.fund_performance.books import GROSS, Books
from services.fund_performance.frame import Frame, apart, settle
from services.portfolio_analytics.conventions import Conventions, HealthScore, Thresholds
from services.portfolio_analytics.conventions import conventions as read_conventions
from services.portfolio_analytics.history import History
from services.scope import Principal, Scope

QUARTERS_READ = 13  # eight quarter-ends to draw, and the year before the first of them
FUNDING_QUARTERS = 17  # eight quarter-ends to score, and two years before the first of them
DAYS_OF_QUARTERS = 92


@dataclass(frozen=True, slots=True)
class Records:
    """The books of the funds, what their companies reported, the market and the conventions.

    Reports stay in their own currency; `money` and `sized` convert at the rate of a day.
    """

    books: Books
    histories: Mapping[str, History]
    funding: Sequence[Funding]
    conventions: Conventions
    house: House
    currencies: Mapping[str, str]

    @property
    def frame(self) -> Frame:
        return self.books.frame

    @property
    def as_of(self) -> date:
        return self.frame.as_of

    @property
    def health(self) -> HealthScore:
        return self.conventions.health

    @property
    def thresholds(self) -> Thresholds:
        return self.conventions.thresholds

    @property
    def ledger(self) -> Ledger:
        """The funds' holdings, and the gross flows of funds without any."""
        return self.books.ledger(basis=GROSS, credit_line=WITH)

    def history(self, company_id: str) -> History:
        return self.histories.get(company_id) or History(())

    def currency_of(self, report: Report) -> str:
        """A report's currency; where it and the company say none, that of the first fund."""
        return report.currency or self.currencies[report.company_id]

    def money(self, amount: Decimal | None, report: Report, day: date) -> Decimal | None:
        """An amount of a report in the answer's currency at the rate of a day."""
        return self._converted(amount, report, self.frame.currency, day)

    def sized(self, amount: Decimal | None, report: Report, day: date) -> Decimal | None:
        """An amount of a report in the currency that thresholds are in."""
        return self._converted(amount, report, self.threshold_currency, day)

    @property
    def threshold_currency(self) -> str:
        return self.thresholds.currency or self.house.reporting_currency

    def meta(self, result: type, **more: Any) -> Meta:
        """The envelope of an answer: gross, on flows between funds and companies."""
        standing = self.ledger.at(self.as_of) if self.books.invested else None
        given = {
            "nav_as_of": standing.nav_as_of if standing else None,
            "basis": GROSS,
            "flows": self.books.flows(GROSS) if self.books.invested else None,
        }
        return self.frame.meta(result, **(given | more))

    def _converted(
        self, amount: Decimal | None, report: Report, target: str, day: date
    ) -> Decimal | None:
        if amount is None:
            return None
        return self.frame.exchange.convert(amount, self.currency_of(report), target, day)


def read_records(
    session: Session,
    principal: Principal,
    scope: Scope,
    house: House,
    *,
    reported: bool = True,
    market: bool = False,
) -> Records:
    """Read a scope's portfolio: its books always, reports and the market where they are needed.

    At most eight statements (nine with the market) however many funds and companies there are.
    Raises as `settle` does.
    """
    frame = settle(session, principal, scope, house)
    held = conventions_of(session, frame)
    companies = _currencies(frame)
    found = (
        reports(
            session,
            company_ids=companies,
            since=frame.as_of - timedelta(days=QUARTERS_READ * DAYS_OF_QUARTERS),
            until=frame.as_of,
            known_on=frame.known_on,
        )
        if reported and companies
        else []
    )
    records = Records(
        Books.of(frame),
        _histories(found),
        _funding(session, frame) if market else (),
        held,
        house,
        companies,
    )
    return _with_rates(session, records, found) if reported else records


def each_fund(together: Records) -> Iterator[Records]:
    """Each fund's own records out of one reading of several, in its own currency and as of its own
    latest value's day where the scope names none."""
    for frame in apart(together.frame):
        own = {deal.company_id for deal in frame.held.deals}
        yield replace(
            together,
            books=Books.of(frame),
            currencies=dict.fromkeys(own, frame.funds[0].currency),
        )


def conventions_of(session: Session, frame: Frame) -> Conventions:
    """The conventions as they held when the frame's facts were known."""
    return read_conventions(session, frame.known_on)


def quarter_name(end: date) -> str:
    """The quarter of a day as market figures name it: "2025Q3"."""
    return f"{end.year}Q{(end.month + 2) // 3}"


def _currencies(frame: Frame) -> dict[str, str]:
    """Currency of the first fund that holds a company, by the company's id."""
    funds = {row.id: row.currency for row in frame.funds}
    found: dict[str, str] = {}
    for deal in frame.held.deals:
        found.setdefault(deal.company_id, funds[deal.fund_id])
    return found


def _histories(found: Sequence[Report]) -> dict[str, History]:
    by_company: dict[str, list[Report]] = defaultdict(list)
    for report in found:
        by_company[report.company_id].append(report)
    return {company: History(rows) for company, rows in by_company.items()}


def _funding(session: Session, frame: Frame) -> Sequence[Funding]:
    last = last_closed_quarter_end(frame.as_of)
    first = last - timedelta(days=FUNDING_QUARTERS * DAYS_OF_QUARTERS)
    return sector_funding(
        session, since=quarter_name(first), until=quarter_name(last), known_on=frame.known_on
    )


def _with_rates(session: Session, records: Records, found: Sequence[Report]) -> Records:
    """The records with every rate that their reports need, read only where one is missing."""
    frame = records.frame
    known = {entry.currency for entry in frame.entries if entry.currency}
    known |= {row.currency for row in frame.funds} | {e.currency for e in frame.held.events}
    known.add(frame.currency)
    needed = {records.currency_of(report) for report in found}
    needed |= {records.threshold_currency} if found else set()
    if needed <= known or len(needed | known) < 2:
        return records
    every = rates(session, currencies=needed | known, until=frame.as_of, known_on=frame.known_on)
    wider = replace(frame, exchange=Exchange(every))
    return replace(records, books=Books.of(wider))
