"""How a fund stands: its figures, their history, its peers and the market beside it."""

from services.fund_performance.service import FundPerformanceService

__all__ = ["FundPerformanceService"]
