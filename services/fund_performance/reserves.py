"""What the funds keep back: dry powder by use, and where the next dollar has earned most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.calc.accounts import NOTHING
from services.calc.ledger import Ledger
from services.calc.multiples import total
from services.calc.powder import CASH, OWED, RESERVES, latest_balances
from services.calc.transactions import WITH
from services.db.queries.fund_performance import ReserveRow
from services.db.reads.investments import DealRow
from services.db.reads.ledger import BALANCE
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.capital import capital_of
from services.fund_performance.frame import Frame, each
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.fund_performance.results import CompanyReserve, FundReserves, Reserves

ALL = "All funds"
FOLLOW_ON, FEES = RESERVES
AMOUNTS = ("cash", "unfunded", "available", "fees", "follow_on", "owed", "new_deals", "recallable")


def reserves(books: Books, kept: Iterable[ReserveRow]) -> Reserves:
    """Cash and unfunded commitments by use, and every company with what is kept for it."""
    frame = books.frame
    by_fund: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in kept:
        by_fund[row.fund_id][row.company] = row.amount
    funds: list[FundReserves] = []
    rows: list[CompanyReserve] = []
    notes: list[Note] = []
    for own in each(frame):
        line, told = _fund(own)
        funds.append(line)
        notes += told
        rows += _companies(own, by_fund.get(own.funds[0].id, {}))
    return Reserves(
        rows=_ranked(rows),
        funds=tuple(funds),
        total=_total(funds),
        meta=frame.meta(Reserves, basis=NET_FUND, credit_line=WITH),
        notes=distinct(
            [
                *pooled_note(frame),
                *notes,
                *_notes(funds, rows),
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def _fund(frame: Frame) -> tuple[FundReserves, tuple[Note, ...]]:
    """Uses are taken off as dry powder takes them off (RULES 21): only beside known cash."""
    books, fund, day = Books.of(frame), frame.funds[0], frame.as_of
    legal = books.ledger(basis=NET_FUND, credit_line=WITH)
    capital = capital_of(books, legal, day)
    items = latest_balances([e for e in frame.entries if e.kind == BALANCE], day)
    stated = {
        item: frame.exchange.convert(amount, fund.currency, frame.currency, day)
        for item, (amount, _) in items.items()
    }
    cash = stated.get(CASH)
    reserved = CASH in stated and any(item in stated for item in RESERVES)
    owed = [stated[item] for item in OWED if item in stated] if reserved else []
    line = FundReserves(
        fund=fund.code,
        name=fund.name,
        cash=cash,
        unfunded=capital.unfunded,
        available=total((capital.unfunded, cash if CASH in stated else NOTHING)),
        fees=stated.get(FEES) if reserved else None,
        follow_on=stated.get(FOLLOW_ON) if reserved else None,
        owed=total(owed) if owed else None,
        new_deals=capital.dry_powder,
        recallable=capital.recallable,
        stated_on=min((last for _, last in items.values()), default=None),
    )
    return line, tuple(note for note in capital.notes if note.field in {"dry_powder", "unfunded"})


def _companies(frame: Frame, kept: Mapping[str, Decimal]) -> list[CompanyReserve]:
    books, day = Books.of(frame), frame.as_of
    if not books.invested:
        return []
    ledger = books.ledger(basis=GROSS, credit_line=WITH)
    deals: dict[str, list[DealRow]] = defaultdict(list)
    for deal in frame.held.deals:
        if ledger.accounts[deal.id].started(day):
            deals[deal.company].append(deal)
    rows = []
    for company, own in deals.items():
        row = _company(frame, ledger, own, kept.get(company))
        if row.reserve or row.value is None or row.value > 0:
            rows.append(row)
    return rows


def _company(
    frame: Frame, ledger: Ledger, deals: Sequence[DealRow], kept: Decimal | None
) -> CompanyReserve:
    """What the stake was worth when it was last bought, and what has become of that."""
    day, fund = frame.as_of, frame.funds[0]
    bought = _last_bought(ledger, deals, day)
    newest = max(deals, key=lambda deal: deal.deal_date)
    known = all(ledger.accounts[deal.id].known_on(day) for deal in deals)
    value = _worth(ledger, deals, day)
    then = _worth(ledger, deals, bought) if bought else None
    back = _received(ledger, deals, bought, day) if bought else NOTHING
    now = total((value, back)) if known else None
    reserve = None
    if kept is not None:
        reserve = frame.exchange.convert(kept, fund.currency, frame.currency, day)
    return CompanyReserve(
        company=deals[0].company,
        name=deals[0].name,
        fund=fund.code,
        last_round=newest.round,
        last_round_date=bought,
        reserve=reserve,
        invested=sum((ledger.accounts[d.id].sums(day)[0] for d in deals), NOTHING)
        if known
        else None,
        last_round_value=then if known else None,
        value=value if known else None,
        next_dollar=multiples.ratio(now, then) if known else None,
        place=None,
    )


def _last_bought(ledger: Ledger, deals: Sequence[DealRow], day: date) -> date | None:
    own = {deal.id for deal in deals}
    return max(
        (flow.day for flow in ledger.flows if flow.account in own and flow.paid_in > 0
         and flow.day <= day),
        default=None,
    )  # fmt: skip


def _worth(ledger: Ledger, deals: Sequence[DealRow], day: date) -> Decimal | None:
    return total(ledger.value_of(deal.id, day).amount for deal in deals)


def _received(ledger: Ledger, deals: Sequence[DealRow], start: date, end: date) -> Decimal:
    """What came back after a day: it was part of the stake then."""
    return sum(
        (ledger.accounts[d.id].sums(end)[1] - ledger.accounts[d.id].sums(start)[1] for d in deals),
        NOTHING,
    )


def _ranked(rows: Sequence[CompanyReserve]) -> tuple[CompanyReserve, ...]:
    """The best next dollar first; those without one behind, by name."""
    ordered = sorted(
        rows, key=lambda row: (row.next_dollar is None, -(row.next_dollar or 0), row.name, row.fund)
    )
    return tuple(
        replace(row, place=place if row.next_dollar is not None else None)
        for place, row in enumerate(ordered, start=1)
    )


def _total(funds: Sequence[FundReserves]) -> FundReserves:
    """The funds added up; an item that some do not state counts as nothing of theirs."""
    sums = {name: _some([getattr(line, name) for line in funds]) for name in AMOUNTS}
    for name in ("unfunded", "available", "new_deals"):
        sums[name] = total(getattr(line, name) for line in funds)
    days = [line.stated_on for line in funds if line.stated_on]
    return FundReserves(fund="", name=ALL, stated_on=min(days, default=None), **sums)


def _some(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, NOTHING) if known else None


def _notes(funds: Sequence[FundReserves], rows: Sequence[CompanyReserve]) -> list[Note]:
    found = []
    for item, words in (
        ("cash", "cash"),
        ("fees", "what is reserved for fees"),
        ("follow_on", "what is reserved for follow-ons"),
        ("owed", "what is owed"),
    ):
        if silent := [line.fund for line in funds if getattr(line, item) is None]:
            text = f"{listed(silent)}: {words} is not stated: import fund_balances."
            found.append(Note(item, "not_stated", text))
    text = "What was paid out and may be called again is inside the unfunded commitment."
    found.append(Note("recallable", "inside_unfunded", text))
    if any(line.new_deals is not None and line.new_deals < 0 for line in funds):
        text = "More is set aside or owed than there is: nothing is left for new deals."
        found.append(Note("new_deals", "over_committed", text))
    if rows:
        text = (
            "The next dollar is what a dollar put in at the last purchase is worth now, cash that "
            "came back since included: a look back, not a forecast."
        )
        found.append(Note("next_dollar", "looks_back", text))
    else:
        text = "No investment is held or known by this date."
        found.append(Note("rows", "nothing_held", text))
    if unranked := [row.name for row in rows if row.next_dollar is None]:
        text = f"{listed(unranked)}: no value then or now is known, so there is no rank."
        found += [Note(key, "not_ranked", text) for key in ("next_dollar", "place")]
    if any(row.reserve is None for row in rows):
        text = "Companies without a stated reserve show none."
        found.append(Note("reserve", "not_stated", text))
    return found
