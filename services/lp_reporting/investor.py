"""One investor across all the funds it is in: pooled, fund by fund, and flow by flow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.db.queries.lp_reporting.books import PackRow
from services.db.reads.investors import InvestorRow
from services.db.reads.ledger import GENERAL_PARTNER
from services.envelope import Note
from services.lp_reporting.notices import Notice
from services.lp_reporting.records import Records, named
from services.lp_reporting.results.register import Lp, LpFlow, LpFund
from services.lp_reporting.standing import (
    at,
    committed_by_all,
    figures,
    fraction,
    last_report,
    share_class,
    side_letter,
)
from services.partners import Interest, Partnership

Parts = Sequence[tuple[Partnership, Interest]]


def lp(
    records: Records,
    person: InvestorRow,
    parts: Parts,
    notices: Sequence[Notice],
    packs: Sequence[PackRow],
) -> Lp:
    """The keys of the register for all its funds together, a line per fund, and its flows."""
    own = figures(at(parts), day=records.as_of)
    position = own.position
    rows = [fund_line(fund, interest, fund.as_of) for fund, interest in parts]
    is_gp = person.type == GENERAL_PARTNER
    everybody = committed_by_all(records, [fund for fund, _ in parts])
    report = last_report(packs, person.id, records)
    return Lp(
        lp_id=person.id,
        lp=person.code,
        name=person.name,
        lp_type=person.type,
        country=person.country,
        lp_class=share_class(parts),
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
        side_letter=side_letter(person, parts),
        last_report=report,
        funds=tuple(row for row, _ in rows),
        flows=_flows(records, person, notices),
        meta=records.meta(Lp),
        notes=records.notes(
            *own.notes,
            *named([(row.fund, note) for row, notes in rows for note in notes]),
            *_blank(is_gp, share_class(parts), report is None, person),
        ),
    )


def fund_line(fund: Partnership, interest: Interest, day: date) -> tuple[LpFund, tuple[Note, ...]]:
    """How the investor stands in one fund on a day, in the currency of the answer."""
    own = figures([interest.at(day)], day=day)
    position = own.position
    everybody = fund.whole.committed(day)
    row = LpFund(
        fund=fund.fund.code,
        name=fund.fund.name,
        currency=fund.currency,
        vintage_year=fund.fund.vintage_year,
        commitment=position.commitment,
        share_of_fund=None if interest.is_gp else fraction(position.commitment, everybody),
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
        as_of=day,
    )
    return row, own.notes


def _flows(records: Records, person: InvestorRow, notices: Sequence[Notice]) -> tuple[LpFlow, ...]:
    """Its flows, newest first; where they were read is told to the firm only."""
    of_firm = records.eyes.of_firm
    own = [item for item in notices if item.row.investor_id == person.id]
    return tuple(
        LpFlow(
            date=item.row.day,
            fund=item.fund.fund.code,
            type=item.kind.slug,
            label=item.kind.label,
            amount=item.signed,
            currency=item.fund.currency,
            recallable=item.kind.recallable if item.row.recallable is None else item.row.recallable,
            due_date=item.row.due_date,
            paid_date=item.row.paid_date,
            days_late=item.days_late,
            purpose=item.row.purpose,
            file=item.row.file if of_firm else None,
            sheet=item.row.sheet if of_firm else None,
            row=item.row.row if of_firm else None,
        )
        for item in sorted(own, key=lambda item: (item.row.day, item.row.id), reverse=True)
    )


def _blank(
    is_gp: bool, share_class: str | None, without_report: bool, person: InvestorRow
) -> list[Note]:
    found = []
    if is_gp:
        text = "The general partner's own commitment stands beside those of the limited partners."
        found.append(Note("share_of_fund", "general_partner", text))
    if share_class is None:
        text = "No class of interests is named, or it differs between funds."
        found.append(Note("lp_class", "not_named", text))
    if without_report:
        found.append(Note("last_report", "no_report", "No pack was made for it yet."))
    for field, value in (("lp_type", person.type), ("country", person.country)):
        if value is None:
            found.append(Note(field, "not_imported", f"The investor's {field} is not known."))
    return found
