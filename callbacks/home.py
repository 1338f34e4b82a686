"""The wiring of the firm's page: which answer of the service fills which panel."""

from __future__ import annotations

from callbacks.panels import Wiring
from layouts import home as page
from layouts.home import funds, head, lists
from services.home import HomeService

wiring: Wiring[HomeService] = Wiring(
    "firm",
    lambda ports: HomeService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
    own=True,
)
wiring.fill(page.STATE, HomeService.funds, head.state)
wiring.fill(page.FIGURES, HomeService.funds, head.figures)
wiring.fill(page.FUNDS, HomeService.funds, funds.funds)
wiring.fill(page.ATTENTION, HomeService.attention, lists.attention)
wiring.fill(page.CHANGES, HomeService.changes, lists.changes)
wiring.fill(page.ACTIVITY, HomeService.activity, lists.activity)
