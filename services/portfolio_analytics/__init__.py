"""Portfolio Analytics: the service and what it answers with."""

from __future__ import annotations

from services.portfolio_analytics.service import PortfolioAnalyticsService

__all__ = ["PortfolioAnalyticsService"]
