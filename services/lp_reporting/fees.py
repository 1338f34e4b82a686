"""What investors bore in a period: fees, expenses, and carry against the waterfall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.waterfall import AMERICAN, european
from services.db.reads.partners import LineRow
from services.envelope import Note
from services.fund_performance.books import NET_LP, Books
from services.fund_performance.fee_bases import FeeBases
from services.fund_performance.frame import each
from services.fund_performance.ledger_lines import Lines
from services.lp_reporting.records import Records
from services.lp_reporting.results.waterfall import (
    CarriedInterest,
    ExpenseRow,
    FeesAndCarry,
    ManagementFees,
)
from services.lp_reporting.standing import fraction
from services.partners import (
    Interest,
    Partnership,
    Pool,
    accrued,
    paid,
    pool,
    pooled,
    total,
    waterfall_of,
)
from services.partners.carry import paid_of

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
_CALLED = {
    "partnership_expenses": "other",
    "placement_fees": "placement",
    "interest_expense": "credit_line",
}
FEE = "management_fees"


@dataclass(frozen=True, slots=True)
class _Costs:
    """One fund's (or one investor's) costs: sums of lines in the period and to date, charges as on
    the account. `of_flows`: nothing is posted, so they are what was called for them."""

    period: Mapping[str, Decimal]
    to_date: Mapping[str, Decimal]
    of_flows: bool
    expected: Decimal | None
    basis: str | None
    rate: Decimal | None


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
    carried, carry_notes = _carried(records, start, end)
    borne = None if fees.net is None or spent is None else fees.net + spent
    return FeesAndCarry(
        management_fees=fees,
        partnership_expenses=expenses,
        expenses_total=spent,
        carried_interest=carried,
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
    told = GROSS in period or NET in period
    interest = _mine(records, fund)
    frame = next((f for f in each(fund.frame) if f.funds[0].id == fund.fund.id), fund.frame)
    bases = FeeBases.of(Books.of(frame), Books.of(frame).ledger(basis=NET_LP, credit_line="with"),
                        fund.agreements)  # fmt: skip
    agreed = bases.in_force(end)
    return _Costs(
        period=period if told else _of_flows(interest, start, end),
        to_date=ever if told else _of_flows(interest, date.min, end),
        of_flows=not told,
        expected=bases.expected(start, end) if mine is None else None,
        basis=agreed.fee_basis if agreed else None,
        rate=agreed.fee_rate if agreed else None,
    )


def _of_flows(interest: Interest, start: date, end: date) -> dict[str, Decimal]:
    """What was called for fees and expenses, as charges on the account."""
    found: dict[str, Decimal] = {}
    for movement in interest.movements:
        line = movement.kind.line
        if line not in (FEE, *_CALLED) or not start <= movement.day <= end:
            continue
        amount = movement.kind.direction * (movement.amount or NOTHING)
        found[line] = found.get(line, NOTHING) + amount
    return found


def _fees(costs: Sequence[_Costs]) -> ManagementFees:
    gross = _sum(costs, GROSS)
    offsets, waivers, rebates = (
        None if all(own.of_flows for own in costs) else _sum(costs, name, missing=NOTHING)
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
    if own.of_flows:
        slugs = [line for line, where in _CALLED.items() if where == category]
    return NOTHING - sum((sums.get(slug, NOTHING) for slug in slugs), NOTHING)


def _carried(records: Records, start: date, end: date) -> tuple[CarriedInterest, list[Note]]:
    """Carry of all funds together; each against its own waterfall at its value, in its own
    currency, and converted at the rate of the last day."""
    own = [
        (fund, *_carry_of(records, fund.in_own_currency(), start, end)) for fund in records.funds
    ]
    notes = [note for _, _, found in own for note in found]

    def summed(name: str) -> Decimal | None:
        return total(
            None if amount is None else fund.money(amount, fund.fund.currency, end)
            for fund, part, _ in own
            for amount in (getattr(part, name),)
        )

    names = (
        "opening", "change", "accrued", "earned", "paid", "escrow", "clawback_exposure",
        "clawback_if_zero", "by_waterfall", "difference",
    )  # fmt: skip
    return CarriedInterest(**{name: summed(name) for name in names}), list(dict.fromkeys(notes))


def _carry_of(
    records: Records, fund: Partnership, start: date, end: date
) -> tuple[CarriedInterest, list[Note]]:
    mine = records.eyes.investor
    now, before = accrued(fund, end), accrued(fund, start - DAY)
    balance, opening = now.amount, before.amount
    if opening is None and balance is not None:
        opening = NOTHING  # nothing was said of carry until then
    flows = paid(fund, until=end) if mine is None else paid_of(fund, mine, until=end)
    given = sum((amount for day, amount in flows if day >= start), NOTHING)
    if mine is not None:
        balance, opening = (
            one.by_investor.get(mine) if one.amount else one.amount for one in (now, before)
        )
    change = None if balance is None or opening is None else balance - opening + given
    rest, notes = _by_terms(fund, end) if mine is None else (_Waterfall(), _own_notes())
    difference = None if balance is None or rest.accrued is None else balance - rest.accrued
    if balance is None:
        text = f"{fund.fund.code}: no accrued carry is in the books."
        notes += [Note(n, "carry_not_in_books", text) for n in ("accrued", "opening", "change",
                                                                 "difference")]  # fmt: skip
    text = f"{fund.fund.code}: what is held in escrow is not in the books."
    notes.append(Note("escrow", "not_in_books", text))
    return (
        CarriedInterest(
            opening=opening,
            change=change,
            accrued=balance,
            earned=rest.earned,
            paid=given,
            escrow=None,
            clawback_exposure=rest.clawback,
            clawback_if_zero=rest.clawback_if_zero,
            by_waterfall=rest.accrued,
            difference=difference,
        ),
        notes,
    )


@dataclass(frozen=True, slots=True)
class _Waterfall:
    """Carry by the agreement: what would be owed at the value, and what is earned so far."""

    accrued: Decimal | None = None
    earned: Decimal | None = None
    clawback: Decimal | None = None
    clawback_if_zero: Decimal | None = None


def _by_terms(fund: Partnership, day: date) -> tuple[_Waterfall, list[Note]]:
    found = pool(fund, day=day)
    names = ("by_waterfall", "earned", "clawback_exposure", "clawback_if_zero", "difference")
    if found is None:
        text = f"{fund.fund.code}: the agreement's terms are not known: import lpa_terms."
        return _Waterfall(), [Note(name, "agreement_unknown", text) for name in names]
    nothing = waterfall_of(found, NOTHING)
    earned = earned_of(found)
    if found.value is None:
        text = f"{fund.fund.code}: its value on {day} is not known."
        blank = _Waterfall(earned=earned, clawback_if_zero=nothing.clawback)
        return blank, [Note(name, "nav_unknown", text) for name in (names[0], names[2], names[4])]
    return (
        _Waterfall(
            accrued=due_of(found, fund),
            earned=earned,
            clawback=waterfall_of(found, found.value).clawback,
            clawback_if_zero=nothing.clawback,
        ),
        [],
    )


def due_of(found: Pool, fund: Partnership) -> Decimal | None:
    """Carry still to be paid were everything sold at its value: all of it less any clawback and
    less what was paid; below nothing where the general partner would owe some back."""
    if found.value is None:
        return None
    shared = waterfall_of(found, found.value)
    given = sum((amount for _, amount in paid(fund, until=found.day)), NOTHING)
    return shared.tiers.gp - shared.clawback - given


def earned_of(found: Pool) -> Decimal | None:
    """Carry on what was really distributed so far, shared as the agreement says."""
    terms = found.agreement.terms
    if terms is None:
        return None
    if terms.style == AMERICAN:
        return waterfall_of(found, NOTHING).tiers.gp
    exact = NOTHING
    for sharer in found.sharers:
        run = european(
            contributions=sharer.contributions,
            distributions=(*sharer.distributions, *sharer.carry_paid),
            terms=sharer.terms,
            as_of=found.day,
        )
        exact += run.carry
    return exact.quantize(CENT)


def _own_notes() -> list[Note]:
    text = "Of the whole fund: an investor is told what it bore itself."
    names = ("by_waterfall", "earned", "clawback_exposure", "clawback_if_zero", "difference",
             "expected")  # fmt: skip
    return [Note(name, "of_the_whole_fund", text) for name in names]


def _notes(
    costs: Sequence[_Costs],
    fees: ManagementFees,
    committed: Decimal | None,
    called: Decimal | None,
) -> list[Note]:
    found = []
    if any(own.of_flows for own in costs):
        text = (
            "Fees and expenses are what was called for them: no capital-account lines are known, "
            "nor offsets, waivers and rebates."
        )
        found += [
            Note(name, "from_flows", text)
            for name in ("offsets", "waivers", "rebates", "partnership_expenses")
        ]
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
    if not committed:
        found.append(Note("ratio_to_commitments", "commitment_unknown", "No commitment is known."))
    if not called:
        text = "Nothing was called in the period."
        found.append(Note("ratio_to_contributions", "nothing_paid_in", text))
    return found


def _same(values: Sequence[str | None]) -> str | None:
    return values[0] if len(set(values)) == 1 else None


def _rate(values: Sequence[Decimal | None]) -> float | None:
    found = set(values)
    return float(values[0]) if len(found) == 1 and values[0] is not None else None


def _less(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else NOTHING - amount
