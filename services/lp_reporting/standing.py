"""Figures of investors made of their positions: what rows, totals and quarters have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.clock import quarter_before
from services.db.queries.lp_reporting.books import PackRow
from services.db.reads.investors import InvestorRow
from services.envelope import Note
from services.lp_reporting.records import TRANSFERRED, Records, rate_of
from services.lp_reporting.results.register import LastReport, SideTerm, Standing
from services.partners import Interest, Partnership, Position, in_force, pooled

RECENT_QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """A position with its rate and multiples; None is not given, `notes` say why."""

    position: Position
    irr: float | None
    status: str
    tvpi: float | None
    dpi: float | None
    rvpi: float | None
    notes: tuple[Note, ...]


def figures(
    positions: Sequence[Position], *, day: date, prefix: str = "lp_", everybody: bool = False
) -> Figures:
    """The figures of some positions together: sums, the pooled rate, ratios of the sums."""
    whole = positions[0] if len(positions) == 1 else pooled(positions, day=day)
    rate = rate_of(positions, field=f"{prefix}irr", everybody=everybody)
    found = multiples.multiples(
        paid_in=whole.called, distributed=whole.distributions, nav=whole.nav
    )
    notes = [rate.note] if rate.note else []
    handed = rate.status == TRANSFERRED
    if handed:
        text = "An interest was handed over between investors, so its own flows give no multiple."
        notes += [Note(f"{prefix}{name}", TRANSFERRED, text) for name in ("tvpi", "dpi", "rvpi")]
    elif found.tvpi is None and whole.called is not None and not whole.called:
        text = "Nothing was paid in by this date, so there is no multiple."
        notes.append(Note(f"{prefix}tvpi", "nothing_paid_in", text))
    notes += _unknown(whole)
    return Figures(
        position=whole,
        irr=rate.irr,
        status=rate.status,
        tvpi=None if handed else found.tvpi,
        dpi=None if handed else found.dpi,
        rvpi=None if handed else found.rvpi,
        notes=tuple(notes),
    )


def _unknown(position: Position) -> list[Note]:
    words = {
        "commitment": "no commitment is known: import commitments.",
        "called": "flows are known for the whole fund only, or lack an exchange rate.",
        "distributions": "flows are known for the whole fund only, or lack an exchange rate.",
        "recallable": "flows are known for the whole fund only, or lack an exchange rate.",
        "unfunded": "the commitment or a flow is not known.",
        "nav": "no value of its own is known by this date.",
    }
    return [
        Note(name, "unknown", text)
        for name, text in words.items()
        if getattr(position, name) is None
    ]


def at(parts: Iterable[tuple[Partnership, Interest]], day: date | None = None) -> list[Position]:
    """Where the parts stand, each on the day of its fund unless one is named."""
    return [interest.at(min(day or fund.as_of, fund.as_of)) for fund, interest in parts]


def share_class(parts: Sequence[tuple[Partnership, Interest]]) -> str | None:
    """The class of interests where it is the same in every fund."""
    found = {interest.share_class(fund.as_of) for fund, interest in parts}
    return found.pop() if len(found) == 1 else None


def side_letter(
    person: InvestorRow, parts: Iterable[tuple[Partnership, Interest]]
) -> tuple[SideTerm, ...]:
    """What was agreed with an investor and holds in each fund."""
    return tuple(
        SideTerm(term=row.term, value=row.value, fund=fund.fund.code, since=row.effective_date)
        for fund, _ in parts
        for row in in_force(fund.side, fund.as_of)
        if row.investor_id == person.id
    )


def last_report(packs: Iterable[PackRow], investor: str, records: Records) -> LastReport | None:
    """The newest pack of an investor: for itself only what was published."""
    for pack in packs:
        published = pack.state in ("locked", "superseded")
        if pack.lp_id == investor and (published or records.eyes.of_firm):
            opened = pack.opened_at.date() if pack.opened_at else None
            return LastReport(id=pack.id, period=pack.period, state=pack.state, opened_at=opened)
    return None


def committed_by_all(records: Records, funds: Iterable[Partnership]) -> Decimal | None:
    """What all limited partners promised to some funds."""
    return pooled([fund.whole.at(fund.as_of) for fund in funds], day=records.as_of).commitment


def fraction(part: Decimal | None, whole: Decimal | None) -> float | None:
    """part / whole; None when either is unknown or there is nothing."""
    return multiples.ratio(part, whole)


def quarters_before(as_of: date, count: int = RECENT_QUARTERS) -> list[date]:
    """The last quarter-ends up to a day, the day itself last, oldest first."""
    days = [as_of]
    while len(days) < count:
        days.insert(0, quarter_before(days[0]))
    return days


def standing(positions: Sequence[Position], day: date) -> Standing:
    """The register's totals on a day."""
    whole = pooled(positions, day=day)
    return Standing(
        date=day,
        total_commitments=whole.commitment,
        called=whole.called,
        called_pct=fraction(whole.called, whole.commitment),
        distributed=whole.distributions,
        recallable=whole.recallable,
        unfunded=whole.unfunded,
        nav=whole.nav,
    )
