"""Three years of other people's rounds and exits, as an invented provider lists them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from services.demo.chance import Chance
from services.demo.ledger import moment
from services.demo.names import coined

SOURCE = "Illustrative Venture Monitor (synthetic)"
ROUNDS, EXITS = 3000, 300
START, END = date(2023, 10, 1), date(2026, 9, 30)
CLOSING = moment(date(2026, 11, 12))  # what the provider learns later is not in its list yet
STAGES = ("Seed", "Series A", "Series B", "Growth")
SIZES = {"Seed": 31, "Series A": 112, "Series B": 268, "Growth": 640}  # median, hundred thousands
ROUNDING = Decimal(100_000)
SOONEST = timedelta(days=240)  # from a company's first round to its exit
PLACES = {"US": 54, "GB": 12, "DE": 8, "FR": 7, "CA": 6, "SE": 4, "NL": 4, "IL": 3, "SG": 2}
SUBSECTORS = {
    "Software": ("Developer tools", "Security", "Data", "Agents", "Vertical software"),
    "Fintech": ("Payments", "Lending", "Insurance", "Treasury"),
    "Health": ("Therapeutics", "Diagnostics", "Devices", "Remote care"),
    "Climate": ("Storage", "Grid", "Carbon", "Heat", "Solar"),
    "Industrial": ("Robotics", "Sensors", "Logistics", "Chips"),
    "Consumer": ("Food", "Retail", "Games", "Travel"),
}
# Rounds of each sector in a hundred, at the start of the three years and at their end.
SHARES = {
    "Software": (34, 43), "Fintech": (20, 15), "Health": (16, 15), "Climate": (13, 8),
    "Industrial": (8, 12), "Consumer": (9, 7),
}  # fmt: skip


class Round(NamedTuple):
    """One round; money in dollars, None where it is not disclosed."""

    code: str
    company: str
    name: str
    date: date
    sector: str
    subsector: str
    stage: str
    amount: Decimal | None
    pre_money: Decimal | None
    post_money: Decimal | None
    geography: str
    known_from: datetime


class Exit(NamedTuple):
    """One sale or listing; money in dollars, None where it is not disclosed."""

    code: str
    company: str
    name: str
    date: date
    type: str
    value: Decimal | None
    invested: Decimal | None
    sector: str
    geography: str
    acquirer: str
    known_from: datetime


def rounds() -> list[Round]:
    """Three thousand rounds by day. Of the last quarter many are still to be learned."""
    chance = Chance("market rounds")
    found: list[Round] = []
    for number, name in enumerate(coined("market rounds", 2450), start=1):
        if len(found) >= ROUNDS:
            break
        found += _of_company(chance, f"C-{number:04}", name)
    listed = sorted(found[:ROUNDS], key=lambda r: (r.date, r.company))
    return [r._replace(code=f"R-{number:05}") for number, r in enumerate(listed, start=1)]


def exits() -> list[Exit]:
    """Three hundred exits by day, many of them at an undisclosed price."""
    chance = Chance("market exits")
    names = coined("market exits", EXITS * 2)
    found: list[Exit] = []
    for number in range(EXITS):
        day = START + timedelta(days=chance.below((END - START).days))
        listing = chance.happens(13)
        invested = Decimal(chance.skewed(290 if listing else 140, 70)) * ROUNDING
        multiple = Decimal(chance.skewed(420 if listing else 230, 80)) / 100
        value = (invested * multiple / ROUNDING).quantize(Decimal(1)) * ROUNDING
        hidden = not listing and chance.happens(48)
        found.append(
            Exit(
                code="",
                company=f"X-{number + 1:04}",
                name=names[number],
                date=day,
                type="ipo" if listing else "ma",
                value=None if hidden else max(value, ROUNDING),
                invested=None if chance.happens(28) else invested,
                sector=_sector(chance, day),
                geography=chance.weighted(PLACES),
                acquirer="" if listing else names[EXITS + number // 2],
                known_from=moment(day + timedelta(days=chance.skewed(12, 60))),
            )
        )
    listed = sorted(_of_known_companies(found), key=lambda e: (e.date, e.company))
    return [e._replace(code=f"E-{number:04}") for number, e in enumerate(listed, start=1)]


def _of_known_companies(found: list[Exit]) -> Iterator[Exit]:
    """Two in five exits are of companies whose first round stands in the same provider's list."""
    chance = Chance("exits of listed companies")
    firsts: dict[str, Round] = {}
    for one in rounds():
        firsts.setdefault(one.company, one)
    waiting = chance.shuffled(list(firsts.values()))
    for sale in found:
        old = sale.date - SOONEST
        first = next((one for one in waiting if one.date <= old), None)
        if first is None or not chance.happens(40):
            yield sale
            continue
        waiting.remove(first)
        yield sale._replace(
            company=first.company,
            name=first.name,
            sector=first.sector,
            geography=first.geography,
        )


def _of_company(chance: Chance, code: str, name: str) -> Iterator[Round]:
    """The rounds of one company that fall into the three years and are known by now."""
    day = START + timedelta(days=chance.below((END - START).days))
    place = chance.weighted({0: 46, 1: 30, 2: 15, 3: 9})
    sector = _sector(chance, day)
    subsector = chance.one(SUBSECTORS[sector])
    geography, last = chance.weighted(PLACES), None
    while day <= END and place < len(STAGES):
        made = _round(chance, STAGES[place], day, last)
        known = moment(day + timedelta(days=chance.skewed(55, 90)))
        if known <= CLOSING:
            yield Round(
                "", code, name, day, sector, subsector, STAGES[place], *made, geography, known
            )
        last = made[2] or last
        if not chance.happens(62):
            return
        day += timedelta(days=chance.skewed(470, 35))
        place += 1


def _round(
    chance: Chance, stage: str, day: date, last: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Amount, value before and value after; a down round stands below what was paid last."""
    cycle = 100 + ((day - START).days - 300) // 30  # money grows dearer, then cheaper
    amount = Decimal(chance.skewed(SIZES[stage] * cycle // 100, 55)) * ROUNDING
    before = amount * Decimal(chance.bell(28, 66)) / 10
    if last is not None:
        before = last * Decimal(
            chance.bell(55, 95) if chance.happens(16) else chance.bell(110, 330)
        )
        before /= 100
    before = (before / ROUNDING).quantize(Decimal(1)) * ROUNDING
    if chance.happens(12):
        return None, None, None
    if chance.happens(55):
        return amount, None, None
    return amount, before, before + amount


def _sector(chance: Chance, day: date) -> str:
    """A sector as likely as at that time of the three years."""
    done, life = (day - START).days, (END - START).days
    weights = {name: early * (life - done) + late * done for name, (early, late) in SHARES.items()}
    return chance.weighted(weights)
