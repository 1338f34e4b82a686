"""Where a number comes from: the marks that open the drawer, the drawer, and what stands in it."""

from layouts.explain.content import content
from layouts.explain.drawer import broken, drawer, refused
from layouts.explain.mark import mark
from layouts.explain.rows import MOST, STEP
from layouts.explain.values import exact, shown

__all__ = ["MOST", "STEP", "broken", "content", "drawer", "exact", "mark", "refused", "shown"]
