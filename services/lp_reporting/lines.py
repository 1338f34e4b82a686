"""What a capital account is made of over one column: postings, statements, or flows and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from services.calc import capital_account as ilpa
from services.calc.accounts import NOTHING
from services.db.reads.partners import POSTED, LineRow
from services.lp_reporting.results.account import Column
from services.partners import Interest, Partnership

OPENING, CLOSING = "opening_nav", "closing_nav"
CALLED, PAID_OUT = "contributions", "distributions"
FEES, OFFSETS, EXPENSES = (
    "management_fees_gross",
    "offsets_rebates_waivers",
    "partnership_expenses",
)
RELATED, FACILITY = "related_persons_expenses", "credit_facility_costs"
GAIN, REALIZED, UNREALIZED = "net_gain", "realized_gain", "unrealized_change"
CARRY_LINE, CARRY_PAID = "carried_interest_accrual_change", "carried_interest_paid"
CARRY_BALANCE = "carried_interest_balance"
MEMO_LINES = frozenset({CARRY_PAID, CARRY_BALANCE})
LEDGER, STATED, FLOWS = "ledger", "statements", "flows"
SINCE_INCEPTION = "itd"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        OPENING: "Opening capital (net asset value)",
        CALLED: "Contributions",
        PAID_OUT: "Distributions",
        "partner_transfers": "Transfers between partners",
        "offering_costs": "Offering and syndication costs",
        "placement_fees": "Placement fees",
        FEES: "Management fees, gross",
        OFFSETS: "Offsets, rebates and waivers",
        RELATED: "Expenses charged by the manager and related persons",
        EXPENSES: "Partnership expenses",
        FACILITY: "Credit facility fees and interest",
        "interest_income": "Interest income",
        "dividend_income": "Dividend income",
        "interest_expense": "Interest expense",
        "other_income": "Other income",
        REALIZED: "Realised gain",
        UNREALIZED: "Unrealised change",
        GAIN: "Income and gains, net",
        CARRY_LINE: "Carried interest, accrued",
        CLOSING: "Closing capital (net asset value)",
        CARRY_PAID: "Carried interest, paid",
        CARRY_BALANCE: "Carried interest, accrued balance",
    }
)
ORDER = tuple(LABELS)
SHOWN_ALWAYS = frozenset(
    {OPENING, CALLED, PAID_OUT, FEES, OFFSETS, EXPENSES, REALIZED, UNREALIZED, CARRY_LINE, CLOSING}
)
RESULTS = frozenset(
    {"interest_income", "dividend_income", "other_income", "realized_gain", "unrealized_gain"}
)
WHOLE = RESULTS | {CALLED, PAID_OUT}  # with these postings tell a whole account
_FACILITY_SLUGS = frozenset(
    slug for slug in ilpa.LINES if "facility_" in slug or slug == "other_interest_expense"
)
_OF_FLOWS: Mapping[str, str] = MappingProxyType(
    {
        "management_fees": FEES,
        "partnership_expenses": EXPENSES,
        "placement_fees": "placement_fees",
        "interest_expense": FACILITY,
    }
)


def line_of(slug: str) -> str | None:
    """The line of a statement that an ILPA line belongs to; None for totals and balances."""
    own = ilpa.LINES.get(slug)
    if own is None or own.total:
        return None
    direct = {
        "management_fees": FEES,
        "management_fee_rebate": OFFSETS,
        "fee_waiver": OFFSETS,
        "management_fee_offsets": OFFSETS,
        "related_persons_offsets": OFFSETS,
        "external_expenses_offsets": OFFSETS,
        "unrealized_gain": UNREALIZED,
        "carry_accrued": CARRY_LINE,
        "carry_earned": CARRY_LINE,
        "carry_paid": CARRY_PAID,
    }
    if slug in direct:
        return direct[slug]
    if slug in _FACILITY_SLUGS:
        return FACILITY
    if own.section == ilpa.EXPENSES:
        return RELATED if slug.startswith("internal_") else EXPENSES
    return slug if slug in LABELS else None


@dataclass(frozen=True, slots=True)
class Account:
    """One column of an account. Signed as on it: what raises the value is positive.

    `lines` by code, opening and closing among them (None: the value is not known). `slugs` are the
    ILPA lines behind them where they were posted or stated. `difference` = closing less opening
    and lines; None where a value is not known. `carry_inside`: its accrual is one of the lines.
    `behind`: lines were posted after the day of the closing value, which flows alone carry on, so
    there is no difference to speak of.
    """

    lines: Mapping[str, Decimal | None]
    slugs: Mapping[str, Decimal]
    source: str
    carry_inside: bool
    behind: bool = False

    @property
    def expected(self) -> Decimal | None:
        """Opening and all lines."""
        opening = self.lines.get(OPENING)
        if opening is None:
            return None
        beside = MEMO_LINES if self.carry_inside else MEMO_LINES | {CARRY_LINE}
        moves = (
            amount or NOTHING
            for code, amount in self.lines.items()
            if code not in (OPENING, CLOSING) and code not in beside
        )
        return opening + sum(moves, NOTHING)

    @property
    def difference(self) -> Decimal | None:
        expected, closing = self.expected, self.lines.get(CLOSING)
        if expected is None or closing is None or self.behind:
            return None
        return closing - expected


def columns_of(end: date, *, since: date | None) -> tuple[Column, ...]:
    """Quarter, year and everything up to a day (`since`: when that began, where it is known)."""
    quarter = _first_of_quarter(end)
    return (
        Column(column="qtd", start=quarter, end=end),
        Column(column="ytd", start=date(end.year, 1, 1), end=end),
        Column(column=SINCE_INCEPTION, start=min(since or quarter, end), end=end),
    )


def begins(column: Column) -> date:
    """The first day that counts in a column: since inception every day does."""
    return date.min if column.column == SINCE_INCEPTION else column.start


def eve(column: Column) -> date:
    """The day whose closing value opens the column; the first of all days since inception."""
    first = begins(column)
    return first if first == date.min else first - timedelta(days=1)


def account(
    fund: Partnership,
    interest: Interest,
    rows: Sequence[LineRow],
    column: Column,
    *,
    carry_inside: bool,
) -> Account:
    """One column: from postings, else from a statement of the same span, else from flows."""
    source, slugs = itemised(fund, rows, column, first=interest.ledger.first_flow)
    if source == LEDGER:
        found = _booked(interest, slugs, column, carry_inside)
        return replace(found, behind=_behind(interest, rows, column))
    if source == STATED:
        return _as_stated(slugs, carry_inside)
    return _of_flows(interest, column)


def itemised(
    fund: Partnership, rows: Sequence[LineRow], column: Column, *, first: date | None
) -> tuple[str, dict[str, Decimal]]:
    """What a column of an account stands on, and its amounts by ILPA line (none with flows).

    `rows` are the account's own, `first` the day of its first flow. Where one of them cannot be
    converted for want of a rate, lines would not tell everything: flows and values do.
    """
    if unrated(fund, rows, column):
        return FLOWS, {}
    slugs = posted(fund, rows, column)
    if slugs and _covered(first, rows, column):
        return LEDGER, slugs
    slugs = stated(fund, rows, column)
    return (STATED, slugs) if slugs else (FLOWS, {})


def unrated(fund: Partnership, rows: Iterable[LineRow], column: Column) -> bool:
    """Whether a line up to the end of a column is in a currency without a rate."""
    return any(
        row.day <= column.end and fund.money(row.amount, row.currency, row.day) is None
        for row in rows
    )


def _behind(interest: Interest, rows: Iterable[LineRow], column: Column) -> bool:
    """Whether anything beside cash was posted after the day of the closing value."""
    valued = interest.value(column.end)[1] or date.min
    return any(
        row.span == POSTED
        and valued < row.day <= column.end
        and line_of(row.account) not in (None, CALLED, PAID_OUT, CARRY_LINE, CARRY_PAID)
        for row in rows
    )


def _covered(first: date | None, rows: Iterable[LineRow], column: Column) -> bool:
    """Whether postings of cash or results begin with the column, or with the investor's own first
    quarter. Where only costs and transfers are posted, flows and values say the rest."""
    days = [row.day for row in rows if row.span == POSTED and row.account in WHOLE]
    if not days or first is None:
        return True
    began = _first_of_quarter(min(days))
    return began <= begins(column) or first >= began


def _first_of_quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def posted(fund: Partnership, rows: Iterable[LineRow], column: Column) -> dict[str, Decimal]:
    """What was posted in a column, by ILPA line; empty where nothing ever was."""
    own = [row for row in rows if row.span == POSTED and row.day <= column.end]
    if not any(line_of(row.account) for row in own):
        return {}
    found = {row.account: NOTHING for row in own}
    for row in own:
        if row.day >= begins(column):
            found[row.account] += _money(fund, row)
    return found


def stated(fund: Partnership, rows: Iterable[LineRow], column: Column) -> dict[str, Decimal]:
    """What statements say of a column by ILPA line: its own, else those of its quarters added up;
    empty where there is none, or not one of every quarter."""
    own = [row for row in rows if row.span != POSTED and row.day <= column.end]
    for row in own:
        if row.day == column.end and row.span == column.column:
            break
    else:
        return _of_quarters(fund, own, column)
    found: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for row in own:
        if row.day == column.end and row.span == column.column:
            found[row.account] += _money(fund, row)
    return dict(found)


def _of_quarters(fund: Partnership, rows: Iterable[LineRow], column: Column) -> dict[str, Decimal]:
    quarters: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        if row.span == "qtd" and row.day >= begins(column):
            own = quarters[row.day]
            own[row.account] = own.get(row.account, NOTHING) + _money(fund, row)
    days = sorted(quarters)
    if not days or days[-1] != column.end or not _chained(days, column):
        return {}
    found: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for day in days:
        for slug, amount in quarters[day].items():
            line = ilpa.LINES.get(slug)
            if line is not None and not line.total:
                found[slug] += amount
    for slug in ("beginning_nav", "carry_beginning", "beginning_unfunded"):
        if slug in quarters[days[0]]:
            found[slug] = quarters[days[0]][slug]
    for slug in ("ending_nav", "carry_ending", "ending_unfunded", "total_commitment"):
        if slug in quarters[days[-1]]:
            found[slug] = quarters[days[-1]][slug]
    return dict(found)


def _chained(days: Sequence[date], column: Column) -> bool:
    """Whether statements of quarters cover a column without a hole."""
    firsts = [_first_of_quarter(day) for day in days]
    follow = all(
        first - timedelta(days=1) == end for end, first in zip(days, firsts[1:], strict=False)
    )
    return follow and (firsts[0] <= column.start or column.column == SINCE_INCEPTION)


def _booked(
    interest: Interest, slugs: Mapping[str, Decimal], column: Column, carry_inside: bool
) -> Account:
    """Postings between two values of the books; cash that nobody posts is that of the flows."""
    lines: dict[str, Decimal | None] = dict(_summed(slugs))
    lines |= {code: cash for code, cash in _cash(interest, column).items() if code not in slugs}
    lines |= _ends(interest, column)
    if not RESULTS & slugs.keys():
        lines |= _balance(lines, carry_inside)
    return Account(lines, slugs, LEDGER, carry_inside)


def _as_stated(slugs: Mapping[str, Decimal], carry_inside: bool) -> Account:
    lines: dict[str, Decimal | None] = dict(_summed(slugs))
    lines[OPENING] = slugs.get("beginning_nav", NOTHING)
    lines[CLOSING] = slugs.get("ending_nav")
    if "carry_ending" in slugs:
        lines[CARRY_BALANCE] = slugs["carry_ending"]
    return Account(lines, slugs, STATED, carry_inside)


def _of_flows(interest: Interest, column: Column) -> Account:
    """Flows and values alone: what was called for fees is borne at once, the rest of the change in
    value is one line of income and gains."""
    lines: dict[str, Decimal | None] = dict(_cash(interest, column))
    for movement in interest.movements:
        code = _OF_FLOWS.get(movement.kind.line or "")
        if code is None or movement.day > column.end or movement.amount is None:
            continue
        inside = movement.kind.direction * movement.amount if movement.day >= begins(column) else 0
        lines[code] = (lines.get(code) or NOTHING) + inside
    lines |= _ends(interest, column)
    lines |= _balance(lines, False)
    return Account(lines, {}, FLOWS, False)


def _summed(slugs: Mapping[str, Decimal]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for slug, amount in slugs.items():
        code = line_of(slug)
        if code is not None:
            found[code] = found.get(code, NOTHING) + amount
    return found


def _cash(interest: Interest, column: Column) -> dict[str, Decimal | None]:
    inside = [f for f in interest.ledger.flows if begins(column) <= f.day <= column.end]
    if not interest.knows_flows(column.end):
        return {CALLED: None, PAID_OUT: None}
    return {
        CALLED: sum((flow.paid_in for flow in inside), NOTHING),
        PAID_OUT: -sum((flow.distributed for flow in inside), NOTHING),
    }


def _ends(interest: Interest, column: Column) -> dict[str, Decimal | None]:
    """Opening and closing value; since inception the account opens with nothing."""
    opening = NOTHING if column.column == SINCE_INCEPTION else interest.value(eve(column))[0]
    return {OPENING: opening, CLOSING: interest.value(column.end)[0]}


def _balance(lines: Mapping[str, Decimal | None], carry_inside: bool) -> dict[str, Decimal | None]:
    """Income and gains as one line: what the others leave of the change in value."""
    found = Account(lines, {}, FLOWS, carry_inside)
    known = all(lines.get(code, NOTHING) is not None for code in (CALLED, PAID_OUT))
    return {GAIN: found.difference if known else None}


def _money(fund: Partnership, row: LineRow) -> Decimal:
    return fund.money(row.amount, row.currency, row.day) or NOTHING
