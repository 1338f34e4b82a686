"""What the bridges, costs, reserves and forecasts of Fund Performance mean."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.fund_books.ahead import AHEAD
from services.definitions.fund_books.bridges import BRIDGE, NET
from services.definitions.fund_books.capital import CAPITAL
from services.definitions.fund_books.companies import COMPANIES, FUNDS
from services.definitions.fund_books.costs import COSTS

ENTRIES: tuple[Definition, ...] = (
    *BRIDGE, *NET, *COMPANIES, *COSTS, *CAPITAL, *AHEAD, *FUNDS,
)  # fmt: skip
