"""The schedule of investments: every company once, its tranches below, totals that foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc import multiples
from services.db.queries.portfolio_analytics import MarkRow, marks
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.kpis import fraction
from services.portfolio_analytics.notes import UNVALUED, missing, portfolio_notes
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import (
    Group,
    Investment,
    ScheduleOfInvestments,
    Tranche,
)
from services.portfolio_analytics.returns import Rate, Returns, rate_notes
from services.portfolio_analytics.stakes import Piece, Stake, recorded, stakes, summed

ABOVE_COST, BELOW_COST, UNVALUED_GROUP = "above_cost", "below_cost", "unknown"
TOTAL = "total"
Marks = Mapping[str, MarkRow]
WORDS: Mapping[str, str] = {
    "cost": "the cost is not known.",
    "realized_value": "what came back is not known.",
    "fair_value": "the value is not known by this date.",
    "gain": "cost or value is not known.",
    "moic": "cost or value is not known, or nothing was paid.",
    "share_of_fair_value": "the value of a company is not known, or nothing is left of any.",
    "ownership": "not stated for every investment that is still held.",
    "mark_date": "its value stands on no mark.",
    "mark_age_days": "its value stands on no mark.",
    "mark_method": "its mark names no method, or there is none.",
}


def read_newest_marks(session: Session, records: Records, until: date) -> Marks:
    """The words of the last mark of every investment by a day, by its id."""
    rows = marks(
        session,
        deal_ids=[deal.id for deal in records.frame.held.deals],
        until=until,
        known_on=records.frame.known_on,
        newest_only=True,
    )
    return {row.deal_id: row for row in rows}


def schedule(records: Records, words: Marks) -> ScheduleOfInvestments:
    """Companies ever held by as_of in groups: above cost, below cost, exited, failed."""
    held, returns = stakes(records, records.as_of), Returns(records, records.as_of)
    whole = summed(held, "value")
    holdings = Holdings(records, returns, words, whole)
    groups: dict[str, list[Stake]] = {}
    for stake in held:
        groups.setdefault(group_of(stake), []).append(stake)
    ordered = sorted(groups, key=_place)
    rows = [
        holdings.investment(stake)
        for name in ordered
        for stake in sorted(groups[name], key=_largest)
    ]
    lines = [_group(name, groups[name], returns, whole) for name in ordered]
    total = _group(TOTAL, list(held), returns, whole)
    return ScheduleOfInvestments(
        investments=tuple(rows),
        groups=tuple(lines),
        total=total,
        meta=records.meta(ScheduleOfInvestments),
        notes=distinct(
            [
                *pooled_note(records.frame),
                *portfolio_notes(records, held),
                *investment_notes(rows),
                *_group_notes([*lines, total]),
                *conversion_notes(records.frame, records.as_of),
            ]
        ),
    )


@dataclass(frozen=True, slots=True)
class Holdings:
    """What describes one company after the other: flows, words of marks, the value of all."""

    records: Records
    returns: Returns
    words: Marks
    whole: Decimal | None

    def investment(self, stake: Stake) -> Investment:
        """One company with its tranches."""
        rate = self.returns.of(stake.pieces, stake.value)
        tranches = tuple(self.tranche(piece) for piece in stake.pieces)
        marked = [row for row in tranches if row.mark_date and row.mark_date == stake.marked_on]
        return Investment(
            company_id=stake.company_id,
            company=stake.code,
            name=stake.name,
            sector=stake.first.sector,
            stage=stake.first.stage,
            geography=stake.first.geography,
            status=stake.status,
            group=group_of(stake),
            first_invested=stake.first_invested,
            cost=stake.cost,
            realized_value=stake.realized,
            fair_value=stake.value,
            gain=_gain(stake.cost, stake.realized, stake.value),
            moic=stake.moic,
            irr=rate.irr,
            irr_status=rate.status,
            ownership=_owned(stake),
            share_of_fair_value=multiples.ratio(stake.value, self.whole),
            mark_date=stake.marked_on,
            mark_age_days=stake.mark_age(),
            mark_method=marked[0].mark_method if marked else None,
            stale=any(row.stale for row in tranches),
            tranches=tranches,
        )

    def tranche(self, piece: Piece) -> Tranche:
        """One investment of one fund."""
        deal, rate = piece.deal, self.returns.of([piece], piece.value)
        mark = self.words.get(deal.id)
        marked_on = piece.marked_on if piece.value else None
        age = (self.returns.day - marked_on).days if marked_on else None
        codes = {row.id: row.code for row in self.records.frame.funds}
        return Tranche(
            investment=deal.code,
            fund=codes[deal.fund_id],
            instrument=deal.instrument,
            round=deal.round,
            invested_on=deal.first_flow or deal.deal_date,
            cost=piece.cost,
            realized_value=piece.realized,
            fair_value=piece.value,
            moic=multiples.moic(
                invested=piece.cost, proceeds=piece.realized, fair_value=piece.value
            ),
            irr=rate.irr,
            irr_status=rate.status,
            ownership=fraction(deal.ownership),
            mark_date=marked_on,
            mark_age_days=age,
            mark_method=mark.method if mark and mark.day == marked_on else None,
            stale=age is not None and age > self.records.thresholds.stale_mark_days,
        )


def investment_notes(rows: Sequence[Investment]) -> list[Note]:
    """Why amounts, ratios and rates of companies and tranches are not given."""
    every = [(row.name, record) for row in rows for record in (row, *row.tranches)]
    of_companies = {name: WORDS[name] for name in ("gain", "share_of_fair_value")}
    of_both = {name: words for name, words in WORDS.items() if name not in of_companies}
    rates = [(row.name, Rate(row.irr, row.irr_status)) for row in rows]
    rates += [(row.name, Rate(one.irr, one.irr_status)) for row in rows for one in row.tranches]
    return [
        *missing(every, of_both, code=UNVALUED),
        *missing([(row.name, row) for row in rows], of_companies, code=UNVALUED),
        *rate_notes("irr", rates),
    ]


def group_of(stake: Stake) -> str:
    """Where a company stands in the schedule: what is over, else by what it is worth in all."""
    if not stake.active:
        return stake.status
    if stake.moic is None:
        return UNVALUED_GROUP
    return ABOVE_COST if stake.moic >= 1 else BELOW_COST


def _owned(stake: Stake) -> float | None:
    """The sum over the tranches that are still worth something, where each states its part."""
    current = [piece for piece in stake.pieces if piece.value is None or piece.value > 0]
    stated = [piece.deal.ownership for piece in current]
    known = [part for part in stated if part is not None]
    if not known or len(known) < len(stated):
        return None
    return float(sum(known, Decimal(0)))


def _gain(*amounts: Decimal | None) -> Decimal | None:
    """What came back and is left less the cost."""
    cost, realized, value = amounts
    got = multiples.total((realized, value))
    return None if got is None or cost is None else got - cost


def _group(name: str, held: Sequence[Stake], returns: Returns, whole: Decimal | None) -> Group:
    cost, realized, value = (summed(held, name) for name in ("cost", "realized", "value"))
    rate = returns.pooled(recorded(held), value)
    return Group(
        group=name,
        companies=len(held),
        cost=cost,
        realized_value=realized,
        fair_value=value,
        gain=_gain(cost, realized, value),
        moic=multiples.moic(invested=cost, proceeds=realized, fair_value=value),
        irr=rate.irr,
        irr_status=rate.status,
        share_of_fair_value=multiples.ratio(value, whole),
    )


def _group_notes(lines: Sequence[Group]) -> list[Note]:
    named = [(f"group {line.group}", line) for line in lines]
    words = {name: text for name, text in WORDS.items() if hasattr(lines[0], name)}
    rates = [(name, Rate(line.irr, line.irr_status)) for name, line in named]
    return [*missing(named, words, code=UNVALUED), *rate_notes("irr", rates)]


def _place(group: str) -> int:
    order = (ABOVE_COST, BELOW_COST, UNVALUED_GROUP, "exited", "failed")
    return order.index(group)


def _largest(stake: Stake) -> tuple[Decimal, Decimal, str]:
    nothing = Decimal(0)
    return (-(stake.value or nothing), -(stake.cost or nothing), stake.name)
