"""The wiring of Risk: which answer of the service fills which panel."""

from __future__ import annotations

from callbacks.panels import Wiring
from services.risk import RiskService

wiring: Wiring[RiskService] = Wiring(
    "risk",
    lambda ports: RiskService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)
