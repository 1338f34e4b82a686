"""The colour of a sector: the same on every page, whatever else stands beside it."""

from __future__ import annotations

# Parts of the names sectors go by, in the order in which they are looked for.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cat-2", ("fintech", "financ", "insur", "payment")),
    ("cat-3", ("health", "bio", "medic", "pharma", "life science")),
    ("cat-5", ("climate", "energy", "clean", "environment")),
    ("cat-4", ("consumer", "retail", "food", "commerce", "media")),
    ("cat-6", ("industr", "manufactur", "robot", "hardware", "logistic")),
    ("cat-1", ("software", "saas", "cloud", "data", "security")),
)
OTHER = "cat-8"


def role(sector: str | None) -> str:
    """The role of its colour: `cat-1` for Software, `cat-8` for what has none of its own."""
    name = (sector or "").lower()
    found = (shade for shade, words in WORDS if any(word in name for word in words))
    return next(found, OTHER)
