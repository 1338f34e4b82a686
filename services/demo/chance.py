"""Chance that is the same on every machine: a small seeded generator in whole numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")
MULTIPLIER, INCREMENT, MODULUS = 6_364_136_223_846_793_005, 1_442_695_040_888_963_407, 2**64
SPREAD = 2**31  # the generator's upper bits; the lower ones repeat too soon


class Chance:
    """A stream of drawn numbers; streams of different names have nothing to do with each other."""

    def __init__(self, name: str) -> None:
        self._state = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1, each as likely as the others."""
        self._state = (self._state * MULTIPLIER + INCREMENT) % MODULUS
        return (self._state >> 33) * limit // SPREAD

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def happens(self, percent: int) -> bool:
        """True in `percent` of a hundred draws."""
        return self.below(100) < percent

    def one(self, things: Sequence[T]) -> T:
        """One of some things, each as likely as the others."""
        return things[self.below(len(things))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One of some things, as likely as its weight says."""
        place = self.below(sum(weights.values()))
        for thing, weight in weights.items():
            place -= weight
            if place < 0:
                return thing
        raise ValueError("no weight is above zero")

    def bell(self, low: int, high: int) -> int:
        """A whole number between both, most often in the middle: the mean of four draws."""
        return sum(self.between(low, high) for _ in range(4)) // 4

    def skewed(self, median: int, spread: int) -> int:
        """A whole number around `median` with a long upper tail, at least 1.

        `spread` in percent: two thirds of the draws lie within median times or over e^spread.
        """
        sigmas = Decimal(sum(self.below(2001) - 1000 for _ in range(6))) / 1414
        return max(1, int(median * (sigmas * spread / 100).exp()))

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The same things in another order."""
        rest = list(things)
        for place in range(len(rest) - 1, 0, -1):
            other = self.below(place + 1)
            rest[place], rest[other] = rest[other], rest[place]
        return rest
