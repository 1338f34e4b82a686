"""Two years of what the people of the firm did: deals, boards, companies and their questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from services.demo.chance import Chance
from services.demo.people import MEMBERS, TEAM
from services.demo.pipeline import END, deals
from services.demo.portfolio import PORTFOLIOS, Company

ACTIVITIES = 4000
START = date(2024, 10, 1)
SPEED = {"IM": 5, "TO": 6, "HL": 8, "RB": 13, "MC": 22, "JF": 24, "AD": 14, "PK": 8}
MEETINGS = ("follow-up agreed", "no follow-up", "introduction made", "materials asked for", "")
REFERRALS = ("taken up", "declined", "")


class Activity(NamedTuple):
    """Something that somebody did; '' and None where it does not apply."""

    user: str
    at: datetime
    type: str
    company: str = ""
    deal: str = ""
    hours: Decimal | None = None
    outcome: str = ""


def held_companies(day: date) -> list[tuple[Company, date]]:
    """Companies that a fund holds on a day, with the day of the first investment."""
    found = []
    for held in PORTFOLIOS.values():
        for company in held.companies:
            first = min(lot.date for lot in held.lots if lot.company == company.code)
            if first <= day and held.remaining(company.code, day):
                found.append((company, first))
    return found


def activities() -> list[Activity]:
    """Four thousand of them in the order of time; meetings and calls fill the days."""
    told = [*_of_deals(), *_of_boards(), *_of_companies()]
    told += _others(ACTIVITIES - len(told))
    return sorted(told, key=lambda a: (a.at, a.user, a.type))


def _of_deals() -> Iterator[Activity]:
    """Deals that were found, handed over and looked at."""
    chance = Chance("work on deals")
    for deal in deals():
        for event in deal.events:
            if not START <= event.at.date() <= END:
                continue
            if event.stage == "sourced":
                yield Activity(deal.owner, event.at, "deal_sourced", deal=deal.code)
                if event.referrer:
                    outcome = chance.one(REFERRALS)
                    yield Activity(
                        event.referrer, event.at, "deal_referred", deal=deal.code, outcome=outcome
                    )
            elif event.stage in ("screened", "term_sheet"):
                yield Activity(deal.owner, event.at, "deal_reviewed", deal=deal.code)
                second = chance.one(TEAM)
                if second.code != deal.owner and chance.happens(45):
                    later = event.at + timedelta(hours=chance.between(2, 30))
                    yield Activity(second.code, later, "deal_reviewed", deal=deal.code)


def _of_boards() -> Iterator[Activity]:
    """Quarterly boards of what is held; one in twelve does not take place."""
    chance = Chance("boards")
    for month in _months():
        for company, first in held_companies(month):
            turn = sum(map(ord, company.code)) % 3
            if month.month % 3 != turn or chance.happens(8):
                continue
            day = _working_day(month + timedelta(days=chance.between(3, 24)))
            if first <= day <= END:
                yield Activity(company.lead, _time(chance, day), "board_meeting", company.code)
                if chance.happens(30):
                    yield Activity("PK", _time(chance, day), "board_meeting", company.code)


def _of_companies() -> Iterator[Activity]:
    """Check-ins with what is held, and answers to what companies ask, some of them late."""
    chance = Chance("care of companies")
    helpers = ("MC", "JF", "AD", "PK")
    for month in _months():
        for company, _ in held_companies(month):
            for kind, odds in (("portfolio_check_in", 62), ("update_response", 66)):
                if not chance.happens(odds):
                    continue
                user = company.lead if chance.happens(45) else chance.one(helpers)
                at = _time(chance, _working_day(month + timedelta(days=chance.between(0, 27))))
                hours = None
                if kind == "update_response":
                    hours = Decimal(chance.skewed(MEMBERS[user].answers * 60, 110)) / 60
                    hours = hours.quantize(Decimal("0.1"))
                yield Activity(user, at, kind, company.code, hours=hours)


def _others(count: int) -> Iterator[Activity]:
    """Meetings and first contacts, by how much each person travels and calls."""
    chance = Chance("meetings")
    days = (END - START).days
    recent = [deal for deal in deals() if deal.sourced >= START]
    for _ in range(count):
        user = chance.weighted(SPEED)
        day = _working_day(START + timedelta(days=chance.below(days)))
        kind = "meeting" if chance.happens(55) else "company_contacted"
        about = chance.one(recent) if chance.happens(60) else None
        deal = about.code if about and about.sourced <= day else ""
        outcome = chance.one(MEETINGS) if kind == "meeting" else ""
        yield Activity(user, _time(chance, day), kind, deal=deal, outcome=outcome)


def _months() -> Iterator[date]:
    month = START
    while month <= END:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _time(chance: Chance, day: date) -> datetime:
    return datetime.combine(day, time(chance.between(8, 18), chance.below(12) * 5))
