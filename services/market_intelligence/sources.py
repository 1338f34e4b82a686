"""Every provider, and what several of them say of the same sectors and quarters, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from sqlalchemy.orm import Session

from services.calc import market as calc
from services.db.queries.market_intelligence import answers
from services.db.queries.market_intelligence.answers import TrendRow
from services.envelope import Note
from services.market_intelligence import notes
from services.market_intelligence.computed.payloads import amount
from services.market_intelligence.frame import Frame, origin_of
from services.market_intelligence.notes import LEAST
from services.market_intelligence.results import Disagreement, SourceQuarter, Sources
from services.market_intelligence.trends import plain, same


def sources(session: Session, frame: Frame, sector: str | None) -> Sources:
    """Rows of the period by sector and quarter; two providers are divided, never added.

    The quarter compared is the newest that two providers have, else the current one.
    """
    rows = [row for row in _read(session, frame) if sector is None or same(row.sector, sector)]
    together = _together(rows)
    both = [quarter for _, quarter in together]
    heading = frame.heading()
    heading.pop("origin")
    return Sources(
        sources=tuple(origin_of(row) for row in frame.providers),
        rows=tuple(_row(row) for row in rows),
        disagreements=tuple(
            _disagreement(one, other)
            for found in together.values()
            for one, other in combinations(found, 2)
        ),
        quarter=max(both, default=frame.quarter),
        **heading,
        meta=frame.meta(Sources, currency=None if _mixed(rows) else frame.currency),
        notes=(
            *notes.standing(frame, ("rows", "quarter"), frame.quarters),
            *(
                notes.source_note(origin_of(row))
                for row in frame.providers
                if row != frame.provider
            ),
            *_notes(frame, rows, together),
        ),
    )


def _read(session: Session, frame: Frame) -> Sequence[TrendRow]:
    """Usable rows of every provider in the quarters of the period, by sector, quarter, provider."""
    if frame.provider is None or not frame.quarters:
        return []
    rows = answers.trends(
        session,
        sources=[row.source for row in frame.providers],
        quarters=frame.quarters,
        known_on=frame.known_on,
    )
    kept = [row for row in rows if row.source != frame.provider.source or frame.usable(row.quarter)]
    return sorted(kept, key=lambda row: (row.quarter, plain(row.sector), row.source))


def _together(rows: Sequence[TrendRow]) -> Mapping[tuple[str, str], list[TrendRow]]:
    """What several providers say of one sector and quarter."""
    found: dict[tuple[str, str], list[TrendRow]] = defaultdict(list)
    for row in rows:
        found[plain(row.sector), row.quarter].append(row)
    return {key: some for key, some in found.items() if len(some) > 1}


def _row(row: TrendRow) -> SourceQuarter:
    size = row.payload["size"]
    return SourceQuarter(
        provider=row.source,
        sector=row.sector,
        quarter=row.quarter,
        total_deals=row.total_deals,
        total_funding=amount(row.payload["funding"]),
        median_deal_size=amount(size["median"]) if size["n"] >= LEAST else None,
        currency=row.payload["currency"],
    )


def _disagreement(one: TrendRow, other: TrendRow) -> Disagreement:
    """The second provider over the first; money only where both give it in one currency."""
    same_money = one.payload["currency"] == other.payload["currency"]
    ours, theirs = (amount(row.payload["funding"]) for row in (one, other))
    return Disagreement(
        sector=one.sector,
        quarter=one.quarter,
        first=one.source,
        second=other.source,
        deals_ratio=calc.ratio(other.total_deals, one.total_deals),
        funding_ratio=calc.ratio(theirs, ours) if same_money else None,
    )


def _mixed(rows: Sequence[TrendRow]) -> bool:
    return len({row.payload["currency"] for row in rows}) > 1


def _notes(
    frame: Frame, rows: Sequence[TrendRow], together: Mapping[tuple[str, str], Sequence[TrendRow]]
) -> list[Note]:
    found = []
    if frame.answerable and not together:
        text = "No two providers say something of the same sector and quarter in this period."
        found.append(Note("disagreements", notes.NO_DATA, text))
    if _mixed(rows):
        text = "Providers give money in different currencies: each row in its own, no ratio of it."
        found.append(Note("funding_ratio", "provider_currency", text))
    few = sum(row.payload["size"]["n"] < LEAST for row in rows)
    if few:
        text = f"{few} rows have fewer than {LEAST} disclosed amounts and no median."
        found.append(Note("median_deal_size", notes.TOO_FEW, text))
    silent = [
        f"{row.source} {row.sector} {row.quarter}" for row in rows if row.payload["funding"] is None
    ]
    return [*found, *notes.undisclosed_note("total_funding", silent)]
