"""How the market funds a company's sector: its growth, and its place among the tracked sectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.company_metrics import growth
from services.calc.health import percentile_among
from services.clock import last_closed_quarter_end
from services.db.queries.portfolio_analytics import Funding
from services.portfolio_analytics.records import quarter_name

YEAR = 4  # quarters; a year of funding is compared with the year before


@dataclass(frozen=True, slots=True)
class SectorStandings:
    """Percentile (0-100) of each sector's funding growth among those tracked, by lower-case name.

    `quarter` is the last one counted, `provider` who counted. Empty without enough sectors.
    """

    percentiles: Mapping[str, float]
    growths: Mapping[str, float]
    provider: str | None = None
    quarter: str | None = None

    def of(self, sector: str | None) -> float | None:
        return self.percentiles.get((sector or "").strip().lower())


NOWHERE = SectorStandings({}, {})


def sector_standings(
    funding: Sequence[Funding], day: date, *, least_sectors: int
) -> SectorStandings:
    """The provider with the newest quarter by a day, at most a year old; two years of it must be
    known. A sector without funding in the year before, or with several currencies, has no growth.
    """
    last = last_closed_quarter_end(day)
    by_provider: dict[str, list[Funding]] = defaultdict(list)
    for row in funding:
        if row.quarter <= quarter_name(last):
            by_provider[row.source].append(row)
    found = [
        (max(row.quarter for row in rows), provider, rows) for provider, rows in by_provider.items()
    ]
    for quarter, provider, rows in sorted(found, key=lambda one: (-_place(one[0]), one[1])):
        if _place(quarter_name(last)) - _place(quarter) > YEAR:
            break
        growths = _growths(rows, quarter)
        if len(growths) < least_sectors:
            continue
        percentiles = {
            sector: place
            for sector, own in growths.items()
            if (place := percentile_among(own, _others(growths, sector))) is not None
        }
        return SectorStandings(percentiles, growths, provider, quarter)
    return NOWHERE


def _growths(rows: Sequence[Funding], last: str) -> dict[str, float]:
    quarters = _quarters_up_to(last, 2 * YEAR)
    counted = {row.quarter for row in rows}
    if min(counted) > quarters[0]:
        return {}
    totals: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    currencies: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.quarter in quarters and row.sector:
            sector = row.sector.strip().lower()
            totals[sector][quarters.index(row.quarter) // YEAR] += row.total
            currencies[sector].add(row.currency)
    grown = {
        sector: growth(before=before, now=now)
        for sector, (before, now) in totals.items()
        if len(currencies[sector]) == 1
    }
    return {sector: rate for sector, rate in grown.items() if rate is not None}


def _others(growths: Mapping[str, float], sector: str) -> list[float]:
    return [rate for other, rate in growths.items() if other != sector]


def _quarters_up_to(last: str, count: int) -> list[str]:
    place = _place(last)
    return [f"{one // YEAR}Q{one % YEAR + 1}" for one in range(place - count + 1, place + 1)]


def _place(quarter: str) -> int:
    """Quarters since the year 0, so that they can be counted."""
    return int(quarter[:4]) * YEAR + int(quarter[-1]) - 1
