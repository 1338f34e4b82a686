"""Whose deals they were: credit for each deal of the cohort, and what it became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from services.calc.accounts import NOTHING
from services.calc.allocation import allocate
from services.calc.exchange import CENT
from services.calc.funnel import CLOSED, SCREENED, SOURCED, TERM_SHEET, WAY, Track
from services.calc.intervals import wilson
from services.calc.ledger import Ledger
from services.calc.team import CREDITS, FIRST, SPLIT, credit
from services.calc.transactions import WITH
from services.db.queries.team_operations import activities
from services.db.reads import pipeline
from services.db.reads.held import Held
from services.db.reads.pipeline import DealRow, track_of
from services.envelope import Note
from services.errors import InvalidInput
from services.team_operations.coverage import GROSS, read_held_of
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import Credit, SourcingAttribution

EQUAL = Decimal(1)  # the weight of each who shares a deal
STAGES = (SOURCED, SCREENED, TERM_SHEET, CLOSED)
RULES = {
    FIRST: "All of a deal goes to whoever is on record first as having found or handed it over; "
    "without such a record to who owned it when it was sourced, else to its owner.",
    SPLIT: "A deal is shared equally among all who are on record as having found or handed it "
    "over; without such a record it goes to who owned it when it was sourced, else to its owner.",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A deal as it stood on the day: its row, its way, and who found it (ids), the first first."""

    row: DealRow
    track: Track
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finds:
    """Every deal of the reader's funds by the day; `invested` by code of those that closed: None
    where it is not known."""

    deals: tuple[Found, ...]
    invested: Mapping[str, Decimal | None]

    def cohort(self, frame: Frame) -> list[Found]:
        """Those sourced in the window."""
        period = frame.period
        return [d for d in self.deals if period.start <= d.row.sourced <= period.end]


def read_finds(session: Session, frame: Frame) -> Finds:
    """Every deal with who found it: four statements. Nothing of what was invested."""
    rows = pipeline.deals(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on)
    recorded: dict[str, list[str]] = defaultdict(list)
    ids = [row.id for row in rows]
    for mark in activities.sourced(session, frame.sight, deals=ids, until=frame.as_of):
        recorded[mark.deal_id].append(mark.user_id)
    hands = pipeline.first_hands(session, deals=ids, known_on=frame.known_on)
    return Finds(
        tuple(
            Found(
                row,
                track_of(row),
                _people(frame, row, recorded.get(row.id, ()), hands.get(row.id, (None, None))),
            )
            for row in rows
        ),
        {},
    )


def _people(
    frame: Frame,
    row: DealRow,
    recorded: Sequence[str],
    hands: tuple[str | None, str | None],
) -> tuple[str, ...]:
    """Who found a deal: those on record, else its first owner, else its owner."""
    if recorded:
        return tuple(dict.fromkeys(recorded))
    words = (hands[0] or row.owner, hands[1])
    named = [person for word in words if (person := frame.person(word)) is not None]
    return tuple(dict.fromkeys(named))


def read_invested(session: Session, frame: Frame, finds: Finds) -> tuple[Frame, Finds]:
    """The same with what went into the investments that closed deals became, in the answer's
    currency. Up to four statements."""
    frame, held = read_held_of(session, frame)
    links: dict[str, list[str]] = defaultdict(list)
    for link in pipeline.links(session, fund_ids=frame.ids, known_on=frame.known_on):
        links[link.deal].append(link.investment)
    ledger = held.ledger(basis=GROSS, credit_line=WITH, convert=frame.convert)
    invested = {
        deal.row.code: _invested(frame, held, ledger, links.get(deal.row.code, ()))
        for deal in finds.deals
        if deal.track.has_reached(CLOSED)
    }
    return frame, Finds(finds.deals, invested)


def _invested(
    frame: Frame, held: Held, ledger: Ledger, investments: Sequence[str]
) -> Decimal | None:
    """What went into some investments by the day; None where one of them is not known."""
    accounts = [ledger.accounts.get(name) for name in investments]
    found = [account for account in accounts if account is not None]
    day = frame.as_of
    if not found or len(found) < len(accounts) or not all(a.known_on(day) for a in found):
        return None
    return sum((account.sums(day)[0] for account in found), NOTHING)


def check_credit(rule: str) -> str:
    """The rule of credit; InvalidInput for a word that is none."""
    if rule not in CREDITS:
        raise InvalidInput(f"credit is first or split, not {rule!r}.")
    return rule


def sourcing_attribution(session: Session, frame: Frame, *, rule: str) -> SourcingAttribution:
    """The table. Eight statements, however many deals."""
    check_credit(rule)
    frame, finds = read_invested(session, frame, read_finds(session, frame))
    cohort = finds.cohort(frame)
    given = shares(cohort, rule)
    nobody = [deal for deal in cohort if not deal.people]
    rows = [
        (person.id, line(frame, finds, person.id, given.get(person.id, {})))
        for person in frame.people
        if person.member or person.id in given
    ]
    shown = frame.eyes.only(rows)
    everybody = {deal.row.code: Fraction(1) for deal in cohort if deal.people}
    total = line(frame, finds, None, everybody)
    return SourcingAttribution(
        credit_rule=rule,
        rule=RULES[rule],
        rows=tuple(sorted(shown, key=lambda row: (-row.sourced, row.user))),
        total=total,
        deals=len(cohort),
        unattributed=len(nobody),
        unattributed_invested=_money(finds, {deal.row.code: Fraction(1) for deal in nobody}),
        meta=frame.meta(SourcingAttribution, money=True),
        notes=answer_notes(frame, _notes(rule, rows, total, finds, cohort)),
    )


def shares(cohort: Sequence[Found], rule: str) -> dict[str, dict[str, Fraction]]:
    """By person (id) the part of each deal (code) that is theirs."""
    found: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for deal in cohort:
        for person, part in credit(deal.people, rule).items():
            found[person][deal.row.code] = part
    return found


def line(frame: Frame, finds: Finds, user_id: str | None, parts: Mapping[str, Fraction]) -> Credit:
    """A person's deals added up, the team's where no person is named."""
    counts = {stage: Fraction(0) for stage in STAGES}
    for deal in finds.deals:
        part = parts.get(deal.row.code)
        if part is None:
            continue
        for stage in WAY:
            counts[stage] += part if deal.track.has_reached(stage) else 0
    rate = wilson(float(counts[CLOSED]), float(counts[SOURCED]))
    known = rate.low is not None and rate.high is not None
    person = None if user_id is None else frame.by_id[user_id]
    return Credit(
        user_id=person.id if person else "",
        user=person.code if person else "",
        name=person.name if person else "Team",
        sourced=float(counts[SOURCED]),
        screened=float(counts[SCREENED]),
        term_sheet=float(counts[TERM_SHEET]),
        closed=float(counts[CLOSED]),
        invested=_money(finds, parts, user_id),
        close_rate=rate.rate,
        close_rate_interval=(rate.low or 0.0, rate.high or 0.0) if known else None,
    )


def _money(
    finds: Finds, parts: Mapping[str, Fraction], user_id: str | None = None
) -> Decimal | None:
    """What went into somebody's parts of the deals that closed, to the cent; 0 where none closed,
    None where the money of one is not known. The cents of those who share a deal add up to it."""
    whole = NOTHING
    for deal in finds.deals:
        code = deal.row.code
        if code not in parts or code not in finds.invested:
            continue
        amount = finds.invested[code]
        if amount is None:
            return None
        if parts[code] != 1 and user_id is not None:
            amount = allocate(amount, dict.fromkeys(deal.people, EQUAL))[user_id]
        whole += amount
    return whole.quantize(CENT, ROUND_HALF_EVEN)


def _notes(
    rule: str,
    rows: Sequence[tuple[str, Credit]],
    total: Credit,
    finds: Finds,
    cohort: Sequence[Found],
) -> Iterator[Note]:
    yield Note("credit_rule", rule, RULES[rule])
    words = "Deals sourced in the window, followed to as_of: a young cohort will still close some."
    yield Note("rows", "cohort", words)
    if any(row.close_rate is None for _, row in rows) or total.close_rate is None:
        words = "Without a deal there is no rate."
        yield Note("close_rate", "no_trials", words)
        yield Note("close_rate_interval", "no_trials", words)
    if any(finds.invested.get(deal.row.code, NOTHING) is None for deal in cohort):
        words = (
            "Not every deal that closed is linked to an investment whose flows are known "
            "(pipeline_deal), so the money of some is not known."
        )
        yield Note("invested", "not_linked", words)
    if not cohort:
        yield Note("deals", "no_deals", "No deal of these funds was sourced in the window.")
    if any(not deal.people for deal in cohort):
        words = "Of unattributed deals no file says who of the team found them."
        yield Note("unattributed", "nobody_named", words)
