"""Proof: the books are checked when they change, and what was found is kept and shown."""

from services.quality.registry import CHECKS
from services.quality.results import Check, DataQuality
from services.quality.run import Checked, Outcome, check_funds, run
from services.quality.service import QualityService

__all__ = [
    "CHECKS",
    "Check",
    "Checked",
    "DataQuality",
    "Outcome",
    "QualityService",
    "check_funds",
    "run",
]
