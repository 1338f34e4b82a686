"""Packs: what one investor is told of a period, from draft to sealed."""

from services.lp_reporting.reports.press import FORMATS, Pack, PackBytes, Press
from services.lp_reporting.reports.service import LpReports

__all__ = ["FORMATS", "LpReports", "Pack", "PackBytes", "Press"]
