"""Seats on boards with their next meetings, and what ends on a day, some of it soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from services.demo.chance import Chance
from services.demo.portfolio import PORTFOLIOS, Company
from services.demo.portfolio_files import first_bought, left

NOW = date(2026, 9, 30)
OVERDUE = {"SALT": date(2026, 8, 27), "BRIG": date(2026, 9, 10), "LOIR": date(2026, 6, 18)}
NOT_SET = ("NORT", "PEAT")  # nobody has set a day for their next meeting
SECOND = {"HALD": "RB", "CORV": "MC", "LUME": "MC", "BRAC": "JF", "VEST": "TO"}
COMPANY_ITEMS = (
    "pro rata right", "option pool", "D&O insurance", "information right", "warrant",
    "venture debt facility", "lease guarantee",
)  # fmt: skip

# fund item date
OF_FUNDS = """
AQ0 fund term|2026-12-31
AQ0 extension vote|2026-11-30
AQ1 credit line facility|2027-01-31
AQ1 fund term|2031-06-30
AQ1 D&O insurance|2026-12-15
AQ1 follow-on period|2027-06-30
AQ2 credit line facility|2027-03-31
AQ2 investment period|2029-04-14
AQ2 fund term|2034-04-14
AQ2 key person cover|2026-10-31
"""


def seats() -> Iterator[tuple[str, str, date, date | None, date | None]]:
    """Company, person, first and last day, next meeting; the last two None while not known."""
    for held in PORTFOLIOS.values():
        for company in held.companies:
            first, end = first_bought(company.code), left(company)
            yield company.code, company.lead, first, end, _next(company) if end is None else None
            if company.code in SECOND:
                later = first + timedelta(days=180)
                yield company.code, SECOND[company.code], later, end, _next(company)


def pack(company: str, meeting: date | None) -> date | None:
    """The day the papers of the next meeting came: most a week ahead, one too late, one never."""
    if meeting is None or company == "LOIR":
        return None
    ahead = 2 if company == "BRIG" else Chance(f"papers of {company}").between(5, 12)
    day = meeting - timedelta(days=ahead)
    return day if day <= NOW else None


def expiries() -> Iterator[tuple[str, str, str, date, date]]:
    """Company or '', fund or '', what ends, when, and since when that is known."""
    for line in OF_FUNDS.strip().splitlines():
        words, day = line.split("|")
        fund, item = words.split(" ", 1)
        yield "", fund, item, date.fromisoformat(day), date(2025, 1, 15)
    for held in PORTFOLIOS.values():
        for company in held.companies:
            if company.status == "active":
                yield from _of_company(company)


def _of_company(company: Company) -> Iterator[tuple[str, str, str, date, date]]:
    chance = Chance(f"expiries of {company.code}")
    known = max(first_bought(company.code), date(2025, 1, 15))
    for item in chance.shuffled(COMPANY_ITEMS)[: chance.between(1, 2)]:
        yield company.code, "", item, NOW + timedelta(days=chance.between(-40, 520)), known


def _next(company: Company) -> date | None:
    """The next meeting: most in the coming quarter, a few overdue, two without a day."""
    if company.code in NOT_SET:
        return None
    if company.code in OVERDUE:
        return OVERDUE[company.code]
    day = NOW + timedelta(days=Chance(f"board of {company.code}").between(6, 84))
    return day - timedelta(days=max(0, day.weekday() - 4))
