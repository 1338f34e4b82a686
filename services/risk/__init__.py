"""Risk: what it answers and how."""

from services.risk.alerts.settings import RuleSetting
from services.risk.register import RiskSetting
from services.risk.service import RiskService
from services.risk.stress import Own
from services.risk.targets import Asked

__all__ = ["Asked", "Own", "RiskService", "RiskSetting", "RuleSetting"]
