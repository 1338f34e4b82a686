"""Check 1: what investors have, added up, is what the fund has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from services.calc.transactions import TYPES, WITH, contribution
from services.db.queries.quality.flows import TiedRow
from services.db.reads.checks import GREEN, RED
from services.db.reads.funds import FundRow
from services.quality.evidence import Evidence
from services.quality.finding import CENT, FUND_FLOWS, FUND_NAVS, Finding, Total
from services.quality.words import money, several

NOTHING = Decimal(0)
PAID_IN, DISTRIBUTED, VALUE = "lp_sum_paid_in", "lp_sum_distributed", "lp_sum_nav"
Pair = tuple[Decimal, Decimal]
WORDS = {
    PAID_IN: "paid-in capital",
    DISTRIBUTED: "distributions",
    VALUE: "NAV",
}


def paid_in(evidence: Evidence) -> Iterator[Finding]:
    """Investors' calls of a day against the fund's, net and with the credit line."""
    return _compare(evidence, PAID_IN, FUND_FLOWS, _part("paid_in"))


def distributed(evidence: Evidence) -> Iterator[Finding]:
    """Investors' distributions of a day against the fund's."""
    return _compare(evidence, DISTRIBUTED, FUND_FLOWS, _part("distributed"))


def nav(evidence: Evidence) -> Iterator[Finding]:
    """Investors' values of a day, the general partner's among them, against the fund's."""
    return _compare(evidence, VALUE, FUND_NAVS, _value)


def _compare(
    evidence: Evidence, check_id: str, table: str, amounts: Callable[[TiedRow], Pair | None]
) -> Iterator[Finding]:
    for fund, rows in evidence.with_fund(evidence.tied):
        days = _by_day(rows, amounts)
        if days:
            yield _finding(check_id, fund, table, days)


def _part(part: str) -> Callable[[TiedRow], Pair | None]:
    """What total and investors' rows of one type add to paid-in or distributed."""

    def amounts(row: TiedRow) -> Pair | None:
        if row.type is None or TYPES[row.type].residual or row.total is None:
            return None
        kind, own = TYPES[row.type], row.investors or NOTHING
        added = [
            getattr(contribution(kind, amount, basis="net", credit_line=WITH), part)
            for amount in (Decimal(1), row.total, own)
        ]
        return (added[1], added[2]) if added[0] else None

    return amounts


def _value(row: TiedRow) -> Pair | None:
    if row.type is not None or row.total is None or row.investors is None:
        return None
    return row.total, row.investors


def _by_day(rows: Iterable[TiedRow], amounts: Callable[[TiedRow], Pair | None]) -> dict[date, Pair]:
    days: dict[date, Pair] = {}
    for row in rows:
        found = amounts(row)
        if found is not None:
            total, own = days.get(row.day, (NOTHING, NOTHING))
            days[row.day] = (total + found[0], own + found[1])
    return days


def _finding(check_id: str, fund: FundRow, table: str, days: dict[date, Pair]) -> Finding:
    """The first day that breaks, or all days together."""
    what, currency = WORDS[check_id], fund.currency
    broken = [day for day, (total, own) in days.items() if abs(own - total) > CENT]
    day = min(broken) if broken else max(days)
    total, own = days[day]
    if broken:
        words = (
            f"Investors' {what} on {day} off by {money(own - total, currency)}: theirs adds up to "
            f"{money(own)}, the fund's is {money(total)}; so on {len(broken)} of "
            f"{several(len(days), 'day')}."
        )
    else:
        words = f"Investors' {what} equals the fund's on {several(len(days), 'day')}."
        if check_id != VALUE:
            total = sum((pair[0] for pair in days.values()), NOTHING)
            own = sum((pair[1] for pair in days.values()), NOTHING)
    return Finding(
        check_id=check_id,
        fund_id=fund.id,
        subject=fund.code,
        as_of=day,
        status=RED if broken else GREEN,
        expected=total,
        actual=own,
        tolerance=CENT,
        message=words,
        cause=Total(table, fund.id, day) if broken else None,
    )
