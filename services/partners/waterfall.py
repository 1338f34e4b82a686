"""The agreement's waterfall over everything paid out and a value, down to each investor's cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.allocation import allocate
from services.calc.waterfall import (
    AMERICAN,
    GRAIN,
    Dated,
    DealPart,
    Liquidation,
    Payment,
    Terms,
    Tiers,
    liquidation,
)
from services.calc.whole_tables import allocate_table
from services.db.reads.investors import InvestorRow
from services.partners import carry
from services.partners.books import Partnership
from services.partners.deals import deal_by_deal
from services.partners.interests import Interest, total
from services.partners.terms import Agreement

SIDES = {
    "lp": ("return_of_capital", "preferred_return", "catch_up_lp", "split_lp"),
    "gp": ("catch_up_gp", "split_gp"),
}
TIERS = tuple(name for names in SIDES.values() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one investor gets, in cents by tier, and what carry it bears (its gp tiers)."""

    investor: InvestorRow
    tiers: Tiers

    @property
    def amount(self) -> Decimal:
        """All that it gets."""
        return self.tiers.lp


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A fund's waterfall on a day: past payments as they were, a value by the agreement.

    Of the limited partners and the general partner's carry; the general partner's own commitment
    stands beside it. Tiers are in cents and add up to `proceeds`; `shares` add up to them, and are
    empty where investors cannot be told apart. `value` is before carry. `owed` are capital and
    preferred return still owed before the value; `clawback` what the general partner would owe
    back. `payments` are past ones by day, the value last; `deals` only deal by deal.
    """

    terms: Terms
    agreement: Agreement
    day: date
    value: Decimal
    tiers: Tiers
    outcome: Tiers
    contributed: Decimal
    clawback: Decimal
    owed: tuple[Decimal, Decimal]
    shares: tuple[Share, ...]
    payments: tuple[Payment, ...]
    deals: tuple[DealPart, ...] = ()

    @property
    def proceeds(self) -> Decimal:
        """All that was and would be paid out: to limited partners and as carry."""
        return self.tiers.total

    @property
    def profit(self) -> Decimal:
        return self.proceeds - self.contributed


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody's dated flows and part of a value; `who` None: all limited partners together."""

    who: InvestorRow | None
    contributions: tuple[Dated, ...]
    distributions: tuple[Dated, ...]
    carry_paid: tuple[Dated, ...]
    weight: Decimal
    terms: Terms


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody among whom a fund's money is shared, as of a day: prepared once for any value.

    `value` is what all of it is worth before carry (None: not known), `paid` what was paid out to
    limited partners and as carry, `part_of_fund` theirs of the whole fund's value before carry:
    the rest is the general partner's own commitment, which bears none.
    """

    books: Partnership
    agreement: Agreement
    day: date
    sharers: tuple[Sharer, ...]
    value: Decimal | None
    accrued: Decimal | None
    contributed: Decimal
    paid: Decimal
    part_of_fund: Decimal
    _kept: dict[Decimal, Shared] = field(default_factory=dict)


def pool(
    books: Partnership, *, day: date | None = None, agreed: Agreement | None = None
) -> Pool | None:
    """Who shares, by what terms, as of a day (as_of unless named); None without usable terms.

    Investors are told apart where all their flows and values are known; else they are one.
    Flows after the day do not count. A value is that of the books on the day: the last one known
    with the flows since.
    """
    when = day or books.as_of
    agreed = agreed or books.agreement(when)
    if agreed.terms is None:
        return None
    carried = carry.accrued(books, when)
    sharers = _apart(books, agreed, when, carried) or (_together(books, agreed, when),)
    nav = books.whole.value(when)[0]
    value = None if nav is None else nav + (carried.amount or NOTHING)
    return Pool(
        books=books,
        agreement=agreed,
        day=when,
        sharers=sharers,
        value=value,
        accrued=carried.amount,
        contributed=sum((a for s in sharers for _, a in s.contributions), NOTHING),
        paid=sum((a for s in sharers for _, a in (*s.distributions, *s.carry_paid)), NOTHING),
        part_of_fund=_part(books, value, when),
    )


def _part(books: Partnership, value: Decimal | None, day: date) -> Decimal:
    own = total(interest.value(day)[0] for interest in books.general) if books.separable else None
    if not own or value is None or value + own <= 0:
        return Decimal(1)
    return value / (value + own)


def waterfall_of(found: Pool, value: Decimal) -> Shared:
    """Everything paid out so far and `value` (before carry, to limited partners and carry) shared.

    European: past payments reduce what is owed whatever the agreement said about them, and the
    value is shared by it, investor by investor with its own carry rate. American: every deal's
    proceeds are shared as the agreement says, what is held standing at its part of the value.
    Each tier's cents go to investors by largest remainder, so that everything adds up.
    """
    if value not in found._kept:
        terms = found.agreement.terms
        if terms is None:
            raise ValueError("A pool without terms cannot be shared.")
        run = _deal_by_deal if terms.style == AMERICAN else _whole_fund
        found._kept[value] = run(found, terms, value)
    return found._kept[value]


def _whole_fund(found: Pool, terms: Terms, value: Decimal) -> Shared:
    weights = {place: sharer.weight for place, sharer in enumerate(found.sharers)}
    parts = allocate(value, weights, unit=GRAIN) if value else dict.fromkeys(weights, NOTHING)
    runs: list[tuple[Sharer, Liquidation]] = [
        (
            sharer,
            liquidation(
                contributions=sharer.contributions,
                lp_distributions=sharer.distributions,
                carry_paid=sharer.carry_paid,
                value=parts[place],
                day=found.day,
                terms=sharer.terms,
            ),
        )
        for place, sharer in enumerate(found.sharers)
    ]
    lifetime = {place: run.run.tiers for place, (_, run) in enumerate(runs)}
    outcome = sum((run.outcome for _, run in runs), Tiers())
    tiers, shares = _in_cents(found, lifetime)
    return Shared(
        terms=terms,
        agreement=found.agreement,
        day=found.day,
        value=value,
        tiers=tiers,
        outcome=_cents(outcome, value),
        contributed=found.contributed,
        clawback=_cent(sum((run.run.clawback for _, run in runs), NOTHING)),
        owed=(
            _cent(sum((run.capital_due for _, run in runs), NOTHING)),
            _cent(sum((run.preferred_due for _, run in runs), NOTHING)),
        ),
        shares=shares,
        payments=_by_day([run.run.payments for _, run in runs]),
    )


def _deal_by_deal(found: Pool, terms: Terms, value: Decimal) -> Shared:
    run = deal_by_deal(
        found.books,
        terms=terms,
        day=found.day,
        value=value,
        called=found.contributed,
        parts={
            place: (sharer.terms, sum((a for _, a in sharer.contributions), NOTHING))
            for place, sharer in enumerate(found.sharers)
        },
    )
    tiers, shares = _in_cents(found, run.tiers)
    return Shared(
        terms=terms,
        agreement=found.agreement,
        day=found.day,
        value=value,
        tiers=tiers,
        outcome=_cents(run.outcome, run.outcome.total),
        contributed=_cent(run.whole.contributed),
        clawback=_cent(run.clawback),
        owed=(_cent(run.whole.unreturned_capital), _cent(run.whole.unpaid_preferred)),
        shares=shares,
        payments=_by_day([run.whole.payments]),
        deals=run.whole.deals,
    )


def _in_cents(found: Pool, exact: Mapping[int, Tiers]) -> tuple[Tiers, tuple[Share, ...]]:
    """The sum of all in cents by tier, and each investor's; both add up to the proceeds.

    First everybody's sum and carry, so that the carry of all is its exact sum in cents; then tiers.
    """
    cells: dict[int, dict[str, Decimal]] = {place: {} for place in exact}
    sides = allocate_table({place: {"lp": own.lp, "gp": own.gp} for place, own in exact.items()})
    for side, names in SIDES.items():
        rows = {
            place: _made_whole({name: getattr(own, name) for name in names}, sides[place][side])
            for place, own in exact.items()
        }
        for place, row in allocate_table(rows).items():
            cells[place] |= row
    whole = sum((Tiers(**row) for row in cells.values()), Tiers())
    shares = tuple(
        Share(investor=sharer.who, tiers=Tiers(**cells[place]))
        for place, sharer in enumerate(found.sharers)
        if sharer.who is not None
    )
    return whole, shares


def _made_whole(row: dict[str, Decimal], amount: Decimal) -> dict[str, Decimal]:
    """A row whose sum is an amount in cents: what is missing or too much is in its last tier."""
    last = next((name for name in reversed(row) if row[name]), next(reversed(row)))
    return row | {last: row[last] + amount - sum(row.values(), NOTHING)}


def _cents(exact: Tiers, amount: Decimal) -> Tiers:
    """Tiers in whole cents that add up to an amount (rounded to a cent).

    First who gets what, as in `_in_cents`, so that carry is its exact sum in cents; then tiers.
    """
    if not any(getattr(exact, name) for name in TIERS):
        return Tiers()
    sides = allocate(amount, {"lp": exact.lp, "gp": exact.gp})
    cells: dict[str, Decimal] = {}
    for side, names in SIDES.items():
        own = {name: getattr(exact, name) for name in names}
        if any(own.values()):
            cells |= allocate(sides[side], own)
    return Tiers(**cells)


def _cent(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _by_day(runs: Sequence[Sequence[Payment]]) -> tuple[Payment, ...]:
    """Payments of all together, one per day, in cents."""
    summed: dict[date, Tiers] = defaultdict(Tiers)
    for payments in runs:
        for payment in payments:
            summed[payment.day] += payment.tiers
    return tuple(
        Payment(day=day, amount=_cent(tiers.total), tiers=_cents(tiers, _cent(tiers.total)))
        for day, tiers in sorted(summed.items())
        if tiers.total or any(getattr(tiers, name) for name in TIERS)
    )


def _together(books: Partnership, agreed: Agreement, day: date) -> Sharer:
    terms = agreed.terms
    assert terms is not None
    paid_in, distributed = _dated(books.whole, day)
    return Sharer(None, paid_in, distributed, carry.paid(books, until=day), Decimal(1), terms)


def _apart(
    books: Partnership, agreed: Agreement, day: date, carried: carry.Accrued
) -> tuple[Sharer, ...]:
    """Each limited partner with its own flows and terms; none where one's are not known."""
    own = [interest for interest in books.partners if interest.at(day).started]
    if not books.separable or not own or not all(interest.knows_flows(day) for interest in own):
        return ()
    weights = _weights(own, day, carried)
    paid_carry = _carry_paid(books, own, day, weights)
    found = []
    for interest in own:
        who = interest.investor
        terms = agreed.of(who.id if who else None)
        if who is None or terms is None:
            return ()
        paid_in, distributed = _dated(interest, day)
        found.append(Sharer(who, paid_in, distributed, paid_carry[who.id], weights[who.id], terms))
    return tuple(found)


def _weights(own: Sequence[Interest], day: date, carried: carry.Accrued) -> dict[str, Decimal]:
    """Each investor's part of a value before carry: its own value and the carry that it bears.

    Where values are not known, what each paid in; before that, what each promised.
    """
    at = {i.investor.id: i.at(day) for i in own if i.investor is not None}
    values = {who: position.nav for who, position in at.items()}
    if total(values.values()):
        known = {who: nav or NOTHING for who, nav in values.items()}
        borne = carried.by_investor
        if carried.amount and not all(who in borne for who in at):
            gains = {
                who: max(NOTHING, (p.nav or NOTHING) + (p.distributions or NOTHING)
                         - (p.called or NOTHING))
                for who, p in at.items()
            }  # fmt: skip
            weights = gains if any(gains.values()) else known
            borne = allocate(carried.amount, weights, unit=GRAIN)
        return {who: nav + borne.get(who, NOTHING) for who, nav in known.items()}
    called = {who: position.called or NOTHING for who, position in at.items()}
    if any(called.values()):
        return called
    promised = {who: position.commitment or NOTHING for who, position in at.items()}
    return promised if any(promised.values()) else dict.fromkeys(at, Decimal(1))


def _carry_paid(
    books: Partnership, own: Sequence[Interest], day: date, weights: Mapping[str, Decimal]
) -> dict[str, tuple[Dated, ...]]:
    """The carry paid so far as each investor bore it: as its rows say, else by its part."""
    ids = [i.investor.id for i in own if i.investor is not None]
    rows = carry.borne(books, until=day)
    told = {who: rows.get(who, ()) for who in ids}
    whole = carry.paid(books, until=day)
    if sum((a for flows in told.values() for _, a in flows), NOTHING) == sum(
        (a for _, a in whole), NOTHING
    ):
        return told
    found: dict[str, list[Dated]] = {who: [] for who in ids}
    for when, amount in whole:
        for who, part in allocate(amount, weights, unit=GRAIN).items():
            found[who].append((when, part))
    return {who: tuple(flows) for who, flows in found.items()}


def _dated(interest: Interest, day: date) -> tuple[tuple[Dated, ...], tuple[Dated, ...]]:
    flows = [flow for flow in interest.ledger.flows if flow.day <= day]
    return (
        tuple((flow.day, flow.paid_in) for flow in flows if flow.paid_in),
        tuple((flow.day, flow.distributed) for flow in flows if flow.distributed),
    )
