"""Risk: what it answers and how."""

from services.risk.service import RiskService

__all__ = ["RiskService"]
