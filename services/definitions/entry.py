"""One figure defined: what it means, its formula and unit, its edges and its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """`id` is the key in the answers; `edges` say when it is not given or needs care."""

    id: str
    name: str
    unit: str
    formula: str
    text: str
    edges: tuple[str, ...] = ()
    citation: str = ""
