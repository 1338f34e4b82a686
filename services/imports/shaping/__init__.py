"""From a sheet and a map to facts: which column feeds which, read, routed and checked."""

from services.imports.shaping.gather import Shaped
from services.imports.shaping.shape import shape

__all__ = ["Shaped", "shape"]
