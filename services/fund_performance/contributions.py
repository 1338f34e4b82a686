"""What each company did for the funds, and what they would be without one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.calc import irr, multiples
from services.calc.accounts import NOTHING
from services.calc.attribution import DealFlows
from services.calc.holdings import gain_share
from services.calc.ledger import Ledger
from services.calc.transactions import WITH
from services.db.reads.investments import DealRow
from services.envelope import Note
from services.errors import NotFound
from services.fund_performance.books import GROSS, NET_LP, Books
from services.fund_performance.holdings import Position, positions
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.fund_performance.portfolio import gross_notes
from services.fund_performance.rates import shown
from services.fund_performance.results import CompanyContribution, Contributions, LeftOut

WINNER = "winner"
TOP = 5
_NO_NET = tuple(
    Note(key, "no_multiple", "Nothing was paid in, or a value is not known: no TVPI is given.")
    for key in ("tvpi", "costs_in_tvpi")
)


class _Company(NamedTuple):
    """One company: where it stands, how it is described, and its flows."""

    position: Position
    deal: DealRow
    flows: DealFlows


def contributions(books: Books, *, without: str = "") -> Contributions:
    """Every company, the largest gain first; `without` leaves one out: its code, or `winner`.

    Raises NotFound for a company that none of the funds ever held.
    """
    frame = books.frame
    day = frame.as_of
    ledger = books.ledger(basis=GROSS, credit_line=WITH)
    held = _companies(books, ledger, day) if books.invested else []
    winner = held[0] if held and held[0].position.gain is not None else None
    out = _chosen(held, winner, without)
    kept = [company for company in held if company is not out]
    whole = _rate(kept, day)
    net = _net(books, day)
    rows = _rows(kept, whole, net.paid_in, day)
    gain = multiples.total(company.position.gain for company in kept)
    cost, back, left = (
        multiples.total(getattr(company.position, name) for company in kept)
        for name in ("invested", "realized", "unrealized")
    )
    tvpi = multiples.tvpi(paid_in=net.paid_in, distributed=net.distributed, nav=net.nav)
    return Contributions(
        rows=rows,
        invested=cost,
        realized_value=back,
        unrealized_value=left,
        gain=gain,
        moic=multiples.moic(invested=cost, proceeds=back, fair_value=left),
        irr=whole,
        top_5_share=_top(rows, gain),
        realized_share=multiples.ratio(back, multiples.total((back, left))),
        tvpi=tvpi if out is None else None,
        costs_in_tvpi=_costs(tvpi, gain, net.paid_in) if out is None else None,
        winner=_without(held, winner, day) if winner else None,
        left_out=_without(held, out, day) if out else None,
        meta=frame.meta(
            Contributions,
            nav_as_of=ledger.at(day).nav_as_of if books.invested else None,
            basis=GROSS,
            flows=books.flows(GROSS) if books.invested else None,
        ),
        notes=distinct(
            [
                *pooled_note(frame),
                *gross_notes(books, ledger.at(day) if books.invested else None),
                *_notes(held, rows, gain, out),
                *(_NO_NET if tvpi is None and out is None else ()),
                *conversion_notes(frame, day),
            ]
        ),
    )


class _Net(NamedTuple):
    """What investors paid in, got back, and what is theirs: the net side of the same day."""

    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None


def _net(books: Books, day: date) -> _Net:
    scope = books.frame.scope
    basis = NET_LP if scope.basis == GROSS else scope.basis
    standing = books.ledger(basis=basis, credit_line=scope.credit_line).at(day)
    return _Net(standing.paid_in, standing.distributed, standing.nav)


def _companies(books: Books, ledger: Ledger, day: date) -> list[_Company]:
    """Companies with their flows, the largest gain first; unknown gains last."""
    deals: dict[str, list[DealRow]] = defaultdict(list)
    for deal in books.frame.held.deals:
        deals[deal.company].append(deal)
    dated: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for flow in ledger.flows:
        if flow.day <= day:
            dated[flow.account] += [(flow.day, -flow.paid_in), (flow.day, flow.distributed)]
    found = [
        _Company(position, deals[position.company][0], _flows(position, deals, dated))
        for position in positions(books.frame.held, ledger, day)
    ]
    return sorted(
        found,
        key=lambda one: (
            one.position.gain is None,
            -(one.position.gain or NOTHING),
            one.position.name,
            one.position.company,
        ),
    )


def _flows(
    position: Position,
    deals: dict[str, list[DealRow]],
    dated: dict[str, list[tuple[date, Decimal]]],
) -> DealFlows:
    own = [item for deal in deals[position.company] for item in dated.get(deal.id, ())]
    moved = [(day, amount) for day, amount in own if amount]
    known = position.invested is not None
    return DealFlows(
        dates=[day for day, _ in moved],
        amounts=[amount if known else None for _, amount in moved],
        fair_value=position.unrealized,
    )


def _chosen(held: Sequence[_Company], winner: _Company | None, without: str) -> _Company | None:
    if not without:
        return None
    if without == WINNER:
        return winner
    for company in held:
        if company.position.company == without:
            return company
    raise NotFound(f"None of these funds ever held a company {without}.")


def _rows(
    held: Sequence[_Company], whole: float | None, paid_in: Decimal | None, day: date
) -> tuple[CompanyContribution, ...]:
    gain = multiples.total(company.position.gain for company in held)
    cost = multiples.total(company.position.invested for company in held)
    running: Decimal | None = NOTHING
    found: list[CompanyContribution] = []
    for company in held:
        position = company.position
        running = multiples.total((running, position.gain))
        rest = _rate([other for other in held if other is not company], day)
        found.append(
            CompanyContribution(
                company=position.company,
                name=position.name,
                sector=position.sector,
                stage=company.deal.stage,
                invested=position.invested,
                realized_value=position.realized,
                unrealized_value=position.unrealized,
                gain=position.gain,
                moic=multiples.moic(
                    invested=position.invested,
                    proceeds=position.realized,
                    fair_value=position.unrealized,
                ),
                irr=_rate([company], day),
                gain_share=gain_share(position.gain, gain),
                running_share=gain_share(running, gain),
                realized_share=multiples.ratio(
                    position.realized,
                    multiples.total((position.realized, position.unrealized)),
                ),
                adds_to_moic=multiples.ratio(position.gain, cost),
                adds_to_tvpi=multiples.ratio(position.gain, paid_in),
                irr_without=rest,
                irr_effect=None if whole is None or rest is None else whole - rest,
            )
        )
    return tuple(found)


def _rate(held: Sequence[_Company], day: date) -> float | None:
    """The yearly rate of some companies' flows together, as it may be shown."""
    left = multiples.total(company.flows.fair_value for company in held)
    if not held or left is None:
        return None
    days = [when for company in held for when in company.flows.dates]
    amounts = [amount for company in held for amount in company.flows.amounts]
    return shown(irr.performance(days, amounts, nav=left, as_of=day)).irr


def _without(held: Sequence[_Company], out: _Company, day: date) -> LeftOut:
    """The portfolio with one company left out of numerator, denominator and flows."""
    rest = [company for company in held if company is not out]
    moics = [_moic(held), _moic(rest)]
    rates = [_rate(held, day), _rate(rest, day)]
    gains = [multiples.total(c.position.gain for c in some) for some in (held, rest)]
    return LeftOut(
        company=out.position.company,
        name=out.position.name,
        moic=moics[1],
        irr=rates[1],
        gain=gains[1],
        moic_change=multiples.change(moics[1], moics[0]),
        irr_change=multiples.change(rates[1], rates[0]),
        gain_change=multiples.change(gains[1], gains[0]),
    )


def _moic(held: Sequence[_Company]) -> float | None:
    cost, back, left = (
        multiples.total(getattr(company.position, name) for company in held)
        for name in ("invested", "realized", "unrealized")
    )
    return multiples.moic(invested=cost, proceeds=back, fair_value=left)


def _top(rows: Sequence[CompanyContribution], gain: Decimal | None) -> float | None:
    """The share of the gain that the first five made; above 1 where others lose."""
    return gain_share(multiples.total(row.gain for row in rows[:TOP]), gain)


def _costs(tvpi: float | None, gain: Decimal | None, paid_in: Decimal | None) -> float | None:
    """TVPI - 1 less what the companies add to it."""
    if tvpi is None or gain is None or not paid_in:
        return None
    return tvpi - 1 - float(gain / paid_in)


def _notes(
    held: Sequence[_Company],
    rows: Sequence[CompanyContribution],
    gain: Decimal | None,
    out: _Company | None,
) -> list[Note]:
    if not held:
        text = "No investment in a company is known by this date."
        silent = ("rows", "irr", "realized_share", "top_5_share", "winner")
        return [Note(key, "nothing_invested", text) for key in silent]
    text = (
        "Rates of companies do not add up to the portfolio's: irr_effect is what the rate loses "
        "when one company is left out."
    )
    found = [Note("irr_effect", "leave_one_out", text)]
    if gain is not None and gain <= 0:
        text = "The companies together made no net gain, so nobody has a share of it."
        found += [Note(key, "no_net_gain", text) for key in ("top_5_share", "gain_share")]
    if out is not None:
        text = f"{out.position.name} is left out of every figure; net figures are not given then."
        found += [Note(key, "left_out", text) for key in ("rows", "tvpi", "costs_in_tvpi")]
    if unrated := [row.name for row in rows if row.irr is None]:
        text = (
            f"{listed(unrated)}: under a year, without a value, or without a single rate, so no "
            "IRR of their own is given."
        )
        found.append(Note("irr", "no_single_rate", text))
    if any(row.irr_without is None for row in rows):
        text = "Without one of the companies the rest has no single yearly rate."
        found.append(Note("irr_without", "no_single_rate", text))
    return found
