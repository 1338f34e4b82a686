"""Market Intelligence: the service and what it answers with."""

from __future__ import annotations

from services.market_intelligence.service import MarketIntelligenceService

__all__ = ["MarketIntelligenceService"]
