"""How tall the charts of Market Intelligence are at least, which words and colours they share."""

HEIGHT = 236
ROW, MARGIN = 26, 40
MOST_ROWS = 12
LONGEST_NAME = 22
NOTHING = "nothing to draw yet"
# A stage keeps its colour on every page: the later, the darker.
STAGES = {
    "seed": ("Seed", "seq-2"),
    "series_a": ("Series A", "seq-3"),
    "series_b": ("Series B", "seq-5"),
    "growth": ("Growth", "seq-7"),
    "other": ("Other", "cat-8"),
}


def stage(key: str) -> str:
    """A stage in words; one that is not ours as the provider writes it."""
    return STAGES[key][0] if key in STAGES else key.replace("_", " ").capitalize()


def short(name: str, *, narrow: bool, longest: int = LONGEST_NAME) -> str:
    """A name that leaves the bars their room."""
    most = LONGEST_NAME // 2 + 2 if narrow else longest
    return name if len(name) <= most else f"{name[: most - 1]}…"


def tall(rows: int) -> int:
    """The height that this many rows need."""
    return max(HEIGHT, ROW * rows + MARGIN)
