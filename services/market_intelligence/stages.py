"""Which of a provider's words count as which stage: one table, published in the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable

SEED, SERIES_A, SERIES_B, GROWTH, OTHER = "seed", "series_a", "series_b", "growth", "other"
STAGES = (SEED, SERIES_A, SERIES_B, GROWTH, OTHER)

# Words as they are compared: small letters, a hyphen between parts. What is not here is other:
# "venture" names no series, debt and grants are no priced rounds, what is listed is none of these.
WORDS = {
    "seed": SEED,
    "pre-seed": SEED,
    "seed-round": SEED,
    "seed-extension": SEED,
    "pre-series-a": SEED,
    "angel": SEED,
    "angel-round": SEED,
    "angel-individual": SEED,
    "series-a": SERIES_A,
    "a": SERIES_A,
    "series-b": SERIES_B,
    "b": SERIES_B,
    "growth": GROWTH,
    "growth-equity": GROWTH,
    "pe-growth-expansion": GROWTH,
    "expansion": GROWTH,
    "late-stage": GROWTH,
    "later-stage": GROWTH,
    "later-stage-vc": GROWTH,
    "late-stage-vc": GROWTH,
    "pre-ipo": GROWTH,
    "series-c+": GROWTH,
    "c": GROWTH,
    "d": GROWTH,
    "e": GROWTH,
}
_LETTER = re.compile(r"series-([a-z])(?:[+\d]|-(?:\d|i+|ext|extension|prime|plus))?\d*")


def stage_of(word: str | None) -> str:
    """The stage that a provider's word counts as; other where it names none."""
    plain = _plain(word)
    if plain in WORDS:
        return WORDS[plain]
    match = _LETTER.fullmatch(plain)
    if match is None:
        return OTHER
    return {"a": SERIES_A, "b": SERIES_B}.get(match[1], GROWTH)


def mapping_of(words: Iterable[str]) -> dict[str, str]:
    """The stage of each of these words, by word."""
    return {word: stage_of(word) for word in sorted(words)}


def _plain(word: str | None) -> str:
    return re.sub(r"[^a-z0-9+]+", "-", (word or "").lower()).strip("-")
