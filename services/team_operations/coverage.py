"""Which companies the team looks after, who of them, and since when nobody was in touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc import multiples
from services.calc.holdings import weights
from services.calc.ledger import Ledger
from services.calc.team import days_since, is_overdue
from services.calc.transactions import WITH
from services.db.queries.team_operations import activities, holdings
from services.db.queries.team_operations.activities import Touch
from services.db.reads import team
from services.db.reads.held import ACTIVE, Held, account_of, has_begun, read_held, status_on
from services.db.reads.investments import DealRow
from services.db.reads.team import SeatRow, is_open
from services.envelope import Note
from services.team_operations.frame import Frame, answer_notes, with_rates
from services.team_operations.results import Contact, Coverage, CoverageRow

GROSS = "gross"


@dataclass(frozen=True, slots=True)
class Company:
    """One company that funds hold on a day; `value` None: not known."""

    id: str
    code: str
    name: str
    since: date
    deals: tuple[DealRow, ...]
    value: Decimal | None


@dataclass(frozen=True)
class Contacts:
    """Companies held on a day, and who was in touch with them by then."""

    frame: Frame
    day: date
    companies: tuple[Company, ...]
    touches: Mapping[str, Sequence[Touch]]
    leads: Mapping[str, str]
    seats: Mapping[str, Sequence[SeatRow]]

    @property
    def known(self) -> bool:
        """Whether anything was on record by the day: else nobody knows who was in touch."""
        return self.frame.recorded(self.day)

    def last(self, company: Company) -> Touch | None:
        """The last time anybody was in touch; of two on one day the first by code."""
        return min(
            self.touches.get(company.id, ()),
            key=lambda touch: (-touch.last.toordinal(), self.frame.code(touch.user_id)),
            default=None,
        )

    def overdue(self, company: Company) -> bool | None:
        """Whether a company is out of touch for longer than agreed; None: not known."""
        if not self.known:
            return None
        touch = self.last(company)
        last = touch.last if touch else None
        return is_overdue(self.day, last=last, since=company.since, limit=self.frame.rules.sla_days)

    def count_overdue(self) -> int | None:
        """How many companies are out of touch for longer than agreed."""
        if not self.known:
            return None
        return sum(bool(self.overdue(company)) for company in self.companies)

    def lead(self, company: Company) -> tuple[str | None, str | None]:
        """Who leads, as the newest investment of which a file says so: code (else the file's own
        words) and id of the person."""
        newest = sorted(company.deals, key=lambda deal: (deal.deal_date, deal.code), reverse=True)
        word = next((self.leads[deal.id] for deal in newest if deal.id in self.leads), None)
        person = self.frame.person(word)
        return (word, None) if person is None else (self.frame.code(person), person)

    def seated(self, company: Company) -> list[str]:
        """Ids of those who sit on the board as of the day."""
        own = self.seats.get(company.id, ())
        return list(dict.fromkeys(seat.user_id for seat in own if is_open(seat, self.day)))

    def concerns(self, company: Company, user_id: str) -> bool:
        """Whether a company is a person's: they lead it, sit on its board or were in touch."""
        touched = any(touch.user_id == user_id for touch in self.touches.get(company.id, ()))
        return touched or user_id in self.seated(company) or self.lead(company)[1] == user_id


def read_held_of(session: Session, frame: Frame) -> tuple[Frame, Held]:
    """What the reader's funds hold, and the frame with the rates of its currencies: up to three
    statements."""
    held = read_held(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on)
    return with_rates(session, frame, {event.currency for event in held.events}), held


def read_contacts(
    session: Session, frame: Frame, held: Held, day: date, *, named: bool = True
) -> Contacts:
    """Companies held on a day with their touches: one statement, three with leads and seats."""
    ledger = held.ledger(basis=GROSS, credit_line=WITH, convert=frame.convert)
    companies = tuple(held_on(held, ledger, day))
    ids = [company.id for company in companies]
    touches: dict[str, list[Touch]] = defaultdict(list)
    since = min(frame.period.start, day)
    rows = activities.touches(session, frame.sight, companies=ids, since=since, until=day)
    for touch in rows:
        touches[touch.company_id].append(touch)
    seats: dict[str, list[SeatRow]] = defaultdict(list)
    leads: dict[str, str] = {}
    if named:
        leads = holdings.leads(session, fund_ids=frame.ids, known_on=frame.known_on)
        for seat in team.seats(session, companies=ids, known_on=frame.known_on):
            seats[seat.company_id].append(seat)
    return Contacts(frame, day, companies, touches, leads, seats)


def held_on(held: Held, ledger: Ledger, day: date) -> Iterator[Company]:
    tranches: dict[str, list[DealRow]] = defaultdict(list)
    for deal in held.deals:
        tranches[deal.company_id].append(deal)
    for company_id, deals in tranches.items():
        begun = [deal for deal in deals if has_begun(deal, account_of(ledger, deal), day)]
        if not begun or status_on(deals, ledger, day) != ACTIVE:
            continue
        values = [_value(ledger, deal, day) for deal in begun if account_of(ledger, deal)]
        first = begun[0]
        yield Company(
            id=company_id,
            code=first.company,
            name=first.name,
            since=min(deal.first_flow or deal.deal_date for deal in begun),
            deals=tuple(begun),
            value=multiples.total(values) if values else None,
        )


def _value(ledger: Ledger, deal: DealRow, day: date) -> Decimal | None:
    account = account_of(ledger, deal)
    if account is None or not account.started(day) or not account.known_on(day):
        return None
    return ledger.value_of(deal.id, day).amount


def coverage(session: Session, frame: Frame) -> Coverage:
    """The matrix. At most seven statements, however many companies and people."""
    frame, held = read_held_of(session, frame)
    now = read_contacts(session, frame, held, frame.as_of)
    before = read_contacts(session, frame, held, frame.previous.end, named=False)
    shares = weights({company.id: company.value for company in now.companies})
    rows = coverage_rows(now, shares)
    fine = [company for company in now.companies if now.overdue(company) is False]
    known = now.known and bool(now.companies)
    covered = None
    if known and shares is not None:
        covered = sum(shares[company.id] for company in fine)
    values = [company.value for company in now.companies]
    return Coverage(
        sla_days=frame.rules.sla_days,
        rows=tuple(row for company, row in rows if _shown(now, company)),
        companies=len(now.companies),
        overdue=now.count_overdue(),
        previous_overdue=before.count_overdue(),
        never_touched=sum(now.last(c) is None for c in now.companies) if now.known else None,
        coverage_rate=len(fine) / len(now.companies) if known else None,
        nav_weighted_coverage=covered,
        fair_value=multiples.total(values) if values else None,
        people=tuple((p.code, p.name) for p in frame.members if frame.eyes.see(p.id)),
        contacts=tuple(_contacts(now)),
        meta=frame.meta(Coverage, money=True),
        notes=answer_notes(frame, coverage_notes(now, shares, before)),
    )


def coverage_rows(
    found: Contacts, shares: Mapping[str, float] | None
) -> list[tuple[Company, CoverageRow]]:
    """One row a company, the longest out of touch first, those never touched before all."""
    rows = [(company, _row(found, company, shares)) for company in found.companies]
    return sorted(rows, key=lambda each: (_quiet(each[1], found.day), each[1].company))


def _quiet(row: CoverageRow, day: date) -> int:
    """Days without a touch, negative so that the longest come first."""
    return (row.last_touch or date.min).toordinal() - day.toordinal()


def _row(found: Contacts, company: Company, shares: Mapping[str, float] | None) -> CoverageRow:
    touch = found.last(company)
    last = touch.last if touch else None
    lead, lead_id = found.lead(company)
    eyes, frame = found.frame.eyes, found.frame
    seated = [frame.code(user) for user in found.seated(company) if eyes.see(user)]
    mine = lead_id is None or eyes.see(lead_id)
    toucher = frame.code(touch.user_id) if touch and eyes.see(touch.user_id) else None
    window = sum(each.times for each in found.touches.get(company.id, ()))
    return CoverageRow(
        company_id=company.id,
        company=company.code,
        name=company.name,
        lead=lead if mine else None,
        lead_id=lead_id if mine else None,
        board_seat=seated[0] if seated else None,
        board_seats=tuple(seated),
        held_since=company.since,
        last_touch=last,
        last_touch_by=toucher,
        days_since_touch=days_since(found.day, last),
        overdue=found.overdue(company),
        touches=window if found.known else None,
        fair_value=company.value,
        nav_weight=None if shares is None else shares[company.id],
    )


def _shown(found: Contacts, company: Company) -> bool:
    eyes = found.frame.eyes
    return eyes.everyone or found.concerns(company, eyes.own)


def _contacts(found: Contacts) -> Iterator[Contact]:
    """Every pair of company and person that were in touch, of the rows that may be seen."""
    for company in sorted(found.companies, key=lambda company: company.code):
        own = found.touches.get(company.id, ())
        for touch in sorted(own, key=lambda each: found.frame.code(each.user_id)):
            if found.frame.eyes.see(touch.user_id):
                yield Contact(
                    company=company.code,
                    user=found.frame.code(touch.user_id),
                    last_touch=touch.last,
                    days_since_touch=(found.day - touch.last).days,
                    touches=touch.times,
                )


def coverage_notes(
    found: Contacts, shares: Mapping[str, float] | None, before: Contacts | None = None
) -> Iterator[Note]:
    """What the matrix stands on, and what of it is not known."""
    days = found.frame.rules.sla_days
    words = (
        f"A touch is any activity that names the company. Overdue: none for more than {days} days, "
        "counted from the purchase while there was none."
    )
    yield Note("overdue", "rule", words)
    if not found.companies:
        yield Note("rows", "no_companies", f"No company is held on {found.day}.")
    elif not found.known:
        words = "No activity was on record by the day: who was in touch is not known."
        yield Note("coverage_rate", "no_activities", words)
    else:
        never = [company.code for company in found.companies if found.last(company) is None]
        if never:
            words = f"No touch is on record for {_list(never)}."
            yield Note("last_touch", "never_touched", words)
    if found.companies and shares is None:
        lacking = [company.code for company in found.companies if company.value is None]
        words = f"The fair value of {_list(lacking)} is not known, so there are no weights."
        if not lacking:
            words = "What is held is worth nothing, so there are no weights."
        yield Note("nav_weight", "value_unknown", words)
    if before is not None and not before.known:
        words = f"Nothing was on record by {before.day}."
        yield Note("previous_overdue", "before_records", words)
    texts = {lead for c in found.companies if (lead := found.lead(c))[1] is None and lead[0]}
    if texts and found.frame.eyes.everyone:
        words = f"Nobody of the team is called {_list(sorted(str(text) for text, _ in texts))}."
        yield Note("lead", "not_in_team", words)


def _list(names: Iterable[str]) -> str:
    first, *more = list(names)
    if len(more) > 4:
        return f"{first}, {', '.join(more[:3])} and {len(more) - 3} more"
    return ", ".join((first, *more))
