"""Fifteen hundred deals the firm looked at, from the day each was seen to what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from services.demo.chance import Chance
from services.demo.market import converted
from services.demo.names import compound
from services.demo.people import TEAM
from services.demo.portfolio import PORTFOLIOS
from services.demo.portfolio.book import ROUNDS
from services.demo.stories import STORIES

DEALS = 1500
START, SWITCH, END = date(2021, 7, 5), date(2024, 4, 15), date(2026, 9, 30)
FUNDS = ("AQ1", "AQ2")  # the one that looked until the switch, the one that looks since
OPEN, CLOSED, PASSED, LOST = "open", "closed", "passed", "lost"
HOPES = {"screened": (0, 1), "term_sheet": (2, 6)}  # tens of percent at least and at most


class Channel(NamedTuple):
    """Where deals come from: how often, how many in a hundred go on, and a quarter's cost."""

    share: int
    screened: int
    offered: int
    cost: int


CHANNELS = {
    "inbound": Channel(36, 19, 6, 4_000),
    "outbound": Channel(19, 27, 9, 38_000),
    "referral": Channel(16, 44, 14, 9_000),
    "conference": Channel(12, 23, 5, 46_000),
    "accelerator": Channel(9, 33, 9, 21_000),
    "founder_network": Channel(5, 61, 24, 15_000),
    "co_investor": Channel(3, 58, 22, 6_000),
}
SECTORS = {
    "Software": 34, "Fintech": 18, "Health": 15, "Climate": 14, "Industrial": 11, "Consumer": 8,
}  # fmt: skip
STAGES = {"Seed": 52, "Series A": 37, "Series B": 11}
CHECKS = {"Seed": (8, 26), "Series A": (22, 48), "Series B": (35, 75)}  # hundred thousands
PLACES = {"US": 52, "GB": 12, "DE": 9, "CA": 7, "FR": 6, "SE": 4, "NL": 4, "ES": 3, "": 3}
REASONS = {
    "valuation": 21, "team": 14, "market too small": 16, "too early": 15, "traction": 13,
    "competition": 9, "out of scope": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A stage that a deal entered, in the firm's own time."""

    stage: str
    at: datetime
    owner: str
    referrer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A deal with its history; `company` is the portfolio company it became, if it did."""

    code: str
    fund: str
    name: str
    sourced: date
    channel: str
    sector: str
    stage: str
    geography: str
    owner: str
    check: Decimal | None
    outcome: str
    reason: str
    company: str
    events: tuple[Event, ...]

    @property
    def ended(self) -> date | None:
        """The day on which it closed, was passed or was lost; None while it is open."""
        return None if self.outcome == OPEN else self.events[-1].at.date()


@cache
def deals() -> tuple[Deal, ...]:
    """Every deal in the order in which they were first seen, codes running with it."""
    bought = list(_bought())
    seen = sorted([*bought, *_looked_at(DEALS - len(bought))], key=lambda d: (d.sourced, d.name))
    return tuple(
        Deal(
            code=f"D{number:04}",
            **{field: getattr(deal, field) for field in Deal.__slots__ if field != "code"},
        )
        for number, deal in enumerate(seen, start=1)
    )


@cache
def codes() -> dict[tuple[str, str], str]:
    """The deal behind each fund's first investment in a company, by codes of fund and company."""
    return {(deal.fund, deal.company): deal.code for deal in deals() if deal.company}


def judged(deal: Deal, event: Event) -> tuple[Decimal | None, str]:
    """The chance that the team gave a deal when it was screened or offered, on tens of percent, and
    where the notes of that meeting are; blank for other stages. They hope a little too much."""
    if event.stage not in HOPES:
        return None, ""
    least, most = HOPES[event.stage]
    came = deal.outcome == CLOSED
    chance = Chance(f"judgement of {deal.code} at {event.stage}")
    tens = chance.between(least + 2 * came, most + 2 * came)
    link = f"https://notes.example/{deal.code}" if event.stage == "term_sheet" else ""
    return Decimal(tens) / 10, link


def costs() -> Iterator[tuple[str, date, date, int]]:
    """What each channel cost in each quarter: channel, first and last day, dollars."""
    chance = Chance("channel costs")
    first = date(2021, 7, 1)
    while first < END:
        following = (first + timedelta(days=95)).replace(day=1)
        for name, channel in CHANNELS.items():
            swing = chance.between(75, 130)
            yield name, first, following - timedelta(days=1), channel.cost * swing // 100
        first = following


def _bought() -> Iterator[Deal]:
    """The deals behind the first investments of the funds that use the pipeline."""
    currencies = {story.code: story.currency for story in STORIES}
    known = {c.code: c for held in PORTFOLIOS.values() for c in held.companies}
    for fund in FUNDS:
        held = PORTFOLIOS[fund]
        for company in map(known.__getitem__, held.held):
            chance = Chance(f"deal {fund} {company.code}")
            lot = next(lot for lot in held.lots if lot.company == company.code)
            offered = lot.date - timedelta(days=chance.skewed(26, 40))
            screened = offered - timedelta(days=chance.skewed(30, 50))
            sourced = screened - timedelta(days=chance.skewed(15, 60))
            first_day = date(2021, 7, 1) if fund == "AQ1" else SWITCH
            sourced = max(sourced, first_day)
            days = (sourced, max(screened, sourced), max(offered, sourced), lot.date)
            own, referrer = held.currency(company.code, currencies[fund]), ""
            if company.channel == "referral":
                referrer = chance.one([p.code for p in TEAM if p.code != company.lead])
            stages = ("sourced", "screened", "term_sheet", CLOSED)
            yield Deal(
                code="",
                fund=fund,
                name=company.name,
                sourced=sourced,
                channel=company.channel,
                sector=company.sector,
                stage=ROUNDS[lot.round],
                geography=company.geography,
                owner=company.lead,
                check=converted(lot.amount, own, currencies[fund], lot.date),
                outcome=CLOSED,
                reason="",
                company=company.code,
                events=_events(
                    chance, list(zip(stages, days, strict=True)), company.lead, referrer
                ),
            )


def _looked_at(count: int) -> Iterator[Deal]:
    """Deals that came to nothing, or to nothing yet."""
    chance = Chance("pipeline")
    owners = {person.code: person.deals for person in TEAM}
    shares = {name: channel.share for name, channel in CHANNELS.items()}
    life = (END - START).days
    for name in compound("pipeline", count):
        day = max(chance.below(life), chance.below(life)) if chance.happens(35) else None
        sourced = START + timedelta(days=chance.below(life) if day is None else day)
        while sourced.weekday() > 4:
            sourced -= timedelta(days=1)
        channel, stage = chance.weighted(shares), chance.weighted(STAGES)
        owner = chance.weighted(owners)
        path = list(_path(chance, sourced, CHANNELS[channel]))
        outcome = path[-1][0] if path[-1][0] in (PASSED, LOST) else OPEN
        referrer = chance.one(TEAM).code if channel == "referral" else ""
        low, high = CHECKS[stage]
        size = Decimal(chance.bell(low, high) * 100_000)
        yield Deal(
            code="",
            fund=FUNDS[0] if sourced < SWITCH else FUNDS[1],
            name=name,
            sourced=sourced,
            channel=channel,
            sector=chance.weighted(SECTORS),
            stage=stage,
            geography=chance.weighted(PLACES),
            owner=owner,
            check=None if chance.happens(16) else size,
            outcome=outcome,
            reason=_reason(chance, outcome),
            company="",
            events=_events(chance, path, owner, referrer if referrer != owner else ""),
        )


def _path(chance: Chance, sourced: date, channel: Channel) -> Iterator[tuple[str, date]]:
    """Stages and days up to the last day of the books; a few deals skip one or go back one."""
    day, steps = sourced, [("sourced", 0)]
    if chance.happens(channel.screened):
        offered = chance.happens(channel.offered)
        skips = offered and chance.happens(12)
        steps += [] if skips else [("screened", chance.skewed(14, 70))]
        if offered:
            steps.append(("term_sheet", chance.skewed(28, 60)))
            if chance.happens(15):
                steps += [("screened", chance.skewed(9, 50)), ("term_sheet", chance.skewed(20, 50))]
            end = LOST if chance.happens(55) else PASSED
            steps.append((end, chance.skewed(22, 60)))
        else:
            steps.append((PASSED, chance.skewed(24, 80)))
    else:
        steps.append((PASSED, chance.skewed(11, 90)))
    if chance.happens(3):
        steps.pop()  # nobody ever said no
    for stage, days in steps:
        day += timedelta(days=days)
        if day > END:
            return
        yield stage, day


def _events(
    chance: Chance, path: list[tuple[str, date]], owner: str, referrer: str
) -> tuple[Event, ...]:
    """The stages of a path at times of working days, one after the other."""
    found: list[Event] = []
    for stage, day in path:
        at = datetime.combine(day, time(chance.between(8, 17), chance.below(12) * 5))
        if found and at <= found[-1].at:
            at = found[-1].at + timedelta(minutes=30)
        by = referrer if stage == "sourced" else ""
        found.append(Event(stage=stage, at=at, owner=owner, referrer=by))
    return tuple(found)


def _reason(chance: Chance, outcome: str) -> str:
    if outcome == PASSED and not chance.happens(14):
        return chance.weighted(REASONS)
    if outcome == LOST and chance.happens(70):
        return "lost to another investor"
    return ""
