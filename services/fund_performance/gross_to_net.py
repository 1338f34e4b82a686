"""What stands between the deals' gross figures and what investors have, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from services.calc import irr
from services.calc.gross_net import (
    CARRY,
    CREDIT_LINE,
    EXPENSES,
    FEES,
    Effects,
    part_of,
    shapley,
    stated,
)
from services.calc.transactions import WITHOUT
from services.envelope import Note
from services.errors import Fault, InvalidInput
from services.fund_performance.books import GROSS, Books
from services.fund_performance.frame import Frame, each
from services.fund_performance.ledger_lines import Lines
from services.fund_performance.notes import (
    NAV_UNKNOWN,
    conversion_notes,
    distinct,
    listed,
    pooled_note,
    rate_note,
    standing_notes,
)
from services.fund_performance.portfolio import gross_notes
from services.fund_performance.results import FundNetBridge, GrossToNet, NetStep
from services.fund_performance.switches import CASH, COSTS, TOGETHER, Switches

STATED, SHAPLEY = "stated", "shapley"
TVPIS = ("gross_tvpi", "net_tvpi", "residual_tvpi")
ORDERS = (STATED, SHAPLEY)
NAMES = {
    CASH: "Cash and timing",
    CREDIT_LINE: "Credit line",
    FEES: "Management fees",
    EXPENSES: "Partnership expenses",
    TOGETHER: "Fees and expenses",
    CARRY: "Carried interest",
    COSTS: "Fees, expenses and carry",
}


def gross_to_net(books: Books, lines: Lines, *, order: str = STATED) -> GrossToNet:
    """The steps of the funds pooled, and of each fund. InvalidInput for an order there is none of.

    Each step is what switching its part on in the flows changes, so steps add up exactly.
    """
    if order not in ORDERS:
        words = f"{order!r} is no order: use {' or '.join(ORDERS)}."
        raise InvalidInput(words, faults=(Fault("order", words, "invalid"),))
    frame = books.frame
    switches = Switches.of(books, lines)
    rates, tvpis = _effects(switches, order)
    steps = _steps(switches.sequence, rates, tvpis)
    last = switches.performance(frozenset(switches.sequence))
    funds = [_fund(own, lines, order) for own in each(frame)] if len(frame.funds) > 1 else []
    ledger = books.ledger(basis=switches.basis, credit_line=frame.scope.credit_line)
    return GrossToNet(
        rows=steps,
        order=order,
        sequence=switches.sequence,
        gross_irr=switches.rate(frozenset()),
        net_irr=switches.rate(frozenset(switches.sequence)),
        gross_tvpi=switches.multiple(frozenset()),
        net_tvpi=switches.multiple(frozenset(switches.sequence)),
        residual_irr=_float(rates.residual),
        residual_tvpi=_float(tvpis.residual),
        irr_status=last.status,
        funds=tuple(funds),
        meta=frame.meta(
            GrossToNet,
            nav_as_of=ledger.at(frame.as_of).nav_as_of,
            basis=switches.basis,
            flows=books.flows(GROSS),
        ),
        notes=distinct(
            [
                *pooled_note(frame),
                *books.notes(basis=switches.basis),
                *standing_notes(frame, ledger.at(frame.as_of)),
                *gross_notes(books, books.ledger(basis=GROSS, credit_line=WITHOUT).at(frame.as_of)),
                *_notes(switches, (rates, tvpis), order),
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def _fund(frame: Frame, lines: Lines, order: str) -> FundNetBridge:
    switches = Switches.of(Books.of(frame), lines)
    rates, tvpis = _effects(switches, order)
    every = frozenset(switches.sequence)
    return FundNetBridge(
        fund=frame.funds[0].code,
        name=frame.funds[0].name,
        gross_irr=switches.rate(frozenset()),
        net_irr=switches.rate(every),
        gross_tvpi=switches.multiple(frozenset()),
        net_tvpi=switches.multiple(every),
        steps=_steps(switches.sequence, rates, tvpis),
        residual_irr=_float(rates.residual),
        residual_tvpi=_float(tvpis.residual),
    )


def _effects(switches: Switches, order: str) -> tuple[Effects, Effects]:
    """Effects on the rate and on the multiple; the step from the deals' flows stays the first."""
    first = tuple(part for part in switches.sequence if part in {CASH, COSTS})
    way: Callable[..., Effects] = stated if order == STATED else partial(shapley, first=first)
    return way(switches.sequence, switches.rate), way(switches.sequence, switches.multiple)


def _steps(sequence: Sequence[str], rates: Effects, tvpis: Effects) -> tuple[NetStep, ...]:
    return tuple(
        NetStep(
            step=part,
            name=NAMES[part],
            irr_effect=_float(rates.effects[place]),
            tvpi_effect=_float(tvpis.effects[place]),
            irr=_float(rates.levels[place]),
            tvpi=_float(tvpis.levels[place]),
        )
        for place, part in enumerate(sequence)
    )


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _notes(switches: Switches, told: tuple[Effects, Effects], order: str) -> list[Note]:
    rates, tvpis = told
    found = [Note("rows", "order", _order_words(switches.sequence, order))]
    if not switches.itemised:
        text = (
            "Neither flows nor ledger itemise fees, expenses and carry, so what lies between gross "
            "and net is one step: import typed flows or fund_ledger to see its parts."
        )
        found.append(Note("rows", COSTS, text))
    if TOGETHER in switches.sequence:
        text = "Fees and expenses were called together, so they are one step."
        found.append(Note("rows", TOGETHER, text))
    silent = _silent(switches)
    if switches.itemised and silent:
        text = f"{listed(silent)}: fees, expenses and carry are not itemised and stand in cash."
        found.append(Note("rows", "some_not_itemised", text))
    if switches.costs:
        text = "Costs that flows do not itemise are those of the ledger, on the days it has them."
        found.append(Note("rows", "from_ledger", text))
    if any(effect is None for effect in rates.effects):
        every = switches.performance(frozenset(switches.sequence))
        status = NAV_UNKNOWN if every.status == irr.INVALID_INPUT else every.status
        if status != irr.UNIQUE:
            found += [rate_note(key, status, every) for key in ("net_irr", "residual_irr")]
        else:
            text = "Without some of the parts the flows have no single rate, so steps are missing."
            keys = ("irr_effect", "residual_irr")
            found += [Note(key, "no_rate_between", text) for key in keys]
        if rates.first is None:
            text = "The deals' flows have no single rate over at least a year."
            found.append(Note("gross_irr", "no_single_rate", text))
    if None in {tvpis.first, tvpis.last}:
        text = "Nothing was paid in, or a value is not known, so there is no multiple."
        found += [Note(key, "no_multiple", text) for key in TVPIS]
    return found


def _silent(switches: Switches) -> list[str]:
    telling = {m.account for m in switches.movements() if part_of(m.kind) is not None}
    return [row.code for row in switches.books.frame.funds if row.id not in telling]


def _order_words(sequence: Sequence[str], order: str) -> str:
    names = ", ".join(NAMES[part].lower() for part in sequence)
    if order == SHAPLEY:
        return (
            f"Each part's mean effect over every order of the parts ({names}); the step from the "
            "deals' flows to investors' comes first in all of them."
        )
    return f"Steps from gross to net, in this order: {names}."
