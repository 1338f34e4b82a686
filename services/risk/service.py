"""Risk: what a principal may know of it."""

from __future__ import annotations

from services.db.session import Database
from services.frames import House

MODULE = "risk"


class RiskService:
    """Risk of the funds a principal may see."""

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)
