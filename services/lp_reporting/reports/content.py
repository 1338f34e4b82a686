"""What a pack says, worked out from the facts as of its day and as known at its moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from services.access.reading import reading
from services.db.models import LpReport
from services.db.queries.lp_reporting.books import assertions
from services.db.queries.lp_reporting.ilpa import FundDates, key_dates
from services.db.reads.partners import LineRow, lines
from services.db.session import Database
from services.envelope import FundRef
from services.frames import House, refs
from services.fund_performance.metrics import metrics
from services.lp_reporting import activity, exposure, investor
from services.lp_reporting.account import COLUMNS, capital_account
from services.lp_reporting.fees import fees_and_carry
from services.lp_reporting.ilpa import reporting
from services.lp_reporting.notices import read_notices
from services.lp_reporting.reconciliation import Evidence, ties_of
from services.lp_reporting.records import Records, read_records
from services.lp_reporting.reports.canonical import plain
from services.lp_reporting.results.account import CapitalAccount
from services.lp_reporting.results.register import Tie
from services.portfolio_analytics import PortfolioAnalyticsService
from services.scope import SYSTEM, Principal, Scope, parse_period

MODULE = "lp_reporting"
FORMAT = "gp-dashboard report to a limited partner, 1"
FUND_FIGURES = (
    "nav", "paid_in", "distributions", "recallable", "total_committed", "unfunded",
    "fees_to_date", "credit_line_balance", "irr", "irr_status", "irr_with_line",
    "irr_without_line", "tvpi", "dpi", "rvpi", "gross_irr", "gross_irr_status", "moic",
    "capital_deployed", "realized_value", "unrealized_value", "notes",
)  # fmt: skip
INVESTMENT_FIGURES = (
    "company", "name", "sector", "stage", "status", "first_invested", "cost", "realized_value",
    "fair_value", "moic", "irr", "irr_status", "ownership", "mark_date", "mark_method", "stale",
)  # fmt: skip
GROUP_FIGURES = ("group", "companies", "cost", "realized_value", "fair_value", "moic", "irr")
STANDING_FIGURES = (
    "lp", "name", "commitment", "called", "distributions", "recallable", "unfunded", "nav",
    "lp_irr", "lp_irr_status", "lp_tvpi", "lp_dpi", "lp_rvpi", "share_of_fund", "side_letter",
    "notes",
)  # fmt: skip
# Of a flow, where it was read stays inside the firm.
FLOW_FIGURES = (
    "date", "type", "label", "amount", "currency", "recallable", "due_date", "paid_date",
    "days_late", "purpose",
)  # fmt: skip
EVENT_FIGURES = ("number", "type", "date", "due_date", "purpose")
SHARE_FIGURES = ("amount", "status", "paid_date", "days_late")
ASIDE = frozenset({"last_report", "lp_class"})  # of the register, not of a report
EXPOSURE_FIGURES = ("nav", "holdings", "other", "slices", "notes")
TIE_FIGURES = ("id", "name", "state", "expected", "found", "difference")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfFund:
    """What the packs of one fund, day and moment have in common, read once for all of them."""

    fund: FundRef
    figures: dict[str, Any]
    investments: dict[str, Any]
    fees: dict[str, Any]
    activity: list[Any]
    ties: tuple[Tie, ...]
    records: Records
    notices: Sequence[Any]
    rows: Sequence[LineRow]
    dates: FundDates


@dataclass(slots=True)
class Contents:
    """Works out what packs say."""

    db: Database
    house: House
    _kept: dict[tuple[str, date, datetime], OfFund] = field(default_factory=dict)

    def ties(self, pack: LpReport) -> tuple[Tie, ...]:
        """The tie-outs that a pack must pass: the fund's, and those of the investor's account."""
        fund = self._of_fund(pack)
        known = {tie.id for tie in fund.ties}
        own = _account(fund, pack).ties
        return (*fund.ties, *(tie for tie in own if tie.id not in known))

    def of(self, pack: LpReport, ties: tuple[Tie, ...]) -> dict[str, Any]:
        """Everything that the pack tells, as JSON values; the same for ever while no row of its
        inputs changes. `ties` are its tie-outs with what was waived."""
        fund = self._of_fund(pack)
        person, parts = fund.records.find(pack.lp_id)
        standing = plain(investor.lp(fund.records, person, parts, fund.notices, []))
        standing["notes"] = [note for note in standing["notes"] if note["field"] not in ASIDE]
        behind = plain(exposure.exposure(fund.records, person, parts))
        account = plain(_account(fund, pack))
        template = reporting.template(*parts[0], fund.rows, dates=fund.dates)
        return {
            "format": FORMAT,
            "report": _head(pack, fund.fund, standing),
            "fund": fund.figures,
            "standing": _some(standing, STANDING_FIGURES),
            "account": {key: part for key, part in account.items() if key not in ("ties", "lp_id")},
            "activity": _own_events(fund.activity, pack.lp_id),
            "flows": [_some(flow, FLOW_FIGURES) for flow in standing["flows"]],
            "fees": fund.fees,
            "investments": fund.investments,
            "exposure": _some(behind, EXPOSURE_FIGURES),
            "ilpa": plain(template),
            "checks": [_some(plain(tie), TIE_FIGURES) for tie in ties],
        }

    def _of_fund(self, pack: LpReport) -> OfFund:
        key = (pack.fund_id, pack.as_of, pack.known_on)
        if key not in self._kept:
            self._kept[key] = self._read(pack)
        return self._kept[key]

    def _read(self, pack: LpReport) -> OfFund:
        principal, scope = _eyes(pack), _scope(pack)
        clocks: dict[str, Any] = {"until": pack.as_of, "known_on": pack.known_on}
        ids = [pack.fund_id]
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, own_currency=True)
            notices = read_notices(session, records)
            rows = lines(session, fund_ids=ids, **clocks)
            asserted = assertions(session, fund_ids=ids, **clocks)
            dates = key_dates(session, fund_id=pack.fund_id, known_on=pack.known_on)
        part = records.only_fund()
        start, end = _period(pack)
        # A waiver is of one pack: whatever was let pass for others fails here until it is again.
        evidence = Evidence(lines=rows, notices=notices, assertions=asserted, waived={})
        return OfFund(
            fund=refs([part.fund])[0],
            figures=_some(plain(metrics(part.books, pack.as_of)), FUND_FIGURES),
            investments=self._investments(principal, scope),
            fees=plain(fees_and_carry(records, rows, start=start, end=end)),
            activity=plain(activity.capital_activity(records, notices, status=None))["events"],
            ties=ties_of(part, evidence),
            records=records,
            notices=notices,
            rows=rows,
            dates=dates,
        )

    def _investments(self, principal: Principal, scope: Scope) -> dict[str, Any]:
        service = PortfolioAnalyticsService(
            self.db,
            reporting_currency=self.house.reporting_currency,
            timezone=self.house.timezone,
        )
        told = plain(service.schedule_of_investments(principal, scope))
        return {
            "rows": [_some(row, INVESTMENT_FIGURES) for row in told["investments"]],
            "groups": [_some(row, GROUP_FIGURES) for row in told["groups"]],
            "total": _some(told["total"], GROUP_FIGURES),
        }


def _account(fund: OfFund, pack: LpReport) -> CapitalAccount:
    part = fund.records.only_fund()
    _, parts = fund.records.find(pack.lp_id)
    return capital_account(
        fund.records, part, parts[0][1], fund.rows, end=pack.as_of, columns=COLUMNS
    )


def _eyes(pack: LpReport) -> Principal:
    """The system's own, on this fund alone: what a pack says does not depend on who asks."""
    return replace(SYSTEM, funds=frozenset({pack.fund_id}))


def _scope(pack: LpReport) -> Scope:
    return Scope(funds=(pack.fund_id,), as_of=pack.as_of, known_on=pack.known_on)


def _period(pack: LpReport) -> tuple[date, date]:
    """First and last day of what the pack reports on."""
    found = parse_period(pack.period, end=pack.as_of)
    return found.start, found.end


def _head(pack: LpReport, fund: FundRef, standing: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": pack.id,
        "fund": {"code": fund.code, "name": fund.name, "currency": fund.currency},
        "investor": {"code": standing["lp"], "name": standing["name"]},
        "period": pack.period,
        "type": pack.report_type,
        "as_of": pack.as_of.isoformat(),
        "known_on": pack.known_on.astimezone(UTC).isoformat(),
        "basis": "net_lp",
        "letter": pack.letter,
        "supersedes": pack.supersedes,
        "reason": pack.reason,
    }


def _own_events(events: list[dict[str, Any]], lp_id: str) -> list[dict[str, Any]]:
    """The investor's part of each call and distribution; nobody else's."""
    return [
        _some(event, EVENT_FIGURES) | _some(share, SHARE_FIGURES)
        for event in events
        for share in event["lps"]
        if share["lp_id"] == lp_id
    ]


def _some(told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: told[name] for name in names}
