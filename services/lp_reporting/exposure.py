"""What is behind an investor's value: its part of what its funds hold, looked through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from services.calc.accounts import NOTHING
from services.calc.allocation import allocate
from services.calc.exchange import CENT
from services.calc.transactions import WITH
from services.db.reads.investments import DealRow
from services.db.reads.investors import InvestorRow
from services.envelope import Note
from services.fund_performance.books import GROSS
from services.lp_reporting.records import Records
from services.lp_reporting.results.register import Exposure, Slice
from services.lp_reporting.standing import fraction
from services.partners import Interest, Partnership, total

SECTOR, GEOGRAPHY, COMPANY = "sector", "geography", "company"
UNKNOWN = "unknown"
Parts = Sequence[tuple[Partnership, Interest]]


@dataclass(frozen=True, slots=True)
class Behind:
    """One company as far as it is behind the investor's value, in cents."""

    deal: DealRow
    amount: Decimal


def exposure(records: Records, person: InvestorRow, parts: Parts) -> Exposure:
    """The investor's part of every company by what it is worth, and what else its value is.

    Its part of a fund is its share of the fund's net asset value. None where a value is not known.
    """
    nav = total(interest.value(fund.as_of)[0] for fund, interest in parts)
    found = [_behind(fund, interest) for fund, interest in parts]
    known = [one for one in found if one is not None]
    held = [item for items in known for item in items]
    complete = len(known) == len(found) and nav is not None
    holdings = sum((item.amount for item in held), NOTHING) if complete else None
    return Exposure(
        lp_id=person.id,
        lp=person.code,
        name=person.name,
        nav=nav,
        holdings=holdings,
        other=None if nav is None or holdings is None else nav - holdings,
        slices=tuple(_slices(held, holdings)) if complete else (),
        meta=records.meta(Exposure),
        notes=records.notes(*_notes(complete, held, holdings)),
    )


def _behind(fund: Partnership, interest: Interest) -> list[Behind] | None:
    """An investor's part of a fund's companies; None where a value is not known."""
    own = interest.value(fund.as_of)[0]
    others = total(g.value(fund.as_of)[0] for g in fund.general) if fund.separable else NOTHING
    whole = fund.whole.value(fund.as_of)[0]
    if own is None or whole is None or others is None:
        return None
    worth = _worth(fund)
    if worth is None:
        return None
    everything = whole + others
    if not worth or everything <= 0:
        return []
    share = own / everything
    amounts = {deal: value for deal, value in worth.items() if value}
    part = (sum(amounts.values(), NOTHING) * share).quantize(CENT, ROUND_HALF_EVEN)
    return [Behind(deal, amount) for deal, amount in allocate(part, amounts).items()]


def _worth(fund: Partnership) -> dict[DealRow, Decimal] | None:
    """What each company is worth; None where one is not known."""
    ledger = fund.books.ledger(basis=GROSS, credit_line=WITH)
    named: dict[str, DealRow] = {}
    sums: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for deal in fund.frame.held.of({fund.fund.id}).deals:
        if deal.id not in ledger.accounts:
            continue
        value = ledger.value_of(deal.id, fund.as_of).amount
        if value is None:
            return None
        named.setdefault(deal.company_id, deal)
        sums[deal.company_id] += value
    return {named[company]: value for company, value in sums.items()}


def _slices(held: Sequence[Behind], holdings: Decimal | None) -> Iterator[Slice]:
    """Every dimension's parts, the largest first."""
    yield from _of(SECTOR, held, holdings)
    yield from _of(GEOGRAPHY, held, holdings)
    companies: dict[str, list[Behind]] = defaultdict(list)
    for item in held:
        companies[item.deal.company].append(item)
    rows = [
        (own[0].deal.name, code, sum((item.amount for item in own), NOTHING))
        for code, own in companies.items()
    ]
    for name, code, amount in sorted(rows, key=lambda row: (-row[2], row[0])):
        weight = fraction(amount, holdings)
        yield Slice(dimension=COMPANY, name=name, company=code, amount=amount, weight=weight)


def _of(dimension: str, held: Sequence[Behind], holdings: Decimal | None) -> Iterator[Slice]:
    sums: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for item in held:
        sums[getattr(item.deal, dimension) or UNKNOWN] += item.amount
    for name, amount in sorted(sums.items(), key=lambda row: (-row[1], row[0])):
        weight = fraction(amount, holdings)
        yield Slice(dimension=dimension, name=name, company=None, amount=amount, weight=weight)


def _notes(complete: bool, held: Sequence[Behind], holdings: Decimal | None) -> list[Note]:
    found = []
    if not complete:
        text = "A value of the investor's own, of a fund or of a company is not known."
        found += [
            Note(name, "nav_unknown", text) for name in ("nav", "holdings", "other", "slices")
        ]
    elif not held:
        text = "Nothing is held, or what is held is not known."
        found.append(Note("slices", "nothing_held", text))
    if holdings is not None and holdings <= 0:
        found.append(Note("weight", "nothing_held", "Nothing is held, so there are no weights."))
    text = "A slice of a sector or a place is no single company."
    found.append(Note("company", "not_a_company", text))
    return found
