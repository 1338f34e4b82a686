"""From how many cases a figure is given, and what stands in while there are fewer."""

from __future__ import annotations

QUARTILE_N = 8  # deals that left a stage before their upper quartile says who is stuck there
STUCK_DAYS = {"sourced": 30, "screened": 45, "term_sheet": 60}  # while fewer left it
RIPE_N = 8  # closed deals before their ninth decile says when a cohort is ripe
RIPE_DAYS = 365  # while fewer closed
LEAST_FILLED = 0.15  # a dimension known of fewer deals is not broken down
MOST_PARTS = 7  # values of a dimension by name; the others are one part
D_DAYS = (90, 180, 365)
