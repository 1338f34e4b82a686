"""The anti-portfolio: deals that were passed or lost, and what the market did with them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc.accounts import NOTHING
from services.calc.funnel import ENDINGS
from services.db.queries.deal_flow import (
    EXIT,
    ROUND,
    MarketRow,
    market_since,
    names_as_compared,
)
from services.deal_flow.frame import Frame, Prospect
from services.deal_flow.results import Decision, Decisions
from services.envelope import Note


@dataclass(frozen=True, slots=True)
class Since:
    """What the market did since the first decision, by the name of the company as compared."""

    names: Mapping[str, str]
    rows: Mapping[str, Sequence[MarketRow]]

    @property
    def currencies(self) -> set[str]:
        """Every currency that an amount is in."""
        return {row.currency for rows in self.rows.values() for row in rows if row.currency}


def read_since(session: Session, frame: Frame) -> Since:
    """Names as compared, then their rounds and exits: two statements."""
    ended = frame.ended_in(ENDINGS)
    names = names_as_compared(session, {deal.row.name for deal in ended})
    days = [deal.track.ended_on for deal in ended if deal.track.ended_on is not None]
    found: dict[str, list[MarketRow]] = defaultdict(list)
    for row in market_since(
        session,
        {key for key in names.values() if key},
        since=min(days, default=frame.as_of),
        until=frame.as_of,
        known_on=frame.known_on,
    ):
        found[row.key].append(row)
    return Since(names, found)


def decisions(frame: Frame, since: Since) -> Decisions:
    """Deals that ended in the window, those that raised most often since first."""
    rows = [_decision(frame, since, deal) for deal in frame.ended_in(ENDINGS)]
    rows.sort(key=_order)
    raised = sum(row.later_rounds > 0 or row.exited is not None for row in rows)
    return Decisions(
        decisions=tuple(rows),
        passed=len(rows),
        raised_since=raised,
        meta=frame.meta(Decisions, source=_sources(rows)),
        notes=(*_notes(rows), *frame.notes()),
    )


def _order(row: Decision) -> tuple[int, Decimal, int, str]:
    rounds = row.later_rounds + (row.exited is not None)
    return -rounds, -(row.later_raised or NOTHING), -row.decided_on.toordinal(), row.deal


def _decision(frame: Frame, since: Since, deal: Prospect) -> Decision:
    row, track = deal.row, deal.track
    decided = track.ended_on or frame.as_of
    source, told = _told(since.rows.get(since.names.get(row.name, ""), ()), decided)
    rounds = [each for each in told if each.kind == ROUND]
    exits = [each for each in told if each.kind == EXIT]
    amounts = [_money(frame, each, each.amount) for each in rounds]
    known = [amount for amount in amounts if amount is not None]
    last = rounds[-1] if rounds else None
    return Decision(
        deal=row.code,
        name=row.name,
        fund=frame.codes[row.fund_id],
        decided_on=decided,
        outcome=deal.outcome,
        stage=track.furthest,
        reason=row.reason,
        owner=row.owner,
        sector=row.sector,
        later_rounds=len(rounds),
        undisclosed_rounds=len(rounds) - len(known),
        later_raised=sum(known, NOTHING) if known else None,
        last_round=last.what if last else None,
        last_round_date=last.day if last else None,
        last_post_money=_money(frame, last, last.post_money) if last else None,
        exited=exits[-1].what if exits else None,
        source=source,
    )


def _told(rows: Sequence[MarketRow], decided: date) -> tuple[str | None, list[MarketRow]]:
    """What one provider tells since a day: the one that tells most, so that no round counts
    twice; of equals the first by name."""
    by_source: dict[str, list[MarketRow]] = defaultdict(list)
    for row in rows:
        if row.day > decided:
            by_source[row.source].append(row)
    if not by_source:
        return None, []
    source = min(by_source, key=lambda name: (-len(by_source[name]), name))
    return source, by_source[source]


def _money(frame: Frame, row: MarketRow, amount: Decimal | None) -> Decimal | None:
    """In the answer's currency at the rate of the day; None: undisclosed, or no rate known."""
    if amount is None or row.currency is None:
        return None
    return frame.convert(amount, row.currency, row.day)


def _sources(rows: Sequence[Decision]) -> str | None:
    return ", ".join(sorted({row.source for row in rows if row.source})) or None


def _notes(rows: Sequence[Decision]) -> Iterator[Note]:
    if not rows:
        yield Note("decisions", "none_ended", "No deal was passed or lost in this window.")
        return
    words = (
        "Matched by the name of the company, spelling and legal form aside: another company of the "
        "same name would be taken for it. Nothing found does not mean that nothing happened."
    )
    yield Note("later_rounds", "matched_by_name", words)
    undisclosed = sum(row.undisclosed_rounds for row in rows)
    if undisclosed:
        words = (
            f"{undisclosed} of these rounds disclose no amount that can be put into the answer's "
            "currency: they count, and are in no sum."
        )
        yield Note("later_raised", "undisclosed", words)
    if any(row.later_rounds and row.last_post_money is None for row in rows):
        words = "Where the last round discloses no valuation, none is given."
        yield Note("last_post_money", "undisclosed", words)
