"""Checks 6, 7 and 15: what is held makes the NAV, in shares of one, at values that are fresh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from services.calc.accounts import STALE_DAYS
from services.db.queries.quality.holdings import HeldRow
from services.db.reads.checks import AMBER, GREEN, RED
from services.db.reads.counting import counted
from services.db.reads.funds import FundRow
from services.db.reads.ledger import BALANCE, NAV, Entry
from services.quality.evidence import Evidence
from services.quality.finding import CENT, RATIO, Finding, Place
from services.quality.words import listed, money, percent, several

MAKE_NAV, WEIGHTS, FRESH = "holdings_make_nav", "weights_add_up", "marks_are_fresh"
COMPANIES, SECTORS = "companies", "sectors"
NOTHING, ONE = Decimal(0), Decimal(1)
SIGNS = {"cash": 1, "other_assets": 1, "liabilities": -1, "credit_line": -1}


def make_nav(evidence: Evidence) -> Iterator[Finding]:
    """Fair values + cash + other assets - liabilities - credit line = NAV, on the last day on
    which both cash and value are known."""
    for fund, rows in evidence.with_fund(evidence.held):
        day = evidence.balance_days.get(fund.id)
        if day is None:
            continue
        values = [_value(evidence, fund, row) for row in rows if row.day == day and row.mark_date]
        entries = [entry for entry in evidence.entries[fund.id] if entry.day == day]
        nav = [_converted(evidence, fund, entry) for entry in _values(entries)]
        known = [value for value in (*values, *nav) if value is not None]
        if not values or len(known) < len(values) + len(nav):
            continue
        yield _made(
            fund, day, sum(known[: len(values)], NOTHING), entries, sum(known[len(values) :])
        )


def weights(evidence: Evidence) -> Iterator[Finding]:
    """Weights of companies from their marks, and those stored by sector: each from 0 to 1."""
    for fund, rows in evidence.with_fund(evidence.held):
        day = evidence.as_of[fund.id]
        values = _by_company(evidence, fund, [row for row in rows if row.day == day])
        total = sum(values.values(), NOTHING)
        if total > 0:
            shares = {name: value / total for name, value in values.items()}
            yield _weighed(fund, COMPANIES, day, shares)
    for fund, figures in evidence.with_fund(evidence.figures):
        stored = [row for row in figures if isinstance(row.sectors, dict) and row.sectors]
        if stored:
            found = {name: Decimal(repr(share)) for name, share in stored[0].sectors.items()}
            yield _weighed(fund, SECTORS, stored[0].day, found)


def fresh(evidence: Evidence) -> Iterator[Finding]:
    """Every active company in which money was invested has a mark of the last 120 days.

    A result per company that has not, and one for the fund: what is held, and how much of it rests
    on fresh marks. A company without any mark counts at cost.
    """
    for fund, rows in evidence.with_fund(evidence.held):
        day = evidence.as_of[fund.id]
        active = [
            r for r in rows if r.day == day and r.status == "active" and (r.invested or 0) > 0
        ]
        by_company: dict[str, list[HeldRow]] = defaultdict(list)
        for row in active:
            by_company[row.company].append(row)
        if by_company:
            yield from _aged(evidence, fund, day, by_company)


def _made(
    fund: FundRow, day: date, held: Decimal, entries: Iterable[Entry], nav: Decimal | int
) -> Finding:
    balances = dict.fromkeys(SIGNS, NOTHING)
    for entry in entries:
        if entry.kind == BALANCE and entry.is_total and entry.type in SIGNS:
            balances[entry.type] += entry.amount
    made = held + sum((SIGNS[name] * amount for name, amount in balances.items()), NOTHING)
    expected = Decimal(nav)
    owed = balances["liabilities"] + balances["credit_line"]
    sum_of = (
        f"holdings {money(held)} + cash {money(balances['cash'])} + other assets "
        f"{money(balances['other_assets'])} - owed {money(owed)}"
    )
    broken = abs(made - expected) > CENT
    words = f"On {day} {sum_of} make the NAV of {money(expected, fund.currency)}."
    if broken:
        words = (
            f"Holdings and NAV on {day} off by {money(made - expected, fund.currency)}: {sum_of} "
            f"make {money(made)}, the NAV is {money(expected)}."
        )
    return Finding(
        check_id=MAKE_NAV,
        fund_id=fund.id,
        subject=fund.code,
        as_of=day,
        status=RED if broken else GREEN,
        expected=expected,
        actual=made,
        tolerance=CENT,
        message=words,
    )


def _weighed(fund: FundRow, what: str, day: date, shares: dict[str, Decimal]) -> Finding:
    total = sum(shares.values(), NOTHING)
    outside = sorted(name for name, share in shares.items() if not -RATIO <= share <= ONE + RATIO)
    broken = bool(outside) or abs(total - ONE) > RATIO
    words = f"The weights of {several(len(shares), 'part')} ({what}) add up to 1."
    expected, actual = ONE, total
    if outside:
        worst = outside[0]
        expected, actual = min(max(shares[worst], NOTHING), ONE), shares[worst]
        words = (
            f"The weight of {worst} ({what}) is {percent(actual)}: a weight lies between 0 and 1. "
            f"Concerned: {listed(outside)}."
        )
    elif broken:
        words = f"The weights of {what} add up to {total:.6f} instead of 1."
    return Finding(
        check_id=WEIGHTS,
        fund_id=fund.id,
        subject=what,
        as_of=day,
        status=RED if broken else GREEN,
        expected=expected,
        actual=actual,
        tolerance=RATIO,
        message=words,
    )


def _aged(
    evidence: Evidence, fund: FundRow, day: date, by_company: dict[str, list[HeldRow]]
) -> Iterator[Finding]:
    values = {name: _held_at(evidence, fund, rows) for name, rows in by_company.items()}
    marked = {
        name: max((row.mark_date for row in rows if row.mark_date), default=None)
        for name, rows in by_company.items()
    }
    stale = [
        name for name, mark in marked.items() if mark is None or (day - mark).days > STALE_DAYS
    ]
    held = sum(values.values(), NOTHING)
    resting = held - sum((values[name] for name in stale), NOTHING)
    share = percent((held - resting) / held) if held else percent(NOTHING)
    words = f"{several(len(by_company), 'held company', 'held companies')} marked by {day}."
    if stale:
        words = f"{share} of the value held rests on stale marks: {listed(stale)}."
    yield Finding(
        check_id=FRESH,
        fund_id=fund.id,
        subject=fund.code,
        as_of=day,
        status=AMBER if stale else GREEN,
        expected=held,
        actual=resting,
        tolerance=NOTHING,
        message=words,
    )
    for name in stale:
        yield _stale(fund, day, by_company[name], marked[name])


def _stale(fund: FundRow, day: date, rows: Sequence[HeldRow], mark: date | None) -> Finding:
    company = rows[0]
    last = next((row for row in rows if row.mark_date == mark), company)
    age = None if mark is None else Decimal((day - mark).days)
    words = f"Stale mark: {company.name} was never valued."
    if mark is not None:
        words = f"Stale mark: {company.name} was last valued on {mark}, {age} days before {day}."
    return Finding(
        check_id=FRESH,
        fund_id=fund.id,
        subject=company.company,
        as_of=day,
        status=AMBER,
        expected=Decimal(STALE_DAYS),
        actual=age,
        tolerance=NOTHING,
        message=words,
        cause=Place(last.import_id, last.file, last.row),
    )


def _values(entries: Iterable[Entry]) -> list[Entry]:
    return [e for e in counted(list(entries), leave_out_gp=False) if e.kind == NAV]


def _by_company(evidence: Evidence, fund: FundRow, rows: Iterable[HeldRow]) -> dict[str, Decimal]:
    """Marks by company in the fund's currency; those without mark or rate are left out."""
    found: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for row in rows:
        value = _value(evidence, fund, row)
        if value is not None:
            found[row.company] += value
    return dict(found)


def _held_at(evidence: Evidence, fund: FundRow, rows: Iterable[HeldRow]) -> Decimal:
    amounts = ((_value(evidence, fund, row), row.invested) for row in rows)
    return sum((value if value is not None else put or NOTHING for value, put in amounts), NOTHING)


def _value(evidence: Evidence, fund: FundRow, row: HeldRow) -> Decimal | None:
    if row.fair_value is None or row.currency is None:
        return None
    return evidence.exchange.convert(row.fair_value, row.currency, fund.currency, row.day)


def _converted(evidence: Evidence, fund: FundRow, entry: Entry) -> Decimal | None:
    currency = entry.currency or fund.currency
    return evidence.exchange.convert(entry.amount, currency, fund.currency, entry.day)
