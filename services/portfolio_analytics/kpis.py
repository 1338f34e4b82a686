"""The latest report of a company as of a day, in the currency of the answer, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from services.calc.company_metrics import UNKNOWN
from services.calc.exchange import CENT
from services.db.reads.companies import Report
from services.portfolio_analytics.history import Measures
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Kpis

DAYS_OF_A_MONTH = Decimal("30.4375")
LONGEST_MONTHS = 1200  # beyond a century nobody runs out of cash on a day

NOTHING_REPORTED = Kpis(
    period_end=None,
    reported_at=None,
    age_days=None,
    stale=None,
    revenue_ttm=None,
    arr=None,
    growth_rate=None,
    growth_basis=None,
    gross_margin=None,
    cash=None,
    net_burn=None,
    runway_months=None,
    runway_state=UNKNOWN,
    zero_cash_date=None,
    burn_multiple=None,
    burn_multiple_band=None,
    rule_of_40=None,
    ltv_cac=None,
    nrr=None,
    headcount=None,
)


def measured(records: Records, company_id: str, day: date) -> Measures | None:
    """What follows from the latest report by a day; None for a company that never reported."""
    history = records.history(company_id)
    report = history.latest(day)
    return None if report is None else history.measures(report)


def is_stale(records: Records, report: Report, day: date) -> bool:
    """Whether a report is older than a quarter and 45 days: its figures then count as missing."""
    return (day - report.period_end).days > records.thresholds.stale_report_days


def kpis(records: Records, measures: Measures | None, day: date) -> Kpis:
    """A company's figures as of a day; money at that day's rate."""
    if measures is None:
        return NOTHING_REPORTED
    report, runway = measures.report, measures.runway

    def money(amount: Decimal | None) -> Decimal | None:
        given = records.money(amount, report, day)
        return None if given is None else given.quantize(CENT, ROUND_HALF_EVEN)

    return Kpis(
        period_end=report.period_end,
        reported_at=report.reported_at,
        age_days=(day - report.period_end).days,
        stale=is_stale(records, report, day),
        revenue_ttm=money(report.revenue_ttm),
        arr=money(report.arr),
        growth_rate=measures.growth,
        growth_basis=measures.growth_basis,
        gross_margin=fraction(report.gross_margin),
        cash=money(report.cash),
        net_burn=money(measures.net_burn),
        runway_months=runway.months,
        runway_state=runway.state,
        zero_cash_date=zero_cash_date(report.period_end, runway.months),
        burn_multiple=measures.burn_multiple.multiple,
        burn_multiple_band=measures.burn_multiple.band,
        rule_of_40=measures.rule_of_40,
        ltv_cac=measures.ltv_cac,
        nrr=fraction(report.nrr),
        headcount=report.headcount,
    )


def fresh(given: Kpis) -> Kpis:
    """The figures where they may be counted: those of a stale report are as good as missing."""
    return NOTHING_REPORTED if given.stale else given


def zero_cash_date(period_end: date, months: float | None) -> date | None:
    """The day on which cash ends, counted from the end of the reported period."""
    if months is None or months > LONGEST_MONTHS:
        return None
    return period_end + timedelta(days=int(Decimal(repr(months)) * DAYS_OF_A_MONTH))


def fraction(rate: Decimal | None) -> float | None:
    """A stored rate as answers give it."""
    return None if rate is None else float(rate)
