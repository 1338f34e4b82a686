"""Proof: the books are checked when they change, and what was found is kept and shown."""

from services.quality.registry import (
    CHECKS,
    OF_INVESTORS,
    OF_MARKET,
    OF_PIPELINE,
    OF_PORTFOLIO,
)
from services.quality.results import Check, DataQuality
from services.quality.run import Checked, Outcome, check_funds, check_market, run
from services.quality.service import QualityService

__all__ = [
    "CHECKS",
    "OF_INVESTORS",
    "OF_MARKET",
    "OF_PIPELINE",
    "OF_PORTFOLIO",
    "Check",
    "Checked",
    "DataQuality",
    "Outcome",
    "QualityService",
    "check_funds",
    "check_market",
    "run",
]
