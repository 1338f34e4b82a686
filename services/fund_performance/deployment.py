"""How the funds put money to work: new companies and money by quarter, and how long it lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc import multiples, quarters
from services.calc.accounts import NOTHING
from services.calc.deployment import lasts
from services.calc.multiples import total
from services.calc.transactions import WITH
from services.clock import quarter_before
from services.db.queries.fund_performance import TermRow
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.capital import capital_of
from services.fund_performance.frame import Frame, each
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.fund_performance.results import Deployment, FundPacing, PacingQuarter

QUARTERS_OF_PACE = 4
ENDS = ("quarters_left", "exhausts")
UNBOUGHT = ("deployed", "deployed_share", "pace", *ENDS)


@dataclass(frozen=True, slots=True)
class _Purchases:
    """A fund's purchases: each company's first day, and every payment into companies."""

    first: Mapping[str, date]
    paid: Sequence[tuple[date, str, Decimal]]
    known: bool

    def new_in(self, start: date, end: date) -> list[str]:
        """Companies first bought after `start` up to and including `end`."""
        return [company for company, day in self.first.items() if start < day <= end]

    def money(self, start: date, end: date, *, new: bool) -> Decimal | None:
        """What went into companies that came in the same days, or into earlier ones."""
        if not self.known:
            return None
        came = set(self.new_in(start, end))
        return sum(
            (
                amount
                for day, company, amount in self.paid
                if start < day <= end and (company in came) == new
            ),
            NOTHING,
        )


def deployment(books: Books, terms: Mapping[str, TermRow]) -> Deployment:
    """Quarters since the first purchase of each fund, and where each stands as of the day."""
    frame = books.frame
    rows: list[PacingQuarter] = []
    funds: list[FundPacing] = []
    over: list[str] = []
    for own in each(frame):
        bought = _purchases(Books.of(own), own.as_of)
        rows += _quarters(own, bought)
        line = _fund(own, bought, terms.get(own.funds[0].id))
        funds.append(line)
        if line.elapsed == 1:
            over.append(line.fund)
    rows.sort(key=lambda row: (row.date, row.fund))
    deployed = total(line.deployed for line in funds)
    committed = total(line.total_committed for line in funds)
    investing = [line for line in funds if line.fund not in over]
    pace, capacity = total(f.pace for f in investing), total(f.capacity for f in investing)
    left = lasts(
        capacity=capacity if investing else None,
        pace=pace,
        quarter=quarters.last_closed(frame.as_of),
    )
    return Deployment(
        rows=tuple(rows),
        funds=tuple(funds),
        deployed=deployed,
        total_committed=committed,
        deployed_share=multiples.ratio(deployed, committed),
        pace=pace if investing else None,
        capacity=capacity if investing else None,
        quarters_left=left.quarters,
        exhausts=left.exhausts,
        meta=frame.meta(
            Deployment,
            basis=GROSS,
            credit_line=WITH,
            flows=books.flows(GROSS) if books.invested else None,
        ),
        notes=distinct(
            [*pooled_note(frame), *_notes(funds, over), *conversion_notes(frame, frame.as_of)]
        ),
    )


def _purchases(books: Books, day: date) -> _Purchases:
    company = {deal.id: deal.company for deal in books.frame.held.deals}
    if not books.invested:
        return _Purchases({}, (), known=True)
    ledger = books.ledger(basis=GROSS, credit_line=WITH)
    first: dict[str, date] = {}
    paid: list[tuple[date, str, Decimal]] = []
    for flow in ledger.flows:
        if flow.paid_in and flow.day <= day:
            first.setdefault(company[flow.account], flow.day)
            paid.append((flow.day, company[flow.account], flow.paid_in))
    return _Purchases(first, tuple(paid), ledger.known_on(day))


def _quarters(frame: Frame, bought: _Purchases) -> list[PacingQuarter]:
    if not bought.paid:
        return []
    names = quarters.between(
        quarters.quarter_of(bought.paid[0][0]), quarters.quarter_of(frame.as_of)
    )
    found = []
    for name in names:
        start = quarters.last_day(quarters.shift(name, -1))
        end = min(quarters.last_day(name), frame.as_of)
        new, more = (bought.money(start, end, new=flag) for flag in (True, False))
        found.append(
            PacingQuarter(
                quarter=name,
                date=end,
                fund=frame.funds[0].code,
                new_companies=len(bought.new_in(start, end)),
                new_money=new,
                follow_on=more,
                deployed=total((new, more)),
            )
        )
    return found


def _fund(frame: Frame, bought: _Purchases, terms: TermRow | None) -> FundPacing:
    books, fund, day = Books.of(frame), frame.funds[0], frame.as_of
    before = _year_before(day)
    amounts = [bought.money(*ends, new=True) for ends in _last_quarters(day)]
    spent = total(amounts)
    pace = None if spent is None else spent / QUARTERS_OF_PACE
    began = fund.inception_date or (bought.paid[0][0] if bought.paid else None)
    ends = terms.investment_period_end if terms else None
    elapsed = _elapsed(began, ends, day)
    legal = books.ledger(basis=NET_FUND, credit_line=WITH)
    capacity = capital_of(books, legal, day).dry_powder if elapsed != 1 else None
    left = lasts(capacity=capacity, pace=pace, quarter=quarters.last_closed(day))
    deployed = total(amount for _, _, amount in bought.paid) if bought.known else None
    committed = books.committed(day, basis=NET_FUND)
    return FundPacing(
        fund=fund.code,
        name=fund.name,
        companies=len(bought.first),
        deployed=deployed if bought.paid or not bought.known else None,
        total_committed=committed,
        deployed_share=multiples.ratio(deployed if bought.paid else None, committed),
        investment_period_start=began,
        investment_period_end=ends,
        elapsed=elapsed,
        new_companies_last_year=len(bought.new_in(before, day)),
        pace=pace if bought.paid else None,
        capacity=capacity,
        quarters_left=left.quarters if bought.paid else None,
        exhausts=left.exhausts if bought.paid else None,
    )


def _last_quarters(day: date) -> list[tuple[date, date]]:
    """The four quarters that had ended by a day, each from the day before it begins."""
    found = []
    end = quarters.last_day(quarters.last_closed(day))
    for _ in range(QUARTERS_OF_PACE):
        found.append((quarter_before(end), end))
        end = quarter_before(end)
    return found


def _year_before(day: date) -> date:
    return _last_quarters(day)[-1][0]


def _elapsed(began: date | None, ends: date | None, day: date) -> float | None:
    """The part of the investment period that has passed, 1 once it is over."""
    if began is None or ends is None or ends <= began:
        return None
    return min(1.0, max(0.0, (day - began).days / (ends - began).days))


def _notes(funds: Sequence[FundPacing], over: Sequence[str]) -> list[Note]:
    found: list[Note] = []
    text = (
        "The pace is money for companies new to a fund in the four quarters that ended last; "
        "capacity is dry powder after reserves."
    )
    found.append(Note("pace", "four_quarters", text))
    if silent := [line.fund for line in funds if line.total_committed is None]:
        text = f"{listed(silent)}: commitments are not known by this date."
        found += [Note(key, "not_committed", text) for key in ("total_committed", "deployed_share")]
    if over:
        text = f"{listed(over)}: the investment period is over, so no money is for new deals."
        found += [Note(key, "period_over", text) for key in ("capacity", *ENDS)]
    empty = [line.fund for line in funds if line.deployed is None]
    if empty:
        text = f"{listed(empty)}: no purchases are known: import investment_cash_flows."
        found += [Note(key, "no_purchases", text) for key in UNBOUGHT]
    unknown = [line.fund for line in funds if line.elapsed is None]
    if unknown:
        text = f"{listed(unknown)}: the end of the investment period is not known."
        found.append(Note("elapsed", "period_unknown", text))
    idle = [f.fund for f in funds if f.fund not in over and f.pace is not None and not f.pace]
    if idle:
        text = f"{listed(idle)}: nothing went into new companies for a year, so it does not end."
        found += [Note(key, "no_pace", text) for key in ENDS]
    if any(line.capacity is None and line.fund not in over for line in funds):
        text = "What may still be called is not known, so neither is what is left for new deals."
        found += [Note(key, "unfunded_unknown", text) for key in ("capacity", *ENDS)]
    return found
