"""What an investment would do to limits, weights, what is left, and how long that lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from services.calc import concentration as calc
from services.calc import multiples
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct
from services.portfolio_analytics.records import Records
from services.risk import limits
from services.risk.exposure import Exposure
from services.risk.limits import Standing
from services.risk.liquidity import Position, exhausted_on, pace, quarters_left
from services.risk.results import (
    ConcentrationAfter,
    LimitAfter,
    PacingAfter,
    PreTrade,
    ReservesAfter,
)

CENT = Decimal("0.01")
NOTHING = Decimal(0)
CONSENT = "LPAC consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What money would go into: a company held or known (`company_id`), or a new one by name."""

    company_id: str | None
    company: str | None
    name: str
    sector: str | None
    geography: str | None


def pre_trade(
    records: Records,
    found: Sequence[Standing],
    owed: Position,
    target: Target,
    *,
    amount: Decimal,
    day: date,
    reserved: Decimal,
) -> PreTrade:
    """The fund's limits, weights and means before and after `amount`; `reserved`: for the company
    already, which what is left for new deals does not have to find again. Allowed is what breaks
    no limit that it falls under, whatever is broken already."""
    frame = records.frame
    results = tuple(_result(one, target, amount, records) for one in found)
    states = {row.state for row in results if row.before is None or row.after != row.before}
    allowed: bool | None = limits.BREACH not in states
    if allowed and any(row.state == limits.UNKNOWN for row in results):
        allowed = None
    weights = _weights(records, target, amount)
    left = owed.capital.dry_powder
    after = None if left is None else left - max(amount - reserved, NOTHING)
    pacing = _pacing(records, left, after, day)
    return PreTrade(
        fund=frame.funds[0].code,
        company=target.company,
        name=target.name,
        sector=target.sector,
        geography=target.geography,
        amount=amount,
        date=day,
        allowed=allowed,
        results=results,
        concentration_after=weights,
        reserves_after=ReservesAfter(
            new_deal_capacity_before=left, new_deal_capacity=after, reserved=reserved
        ),
        pacing_after=pacing,
        meta=records.meta(PreTrade),
        notes=distinct(
            [
                *limits.limit_notes(records, found),
                *_target_notes(target, results, allowed),
                *_notes(weights, after, pacing),
                *owed.capital.notes,
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def _result(one: Standing, target: Target, amount: Decimal, records: Records) -> LimitAfter:
    """One limit with what the company, its sector or its place uses before and after."""
    key = _key(one, target, records)
    before = _used(one, key)
    more = NOTHING if key is None or one.rule.id == limits.LINE else amount
    after = None if before is None else before + more
    state = limits.UNKNOWN if _unsaid(one, target) and more == 0 else one.state(after)
    return LimitAfter(
        limit_id=one.rule.id,
        name=limits.NAMES[one.rule.id],
        before=multiples.ratio(before, one.committed),
        after=multiples.ratio(after, one.committed),
        limit=float(one.rule.share),
        headroom_after=one.headroom(after),
        state=state,
        cure=_cure(one, before) if state == limits.BREACH and more else None,
    )


def _key(one: Standing, target: Target, records: Records) -> str | None:
    """Whose use of the limit grows; None where the deal does not fall under it."""
    if one.rule.id == limits.COMPANY:
        return target.company_id or ""
    if one.rule.id == limits.SECTOR:
        return limits.group_key(target.sector)
    if one.rule.id == limits.GEOGRAPHY:
        home = limits.is_home(records.books, target.geography)
        return None if home else limits.group_key(target.geography)
    return limits.LINE


def _used(one: Standing, key: str | None) -> Decimal | None:
    """What falls under the limit now; of a deal that does not fall under it the most that does."""
    if key is not None:
        return one.of(key)
    if not one.known:
        return None
    return one.uses[0].amount if one.uses else NOTHING


def _unsaid(one: Standing, target: Target) -> bool:
    """Whether it is not known if the deal falls under the limit."""
    return (one.rule.id == limits.SECTOR and not target.sector) or (
        one.rule.id == limits.GEOGRAPHY and not target.geography
    )


def _cure(one: Standing, before: Decimal | None) -> str:
    """What would keep within the limit."""
    if before is None or one.most is None or before >= one.most:
        return CONSENT
    most = (one.most - before).quantize(CENT, ROUND_DOWN).normalize()
    return f"{CONSENT} or amount <= {most:f}"


def _weights(records: Records, target: Target, amount: Decimal) -> ConcentrationAfter:
    """Weights by fair value with the new money at cost."""
    held = Exposure(records, records.as_of).held
    values = {stake.company_id: stake.value for stake in held}
    own = target.company_id or ""
    now = values.get(own, NOTHING)
    values[own] = None if now is None else now + amount
    found = calc.concentration(list(values.values()))
    shares = calc.shares(values.values())
    return ConcentrationAfter(
        top_company_weight=found.top_1,
        company_weight=None if shares is None else shares[list(values).index(own)],
        effective_positions=found.effective_number,
    )


def _pacing(
    records: Records, before: Decimal | None, after: Decimal | None, day: date
) -> PacingAfter:
    quarterly = pace(records.frame, records.as_of)
    lasts = quarters_left(after, quarterly)
    return PacingAfter(
        quarters_left_before=quarters_left(before, quarterly),
        quarters_left=lasts,
        exhausts_on=exhausted_on(day, lasts),
    )


def _target_notes(
    target: Target, results: Sequence[LimitAfter], allowed: bool | None
) -> list[Note]:
    notes: list[Note] = []
    if target.company is None:
        text = f"{target.name} is new: it has no code here yet."
        notes.append(Note("company", "new_company", text))
    if allowed is None:
        text = (
            "A limit cannot be judged: the cost of a company, commitments, or the sector or "
            "geography of this one is not known."
        )
        notes += [
            Note(key, "not_judged", text)
            for key in ("allowed", "before", "after", "headroom_after")
        ]
    for key in ("sector", "geography"):
        if not getattr(target, key):
            notes.append(Note(key, "not_said", f"The {key} of {target.name} is not known."))
    if any(row.cure is None for row in results):
        notes.append(Note("cure", "within_limit", "Nothing has to be cured."))
    return notes


def _notes(weights: ConcentrationAfter, after: Decimal | None, pacing: PacingAfter) -> list[Note]:
    notes: list[Note] = []
    if weights.top_company_weight is None:
        text = "The value of a company is not known, so there are no weights."
        notes += [
            Note(key, "no_weights", text)
            for key in ("top_company_weight", "company_weight", "effective_positions")
        ]
    if after is None:
        text = "The commitment of the fund is not known."
        notes += [
            Note(key, "commitment_unknown", text)
            for key in ("new_deal_capacity_before", "new_deal_capacity")
        ]
    elif after < 0:
        text = "More than the fund has left for new deals: it would have to free reserves."
        notes.append(Note("new_deal_capacity", "above_capacity", text))
    if pacing.exhausts_on is None:
        text = "Nothing new was bought in the last four quarters, or what is left is not known."
        notes += [
            Note(key, "no_pace", text)
            for key in ("quarters_left_before", "quarters_left", "exhausts_on")
        ]
    return notes
