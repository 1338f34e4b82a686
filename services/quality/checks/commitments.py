"""Checks 3 and 4: what was promised is called, still open, or no longer owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.transactions import OUTSIDE, TYPES, WITH, contribution, unfunded_change
from services.db.queries.quality.accounts import StatementRow
from services.db.queries.quality.flows import InvestorRow
from services.db.reads.checks import AMBER, GREEN, RED
from services.db.reads.counting import counted
from services.db.reads.funds import FundRow
from services.db.reads.ledger import COMMITMENT, FLOW, Entry
from services.quality.evidence import Evidence
from services.quality.finding import CENT, Finding, Place
from services.quality.words import money

RECONCILES, WITHIN = "commitment_reconciles", "paid_in_within_commitment"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Call:
    """Flows of one type, in the fund's currency; None without a rate. `last`: day of the last."""

    type: str
    recallable: bool | None
    amount: Decimal | None
    last: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What was called under a commitment and what may be called again.

    `paid_in` counts every call, `outside` those that leave the commitment alone; `change` is what
    flows did to the open part.
    """

    paid_in: Decimal
    outside: Decimal
    change: Decimal
    recallable: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """One commitment: the fund's or an investor's, with the flows that belong to it.

    The fund's are known by day, an investor's only as sums up to today.
    """

    subject: str
    investor: str | None
    committed: Decimal
    calls: Sequence[Call]

    def standing(self, day: date) -> Standing | None:
        """Where it stands on a day; None where that cannot be told."""
        own = [call for call in self.calls if call.last <= day]
        if self.investor is not None and len(own) < len(self.calls):
            return None
        return _standing(own)


def within(evidence: Evidence) -> Iterator[Finding]:
    """Paid in and not repaid as recallable, against what was promised, per fund and investor."""
    for fund in evidence.funds.values():
        for account in _accounts(evidence, fund):
            standing = _standing(account.calls)
            if standing is not None:
                yield _within(fund, account, standing, evidence.as_of[fund.id])


def reconciles(evidence: Evidence) -> Iterator[Finding]:
    """The open commitment of each statement: within itself, and against commitment and flows."""
    stated = evidence.by_fund(evidence.statements)
    for fund_id, rows in stated.items():
        fund = evidence.funds[fund_id]
        accounts = {account.investor: account for account in _accounts(evidence, fund)}
        for investor in dict.fromkeys(row.investor for row in rows):
            own = [row for row in rows if row.investor == investor]
            yield from _reconciled(fund, investor, own, accounts.get(investor))


def _within(fund: FundRow, account: Account, found: Standing, as_of: date) -> Finding:
    limit = account.committed + found.recallable
    inside = found.paid_in - found.outside
    over = found.paid_in - limit
    told = f"{account.subject} paid in {money(found.paid_in, fund.currency)}"
    promised = f"{money(account.committed)} promised"
    if found.recallable:
        promised += f" and {money(found.recallable)} recallable"
    status = GREEN
    words = f"{told} of {promised}."
    if over > CENT:
        status = RED if inside - limit > CENT else AMBER
        words = f"{told}, {money(over)} more than {promised}"
        words += (
            f"; {money(found.outside)} of it was called outside the commitment."
            if found.outside
            else "."
        )
    return Finding(
        check_id=WITHIN,
        fund_id=fund.id,
        subject=account.subject,
        as_of=as_of,
        status=status,
        expected=limit,
        actual=found.paid_in,
        tolerance=CENT,
        message=words,
    )


def _reconciled(
    fund: FundRow, investor: str | None, rows: Sequence[StatementRow], account: Account | None
) -> Iterator[Finding]:
    subject = investor or fund.code
    seen = [item for row in rows for item in _identities(row, account)]
    if not seen:
        return
    broken = [item for item in seen if abs(item[2] - item[1]) > CENT]
    day, expected, actual, what, place = broken[0] if broken else seen[-1]
    words = f"The commitment of {subject} reconciles with its statements up to {day}."
    if broken:
        words = (
            f"The commitment of {subject} does not reconcile on {day}: {what} "
            f"{money(expected, fund.currency)}, stated {money(actual)}, "
            f"off by {money(actual - expected)}."
        )
    yield Finding(
        check_id=RECONCILES,
        fund_id=fund.id,
        subject=subject,
        as_of=day,
        status=RED if broken else GREEN,
        expected=expected,
        actual=actual,
        tolerance=CENT,
        message=words,
        cause=place if broken else None,
    )


def _identities(
    row: StatementRow, account: Account | None
) -> Iterator[tuple[date, Decimal, Decimal, str, Place]]:
    place = Place(row.import_id, row.file, row.row)
    closing = row.unfunded_closing
    if closing is not None and row.unfunded_opening is not None:
        expected = row.unfunded_opening + (row.unfunded_moves or NOTHING)
        what = f"the {row.span} statement rolls the open part to"
        yield row.day, expected, closing, what, place
    if account is None:
        return
    if row.commitment is not None:
        yield row.day, account.committed, row.commitment, "commitments add up to", place
    if closing is None or row.span != "itd" or not account.calls:
        return
    standing = account.standing(row.day)
    if standing is not None:
        expected = account.committed + standing.change + (row.unfunded_other or NOTHING)
        what = "commitment less calls plus what may be called again leaves"
        yield row.day, expected, closing, what, place


def _accounts(evidence: Evidence, fund: FundRow) -> Iterator[Account]:
    """The fund's own commitment, where it is known, and each investor's."""
    entries = evidence.entries.get(fund.id, [])
    promised = [e.amount for e in entries if e.kind == COMMITMENT]
    committed = sum(promised, NOTHING) if promised else fund.total_committed
    flows = [e for e in counted(entries, leave_out_gp=False) if e.kind == FLOW]
    if committed is not None and flows:
        calls = [_fund_call(evidence, fund, entry) for entry in flows]
        yield Account(fund.code, None, committed, calls)
    called = _by_investor(evidence, fund)
    for row in evidence.promised.get(fund.id, []):
        if row.investor in called:
            yield Account(row.investor, row.investor, row.amount, called[row.investor])


def _fund_call(evidence: Evidence, fund: FundRow, entry: Entry) -> Call:
    amount = evidence.exchange.convert(entry.amount, entry.currency, fund.currency, entry.day)
    return Call(entry.type or "", entry.recallable, amount, entry.day)


def _by_investor(evidence: Evidence, fund: FundRow) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = defaultdict(list)
    for row in evidence.by_investor.get(fund.id, []):
        found[row.investor].append(_investor_call(evidence, fund, row))
    return found


def _investor_call(evidence: Evidence, fund: FundRow, row: InvestorRow) -> Call:
    amount: Decimal | None = row.amount
    if row.day is not None:
        amount = evidence.exchange.convert(row.amount, row.currency, fund.currency, row.day)
    return Call(row.type, row.recallable, amount, row.last)


def _standing(calls: Sequence[Call]) -> Standing | None:
    """Sums of calls; None where an exchange rate is missing."""
    paid_in = outside = change = recallable = NOTHING
    for call in calls:
        if call.amount is None:
            return None
        kind = TYPES[call.type]
        added = contribution(kind, call.amount, basis="net", credit_line=WITH)
        moved = unfunded_change(kind, call.amount, recallable=call.recallable)
        change += moved
        paid_in += added.paid_in
        if kind.commitment == OUTSIDE:
            outside += added.paid_in
        elif added.distributed:
            recallable += moved
    return Standing(paid_in, outside, change, recallable)
