"""The tie-outs of a fund and quarter: figures that must be equal before packs are locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.transactions import WITH
from services.db.queries.lp_reporting.books import AssertionRow
from services.db.reads.ledger import BALANCE, COMMITMENT
from services.db.reads.partners import LineRow
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.capital import capital_of
from services.fund_performance.frame import each
from services.lp_reporting.account import period_name, statement
from services.lp_reporting.carried import due_of
from services.lp_reporting.lines import columns_of
from services.lp_reporting.notices import CALL, UNKNOWN, Notice, of_investors, outstanding
from services.lp_reporting.records import Records
from services.lp_reporting.results.register import Tie
from services.lp_reporting.results.reports import Reconciliation
from services.lp_reporting.ties import (
    FAIL,
    PASS,
    WAIVED,
    account_foots,
    agrees_with_statements,
    sum_of_values,
    tie,
    tie_notes,
)
from services.partners import Partnership, accrued, pool, total

SIGNS = {"cash": 1, "other_assets": 1, "liabilities": -1, "credit_line": -1}
UNFUNDED = "sum_lp_unfunded_equals_fund_unfunded"
CALLS, PAID_OUT = "sum_lp_contributions_equals_fund", "sum_lp_distributions_equals_fund"
RECEIVED = "calls_received"
BALANCE_SHEET = "investments_equal_balance_sheet"
CARRY = "carry_equals_waterfall"
OFFSETS = "fee_offsets"
ASSERTED = "balance_assertions"
RECOGNISED, APPLIED = "offset_", ("management_fee_offsets", "related_persons_offsets",
                                  "external_expenses_offsets")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tie-outs look at beside the accounts: lines, notices, assertions, and waivers."""

    lines: Sequence[LineRow]
    notices: Sequence[Notice]
    assertions: Sequence[AssertionRow]
    waived: Mapping[tuple[str, str], str]


def reconciliation(records: Records, evidence: Evidence) -> Reconciliation:
    """Every tie-out of one fund at as_of."""
    fund = records.only_fund()
    found = ties_of(fund, evidence)
    return Reconciliation(
        fund=fund.fund.code,
        period=period_name(fund.as_of),
        ties=found,
        passed=sum(one.state == PASS for one in found),
        failed=sum(one.state == FAIL for one in found),
        unknown=sum(one.state not in (PASS, FAIL, WAIVED) for one in found),
        meta=records.meta(Reconciliation, currency=fund.currency),
        notes=records.notes(*tie_notes(found)),
    )


def ties_of(fund: Partnership, evidence: Evidence) -> tuple[Tie, ...]:
    """The tie-outs of a fund on its day, in the order of the checklist; waived ones by name.

    In the fund's own currency: amounts converted one by one differ by cents.
    """
    fund = fund.in_own_currency()
    lines = [row for row in evidence.lines if row.fund_id == fund.fund.id]
    day = fund.as_of
    statements = [
        statement(fund, own, lines, columns_of(day, since=None))
        for own in fund.interests
        if own.at(day).started
    ]
    found = [
        *account_foots(fund, statements),
        sum_of_values(fund, day),
        *_sums(fund, day),
        _received(fund, evidence.notices),
        *agrees_with_statements(fund, statements, lines),
        _balance_sheet(fund, day),
        _carry(fund, day),
        _offsets(fund, lines, day),
        _asserted(fund, evidence.assertions, day),
    ]
    return tuple(_with_waiver(fund, one, evidence.waived) for one in found)


def _with_waiver(fund: Partnership, found: Tie, waived: Mapping[tuple[str, str], str]) -> Tie:
    by = waived.get((fund.fund.id, found.id))
    if by is None or found.state != FAIL:
        return found
    return replace(found, state=WAIVED, waived_by=by)


def _sums(fund: Partnership, day: date) -> list[Tie]:
    """What investors have, added up, against what the fund's own rows say (RULES 7)."""
    link = f"/data-quality?fund={fund.fund.code}"
    names = (
        (UNFUNDED, "Sum of LP unfunded = fund unfunded", "unfunded"),
        (CALLS, "Sum of LP contributions = fund contributions", "called"),
        (PAID_OUT, "Sum of LP distributions = fund distributions", "distributions"),
    )
    own = [interest.at(day) for interest in fund.interests]
    if not own or not _has_totals(fund):
        text = "There are no totals of the fund beside its investors' rows, so nothing can differ."
        if own:
            summed = {name: total(getattr(p, name) for p in own) for _, _, name in names}
            return [
                tie(id, words, expected=summed[name], found=summed[name], text=text)
                for id, words, name in names
            ]
        text = "Investors are not known one by one."
        return [tie(id, words, expected=None, found=None, text=text) for id, words, _ in names]
    fund_says = _of_fund(fund, day)
    found = []
    for id, words, name in names:
        mine = total(getattr(position, name) for position in own)
        text = f"{len(own)} investors: {_money(mine)}, the fund {_money(fund_says[name])}."
        found.append(tie(id, words, expected=fund_says[name], found=mine, text=text, link=link))
    return found


def _has_totals(fund: Partnership) -> bool:
    return any(row.investor_id is None for row in fund.rows)


def _of_fund(fund: Partnership, day: date) -> dict[str, Decimal | None]:
    """Paid in, distributed and open of the whole fund, the general partner's money among them."""
    frame = next(f for f in each(fund.frame) if f.funds[0].id == fund.fund.id)
    books = Books.of(frame)
    ledger = books.ledger(basis=NET_FUND, credit_line=WITH)
    standing = ledger.at(day)
    capital = capital_of(books, ledger, day)
    committed = _own_total(fund)
    unfunded = capital.unfunded
    if committed is not None and capital.committed is not None and unfunded is not None:
        unfunded += committed - capital.committed
        unfunded += fund.whole.line("expired_commitments", until=day)
        unfunded += fund.whole.line("unfunded_adjustment", until=day)
    return {
        "unfunded": unfunded,
        "called": standing.paid_in,
        "distributions": standing.distributed,
    }


def _own_total(fund: Partnership) -> Decimal | None:
    """The fund's commitment as its own description gives it, else that of its investors."""
    promised = [row.amount for row in fund.rows if row.kind == COMMITMENT]
    whole = fund.fund.total_committed
    if whole is None:
        return sum(promised, NOTHING) if promised else None
    return fund.money(whole, "", fund.as_of)


def _received(fund: Partnership, notices: Iterable[Notice]) -> Tie:
    """What was called by as_of against what was paid by then, where notices are kept."""
    name = "Contributions called = contributions received"
    own = [n for n in notices if n.fund.fund.id == fund.fund.id]
    noticed = [n for n in of_investors(own) if n.type == CALL and n.status != UNKNOWN]
    open_calls = outstanding(noticed)
    called = total(fund.money(n.row.amount, n.row.currency, n.row.day) for n in noticed)
    missing = total(fund.money(n.row.amount, n.row.currency, n.row.day) for n in open_calls)
    link = f"/lp-reporting?fund={fund.fund.code}"
    if not noticed or called is None or missing is None:
        text = "No due and paid dates of calls are imported."
        return tie(RECEIVED, name, expected=None, found=None, text=text, link=link)
    text = "Every call that was due by then was paid by then."
    if open_calls:
        first = open_calls[0]
        code = fund.people[first.row.investor_id or ""].code
        when = f", received {first.row.paid_date}" if first.row.paid_date else ", not received"
        text = (
            f"{code}, due {first.row.due_date}{when}: {_money(missing)} of {len(open_calls)} "
            "notices was outstanding. Book it as receivable or correct the date."
        )
    return tie(RECEIVED, name, expected=called, found=called - missing, text=text, link=link)


def _balance_sheet(fund: Partnership, day: date) -> Tie:
    """What companies are worth + cash and other assets - what is owed = net asset value."""
    name = "Schedule of investments = balance sheet"
    link = f"/portfolio-analytics?fund={fund.fund.code}"
    balances = [
        e for e in fund.frame.entries
        if e.fund_id == fund.fund.id and e.kind == BALANCE and e.is_total and e.day == day
        and e.type in SIGNS
    ]  # fmt: skip
    ledger = fund.books.ledger(basis=GROSS, credit_line=WITH)
    deals = [d for d in fund.frame.held.of({fund.fund.id}).deals if d.id in ledger.accounts]
    values = total(ledger.value_of(deal.id, day).amount for deal in deals)
    own = total(interest.value(day)[0] for interest in fund.general) if fund.separable else NOTHING
    whole = fund.whole.value(day)[0]
    if not any(e.type == "cash" for e in balances) or not deals or None in (values, own, whole):
        text = f"Cash, values of companies and the fund's value of {day} are not all known."
        return tie(BALANCE_SHEET, name, expected=None, found=None, text=text, link=link)
    beside = total(fund.money(SIGNS[e.type or ""] * e.amount, e.currency, day) for e in balances)
    made = total((values, beside))
    expected = total((whole, own))
    text = (
        f"Companies {_money(values)} and other net assets {_money(beside)} make {_money(made)}; "
        f"the net asset value is {_money(expected)}."
    )
    return tie(BALANCE_SHEET, name, expected=expected, found=made, text=text, link=link)


def _carry(fund: Partnership, day: date) -> Tie:
    """Carry accrued in the books against the agreement's waterfall at the closing value."""
    name = "Carry = waterfall on closing NAV"
    booked = accrued(fund, day).amount
    found = pool(fund, day=day)
    due = due_of(found, fund) if found is not None else None
    link = f"/lp-reporting?fund={fund.fund.code}"
    if due is None or booked is None:
        text = "Accrued carry, the agreement's terms or the value is not known."
        return tie(CARRY, name, expected=None, found=None, text=text, link=link)
    text = f"Accrued {_money(booked)}; the waterfall gives {_money(due)}."
    return tie(CARRY, name, expected=max(due, NOTHING), found=booked, text=text, link=link)


def _offsets(fund: Partnership, lines: Iterable[LineRow], day: date) -> Tie:
    """Offsets recognised for what the manager received from companies against those applied."""
    name = "Fee offsets = portfolio board fees"
    own = [r for r in lines if r.day <= day and r.investor_id is None and r.span == "transaction"]
    known = [r for r in own if r.account.startswith(RECOGNISED)]
    applied = [r for r in own if r.account in APPLIED]
    if not known:
        text = "What the manager received from companies is not imported, so nothing is compared."
        return tie(OFFSETS, name, expected=None, found=None, text=text)
    expected = total(fund.money(r.amount, r.currency, r.day) for r in known)
    found = total(fund.money(r.amount, r.currency, r.day) for r in applied)
    text = f"Recognised {_money(expected)}, applied {_money(found)}."
    return tie(OFFSETS, name, expected=expected, found=found, text=text)


def _asserted(fund: Partnership, rows: Iterable[AssertionRow], day: date) -> Tie:
    """What others say of the fund on the day: the one that is furthest off, else the sum."""
    name = "Figures asserted by others"
    link = f"/data-quality?fund={fund.fund.code}"
    own = [row for row in rows if row.fund_id == fund.fund.id and row.day == day]
    if not own:
        text = f"Nobody outside asserted a balance of {day}."
        return tie(ASSERTED, name, expected=None, found=None, text=text, link=link)
    ours = _asserted_figures(fund, day)
    pairs = [(row, ours[row.item]) for row in own]
    lacking = [row.item for row, figure in pairs if figure is None]
    if lacking:
        text = f"{', '.join(lacking)} of {day} is not known here."
        return tie(ASSERTED, name, expected=None, found=None, text=text, link=link)
    row, figure = max(pairs, key=lambda pair: abs((pair[1] or NOTHING) - pair[0].amount))
    tolerance = row.tolerance or Decimal("0.01")
    expected = fund.money(row.amount, "", day)
    text = f"{row.item} {day}: {_money(expected)} by {row.source}, {_money(figure)} here."
    return tie(ASSERTED, name, expected=expected, found=figure, text=text, link=link,
               tolerance=max(tolerance, Decimal("0.01")))  # fmt: skip


def _asserted_figures(fund: Partnership, day: date) -> dict[str, Decimal | None]:
    says = _of_fund(fund, day)
    own = total(interest.value(day)[0] for interest in fund.general) if fund.separable else NOTHING
    return {
        "nav": total((fund.whole.value(day)[0], own)),
        "paid_in": says["called"],
        "distributed": says["distributions"],
        "unfunded": says["unfunded"],
    }


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"
