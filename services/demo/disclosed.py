"""What an invented pension fund discloses of its own managers, twice a year and cumulatively."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from services.demo.chance import Chance
from services.demo.names import compound
from services.demo.shares import CENT

PROVIDER = "Illustrative pension list (synthetic)"
DAYS = (date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30))
STRATEGIES = {"buyout": 9, "growth": 7, "venture": 5, "private_credit": 3}
VINTAGES = (2010, 2011, 2012, 2013, 2015, 2016, 2017, 2018, 2019, 2020, 2022)
FUNDS, FALLING = 24, 1  # which of them shows less distributed than the time before
RECLAIMED = Decimal("1200000.00")  # what one manager took back of its distributions
COLUMNS = (
    "provider", "as_of", "fund", "vintage_year", "strategy", "geography", "committed", "paid_in",
    "distributed", "nav", "irr", "multiple", "currency",
)  # fmt: skip


def rows() -> Iterator[tuple[date, tuple[str, ...]]]:
    """Cells by the day they speak of. One fund's distributions fall on the last day."""
    before = Decimal(0)
    chance = Chance("disclosed funds")
    numerals = ("II", "III", "IV", "V", "VI")
    for number, stem in enumerate(compound("disclosed funds", FUNDS)):
        name = f"{stem} Partners {chance.one(numerals)}"
        vintage = chance.one(VINTAGES)
        strategy = chance.weighted(STRATEGIES)
        place = "europe" if chance.happens(30) else "north_america"
        committed = Decimal(chance.between(10, 80) * 1_000_000)
        for day in DAYS:
            halves = 2 * (day.year - vintage) + day.month // 12
            paid, given, left = _figures(chance, committed, halves)
            if number == FALLING and day == DAYS[-1]:
                given = before - RECLAIMED
            before = given
            multiple = ((given + left) / paid).quantize(CENT)
            yield day, (
                PROVIDER, day.isoformat(), name, str(vintage), strategy, place, str(committed),
                str(paid), str(given), str(left), "", str(multiple), "USD",
            )  # fmt: skip


def _figures(chance: Chance, committed: Decimal, halves: int) -> list[Decimal]:
    """Paid in, distributed and left of a fund of some half-years: totals that grow with them."""
    paid = committed * min(Decimal(98), Decimal(14 + 9 * halves)) / 100
    given = committed * max(Decimal(0), Decimal(7 * (halves - 7))) / 100
    worth = Decimal(100 + 5 * min(halves, 16))
    left = max(Decimal(0), paid * worth / 100 - given * Decimal("0.8"))
    left = left * (100 + chance.between(-3, 3)) / 100
    return [amount.quantize(CENT) for amount in (paid, given, left)]
