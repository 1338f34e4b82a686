"""A fund's companies as deals of a deal-by-deal waterfall, as far as its investors bear them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.allocation import allocate
from services.calc.holdings import DIVIDEND, FEE, INTEREST, PROCEEDS, WRITE_OFF
from services.calc.ledger import Ledger
from services.calc.transactions import WITH
from services.calc.waterfall import (
    GRAIN,
    Dated,
    Deal,
    DealPart,
    Run,
    Terms,
    Tiers,
    american,
)
from services.db.reads.investments import MARK
from services.fund_performance.books import GROSS
from services.partners.books import Partnership

BACK = (PROCEEDS, DIVIDEND, INTEREST)
COSTS = frozenset({"management_fees", "partnership_expenses", "placement_fees", "interest_expense"})
FIELDS = ("contributions", "distributions", "expenses", "written_off")
Parts = Mapping[int, tuple[Terms, Decimal]]


@dataclass(frozen=True, slots=True)
class DealRun:
    """All deals run, and what each sharer gets of it: `tiers` by place, exact.

    `outcome` is what the value on the last day is shared into.
    """

    whole: Run
    tiers: Mapping[int, Tiers]
    outcome: Tiers
    clawback: Decimal


def deal_by_deal(
    books: Partnership,
    *,
    terms: Terms,
    day: date,
    value: Decimal,
    called: Decimal,
    parts: Parts,
) -> DealRun:
    """Every company's flows up to a day and its part of `value` on it, shared deal by deal.

    `parts` are the sharers with their terms and what they paid in: deals are theirs in that
    proportion. Costs called beside the investments belong to all deals by their cost. A fund
    whose companies are not known is one deal of all it `called` and distributed.
    """
    deals = _with_value(_deals(books, day), value, day, _worth(books, day))
    costs = _costs(books, day)
    classes: dict[Terms, dict[int, Decimal]] = defaultdict(dict)
    for place, (own, paid_in) in parts.items():
        classes[own][place] = paid_in if called else Decimal(1)
    runs = {
        own: american(
            deals=[_part(deal, classes, own) for deal in deals],
            expenses=_scaled(costs, classes, own),
            terms=own,
            as_of=day,
        )
        for own in classes
    }
    tiers: dict[int, Tiers] = {}
    for own, weights in classes.items():
        shared = {
            name: allocate(getattr(runs[own].tiers, name), weights, unit=GRAIN)
            for name in Tiers.__dataclass_fields__
        }
        tiers |= {
            place: Tiers(**{name: amounts[place] for name, amounts in shared.items()})
            for place in weights
        }
    whole = _added(list(runs.values()))
    last = [paid.tiers for paid in whole.payments if paid.day == day]
    return DealRun(whole, tiers, sum(last, Tiers()), whole.clawback)


def _deals(books: Partnership, day: date) -> list[Deal]:
    """One deal per company, as far as the limited partners bear it; positive amounts."""
    share = _borne(books)
    held = books.frame.held.of({books.fund.id})
    companies = {deal.id: deal for deal in held.deals}
    flows: dict[str, dict[str, list[Dated]]] = defaultdict(lambda: defaultdict(list))
    for event in held.events:
        amount = books.money(event.amount, event.currency, event.day)
        if event.kind == MARK or amount is None or event.day > day:
            continue
        company = companies[event.deal_id].company
        if event.type in BACK:
            field = "distributions"
        elif event.type == WRITE_OFF:
            field = "written_off"
        else:
            field = "expenses" if event.type == FEE else "contributions"
        flows[company][field].append((event.day, amount * share))
    closed = _closed(books, day)
    found = [
        Deal(key=company, realized=closed.get(company), **{n: tuple(own[n]) for n in FIELDS})
        for company, own in flows.items()
    ]
    return found or [_only_deal(books, day)]


def _only_deal(books: Partnership, day: date) -> Deal:
    flows = [flow for flow in books.whole.ledger.flows if flow.day <= day]
    return Deal(
        key=books.fund.code,
        contributions=tuple((flow.day, flow.paid_in) for flow in flows if flow.paid_in),
        distributions=tuple((flow.day, flow.distributed) for flow in flows if flow.distributed),
    )


def _borne(books: Partnership) -> Decimal:
    """The limited partners' part of investments: by commitments, else by what was called."""
    if not books.separable or not books.general:
        return Decimal(1)
    for name in ("commitment", "called"):
        own = getattr(books.whole.at(books.as_of), name)
        others = [getattr(interest.at(books.as_of), name) for interest in books.general]
        if own and all(amount is not None for amount in others):
            return Decimal(own / (own + sum(others, NOTHING)))
    return Decimal(1)


def _gross(books: Partnership) -> Ledger:
    return books.books.ledger(basis=GROSS, credit_line=WITH)


def _closed(books: Partnership, day: date) -> dict[str, date]:
    """The day from which nothing of a company is held any more."""
    accounts = _gross(books).accounts
    found: dict[str, date] = {}
    for deal in books.frame.held.of({books.fund.id}).deals:
        over = getattr(accounts.get(deal.id), "closed_on", None)
        if over is not None and over <= day:
            found[deal.company] = over
    return found


def _worth(books: Partnership, day: date) -> dict[str, Decimal]:
    """What each company is worth on a day; unknown ones are worth nothing here."""
    ledger = _gross(books)
    found: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for deal in books.frame.held.of({books.fund.id}).deals:
        if deal.id in ledger.accounts:
            found[deal.company] += ledger.value_of(deal.id, day).amount or NOTHING
    return found


def _with_value(
    deals: Sequence[Deal], value: Decimal, day: date, worth: Mapping[str, Decimal]
) -> list[Deal]:
    """Deals with their part of a value paid out on the day: by what they are worth, else by
    cost."""
    if not value:
        return list(deals)
    weights = {deal.key: worth.get(deal.key, NOTHING) for deal in deals}
    if not any(weights.values()):
        weights = {deal.key: deal.cost for deal in deals}
    parts = allocate(value, weights, unit=GRAIN)
    return [
        replace(deal, distributions=(*deal.distributions, (day, parts[deal.key])))
        if parts[deal.key]
        else deal
        for deal in deals
    ]


def _costs(books: Partnership, day: date) -> tuple[Dated, ...]:
    """Fees and expenses called from the limited partners, by day."""
    if not books.frame.held.of({books.fund.id}).deals:
        return ()  # the only deal has them among its calls
    found: dict[date, Decimal] = defaultdict(lambda: NOTHING)
    for movement in books.whole.movements:
        if movement.day <= day and movement.kind.line in COSTS and movement.amount is not None:
            found[movement.day] -= movement.kind.direction * movement.amount
    return tuple(sorted(found.items()))


def _part(deal: Deal, classes: Mapping[Terms, Mapping[int, Decimal]], own: Terms) -> Deal:
    return Deal(
        key=deal.key,
        realized=deal.realized,
        **{name: _scaled(getattr(deal, name), classes, own) for name in FIELDS},
    )


def _scaled(
    flows: Sequence[Dated], classes: Mapping[Terms, Mapping[int, Decimal]], own: Terms
) -> tuple[Dated, ...]:
    """The part of flows that belongs to the sharers of some terms."""
    if len(classes) == 1:
        return tuple(flows)
    weights = {terms: sum(parts.values(), NOTHING) for terms, parts in classes.items()}
    return tuple((day, allocate(amount, weights, unit=GRAIN)[own]) for day, amount in flows)


def _added(runs: Sequence[Run]) -> Run:
    """Runs of the same deals as one."""
    first, *others = runs
    for other in others:
        first = replace(
            first,
            payments=(*first.payments, *other.payments),
            tiers=first.tiers + other.tiers,
            deals=tuple(_both(a, b) for a, b in zip(first.deals, other.deals, strict=True)),
            **{name: getattr(first, name) + getattr(other, name) for name in SUMS},
        )
    return first


SUMS = (
    "contributed", "distributed", "unreturned_capital", "unpaid_preferred", "preferred_shortfall",
    "clawback",
)  # fmt: skip
DEAL_SUMS = (
    "contributed", "expenses", "distributed", "tiers", "unreturned_capital", "unpaid_preferred",
    "written_off", "recovered",
)  # fmt: skip


def _both(one: DealPart, other: DealPart) -> DealPart:
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in DEAL_SUMS})
