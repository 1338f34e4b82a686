"""Whom the value hangs on: who leads and covers companies, and which hang on one person alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc import multiples
from services.db.reads.terms import SideTermRow
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.portfolio_analytics.notes import portfolio_notes
from services.portfolio_analytics.overview import share_of
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.stakes import Stake
from services.risk.exposure import Exposure
from services.risk.results import CoveredCompany, KeyPerson, KeyPersonRow, KeyPersonTerm
from services.scope import Principal
from services.team_operations.coverage import Company, Contacts, read_contacts
from services.team_operations.frame import settle

TERM = "key_person"  # side terms whose name begins so are key-person terms
SHARES = ("top_person_weight", "single_covered_share", "uncovered_share")
COUNTS = ("single_covered", "uncovered")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who looks after companies: of the team (`id`), or only named by a file."""

    id: str | None
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A company that is held, who leads it, who sits on its board, and everybody who covers it."""

    stake: Stake
    lead: Person | None
    seated: frozenset[Person]
    people: frozenset[Person]


def read_team(session: Session, principal: Principal, records: Records) -> Contacts:
    """Who is in touch with what the funds hold at as_of: at most eight statements."""
    frame = records.frame
    own = replace(
        settle(
            session,
            principal,
            frame.scope.on(as_of=records.as_of, currency=frame.currency, period=None),
            records.house,
        ),
        exchange=frame.exchange.afresh(),
    )
    return read_contacts(session, own, frame.held, records.as_of)


def key_person(
    records: Records,
    contacts: Contacts,
    terms: Sequence[SideTermRow] | None,
    *,
    investors: dict[str, str],
    named: bool,
) -> KeyPerson:
    """Companies held at as_of by those who lead and cover them, the largest value first.

    `terms` are what investors agreed of key persons, None where they are not for this reader;
    `investors` codes by id. `named`: whether the reader may see the people; else totals alone.
    """
    exposure = Exposure(records, records.as_of)
    covered = _covered(exposure, contacts)
    known = not covered or contacts.known or any(one.people for one in covered)
    people = _people(covered, exposure)
    leads = [row for row in people if row.leads]
    top = max(leads, key=lambda row: (row.lead_weight or 0, row.user), default=None)
    single = [one.stake for one in covered if len(one.people) == 1]
    nobody = [one.stake for one in covered if not one.people]
    eyes = contacts.frame.eyes

    def seen(person: Person) -> bool:
        return named and (eyes.everyone or (person.id is not None and eyes.see(person.id)))

    shown = {person.code for one in covered for person in one.people if seen(person)}
    result = KeyPerson(
        people=tuple(row for row in people if row.user in shown),
        companies=tuple(_company(one, exposure, shown, known=known) for one in covered),
        top_person=top.user if top and top.user in shown else None,
        top_person_name=top.name if top and top.user in shown else None,
        top_person_weight=top.lead_weight if top else None,
        single_covered=len(single) if known else None,
        single_covered_share=share_of(single, exposure.value) if known else None,
        uncovered=len(nobody) if known else None,
        uncovered_share=share_of(nobody, exposure.value) if known else None,
        sla_days=contacts.frame.rules.sla_days,
        terms=tuple(_terms(records, terms or (), investors)),
        meta=records.meta(KeyPerson),
        notes=(),
    )
    notes = [
        *pooled_note(records.frame),
        *portfolio_notes(records, exposure.picture.held),
        *_basis(contacts, covered, known=known),
        *_unknown(result, covered, exposure),
        *_hidden(result, top, covered, shown, named=named),
        *_agreed(result, terms),
        *conversion_notes(records.frame, records.as_of),
    ]
    return replace(result, notes=distinct(notes))


def _covered(exposure: Exposure, contacts: Contacts) -> list[Covered]:
    companies = {company.id: company for company in contacts.companies}
    found = [_one(stake, companies.get(stake.company_id), contacts) for stake in exposure.held]
    return sorted(found, key=lambda one: (-(one.stake.value or Decimal(0)), one.stake.code))


def _one(stake: Stake, company: Company | None, contacts: Contacts) -> Covered:
    if company is None:
        return Covered(stake, None, frozenset(), frozenset())
    word, user = contacts.lead(company)
    lead = _member(contacts, user) if user else Person(None, word, word) if word else None
    seated = frozenset(_member(contacts, each) for each in contacts.seated(company))
    oldest = contacts.day - timedelta(days=contacts.frame.rules.sla_days)
    touched = {
        _member(contacts, touch.user_id)
        for touch in contacts.touches.get(company.id, ())
        if touch.last >= oldest
    }
    return Covered(stake, lead, seated, seated | touched | ({lead} if lead else set()))


def _member(contacts: Contacts, user_id: str) -> Person:
    row = contacts.frame.by_id[user_id]
    return Person(row.id, row.code, row.name)


def _people(covered: Sequence[Covered], exposure: Exposure) -> list[KeyPersonRow]:
    """Everybody who covers a company, by the value of what they cover."""
    everybody = {person for one in covered for person in one.people}
    rows = [_row(person, covered, exposure) for person in everybody]
    return sorted(rows, key=lambda row: (-(row.fair_value or Decimal(0)), row.user))


def _row(person: Person, covered: Sequence[Covered], exposure: Exposure) -> KeyPersonRow:
    own = [one.stake for one in covered if person in one.people]
    led = [one.stake for one in covered if one.lead == person]
    alone = [one.stake for one in covered if one.people == {person}]
    return KeyPersonRow(
        user_id=person.id,
        user=person.code,
        name=person.name,
        leads=len(led),
        lead_weight=share_of(led, exposure.value),
        board_seats=sum(person in one.seated for one in covered),
        covers=len(own),
        fair_value=multiples.total(stake.value for stake in own),
        weight=share_of(own, exposure.value),
        alone=len(alone),
        alone_weight=share_of(alone, exposure.value),
    )


def _company(
    one: Covered, exposure: Exposure, shown: Collection[str], *, known: bool
) -> CoveredCompany:
    stake = one.stake
    lead = one.lead.code if one.lead else None
    return CoveredCompany(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        fair_value=stake.value,
        weight=multiples.ratio(stake.value, exposure.value),
        lead=lead if lead in shown else None,
        people=tuple(sorted(person.code for person in one.people if person.code in shown)),
        covered_by=len(one.people) if known else None,
    )


def _terms(
    records: Records, terms: Sequence[SideTermRow], investors: dict[str, str]
) -> Iterator[KeyPersonTerm]:
    codes = {row.id: row.code for row in records.frame.funds}
    for row in terms:
        if row.term.casefold().startswith(TERM):
            yield KeyPersonTerm(
                fund=codes[row.fund_id],
                investor=investors.get(row.investor_id, row.investor_id),
                term=row.term,
                value=row.value,
                effective_date=row.effective_date,
            )


def _basis(contacts: Contacts, covered: Sequence[Covered], *, known: bool) -> Iterator[Note]:
    """What counts as covering a company, and what of it is not on record."""
    days = contacts.frame.rules.sla_days
    text = (
        f"A company is covered by who leads it, sits on its board, or was in touch in the last "
        f"{days} days."
    )
    yield Note("covered_by", "rule", text)
    if not known and covered:
        text = (
            "Nobody is on record as leading a company, sitting on a board or being in touch: "
            "import investments with lead_partner, board_seats or team_activities."
        )
        for key in (*COUNTS, "single_covered_share", "uncovered_share", "covered_by"):
            yield Note(key, "no_coverage", text)
    elif not contacts.known:
        text = "No activity is on record by this day: leads and board seats alone count."
        yield Note("covered_by", "no_activities", text)


def _unknown(result: KeyPerson, covered: Sequence[Covered], exposure: Exposure) -> Iterator[Note]:
    """Why shares and leads are missing."""
    if not any(one.lead for one in covered):
        text = "Nobody is said to lead a company that is held: import investments with lead_partner"
        for key in ("top_person", "top_person_name", "top_person_weight", "lead"):
            yield Note(key, "no_leads", f"{text}.")
    elif names := [one.stake.name for one in covered if one.lead is None]:
        yield Note("lead", "no_leads", f"{listed(names)}: nobody is said to lead it.")
    if not exposure.value:
        text = "The value of what is held is not known, or is nothing: there are no weights."
        for key in (*SHARES, "weight", "lead_weight", "alone_weight"):
            yield Note(key, "nav_unknown", text)
    if names := [row.name for row in result.companies if row.fair_value is None]:
        yield Note("fair_value", "nav_unknown", f"{listed(names)}: the value is not known.")
    if names := [row.name for row in result.people if row.user_id is None]:
        text = f"{listed(names)}: only named by a file, not described as of the team."
        yield Note("user_id", "not_in_team", text)


def _hidden(
    result: KeyPerson,
    top: KeyPersonRow | None,
    covered: Sequence[Covered],
    shown: Collection[str],
    *,
    named: bool,
) -> Iterator[Note]:
    """Whom the reader may not see."""
    everybody = {person.code for one in covered for person in one.people}
    if everybody <= set(shown):
        return
    text = "Totals are of the whole team; of people you see your own row."
    if not named:
        text = "Figures of single people are not for this role."
    for key in ("people", "lead"):
        yield Note(key, "not_for_this_role", text)
    if top is not None and result.top_person is None:
        for key in ("top_person", "top_person_name"):
            yield Note(key, "not_for_this_role", text)


def _agreed(result: KeyPerson, terms: Sequence[SideTermRow] | None) -> Iterator[Note]:
    """What is known of key-person terms."""
    if terms is None:
        text = "Terms of single investors are not for this role."
        yield Note("terms", "not_for_this_role", text)
    elif not result.terms:
        text = (
            f"No key-person term is stored: import investor_terms with a term {TERM}; the terms "
            "of partnership agreements (lpa_terms) hold none."
        )
        yield Note("terms", "no_terms", text)
    if any(row.effective_date is None for row in result.terms):
        yield Note("effective_date", "from_the_start", "Without a day: from the first closing.")
