"""The Performance Template: flows since inception as the template lists them, and four views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.calc import irr
from services.calc.accounts import KINDS
from services.calc.multiples import ratio
from services.calc.performance_template import (
    VIEWS,
    Line,
    Measure,
    Movement,
    gross_up_of,
    lines,
    measure,
)
from services.calc.transactions import ILPA_TYPES, TYPES, WITH, TransactionType
from services.db.queries.lp_reporting.ilpa import Place
from services.db.reads.counting import counted, separable
from services.db.reads.investments import MARK
from services.db.reads.ledger import FLOW, NAV, Entry
from services.envelope import Note
from services.fund_performance.books import GROSS, Books
from services.fund_performance.frame import Frame
from services.fund_performance.rates import rate, shown
from services.lp_reporting.results.ilpa import (
    FlowLine,
    PerformanceTemplate,
    PortfolioMeasure,
    ViewMeasure,
)

GRANULAR, GROSS_UP = "granular", "gross_up"
METHODS = (GRANULAR, GROSS_UP)
FIRST_ROW = 8  # of the granular template
NOTHING = Decimal(0)
NAV_TYPE = TYPES["nav"]
# What is not itemised: a call or distribution of any kind under the plain name of its bucket.
CALL, PAID, RECALLED = (
    TYPES["capital_call"],
    TYPES["distribution"],
    TYPES["recallable_distribution"],
)
TO_INVESTMENTS, FROM_INVESTMENTS, AT_VALUE = (
    "Fund-to-investment: invested",
    "Fund-to-investment: proceeds and income",
    "Fund-to-investment: fair value",
)


def template(
    frame: Frame, placed: Mapping[tuple[date, str], Place], *, method: str
) -> PerformanceTemplate:
    """The template of the frame's one fund, as of its last value on or before the day."""
    fund, books = frame.funds[0], Books.of(frame)
    moved, notes = _movements(frame, placed)
    notes += list(books.notes(basis="net_lp"))
    day = max((m.day for m in moved if m.kind is NAV_TYPE), default=frame.as_of)
    itemised = _itemised(moved)
    if method == GROSS_UP:
        moved = _together(moved)
    views: dict[str, Measure | None] = {view: measure(moved, view) for view in VIEWS}
    flows = tuple(_line(line, place) for place, line in enumerate(lines(moved), start=FIRST_ROW))
    if method == GROSS_UP:
        views["gross_with"], views["gross_without"] = None, _of_investments(books, day)
        flows = tuple(_un_itemised(flow) for flow in flows) + _investment_lines(frame, day)
        flows = tuple(sorted(flows, key=lambda flow: flow.date))
    measures = tuple(_measure(view, found) for view, found in views.items())
    portfolio = _portfolio(books, day)
    return PerformanceTemplate(
        fund=fund.code,
        fund_name=fund.name,
        method=method,
        as_of=day,
        currency=frame.currency,
        flows=flows,
        measures=measures,
        portfolio=portfolio,
        meta=frame.meta(PerformanceTemplate, nav_as_of=day, as_of=day),
        notes=(
            *notes,
            *_words_alone(flows),
            *_method_notes(method, itemised=itemised, fund=fund.code),
            *_gaps(measures),
            *_empty(portfolio),
        ),
    )


def _movements(
    frame: Frame, placed: Mapping[tuple[date, str], Place]
) -> tuple[list[Movement], list[Note]]:
    """Flows and the last value of the limited partners together, in the order of their files."""
    entries = [entry for entry in frame.entries if entry.kind in (FLOW, NAV)]
    leave_out = separable(entries)
    chosen = counted(entries, leave_out_gp=leave_out)
    valued = max((entry.day for entry in chosen if entry.kind == NAV), default=None)
    until = valued or frame.as_of
    sums: dict[tuple[date, str], Decimal] = defaultdict(lambda: NOTHING)
    unrated: set[str] = set()
    for entry in chosen:
        slug = NAV_TYPE.slug if entry.kind == NAV else entry.type or ""
        stale = TYPES[slug].residual and entry.day != until
        if entry.day > until or stale:
            continue
        amount = frame.exchange.convert(
            entry.amount, _currency(frame, entry), frame.currency, entry.day
        )
        if amount is None:
            unrated.add(entry.currency)
        else:
            sums[entry.day, slug] += amount
    moved = [
        Movement(day=day, kind=TYPES[slug], amount=amount, words=_words(placed, day, slug))
        for (day, slug), amount in sums.items()
    ]
    gross_up = gross_up_of(moved, until) if valued is not None else None
    moved += [] if gross_up is None else [gross_up]
    moved.sort(key=lambda m: (m.day, m.kind is NAV_TYPE, _place(placed, m)))
    notes = [
        Note(
            "flows", "rate_missing", f"Flows in {currency} are left out: there is no rate for them."
        )
        for currency in sorted(unrated)
    ]
    if valued is None:
        notes.append(Note("flows", "nav_unknown", "No value is known by this day."))
    elif valued != frame.as_of:
        text = f"The template stands at the last value, of {valued}, with what flowed up to it."
        notes.append(Note("as_of", "last_value", text))
    return moved, notes


def _currency(frame: Frame, entry: Entry) -> str:
    return entry.currency or frame.funds[0].currency


def _place(placed: Mapping[tuple[date, str], Place], moved: Movement) -> tuple[int, int, str]:
    place = placed.get((moved.day, moved.kind.slug))
    return (2**31, 0, moved.kind.slug) if place is None else (place.row, place.id, "")


def _words(placed: Mapping[tuple[date, str], Place], day: date, slug: str) -> str | None:
    place = placed.get((day, slug))
    return None if place is None else place.words


def _itemised(moved: Collection[Movement]) -> bool:
    """Whether every call says what it is for, as the granular method asks."""
    itemised = {kind.slug for kind in ILPA_TYPES}
    return all(m.kind.slug in itemised for m in moved if m.kind.direction < 0)


def _together(moved: Sequence[Movement]) -> list[Movement]:
    """Calls and distributions of a day as one each; what concerns the facility stays apart."""
    sums: dict[tuple[date, str], Decimal] = defaultdict(lambda: NOTHING)
    for one in moved:
        sums[one.day, _plain(one.kind).slug] += one.amount * (
            one.kind.direction * _plain(one.kind).direction
        )
    return [
        Movement(day=day, kind=TYPES[slug], amount=amount) for (day, slug), amount in sums.items()
    ]


def _plain(kind: TransactionType) -> TransactionType:
    if kind.residual or kind.with_bank or (kind.direction < 0 and len(kind.counts) == 1):
        return kind
    if kind.bucket != "numerator":
        return CALL
    if ("net", WITH) not in kind.counts:
        return kind
    return RECALLED if kind.recallable else PAID


def _line(line: Line, row: int) -> FlowLine:
    counts = line.counts or {}
    kind = "total" if line.kind is None else "value" if line.kind.residual else "flow"
    return FlowLine(
        row=row,
        date=line.day,
        kind=kind,
        type=None if line.kind is None else line.kind.slug,
        label=line.label,
        amount=line.amount,
        gross_with=counts.get("gross_with"),
        net_with=counts.get("net_with"),
        gross_without=counts.get("gross_without"),
        net_without=counts.get("net_without"),
        facility_balance=line.facility,
        working_capital=line.working_capital,
        words=line.words,
    )


def _un_itemised(flow: FlowLine) -> FlowLine:
    """A line of the gross-up method: gross performance stands on other flows."""
    return replace(flow, row=None, gross_with=None, gross_without=NOTHING)


def _of_investments(books: Books, day: date) -> Measure | None:
    """Gross performance from what flowed between the fund and its investments."""
    if not books.invested:
        return None
    ledger = books.ledger(basis=GROSS, credit_line=WITH)
    standing = ledger.at(day)
    if standing.paid_in is None or standing.distributed is None or standing.nav is None:
        return None
    days, amounts = ledger.cash(day)
    return Measure(
        numerator=standing.distributed + standing.nav,
        denominator=standing.paid_in,
        days=(*days, day),
        amounts=(*amounts, standing.nav),
    )


def _investment_lines(frame: Frame, day: date) -> tuple[FlowLine, ...]:
    """What the fund invested and got back by day, and what it holds at the end."""
    sums: dict[tuple[date, str], Decimal] = defaultdict(lambda: NOTHING)
    books = Books.of(frame)
    for event in frame.held.events:
        if event.kind == MARK or event.day > day:
            continue
        kind = KINDS[event.type or ""]
        amount = frame.exchange.convert(event.amount, event.currency, frame.currency, event.day)
        if amount is not None and kind.counts:
            label = TO_INVESTMENTS if kind.direction < 0 else FROM_INVESTMENTS
            sums[event.day, label] += amount * kind.direction
    value = books.ledger(basis=GROSS, credit_line=WITH).at(day).nav if books.invested else None
    if value is not None:
        sums[day, AT_VALUE] = value
    return tuple(
        FlowLine(
            row=None,
            date=when,
            kind="value" if label == AT_VALUE else "flow",
            type=None,
            label=label,
            amount=amount,
            gross_with=None,
            net_with=NOTHING,
            gross_without=amount,
            net_without=NOTHING,
            facility_balance=None,
            working_capital=None,
            words=None,
        )
        for (when, label), amount in sorted(sums.items())
    )


def _measure(view: str, found: Measure | None) -> ViewMeasure:
    if found is None:
        return ViewMeasure(
            view=view, irr=None, irr_status=irr.NO_FLOWS, multiple=None, numerator=None,
            denominator=None,
        )  # fmt: skip
    rated = shown(irr.performance(found.days, found.amounts))
    return ViewMeasure(
        view=view,
        irr=rated.irr,
        irr_status=rated.status,
        multiple=ratio(found.numerator, found.denominator),
        numerator=found.numerator,
        denominator=found.denominator,
    )


def _portfolio(books: Books, day: date) -> tuple[PortfolioMeasure, ...]:
    """Investments that are sold or written off, those that are held, and all together."""
    if not books.invested:
        return ()
    frame = books.frame

    def convert(amount: Decimal, currency: str, when: date) -> Decimal | None:
        return frame.exchange.convert(amount, currency, frame.currency, when)

    whole = books.ledger(basis=GROSS, credit_line=WITH)
    over = {name for name in whole.accounts if whole.value_of(name, day).amount == 0}
    found = []
    for part, only in (
        ("realized", over),
        ("unrealized", set(whole.accounts) - over),
        ("total", None),
    ):
        ledger = frame.held.ledger(basis=GROSS, credit_line=WITH, convert=convert, only=only)
        standing = ledger.at(day)
        rated = rate(ledger, standing)
        whole_value = (
            None
            if standing.distributed is None or standing.nav is None
            else standing.distributed + standing.nav
        )
        found.append(
            PortfolioMeasure(
                part=part,
                irr=rated.irr,
                irr_status=rated.status,
                moic=ratio(whole_value, standing.paid_in),
                invested=standing.paid_in,
                realized_value=standing.distributed,
                fair_value=standing.nav,
            )
        )
    return tuple(found)


def _method_notes(method: str, *, itemised: bool, fund: str) -> list[Note]:
    fits = GRANULAR if itemised else GROSS_UP
    text = (
        "A fund keeps to one method for its whole life. "
        f"{fund}'s calls are {'itemised by use' if itemised else 'not all itemised by use'}, "
        f"which is what {fits.replace('_', '-')} is for."
    )
    code = "one_method" if method == fits else "other_method"
    return [Note("method", code, text)]


def _words_alone(flows: Sequence[FlowLine]) -> list[Note]:
    """Why some lines have no amounts."""
    if all(flow.kind == "flow" for flow in flows):
        return []
    text = "Lines that say the total of those above them are words alone, as in the template."
    return [Note("flows", "words_alone", text)]


def _gaps(measures: Sequence[ViewMeasure]) -> list[Note]:
    notes = []
    for found in measures:
        if found.numerator is None:
            text = "Gross performance with the facility is not told by flows to investments."
            if found.view != "gross_with":
                text = "No flow between the fund and its investments is known."
            notes.append(Note(f"measures[{found.view}]", "not_told", text))
        elif found.irr is None:
            text = f"There is no rate to show: {found.irr_status.replace('_', ' ')}."
            notes.append(Note(f"measures[{found.view}].irr", found.irr_status, text))
    return notes


def _empty(portfolio: Sequence[PortfolioMeasure]) -> list[Note]:
    """Why a part of the portfolio has no rate or multiple."""
    notes = []
    for part in portfolio:
        if part.irr is None or part.moic is None:
            why = part.irr_status.replace("_", " ")
            text = f"{part.part.capitalize()} investments: there is no rate to show ({why})."
            notes.append(Note(f"portfolio[{part.part}]", part.irr_status, text))
    return notes
