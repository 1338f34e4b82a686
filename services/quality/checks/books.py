"""Checks 9 and 12 to 14: companies counted once, fees netted, one currency, dates that can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from services.calc.transactions import TYPES
from services.db.queries.quality import flows
from services.db.queries.quality.accounts import StatementRow
from services.db.reads.checks import AMBER, GREEN, RED
from services.db.reads.funds import FundRow
from services.db.reads.ledger import FLOW
from services.quality.evidence import Evidence
from services.quality.finding import CENT, Finding, Place
from services.quality.words import listed, money, several

COMPANIES, FEES, CURRENCY, DATES = "companies_add_up", "fees_net", "one_currency", "flow_dates"
STATES = ("active", "exited", "failed")
UNKNOWN = "unknown"
NOTHING = Decimal(0)
RESIDUAL = frozenset(kind.slug for kind in TYPES.values() if kind.residual)


def companies(evidence: Evidence) -> Iterator[Finding]:
    """Companies ever held = active + exited + failed = the sums over sectors and over stages."""
    for fund, rows in evidence.with_fund(evidence.held):
        day = evidence.as_of[fund.id]
        held = {row.company: row for row in rows if row.day == day}
        if not held:
            continue
        nameless = sorted(name for name, row in held.items() if row.status not in STATES)
        sums = [
            sum(Counter(row.status for row in held.values() if row.status in STATES).values()),
            sum(Counter(row.sector or UNKNOWN for row in held.values()).values()),
            sum(Counter(row.stage or UNKNOWN for row in held.values()).values()),
        ]
        words = f"{several(len(held), 'company', 'companies')}, each active, exited or failed."
        if nameless:
            words = (
                f"{several(len(nameless), 'company is', 'companies are')} neither active, exited "
                f"nor failed: {listed(nameless)}."
            )
        broken = any(number != len(held) for number in sums)
        yield Finding(
            check_id=COMPANIES,
            fund_id=fund.id,
            subject=fund.code,
            as_of=day,
            status=RED if broken else GREEN,
            expected=Decimal(len(held)),
            actual=Decimal(min(sums)),
            tolerance=NOTHING,
            message=words,
        )


def fees(evidence: Evidence) -> Iterator[Finding]:
    """Fees less offsets, waivers and rebates = net fees; accrued carry rolls forward."""
    for fund, rows in evidence.with_fund(evidence.statements):
        for investor in dict.fromkeys(row.investor for row in rows):
            own = [row for row in rows if row.investor == investor]
            yield from _fees(fund, investor or fund.code, own)


def _fees(fund: FundRow, subject: str, rows: list[StatementRow]) -> Iterator[Finding]:
    seen = [item for row in rows for item in _netted(row)]
    if not seen:
        return
    broken = [item for item in seen if abs(item[2] - item[1]) > CENT]
    row, expected, actual, what = broken[0] if broken else seen[-1]
    words = f"Fees of {subject} net of offsets, waivers and rebates as stated up to {row.day}."
    if broken:
        words = (
            f"{what} of {subject} in the {row.span} statement of {row.day} make "
            f"{money(expected, fund.currency)}, stated {money(actual)}: "
            f"off by {money(actual - expected)}."
        )
    yield Finding(
        check_id=FEES,
        fund_id=fund.id,
        subject=subject,
        as_of=row.day,
        status=RED if broken else GREEN,
        expected=expected,
        actual=actual,
        tolerance=CENT,
        message=words,
        cause=Place(row.import_id, row.file, row.row) if broken else None,
    )


def _netted(row: StatementRow) -> Iterator[tuple[StatementRow, Decimal, Decimal, str]]:
    if row.fee_moves is not None and row.fee_closing is not None:
        words = "Management fees less offsets, waivers and rebates"
        yield row, row.fee_moves, row.fee_closing, words
    if row.carry_opening is not None and row.carry_closing is not None:
        expected = row.carry_opening + (row.carry_moves or NOTHING)
        yield row, expected, row.carry_closing, "Carried interest accrued, earned and paid"


def currency(evidence: Evidence) -> Iterator[Finding]:
    """Amounts are in their fund's currency, or a rate of their day is stored."""
    used: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in evidence.foreign:
        used[row.fund_id][row.currency].append(row.day)
    for fund in evidence.funds.values():
        if not (evidence.entries.get(fund.id) or used.get(fund.id)):
            continue
        missing = {
            name: [day for day in days if not _converts(evidence, fund, name, day)]
            for name, days in used.get(fund.id, {}).items()
        }
        lacking = {name: days for name, days in missing.items() if days}
        days = sorted(day for found in lacking.values() for day in found)
        words = f"Every amount is in {fund.currency}."
        if used.get(fund.id):
            names = ", ".join(sorted(used[fund.id]))
            words = f"Every amount is in {fund.currency} or converts from {names}."
        if lacking:
            named = "; ".join(
                f"{name} on {listed([day.isoformat() for day in found])}"
                for name, found in sorted(lacking.items())
            )
            words = f"No exchange rate into {fund.currency}: {named}. Import fx_rates."
        yield Finding(
            check_id=CURRENCY,
            fund_id=fund.id,
            subject=fund.code,
            as_of=days[0] if days else evidence.as_of[fund.id],
            status=RED if lacking else GREEN,
            expected=NOTHING,
            actual=Decimal(len(days)),
            tolerance=NOTHING,
            message=words,
        )


def _converts(evidence: Evidence, fund: FundRow, name: str, day: date) -> bool:
    return evidence.exchange.convert(Decimal(1), name, fund.currency, day) is not None


def dates(evidence: Evidence) -> Iterator[Finding]:
    """No flow before inception, after today, or in a period whose later value stands as it was."""
    session, ids, today = evidence.session, evidence.fund_ids, evidence.today
    stray = evidence.by_fund(flows.stray(session, fund_ids=ids, today=today))
    late = evidence.by_fund(flows.late(session, fund_ids=ids, today=today, residual=RESIDUAL))
    for fund in evidence.funds.values():
        if (
            any(entry.kind == FLOW for entry in evidence.entries.get(fund.id, ()))
            or fund.id in stray
        ):
            yield _dated(evidence, fund, stray.get(fund.id, []), late.get(fund.id, []))


def _dated(
    evidence: Evidence, fund: FundRow, stray: list[flows.StrayRow], late: list[flows.LateRow]
) -> Finding:
    status, as_of, place = GREEN, evidence.as_of[fund.id], None
    words = "Every flow lies between inception and today, and in time for the values after it."
    rows = 0
    if stray:
        first = stray[0]
        when = (
            f"before inception on {fund.inception_date}"
            if first.reason == "before"
            else f"after today ({evidence.today})"
        )
        rows = sum(row.rows for row in stray)
        status, as_of = RED, first.day
        place = Place(first.import_id, first.file, first.row)
        words = (
            f"{first.type} of {money(first.amount, fund.currency)} is dated {first.day}, {when}; "
            f"{several(rows, 'flow is', 'flows are')} outside the fund's life."
        )
    elif late:
        found = late[0]
        rows = sum(row.rows for row in late)
        status, as_of = AMBER, found.quarter
        place = Place(found.import_id, found.file, found.row)
        words = (
            f"{several(rows, 'flow')} of closed quarters came late: the first of the quarter to "
            f"{found.quarter}, known since {found.known_from:%Y-%m-%d}, when the NAV of "
            f"{found.valued} was known already and was not restated since."
        )
    return Finding(
        check_id=DATES,
        fund_id=fund.id,
        subject=fund.code,
        as_of=as_of,
        status=status,
        expected=NOTHING,
        actual=Decimal(rows),
        tolerance=NOTHING,
        message=words,
        cause=place,
    )
