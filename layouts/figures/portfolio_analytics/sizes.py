"""How tall the charts of Portfolio Analytics are at least, and what they say when empty."""

NOTHING = "nothing to draw yet"
BAR, MARGIN = 27, 48
LEAST = 236
TILES = 340
SCATTER = 330
STEPS = 210
LONGEST_NAME = 18
