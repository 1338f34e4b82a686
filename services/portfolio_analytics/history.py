"""One company's reports in time: the latest by a day, and what follows from it and those before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from services.calc import company_metrics as calc
from services.calc.multiples import ratio
from services.db.reads.companies import Report

MONTHS_OF_A_YEAR, MONTHS_OF_A_QUARTER, QUARTERS = 12, 3, 4
REPORTED, FROM_REVENUE, FROM_ARR = "reported", "revenue_ttm", "arr"


@dataclass(frozen=True, slots=True)
class Measures:
    """What a report and those before it say, in the report's own currency.

    `net_burn` is the mean of the last three months, `year_burn` that of four quarters, both per
    month. Everything is None where one of its inputs is unknown.
    """

    report: Report
    growth: float | None
    growth_basis: str | None
    net_burn: Decimal | None
    year_burn: Decimal | None
    runway: calc.Runway
    burn_multiple: calc.BurnMultiple
    rule_of_40: float | None
    ltv_cac: float | None


class History:
    """The reports of one company, one for each period."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports: Sequence[Report] = sorted(reports, key=lambda report: report.period_end)
        self._measured: dict[date, Measures] = {}

    @cached_property
    def _days(self) -> list[date]:
        return [report.period_end for report in self.reports]

    @cached_property
    def _by_month(self) -> dict[int, Report]:
        return {_month(report.period_end): report for report in self.reports}

    def latest(self, day: date) -> Report | None:
        """The report of the last period that ended by a day."""
        place = bisect_right(self._days, day) - 1
        return self.reports[place] if place >= 0 else None

    def last(self, day: date, most: int) -> Sequence[Report]:
        """The last reports by a day, oldest first."""
        place = bisect_right(self._days, day)
        return self.reports[max(0, place - most) : place]

    def quarter_of(self, end: date) -> Report | None:
        """The last report of the quarter that ends on a day."""
        found = self.latest(end)
        if found is None or _month(end) - _month(found.period_end) >= MONTHS_OF_A_QUARTER:
            return None
        return found

    def measures(self, report: Report) -> Measures:
        """Everything that follows from one of the reports; worked out once."""
        found = self._measured.get(report.period_end)
        if found is None:
            found = self._measured[report.period_end] = self._measures(report)
        return found

    def _measures(self, report: Report) -> Measures:
        before = self._by_month.get(_month(report.period_end) - MONTHS_OF_A_YEAR)
        if before is not None and before.currency != report.currency:
            before = None
        growth, basis = _growth(report, before)
        burn, year_burn = self._burn(report), self._year_burn(report)
        margin = calc.free_cash_flow_margin(net_burn=year_burn, revenue=report.revenue_ttm)
        return Measures(
            report,
            growth,
            basis,
            burn,
            year_burn,
            runway=calc.runway(cash=report.cash, net_burn=burn),
            burn_multiple=_burn_multiple(report, before, burn, year_burn),
            rule_of_40=calc.rule_of_40(growth=growth, margin=margin)[0],
            ltv_cac=ratio(report.ltv, report.cac),
        )

    def _within(self, report: Report, months: int) -> list[Report]:
        """Reports of the months up to that of a report, in its currency, the newest first."""
        last = _month(report.period_end)
        found = (self._by_month.get(last - back) for back in range(months))
        return [one for one in found if one is not None and one.currency == report.currency]

    def _burn(self, report: Report) -> Decimal | None:
        """The mean of the last three months; unknown while the report's own burn is."""
        if report.net_burn is None:
            return None
        recent = self._within(report, MONTHS_OF_A_QUARTER)
        return _mean([one.net_burn for one in recent if one.net_burn is not None])

    def _year_burn(self, report: Report) -> Decimal | None:
        """The mean of four quarters, each of which must be known."""
        last = _month(report.period_end)
        quarters: dict[int, list[Decimal]] = {}
        for one in self._within(report, MONTHS_OF_A_YEAR):
            if one.net_burn is not None:
                place = (last - _month(one.period_end)) // MONTHS_OF_A_QUARTER
                quarters.setdefault(place, []).append(one.net_burn)
        if len(quarters) < QUARTERS:
            return None
        return _mean([_mean(burns) for burns in quarters.values()])


def _mean(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0)) / len(amounts)


def _growth(report: Report, before: Report | None) -> tuple[float | None, str | None]:
    if report.growth_rate is not None:
        return float(report.growth_rate), REPORTED
    if before is None:
        return None, None
    for basis in (FROM_REVENUE, FROM_ARR):
        grown = calc.growth(before=getattr(before, basis), now=getattr(report, basis))
        if grown is not None:
            return grown, basis
    return None, None


def _burn_multiple(
    report: Report, before: Report | None, burn: Decimal | None, year_burn: Decimal | None
) -> calc.BurnMultiple:
    """Twelve months of burn over the recurring revenue added in them (RULES 19).

    Without four quarters of burn a company that burns nothing now is known to be generating cash.
    """
    if year_burn is None:
        return calc.burn_multiple(net_burn=burn, net_new_arr=None)
    added = (
        report.arr - before.arr
        if before is not None and report.arr is not None and before.arr is not None
        else None
    )
    return calc.burn_multiple(net_burn=MONTHS_OF_A_YEAR * year_burn, net_new_arr=added)


def _month(day: date) -> int:
    return day.year * MONTHS_OF_A_YEAR + day.month
