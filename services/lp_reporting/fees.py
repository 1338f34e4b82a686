"""What investors bore in a period: fees, expenses, and carry against the waterfall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.db.reads.partners import LineRow
from services.envelope import Note
from services.fund_performance.books import NET_LP, Books
from services.fund_performance.fee_bases import FeeBases
from services.fund_performance.frame import each
from services.fund_performance.ledger_lines import Lines
from services.lp_reporting.carried import carried
from services.lp_reporting.records import Records
from services.lp_reporting.results.waterfall import (
    ExpenseRow,
    FeesAndCarry,
    ManagementFees,
)
from services.lp_reporting.standing import fraction
from services.partners import (
    Interest,
    Partnership,
    pooled,
    total,
)

DAY = timedelta(days=1)
GROSS, OFFSETS, WAIVERS, REBATES, NET = (
    "management_fees",
    "management_fee_offsets",
    "fee_waiver",
    "management_fee_rebate",
    "management_fees_net",
)
ESCROW = "carry_in_escrow"
CATEGORIES: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "administration": ("Administration and accounting", ("administration",),
                       ("internal_administration",)),
    "audit_tax": ("Audit and tax", ("audit", "tax_advice"), ()),
    "legal": ("Legal, regulatory and compliance", ("legal", "investigation"), ("internal_legal",)),
    "valuation": ("Third-party valuation", ("valuation_services",), ()),
    "it": ("IT", ("it",), ("internal_it",)),
    "organization": ("Organisation costs", ("organization",), ("internal_organization",)),
    "credit_line": ("Credit line fees and interest", (
        "subscription_facility_fees", "subscription_facility_interest", "other_facility_fees",
        "other_facility_interest", "other_interest_expense", "interest_expense"), ()),
    "placement": ("Placement and offering costs", ("placement_fees", "offering_costs"), ()),
    "deals": ("Due diligence and broken deals", ("due_diligence", "broken_deals"), ()),
    "other": ("Other partnership expenses", (
        "taxes", "bank_fees", "custody", "travel", "insurance", "portfolio_costs",
        "other_expenses", "other_expenses_2016", "partnership_expenses"), ("internal_other",)),
}  # fmt: skip
CALLED = {
    "partnership_expenses": "other",
    "placement_fees": "placement",
    "interest_expense": "credit_line",
}
EXPENSES = frozenset(
    slug for _, external, internal in CATEGORIES.values() for slug in (*external, *internal)
)
SPENDING = EXPENSES | {GROSS}


@dataclass(frozen=True, slots=True)
class _Costs:
    """One fund's (or one investor's) costs: sums of lines in the period and to date, charges as on
    the account. `fees_of_flows`, `expenses_of_flows`: none is posted, so they are what was called
    for them."""

    period: Mapping[str, Decimal]
    to_date: Mapping[str, Decimal]
    fees_of_flows: bool
    expenses_of_flows: bool
    expected: Decimal | None
    basis: str | None
    rate: Decimal | None

    @property
    def untold(self) -> bool:
        """Whether neither postings nor flows say what anything was spent on."""
        return self.fees_of_flows and self.expenses_of_flows and not self.to_date.keys() & SPENDING


def fees_and_carry(
    records: Records, rows: Sequence[LineRow], *, start: date, end: date
) -> FeesAndCarry:
    """Fees, expenses and carry from `start` to `end`, both days counted; funds are added up."""
    costs = [_costs(records, fund, rows, start, end) for fund in records.funds]
    called = _called(records, start, end)
    positions = [_mine(records, fund).at(end) for fund in records.funds]
    whole = pooled(positions, day=end)
    fees = _fees(costs)
    expenses = _expenses(costs)
    spent = total(part for row in expenses for part in (row.external, row.internal_chargeback))
    if any(own.untold for own in costs):
        spent = None
    shared, carry_notes = carried(records, start, end)
    borne = None if fees.net is None or spent is None else fees.net + spent
    return FeesAndCarry(
        management_fees=fees,
        partnership_expenses=expenses,
        expenses_total=spent,
        carried_interest=shared,
        ratio_to_commitments=fraction(borne, whole.commitment),
        ratio_to_contributions=fraction(borne, called),
        meta=records.meta(FeesAndCarry, period=(start, end), as_of=end),
        notes=records.notes(*_notes(costs, fees, whole.commitment, called), *carry_notes),
    )


def _mine(records: Records, fund: Partnership) -> Interest:
    own = records.interests(fund)
    return fund.whole if records.eyes.of_firm or not own else own[0]


def _called(records: Records, start: date, end: date) -> Decimal | None:
    after = [_mine(records, fund).at(end).called for fund in records.funds]
    before = [_mine(records, fund).at(start - DAY).called for fund in records.funds]
    late, early = total(after), total(before)
    return None if late is None or early is None else late - early


def _costs(
    records: Records, fund: Partnership, rows: Sequence[LineRow], start: date, end: date
) -> _Costs:
    own = [row for row in rows if row.fund_id == fund.fund.id]
    mine = records.eyes.investor
    if mine is not None:
        own = [row for row in own if row.investor_id == mine]
    gps = frozenset(who.id for who in fund.people.values() if who.type == "gp")
    lines = Lines(fund.frame, {fund.fund.id: tuple(own)}, gps)
    leave_out = mine is None and fund.separable
    period = lines.between(fund.fund.id, start - DAY, end, leave_out_gp=leave_out)
    ever = lines.between(fund.fund.id, date.min, end, leave_out_gp=leave_out)
    fees_told = GROSS in ever or NET in ever
    expenses_told = not EXPENSES.isdisjoint(ever)
    called = _of_flows(_mine(records, fund), start, end)
    period |= _lacking(called.period, fees_told=fees_told, expenses_told=expenses_told)
    ever |= _lacking(called.to_date, fees_told=fees_told, expenses_told=expenses_told)
    frame = next((f for f in each(fund.frame) if f.funds[0].id == fund.fund.id), fund.frame)
    bases = FeeBases.of(Books.of(frame), Books.of(frame).ledger(basis=NET_LP, credit_line="with"),
                        fund.agreements)  # fmt: skip
    agreed = bases.in_force(end)
    return _Costs(
        period=period,
        to_date=ever,
        fees_of_flows=not fees_told,
        expenses_of_flows=not expenses_told,
        expected=bases.expected(start, end) if mine is None else None,
        basis=agreed.fee_basis if agreed else None,
        rate=agreed.fee_rate if agreed else None,
    )


@dataclass(frozen=True, slots=True)
class _Called:
    """What was called for fees and expenses, as charges on the account; a line that anything was
    ever called for is nothing in a period without."""

    period: dict[str, Decimal]
    to_date: dict[str, Decimal]


def _of_flows(interest: Interest, start: date, end: date) -> _Called:
    found = _Called({}, {})
    for movement in interest.movements:
        line = movement.kind.line
        if line not in (GROSS, *CALLED) or movement.day > end:
            continue
        amount = movement.kind.direction * (movement.amount or NOTHING)
        found.to_date[line] = found.to_date.get(line, NOTHING) + amount
        inside = amount if movement.day >= start else NOTHING
        found.period[line] = found.period.get(line, NOTHING) + inside
    return found


def _lacking(
    called: Mapping[str, Decimal], *, fees_told: bool, expenses_told: bool
) -> dict[str, Decimal]:
    """What was called for what the ledger does not tell."""
    return {
        line: amount
        for line, amount in called.items()
        if not (fees_told if line == GROSS else expenses_told)
    }


def _fees(costs: Sequence[_Costs]) -> ManagementFees:
    gross = _sum(costs, GROSS)
    offsets, waivers, rebates = (
        None if all(own.fees_of_flows for own in costs) else _sum(costs, name, missing=NOTHING)
        for name in (OFFSETS, WAIVERS, REBATES)
    )
    net = _net(costs, "period")
    expected = total(own.expected for own in costs)
    return ManagementFees(
        gross=gross,
        offsets=_less(offsets),
        waivers=_less(waivers),
        rebates=_less(rebates),
        net=net,
        basis=_same([own.basis for own in costs]),
        rate=_rate([own.rate for own in costs]),
        expected=expected,
        net_to_date=_net(costs, "to_date"),
    )


def _net(costs: Sequence[_Costs], span: str) -> Decimal | None:
    found = []
    for own in costs:
        sums: Mapping[str, Decimal] = getattr(own, span)
        if GROSS in sums:
            parts = (sums.get(name, NOTHING) for name in (GROSS, OFFSETS, WAIVERS, REBATES))
            found.append(_less(sum(parts, NOTHING)))
        else:
            found.append(_less(sums.get(NET)))
    return total(found) if found else None


def _sum(costs: Sequence[_Costs], name: str, *, missing: Decimal | None = None) -> Decimal | None:
    """A charge as a positive cost; a credit the other way round where `missing` is nothing."""
    found = total(own.period.get(name, missing) for own in costs)
    return _less(found) if missing is None else found


def _expenses(costs: Sequence[_Costs]) -> tuple[ExpenseRow, ...]:
    """One row per kind of expense that anything was ever spent on."""
    found = []
    for category, (label, external, internal) in CATEGORIES.items():
        ever = [_spent(own, "to_date", (*external, *internal), category) for own in costs]
        if not any(ever):
            continue
        found.append(
            ExpenseRow(
                category=category,
                label=label,
                external=sum((_spent(o, "period", external, category) for o in costs), NOTHING),
                internal_chargeback=sum(
                    (_spent(o, "period", internal, "") for o in costs), NOTHING
                ),
                to_date=sum(ever, NOTHING),
            )
        )
    return tuple(found)


def _spent(own: _Costs, span: str, slugs: Iterable[str], category: str) -> Decimal:
    sums: Mapping[str, Decimal] = getattr(own, span)
    if own.expenses_of_flows:
        slugs = [line for line, where in CALLED.items() if where == category]
    return NOTHING - sum((sums.get(slug, NOTHING) for slug in slugs), NOTHING)


def _notes(
    costs: Sequence[_Costs],
    fees: ManagementFees,
    committed: Decimal | None,
    called: Decimal | None,
) -> list[Note]:
    found = []
    if any(own.fees_of_flows for own in costs):
        text = (
            "Fees are what was called for them: no line of fees is posted, nor offsets, waivers "
            "and rebates."
        )
        found += [Note(name, "from_flows", text) for name in ("offsets", "waivers", "rebates")]
    if any(own.expenses_of_flows for own in costs):
        text = "Expenses are what was called for them: no line of expenses is posted."
        found.append(Note("partnership_expenses", "from_flows", text))
    words = {
        "gross": "Management fees are itemised neither in the ledger nor in the flows.",
        "net": "Management fees are itemised neither in the ledger nor in the flows.",
        "net_to_date": "Management fees are itemised neither in the ledger nor in the flows.",
        "basis": "The agreement's fee basis is not known, or differs between funds.",
        "rate": "The agreement's fee rate is not known, or differs between funds.",
        "expected": "The agreement's fee, or what it is a share of, is not known.",
    }
    found += [
        Note(name, "unknown", text) for name, text in words.items() if getattr(fees, name) is None
    ]
    if any(own.untold for own in costs):
        text = "What was spent is itemised neither in the ledger nor in the flows."
        names = ("partnership_expenses", "expenses_total", "ratio_to_commitments",
                 "ratio_to_contributions")  # fmt: skip
        found += [Note(name, "unknown", text) for name in names]
    if not committed:
        found.append(Note("ratio_to_commitments", "commitment_unknown", "No commitment is known."))
    if called is None or called <= 0:
        text = "Nothing was called in the period, or more was given back than called."
        found.append(Note("ratio_to_contributions", "nothing_paid_in", text))
    return found


def _same(values: Sequence[str | None]) -> str | None:
    return values[0] if len(set(values)) == 1 else None


def _rate(values: Sequence[Decimal | None]) -> float | None:
    found = set(values)
    return float(values[0]) if len(found) == 1 and values[0] is not None else None


def _less(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else NOTHING - amount
