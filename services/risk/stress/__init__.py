"""What losses, delays and exchange rates would leave of a fund, through its exact waterfall."""

from services.risk.stress.run import stress
from services.risk.stress.scenarios import Own

__all__ = ["Own", "stress"]
