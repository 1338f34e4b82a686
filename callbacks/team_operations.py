"""The wiring of Team Operations: which answer of the service fills which panel."""

from __future__ import annotations

from callbacks.panels import Wiring
from services.team_operations import TeamOperationsService

wiring: Wiring[TeamOperationsService] = Wiring(
    "team-operations",
    lambda ports: TeamOperationsService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)
