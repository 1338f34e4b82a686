"""A portfolio on one day: its companies, their figures and health, from records read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from services.clock import quarter_before
from services.portfolio_analytics.history import Measures
from services.portfolio_analytics.kpis import fresh, kpis, measured
from services.portfolio_analytics.market import SectorStandings, sector_standings
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Kpis
from services.portfolio_analytics.scores import Health, health_of
from services.portfolio_analytics.stakes import Stake, active, stakes

POINTS = 8  # quarter-ends drawn in a card


class Picture:
    """What is known of the portfolio as of `day`; each part is computed when first asked for."""

    def __init__(self, records: Records, day: date) -> None:
        self.records, self.day = records, day

    @cached_property
    def held(self) -> Sequence[Stake]:
        """Every company ever held by the day."""
        return stakes(self.records, self.day)

    @cached_property
    def active(self) -> Sequence[Stake]:
        return active(self.held)

    @cached_property
    def measures(self) -> dict[str, Measures | None]:
        """What the latest report of each active company says, by the company's id."""
        return {
            stake.company_id: measured(self.records, stake.company_id, self.day)
            for stake in self.active
        }

    @cached_property
    def kpis(self) -> dict[str, Kpis]:
        """The same as answers give it; stale figures included, and marked as such."""
        return {
            company: kpis(self.records, found, self.day) for company, found in self.measures.items()
        }

    @cached_property
    def counted(self) -> dict[str, Kpis]:
        """The same with the figures of stale reports missing: what sums and scores stand on."""
        return {company: fresh(given) for company, given in self.kpis.items()}

    @cached_property
    def sectors(self) -> SectorStandings:
        least = self.records.thresholds.least_sectors
        return sector_standings(self.records.funding, self.day, least_sectors=least)

    @cached_property
    def health(self) -> dict[str, Health]:
        """The health of every company ever held, by its id."""
        return {
            stake.company_id: health_of(self.records, stake, self.sectors) for stake in self.held
        }


def days_back(as_of: date, count: int = POINTS) -> list[date]:
    """A day and the quarter-ends before it, oldest first."""
    days = [as_of]
    while len(days) < count:
        days.insert(0, quarter_before(days[0]))
    return days
