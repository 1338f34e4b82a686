"""One figure defined: what it means, its formula and unit, its edges and its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """`id` is the key in the answers, or `module.key` where another module has the same key for
    something else; `unit` is `as the measure` where it is that of whatever is measured;
    `edges` say when it is not given or needs care.
    """

    id: str
    name: str
    unit: str
    formula: str
    text: str
    edges: tuple[str, ...] = ()
    citation: str = ""
