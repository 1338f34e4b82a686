"""The register: every investor over the funds asked for, with totals that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.holdings import weights
from services.db.queries.lp_reporting.books import PackRow
from services.db.reads.investors import InvestorRow
from services.db.reads.ledger import GENERAL_PARTNER
from services.envelope import Note
from services.lp_reporting.notices import Notice, latest_late
from services.lp_reporting.records import Records, named
from services.lp_reporting.results.register import LpRow, Lps, LpTotals
from services.lp_reporting.standing import (
    Figures,
    at,
    committed_by_all,
    figures,
    fraction,
    last_report,
    share_class,
    side_letter,
)
from services.partners import Interest, Partnership, Position

UNKNOWN = "unknown"
LARGEST = 3
Parts = Sequence[tuple[Partnership, Interest]]


def lps(records: Records, notices: Sequence[Notice], packs: Sequence[PackRow]) -> Lps:
    """Limited partners, the largest commitment first, then the general partner's own money."""
    people = [(person, parts) for person, parts in records.people() if _stands(parts)]
    late = latest_late(notices)
    told: list[tuple[str, Note]] = []
    found = []
    for person, parts in people:
        row, notes = _row(records, person, parts, packs, late)
        found.append(row)
        told += [(person.code, note) for note in notes]
    found.sort(key=lambda row: (row.is_gp, -(row.commitment or 0), row.lp))
    partners = [row for row in found if not row.is_gp]
    totals, notes = _totals(records, partners, people)
    return Lps(
        rows=tuple(found),
        totals=totals,
        by_type=_by(partners, lambda row: row.lp_type),
        by_country=_by(partners, lambda row: row.country),
        meta=records.meta(Lps),
        notes=records.notes(*named(told), *notes, *_blank_notes(found)),
    )


def _stands(parts: Parts) -> bool:
    return any(interest.at(fund.as_of).started for fund, interest in parts)


def _row(
    records: Records,
    person: InvestorRow,
    parts: Parts,
    packs: Sequence[PackRow],
    late: Mapping[str, int],
) -> tuple[LpRow, tuple[Note, ...]]:
    own = figures(at(parts), day=records.as_of)
    position = own.position
    is_gp = person.type == GENERAL_PARTNER
    everybody = committed_by_all(records, [fund for fund, _ in parts])
    row = LpRow(
        lp_id=person.id,
        lp=person.code,
        name=person.name,
        lp_type=person.type,
        country=person.country,
        lp_class=share_class(parts),
        is_gp=is_gp,
        commitment=position.commitment,
        share_of_fund=None if is_gp else fraction(position.commitment, everybody),
        called=position.called,
        distributions=position.distributions,
        recallable=position.recallable,
        unfunded=position.unfunded,
        nav=position.nav,
        lp_irr=own.irr,
        lp_irr_status=own.status,
        lp_tvpi=own.tvpi,
        lp_dpi=own.dpi,
        lp_rvpi=own.rvpi,
        days_late=late.get(person.id),
        side_letter=side_letter(person, parts),
        last_report=last_report(packs, person.id, records),
    )
    return row, own.notes


def _totals(
    records: Records,
    rows: Sequence[LpRow],
    people: Sequence[tuple[InvestorRow, Parts]],
) -> tuple[LpTotals, tuple[Note, ...]]:
    """The sum over limited partners; where they cannot be told apart, what the fund says."""
    parts = [
        (fund, interest)
        for person, own in people
        if person.type != GENERAL_PARTNER
        for fund, interest in own
    ]
    of_firm = records.eyes.of_firm
    summed = (
        figures(at(parts), day=records.as_of, everybody=of_firm) if parts else _of_funds(records)
    )
    notes = list(summed.notes)
    if of_firm and (not parts or summed.position.called is None):
        summed = _of_funds(records)
        text = "Investors are not all known one by one: totals are those of the fund."
        notes = [*summed.notes, Note("totals", "known_for_the_fund_only", text)]
    position = summed.position
    largest = sorted((row.commitment or NOTHING for row in rows), reverse=True)[:LARGEST]
    return (
        LpTotals(
            commitment=position.commitment,
            called=position.called,
            distributions=position.distributions,
            recallable=position.recallable,
            unfunded=position.unfunded,
            nav=position.nav,
            lp_irr=summed.irr,
            lp_tvpi=summed.tvpi,
            lp_dpi=summed.dpi,
            lp_rvpi=summed.rvpi,
            top_3_share=fraction(sum(largest, NOTHING), position.commitment) if rows else None,
        ),
        tuple(notes),
    )


def _of_funds(records: Records) -> Figures:
    positions: list[Position] = [fund.whole.at(fund.as_of) for fund in records.funds]
    return figures(positions, day=records.as_of)


def _by(rows: Sequence[LpRow], word: Callable[[LpRow], str | None]) -> dict[str, float] | None:
    """Parts of commitments by a word about investors, the largest first."""
    if any(row.commitment is None for row in rows):
        return None
    sums: dict[str, Decimal | None] = defaultdict(lambda: NOTHING)
    for row in rows:
        name = word(row) or UNKNOWN
        sums[name] = (sums[name] or NOTHING) + (row.commitment or NOTHING)
    found = weights(sums)
    if found is None:
        return None
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _blank_notes(rows: Sequence[LpRow]) -> list[Note]:
    """Why parts of the register are blank that are no sums."""
    found = []
    if any(row.is_gp for row in rows):
        text = "The general partner's own commitment stands beside those of the limited partners."
        found.append(Note("share_of_fund", "general_partner", text))
    if any(row.days_late is None for row in rows):
        text = "No call of the investor was paid late or is late."
        found.append(Note("days_late", "in_time", text))
    if any(row.lp_class is None for row in rows):
        text = "No share class is named, or it differs between funds or closings."
        found.append(Note("lp_class", "not_one", text))
    if any(row.last_report is None for row in rows):
        found.append(Note("last_report", "no_pack", "No report has been opened for the investor."))
    if any(row.commitment is None for row in rows):
        text = "A commitment is not known, so commitments cannot be shared out."
        found += [Note(name, "commitment_unknown", text) for name in ("by_type", "by_country")]
    return found
