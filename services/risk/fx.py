"""What is held in other currencies, and what exchange rates did to its return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.calc import irr, multiples
from services.calc.fx import fx_effect
from services.calc.transactions import WITH
from services.envelope import Note
from services.fund_performance.books import GROSS, Books
from services.fund_performance.frame import Frame
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.fund_performance.rates import shown
from services.portfolio_analytics.notes import portfolio_notes
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.returns import Returns
from services.portfolio_analytics.stakes import Piece
from services.risk.exposure import Exposure, InCurrency, currencies_of
from services.risk.results import CurrencyRow, FxExposure

FALL = Decimal("0.1")
ONE = Decimal(1_000_000)  # rates come rounded to cents of an amount: of a million that is exact


def fx(records: Records) -> FxExposure:
    """Holdings at as_of by currency, the answer's own first named `base`."""
    frame, day = records.frame, records.as_of
    exposure, returns = Exposure(records, day), Returns(records, day)
    every = _every_piece(exposure)
    rows = tuple(
        _row(frame, one, every.get(one.currency, ()), exposure.value, returns)
        for one in exposure.currencies
    )
    notes = [
        *pooled_note(frame),
        *portfolio_notes(records, exposure.picture.held),
        *_notes(frame, rows, exposure.foreign),
        *conversion_notes(frame, day),
    ]
    return FxExposure(
        base=frame.currency,
        rows=rows,
        exposed=exposure.foreign,
        exposed_share=exposure.foreign_share,
        meta=records.meta(FxExposure),
        notes=distinct(notes),
    )


def _every_piece(exposure: Exposure) -> dict[str, list[Piece]]:
    """Everything ever bought by its currency: returns are of what was sold as well."""
    own = currencies_of(exposure.records.frame, exposure.day)
    found: dict[str, list[Piece]] = {}
    for stake in exposure.picture.held:
        for piece in stake.pieces:
            if piece.recorded:
                found.setdefault(own[piece.deal.id], []).append(piece)
    return found


def _row(
    frame: Frame,
    one: InCurrency,
    pieces: Sequence[Piece],
    whole: Decimal | None,
    returns: Returns,
) -> CurrencyRow:
    value = multiples.total(piece.value for piece in pieces)
    base = returns.of(pieces, value).irr
    local = _local(frame, one.currency, pieces, returns.day)
    foreign = one.currency != frame.currency
    return CurrencyRow(
        currency=one.currency,
        fair_value=one.value,
        weight=multiples.ratio(one.value, whole),
        cost=one.cost,
        local_irr=local,
        base_irr=base,
        fx_effect=fx_effect(local=local, base=base),
        rate=_rate(frame, one.currency, returns.day),
        change_year=_change(frame, one.currency, returns.day) if foreign else 0.0,
        nav_if_falls_10=_fall(one.value) if foreign else Decimal(0),
    )


def _local(frame: Frame, currency: str, pieces: Sequence[Piece], day: date) -> float | None:
    """The rate of return of some investments in their own currency."""
    ids = {piece.deal.id for piece in pieces}
    own = _in_own(frame, currency, ids, day)
    if own is None:
        return None
    flows, value = own
    found = irr.performance(
        [when for when, _ in flows], [amount for _, amount in flows], nav=value, as_of=day
    )
    return shown(found).irr


def _in_own(
    frame: Frame, currency: str, ids: set[str], day: date
) -> tuple[list[tuple[date, Decimal]], Decimal] | None:
    """Flows and value in one currency; None where a rate or a value is not known."""
    local = replace(frame, currency=currency, exchange=frame.exchange.afresh())
    ledger = Books.of(local).ledger(basis=GROSS, credit_line=WITH)
    values = [ledger.value_of(name, day).amount for name in sorted(ids)]
    known = all(ledger.accounts[name].known_on(day) for name in ids)
    value = multiples.total(values)
    if value is None or not known:
        return None
    cash = [(f.day, f.cash) for f in ledger.flows if f.account in ids and f.day <= day and f.cash]
    return cash, value


def _rate(frame: Frame, currency: str, day: date) -> Decimal | None:
    """Units of the answer's currency for one of this one."""
    if currency == frame.currency:
        return Decimal(1)
    found = frame.exchange.convert(ONE, currency, frame.currency, day)
    return None if found is None else (found / ONE).normalize()


def _change(frame: Frame, currency: str, day: date) -> float | None:
    """What the currency gained against the answer's over twelve months."""
    before = date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
    now = frame.exchange.afresh().convert(ONE, currency, frame.currency, day)
    then = frame.exchange.afresh().convert(ONE, currency, frame.currency, before)
    found = multiples.ratio(now, then)
    return None if found is None else found - 1


def _fall(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value * FALL


def _notes(frame: Frame, rows: Sequence[CurrencyRow], exposed: Decimal | None) -> list[Note]:
    notes: list[Note] = []
    if exposed is None:
        text = "The value of what is held is not known, or nothing is held."
        keys = ("exposed", "exposed_share", "weight", "fair_value", "nav_if_falls_10")
        notes += [Note(key, "nav_unknown", text) for key in keys]
    elif not rows:
        notes.append(Note("exposed_share", "nothing_held", "Nothing is held."))
    elif any(row.weight is None for row in rows):
        text = "What is held is worth nothing: there are no weights."
        notes += [Note(key, "no_value", text) for key in ("exposed_share", "weight")]
    for key, words in (
        ("local_irr", "no single yearly rate solves its flows in its own currency."),
        ("base_irr", f"no single yearly rate solves its flows in {frame.currency}."),
        ("fx_effect", "one of the two rates is not known."),
        ("rate", "no exchange rate of the last 45 days is known."),
        ("change_year", "no exchange rate of a year ago is known."),
        ("cost", "the cost is not known."),
    ):
        if names := [row.currency for row in rows if getattr(row, key) is None]:
            notes.append(Note(key, "not_known", f"{listed(names)}: {words}"))
    return notes
