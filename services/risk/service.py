"""Risk: what a principal may know of how exposed funds are, and what is done about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services import clock
from services.access.reading import reading
from services.calc import multiples
from services.db.queries.risk import facts
from services.db.reads.terms import AgreementRow, agreements
from services.db.session import Database
from services.envelope import Note
from services.errors import Fault, InvalidInput
from services.frames import House
from services.fund_performance.frame import Frame, only_fund, settle
from services.fund_performance.books import Books
from services.partners.books import Partnerships, read_partnerships
from services.portfolio_analytics.records import Records, conventions_of, read_records
from services.portfolio_analytics.schedule import read_newest_marks
from services.risk import concentration as spread
from services.risk.credit_line import credit_line
from services.risk.fx import fx
from services.risk.holders import holders, largest_open
from services.risk.limits import Rule, Standing, limits, rules, standings
from services.risk.liquidity import each_fund, liquidity, position
from services.risk.overview import overview
from services.risk.pre_trade import pre_trade
from services.risk.results import (
    AlertCounts,
    AlertRules,
    Alerts,
    Concentration,
    CreditLine,
    Expiries,
    FxExposure,
    Limits,
    Liquidity,
    Overview,
    PreTrade,
    Register,
    Runway,
    Stress,
    ValuationRisk,
)
from services.risk.runway import runway
from services.risk.stress import Own, stress
from services.risk.targets import Asked, find_target
from services.risk.valuation import valuation
from services.scope import Principal, Scope

MODULE = "risk"
EVERYTHING = Scope()
