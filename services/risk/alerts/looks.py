"""What rules look at: each measure of a fund, of whom it is, now and a quarter before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from services.calc import multiples
from services.clock import last_closed_quarter_end, quarter_before
from services.db.queries.risk.facts import CallRow, ExpiryRow
from services.db.reads.checks import RED
from services.db.reads.terms import AgreementRow
from services.fund_performance.books import NET_LP
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Kpis
from services.portfolio_analytics.stakes import Stake
from services.risk.alerts.measures import CHECK, COMPANY, EXPIRY, FUND, INVESTOR, LIMIT
from services.risk.exposure import Exposure
from services.risk.limits import NAMES, Standing, rules, shares_used, standings
from services.risk.liquidity import Position, capacity, coverage, position
from services.risk.valuation import quarterly

KEEPS = Decimal("0.000001")
LONGEST_PAST_DAYS = 30  # what ended longer ago is history
REPORTED = ("cash", "net_burn", "revenue_ttm", "arr", "growth_rate", "gross_margin", "headcount",
            "runway_months")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One value of a measure: of whom, now and a quarter before, None where it is not known."""

    entity_type: str
    entity_id: str
    entity_name: str
    now: Decimal | None
    before: Decimal | None = None


class Ground:
    """Everything that the rules of one fund look at, from one reading, as of its own day."""

    def __init__(
        self,
        records: Records,
        *,
        agreed: Sequence[AgreementRow],
        late: Sequence[CallRow],
        ends: Sequence[ExpiryRow],
        today: date,
    ) -> None:
        self.records, self.today = records, today
        self.agreed, self.late, self.ends = agreed, late, ends
        (self.fund,) = records.frame.funds

    @property
    def day(self) -> date:
        return self.records.as_of

    def look(self, measure: str) -> list[Look]:
        """Every value of a measure in this fund."""
        if measure in REPORTED:
            return list(self._reported(measure))
        return list(LOOKS[measure](self))

    @cached_property
    def now(self) -> Exposure:
        return Exposure(self.records, self.day)

    @cached_property
    def before(self) -> Exposure:
        return Exposure(self.records, quarter_before(self.day))

    @cached_property
    def means(self) -> tuple[Position, Position]:
        books = self.records.books
        return position(books, self.now.day), position(books, self.before.day)

    @cached_property
    def limits(self) -> Sequence[Standing]:
        return standings(self.records, rules(self.agreed, self.day), self.means[0], self.day)

    def of_fund(self, now: Any, before: Any) -> list[Look]:
        return [Look(FUND, self.fund.id, self.fund.name, exact(now), exact(before))]

    def companies(self, of: Callable[[Exposure, Stake], Any]) -> Iterator[Look]:
        """One look per company held now."""
        then = {stake.company_id: stake for stake in self.before.picture.active}
        for stake in self.now.picture.active:
            old = then.get(stake.company_id)
            yield Look(
                COMPANY,
                stake.company_id,
                stake.name,
                exact(of(self.now, stake)),
                None if old is None else exact(of(self.before, old)),
            )

    def _reported(self, measure: str) -> Iterator[Look]:
        """A figure of the companies' reports; stale reports say nothing."""

        def of(exposure: Exposure, stake: Stake) -> Any:
            given: Kpis = exposure.picture.counted[stake.company_id]
            return getattr(given, measure)

        return self.companies(of)


def exact(value: Any) -> Decimal | None:
    """A figure as it is kept: money as it is, ratios to six places."""
    if value is None or isinstance(value, Decimal):
        return value
    return Decimal(repr(float(value))).quantize(KEEPS).normalize()


def _weight(exposure: Exposure, stake: Stake) -> float | None:
    return multiples.ratio(stake.value, exposure.value)


def _limits(ground: Ground) -> Iterator[Look]:
    """Whoever uses most of each limit, and everybody else above nine tenths of it."""
    for one in ground.limits:
        for place, (use, share) in enumerate(shares_used(one)):
            if place == 0 or (share is not None and share > 0.9):
                yield Look(
                    LIMIT,
                    f"{one.rule.id}:{use.key}",
                    f"{NAMES[one.rule.id]}: {use.name}",
                    exact(share),
                )


def _calls(ground: Ground) -> Iterator[Look]:
    """Each investor with a call that is due and not paid, by the oldest of them."""
    oldest: dict[str, CallRow] = {}
    for call in ground.late:
        if call.investor_id not in oldest or call.due < oldest[call.investor_id].due:
            oldest[call.investor_id] = call
    for call in oldest.values():
        days = (ground.today - call.due).days
        yield Look(INVESTOR, call.investor_id, call.name, Decimal(days))


def _checks(ground: Ground) -> Iterator[Look]:
    for told in ground.fund.checks or ():
        failing = Decimal(1 if told["status"] == RED else 0)
        yield Look(CHECK, told["check"], told["message"], failing)


def _ends(ground: Ground) -> Iterator[Look]:
    for one in ground.ends:
        left = (one.day - ground.today).days
        if left >= -LONGEST_PAST_DAYS:
            yield Look(EXPIRY, f"{one.id}:{one.item}", f"{one.name}: {one.item}", Decimal(left))


def _late_reports(ground: Ground) -> Iterator[Look]:
    """Days since the report of the last closed quarter was due, of companies that did not give
    it; 0 for those that did."""
    quarter = last_closed_quarter_end(ground.day)
    due = quarter + timedelta(days=ground.records.thresholds.report_due_days)
    missing = {stake.company_id for stake in ground.now.unreported}
    days = max(0, (ground.today - due).days)
    for stake in ground.now.picture.active:
        late = days if stake.company_id in missing else 0
        yield Look(COMPANY, stake.company_id, stake.name, Decimal(late))


def _nav(ground: Ground) -> list[Look]:
    ledger = ground.records.books.ledger(basis=NET_LP, credit_line="with")
    return ground.of_fund(ledger.at(ground.day).nav, ledger.at(ground.before.day).nav)


def _return(ground: Ground) -> list[Look]:
    """What the fund's value gained in the last quarter of which both ends are known."""
    found = quarterly(ground.records.books)
    now = found[-1] if found else None
    return ground.of_fund(now, found[-2] if len(found) > 1 else None)


def _tvpi(ground: Ground) -> list[Look]:
    ledger = ground.records.books.ledger(basis=NET_LP, credit_line="with")
    found = [
        multiples.tvpi(paid_in=at.paid_in, distributed=at.distributed, nav=at.nav)
        for at in (ledger.at(ground.day), ledger.at(ground.before.day))
    ]
    return ground.of_fund(*found)


def _both(of: Callable[[Exposure], Any]) -> Callable[[Ground], Iterable[Look]]:
    return lambda ground: ground.of_fund(of(ground.now), of(ground.before))


def _means(of: Callable[[Position], Any]) -> Callable[[Ground], Iterable[Look]]:
    return lambda ground: ground.of_fund(*(of(one) for one in ground.means))


def _line_used(one: Position) -> float | None:
    if one.line is None or one.undrawn is None:
        return None
    return multiples.ratio(one.line, one.line + one.undrawn)


LOOKS: Mapping[str, Callable[[Ground], Iterable[Look]]] = {
    "company_weight": lambda ground: ground.companies(_weight),
    "company_value": lambda ground: ground.companies(lambda _, stake: stake.value),
    "mark_age_days": lambda ground: ground.companies(lambda _, stake: stake.mark_age()),
    "report_days_late": _late_reports,
    "nav": _nav,
    "quarter_return": _return,
    "tvpi": _tvpi,
    "top_company_weight": _both(lambda at: at.spread.top_1),
    "top_3_weight": _both(lambda at: at.spread.top_3),
    "effective_positions": _both(lambda at: at.spread.effective_number),
    "companies_under_6m_runway": _both(lambda at: len(at.short)),
    "stale_nav_share": _both(lambda at: at.stale_share),
    "nav_without_report": _both(lambda at: at.unreported_share),
    "unfunded_coverage": _means(lambda one: coverage([one])),
    "new_deal_capacity": _means(lambda one: capacity([one])),
    "fx_exposed_nav": _both(lambda at: at.foreign_share),
    "line_used": _means(_line_used),
    "limit_used": _limits,
    "call_days_late": _calls,
    "check_failing": _checks,
    "expiry_days": _ends,
}
