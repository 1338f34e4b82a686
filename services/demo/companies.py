"""What portfolio companies report every quarter: growth, cash, burn, and now and then nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from services.demo.chance import Chance
from services.demo.ledger import moment
from services.demo.portfolio import PORTFOLIOS, Company
from services.demo.stories import STORIES
from services.demo.stories.story import MILLION

QUARTERS, YEAR = 8, 4
NOTHING, ONE = Decimal(0), Decimal(1)
COLUMNS = (
    "company", "period_end", "revenue_ttm", "arr", "growth_rate", "gross_margin", "cash",
    "net_burn", "ltv", "cac", "nrr", "headcount", "reported_at", "currency",
)  # fmt: skip
FIGURES = COLUMNS[2:-2]
LAST = max(quarter.end for story in STORIES for quarter in story.quarters)

# What each company that is still held reported last, in millions of its own currency: ARR, growth
# over a year, gross margin, cash, burn a month, LTV:CAC, net retention, people, and how it got
# there. `-` is not known.
PROFILES = """
HALD 21.0 1.15 0.52 24.7 0.95 4.1 1.21 168 breakout
CORV 38.0 0.82 0.78 31.0 -0.42 6.2 1.28 214 profitable
LUME 14.2 0.74 0.66 15.2 0.80 3.9 1.14 121 steady
TARN 12.6 0.48 0.76 9.9 0.45 3.4 1.09 96 steady
OXBO 8.4 0.61 0.34 11.2 0.80 2.9 - 88 steady
PELL 5.2 0.92 0.74 4.4 0.40 3.1 1.12 52 burning
KEST 16.8 0.31 0.41 6.1 -0.10 3.0 1.02 143 turnaround
NORT - - - 5.4 0.32 - - 34 steady
QUIL 1.9 1.30 0.71 1.9 0.14 2.6 1.05 19 steady
BRIG 6.9 0.06 0.28 1.6 0.32 1.4 0.88 61 fading
SALT 2.1 -0.08 0.44 0.72 0.18 1.1 0.81 27 fading
BRAC 6.8 2.10 0.81 11.5 0.52 5.4 1.34 49 breakout
TIDE 4.1 0.95 0.58 7.9 0.44 2.9 1.08 58 steady
ORRE 2.6 1.60 0.79 8.8 0.38 3.6 1.16 33 steady
MARR - - - 6.9 0.41 - - 29 burning
GANT 1.1 0.70 0.31 2.0 0.19 1.9 - 24 burning
PEAT 0.8 0.55 0.22 1.1 0.16 - - 17 burning
LARK 5.6 1.35 0.77 9.1 0.46 4.4 1.22 46 steady
CIND - - - 9.6 0.62 - - 41 burning
HOLL 1.2 0.35 0.38 1.2 0.22 1.3 0.93 21 fading
PLUM 3.3 0.88 0.47 10.1 0.61 2.7 1.07 44 burning
WICK 1.4 -0.22 0.12 0.35 0.19 0.7 - 15 fading
TALL 0.4 1.20 0.44 3.1 0.11 - - 12 steady
NINE 3.9 1.05 0.80 7.4 0.42 3.9 1.18 37 steady
FJOR 22.0 0.18 0.36 5.8 -0.15 2.8 1.04 132 profitable
KANT 18.5 0.22 0.74 4.9 -0.08 3.7 1.06 118 profitable
VEST 9.6 0.27 0.62 3.1 0.12 2.5 1.03 64 steady
LOIR 3.8 -0.05 0.33 0.9 0.08 1.2 - 31 fading
THIS 4.4 0.38 0.55 1.3 0.24 2.2 1.01 47 burning
"""
SILENT = {
    "NORT": date(2026, 3, 31),
    "QUIL": date(2026, 3, 31),
    "LOIR": date(2025, 12, 31),
    "GANT": date(2026, 6, 30),
}  # the last report of those that owe one
CORRECTED = ("TARN", date(2025, 12, 31), date(2026, 5, 20), 900_000)  # ARR that was no ARR
# By way: growth a quarter earlier less growth now, and burn a quarter earlier over burn now.
WAYS: Mapping[str, tuple[Decimal, Decimal]] = {
    "steady": (Decimal("0.03"), Decimal("0.98")),
    "breakout": (Decimal("-0.09"), Decimal("0.96")),
    "profitable": (Decimal("0.02"), Decimal("0.90")),
    "burning": (Decimal("0.04"), Decimal("0.90")),
    "fading": (Decimal("0.12"), Decimal("0.94")),
    "turnaround": (Decimal("-0.06"), Decimal("1.30")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Where a company stood at `end`, and by which way it came there; None is not known."""

    code: str
    end: date
    arr: Decimal | None
    growth: Decimal | None
    margin: Decimal | None
    cash: Decimal
    burn: Decimal
    value_to_cost: Decimal | None
    retention: Decimal | None
    heads: int
    way: str


class Paths(NamedTuple):
    """Recurring revenue, cash and monthly burn of this quarter and those before it, in millions."""

    arrs: list[Decimal]
    cashes: list[Decimal]
    burns: list[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of a company: its cells as text, '' where it says nothing."""

    cells: tuple[str, ...]
    known_from: datetime
    known_to: datetime | None = None
    corrects: bool = False


def reports() -> Iterator[Report]:
    """Eight quarters of every company, up to now or to its end, those it left out left out."""
    for held in PORTFOLIOS.values():
        for company in held.companies:
            first = min(lot.date for lot in held.lots if lot.company == company.code)
            yield from _of(company, _profile(company), first)


def _of(company: Company, profile: Profile, first: date) -> Iterator[Report]:
    chance = Chance(f"reports of {company.code}")
    told = {name: _path(profile, name) for name in ("growth", "burn")}
    arrs = _arrs(profile, told["growth"])
    cashes = _cashes(profile, told["burn"])
    for back in reversed(range(QUARTERS)):
        end = _quarters_before(profile.end, back)
        last = SILENT.get(company.code, profile.end)
        missed = chance.happens(4) and back not in (0, 1, YEAR) and end != last
        if missed or end > last or end.year < int(company.founded) + 1:
            continue
        paths = Paths(arrs, cashes, told["burn"])
        figures = _figures(profile, chance, back, paths)
        came = max(end + timedelta(days=chance.bell(12, 58)), first)
        yield from _as_known(company, end, came, figures)


def _as_known(
    company: Company, end: date, came: date, figures: Mapping[str, str]
) -> Iterator[Report]:
    """A report, or the one that was corrected and the correction."""
    code, corrected, on, surplus = CORRECTED
    cells = (
        company.code,
        end.isoformat(),
        *(figures[name] for name in FIGURES),
        came.isoformat(),
        company.currency,
    )
    if (company.code, end) != (code, corrected):
        yield Report(cells=cells, known_from=moment(came))
        return
    place = COLUMNS.index("arr")
    wrong = (*cells[:place], str(Decimal(cells[place]) + surplus), *cells[place + 1 :])
    yield Report(cells=wrong, known_from=moment(came), known_to=moment(on))
    yield Report(cells=cells, known_from=moment(on), corrects=True)


def _figures(profile: Profile, chance: Chance, back: int, paths: Paths) -> dict[str, str]:
    """One quarter's figures, some left out as companies do."""
    wobble = Decimal(chance.between(-15, 15)) / 1000
    cost = Decimal(chance.between(8, 30)) * 500
    ratio = profile.value_to_cost
    found: dict[str, Decimal | None] = dict.fromkeys(FIGURES)
    found["cash"] = paths.cashes[back] * MILLION
    found["net_burn"] = paths.burns[back] * MILLION
    if profile.arr is not None:
        year = paths.arrs[back : back + YEAR + 1]
        found["arr"] = year[0] * MILLION
        found["revenue_ttm"] = sum(year, NOTHING) / len(year) * MILLION
        found["growth_rate"] = year[0] / year[YEAR] - 1
    if profile.margin is not None:
        found["gross_margin"] = profile.margin + wobble
    if profile.retention is not None and not chance.happens(12):
        found["nrr"] = profile.retention + wobble
    if ratio is not None and not chance.happens(18):
        found["cac"], found["ltv"] = cost, cost * (ratio + wobble * 4)
    found["headcount"] = Decimal(max(3, profile.heads * (100 - 4 * back) // 100))
    if chance.happens(5):
        found["gross_margin"] = None
    return {name: _written(name, value) for name, value in found.items()}


def _written(name: str, value: Decimal | None) -> str:
    if value is None:
        return ""
    if name in ("growth_rate", "gross_margin", "nrr"):
        return str(value.quantize(Decimal("0.001")))
    step = Decimal(1) if name == "headcount" else Decimal(1000)
    step = Decimal(50) if name in ("ltv", "cac") else step
    return str((value / step).quantize(Decimal(1)) * step)


def _path(profile: Profile, what: str) -> list[Decimal]:
    """Growth over a year, or burn a month, of this quarter and those before it."""
    growth_step, burn_factor = WAYS[profile.way]
    count = QUARTERS + YEAR + 1
    if what == "burn":
        before = [abs(profile.burn) * burn_factor**back for back in range(count)]
        if profile.burn >= 0:
            return before
        lost = abs(profile.burn) * Decimal("0.55")  # it burned cash until a while ago
        return [profile.burn + lost * back for back in range(count)]
    now = profile.growth or NOTHING
    return [now + growth_step * back for back in range(count)]


def _arrs(profile: Profile, growth: list[Decimal]) -> list[Decimal]:
    """Recurring revenue of this quarter and those before it, each grown into the next."""
    found = [profile.arr or NOTHING]
    for back in range(QUARTERS + YEAR):
        yearly = max(ONE + growth[back], Decimal("0.5"))
        found.append(found[-1] / yearly ** Decimal("0.25"))
    return found


def _cashes(profile: Profile, burn: list[Decimal]) -> list[Decimal]:
    """Cash of this quarter and those before it: what was burned since, less what was raised."""
    found = [profile.cash]
    held = [lot for p in PORTFOLIOS.values() for lot in p.lots if lot.company == profile.code]
    for back in range(QUARTERS):
        end, start = (_quarters_before(profile.end, n) for n in (back, back + 1))
        ours = sum((lot.amount for lot in held if start < lot.date <= end), NOTHING) / MILLION
        before = found[-1] + 3 * burn[back] - ours * 2
        found.append(max(before, abs(burn[back]) * 4))
    return found


def _profile(company: Company) -> Profile:
    """A company's own profile, or a likely one for those that are gone."""
    for line in PROFILES.strip().splitlines():
        code, *cells, heads, way = line.split()
        if code == company.code:
            arr, growth, margin, cash, burn, ratio, kept = (
                None if cell == "-" else Decimal(cell) for cell in cells
            )
            return Profile(
                code=code, end=LAST, arr=arr, growth=growth, margin=margin, cash=cash or NOTHING,
                burn=burn or NOTHING, value_to_cost=ratio, retention=kept, heads=int(heads),
                way=way,
            )  # fmt: skip
    return _gone(company)


def _gone(company: Company) -> Profile:
    """What a company that was sold or written off had last reported."""
    chance = Chance(f"profile of {company.code}")
    failed = company.status == "failed"
    left = max(
        move.date
        for held in PORTFOLIOS.values()
        for move in held.moves
        if move.company == company.code and (move.part or failed)
    )
    burn = Decimal(chance.between(12, 40)) / 100
    months = chance.between(1, 3) if failed else chance.between(9, 26)
    return Profile(
        code=company.code,
        end=_quarter_before(left),
        arr=Decimal(chance.between(4, 18) if failed else chance.between(60, 260)) / 10,
        growth=Decimal(chance.between(-45, -5) if failed else chance.between(18, 75)) / 100,
        margin=Decimal(chance.between(15, 35) if failed else chance.between(45, 80)) / 100,
        cash=burn * months,
        burn=burn,
        value_to_cost=Decimal(chance.between(5, 12) if failed else chance.between(22, 48)) / 10,
        retention=Decimal(chance.between(65, 85) if failed else chance.between(98, 122)) / 100,
        heads=chance.between(8, 20) if failed else chance.between(35, 160),
        way="fading" if failed else "steady",
    )


def _quarter_before(day: date) -> date:
    """The last quarter-end before a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first - timedelta(days=1)


def _quarters_before(end: date, count: int) -> date:
    for _ in range(count):
        end = _quarter_before(end)
    return end
