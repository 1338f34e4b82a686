"""The whole-fund waterfall: all capital and its return come back before carry is paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from services.calc.waterfall.amounts import CONTEXT, NOTHING, Dated
from services.calc.waterfall.ledger import Ledger, Terms
from services.calc.waterfall.runs import Liquidation, Payment, Run
from services.calc.waterfall.tiers import clawback

CALL, PAID, CARRIED = range(3)  # calls of a day count before what is paid out on it
Event = tuple[date, int, Decimal]


def european(
    *,
    contributions: Sequence[Dated],
    distributions: Sequence[Dated],
    terms: Terms,
    as_of: date | None = None,
) -> Run:
    """Every distribution (before carry) shared as the agreement says, in the order of days.

    Amounts are positive in their usual direction, a negative one is a reversal on its day. The
    preferred return accrues on what is not back, (1 + rate)^(days / 365), up to `as_of`, else
    the last flow; later flows do not count. Calls of a day come before its distributions.
    """
    events = [
        *((day, CALL, amount) for day, amount in contributions),
        *((day, PAID, amount) for day, amount in distributions),
    ]
    ledger = Ledger(terms)
    with localcontext(CONTEXT):
        payments: list[Payment] = []
        for day, kind, amount in _in_order(events, as_of):
            if kind == CALL:
                ledger.call(day, amount)
            else:
                paid = ledger.distribute(day, amount)
                payments.append(Payment(day=day, amount=amount, tiers=paid))
        return _closed(ledger, payments, as_of)


def liquidation(
    *,
    contributions: Sequence[Dated],
    lp_distributions: Sequence[Dated],
    carry_paid: Sequence[Dated] = (),
    value: Decimal,
    day: date,
    terms: Terms,
) -> Liquidation:
    """`value` (before carry) shared on a day, after what investors and general partner really got.

    `lp_distributions` are what the investors received, after carry; `carry_paid` what the general
    partner received as carry (negative: a clawback returned). Past payments reduce what is owed
    whatever the agreement said about them; only the value is shared by it. Flows after the day
    do not count. A negative value is borne by the investors.
    """
    events = [
        *((when, CALL, amount) for when, amount in contributions),
        *((when, PAID, amount) for when, amount in lp_distributions),
        *((when, CARRIED, amount) for when, amount in carry_paid),
    ]
    ledger = Ledger(terms)
    payments: list[Payment] = []
    with localcontext(CONTEXT):
        for when, kind, amount in _in_order(events, day):
            if kind == CALL:
                ledger.call(when, amount)
                continue
            paid = (ledger.received if kind == PAID else ledger.carried)(when, amount)
            payments.append(Payment(day=when, amount=amount, tiers=paid))
        ledger.until(day)
        capital, preferred = ledger.owed.capital, ledger.owed.preferred
        outcome = ledger.share(value)
        payments.append(Payment(day=day, amount=value, tiers=outcome))
        return Liquidation(
            outcome=outcome,
            capital_due=capital,
            preferred_due=preferred,
            run=_closed(ledger, payments, day),
        )


def _closed(ledger: Ledger, payments: Sequence[Payment], as_of: date | None) -> Run:
    """The run of a ledger as it stands, its return accrued to a day; under CONTEXT."""
    if as_of is not None:
        ledger.until(as_of)
    shortfall = max(NOTHING, ledger.balance)
    distributed = ledger.paid.total
    back = clawback(
        carry_paid=ledger.paid.gp,
        carry_rate=ledger.terms.carry_rate,
        profit=distributed - ledger.contributed,
        preferred_shortfall=shortfall,
    )
    return Run(
        payments=tuple(payments),
        tiers=ledger.paid,
        contributed=ledger.contributed,
        distributed=distributed,
        unreturned_capital=ledger.owed.capital,
        unpaid_preferred=ledger.owed.preferred,
        preferred_shortfall=shortfall,
        clawback=back if ledger.terms.clawback else NOTHING,
        as_of=ledger.day,
    )


def _in_order(events: Iterable[Event], until: date | None) -> list[Event]:
    """By day, calls first; rows of one day and kind stay as given."""
    known = (event for event in events if until is None or event[0] <= until)
    return sorted(known, key=lambda event: event[:2])
