"""Carried interest of a period: accrued, earned and paid, and what the waterfall gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.waterfall import AMERICAN, european
from services.envelope import Note
from services.lp_reporting.records import Records
from services.lp_reporting.results.waterfall import CarriedInterest
from services.partners import Partnership, Pool, accrued, paid, pool, total, waterfall_of
from services.partners.carry import paid_of

DAY = timedelta(days=1)


def carried(records: Records, start: date, end: date) -> tuple[CarriedInterest, list[Note]]:
    """Carry of all funds together; each against its own waterfall at its value, in its own
    currency, and converted at the rate of the last day."""
    own = [
        (fund, *_carry_of(records, fund.in_own_currency(), start, end)) for fund in records.funds
    ]
    notes = [note for _, _, found in own for note in found]

    def summed(name: str) -> Decimal | None:
        return total(
            None if amount is None else fund.money(amount, fund.fund.currency, end)
            for fund, part, _ in own
            for amount in (getattr(part, name),)
        )

    names = (
        "opening", "change", "accrued", "earned", "paid", "escrow", "clawback_exposure",
        "clawback_if_zero", "by_waterfall", "difference",
    )  # fmt: skip
    return CarriedInterest(**{name: summed(name) for name in names}), list(dict.fromkeys(notes))


def _carry_of(
    records: Records, fund: Partnership, start: date, end: date
) -> tuple[CarriedInterest, list[Note]]:
    mine = records.eyes.investor
    now, before = accrued(fund, end), accrued(fund, start - DAY)
    balance, opening = now.amount, before.amount
    if opening is None and balance is not None:
        opening = NOTHING  # nothing was said of carry until then
    flows = paid(fund, until=end) if mine is None else paid_of(fund, mine, until=end)
    given = sum((amount for day, amount in flows if day >= start), NOTHING)
    if mine is not None:
        balance, opening = (
            one.by_investor.get(mine) if one.amount else one.amount for one in (now, before)
        )
    change = None if balance is None or opening is None else balance - opening + given
    rest, notes = _by_terms(fund, end) if mine is None else (_Waterfall(), _own_notes())
    difference = None if balance is None or rest.accrued is None else balance - rest.accrued
    if balance is None:
        text = f"{fund.fund.code}: no accrued carry is in the books."
        notes += [Note(n, "carry_not_in_books", text) for n in ("accrued", "opening", "change",
                                                                 "difference")]  # fmt: skip
    text = f"{fund.fund.code}: what is held in escrow is not in the books."
    notes.append(Note("escrow", "not_in_books", text))
    return (
        CarriedInterest(
            opening=opening,
            change=change,
            accrued=balance,
            earned=rest.earned,
            paid=given,
            escrow=None,
            clawback_exposure=rest.clawback,
            clawback_if_zero=rest.clawback_if_zero,
            by_waterfall=rest.accrued,
            difference=difference,
        ),
        notes,
    )


@dataclass(frozen=True, slots=True)
class _Waterfall:
    """Carry by the agreement: what would be owed at the value, and what is earned so far."""

    accrued: Decimal | None = None
    earned: Decimal | None = None
    clawback: Decimal | None = None
    clawback_if_zero: Decimal | None = None


def _by_terms(fund: Partnership, day: date) -> tuple[_Waterfall, list[Note]]:
    found = pool(fund, day=day)
    names = ("by_waterfall", "earned", "clawback_exposure", "clawback_if_zero", "difference")
    if found is None:
        text = f"{fund.fund.code}: the agreement's terms are not known: import lpa_terms."
        return _Waterfall(), [Note(name, "agreement_unknown", text) for name in names]
    nothing = waterfall_of(found, NOTHING)
    earned = earned_of(found)
    if found.value is None:
        text = f"{fund.fund.code}: its value on {day} is not known."
        blank = _Waterfall(earned=earned, clawback_if_zero=nothing.clawback)
        return blank, [Note(name, "nav_unknown", text) for name in (names[0], names[2], names[4])]
    return (
        _Waterfall(
            accrued=due_of(found, fund),
            earned=earned,
            clawback=waterfall_of(found, found.value).clawback,
            clawback_if_zero=nothing.clawback,
        ),
        [],
    )


def due_of(found: Pool, fund: Partnership) -> Decimal | None:
    """Carry still to be paid were everything sold at its value: all of it less any clawback and
    less what was paid; below nothing where the general partner would owe some back."""
    if found.value is None:
        return None
    shared = waterfall_of(found, found.value)
    given = sum((amount for _, amount in paid(fund, until=found.day)), NOTHING)
    return shared.tiers.gp - shared.clawback - given


def earned_of(found: Pool) -> Decimal | None:
    """Carry on what was really distributed so far, shared as the agreement says."""
    terms = found.agreement.terms
    if terms is None:
        return None
    if terms.style == AMERICAN:
        return waterfall_of(found, NOTHING).tiers.gp
    exact = NOTHING
    for sharer in found.sharers:
        run = european(
            contributions=sharer.contributions,
            distributions=(*sharer.distributions, *sharer.carry_paid),
            terms=sharer.terms,
            as_of=found.day,
        )
        exact += run.carry
    return exact.quantize(CENT)


def _own_notes() -> list[Note]:
    text = "Of the whole fund: an investor is told what it bore itself."
    names = ("by_waterfall", "earned", "clawback_exposure", "clawback_if_zero", "difference",
             "expected")  # fmt: skip
    return [Note(name, "of_the_whole_fund", text) for name in names]
