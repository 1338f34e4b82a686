"""All investors together: what they promised, paid, got and hold, what is late, what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from services.clock import last_closed_quarter_end, quarter_before
from services.db.queries.lp_reporting.books import PackRow
from services.envelope import Note
from services.frames import refs
from services.lp_reporting.account import period_name
from services.lp_reporting.notices import Notice, of_investors, outstanding
from services.lp_reporting.records import Records
from services.lp_reporting.results.register import (
    CallsOutstanding,
    Overview,
    Packs,
    Standing,
    Tie,
)
from services.lp_reporting.standing import (
    Figures,
    figures,
    fraction,
    quarters_before,
    standing,
)
from services.lp_reporting.ties import tie_notes
from services.partners import Interest, Partnership, Position, total

DUE_DAYS = 45  # after the quarter: the annual report of ILPA's Principles is owed within 90
STATES = ("draft", "approved", "locked", "superseded")


def overview(
    records: Records,
    notices: Sequence[Notice],
    packs: Sequence[PackRow],
    ties: Sequence[Tie],
) -> Overview:
    """The head of the page; an investor sees itself alone, without packs and tie-outs."""
    own = _figures(records)
    position = own.position
    seen = partial(_begun_and_published, records)
    recent = [
        standing(_at(records, day), day) for day in quarters_before(records.as_of) if seen(day)
    ]
    last = quarter_before(records.as_of)
    before = standing(_at(records, last), last) if seen(last) else None
    return Overview(
        lp_count=_count(records),
        total_commitments=position.commitment,
        called=position.called,
        called_pct=fraction(position.called, position.commitment),
        distributed=position.distributions,
        recallable=position.recallable,
        unfunded=position.unfunded,
        nav=position.nav,
        net_irr=own.irr,
        net_irr_status=own.status,
        tvpi=own.tvpi,
        dpi=own.dpi,
        rvpi=own.rvpi,
        calls_outstanding=_outstanding(notices),
        packs=_packs(records, packs) if records.eyes.of_firm else None,
        ties=tuple(ties),
        previous=before,
        recent=tuple(recent),
        funds=refs(records.rows),
        meta=records.meta(Overview, nav_as_of=position.nav_as_of),
        notes=records.notes(
            *own.notes, *_notes(records, position, before), *_blank(recent), *tie_notes(ties)
        ),
    )


def _mine(records: Records, fund: Partnership) -> list[Interest]:
    if records.eyes.of_firm:
        return [fund.whole]
    return list(records.interests(fund))


def _at(records: Records, day: date) -> list[Position]:
    return [
        interest.at(min(day, fund.as_of))
        for fund in records.funds
        for interest in _mine(records, fund)
    ]


def _begun_and_published(records: Records, day: date) -> bool:
    """Whether a day has figures for these eyes: an investor has those of its sealed packs alone."""
    begun = [
        fund
        for fund in records.funds
        if any(interest.at(min(day, fund.as_of)).started for interest in _mine(records, fund))
    ]
    return bool(begun) and records.published(day, begun)


def _figures(records: Records) -> Figures:
    return figures(_at(records, records.as_of), day=records.as_of, prefix="net_")


def _count(records: Records) -> int:
    """Limited partners who have promised something that still holds; unknown ones count too."""
    found = set()
    for person, parts in records.people():
        if any(
            not interest.is_gp
            and interest.at(fund.as_of).started
            and interest.committed(fund.as_of) != 0
            for fund, interest in parts
        ):
            found.add(person.id)
    return len(found)


def _outstanding(notices: Sequence[Notice]) -> CallsOutstanding:
    unpaid = outstanding(of_investors(notices))
    late = [item.days_late for item in unpaid if item.days_late is not None]
    return CallsOutstanding(
        amount=total(item.amount for item in unpaid),
        lps=len({item.row.investor_id for item in unpaid}),
        max_days_late=max(late, default=None),
    )


def _packs(records: Records, packs: Sequence[PackRow]) -> Packs:
    """Packs of the last closed quarter; an investor of a fund without one is missing."""
    end = last_closed_quarter_end(records.as_of)
    own = [pack for pack in packs if pack.as_of == end]
    counts = {state: sum(pack.state == state for pack in own) for state in STATES}
    owed = {
        (fund.fund.id, interest.investor.id)
        for fund in records.funds
        for interest in fund.partners
        if interest.investor is not None and interest.committed(end)
    }
    made = {(pack.fund_id, pack.lp_id) for pack in own}
    return Packs(
        period=period_name(end),
        due_date=end + timedelta(days=DUE_DAYS),
        exported=sum(pack.state == "locked" and pack.exported for pack in own),
        missing=len(owed - made),
        **counts,
    )


def _blank(recent: Sequence[Standing]) -> list[Note]:
    if not any(None in (point.nav, point.called, point.unfunded) for point in recent):
        return []
    text = "Of some quarter-ends a value, a flow or the commitment is not known."
    return [Note(name, "unknown", text) for name in ("recent", "previous")]


def _notes(records: Records, position: Position, before: Standing | None) -> list[Note]:
    found = []
    if not position.commitment:
        text = "No commitment is known."
        found.append(Note("called_pct", "commitment_unknown", text))
    if before is None and records.eyes.of_firm:
        text = "Nothing had begun a quarter before."
        found.append(Note("previous", "before_first_flow", text))
    elif before is None:
        text = "Nothing was published of the quarter before."
        found.append(Note("previous", "not_published", text))
    if not records.eyes.of_firm:
        text = "The state of packs is the firm's own."
        found.append(Note("packs", "of_the_firm", text))
    text = "No call is late."
    found.append(Note("max_days_late", "in_time", text))
    return found
