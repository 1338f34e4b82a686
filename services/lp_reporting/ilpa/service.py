"""ILPA's templates: what a principal may know of them."""

from __future__ import annotations

from services.access.reading import reading
from services.db.queries.lp_reporting.ilpa import key_dates, places
from services.db.reads.partners import lines
from services.db.session import Database
from services.errors import Fault, InvalidInput, NotFound
from services.frames import House
from services.fund_performance.frame import only_fund, settle
from services.lp_reporting.eyes import staff_only
from services.lp_reporting.ilpa import reporting
from services.lp_reporting.ilpa.performance import GRANULAR, GROSS_UP, METHODS, template
from services.lp_reporting.records import closing, read_records
from services.lp_reporting.results.ilpa import PerformanceTemplate, ReportingTemplate
from services.scope import Principal, Scope

__all__ = ["GRANULAR", "GROSS_UP", "METHODS", "Ilpa"]
MODULE = "lp_reporting"
EVERYTHING = Scope()


class Ilpa:
    """Templates of one fund; ChooseFund where several are visible and none is named.

    They stand at as_of, else at the end of the period that the scope names.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def performance_template(
        self, principal: Principal, scope: Scope = EVERYTHING, *, method: str = GRANULAR
    ) -> PerformanceTemplate:
        """Flows since inception and the four views; an investor does not see the fund's."""
        staff_only(principal)
        if method not in METHODS:
            text = f"The method is {' or '.join(METHODS)}."
            raise InvalidInput(text, faults=(Fault("method", text),))
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, closing(scope).on(period=None), self.house)
            fund = only_fund(frame)
            placed = places(session, fund_id=fund.id, until=frame.as_of, known_on=scope.known_on)
        return template(frame, placed, method=method)

    def reporting_template(
        self, principal: Principal, scope: Scope = EVERYTHING, *, lp: str
    ) -> ReportingTemplate:
        """The account of one investor (code or id) beside the fund's and the general partner's.

        NotFound for an investor without a part in the fund, and for another's to an investor.
        """
        with reading(self.db, principal, MODULE) as session:
            records = read_records(
                session, principal, closing(scope).on(period=None), self.house, own_currency=True
            )
            part = records.only_fund()
            found = part.of(lp)
            if found is None or found.is_gp or found not in records.interests(part):
                raise NotFound
            fund, known_on = part.fund.id, part.frame.known_on
            rows = lines(session, fund_ids=[fund], until=part.as_of, known_on=known_on)
            dates = key_dates(session, fund_id=fund, known_on=known_on)
        return reporting.template(part, found, rows, dates=dates)
