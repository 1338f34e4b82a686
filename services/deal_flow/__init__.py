"""Deal Flow: the service and what it answers with."""

from __future__ import annotations

from services.deal_flow.service import DealFlowService

__all__ = ["DealFlowService"]
