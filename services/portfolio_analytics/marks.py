"""Marks of a period: what moved each company's value, ranked by the size of the re-mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from services.calc import multiples
from services.envelope import Note
from services.fund_performance.frame import days_between
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.fund_performance.worth_bridge import PARTS, Bridge, Bridges, added
from services.portfolio_analytics.notes import NOT_REPORTED, UNVALUED, missing, portfolio_notes
from services.portfolio_analytics.overview import is_stale_mark, share_of
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Mark, Marks
from services.portfolio_analytics.schedule import Marks as Words
from services.portfolio_analytics.stakes import Stake, active, recorded, stakes

AGES = ((30, "0-30"), (90, "31-90"))
NEVER = "never"
WHOLE = "The portfolio as a whole stands on no mark of its own; its companies do."
NOTHING = Decimal(0)
ROW_WORDS: Mapping[str, str] = {
    **dict.fromkeys(PARTS, "a value or an exchange rate is not known."),
    "remark_share": "no value to be marked anew, or a value is not known.",
    "nav_impact": "the value at the start is not known or nothing.",
    "method": "the mark names no method, or there is none.",
    "source": "the mark names no source, or there is none.",
    "mark_date": "its value stands on no mark.",
    "mark_age_days": "its value stands on no mark.",
}


def marks(records: Records, words: Words) -> Marks:
    """Every company that was worth something in the period, with totals that foot."""
    start, end = days_between(records.frame)
    held = recorded(stakes(records, end))
    bridges = Bridges(records.frame, records.ledger, start, end)
    by_stake = [(stake, added(bridges.of(piece.deal) for piece in stake.pieces)) for stake in held]
    kept = [(stake, bridge) for stake, bridge in by_stake if _moved(bridge)]
    whole = added(bridge for _, bridge in kept)
    rows = sorted(
        (_row(records, stake, bridge, whole, words) for stake, bridge in kept), key=_biggest
    )
    current = active(held)
    value = multiples.total(stake.value for stake in current)
    stale = [stake for stake in current if is_stale_mark(records, stake)]
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, held),
        *missing([(row.name, row) for row in rows], ROW_WORDS, code=UNVALUED),
        *_mixed(bridges, held),
        *(Note(key, "of_companies", WHOLE) for key in ("mark_date", "mark_age_days")),
    ]
    weighed = _weighed_age(current)
    if weighed is None or value is None or not value:
        text = "The value of what is held is not known, or stands on no mark."
        notes += [
            Note(key, NOT_REPORTED, text) for key in ("value_weighted_age_days", "stale_fair_value")
        ]
    return Marks(
        marks=tuple(rows),
        total=_total(whole),
        ages=_ages(records, current),
        value_weighted_age_days=weighed,
        stale_fair_value=share_of(stale, value),
        meta=records.meta(Marks, period=(start, end)),
        notes=distinct([*notes, *conversion_notes(records.frame, end)]),
    )


def _row(records: Records, stake: Stake, bridge: Bridge, whole: Bridge, words: Words) -> Mark:
    newest = max(
        (words[piece.deal.id] for piece in stake.pieces if piece.deal.id in words),
        key=lambda mark: mark.day,
        default=None,
    )
    base = multiples.total((bridge.opening, bridge.cash_in))
    return Mark(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        opening=bridge.opening,
        cash_in=bridge.cash_in,
        cash_out=bridge.cash_out,
        realized_gain=bridge.realized_gain,
        remark=bridge.remark,
        fx=bridge.fx,
        closing=bridge.closing,
        remark_share=multiples.ratio(bridge.remark, base),
        nav_impact=multiples.ratio(bridge.remark, whole.opening),
        method=newest.method if newest else None,
        source=newest.source if newest else None,
        mark_date=stake.marked_on,
        mark_age_days=stake.mark_age(),
        stale=is_stale_mark(records, stake),
    )


def _total(whole: Bridge) -> Mark:
    base = multiples.total((whole.opening, whole.cash_in))
    return Mark(
        company_id="",
        company="",
        name="Portfolio",
        opening=whole.opening,
        cash_in=whole.cash_in,
        cash_out=whole.cash_out,
        realized_gain=whole.realized_gain,
        remark=whole.remark,
        fx=whole.fx,
        closing=whole.closing,
        remark_share=multiples.ratio(whole.remark, base),
        nav_impact=multiples.ratio(whole.remark, whole.opening),
        method=None,
        source=None,
        mark_date=None,
        mark_age_days=None,
        stale=False,
    )


def _moved(bridge: Bridge) -> bool:
    """Whether a company was worth anything or moved at all, or that is not known."""
    return any(getattr(bridge, part) != 0 for part in PARTS)


def _biggest(row: Mark) -> tuple[bool, Decimal, str]:
    return (row.remark is None, -abs(row.remark or NOTHING), row.name)


def _ages(records: Records, held: Sequence[Stake]) -> dict[str, int]:
    """How many companies stand on marks of which age; the limit of staleness is a step."""
    limit = records.thresholds.stale_mark_days
    steps = [*AGES, (limit, f"91-{limit}")] if limit > AGES[-1][0] else list(AGES)
    over = f"over {steps[-1][0]}"
    found = dict.fromkeys([*(name for _, name in steps), over, NEVER], 0)
    for stake in held:
        age = stake.mark_age()
        name = NEVER if age is None else next((n for most, n in steps if age <= most), over)
        found[name] += 1
    return found


def _weighed_age(held: Sequence[Stake]) -> float | None:
    """The mean age of marks in days, weighed by the value that stands on them."""
    aged = [
        (stake.value, age)
        for stake in held
        if (age := stake.mark_age()) is not None and stake.value
    ]
    whole = sum((value for value, _ in aged if value is not None), NOTHING)
    summed = sum((value * age for value, age in aged if value is not None), NOTHING)
    return float(summed / whole) if whole > 0 else None


def _mixed(bridges: Bridges, held: Sequence[Stake]) -> list[Note]:
    names = bridges.mixed([piece.deal for stake in held for piece in stake.pieces])
    if not names:
        return []
    text = f"{listed(names)}: flows and marks are in several currencies, so fx is in the re-mark."
    return [Note("fx", "fx_not_separable", text)]
