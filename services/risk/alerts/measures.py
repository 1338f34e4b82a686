"""What a rule may watch: each measure with its unit and of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from services.risk.results import Measure

COMPANY, FUND, LIMIT, INVESTOR, CHECK, EXPIRY = (
    "company", "fund", "limit", "investor", "check", "expiry",
)  # fmt: skip
FRACTION, MONTHS, DAYS, TIMES, MONEY, COUNT = (
    "fraction", "months", "days", "x", "money", "count",
)  # fmt: skip
BELOW, ABOVE, FALLS_BY, RISES_BY = "below", "above", "falls_by", "rises_by"
COMPARES = (BELOW, ABOVE, FALLS_BY, RISES_BY)
CHANGES = (FALLS_BY, RISES_BY)
SEVERITIES = ("critical", "warning", "info")


def _measures() -> tuple[Measure, ...]:
    listed = (
        ("runway_months", "Runway", MONTHS, COMPANY),
        ("cash", "Cash", MONEY, COMPANY),
        ("net_burn", "Net burn a month", MONEY, COMPANY),
        ("revenue_ttm", "Revenue of a year", MONEY, COMPANY),
        ("arr", "ARR", MONEY, COMPANY),
        ("growth_rate", "Growth", FRACTION, COMPANY),
        ("gross_margin", "Gross margin", FRACTION, COMPANY),
        ("headcount", "Headcount", COUNT, COMPANY),
        ("company_weight", "Weight in fair value", FRACTION, COMPANY),
        ("company_value", "Fair value", MONEY, COMPANY),
        ("mark_age_days", "Age of the mark", DAYS, COMPANY),
        ("report_days_late", "Lateness of a report", DAYS, COMPANY),
        ("nav", "Net asset value", MONEY, FUND),
        ("quarter_return", "Return of the last quarter", FRACTION, FUND),
        ("tvpi", "TVPI", TIMES, FUND),
        ("top_company_weight", "Largest company", FRACTION, FUND),
        ("top_3_weight", "Three largest companies", FRACTION, FUND),
        ("effective_positions", "Effective positions", COUNT, FUND),
        ("companies_under_6m_runway", "Companies under six months", COUNT, FUND),
        ("stale_nav_share", "Value on old marks", FRACTION, FUND),
        ("nav_without_report", "Value without a report", FRACTION, FUND),
        ("unfunded_coverage", "Unfunded coverage", TIMES, FUND),
        ("new_deal_capacity", "Left for new deals", MONEY, FUND),
        ("fx_exposed_nav", "Value in other currencies", FRACTION, FUND),
        ("line_used", "Credit line used of its limit", FRACTION, FUND),
        ("limit_used", "Use of a limit", FRACTION, LIMIT),
        ("call_days_late", "Lateness of a call", DAYS, INVESTOR),
        ("check_failing", "Checks that fail", COUNT, CHECK),
        ("expiry_days", "Time until it ends", DAYS, EXPIRY),
    )
    return tuple(Measure(id=i, name=name, unit=unit, of=of) for i, name, unit, of in listed)


MEASURES: Mapping[str, Measure] = MappingProxyType({m.id: m for m in _measures()})


def unit_of(measure: str, compare: str) -> str:
    """The unit of a threshold: changes are fractions of what was before."""
    return FRACTION if compare in CHANGES else MEASURES[measure].unit


def said(value: Decimal | None, unit: str) -> str:
    """An amount in words: `2.6 months`, `15.4 %`, `1.54x`, `14 days`, `5,000,000.00`."""
    if value is None:
        return "unknown"
    if unit == DAYS:
        return f"{value:,.0f} day" if value == 1 else f"{value:,.0f} days"
    if unit == FRACTION:
        return f"{value * 100:.1f} %"
    return {MONEY: f"{value:,.2f}", TIMES: f"{value:.2f}x", MONTHS: f"{value:.1f} months"}.get(
        unit, f"{value.normalize():,f}"
    )


def sentence(measure: str, compare: str, threshold: Decimal) -> str:
    """A rule in words: `Runway below 3.0 months`, `ARR falls by 20.0 % or more in a quarter`."""
    name, amount = MEASURES[measure].name, said(threshold, unit_of(measure, compare))
    if compare in CHANGES:
        verb = "falls" if compare == FALLS_BY else "rises"
        return f"{name} {verb} by {amount} or more in a quarter"
    return f"{name} {compare} {amount}"
