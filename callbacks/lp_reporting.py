"""The wiring of LP Reporting: which answer of the service fills which panel."""

from __future__ import annotations

from callbacks.panels import Wiring
from services.lp_reporting import LpReportingService

wiring: Wiring[LpReportingService] = Wiring(
    "lp-reporting",
    lambda ports: LpReportingService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)
