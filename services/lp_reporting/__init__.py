"""LP Reporting: what it answers and how."""

from services.lp_reporting.service import LpReportingService

__all__ = ["LpReportingService"]
