"""How a fund's value moved in a period: cash, results and costs, footing to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from services.calc.account_roll import rolled
from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.gross_net import CARRY, CREDIT_LINE, EXPENSES, FEES
from services.calc.ledger import Ledger
from services.calc.multiples import total
from services.calc.transactions import WITH
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, NET_LP, Books
from services.fund_performance.costs import BESIDE_EXPENSES, FEE_LINES, of_part, owed
from services.fund_performance.frame import Frame, days_between, each
from services.fund_performance.ledger_lines import Lines
from services.fund_performance.notes import conversion_notes, distinct, pooled_note, standing_notes
from services.fund_performance.results import FundNavBridge, NavBridge, NavStep
from services.fund_performance.worth_bridge import Bridges, added

LEDGER, FLOWS, MARKS, VALUES, REMAINDER = "ledger", "flows", "marks", "values", "remainder"
CASH, RESULT, COST, VALUE, REST = "cash", "result", "cost", "value", "rest"
STEPS: Mapping[str, tuple[str, str]] = {
    "opening": ("Opening value", VALUE),
    "contributions": ("Contributions", CASH),
    "distributions": ("Distributions", CASH),
    "transfers": ("Transfers between partners", CASH),
    "realized": ("Realised gain", RESULT),
    "unrealized": ("Unrealised change", RESULT),
    "fx": ("Foreign exchange", RESULT),
    "income": ("Income", RESULT),
    "fees": ("Management fee", COST),
    "expenses": ("Partnership expenses", COST),
    "carry": ("Carried interest", COST),
    "not_told_apart": ("Result and costs not told apart", REST),
    "residual": ("Difference to the ledger", REST),
    "closing": ("Closing value", VALUE),
}
MOVES = tuple(name for name, (_, kind) in STEPS.items() if kind != VALUE)
OPTIONAL = frozenset({"transfers", "fx", "income", "not_told_apart", "residual"})
_FEES = (*FEE_LINES, "management_fees_net")
_CASH = {"contributions": "contributions", "distributions": "distributions",
         "transfers": "partner_transfers"}  # fmt: skip
_BESIDE = BESIDE_EXPENSES


class _Ends(NamedTuple):
    """The days of a period, and the values on them."""

    start: date
    end: date
    opening: Decimal | None
    closing: Decimal | None

    def less(self, told: Decimal | None) -> Decimal | None:
        """What steps leave of the change of value."""
        return _less(self.opening, self.closing, told)


@dataclass(slots=True)
class _Parts:
    """One fund's steps while they are put together; `sources` says where each is from."""

    amounts: dict[str, Decimal | None]
    sources: dict[str, str]

    def put(self, step: str, amount: Decimal | None, source: str) -> None:
        """Add to a step."""
        before = self.amounts.get(step, NOTHING)
        self.amounts[step] = total((before, amount))
        self.sources.setdefault(step, source)

    def sum(self) -> Decimal | None:
        """All moves together."""
        return total(self.amounts.get(step, NOTHING) for step in MOVES)


def nav_bridge(books: Books, lines: Lines) -> NavBridge:
    """Opening value + what moved it = closing value, fund by fund and added up."""
    frame = books.frame
    start, end = days_between(frame)
    basis = frame.scope.basis
    told = [_fund(own, lines, start, end) for own in each(frame)]
    funds = tuple(row for row, _, _ in told)
    opening, closing, residual = (
        total(getattr(row, name) for row in funds) for name in ("opening", "closing", "residual")
    )
    ledger = books.ledger(basis=basis, credit_line=WITH)
    standing = ledger.at(end)
    return NavBridge(
        rows=tuple(_steps(funds, [parts for _, parts, _ in told])),
        funds=funds,
        opening=opening,
        closing=closing,
        change=None if opening is None or closing is None else closing - opening,
        residual=residual,
        start=start,
        end=end,
        meta=frame.meta(
            NavBridge,
            as_of=end,
            nav_as_of=standing.nav_as_of,
            period=(start, end),
            credit_line=WITH,
            flows=books.flows(basis),
        ),
        notes=distinct(
            [
                *pooled_note(frame),
                *books.notes(basis=basis),
                *standing_notes(frame, standing),
                *(note for _, _, notes in told for note in notes),
                *conversion_notes(frame, end),
            ]
        ),
    )


def _fund(
    frame: Frame, lines: Lines, start: date, end: date
) -> tuple[FundNavBridge, _Parts, list[Note]]:
    books, fund = Books.of(frame), frame.funds[0]
    basis = frame.scope.basis
    ledger = books.ledger(basis=basis, credit_line=WITH)
    ends = _Ends(start, end, _value(ledger, start), _value(ledger, end))
    parts = _Parts({}, {})
    notes: list[Note] = []
    if basis == GROSS and books.invested:
        _marks(parts, frame, ledger, start, end)
    else:
        leave_out = basis == NET_LP and not books.together
        posted = lines.between(fund.id, start, end, leave_out_gp=leave_out)
        _cash(parts, ledger, posted, start, end)
        if basis != GROSS:
            _costs(parts, ledger, posted, start, end)
            notes += _results(parts, books, posted, ends)
    rest = ends.less(parts.sum())
    name = "residual" if parts.sources.get("unrealized") == LEDGER else "not_told_apart"
    if fund.currency != frame.currency and rest and basis != GROSS:
        rest = _translated(parts, frame, lines, ends, rest)
    parts.put(name, rest, REMAINDER)
    notes += _rest_notes(fund.code, name, rest)
    given = {step: parts.amounts.get(step) for step in MOVES}
    given["residual"] = None if rest is None else given["residual"] or NOTHING
    notes += _silent(fund.code, given)
    row = FundNavBridge(
        fund=fund.code,
        name=fund.name,
        source=" and ".join(dict.fromkeys(v for v in parts.sources.values() if v != REMAINDER)),
        opening=ends.opening,
        closing=ends.closing,
        **given,
    )
    return row, parts, notes


def _translated(
    parts: _Parts, frame: Frame, lines: Lines, ends: _Ends, rest: Decimal
) -> Decimal | None:
    """The rest as it stands in the fund's own currency; what rates did to the value is fx."""
    fund = frame.funds[0]
    own = replace(frame, currency=fund.currency)
    row, _, _ = _fund(own, replace(lines, frame=own, _kept={}), ends.start, ends.end)
    left = total((row.residual, row.not_told_apart or NOTHING))
    if left is None:
        return None
    known = frame.exchange.convert(left, fund.currency, frame.currency, ends.end)
    if known is not None:
        parts.put("fx", rest - known, VALUES)
    return known


def _value(ledger: Ledger, day: date) -> Decimal | None:
    """The value on a day, nothing before a fund began."""
    if not any(account.started(day) for account in ledger.accounts.values()):
        return NOTHING
    return ledger.at(day).nav


def _less(opening: Decimal | None, closing: Decimal | None, told: Decimal | None) -> Decimal | None:
    if opening is None or closing is None or told is None:
        return None
    return closing - opening - told


def _cash(
    parts: _Parts, ledger: Ledger, posted: Mapping[str, Decimal], start: date, end: date
) -> None:
    """What investors paid in and got back: as the ledger has it, else as the flows do."""
    known = ledger.known_on(end)
    flows = [flow for flow in ledger.flows if start < flow.day <= end]
    moved = {
        "contributions": sum((flow.paid_in for flow in flows), NOTHING),
        "distributions": -sum((flow.distributed for flow in flows), NOTHING),
    }
    for step, account in _CASH.items():
        if account in posted:
            parts.put(step, posted[account], LEDGER)
        elif step in moved:
            parts.put(step, moved[step] if known else None, FLOWS)


def _costs(
    parts: _Parts, ledger: Ledger, posted: Mapping[str, Decimal], start: date, end: date
) -> None:
    """Fees, expenses, income and carry; where flows itemise none they stay in the rest."""
    sums = rolled(posted)
    if any(account in posted for account in _FEES):
        parts.put("fees", sums["management_fees_net"], LEDGER)
    else:
        _called(parts, ledger, FEES, start, end)
    if "total_net_expenses" in sums or any(account in posted for account in _BESIDE):
        beside = (posted.get(account, NOTHING) for account in _BESIDE)
        parts.put("expenses", sums.get("total_net_expenses", NOTHING) + sum(beside), LEDGER)
    else:
        _called(parts, ledger, EXPENSES, start, end)
        _called(parts, ledger, CREDIT_LINE, start, end)
    if "total_income" in sums:
        income = sums["total_income"] - posted.get("interest_expense", NOTHING)
        parts.put("income", income, LEDGER)
    if "carry_change" in sums:
        parts.put("carry", sums["carry_change"], LEDGER)
    else:
        _accrued(parts, ledger, start, end)


def _called(parts: _Parts, ledger: Ledger, part: str, start: date, end: date) -> None:
    """What was called for a cost in the period, and what more of it is owed than before."""
    own = of_part(ledger, part)
    if not any(m.day <= end for m in own):
        return
    cash = [m for m in own if not m.kind.residual and start < m.day <= end]
    amount = total(None if m.amount is None else m.amount * m.kind.direction for m in cash)
    more = _less(owed(ledger, own, start), owed(ledger, own, end), NOTHING)
    step = FEES if part == FEES else EXPENSES
    parts.put(step, _less(more, amount, NOTHING), FLOWS)


def _accrued(parts: _Parts, ledger: Ledger, start: date, end: date) -> None:
    """What of the gains went to the general partner: more accrued, and what was paid."""
    own = of_part(ledger, CARRY)
    if not any(m.day <= end for m in own):
        return
    paid = total(m.amount for m in own if not m.kind.residual and start < m.day <= end)
    more = _less(owed(ledger, own, start), owed(ledger, own, end), NOTHING)
    charged = total((paid, more))
    parts.put("carry", None if charged is None else -charged, FLOWS)


def _results(parts: _Parts, books: Books, posted: Mapping[str, Decimal], ends: _Ends) -> list[Note]:
    """Gains: from the ledger, before carry; else from the holdings' flows and marks."""
    share = _share(books, ends.end)
    held = _held(books.frame, ends) if books.invested else {}
    if "unrealized_gain" in posted or "realized_gain" in posted:
        return _stated(parts, posted, _part(held.get("fx"), share), ends)
    if not held or share is None:
        return []
    if None in held.values():
        code = books.frame.funds[0].code
        text = f"{code}: a value of its holdings is not known, so their gains are not told apart."
        return [Note("unrealized", "holdings_unvalued", text)]
    for step, amount in held.items():
        parts.put(step, _part(amount, share), MARKS)
    notes = []
    if share != 1:
        notes.append(_shared_note(books.frame))
    return notes


def _stated(
    parts: _Parts, posted: Mapping[str, Decimal], fx: Decimal | None, ends: _Ends
) -> list[Note]:
    """A ledger's gains, with what exchange rates did to the holdings beside them.

    The template states gains net of carry; a ledger that states them before it foots only so.
    """
    realized = posted.get("realized_gain", NOTHING)
    unrealized = posted.get("unrealized_gain", NOTHING)
    carry = parts.amounts.get("carry") or NOTHING
    told = parts.sum()
    parts.put("realized", realized, LEDGER)
    rest = ends.less(total((told, realized, unrealized)))
    before_carry = rest is not None and abs(rest) < abs(rest + carry)
    if not before_carry:
        unrealized -= carry
    currency = fx or NOTHING
    if currency:
        parts.put("fx", currency, MARKS)
    parts.put("unrealized", unrealized - currency, LEDGER)
    if not currency:
        return []
    text = (
        "What exchange rates did to the holdings is taken from their flows and marks, out of the "
        "unrealised change of the ledger; investors bear it by their commitments."
    )
    return [Note("fx", "from_marks", text)]


def _held(frame: Frame, ends: _Ends) -> dict[str, Decimal | None]:
    """Realised gain, re-mark and currency of the fund's holdings."""
    ledger = Books.of(frame).ledger(basis=GROSS, credit_line=WITH)
    bridges = Bridges(frame, ledger, ends.start, ends.end)
    whole = added(bridges.of(deal) for deal in frame.held.deals)
    return {"realized": whole.realized_gain, "unrealized": whole.remark, "fx": whole.fx}


def _marks(parts: _Parts, frame: Frame, ledger: Ledger, start: date, end: date) -> None:
    """Under the gross basis the value is that of the holdings."""
    bridges = Bridges(frame, ledger, start, end)
    whole = added(bridges.of(deal) for deal in frame.held.deals)
    cash_out = None if whole.cash_out is None else -whole.cash_out
    for step, amount in (
        ("contributions", whole.cash_in),
        ("distributions", cash_out),
        ("realized", whole.realized_gain),
        ("unrealized", whole.remark),
        ("fx", whole.fx),
    ):
        parts.put(step, amount, MARKS)


def _share(books: Books, day: date) -> Decimal | None:
    """The investors' part of what the fund holds: by commitment, all of it with everybody in."""
    basis = books.frame.scope.basis
    if basis != NET_LP or books.together:
        return Decimal(1)
    own = books.committed(day, basis=NET_LP)
    whole = books.committed(day, basis=NET_FUND)
    if own is None or not whole:
        return None
    return own / whole


def _part(amount: Decimal | None, share: Decimal | None) -> Decimal | None:
    if amount is None or share is None:
        return None
    return (amount * share).quantize(CENT, ROUND_HALF_EVEN)


def _shared_note(frame: Frame) -> Note:
    text = (
        f"{frame.funds[0].code}: gains of the holdings are the investors' by their part of the "
        "commitments; what that leaves of the change of value is the last step."
    )
    return Note("realized", "shared_by_commitment", text)


def _rest_notes(code: str, name: str, rest: Decimal | None) -> list[Note]:
    if rest is None:
        text = f"{code}: a value or an exchange rate is not known, so the steps do not close."
        return [Note("residual", "not_closed", text)]
    if not rest:
        return []
    if name == "residual":
        text = f"{code}: the ledger's lines leave {rest:,.2f} of the change of value unexplained."
        return [Note("residual", "ledger_does_not_foot", text)]
    text = (
        f"{code}: {rest:,.2f} of the change of value is result and costs that neither ledger nor "
        "flows nor marks tell apart: import fund_ledger to see them."
    )
    return [Note("not_told_apart", "not_itemised", text)]


def _silent(code: str, given: Mapping[str, Decimal | None]) -> list[Note]:
    """Steps that a fund's books do not tell: they are no zeros."""
    return [
        Note(step, "not_told", f"{code}: {STEPS[step][0].lower()} is not told by its books.")
        for step, amount in given.items()
        if amount is None and step not in {"not_told_apart", "transfers"}
    ]


def _steps(funds: Sequence[FundNavBridge], parts: Sequence[_Parts]) -> Iterable[NavStep]:
    """The funds' steps added up; those that nobody's books tell, or never move, are left out."""
    for step, (name, kind) in STEPS.items():
        if kind == VALUE:
            amounts = [getattr(row, step) for row in funds]
            source = VALUES
        else:
            own = [one for one in parts if step in one.amounts]
            amounts = [one.amounts[step] for one in own]
            source = " and ".join(dict.fromkeys(one.sources[step] for one in own))
        amount = total(amounts)
        if not amounts or (step in OPTIONAL and amount == 0):
            continue
        yield NavStep(step=step, name=name, kind=kind, source=source, amount=amount)
