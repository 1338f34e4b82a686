"""How far fair values can be trusted: age, method, the price last paid, and how smooth they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.calc.smoothing import Desmoothed, desmooth
from services.calc.staleness import staleness
from services.clock import quarter_before, quarter_end
from services.envelope import Note
from services.fund_performance.books import Books
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.notes import missing, portfolio_notes
from services.portfolio_analytics.overview import is_stale_mark
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.schedule import Marks
from services.portfolio_analytics.stakes import Piece, Stake
from services.risk.exposure import Exposure
from services.risk.results import MarkRow, ValuationRisk

LEAST_QUARTERS = 8  # fewer returns say nothing about how they follow each other (DOMAIN 9)
AT_COST, UNSAID = "at cost", "not stated"
WORDS: Mapping[str, str] = {
    "fair_value": "the value is not known by this date.",
    "weight": "the value of a company is not known, so there are no weights.",
    "marked_on": "its value stands on no mark.",
    "age_days": "its value stands on no mark.",
    "method": "the mark names no method, or there is none.",
    "last_round_on": "no purchase is known.",
    "vs_last_round": "cost or value of what was bought last is not known, or nothing was paid.",
}


def valuation(records: Records, words: Marks) -> ValuationRisk:
    """Marks of what is held at as_of, the largest value first; `words` of the newest marks."""
    exposure = Exposure(records, records.as_of)
    held = sorted(exposure.held, key=lambda stake: (-(stake.value or Decimal(0)), stake.name))
    rows = tuple(_row(records, stake, words, exposure.value) for stake in held)
    aged = staleness(
        [(stake.value, stake.marked_on) for stake in held],
        as_of=records.as_of,
        stale_after_days=records.thresholds.stale_mark_days,
    )
    methods = _methods(held, words)
    returns = quarterly(records.books)
    found = desmooth(returns) if len(returns) >= LEAST_QUARTERS else None
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, exposure.picture.held),
        *missing([(row.name, row) for row in rows], WORDS),
        *_notes(aged.weighted_age_days, exposure.stale_share, methods),
        *_smooth(found, len(returns)),
        *conversion_notes(records.frame, records.as_of),
    ]
    return ValuationRisk(
        rows=rows,
        weighted_age_days=aged.weighted_age_days,
        stale_share=exposure.stale_share,
        stale_count=sum(row.stale for row in rows),
        methods=methods,
        volatility_observed=found.vol_observed if found else None,
        volatility_desmoothed=found.vol_desmoothed if found else None,
        autocorrelation=found.rho if found else None,
        quarters=len(returns),
        meta=records.meta(ValuationRisk, basis=records.frame.scope.basis),
        notes=distinct(notes),
    )


def quarterly(books: Books) -> list[float]:
    """Returns of the quarters up to as_of, the oldest first: gain / (opening + half the net calls).

    Those after the last quarter whose value is not known, or that began with nothing.
    """
    frame = books.frame
    ledger = books.ledger(basis=frame.scope.basis, credit_line=frame.scope.credit_line)
    valued = ledger.value_days()
    if not valued:
        return []
    found: list[float] = []
    before = None
    for day in _ends(quarter_end(valued[0]), frame.as_of):
        now = ledger.at(day)
        if now.nav is None or now.paid_in is None or now.distributed is None or now.stale:
            before, found = None, []
            continue
        if before is not None:
            paid = (now.paid_in - before[1]) - (now.distributed - before[2])
            base = before[0] + paid / 2
            if base <= 0:
                found = []
            else:
                found.append(float((now.nav - before[0] - paid) / base))
        before = (now.nav, now.paid_in, now.distributed)
    return found


def _ends(first: date, last: date) -> list[date]:
    """Quarter-ends from one day up to another, oldest first."""
    days = [last] if quarter_end(last) == last else []
    day = quarter_before(last)
    while day >= first:
        days.insert(0, day)
        day = quarter_before(day)
    return days


def _row(records: Records, stake: Stake, words: Marks, whole: Decimal | None) -> MarkRow:
    newest = max(
        (words[piece.deal.id] for piece in stake.pieces if piece.deal.id in words),
        key=lambda mark: mark.day,
        default=None,
    )
    last = _last_bought(stake)
    return MarkRow(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        fair_value=stake.value,
        weight=multiples.ratio(stake.value, whole),
        marked_on=stake.marked_on,
        age_days=stake.mark_age(),
        stale=is_stale_mark(records, stake),
        method=newest.method if newest else None,
        last_round_on=_bought_on(last),
        vs_last_round=_against(last),
        at_cost=stake.value is not None and stake.value == stake.cost,
    )


def _last_bought(stake: Stake) -> Piece:
    """The tranche that was bought last."""
    return max(stake.pieces, key=lambda piece: (_bought_on(piece), piece.deal.code))


def _bought_on(piece: Piece) -> date:
    return piece.deal.first_flow or piece.deal.deal_date


def _against(piece: Piece) -> float | None:
    """What the tranche brought and is worth over what was paid for it, less one."""
    found = multiples.moic(invested=piece.cost, proceeds=piece.realized, fair_value=piece.value)
    return None if found is None else found - 1


def _methods(held: Sequence[Stake], words: Marks) -> dict[str, float] | None:
    """Shares of fair value by the method of its mark, the largest first."""
    values: dict[str, list[Decimal | None]] = defaultdict(list)
    for stake in held:
        for piece in stake.pieces:
            if piece.recorded:
                values[_method(piece, words)].append(piece.value)
    sums = {method: multiples.total(parts) for method, parts in values.items()}
    whole = multiples.total(sums.values())
    shares = {method: multiples.ratio(value, whole) for method, value in sums.items() if value}
    found = {method: share for method, share in shares.items() if share is not None}
    if whole is None or not found:
        return None
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _method(piece: Piece, words: Marks) -> str:
    if piece.marked_on is None:
        return AT_COST
    mark = words.get(piece.deal.id)
    return (mark.method if mark else None) or UNSAID


def _notes(age: float | None, stale: float | None, methods: dict[str, float] | None) -> list[Note]:
    text = "The value of what is held is not known, or stands on no mark."
    known = (("weighted_age_days", age), ("stale_share", stale), ("methods", methods))
    return [Note(key, "nav_unknown", text) for key, value in known if value is None]


def _smooth(found: Desmoothed | None, quarters: int) -> list[Note]:
    keys = ("volatility_observed", "volatility_desmoothed", "autocorrelation")
    if found is None:
        text = (
            f"{quarters} quarterly returns in a row are known: at least {LEAST_QUARTERS} are "
            "needed to say how far they are smoothed."
        )
        return [Note(key, "too_few_quarters", text) for key in keys]
    text = (
        f"An estimate from {quarters} quarterly returns of NAV (Geltner 1993): per quarter, not "
        "per year."
    )
    notes = [Note("volatility_desmoothed", "estimate", text)]
    if found.rho is None:
        text = "The returns never change."
        notes += [Note(key, "no_variation", text) for key in keys if key != keys[0]]
    elif found.vol_desmoothed is None:
        text = "Each return follows the one before it too closely to be told apart."
        notes.append(Note("volatility_desmoothed", "not_invertible", text))
    elif found.rho <= 0:
        text = "The returns are not smoothed: they are left as they are."
        notes.append(Note("volatility_desmoothed", "not_smoothed", text))
    return notes
